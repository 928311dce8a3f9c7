//! Energy distance.

use super::walk::{Area, Step, Visit, walk};
use super::{Ecdf, StatsError};

/// Energy distance.
///
/// ```text
/// E = sqrt( 2 ∫ (F(x) − G(x))² dx )
/// ```
///
/// In the square root of the values' unit; 0 when the distributions agree.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
///
/// # Source
///
/// G. J. Székely and M. L. Rizzo, *J. Stat. Plan. Inference* 143 (2013), 1249-1272. Checked in
/// `tests/golden` (`energy_distance`, `evidently_methods.ed`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, energy};
///
/// let (low, high) = (Ecdf::from_values(vec![0.0])?, Ecdf::from_values(vec![8.0])?);
/// assert_eq!(energy(&low, &high)?, 4.0);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn energy(reference: &Ecdf, current: &Ecdf) -> Result<f64, StatsError> {
    Ok(walk(reference, current, SquaredGap::default())?.distance())
}

/// Gathers the integral of the squared gap.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SquaredGap(Area);

impl SquaredGap {
    pub(super) fn distance(self) -> f64 {
        self.0.root_of_twice()
    }
}

impl Visit for SquaredGap {
    #[inline(always)]
    fn stretch(&mut self, gap: f64, from: f64, to: f64) {
        self.0.add(gap * gap, from, to);
    }

    #[inline(always)]
    fn value(&mut self, _: &Step) {}
}
