//! Which columns take part, and why others do not.

use crate::data::{Kind, Role};
use crate::drift::{Frame, FrameColumn, FrameValues};

/// The columns that can be compared, and sentences on those that cannot.
pub(super) struct Usable<'a> {
    pub(super) columns: Vec<&'a FrameColumn>,
    pub(super) left_out: Vec<String>,
}

impl<'a> Usable<'a> {
    /// What drifts by nature (times, ids, splits, versions) would tell any two files apart, and
    /// free text has no values to compare.
    pub(super) fn of(frame: &'a Frame) -> Self {
        let (columns, left): (Vec<_>, Vec<_>) = frame.columns.iter().partition(|column| is_usable(column));
        let named: Vec<String> = left
            .iter()
            .filter(|column| column.role != Role::Ignore)
            .map(|column| format!("`{}`", column.name))
            .collect();
        let left_out = if named.is_empty() {
            Vec::new()
        } else {
            vec![format!("Left out, being ids, times, splits, versions or free text: {}.", listed(&named))]
        };
        Self { columns, left_out }
    }

    /// The columns that hold numbers.
    pub(super) fn numeric(&self) -> impl Iterator<Item = (&'a FrameColumn, &'a [f64])> + '_ {
        self.columns.iter().filter_map(|column| match &column.values {
            FrameValues::Numbers(numbers) => Some((*column, numbers.as_slice())),
            FrameValues::Categories { .. } => None,
        })
    }
}

fn is_usable(column: &FrameColumn) -> bool {
    let role = matches!(column.role, Role::Feature | Role::Target | Role::Prediction | Role::Probability);
    let kind =
        matches!(column.kind, Kind::Numeric | Kind::IntegerCategory | Kind::Categorical | Kind::Boolean);
    role && kind
}

/// The first five, and how many more.
pub(super) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let more = names.len().saturating_sub(SHOWN);
    let first = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}

/// Mean and spread of some numbers, those that are missing left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) mean: f64,
    /// Standard deviation with ddof 0; 1 where nothing varies.
    pub(super) std: f64,
}

impl Scale {
    /// `None` where every number is missing.
    pub(super) fn of(numbers: impl Iterator<Item = f64> + Clone) -> Option<Self> {
        let present = numbers.filter(|x| x.is_finite());
        let n = present.clone().count();
        if n == 0 {
            return None;
        }
        // Divided before they are added, so that large numbers do not overflow.
        let n = n as f64;
        let mean: f64 = present.clone().map(|x| x / n).sum();
        // By the largest deviation, for the same reason.
        let largest = present.clone().map(|x| (x - mean).abs()).fold(0.0, f64::max);
        if !(largest.is_finite() && largest > 0.0) {
            return Some(Self { mean, std: 1.0 });
        }
        let square: f64 = present.map(|x| ((x - mean) / largest).powi(2)).sum();
        let std = largest * (square / n).sqrt();
        // What is left of a constant column after rounding is no spread.
        let std = if std <= 1e-12 * mean.abs() { 1.0 } else { std };
        Some(Self { mean, std })
    }

    /// In standard deviations from the mean; 0 where there is no number.
    pub(super) fn apply(self, x: f64) -> f64 {
        let scaled = (x - self.mean) / self.std;
        if scaled.is_finite() { scaled } else { 0.0 }
    }
}
