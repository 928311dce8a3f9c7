//! What is worth saying about a column or a data set beside its verdict.

use serde::{Deserialize, Serialize};

/// How much something matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Nothing to do.
    None,
    /// Look at it.
    Warning,
    /// Act on it.
    Critical,
}

/// What a finding is about; [`FindingKind::id`] is its stable name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FindingKind {
    /// Missing values where the reference has none.
    NewMissing,
    /// The share of missing values changed.
    MissingChanged,
    /// Infinite values, left out of the tests.
    Infinite,
    /// One distinct value on a side.
    Constant,
    /// No usable value on a side.
    Empty,
    /// Categories that the reference does not have.
    NewCategory,
    /// Categories that current no longer has.
    VanishedCategory,
    /// Cells that are not of the column's kind and were taken as missing.
    NotOfKind,
    /// The two sides look like different kinds.
    KindChanged,
    /// The column is left out of the drift tests.
    NotJudged,
    /// The column stands in the reference only.
    ColumnVanished,
    /// The column stands in current only.
    ColumnAdded,
    /// More categories than are counted one by one.
    ManyCategories,
    /// The statistic is not a finite number.
    NonFinite,
    /// Evidently would raise, or leave this column out.
    EvidentlyDiffers,
    /// Something about the file, e.g. ragged rows.
    Reading,
}

/// One finding, with its words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// How much it matters.
    pub severity: Severity,
    /// What happened, to what, how much, and what to do; one or two sentences.
    pub message: String,
}
