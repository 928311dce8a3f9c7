//! Hellinger distance.

use super::CountPair;

/// Hellinger distance.
///
/// ```text
/// H = sqrt( ½ Σᵢ (√rᵢ − √cᵢ)² )
/// ```
///
/// Between 0 (same shares) and 1 (nothing in common).
///
/// # Source
///
/// E. Hellinger, *J. Reine Angew. Math.* 136 (1909), 210-271. Checked in `tests/golden`
/// (`binned_sturges.hellinger`, `distances.hellinger`, `evidently_methods.hellinger`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{CountPair, hellinger};
///
/// assert_eq!(hellinger(&CountPair::new(vec![9, 0], vec![0, 4])?), 1.0);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn hellinger(pair: &CountPair) -> f64 {
    let (r, c) = (pair.reference_shares(), pair.current_shares());
    let sum: f64 = r.iter().zip(&c).map(|(r, c)| (r.sqrt() - c.sqrt()).powi(2)).sum();
    (sum / 2.0).sqrt()
}
