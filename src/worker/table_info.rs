//! What the page shows of a data set before anything is compared.

use super::protocol::{ColumnInfo, Origin, Preview, TableInfo};
use crate::data::{KindRule, kind, role};
use crate::drift::{ColumnProfile, DatasetProfile};

/// Values shown as a sample of a column.
const SAMPLES: usize = 3;

impl TableInfo {
    /// Summarises a profile for the page.
    pub fn of(profile: &DatasetProfile, preview: &[Vec<String>], origin: Origin) -> Self {
        let names: Vec<&str> = profile.columns.iter().map(|column| column.name.as_str()).collect();
        let mut columns: Vec<ColumnInfo> = profile.columns.iter().map(ColumnInfo::of).collect();
        let mut roles: Vec<_> = columns.iter().map(|column| column.role).collect();
        role::keep_one_target(&names, &mut roles);
        for (column, role) in columns.iter_mut().zip(roles) {
            column.role = role;
        }
        Self {
            name: profile.name.clone(),
            bytes: profile.bytes,
            rows: profile.rows,
            dialect: profile.dialect.clone(),
            notes: profile.notes.clone(),
            columns,
            preview: Preview::of(preview),
            origin,
        }
    }
}

impl ColumnInfo {
    fn of(column: &ColumnProfile) -> Self {
        let facts = column.facts();
        let kind = kind::infer(Some(&facts), None, KindRule::Evidently);
        Self {
            name: column.name.clone(),
            kind,
            role: role::detect(&column.name, kind, Some(&facts), None),
            missing: column.missing,
            distinct: facts.distinct_numbers + facts.distinct_texts,
            samples: samples(column),
        }
    }
}

/// The most frequent texts, then smallest, median and largest number.
fn samples(column: &ColumnProfile) -> Vec<String> {
    let mut texts: Vec<(&str, u64)> = column.texts.iter().collect();
    texts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut samples: Vec<String> = texts.into_iter().take(SAMPLES).map(|(name, _)| name.to_owned()).collect();
    for p in [0.0, 0.5, 1.0] {
        if samples.len() < SAMPLES
            && let Some(value) = column.numbers.quantile(p)
        {
            let text = sample_text(value);
            if !samples.contains(&text) {
                samples.push(text);
            }
        }
    }
    samples
}

/// A number as a sample: whole numbers in full, others to six significant digits, so that an
/// interpolated median does not trail digits that no cell has.
fn sample_text(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return value.to_string();
    }
    format!("{value:.5e}").parse::<f64>().unwrap_or(value).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_short_but_true() {
        assert_eq!(sample_text(0.318_849_999_999_999_9), "0.31885");
        assert_eq!(sample_text(25.185_000_000_000_002), "25.185");
        assert_eq!(sample_text(84_300_903.0), "84300903");
        assert_eq!(sample_text(-1.5e-9), "-0.0000000015");
    }
}
