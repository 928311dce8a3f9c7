//! Two kept checks side by side: what drifted since.

use serde::{Deserialize, Serialize};

use crate::data::Kind;
use crate::drift::{DatasetSummary, Severity};

/// Two checks, column by column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckComparison {
    /// The earlier one.
    pub earlier: ComparedCheck,
    /// The later one.
    pub later: ComparedCheck,
    /// What makes the two hard to compare, in sentences: another reference, another policy. May be empty.
    pub notes: Vec<String>,
    /// Every column of either: those that drifted since first, the worst first; then those that still
    /// drift, that recovered, that can no longer be judged, that came and went, the others.
    pub columns: Vec<ColumnChange>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparedCheck {
    /// Its number in the workspace.
    pub number: u64,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub time_ms: i64,
    /// In the user's words; may be empty.
    pub name: String,
    /// The reference.
    pub reference: DatasetSummary,
    /// Current data.
    pub current: DatasetSummary,
    /// Columns judged.
    pub columns: u64,
    /// Columns drifted.
    pub drifted: u64,
    /// How bad the whole is.
    pub severity: Severity,
}

/// One column in both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnChange {
    /// Name.
    pub name: String,
    /// What happened to it.
    pub change: ChangeKind,
    /// In the earlier check; `None` where neither of its sides has such a column.
    pub earlier: Option<ColumnState>,
    /// In the later check.
    pub later: Option<ColumnState>,
}

/// What happened to a column from one check to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ChangeKind {
    /// It drifted since: stable, not judged or not there before, drifted now.
    Drifted,
    /// It drifted before and does now.
    StillDrifted,
    /// It drifted before and no longer does.
    Recovered,
    /// It drifted before and was not judged in the later check, or had too few rows.
    NoLongerJudged,
    /// Only the later check's current data have it, and it did not drift.
    Added,
    /// Only the earlier check's current data have it.
    Removed,
    /// It drifted in neither.
    Stable,
}

/// A column in one of the checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnState {
    /// Its kind.
    pub kind: Kind,
    /// Whether it drifted; `None` where it was not judged or had too few rows.
    pub drifted: Option<bool>,
    /// How bad.
    pub severity: Severity,
    /// Identifier of the method that judged; empty where it was not judged.
    pub method: String,
    /// What was held against the line: adjusted for many columns where the policy does so.
    pub score: Option<f64>,
    /// The line that the score was held against.
    pub threshold: Option<f64>,
    /// Size of the change against the reference.
    pub effect: Option<f64>,
    /// Mean of the current side, of a numeric column.
    pub mean: Option<f64>,
    /// Share of missing cells of the current side.
    pub missing: Option<f64>,
}
