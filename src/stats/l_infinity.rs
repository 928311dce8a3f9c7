//! Largest difference between two shares.

use super::CountPair;

/// Largest difference between the shares of one cell.
///
/// ```text
/// L∞ = maxᵢ |rᵢ − cᵢ|
/// ```
///
/// Between 0 and 1.
///
/// # Source
///
/// Checked in `tests/golden` (`binned_sturges.l_infinity`, `distances.l_infinity`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{CountPair, l_infinity};
///
/// assert_eq!(l_infinity(&CountPair::new(vec![50, 25, 25], vec![1, 1, 2])?), 0.25);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn l_infinity(pair: &CountPair) -> f64 {
    let (r, c) = (pair.reference_shares(), pair.current_shares());
    r.iter().zip(&c).map(|(r, c)| (r - c).abs()).fold(0.0, f64::max)
}
