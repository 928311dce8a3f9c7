//! Columns cut into at most 256 bins, which is what trees are grown on.
//!
//! A threshold lies midway between two adjacent values of the training part and is a 32-bit float
//! `t` with `left value ≤ t < right value`. So a bin's side of a cut and a raw value's side of the
//! threshold are the same side, and a tree that was grown on bins scores raw values.

use crate::model::{FeatureColumn, FeatureMatrix};

/// Most bins of the values of a numeric column; one more is for missing values.
pub(super) const VALUE_BINS: usize = 255;
/// Most bins of any column.
pub(super) const MOST_BINS: usize = 256;

/// All columns of a training part as bins.
#[derive(Debug, Clone)]
pub(super) struct BinnedMatrix {
    /// Rows.
    pub(super) rows: usize,
    /// One a feature.
    pub(super) columns: Vec<BinnedColumn>,
}

/// One column as bins.
#[derive(Debug, Clone)]
pub(super) struct BinnedColumn {
    /// Bin of each row.
    pub(super) bins: Vec<u8>,
    /// What the bins stand for.
    pub(super) edges: Edges,
}

/// What the bins of a column stand for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Edges {
    /// Bin i holds the values above threshold i − 1 and up to threshold i. The bin after the last
    /// value bin is for missing values.
    Numeric(Vec<f32>),
    /// Bin i holds one code. If there are too many codes, the rarest share a last bin that has no
    /// code and is never split off.
    Codes(Vec<u32>),
}

/// A question that divides a node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cut {
    /// Place of the column.
    pub(super) feature: usize,
    /// Numeric: the last bin that goes left. Categorical: the bin that goes left.
    pub(super) bin: usize,
    /// Whether missing numbers go left.
    pub(super) missing_left: bool,
}

impl BinnedMatrix {
    /// Cuts every column into bins.
    pub(super) fn of(features: &FeatureMatrix) -> Self {
        let columns = features.columns.iter().map(BinnedColumn::of).collect();
        Self { rows: features.rows, columns }
    }

    /// The threshold that a fitted tree keeps of a cut.
    pub(super) fn threshold(&self, cut: Cut) -> f32 {
        match self.columns.get(cut.feature).map(|column| &column.edges) {
            // Past the last threshold all numbers go left and only missing ones right.
            Some(Edges::Numeric(thresholds)) => thresholds.get(cut.bin).copied().unwrap_or(f32::MAX),
            Some(Edges::Codes(codes)) => codes.get(cut.bin).map_or(0.0, |&code| code as f32),
            None => 0.0,
        }
    }
}

impl BinnedColumn {
    fn of(column: &FeatureColumn) -> Self {
        match column {
            FeatureColumn::Numbers(values) => {
                let thresholds = thresholds(values);
                let missing = (thresholds.len() + 1) as u8;
                let bin = |&value: &f32| match value.is_nan() {
                    true => missing,
                    false => thresholds.partition_point(|&threshold| threshold < value) as u8,
                };
                Self { bins: values.iter().map(bin).collect(), edges: Edges::Numeric(thresholds) }
            }
            FeatureColumn::Codes { codes, count } => {
                let kept = kept_codes(codes, *count);
                let mut bin_of = vec![kept.len().min(MOST_BINS - 1) as u8; *count];
                for (bin, &code) in kept.iter().enumerate() {
                    bin_of[code as usize] = bin as u8;
                }
                let bin = |&code: &u32| bin_of.get(code as usize).copied().unwrap_or(0);
                Self { bins: codes.iter().map(bin).collect(), edges: Edges::Codes(kept) }
            }
        }
    }

    /// How many bins there are.
    pub(super) fn count(&self) -> usize {
        match &self.edges {
            Edges::Numeric(thresholds) => thresholds.len() + 2,
            Edges::Codes(codes) => (codes.len() + 1).min(MOST_BINS),
        }
    }

