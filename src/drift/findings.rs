//! What is worth saying about a column beside its verdict. Every message names the column,
//! since it may be shown alone.

use super::out_of_range::out_of_range;
use super::preset::{kind_is_judged, role_is_judged};
use super::views::{SideView, pooled_distinct};
use super::words::{count, counted, list, name, share};
use super::{
    ColumnPair, ColumnReport, Finding, FindingKind, Method, Severity, category_findings, evidently_findings,
};
use crate::data::{Kind, Role};
use crate::stats::{CountPair, two_proportion_z};

/// Change of the missing share from which it is worth a finding.
pub(super) const MISSING_CHANGE: f64 = 0.05;
/// Line of the test that goes with it.
const MISSING_P: f64 = 0.05;
/// Names listed in a finding.
pub(super) const NAMED: usize = 3;

/// Findings about one column.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Found {
    /// Under every policy.
    pub(super) always: Vec<Finding>,
    /// Under Evidently's preset only.
    pub(super) under_evidently: Vec<Finding>,
}

/// Findings about one column.
pub(super) fn of_column(
    pair: &ColumnPair<'_>,
    reference: Option<&SideView<'_>>,
    current: Option<&SideView<'_>>,
    report: &ColumnReport,
) -> Found {
    let mut found = Vec::new();
    match (reference, current) {
        (Some(left), Some(right)) => {
            not_judged(pair, report, &mut found);
            if pair.role != Role::Ignore {
                of_both_sides(pair, left, right, report, &mut found);
            }
        }
        (Some(_), None) => found.push(one_sided(pair, FindingKind::ColumnVanished)),
        (None, Some(_)) => found.push(one_sided(pair, FindingKind::ColumnAdded)),
        (None, None) => {}
    }
    let (under_evidently, mut always): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|finding| finding.kind == FindingKind::EvidentlyDiffers);
    always.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    Found { always, under_evidently }
}

fn of_both_sides(
    pair: &ColumnPair<'_>,
    reference: &SideView<'_>,
    current: &SideView<'_>,
    report: &ColumnReport,
    found: &mut Vec<Finding>,
) {
    kind_changed(pair, found);
    let empty = reference.n() == 0 || current.n() == 0;
    if empty {
        empty_side(pair.name, reference, current, report, found);
    } else {
        missing(pair.name, reference, current, found);
    }
    strays(pair, reference, current, found);
    infinite(pair.name, reference, current, found);
    if !empty && kind_is_judged(pair.kind) {
        constant(pair.name, reference, current, found);
        out_of_range(pair.name, reference, current, found);
        category_findings::categories(reference, current, report, found);
    }
    non_finite(report, found);
    if report.evidence.is_some() {
        evidently_findings::differences(pair, reference, current, found);
    }
}

fn not_judged(pair: &ColumnPair<'_>, report: &ColumnReport, found: &mut Vec<Finding>) {
    if report.evidence.is_some() {
        return;
    }
    let column = name(pair.name);
    let why = if !role_is_judged(pair.role) {
        let what = match pair.role {
            Role::Timestamp => "says when the row was made",
            Role::Id => "names the row",
            Role::Split => "says which part of the data the row belongs to",
            Role::Version => "says which model answered",
            _ => "is left out by the policy",
        };
        format!("{column} is not judged, because it {what}. Set its role to feature to judge it.")
    } else if !kind_is_judged(pair.kind) {
        let what = match pair.kind {
            Kind::Datetime => "dates move on with time",
            Kind::Identifier => "identifiers are new in every row",
            _ => "free text is not compared word by word; Evidently trains a text classifier here",
        };
        format!("{column} is not judged, because {what}. Set its kind to categorical to judge it.")
    } else {
        format!("{column} is not judged, because a side has no rows. Load a file with rows.")
    };
    found.push(Finding::new(FindingKind::NotJudged, Severity::None, why));
}

fn one_sided(pair: &ColumnPair<'_>, kind: FindingKind) -> Finding {
    let column = name(pair.name);
    let (severity, message) = if kind == FindingKind::ColumnVanished {
        (
            Severity::Critical,
            format!("Current has no column {column}. Check the export, or set its role to ignore."),
        )
    } else {
        (
            Severity::Warning,
            format!(
                "The reference has no column {column}, so it cannot be judged. Renew the reference, or set its role to ignore."
            ),
        )
    };
    let severity = if pair.role == Role::Ignore { Severity::None } else { severity };
    Finding::new(kind, severity, message)
}

