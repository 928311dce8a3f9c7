//! Mann-Whitney U test.

use serde::{Deserialize, Serialize};

use super::significance::normal_upper;
use super::walk::{Step, Visit, walk};
use super::{Ecdf, StatsError};

/// Up to this many values on the smaller side, and without ties, p is exact: SciPy's `auto`.
const EXACT_MAX: u64 = 8;
/// Beyond this many pairs p is asymptotic all the same: the exact distribution has as many steps.
const EXACT_PAIRS_MAX: u64 = 500_000;

/// How p was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MannWhitneyMethod {
    /// By counting arrangements.
    Exact,
    /// By the normal distribution, corrected for ties and for steps.
    Asymptotic,
}

/// What [`mann_whitney`] found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MannWhitney {
    /// Pairs in which the reference's value is the larger, ties counted by half.
    pub u: f64,
    /// Two-sided p-value.
    pub p_value: f64,
    /// One-sided p-value for the reference being the smaller; Evidently reports this one.
    pub p_less: f64,
    /// Probability that a value of the reference exceeds one of current, ties counted by half;
    /// 0.5 when neither side is larger.
    pub common_language_effect: f64,
    /// True when a value occurs twice over both sides.
    pub ties: bool,
    /// How p was computed.
    pub method: MannWhitneyMethod,
}

/// Mann-Whitney U test.
///
/// ```text
/// U = #{r > c} + ½ #{r = c},   z = (max(U, n m − U) − n m / 2 − ½) / σ,
/// σ² = n m / 12 · (N + 1 − Σ (t³ − t) / (N (N − 1)))
/// ```
///
/// over all pairs of a value of the reference and one of current; `t` rows share a value. Tells
/// whether one side tends to larger values; blind to a change of spread alone.
///
/// # Exact or not
///
/// p is exact when the smaller side has at most 8 values and none is tied, up to half a million
/// pairs; above those, where the exact distribution would cost time and memory without end, it
/// is asymptotic. The `method` says which.
///
/// # One distinct value
///
/// Nothing can differ: p is 1.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
///
/// # Source
///
/// H. B. Mann and D. R. Whitney, *Ann. Math. Stat.* 18 (1947), 50-60; effect size: K. O. McGraw
/// and S. P. Wong, *Psychol. Bull.* 111 (1992), 361-365. Checked in `tests/golden`
/// (`mann_whitney.*`, `evidently_methods.mannw`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, mann_whitney};
///
/// let (low, high) = (Ecdf::from_values(vec![1.0, 2.0, 3.0])?, Ecdf::from_values(vec![4.0, 5.0, 6.0])?);
/// let test = mann_whitney(&low, &high)?;
/// // Of the 20 orders in which the six values can come, two part them like this.
/// assert_eq!((test.u, test.common_language_effect), (0.0, 0.0));
/// assert!((test.p_value - 0.1).abs() < 1e-15);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn mann_whitney(reference: &Ecdf, current: &Ecdf) -> Result<MannWhitney, StatsError> {
    Ok(walk(reference, current, Ranks::default())?.test(reference.n(), current.n()))
}

/// Asymptotic two-sided p of [`mann_whitney`], with or without the continuity correction of one
/// half, whatever the sizes.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
pub fn mann_whitney_asymptotic_p(
    reference: &Ecdf,
    current: &Ecdf,
    continuity: bool,
) -> Result<f64, StatsError> {
    let ranks = walk(reference, current, Ranks::default())?;
    let (n, m, u) = (reference.n(), current.n(), ranks.twice_u / 2.0);
    let larger = u.max(n as f64 * m as f64 - u);
    Ok((2.0 * normal_tail(larger, n, m, ranks.tie_sum, continuity)).min(1.0))
}

/// Exact two-sided p of an untied `u`; time and memory grow with `n · m`.
pub fn mann_whitney_exact_p(u: f64, n: u64, m: u64) -> f64 {
    (2.0 * exact_tail(u.max(n as f64 * m as f64 - u), n, m).at_least).min(1.0)
}

/// Gathers U and the ties. Whole numbers in doubles: exact up to 2⁵³ pairs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ranks {
    twice_u: f64,
    tie_sum: f64,
}

impl Ranks {
    pub(super) fn test(self, n: u64, m: u64) -> MannWhitney {
        let (u, pairs) = (self.twice_u / 2.0, n as f64 * m as f64);
        let ties = self.tie_sum > 0.0;
        let exact = !ties && n.min(m) <= EXACT_MAX && pairs <= EXACT_PAIRS_MAX as f64;
        let larger = u.max(pairs - u);
        let (outer, p_less) = if exact {
            let tail = exact_tail(larger, n, m);
            (tail.at_least, if pairs - u >= u { tail.at_least } else { 1.0 - tail.above })
        } else {
            let tail = |u| normal_tail(u, n, m, self.tie_sum, true);
            (tail(larger), tail(pairs - u))
        };
        MannWhitney {
            u,
            p_value: (2.0 * outer).min(1.0),
            p_less,
            common_language_effect: u / pairs,
            ties,
            method: if exact { MannWhitneyMethod::Exact } else { MannWhitneyMethod::Asymptotic },
        }
    }
}

impl Visit for Ranks {
    #[inline(always)]
    fn stretch(&mut self, _: f64, _: f64, _: f64) {}

    #[inline(always)]
    fn value(&mut self, step: &Step) {
        let below = 2 * step.up_to_current - step.current;
        self.twice_u += step.reference as f64 * below as f64;
        let tied = step.reference + step.current;
        if tied > 1 {
            let t = tied as f64;
            self.tie_sum += (t * t - 1.0) * t;
        }
    }
}

/// Probability of a U of at least `u`, by the normal distribution.
fn normal_tail(u: f64, n: u64, m: u64, tie_sum: f64, continuity: bool) -> f64 {
    let (n, m) = (n as f64, m as f64);
    let size = n + m;
    let tied = if size > 1.0 { tie_sum / (size * (size - 1.0)) } else { 0.0 };
    let sigma = (n * m / 12.0 * (size + 1.0 - tied).max(0.0)).sqrt();
    let above = u - n * m / 2.0 - if continuity { 0.5 } else { 0.0 };
    if sigma == 0.0 {
        return 1.0;
    }
    normal_upper(above / sigma)
}

/// Probabilities of the upper end of U's distribution.
struct Tail {
    at_least: f64,
    above: f64,
}

/// Probabilities of a U of at least, and above, a whole `u` of n m / 2 or more, without ties.
///
/// The number of arrangements with a given U is a coefficient of the Gaussian binomial
/// Π (1 − q^(m + i)) / (1 − qⁱ), i from 1 to n; it is even about its middle, so the tail is
/// counted from 0 on.
fn exact_tail(u: f64, n: u64, m: u64) -> Tail {
    let (small, large) = (n.min(m), n.max(m));
    let last = (n as f64 * m as f64 - u).max(0.0) as usize;
    let mut ways = vec![0.0_f64; last + 1];
    ways[0] = 1.0;
    let mut all = 1.0;
    for i in 1..=small {
        let (down, up) = (i as usize, (large + i) as usize);
        for k in down..=last {
            ways[k] += ways[k - down];
        }
        for k in (up..=last).rev() {
            ways[k] -= ways[k - up];
        }
        all *= (large + i) as f64 / i as f64;
    }
    let share = |ways: &[f64]| (ways.iter().sum::<f64>() / all).clamp(0.0, 1.0);
    Tail { at_least: share(&ways), above: share(&ways[..last]) }
}
