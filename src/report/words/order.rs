//! In what order columns are told: the worst verdict first.

use std::cmp::Ordering;

use crate::drift::{CheckReport, ColumnReport, Outcome, Severity};

/// Positions in `report.columns`, the worst verdict first, then the largest effect, then as in the file.
pub fn worst_first(report: &CheckReport) -> Vec<usize> {
    let columns = &report.columns;
    let mut order: Vec<usize> = (0..columns.len()).collect();
    // The sort is stable.
    order.sort_by(|a, b| by_verdict(&columns[*a], &columns[*b]));
    order
}

/// The drifted columns with the largest effect, largest first.
pub fn most_moved(report: &CheckReport, at_most: usize) -> Vec<&ColumnReport> {
    let drifted = |column: &&ColumnReport| {
        column.verdict.is_some_and(|verdict| verdict.outcome() == Outcome::Drifted) && column.effect.is_some()
    };
    let mut moved: Vec<&ColumnReport> = report.columns.iter().filter(drifted).collect();
    moved.sort_by(|a, b| by_effect(a, b));
    moved.truncate(at_most);
    moved
}

/// Worse verdicts first, then larger effects.
pub fn by_verdict(a: &ColumnReport, b: &ColumnReport) -> Ordering {
    rank(b).cmp(&rank(a)).then_with(|| by_effect(a, b))
}

/// Larger effects first, columns without one last.
pub fn by_effect(a: &ColumnReport, b: &ColumnReport) -> Ordering {
    largest_first(effect(a), effect(b))
}

/// Scores that are further past their line first, columns without one last.
pub fn by_score(a: &ColumnReport, b: &ColumnReport) -> Ordering {
    largest_first(excess(a), excess(b))
}

/// What was judged (the adjusted p where there is one) over its line, in powers of ten, positive when past
/// it: p-values and distances alike.
pub fn excess(column: &ColumnReport) -> Option<f64> {
    let verdict = column.verdict?;
    let ratio = if verdict.score_is_p {
        verdict.threshold / verdict.judged_score().max(f64::MIN_POSITIVE)
    } else {
        verdict.score / verdict.threshold.max(f64::MIN_POSITIVE)
    };
    Some(ratio.log10())
}

/// Worse verdicts rank higher; an unjudged column ranks by its worst finding, below judged ones, and
/// too few rows below stable: there is nothing to act on.
fn rank(column: &ColumnReport) -> (Severity, bool, Severity, bool) {
    let finding = column.findings.iter().map(|f| f.severity).max().unwrap_or(Severity::None);
    match column.verdict {
        Some(verdict) => {
            (verdict.severity, verdict.drifted, finding, verdict.outcome() != Outcome::TooFewRows)
        }
        None => (Severity::None, false, finding, false),
    }
}

fn effect(column: &ColumnReport) -> Option<f64> {
    column.effect.map(|effect| effect.size)
}

/// Larger first; nothing last.
fn largest_first(a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
