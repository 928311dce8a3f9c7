//! First Wasserstein distance, and the cheap pass that KS shares with it.

use super::ks::Gaps;
use super::walk::{Area, Step, Visit, walk};
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
    let found = walk(reference, current, Distances::default())?;
    let ks = ks_from_gap(&found.gaps, reference.n(), current.n());
    Ok(NumericDistances { ks, wasserstein: found.area.total() })
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
    Ok(walk(reference, current, Distances::default())?.area.total())
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

/// Gathers the largest gaps and the area between the functions.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Distances {
    pub(super) gaps: Gaps,
    pub(super) area: Area,
}

impl Visit for Distances {
    #[inline(always)]
    fn stretch(&mut self, gap: f64, from: f64, to: f64) {
        self.area.add(gap.abs(), from, to);
    }

    #[inline(always)]
    fn value(&mut self, step: &Step) {
        self.gaps.see(step.gap, step.at, step.in_reference);
    }
}
