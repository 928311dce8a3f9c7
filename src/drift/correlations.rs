//! Which rank correlations of numeric columns changed.

use statrs::function::gamma::checked_gamma_ur;

use super::rank_correlation::{RankedColumn, correlation_matrix, pairwise};
use super::side_rows::{BothRows, SideRows};
use super::words::{counted, name, number, signed};
use super::{Considered, CorrelationChange, Finding, FindingKind, Frame, FrameColumn, FrameValues, Severity};
use crate::data::{Kind, Role};
use crate::stats::Correction;

/// Most columns whose correlations are looked at.
const MOST_COLUMNS: usize = 300;
/// Fewest rows with both values on a side.
const LEAST_ROWS: f64 = 10.0;
/// Change from which a significant one is listed.
const LISTED_CHANGE: f64 = 0.1;
/// Line of the adjusted p.
const LINE: f64 = 0.05;
/// Most that are listed.
const LISTED: usize = 50;
/// Change from which one is a warning.
const LARGE_CHANGE: f64 = 0.3;
/// Findings of single pairs.
const NAMED: usize = 5;
/// Rows of all pairs with gaps together that are ranked anew; above, each takes fewer rows.
const GAP_ROWS: usize = 20_000_000;

/// What [`changes`] found.
pub(super) struct Correlations {
    pub(super) changes: Vec<CorrelationChange>,
    pub(super) considered: Considered,
}

/// Spearman's rank correlations of all pairs of numeric columns on both sides, over the rows in
/// which both have a value, and the test of each change.
///
/// ```text
/// z = (artanh r_c − artanh r_r) / sqrt( 1.06 / (n_r − 3) + 1.06 / (n_c − 3) )
/// ```
///
/// p is adjusted by Holm over all pairs. Looked at are the target, predictions and
/// probabilities, then features in file order, [`MOST_COLUMNS`] in all. Columns with gaps are
/// ranked anew for each pair; where that is too much work, the rows of lowest rank are taken,
/// which are a sample too.
///
/// # Source
///
/// E. C. Fieller, H. O. Hartley & E. S. Pearson, *Tests for rank correlation coefficients. I*,
/// Biometrika 44 (1957), 470-481: the variance 1.06 / (n − 3).
pub(super) fn changes(frame: &Frame, rows: &BothRows) -> Correlations {
    let mut columns: Vec<(&FrameColumn, &[f64])> = frame.columns.iter().filter_map(numeric).collect();
    let of = columns.len() as u32;
    columns.sort_by_key(|(column, _)| column.role == Role::Feature);
    columns.truncate(MOST_COLUMNS);
    let considered = Considered { columns: columns.len() as u32, of };
    let (left, right) = (Side::of(&columns, &rows.reference), Side::of(&columns, &rows.current));
    let mut all = Vec::new();
    for (second, (b, _)) in columns.iter().enumerate() {
        for (first, (a, _)) in columns[..second].iter().enumerate() {
            let (Some(reference), Some(current)) =
                (left.correlation(first, second), right.correlation(first, second))
            else {
                continue;
            };
            if reference.n < LEAST_ROWS || current.n < LEAST_ROWS {
                continue;
            }
            all.push(CorrelationChange {
                first: a.name.clone(),
                second: b.name.clone(),
                reference: reference.r,
                current: current.r,
                p_adjusted: p_of_change(reference, current),
            });
        }
    }
    let p: Vec<f64> = all.iter().map(|change| change.p_adjusted).collect();
    for (change, p) in all.iter_mut().zip(Correction::Holm.adjusted(&p)) {
        change.p_adjusted = p;
    }
    all.retain(|change| size(change) >= LISTED_CHANGE && change.p_adjusted <= LINE);
    all.sort_by(|a, b| size(b).total_cmp(&size(a)));
    all.truncate(LISTED);
    Correlations { changes: all, considered }
}

