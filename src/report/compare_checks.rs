//! Compares two kept checks: which columns drifted since, which still do, which recovered.
//!
//! Nothing is tested anew: both verdicts stand as they were made. What makes them hard to compare is said in
//! notes.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use super::comparison_notes::notes;
use super::{ChangeKind, CheckComparison, ColumnChange, ColumnState, ComparedCheck, ReadCheck, ReadColumn};
use crate::drift::{Outcome, Severity};
use crate::lifecycle::KeptReport;

/// A kept report and its file as it was read.
#[derive(Debug, Clone, Copy)]
pub struct KeptCheck<'a> {
    /// What is kept of it.
    pub kept: &'a KeptReport,
    /// Its file.
    pub check: &'a ReadCheck,
}

/// Compares two checks, column by column, by name.
pub fn compare_checks(earlier: KeptCheck<'_>, later: KeptCheck<'_>) -> CheckComparison {
    let before = by_name(earlier.check);
    let now = by_name(later.check);
    // Columns of the later check in its order, then those that only the earlier has.
    let of_later = in_order(later.check, &now).map(|column| (before.get(column.name.as_str()), Some(column)));
    let of_earlier = in_order(earlier.check, &before)
        .filter(|column| !now.contains_key(column.name.as_str()))
        .map(|column| (Some(column), None));
    let of_later = of_later.map(|(earlier, later)| (earlier.copied(), later));
    let mut columns: Vec<ColumnChange> =
        of_later.chain(of_earlier).map(|(earlier, later)| change(earlier, later)).collect();
    // The sort is stable.
    columns.sort_by(worst_first);
    CheckComparison {
        earlier: compared(earlier.kept),
        later: compared(later.kept),
        notes: notes(earlier, later),
        columns,
    }
}

impl CheckComparison {
    /// Columns that something happened to, the worst first.
    pub fn of_kind(&self, kind: ChangeKind) -> impl Iterator<Item = &ColumnChange> {
        self.columns.iter().filter(move |column| column.change == kind)
    }

    /// How bad the worst of the columns is that drifted since; `None` where none did.
    pub fn worst_since(&self) -> Option<Severity> {
        self.of_kind(ChangeKind::Drifted).map(ColumnChange::severity).max()
    }
}

impl ColumnChange {
    /// How bad it is now where it drifts, or was.
    pub fn severity(&self) -> Severity {
        self.telling().map_or(Severity::None, |state| state.severity)
    }

    /// The state that it is sorted by: of the later check where it drifts there, else of the earlier one where it
    /// drifted there.
    fn telling(&self) -> Option<&ColumnState> {
        let drifted = |state: &&ColumnState| state.drifted == Some(true);
        let later = self.later.as_ref();
        later.filter(drifted).or(self.earlier.as_ref().filter(drifted)).or(later)
    }
}

impl ColumnState {
    /// The verdict in words: `critical`, `drifted`, `stable`, `not judged`.
    pub fn words(&self) -> &'static str {
        match (self.drifted, self.severity) {
            (Some(true), Severity::Critical) => "critical",
            (Some(true), _) => "drifted",
            (Some(false), _) => "stable",
            (None, _) => "not judged",
        }
    }
}

fn compared(kept: &KeptReport) -> ComparedCheck {
    ComparedCheck {
        number: kept.number,
        time_ms: kept.time_ms,
        name: kept.name.clone(),
        reference: kept.reference.clone(),
        current: kept.current.clone(),
        columns: kept.dataset.columns,
        drifted: kept.dataset.drifted,
        severity: kept.dataset.severity,
    }
}

/// Columns by name; of several of one name the first.
pub(super) fn by_name(check: &ReadCheck) -> BTreeMap<&str, &ReadColumn> {
    check.columns.iter().rev().map(|column| (column.name.as_str(), column)).collect()
}

/// The columns of a map in the order of their check.
fn in_order<'a>(
    check: &'a ReadCheck,
    by_name: &BTreeMap<&'a str, &'a ReadColumn>,
) -> impl Iterator<Item = &'a ReadColumn> {
    let is_first = |column: &ReadColumn| {
        by_name.get(column.name.as_str()).is_some_and(|first| std::ptr::eq(*first, column))
    };
    check.columns.iter().filter(move |column| is_first(column))
}

fn change(earlier: Option<&ReadColumn>, later: Option<&ReadColumn>) -> ColumnChange {
    let named = later.or(earlier);
    ColumnChange {
        name: named.map(|column| column.name.clone()).unwrap_or_default(),
        change: kind_of_change(earlier, later),
        earlier: earlier.map(state),
        later: later.map(state),
    }
}

fn kind_of_change(earlier: Option<&ReadColumn>, later: Option<&ReadColumn>) -> ChangeKind {
    let outcome = |column: Option<&ReadColumn>| column.and_then(|column| column.outcome);
    let is_there = |column: Option<&ReadColumn>| column.is_some_and(|column| column.current.is_some());
    let had_drifted = outcome(earlier) == Some(Outcome::Drifted);
    match (had_drifted, outcome(later)) {
        (true, Some(Outcome::Drifted)) => ChangeKind::StillDrifted,
        (false, Some(Outcome::Drifted)) => ChangeKind::Drifted,
        _ if is_there(earlier) && !is_there(later) => ChangeKind::Removed,
        (true, Some(Outcome::Stable)) => ChangeKind::Recovered,
        (true, Some(Outcome::TooFewRows) | None) => ChangeKind::NoLongerJudged,
        (false, _) if is_there(later) && !is_there(earlier) => ChangeKind::Added,
        (false, _) => ChangeKind::Stable,
    }
}

fn state(column: &ReadColumn) -> ColumnState {
    let current = column.current.as_ref();
    ColumnState {
        kind: column.kind,
        drifted: match column.outcome {
            Some(Outcome::Drifted) => Some(true),
            Some(Outcome::Stable) => Some(false),
            Some(Outcome::TooFewRows) | None => None,
        },
        severity: column.severity,
        method: column.method.clone(),
        score: column.score,
        threshold: column.threshold,
        effect: column.effect,
        mean: current.and_then(|side| side.mean),
        missing: current.and_then(|side| side.missing_share()),
    }
}

/// By what happened, then the worse severity, then the larger effect.
fn worst_first(one: &ColumnChange, other: &ColumnChange) -> Ordering {
    let effect =
        |column: &ColumnChange| column.telling().and_then(|state| state.effect).unwrap_or(f64::NEG_INFINITY);
    let key = |column: &ColumnChange| (column.change, Reverse(column.severity()));
    key(one).cmp(&key(other)).then_with(|| effect(other).total_cmp(&effect(one)))
}
