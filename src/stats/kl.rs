//! Kullback-Leibler divergence.

use super::CountPair;
use super::psi::filled;

/// Kullback-Leibler divergence from the reference to current, as Evidently makes it.
///
/// ```text
/// KL = Σᵢ rᵢ · ln(rᵢ / cᵢ)
/// ```
///
/// In nats; 0 when the shares agree. Not symmetric.
///
/// # Empty cells
///
/// Shares of zero are filled as in [`psi`](super::psi()), and the shares of each side are then
/// divided by their sum.
///
/// # Source
///
/// S. Kullback and R. A. Leibler, *Ann. Math. Stat.* 22 (1951), 79-86. Checked in
/// `tests/golden` (`evidently_methods.kl_div`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{CountPair, kl};
///
/// let pair = CountPair::new(vec![1, 1], vec![3, 1])?;
/// // ½ · ln ⅔ + ½ · ln 2
/// assert!((kl(&pair) - 0.5 * (4.0_f64 / 3.0).ln()).abs() < 1e-15);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn kl(pair: &CountPair) -> f64 {
    let (r, c) = (filled(pair.reference_shares()), filled(pair.current_shares()));
    let (sum_r, sum_c) = (r.iter().sum::<f64>(), c.iter().sum::<f64>());
    divergence(r.iter().map(|r| r / sum_r), c.iter().map(|c| c / sum_c))
}

/// Kullback-Leibler divergence without filling: infinite when a cell of the reference is empty
/// in current.
///
/// # Source
///
/// As [`kl`]. Checked in `tests/golden` (`binned_sturges.kl_ref_cur_raw`,
/// `distances.kl_ref_cur_raw`).
pub fn kl_unfilled(pair: &CountPair) -> f64 {
    divergence(pair.reference_shares().into_iter(), pair.current_shares().into_iter())
}

fn divergence(r: impl Iterator<Item = f64>, c: impl Iterator<Item = f64>) -> f64 {
    let sum: f64 = r.zip(c).filter(|(r, _)| *r > 0.0).map(|(r, c)| r * (r / c).ln()).sum();
    sum.max(0.0)
}
