//! Total variation distance.

use super::CountPair;

/// Total variation distance: the share of rows that would have to move.
///
/// ```text
/// TV = ½ Σᵢ |rᵢ − cᵢ|
/// ```
///
/// Between 0 and 1.
///
/// # Source
///
/// Checked in `tests/golden` (`binned_sturges.total_variation`, `distances.total_variation`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{CountPair, total_variation};
///
/// let pair = CountPair::new(vec![50, 50], vec![3, 1])?;
/// assert_eq!(total_variation(&pair), 0.25);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn total_variation(pair: &CountPair) -> f64 {
    let (r, c) = (pair.reference_shares(), pair.current_shares());
    0.5 * r.iter().zip(&c).map(|(r, c)| (r - c).abs()).sum::<f64>()
}
