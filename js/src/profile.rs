//! Data to profiles, and profiles to what JavaScript sees of them.

use evenkeel::data::TableReader;
use evenkeel::drift::{ColumnProfile, DatasetProfile};
use evenkeel::report;
use serde::Serialize;

use crate::error::PackageError;
use crate::options;

/// Largest integer that a number of JavaScript holds exactly, 2⁵³ − 1.
const LARGEST_EXACT: u64 = (1 << 53) - 1;

/// A profile and its facts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Profile {
    /// The profile.
    pub(crate) dataset: DatasetProfile,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts<'a> {
    name: &'a str,
    rows: u64,
    bytes: u64,
    has_rows: bool,
    columns: Vec<ColumnFacts<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ColumnFacts<'a> {
    name: &'a str,
    missing: u64,
    infinite: u64,
    numbers: u64,
    distinct_numbers: u64,
    texts: u64,
    distinct_texts: u64,
}

/// A reader for data that comes in pieces; `bytes` is how many are expected, 0 if that is not known.
///
/// # Errors
///
/// [`PackageError::Option`] for options that cannot be used.
pub(crate) fn reader(name: &str, options: &str, bytes: u64) -> Result<TableReader, PackageError> {
    Ok(TableReader::new(name, &options::reading(options)?).expecting(bytes))
}

impl Profile {
    /// Ends the data that a reader took.
    ///
    /// # Errors
    ///
    /// [`PackageError::Data`] when there is no table in the data.
    pub(crate) fn of(reader: TableReader) -> Result<Self, PackageError> {
        Ok(Self { dataset: DatasetProfile::from_table(reader.finish()?) })
    }

    /// Reads a saved profile, or the one inside a model's file.
    ///
    /// # Errors
    ///
    /// [`PackageError::File`] if it is of another format, of a newer version, or damaged.
    pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Self, PackageError> {
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        Ok(Self { dataset: report::read_profile(name, text)? })
    }

    /// What a person may want to know of it, as JSON.
    pub(crate) fn facts(&self) -> String {
        let DatasetProfile { name, rows, bytes, columns, sample, .. } = &self.dataset;
        let columns = columns.iter().map(column_facts).collect();
        let facts = Facts { name, rows: *rows, bytes: *bytes, has_rows: sample.is_some(), columns };
        // Plain structs with string keys and integers always serialise.
        serde_json::to_string(&facts).unwrap_or_default()
    }

    /// The file that `evenkeel profile` writes.
    pub(crate) fn text(&self, with_rows: bool) -> String {
        if with_rows {
            report::write_profile_with_rows(&self.dataset)
        } else {
            report::write_profile(&self.dataset)
        }
    }

    /// Whether numbers of JavaScript hold all that the file says: ranks of texts have 64 bits.
    pub(crate) fn is_exact_as_json(&self) -> bool {
        self.dataset.columns.iter().all(|column| column.text_limit.is_none_or(|limit| limit <= LARGEST_EXACT))
    }
}

fn column_facts(column: &ColumnProfile) -> ColumnFacts<'_> {
    ColumnFacts {
        name: &column.name,
        missing: column.missing,
        infinite: column.infinite(),
        numbers: column.numbers.n(),
        distinct_numbers: column.numbers.distinct() as u64,
        texts: column.texts.total(),
        distinct_texts: column.texts.distinct(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(text: &str) -> Profile {
        let mut reader = reader("cars", "{}", text.len() as u64).unwrap();
        reader.push(text.as_bytes()).unwrap();
        Profile::of(reader).unwrap()
    }

    #[test]
    fn facts_count_cells_by_what_they_are() {
        let facts = profile("make,price\nLada,1.5\nSkoda,inf\nLada,\n").facts();
        let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
        let make = serde_json::json!({ "name": "make", "missing": 0, "infinite": 0, "numbers": 0,
            "distinctNumbers": 0, "texts": 3, "distinctTexts": 2 });
        let price = serde_json::json!({ "name": "price", "missing": 1, "infinite": 1, "numbers": 1,
            "distinctNumbers": 1, "texts": 0, "distinctTexts": 0 });
        assert_eq!(facts["columns"], serde_json::json!([make, price]));
        assert_eq!((facts["rows"].as_u64(), facts["hasRows"].as_bool()), (Some(3), Some(true)));
    }

    #[test]
    fn a_written_profile_is_read_back() {
        let made = profile("a,b\n1,x\n2,y\n");
        let with_rows = Profile::read("cars", made.text(true).as_bytes()).unwrap();
        assert_eq!(with_rows, made);
        let without = Profile::read("cars", format!("\u{feff}{}", made.text(false)).as_bytes()).unwrap();
        assert!(without.dataset.sample.is_none() && without.is_exact_as_json());
        assert_eq!(without.dataset.columns, made.dataset.columns);
    }

    #[test]
    fn ranks_of_64_bits_are_told() {
        let rows = (0..=evenkeel::data::KEPT_TEXTS).map(|row| format!("t{row}\n"));
        let many = profile(&format!("id\n{}", rows.collect::<String>()));
        assert!(!many.is_exact_as_json());
    }
}
