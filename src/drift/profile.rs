//! Profiles: all that drift needs to know of a column, without its rows.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{DriftError, comparable};
use crate::data::{Column, Dialect, ReadNote, RowSample, Table, TextCounts, text_rank};
use crate::stats::{CategoryCounts, Ecdf};

/// One column of one data set. Says nothing of kinds: numbers and texts are kept
/// apart, and the kind is decided when two profiles are compared.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct ColumnProfile {
    /// Name of the column.
    pub name: String,
    /// Cells.
    pub rows: u64,
    /// Missing cells.
    pub missing: u64,
    /// Cells that are `inf`.
    pub positive_infinite: u64,
    /// Cells that are `-inf`.
    pub negative_infinite: u64,
    /// Number cells written as integers.
    pub integers: u64,
    /// The finite numbers.
    pub numbers: Ecdf,
    /// All other cells.
    pub texts: CategoryCounts,
    /// The [`text_rank`] up to which texts are counted one by one, the
    /// rows of all others being [`CategoryCounts::other_rows`]; `None` while all are.
    pub text_limit: Option<u64>,
}

/// Most rows of a data set, parts taken together: every count up to this is exact as a double.
pub const MAX_ROWS: u64 = 1 << 53;

/// All columns of one data set. Mergeable and serialisable; what is read back is checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "StoredDataset")]
pub struct DatasetProfile {
    /// Name of the file it was made from.
    pub name: String,
    /// Bytes of that file.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
    /// How the file was spelled.
    pub dialect: Dialect,
    /// What the reader did that the user should know.
    pub notes: Vec<ReadNote>,
    /// The columns in file order.
    pub columns: Vec<ColumnProfile>,
    /// A sample of whole rows; `None` in a profile that was saved without one.
    pub sample: Option<RowSample>,
}

impl ColumnProfile {
    /// Sorts and counts a column as read.
    pub fn from_column(mut column: Column) -> Self {
        let rows = column.rows();
        column.texts.settle();
        Self {
            rows,
            missing: column.missing,
            positive_infinite: column.positive_infinite,
            negative_infinite: column.negative_infinite,
            integers: column.integers,
            text_limit: column.texts.ceiling(),
            texts: counted(&column.texts),
            // The reader gives finite numbers only, fewer than 2³² of them.
            numbers: Ecdf::from_values(column.numbers).unwrap_or_default(),
            name: column.name,
        }
    }

    /// Infinite cells.
    pub fn infinite(&self) -> u64 {
        self.positive_infinite + self.negative_infinite
    }

    /// Whether every cell is an integer, so that pandas reads the column as integers.
    pub fn is_integer(&self) -> bool {
        self.integers == self.rows && self.integers == self.numbers.n()
    }

    /// The profile of both parts together, under this part's name.
    ///
    /// # Errors
    ///
    /// [`DriftError::TooManyRows`] if one number then occurs more than 2³² times, or there are
    /// more than [`MAX_ROWS`] rows.
    pub fn merge(&self, other: &Self) -> Result<Self, DriftError> {
        let too_many = || DriftError::TooManyRows { column: self.name.clone() };
        if self.rows.checked_add(other.rows).is_none_or(|rows| rows > MAX_ROWS) {
            return Err(too_many());
        }
        let texts = comparable::merged(self, other);
        Ok(Self {
            name: self.name.clone(),
            rows: self.rows + other.rows,
            missing: self.missing + other.missing,
            positive_infinite: self.positive_infinite + other.positive_infinite,
            negative_infinite: self.negative_infinite + other.negative_infinite,
            integers: self.integers + other.integers,
            numbers: self.numbers.merge(&other.numbers).map_err(|_| too_many())?,
            texts: texts.counts,
            text_limit: texts.limit,
        })
    }
}

impl DatasetProfile {
    /// Profiles every column of a table.
    pub fn from_table(mut table: Table) -> Self {
        let columns =
            std::mem::take(&mut table.columns).into_iter().map(ColumnProfile::from_column).collect();
        Self::from_columns(table, columns)
    }

