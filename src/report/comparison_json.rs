//! A comparison of two kept checks as JSON.

use serde::Serialize;

use super::check_json::Tool;
use super::{ChangeKind, CheckComparison, ColumnState, ComparedCheck};
use crate::drift::DatasetSummary;

/// Name of the format.
pub const COMPARISON_FORMAT: &str = "evenkeel.comparison";
/// Version of the format that this build writes.
pub const COMPARISON_FORMAT_VERSION: u32 = 1;

/// Writes a comparison as JSON, indented, with a final newline.
pub fn comparison_json(comparison: &CheckComparison) -> String {
    let count = |kind| comparison.of_kind(kind).count();
    let file = ComparisonFile {
        format: COMPARISON_FORMAT,
        format_version: COMPARISON_FORMAT_VERSION,
        tool: Tool::THIS,
        earlier: CheckView::of(&comparison.earlier),
        later: CheckView::of(&comparison.later),
        notes: &comparison.notes,
        counts: ChangeKind::ALL.map(|kind| (kind.id(), count(kind))).into_iter().collect(),
        columns: comparison
            .columns
            .iter()
            .map(|column| ColumnView {
                name: &column.name,
                change: column.change.id(),
                earlier: column.earlier.as_ref().map(StateView::of),
                later: column.later.as_ref().map(StateView::of),
            })
            .collect(),
    };
    // Plain structs with string keys and finite numbers always serialise.
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct ComparisonFile<'a> {
    format: &'static str,
    format_version: u32,
    tool: Tool,
    earlier: CheckView<'a>,
    later: CheckView<'a>,
    notes: &'a [String],
    /// Columns by what happened to them.
    counts: std::collections::BTreeMap<&'static str, usize>,
    columns: Vec<ColumnView<'a>>,
}

#[derive(Serialize)]
struct CheckView<'a> {
    number: u64,
    time_ms: i64,
    name: &'a str,
    reference: &'a DatasetSummary,
    current: &'a DatasetSummary,
    columns: u64,
    drifted: u64,
    severity: &'static str,
}

#[derive(Serialize)]
struct ColumnView<'a> {
    name: &'a str,
    change: &'static str,
    earlier: Option<StateView<'a>>,
    later: Option<StateView<'a>>,
}

#[derive(Serialize)]
struct StateView<'a> {
    kind: &'static str,
    drifted: Option<bool>,
    severity: &'static str,
    method: Option<&'a str>,
    score: Option<f64>,
    threshold: Option<f64>,
    effect: Option<f64>,
    mean: Option<f64>,
    missing: Option<f64>,
}

impl<'a> CheckView<'a> {
    fn of(check: &'a ComparedCheck) -> Self {
        Self {
            number: check.number,
            time_ms: check.time_ms,
            name: &check.name,
            reference: &check.reference,
            current: &check.current,
            columns: check.columns,
            drifted: check.drifted,
            severity: check.severity.id(),
        }
    }
}

impl<'a> StateView<'a> {
    fn of(state: &'a ColumnState) -> Self {
        Self {
            kind: state.kind.id(),
            drifted: state.drifted,
            severity: state.severity.id(),
            method: Some(state.method.as_str()).filter(|method| !method.is_empty()),
            score: state.score,
            threshold: state.threshold,
            effect: state.effect,
            mean: state.mean,
            missing: state.missing,
        }
    }
}

impl ChangeKind {
    /// Every kind, in the order in which columns are told.
    pub const ALL: [Self; 7] = [
        Self::Drifted,
        Self::StillDrifted,
        Self::Recovered,
        Self::NoLongerJudged,
        Self::Added,
        Self::Removed,
        Self::Stable,
    ];

    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Drifted => "drifted",
            Self::StillDrifted => "still_drifted",
            Self::Recovered => "recovered",
            Self::NoLongerJudged => "no_longer_judged",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Stable => "stable",
        }
    }

    /// In words, as a table has it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Drifted => "drifted since",
            Self::StillDrifted => "still drifted",
            Self::Recovered => "recovered",
            Self::NoLongerJudged => "no longer judged",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Stable => "stable",
        }
    }
}
