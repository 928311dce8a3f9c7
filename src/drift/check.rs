//! The result of comparing two profiles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Finding, Method, Policy, Severity};
use crate::data::{Kind, Role};

/// Which of the two data sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Side {
    /// What the model was made on.
    Reference,
    /// What it sees now.
    Current,
}

/// The result of comparing two profiles. Plain values in file order of the reference,
/// then the columns that only current has. [`crate::report`] writes it as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    /// Name of the reference, its rows and columns.
    pub reference: DatasetSummary,
    /// Name of the current data, its rows and columns.
    pub current: DatasetSummary,
    /// By what it was judged.
    pub policy: Policy,
    /// The verdict on the whole.
    pub dataset: DatasetVerdict,
    /// Findings about the files rather than one column.
    pub findings: Vec<Finding>,
    /// One entry a column.
    pub columns: Vec<ColumnReport>,
}

/// Name and size of a data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatasetSummary {
    /// Name of the file.
    pub name: String,
    /// Rows.
    pub rows: u64,
    /// Columns.
    pub columns: u64,
}

/// The verdict on the whole data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatasetVerdict {
    /// Columns judged.
    pub columns: u64,
    /// Columns drifted.
    pub drifted: u64,
    /// `drifted / columns`; 0 when none was judged.
    pub share: f64,
    /// The line that `share` was held against.
    pub share_threshold: f64,
    /// `share ≥ share_threshold` (and at least one column was judged).
    pub drift: bool,
    /// How bad.
    pub severity: Severity,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnReport {
    /// Name.
    pub name: String,
    /// Kind, inferred or set.
    pub kind: Kind,
    /// Role, detected or set.
    pub role: Role,
    /// Reference side; `None` when the column stands in current only.
    pub reference: Option<SideSummary>,
    /// Current side; `None` when the column stands in the reference only.
    pub current: Option<SideSummary>,
    /// The verdict; `None` when the column is not judged (a finding says why).
    pub verdict: Option<ColumnVerdict>,
    /// Every test that was made, by method.
    pub tests: BTreeMap<Method, TestResult>,
    /// Small histogram of both sides on shared bins, as shares of the usable cells of each side;
    /// at most 24 bins (categories: the largest, then the rest). Empty when there is nothing to draw.
    pub sparkline: Sparkline,
    /// Size of the change in words' terms, for sorting and for the table: see [`Effect`].
    pub effect: Option<Effect>,
    /// What is worth saying.
    pub findings: Vec<Finding>,
}

/// Shares of both sides on the same bins.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sparkline {
    /// Share of the reference in each bin.
    pub reference: Vec<f32>,
    /// Share of current in each bin.
    pub current: Vec<f32>,
}

/// Size of a change, comparable between columns of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Numeric: Wasserstein distance in reference standard deviations.
    /// Categorical: total variation distance of the shares.
    pub size: f64,
    /// Numeric: shift of the median in reference standard deviations, signed.
    pub shift: Option<f64>,
}

/// One side of a column. Moments and quantiles are `None` for categorical kinds and empty sides;
/// `counts` is `None` for numeric kinds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SideSummary {
    /// Usable cells: neither missing nor infinite.
    pub n: u64,
    /// Missing cells.
    pub missing: u64,
    /// Infinite cells.
    pub infinite: u64,
    /// Distinct usable values.
    pub distinct: u64,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Standard deviation, ddof 1; `None` below two values.
    pub std: Option<f64>,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Quantiles (type 7) at 0.05, 0.25, 0.5, 0.75, 0.95, in this order; empty for categorical kinds.
    pub quantiles: Vec<(f64, f64)>,
    /// Categories and their counts: the largest over both sides first, at most 50, the rest in `other`.
    pub counts: Option<Vec<(String, u64)>>,
    /// Cells in categories that are not listed.
    pub other: u64,
}

/// What one test said.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TestResult {
    /// The method's own statistic; may be infinite.
    pub statistic: f64,
    /// `None` where the method has no null distribution.
    pub p_value: Option<f64>,
}

/// The verdict on one column.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ColumnVerdict {
    /// The method that the preset chose.
    pub method: Method,
    /// Its p-value where it has one, else its statistic.
    pub score: f64,
    /// The line that `score` was held against.
    pub threshold: f64,
    /// Whether `score` is a p-value (drift when at or below the line) or a distance (at or above).
    pub score_is_p: bool,
    /// The verdict.
    pub drifted: bool,
    /// p adjusted for multiple testing; `None` when no correction is chosen.
    pub p_adjusted: Option<f64>,
    /// How bad.
    pub severity: Severity,
}
