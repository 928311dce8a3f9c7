//! Rows as numbers for the domain classifier.
//!
//! | column | features |
//! |---|---|
//! | numeric | the number in standard deviations from the mean, its square (so that a change of spread shows), whether it is missing |
//! | categorical | one for each of the ten most frequent categories, one for all others, whether it is missing |
//!
//! A missing number stands at the mean. "Missing" is a feature where more than 0.5 % of the drawn
//! cells are. Features that do not vary are left off.

use super::columns::Scale;
use crate::drift::{FrameColumn, FrameValues};

/// Most features: the work grows with them.
pub(super) const FEATURES_MAX: usize = 200;
/// Categories with a feature of their own.
pub(super) const LEVELS: usize = 10;
/// Above this share of missing cells, that they are missing is a feature.
const MISSING_SHARE: f64 = 0.005;
/// Squares count up to this many standard deviations, so that one far value does not rule them.
const FAR: f64 = 6.0;

/// A table of numbers and the column that each of its columns comes from.
pub(super) struct Features {
    /// `[rows · owners.len()]`, row after row.
    pub(super) values: Vec<f64>,
    /// Place of the source column, one a feature; ascending.
    pub(super) owners: Vec<usize>,
    /// How many of the source columns were looked at.
    pub(super) columns: usize,
}

impl Features {
    /// Columns in order, until [`FEATURES_MAX`] is reached.
    pub(super) fn of(columns: &[&FrameColumn], rows: &[usize]) -> Self {
        let mut features: Vec<Vec<f64>> = Vec::new();
        let mut owners = Vec::new();
        let mut looked_at = 0;
        for (place, column) in columns.iter().enumerate() {
            let mut own = match &column.values {
                FrameValues::Numbers(numbers) => of_numbers(numbers, rows),
                FrameValues::Categories { codes, names } => of_categories(codes, names.len(), rows),
            };
            own.retain(|feature| feature.iter().any(|x| Some(x) != feature.first()));
            if features.len() + own.len() > FEATURES_MAX {
                break;
            }
            looked_at += 1;
            owners.extend(own.iter().map(|_| place));
            features.append(&mut own);
        }
        let values = (0..rows.len()).flat_map(|row| features.iter().map(move |f| f[row])).collect();
        Self { values, owners, columns: looked_at }
    }

    pub(super) fn width(&self) -> usize {
        self.owners.len()
    }
}

fn of_numbers(numbers: &[f64], rows: &[usize]) -> Vec<Vec<f64>> {
    let at = |row: &usize| numbers.get(*row).copied().unwrap_or(f64::NAN);
    let missing = flags(rows.iter().map(|row| !at(row).is_finite()));
    let Some(scale) = Scale::of(rows.iter().map(at)) else { return missing.into_iter().collect() };
    let plain: Vec<f64> = rows.iter().map(|row| scale.apply(at(row))).collect();
    let squares = plain.iter().map(|x| x.clamp(-FAR, FAR).powi(2)).collect();
    [plain, squares].into_iter().chain(missing).collect()
}

fn of_categories(codes: &[u32], names: usize, rows: &[usize]) -> Vec<Vec<f64>> {
    let at = |row: &usize| codes.get(*row).copied().unwrap_or(FrameValues::NO_CATEGORY);
    let mut counts = vec![0_u64; names];
    for row in rows {
        if let Some(count) = counts.get_mut(at(row) as usize) {
            *count += 1;
        }
    }
    let mut order: Vec<usize> = (0..names).filter(|code| counts[*code] > 0).collect();
    order.sort_by_key(|code| std::cmp::Reverse(counts[*code]));
    let (own, others) = order.split_at(order.len().min(LEVELS));
    let mut features: Vec<Vec<f64>> = own
        .iter()
        .map(|level| rows.iter().map(|row| f64::from(u8::from(at(row) as usize == *level))).collect())
        .collect();
    if !others.is_empty() {
        let other = |row| {
            let code = at(row);
            code != FrameValues::NO_CATEGORY && !own.contains(&(code as usize))
        };
        features.push(rows.iter().map(|row| f64::from(u8::from(other(row)))).collect());
    }
    features.extend(flags(rows.iter().map(|row| at(row) == FrameValues::NO_CATEGORY)));
    features
}

/// One where a cell is missing, where enough are.
fn flags(missing: impl Iterator<Item = bool>) -> Option<Vec<f64>> {
    let flags: Vec<f64> = missing.map(|is| f64::from(u8::from(is))).collect();
    let share = flags.iter().sum::<f64>() / flags.len().max(1) as f64;
    (share > MISSING_SHARE).then_some(flags)
}