    /// Which bins go left.
    pub(super) fn left_bins(&self, cut: Cut) -> [bool; MOST_BINS] {
        let mut left = [false; MOST_BINS];
        match &self.edges {
            Edges::Numeric(thresholds) => {
                let values = thresholds.len() + 1;
                left[..values.min(cut.bin + 1)].fill(true);
                left[values] = cut.missing_left;
            }
            Edges::Codes(_) => left[cut.bin] = true,
        }
        left
    }
}

/// Thresholds between the bins: between all distinct values where there are few, else at the
/// quantiles i / 255.
fn thresholds(values: &[f32]) -> Vec<f32> {
    let mut sorted: Vec<f32> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_unstable_by(f32::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    if distinct.len() <= VALUE_BINS {
        return distinct.windows(2).map(|pair| midway(pair[0], pair[1])).collect();
    }
    let mut thresholds: Vec<f32> = Vec::with_capacity(VALUE_BINS - 1);
    for bin in 1..VALUE_BINS {
        let at = (bin * sorted.len()).div_ceil(VALUE_BINS).max(1) - 1;
        let value = sorted[at];
        let above = at + sorted[at..].partition_point(|&other| other <= value);
        if let Some(&next) = sorted.get(above)
            && thresholds.last().is_none_or(|&last| last < value)
        {
            thresholds.push(midway(value, next));
        }
    }
    thresholds
}

/// A 32-bit float t with low ≤ t < high, midway where there is one.
fn midway(low: f32, high: f32) -> f32 {
    let middle = (0.5 * (f64::from(low) + f64::from(high))) as f32;
    if low <= middle && middle < high { middle } else { low }
}

/// The codes with a bin of their own: all, or where they are too many the most frequent.
fn kept_codes(codes: &[u32], count: usize) -> Vec<u32> {
    let mut kept: Vec<u32> = (0..count as u32).collect();
    if count > MOST_BINS {
        let mut rows = vec![0_u64; count];
        for &code in codes {
            if let Some(rows) = rows.get_mut(code as usize) {
                *rows += 1;
            }
        }
        kept.sort_by_key(|&code| (std::cmp::Reverse(rows[code as usize]), code));
        kept.truncate(MOST_BINS - 1);
        kept.sort_unstable();
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = f32> {
        prop_oneof![
            Just(f32::NAN),
            Just(0.0),
            Just(-0.0),
            Just(f32::MAX),
            -10_f32..10.0,
            // Neighbours in 32 bits and numbers of every size.
            (0_u32..40).prop_map(|step| f32::from_bits(1.0_f32.to_bits() + step)),
            (0_u32..0x7f80_0000).prop_map(f32::from_bits),
        ]
    }

    proptest! {
        #[test]
        fn a_bin_is_on_the_side_of_its_values(values in vec(value(), 1..900)) {
            let column = BinnedColumn::of(&FeatureColumn::Numbers(values.clone()));
            let Edges::Numeric(thresholds) = &column.edges else { unreachable!() };
            prop_assert!(thresholds.len() < VALUE_BINS && thresholds.windows(2).all(|pair| pair[0] < pair[1]));
            for (bin, &threshold) in thresholds.iter().enumerate() {
                let left = column.left_bins(Cut { feature: 0, bin, missing_left: true });
                for (&value, &of) in values.iter().zip(&column.bins) {
                    prop_assert_eq!(left[usize::from(of)], value <= threshold || value.is_nan());
                }
            }
        }
    }

    #[test]
    fn many_values_fall_into_bins_of_like_size() {
        let values: Vec<f32> = (0..5_100).map(|value| value as f32).collect();
        let column = BinnedColumn::of(&FeatureColumn::Numbers(values));
        assert_eq!(column.count(), MOST_BINS);
        let rows = |bin: u8| column.bins.iter().filter(|&&other| other == bin).count();
        assert!((0..255).all(|bin| rows(bin) == 20) && rows(255) == 0);
    }

    #[test]
    fn a_threshold_between_neighbours_is_the_lower() {
        let above = f32::from_bits(1.0_f32.to_bits() + 1);
        assert_eq!(midway(1.0, above), 1.0);
        assert_eq!(midway(1.0, 4.0), 2.5);
    }
}
