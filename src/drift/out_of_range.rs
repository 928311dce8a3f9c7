//! Findings about numbers that lie outside what the reference has seen.

use super::views::SideView;
use super::words::{name, number, share};
use super::{Finding, FindingKind, Severity};

/// Share of current's values from which it is a warning.
const WARNED: f64 = 0.05;
/// Share from which it is said.
const SAID: f64 = 0.001;
/// Times the share that lies outside by chance alone that it has to reach.
const CHANCE: f64 = 5.0;

/// Says which share of current's numbers lies below the smallest or above the largest of the
/// reference. Of two samples of one distribution a share of about
///
/// ```text
/// 2 / (n_reference + 1)
/// ```
///
/// does so by chance; five times that is rare (P ≈ 11 e⁻¹⁰) and needed for a finding.
pub(super) fn out_of_range(
    column: &str,
    reference: &SideView<'_>,
    current: &SideView<'_>,
    found: &mut Vec<Finding>,
) {
    let (Some(left), Some(right)) = (reference.numbers(), current.numbers()) else { return };
    let (Some(min), Some(max)) = (left.min(), left.max()) else { return };
    let (below, at_most) = (right.count_below(min), right.count_at_most(max));
    let n = right.n();
    if n == 0 || min == max {
        // What leaves a single value is said of the constant column.
        return;
    }
    let part = |count: u64| count as f64 / n as f64;
    let (below, above) = (part(below), part(n - at_most));
    let outside = below + above;
    if outside < SAID.max(CHANCE * 2.0 / (left.n() as f64 + 1.0)) {
        return;
    }
    let which = match (below > 0.0, above > 0.0) {
        (true, true) => format!(" ({} below, {} above)", share(below), share(above)),
        (true, false) => ", all below".to_owned(),
        _ => ", all above".to_owned(),
    };
    let severity = if outside >= WARNED { Severity::Warning } else { Severity::None };
    found.push(Finding::new(
        FindingKind::OutOfRange,
        severity,
        format!(
            "{} of the values of {} in current lie outside the reference's range, {} to {}{which}. Check units and limits, or retrain on data that has them.",
            share(outside),
            name(column),
            number(min),
            number(max)
        ),
    ));
}
