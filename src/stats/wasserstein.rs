//! First Wasserstein distance, and the one merge that KS shares with it.

use super::ks::Gaps;
use super::{Ecdf, Ks, StatsError, ks_from_gap};

/// Evidently's least divisor in the normed distance.
const LEAST_STD: f64 = 0.001;

/// What one pass over two samples yields.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumericDistances {
    /// Kolmogorov-Smirnov.
    pub ks: Ks,
    /// First Wasserstein distance, in the column's unit.
    pub wasserstein: f64,
}

/// [`ks`](super::ks()) and [`wasserstein`] in one pass.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
pub fn numeric_distances(reference: &Ecdf, current: &Ecdf) -> Result<NumericDistances, StatsError> {
    let walk = walk(reference, current)?;
    let ks = ks_from_gap(&walk.gaps, reference.n(), current.n());
    Ok(NumericDistances { ks, wasserstein: walk.area })
}

/// First Wasserstein distance.
///
/// ```text
/// W₁ = ∫ |F(x) − G(x)| dx
/// ```
///
/// In the unit of the values; 0 when the distributions agree. Infinite only when it is beyond
/// the largest double.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
///
/// # Source
///
/// C. Villani, *Optimal Transport* (2009), remark 6.5. Checked in `tests/golden`
/// (`wasserstein.w1`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, wasserstein};
///
/// let (before, after) = (Ecdf::from_values(vec![0.0, 1.0])?, Ecdf::from_values(vec![5.0, 6.0])?);
/// assert_eq!(wasserstein(&before, &after)?, 5.0);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn wasserstein(reference: &Ecdf, current: &Ecdf) -> Result<f64, StatsError> {
    Ok(walk(reference, current)?.area)
}

/// Wasserstein distance over the reference's standard deviation (ddof 0), or over 0.001 where
/// that is smaller, as Evidently divides. The standard deviation is numpy's, which overflows
/// for values beyond 10¹⁵⁴; the quotient is then 0 (or not a number when W₁ is infinite too).
///
/// # Errors
///
/// [`StatsError::EmptySample`] if the reference has no values.
///
/// # Source
///
/// Evidently 0.7's documentation of the method. Checked in `tests/golden`
/// (`wasserstein.w1_normed_evidently`).
pub fn wasserstein_normed(distance: f64, reference: &Ecdf) -> Result<f64, StatsError> {
    let std = reference.std_unscaled().ok_or_else(|| StatsError::empty("reference"))?;
    Ok(distance / if std < LEAST_STD { LEAST_STD } else { std })
}

struct Walk {
    gaps: Gaps,
    area: f64,
}

fn walk(reference: &Ecdf, current: &Ecdf) -> Result<Walk, StatsError> {
    if reference.is_empty() {
        return Err(StatsError::empty("reference"));
    }
    if current.is_empty() {
        return Err(StatsError::empty("current"));
    }
    let (a, b) = (reference.values(), current.values());
    let (n_a, n_b) = (reference.n() as f64, current.n() as f64);
    let mut gaps = Gaps::default();
    let (mut i, mut j) = (0, 0);
    let (mut below_a, mut below_b) = (0_u64, 0_u64);
    let (mut area, mut halves, mut last, mut gap) = (0.0_f64, 0.0_f64, a[0].min(b[0]), 0.0_f64);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        let (from_a, from_b) = (x <= y, y <= x);
        let at = if from_a { x } else { y };
        add(&mut area, &mut halves, gap, last, at);
        last = at;
        below_a += reference.count(i) * u64::from(from_a);
        below_b += current.count(j) * u64::from(from_b);
        i += usize::from(from_a);
        j += usize::from(from_b);
        let step = below_a as f64 / n_a - below_b as f64 / n_b;
        gaps.see(step, at, from_a);
        gap = step.abs();
    }
    while i < a.len() {
        add(&mut area, &mut halves, gap, last, a[i]);
        last = a[i];
        below_a += reference.count(i);
        i += 1;
        let step = below_a as f64 / n_a - below_b as f64 / n_b;
        gaps.see(step, last, true);
        gap = step.abs();
    }
    while j < b.len() {
        add(&mut area, &mut halves, gap, last, b[j]);
        last = b[j];
        below_b += current.count(j);
        j += 1;
        let step = below_a as f64 / n_a - below_b as f64 / n_b;
        gaps.see(step, last, false);
        gap = step.abs();
    }
    Ok(Walk { gaps, area: area + 2.0 * halves })
}

/// Adds `gap · (to − from)`; a stretch wider than the largest double is added by its half.
fn add(area: &mut f64, halves: &mut f64, gap: f64, from: f64, to: f64) {
    let width = to - from;
    if width.is_finite() {
        *area += gap * width;
    } else {
        *halves += gap * (to * 0.5 - from * 0.5);
    }
}
