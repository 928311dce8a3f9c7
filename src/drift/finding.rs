//! What is worth saying about a column or a data set beside its verdict.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::UnknownId;

/// How much something matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Severity {
    /// Nothing to do.
    #[default]
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
    /// Too few rows to judge.
    TooFewRows,
    /// Values outside the reference's range.
    OutOfRange,
    /// Rows that repeat an earlier row.
    RepeatedRows,
    /// The correlation of two columns changed.
    CorrelationChanged,
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

impl Severity {
    /// Every severity, mildest first.
    pub const ALL: [Severity; 3] = [Severity::None, Severity::Warning, Severity::Critical];

    /// Stable identifier used in reports and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Severity::None => "none",
            Severity::Warning => "warning",
            Severity::Critical => "critical",
        }
    }
}

impl FromStr for Severity {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Severity::ALL
            .into_iter()
            .find(|severity| severity.id() == id)
            .ok_or_else(|| UnknownId::new("severity", id, Severity::ALL.into_iter().map(Severity::id)))
    }
}

impl FindingKind {
    /// Stable identifier used in reports.
    pub fn id(self) -> &'static str {
        match self {
            FindingKind::NewMissing => "new_missing",
            FindingKind::MissingChanged => "missing_changed",
            FindingKind::Infinite => "infinite",
            FindingKind::Constant => "constant",
            FindingKind::Empty => "empty",
            FindingKind::NewCategory => "new_category",
            FindingKind::VanishedCategory => "vanished_category",
            FindingKind::NotOfKind => "not_of_kind",
            FindingKind::KindChanged => "kind_changed",
            FindingKind::NotJudged => "not_judged",
            FindingKind::ColumnVanished => "column_vanished",
            FindingKind::ColumnAdded => "column_added",
            FindingKind::ManyCategories => "many_categories",
            FindingKind::NonFinite => "non_finite",
            FindingKind::TooFewRows => "too_few_rows",
            FindingKind::OutOfRange => "out_of_range",
            FindingKind::RepeatedRows => "repeated_rows",
            FindingKind::CorrelationChanged => "correlation_changed",
            FindingKind::EvidentlyDiffers => "evidently_differs",
            FindingKind::Reading => "reading",
        }
    }
}

impl Finding {
    pub(super) fn new(kind: FindingKind, severity: Severity, message: impl Into<String>) -> Self {
        Self { kind, severity, message: message.into() }
    }
}
