//! Population stability index.

use super::CountPair;

/// Stands in for a share of zero.
const ZERO_SHARE: f64 = 1e-4;
/// Where a share is that small already, zero shares become the smallest one over this.
const SMALLER_BY: f64 = 1e6;

/// Population stability index, as Evidently defines it.
///
/// ```text
/// PSI = Σᵢ (rᵢ − cᵢ) · ln(rᵢ / cᵢ)
/// ```
///
/// `r` and `c` are the shares of reference and current in nats; 0 when they agree.
///
/// # Empty cells
///
/// A share of zero becomes 0.0001, or the smallest share of its side over 10⁶ where that is
/// at most 0.0001. The shares are not normalised again.
///
/// # Source
///
/// The Jeffreys divergence: H. Jeffreys, *Proc. R. Soc. A* 186 (1946), 453-461.
/// Checked in `tests/golden` (`evidently_methods.psi`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{CountPair, psi};
///
/// let pair = CountPair::new(vec![1, 1], vec![3, 1])?;
/// // ¼ · ln 1.5 + ¼ · ln 2
/// assert!((psi(&pair) - 3_f64.ln() / 4.0).abs() < 1e-15);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn psi(pair: &CountPair) -> f64 {
    let (r, c) = (filled(pair.reference_shares()), filled(pair.current_shares()));
    r.iter().zip(&c).map(|(r, c)| (r - c) * (r / c).ln()).sum()
}

fn filled(mut shares: Vec<f64>) -> Vec<f64> {
    let smallest = shares.iter().copied().filter(|&s| s > 0.0).fold(f64::INFINITY, f64::min);
    let fill = if smallest <= ZERO_SHARE { smallest / SMALLER_BY } else { ZERO_SHARE };
    for s in &mut shares {
        if *s == 0.0 {
            *s = fill;
        }
    }
    shares
}
