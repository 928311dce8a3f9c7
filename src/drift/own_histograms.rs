//! Histograms of the two sides of a column, each on bins of its own: what Evidently calls the small
//! distribution of a column.
//!
//! # Source
//!
//! `get_one_column_drift` and `process_columns` of Evidently 0.7.23's older report
//! (`evidently/legacy/calculations/data_drift.py`, `legacy/utils/data_operations.py`), which bins by
//! `numpy.histogram(bins=10, density=True)`. Checked in `tests/golden/evidently_shapes`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::comparable::Sides;
use super::views::SideView;
use super::{CheckReport, ColumnProfile, ColumnReport, DatasetProfile};
use crate::data::Kind;
use crate::stats::{CategoryCounts, Ecdf};

/// Bins of a histogram of numbers.
const BINS: usize = 10;
/// From so many distinct values on, older Evidently takes a target of numbers as numbers.
const REGRESSION_VALUES: usize = 5;

/// The two sides of one column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OwnHistograms {
    /// The reference; `None` where it has no usable value.
    pub reference: Option<OwnHistogram>,
    /// Current.
    pub current: Option<OwnHistogram>,
}

/// One side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OwnHistogram {
    /// Numbers: ten bins of equal width over the side's own range, as `numpy.histogram(density=True)`.
    Bins {
        /// Edges, ascending, one more than bins.
        edges: Vec<f64>,
        /// Share of the values in each bin over the bin's width.
        density: Vec<f64>,
    },
    /// Categories of both sides and their rows, in order of their names.
    Counts(Vec<(String, u64)>),
}

/// The histograms of every column of a report, in its order; empty for a column without a verdict.
///
/// Numbers are binned and everything else is counted, by what older Evidently takes as numbers: every
/// column of numbers, also whole ones with few values; of `target` and `prediction` what
/// its guess of the task says. A kind that the policy sets decides instead.
pub fn own_histograms(
    reference: &DatasetProfile,
    current: &DatasetProfile,
    report: &CheckReport,
) -> Vec<OwnHistograms> {
    let (left, right) = (by_name(reference), by_name(current));
    let task = left.get("target").map(|target| is_regression(target));
    report
        .columns
        .iter()
        .map(|column| {
            let name = column.name.as_str();
            let pair = Pair { reference: left.get(name).copied(), current: right.get(name).copied() };
            if column.verdict.is_none() {
                return OwnHistograms::default();
            }
            let set = report.policy.kinds.get(name).copied();
            let are_numbers =
                set.map_or_else(|| pair.are_numbers(column, task), |kind| kind == Kind::Numeric);
            if are_numbers { pair.binned() } else { pair.counted(column.kind) }
        })
        .collect()
}

fn by_name(profile: &DatasetProfile) -> BTreeMap<&str, &ColumnProfile> {
    profile.columns.iter().map(|column| (column.name.as_str(), column)).collect()
}

/// What Evidently guesses of a target: regression, else classification.
fn is_regression(target: &ColumnProfile) -> bool {
    target.texts.total() == 0 && target.numbers.distinct() >= REGRESSION_VALUES
}

/// Both sides of a column.
#[derive(Clone, Copy)]
struct Pair<'a> {
    reference: Option<&'a ColumnProfile>,
    current: Option<&'a ColumnProfile>,
}

impl<'a> Pair<'a> {
    fn sides(self) -> impl Iterator<Item = &'a ColumnProfile> {
        [self.reference, self.current].into_iter().flatten()
    }

    /// `regression` is the task, where there is a target to guess it from.
    fn are_numbers(self, column: &ColumnReport, regression: Option<bool>) -> bool {
        let numeric = column.kind == Kind::Numeric || self.sides().all(|side| side.texts.total() == 0);
        let is_share = || {
            let within = |side: &ColumnProfile| {
                side.numbers.min() >= Some(0.0) && side.numbers.max().is_none_or(|most| most <= 1.0)
            };
            self.sides().any(|side| !side.is_integer()) && self.sides().all(within)
        };
        match (column.name.as_str(), regression) {
            ("target", Some(regression)) => numeric && regression,
            ("prediction", Some(regression)) => numeric && (regression || is_share()),
            ("prediction", None) => {
                let most = self.sides().map(|side| side.numbers.distinct()).max().unwrap_or(0);
                numeric && (most > REGRESSION_VALUES || is_share())
            }
            _ => numeric,
        }
    }

    fn binned(self) -> OwnHistograms {
        let bins = |side: Option<&ColumnProfile>| side.and_then(|side| histogram(&side.numbers));
        OwnHistograms { reference: bins(self.reference), current: bins(self.current) }
    }

    fn counted(self, kind: Kind) -> OwnHistograms {
        // Numbers that are counted have a kind whose view is of categories.
        let kind = if kind == Kind::Numeric { Kind::IntegerCategory } else { kind };
        let sides = Sides::of(self.reference, self.current, kind);
        let empty = CategoryCounts::default();
        let left = sides.reference.as_ref().and_then(SideView::categories).unwrap_or(&empty);
        let right = sides.current.as_ref().and_then(SideView::categories).unwrap_or(&empty);
        let mut histograms = OwnHistograms::default();
        for (counts, of) in [(left, &mut histograms.reference), (right, &mut histograms.current)] {
            if counts.total() > 0 {
                let all = left.paired(right).map(|pair| (pair.name.to_owned(), counts.get(pair.name)));
                *of = Some(OwnHistogram::Counts(all.collect()));
            }
        }
        histograms
    }
}

/// Bins as `numpy.histogram(values, bins=10, density=True)` has them; `None` without values.
fn histogram(numbers: &Ecdf) -> Option<OwnHistogram> {
    let (first, last) = (numbers.min()?, numbers.max()?);
    // One value: half a unit to each side, as numpy does.
    let (first, last) = if first == last { (first - 0.5, last + 0.5) } else { (first, last) };
    let step = (last - first) / BINS as f64;
    let mut edges: Vec<f64> = (0..BINS).map(|bin| bin as f64 * step + first).collect();
    edges.push(last);
    let n = numbers.n() as f64;
    let counts = numbers.histogram(&edges);
    let density = counts
        .iter()
        .zip(edges.windows(2))
        .map(|(&count, edge)| match edge {
            [low, high] => count as f64 / (high - low) / n,
            _ => 0.0,
        })
        .collect();
    Some(OwnHistogram::Bins { edges, density })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// numpy 2.4: `np.histogram([1, 2, 2, 11], bins=10, density=True)` has edges 1, 2, …, 11 and counts
    /// 1, 2, 0, …, 0, 1 of 4 values; `np.histogram([3, 3], bins=10, density=True)` has edges 2.5, 2.6, …,
    /// 3.5 and both values in the bin from 3.0 on, over 0.1 wide.
    #[test]
    fn bins_are_numpy_s() {
        let of = |values: &[f64]| histogram(&Ecdf::from_values(values.to_vec()).unwrap());
        let Some(OwnHistogram::Bins { edges, density }) = of(&[1.0, 2.0, 2.0, 11.0]) else { panic!("bins") };
        assert_eq!(edges, (1..=11).map(f64::from).collect::<Vec<_>>());
        assert_eq!(density, [0.25, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.25]);
        let Some(OwnHistogram::Bins { edges, density }) = of(&[3.0, 3.0]) else { panic!("bins") };
        assert_eq!((edges[0], edges[10], density.iter().filter(|&&d| d > 0.0).count()), (2.5, 3.5, 1));
        assert!((density[5] - 10.0).abs() < 1e-9);
        assert_eq!(of(&[]), None);
    }
}
