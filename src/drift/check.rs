//! The result of comparing two profiles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::evidence::{Evidence, KindByRule};
use super::{Finding, Level, Method, Policy, Relations, Severity};
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
    /// What whole rows tell: repeated rows, correlations, segments. `None` when a side has no
    /// sample of rows, as a profile that was saved without one.
    pub relations: Option<Relations>,
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
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
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
    /// Columns with too few rows to judge; not among `columns`.
    pub too_few_rows: u64,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnReport {
    /// Name.
    pub name: String,
    /// Kind, inferred or set.
    pub kind: Kind,
    /// The kind by each rule, where it was inferred.
    pub kinds: KindByRule,
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
    /// What the verdict rests on, so that another policy can judge again without the profiles;
    /// `None` when the column is not judged.
    pub evidence: Option<Evidence>,
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
    /// The method that judges.
    pub method: Method,
    /// Who chose the method.
    pub method_from: Level,
    /// Its p-value where it has one, else its statistic.
    pub score: f64,
    /// The line that `score`, or `p_adjusted` where there is one, was held against.
    pub threshold: f64,
    /// Who set the line.
    pub threshold_from: Level,
    /// Whether `score` is a p-value (drift when at or below the line) or a distance (at or above).
    pub score_is_p: bool,
    /// The verdict; never true where there are too few rows.
    pub drifted: bool,
    /// p adjusted for multiple testing; `None` when no correction is chosen.
    pub p_adjusted: Option<f64>,
    /// The effect size that drift needs beside significance; `None` when none is asked for.
    pub effect: Option<EffectLine>,
    /// The verdict on the share of missing cells, where the policy judges it too.
    pub missing: Option<MissingVerdict>,
    /// Rows that each side needs, where there are too few to judge.
    pub rows_needed: Option<u64>,
    /// How bad.
    pub severity: Severity,
}

/// An effect size and the line it was held against.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EffectLine {
    /// `wasserstein_normed` for numbers, `cramers_v` for categories.
    pub method: Method,
    /// The effect size.
    pub size: f64,
    /// The line.
    pub threshold: f64,
    /// Who set the line.
    pub threshold_from: Level,
}

/// The verdict on the share of missing cells.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MissingVerdict {
    /// Pooled two-sided test of the two shares.
    pub p_value: f64,
    /// p adjusted together with those of the columns' values.
    pub p_adjusted: Option<f64>,
    /// Share of missing cells in current less that in the reference.
    pub change: f64,
    /// Least change for drift.
    pub threshold: f64,
    /// Whether it drifted: significant, and changed by at least `threshold`.
    pub drifted: bool,
}

/// A verdict in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// No drift found.
    Stable,
    /// Drifted.
    Drifted,
    /// Too few rows to judge.
    TooFewRows,
}

impl ColumnVerdict {
    /// The verdict in one word.
    pub fn outcome(&self) -> Outcome {
        match (self.drifted, self.rows_needed) {
            (true, _) => Outcome::Drifted,
            (false, Some(_)) => Outcome::TooFewRows,
            (false, None) => Outcome::Stable,
        }
    }

    /// What was held against `threshold`: the adjusted p where there is one, else the score.
    pub fn judged_score(&self) -> f64 {
        self.p_adjusted.unwrap_or(self.score)
    }
}

impl Outcome {
    /// Stable identifier used in reports.
    pub fn id(self) -> &'static str {
        match self {
            Outcome::Stable => "stable",
            Outcome::Drifted => "drifted",
            Outcome::TooFewRows => "too_few_rows",
        }
    }
}
