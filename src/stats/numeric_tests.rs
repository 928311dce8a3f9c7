//! All tests of two numeric samples that one merge can answer.

use super::anderson_darling::WeightedGaps;
use super::cramer_von_mises::SquaredGaps;
use super::energy::SquaredGap;
use super::mann_whitney::Ranks;
use super::walk::walk;
use super::wasserstein::Distances;
use super::{AndersonDarling, Ecdf, Ks, MannWhitney, StatsError, Test, ks_from_gap};

/// What one pass over two samples yields.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumericTests {
    /// Kolmogorov-Smirnov.
    pub ks: Ks,
    /// First Wasserstein distance, in the column's unit.
    pub wasserstein: f64,
    /// Energy distance, in the square root of the column's unit.
    pub energy: f64,
    /// Cramér-von Mises.
    pub cramer_von_mises: Test,
    /// Anderson-Darling.
    pub anderson_darling: AndersonDarling,
    /// Mann-Whitney.
    pub mann_whitney: MannWhitney,
}

/// [`ks`](super::ks()), [`wasserstein`](super::wasserstein()), [`energy`](super::energy()),
/// [`cramer_von_mises`](super::cramer_von_mises()), [`anderson_darling`](super::anderson_darling())
/// and [`mann_whitney`](super::mann_whitney()) in one pass, each as if it were called alone.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, numeric_tests};
///
/// let (low, high) = (Ecdf::from_values(vec![1.0, 2.0])?, Ecdf::from_values(vec![5.0, 6.0])?);
/// let tests = numeric_tests(&low, &high)?;
/// assert_eq!((tests.ks.statistic, tests.wasserstein, tests.mann_whitney.u), (1.0, 4.0, 0.0));
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn numeric_tests(reference: &Ecdf, current: &Ecdf) -> Result<NumericTests, StatsError> {
    let visits = (
        (Distances::default(), SquaredGap::default()),
        ((SquaredGaps::default(), WeightedGaps::new(reference, current)), Ranks::default()),
    );
    let ((distances, energy), ((gaps, weighted), ranks)) = walk(reference, current, visits)?;
    let (n, m) = (reference.n(), current.n());
    Ok(NumericTests {
        ks: ks_from_gap(&distances.gaps, n, m),
        wasserstein: distances.area.total(),
        energy: energy.distance(),
        cramer_von_mises: gaps.test(reference, current),
        anderson_darling: weighted.test(),
        mann_whitney: ranks.test(n, m),
    })
}