fn kind_changed(pair: &ColumnPair<'_>, found: &mut Vec<Finding>) {
    if let Some(change) = pair.notes.changed {
        found.push(Finding::new(
            FindingKind::KindChanged,
            Severity::Warning,
            format!(
                "{} looks like {} in the reference and like {} in current; it is compared as {}. Check the source, or set the kind.",
                name(pair.name), looks_like(change.reference),
 looks_like(change.current),
 looks_like(pair.kind)
            ),
        ));
    }
}

fn looks_like(kind: Kind) -> &'static str {
    match kind {
        Kind::Numeric => "numbers",
        Kind::IntegerCategory => "integer codes",
        Kind::Categorical => "categories",
        Kind::Boolean => "booleans",
        Kind::Text => "free text",
        Kind::Datetime => "dates",
        Kind::Identifier => "identifiers",
    }
}

fn empty_side(
    column: &str,
    reference: &SideView<'_>,
    current: &SideView<'_>,
    report: &ColumnReport,
    found: &mut Vec<Finding>,
) {
    let column = name(column);
    let (severity, message) = match (reference.n(), current.n()) {
        (0, 0) => (
            Severity::Warning,
            format!("{column} has no usable value on either side. Exclude the column, or check the source."),
        ),
        (0, n) => (
            Severity::Critical,
            format!(
                "{column} has no usable value in the reference and {} in current. Renew the reference, or exclude the column.",
                count(n)
            ),
        ),
        (n, _) => (
            Severity::Critical,
            format!(
                "{column} has no usable value in current and {} in the reference. Check the source, or exclude the column.",
                count(n)
            ),
        ),
    };
    found.push(Finding::new(FindingKind::Empty, severity, message));
    if report.evidence.is_some() {
        found.push(Finding::new(
            FindingKind::EvidentlyDiffers,
            Severity::None,
            format!(
                "Evidently refuses the whole report over {column}; here the share of its cells without a usable value is judged."
            ),
        ));
    }
}

fn missing(column: &str, reference: &SideView<'_>, current: &SideView<'_>, found: &mut Vec<Finding>) {
    let (before, now) = (reference.missing_share(), current.missing_share());
    let change = now - before;
    let critical =
        if change.abs() >= super::LARGE_MISSING_CHANGE { Severity::Critical } else { Severity::Warning };
    if reference.missing == 0 && current.missing > 0 {
        // A few cells in a thousand are worth a line, not an alarm.
        let severity = if change < MISSING_CHANGE { Severity::None } else { critical };
        found.push(Finding::new(
            FindingKind::NewMissing,
            severity,
            format!(
                "{} of {} is missing in current, none was in the reference. Check the source, or exclude the column.",
                share(now),
                name(column)
            ),
        ));
        return;
    }
    let cells = |side: &SideView<'_>| vec![side.rows - side.missing, side.missing];
    let p = CountPair::new(cells(reference), cells(current)).and_then(|pair| two_proportion_z(&pair));
    if change.abs() >= MISSING_CHANGE && p.is_ok_and(|test| test.p_value < MISSING_P) {
        let way_out =
            if change > 0.0 { "Check the source." } else { "Check that the gaps were filled on purpose." };
        found.push(Finding::new(
            FindingKind::MissingChanged,
            critical,
            if current.missing == 0 {
                format!(
                    "No cell of {} is missing, {} was in the reference. {way_out}",
                    name(column),
                    share(before)
                )
            } else {
                format!(
                    "{} of {} is missing, {} was in the reference. {way_out}",
                    share(now),
                    name(column),
                    share(before)
                )
            },
        ));
    }
}

fn strays(pair: &ColumnPair<'_>, reference: &SideView<'_>, current: &SideView<'_>, found: &mut Vec<Finding>) {
    if reference.strays + current.strays == 0 {
        return;
    }
    let examples: Vec<String> = [pair.current, pair.reference]
        .into_iter()
        .flatten()
        .flat_map(|column| column.texts.iter())
        .filter(|(text, _)| *text != "?")
        .take(NAMED)
        .map(|(text, _)| name(text))
        .collect();
    found.push(Finding::new(
        FindingKind::NotOfKind,
        Severity::Warning,
        format!(
            "{} of {} in the reference and {} in current are not numbers, e.g. {}, and were taken as missing. Clean the source, or set the kind to categorical.",
            counted(reference.strays, "cell", "cells"),
            name(pair.name),
            count(current.strays),
            list(&examples)
        ),
    ));
}