    /// A profile of columns that were profiled already, e.g. on several threads; all else
    /// is the table's.
    pub fn from_columns(table: Table, columns: Vec<ColumnProfile>) -> Self {
        Self {
            name: table.name,
            bytes: table.bytes,
            rows: table.rows,
            dialect: table.dialect,
            notes: table.notes,
            columns,
            sample: table.sample,
        }
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&ColumnProfile> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The profile of both parts together, under this part's name, dialect and column order.
    ///
    /// # Errors
    ///
    /// [`DriftError::ColumnsDiffer`] if a column stands in only one of the parts;
    /// [`DriftError::TooLarge`] if there are then more than [`MAX_ROWS`] rows; else as
    /// [`ColumnProfile::merge`].
    pub fn merge(&self, other: &Self) -> Result<Self, DriftError> {
        let rows = self.rows.checked_add(other.rows).filter(|&rows| rows <= MAX_ROWS);
        let rows = rows.ok_or_else(|| DriftError::TooLarge { name: self.name.clone() })?;
        let mut theirs: BTreeMap<&str, &ColumnProfile> =
            other.columns.iter().map(|column| (column.name.as_str(), column)).collect();
        let differ = |column: &str| DriftError::ColumnsDiffer {
            column: column.to_owned(),
            left: self.name.clone(),
            right: other.name.clone(),
        };
        let columns = self
            .columns
            .iter()
            .map(|column| {
                let part = theirs.remove(column.name.as_str()).ok_or_else(|| differ(&column.name))?;
                column.merge(part)
            })
            .collect::<Result<_, DriftError>>()?;
        if let Some(column) = theirs.keys().next() {
            return Err(differ(column));
        }
        let mut notes = self.notes.clone();
        notes.extend(other.notes.iter().cloned());
        Ok(Self {
            name: self.name.clone(),
            bytes: self.bytes.saturating_add(other.bytes),
            rows,
            dialect: self.dialect.clone(),
            notes,
            columns,
            sample: self.sample.as_ref().zip(other.sample.as_ref()).map(|(ours, theirs)| ours.merge(theirs)),
        })
    }
}

fn counted(texts: &TextCounts) -> CategoryCounts {
    let counts = texts.sorted().into_iter().map(|entry| (entry.text.to_owned(), entry.count));
    CategoryCounts::from_counts(counts).with_other(texts.other_rows(), texts.distinct().count)
}

/// A column as written, before its numbers are checked against each other.
#[derive(Deserialize)]
struct Stored {
    name: String,
    rows: u64,
    missing: u64,
    positive_infinite: u64,
    negative_infinite: u64,
    integers: u64,
    numbers: Ecdf,
    texts: CategoryCounts,
    text_limit: Option<u64>,
}

/// A data set as written, before its columns are checked against it.
#[derive(Deserialize)]
struct StoredDataset {
    name: String,
    bytes: u64,
    rows: u64,
    dialect: Dialect,
    notes: Vec<ReadNote>,
    columns: Vec<ColumnProfile>,
    #[serde(default)]
    sample: Option<RowSample>,
}

impl TryFrom<StoredDataset> for DatasetProfile {
    type Error = DriftError;

    fn try_from(stored: StoredDataset) -> Result<Self, Self::Error> {
        let mut seen = BTreeSet::new();
        for column in &stored.columns {
            if column.rows != stored.rows {
                let (name, rows, cells) = (column.name.clone(), stored.rows, column.rows);
                return Err(DriftError::ColumnRows { column: name, rows, cells });
            }
            if !seen.insert(column.name.as_str()) {
                return Err(DriftError::SameName { column: column.name.clone() });
            }
        }
        let StoredDataset { name, bytes, rows, dialect, notes, columns, sample } = stored;
        if rows > MAX_ROWS {
            return Err(DriftError::TooLarge { name });
        }
        if let Some(sample) = &sample {
            let same = sample.columns.iter().map(|column| &column.name).eq(columns.iter().map(|c| &c.name));
            if !same || sample.rows != rows {
                return Err(DriftError::SampleDiffers { name });
            }
        }
        Ok(Self { name, bytes, rows, dialect, notes, columns, sample })
    }
}

impl TryFrom<Stored> for ColumnProfile {
    type Error = DriftError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let numbers = stored.numbers.n();
        let cells = [
            stored.missing,
            stored.positive_infinite,
            stored.negative_infinite,
            numbers,
            stored.texts.total(),
        ]
        .into_iter()
        .fold(0_u64, u64::saturating_add);
        if stored.rows > MAX_ROWS {
            return Err(DriftError::TooManyRows { column: stored.name });
        }
        if cells != stored.rows {
            return Err(DriftError::RowsDiffer { column: stored.name, rows: stored.rows, cells });
        }
        if stored.integers > numbers {
            return Err(DriftError::IntegersDiffer {
                column: stored.name,
                integers: stored.integers,
                numbers,
            });
        }
        let above = |limit: u64| stored.texts.iter().any(|(text, _)| text_rank(text) > limit);
        if stored.text_limit.is_some() != (stored.texts.other_rows() > 0)
            || stored.text_limit.is_some_and(above)
        {
            return Err(DriftError::TextLimit { column: stored.name });
        }
        Ok(Self {
            name: stored.name,
            rows: stored.rows,
            missing: stored.missing,
            positive_infinite: stored.positive_infinite,
            negative_infinite: stored.negative_infinite,
            integers: stored.integers,
            numbers: stored.numbers,
            texts: stored.texts,
            text_limit: stored.text_limit,
        })
    }
}
