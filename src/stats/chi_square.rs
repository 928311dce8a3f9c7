//! Chi-square goodness of fit.

use serde::{Deserialize, Serialize};

use super::CountPair;
use super::significance::chi_square_upper;

/// What [`chi_square`] found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChiSquare {
    /// The statistic; infinite when a category is unseen in the reference.
    pub statistic: f64,
    /// Degrees of freedom: categories − 1.
    pub df: u64,
    /// Upper tail probability.
    pub p_value: f64,
}

/// Goodness of fit of current to the reference's shares, as Evidently makes it.
///
/// ```text
/// χ² = Σᵢ (cᵢ − eᵢ)² / eᵢ,   eᵢ = rᵢ · n_current / n_reference,   df = k − 1
/// ```
///
/// # Unseen categories
///
/// A category that the reference does not have makes the statistic infinite and p zero.
/// The reference is taken as exact, so p is too small when it is itself a sample.
///
/// # One category
///
/// Nothing can differ: the statistic is 0 and p is 1 (where SciPy answers with not a number).
///
/// # Source
///
/// K. Pearson, *Phil. Mag.* 50 (1900), 157-175. Checked in `tests/golden`
/// (`evidently_methods.chisquare`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{CountPair, chi_square};
///
/// let pair = CountPair::new(vec![50, 50], vec![60, 40])?;
/// // (60 − 50)² / 50 + (40 − 50)² / 50
/// assert_eq!(chi_square(&pair).statistic, 4.0);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn chi_square(pair: &CountPair) -> ChiSquare {
    let cells = pair.cells();
    let ratio = pair.n_current() as f64 / pair.n_reference() as f64;
    let mut statistic = 0.0;
    for (&r, &c) in pair.reference().iter().zip(pair.current()) {
        let expected = r as f64 * ratio;
        let gap = c as f64 - expected;
        statistic += if r == 0 && c == 0 { 0.0 } else { gap * gap / expected };
    }
    let df = (cells as u64).saturating_sub(1);
    ChiSquare { statistic, df, p_value: chi_square_upper(statistic, df) }
}