fn infinite(column: &str, reference: &SideView<'_>, current: &SideView<'_>, found: &mut Vec<Finding>) {
    if reference.infinite + current.infinite == 0 {
        return;
    }
    let more =
        current.infinite as f64 * reference.rows as f64 > reference.infinite as f64 * current.rows as f64;
    found.push(Finding::new(
        FindingKind::Infinite,
        if more { Severity::Warning } else { Severity::None },
        format!(
            "{} has {} in current and {} in the reference; they are left out of the tests. Check for divisions by zero.",
            name(column),
            counted(current.infinite, "infinite cell", "infinite cells"),
            count(reference.infinite)
        ),
    ));
}

fn constant(column: &str, reference: &SideView<'_>, current: &SideView<'_>, found: &mut Vec<Finding>) {
    let column = name(column);
    let (severity, message) = match (reference.distinct() == 1, current.distinct() == 1) {
        (false, false) => return,
        (true, true) if pooled_distinct(&reference.values, &current.values, 1) > 1 => (
            Severity::None,
            format!(
                "{column} has a single value on each side, and not the same one; a model cannot learn from it."
            ),
        ),
        (true, true) => (
            Severity::None,
            format!("{column} has the same single value on both sides; a model cannot learn from it."),
        ),
        (false, true) => (
            Severity::Warning,
            format!(
                "{column} has a single value in current and {} in the reference. Check for a stuck sensor or a default value.",
                count(reference.distinct())
            ),
        ),
        (true, false) => (
            Severity::Warning,
            format!(
                "{column} has a single value in the reference and {} in current. The model has never seen this column vary: retrain, or exclude it.",
                count(current.distinct())
            ),
        ),
    };
    found.push(Finding::new(FindingKind::Constant, severity, message));
}

fn non_finite(report: &ColumnReport, found: &mut Vec<Finding>) {
    let column = name(&report.name);
    let mut which: Vec<String> = report
        .tests
        .iter()
        // Some are infinite because the sides share nothing, not because of large values.
        .filter(|(method, test)| match method {
            Method::ChiSquare | Method::FisherExact | Method::WelchT => test.statistic.is_nan(),
            _ => !test.statistic.is_finite(),
        })
        .map(|(method, _)| format!("{} has no finite value", method.label()))
        .collect();
    for (side, summary) in [("the reference", &report.reference), ("current", &report.current)] {
        let Some(summary) = summary else { continue };
        if [summary.mean, summary.std].into_iter().flatten().any(|figure| !figure.is_finite()) {
            which.push(format!("mean or standard deviation of {side} has no finite value"));
        }
    }
    if report.effect.is_some_and(|effect| {
        !effect.size.is_finite() || effect.shift.is_some_and(|shift| !shift.is_finite())
    }) {
        which.push("the size of the change has no finite value".to_owned());
    }
    if !which.is_empty() {
        found.push(Finding::new(
            FindingKind::NonFinite,
            Severity::Warning,
            format!(
                "{column} holds values so large that {}. Check for overflow in the source, or rescale the column.",
                list(&which)
            ),
        ));
    }
    let moved = report.effect.is_some_and(|effect| effect.size > 0.0);
    if moved && report.tests.get(&Method::WassersteinNormed).is_some_and(|test| test.statistic == 0.0) {
        found.push(Finding::new(
            FindingKind::NonFinite,
            Severity::Warning,
            format!(
                "{column} holds values whose squares overflow, so its normed Wasserstein distance is 0 whatever the change, as Evidently computes it. Rescale the column, or judge it by Jensen-Shannon."
            ),
        ));
    }
    if report.tests.get(&Method::ChiSquare).is_some_and(|test| !test.statistic.is_finite()) {
        found.push(Finding::new(
            FindingKind::NonFinite,
            Severity::None,
            format!(
                "Evidently's chi-square of {column} is infinite and its p is 0, because the reference has no row of a category that current has."
            ),
        ));
    }
}