/// One finding a pair for the largest, and one that counts the rest.
pub(super) fn findings(changes: &[CorrelationChange]) -> Vec<Finding> {
    let severity = |change: &CorrelationChange| {
        if size(change) >= LARGE_CHANGE { Severity::Warning } else { Severity::None }
    };
    let mut found: Vec<Finding> = changes
        .iter()
        .take(NAMED)
        .map(|change| {
            let message = format!(
                "The rank correlation of {} and {} is {} in current, {} in the reference. Check how the two are made, or retrain.",
                name(&change.first),
                name(&change.second),
                signed(change.current),
                signed(change.reference)
            );
            Finding::new(FindingKind::CorrelationChanged, severity(change), message)
        })
        .collect();
    let rest = changes.get(NAMED..).unwrap_or_default();
    if let Some(largest) = rest.first() {
        let more = if changes.len() == LISTED { "or more " } else { "" };
        let message = format!(
            "{} {more}of other columns changed too, by at most {}.",
            counted(rest.len() as u64, "rank correlation", "rank correlations"),
            number(size(largest))
        );
        found.push(Finding::new(FindingKind::CorrelationChanged, severity(largest), message));
    }
    found
}

fn size(change: &CorrelationChange) -> f64 {
    (change.current - change.reference).abs()
}

fn numeric(column: &FrameColumn) -> Option<(&FrameColumn, &[f64])> {
    let role = matches!(column.role, Role::Feature | Role::Target | Role::Prediction | Role::Probability);
    match &column.values {
        FrameValues::Numbers(numbers) if role && column.kind == Kind::Numeric => Some((column, numbers)),
        _ => None,
    }
}

/// A correlation and the rows that it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Correlation {
    r: f64,
    n: f64,
}

fn p_of_change(reference: Correlation, current: Correlation) -> f64 {
    // Beyond this the transform is infinite and nothing can be told apart.
    let fisher = |r: f64| r.clamp(-1.0 + 1e-12, 1.0 - 1e-12).atanh();
    let variance = |n: f64| 1.06 / (n - 3.0);
    let z = (fisher(current.r) - fisher(reference.r)) / (variance(reference.n) + variance(current.n)).sqrt();
    checked_gamma_ur(0.5, z * z / 2.0).map_or(if z == 0.0 { 1.0 } else { 0.0 }, |p| p.clamp(0.0, 1.0))
}

/// The ranks of one side's columns.
struct Side<'a> {
    rows: &'a SideRows,
    columns: Vec<RankedColumn>,
    /// Of every two columns without gaps.
    whole: Vec<f64>,
    /// Rows that pairs with gaps take.
    taken: usize,
}

impl<'a> Side<'a> {
    fn of(columns: &[(&FrameColumn, &[f64])], rows: &'a SideRows) -> Self {
        let ranked: Vec<RankedColumn> = columns
            .iter()
            .map(|(_, values)| {
                RankedColumn::of(values.get(rows.rows.clone()).unwrap_or_default(), &rows.counts)
            })
            .collect();
        let p = ranked.len();
        let whole = ranked.iter().filter(|column| !column.has_gaps()).count();
        let pairs = (p * p.saturating_sub(1) - whole * whole.saturating_sub(1)) / 2;
        let taken = (GAP_ROWS / pairs.max(1)).max(1_000).min(rows.counts.len());
        Self { rows, whole: correlation_matrix(&ranked), columns: ranked, taken }
    }

    fn correlation(&self, first: usize, second: usize) -> Option<Correlation> {
        let (a, b) = (self.columns.get(first)?, self.columns.get(second)?);
        if !a.has_gaps() && !b.has_gaps() {
            let r = *self.whole.get(first * self.columns.len() + second)?;
            return (!r.is_nan()).then_some(Correlation { r, n: self.rows.effective });
        }
        let pair = pairwise(a, b, self.rows.counts.get(..self.taken)?)?;
        Some(Correlation { r: pair.r, n: pair.weight * self.rows.effective / self.rows.total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_is_fishers_with_the_variance_for_ranks() {
        // SciPy 1.17.1: 2 * norm.sf(|atanh(.3) - atanh(.5)| / sqrt(1.06 / 100 + 1.06 / 80)).
        let p = p_of_change(Correlation { r: 0.5, n: 103.0 }, Correlation { r: 0.3, n: 83.0 });
        assert!((p / P_SCIPY - 1.0).abs() < 1e-12, "{p}");
        let same = Correlation { r: 1.0, n: 50.0 };
        assert_eq!(p_of_change(same, same), 1.0);
    }

    const P_SCIPY: f64 = 0.12050075573355064;
}
