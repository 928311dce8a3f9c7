//! Anderson-Darling test of two samples.
//!
//! F. W. Scholz and M. A. Stephens, *J. Am. Stat. Assoc.* 82 (1987), 918-924: statistic (their
//! equation 7, with midranks), its variance and the table of critical values. Two more columns
//! of that table and how p is read from it are as SciPy documents them.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::walk::{Step, Visit, walk};
use super::{Ecdf, StatsError};

/// Euler's constant.
const EULER: f64 = 0.577_215_664_901_532_9;
/// From this many terms a harmonic sum is taken from its expansion.
const EXPAND_FROM: u64 = 64;
/// Levels of the table and the critical values b₀ + b₁ + b₂ that two samples have there.
const LEVELS: [f64; 7] = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];
const CRITICAL: [f64; 7] = [
    0.675 - 0.245 - 0.105,
    1.281 + 0.250 - 0.305,
    1.645 + 0.678 - 0.362,
    1.960 + 1.149 - 0.391,
    2.326 + 1.822 - 0.396,
    2.573 + 2.364 - 0.345,
    3.085 + 3.615 - 0.154,
];

/// What [`anderson_darling`] found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AndersonDarling {
    /// The standardised statistic: mean 0 and variance 1 when nothing differs.
    pub statistic: f64,
    /// Upper tail probability, no further than 0.001 to 0.25.
    pub p_value: f64,
    /// True when p stands at an end of that range: it is then at most 0.001, or at least 0.25.
    pub p_is_clipped: bool,
}

/// Anderson-Darling test of two samples, with midranks where values are tied.
///
/// ```text
/// A² = (N − 1) / N · Σⱼ lⱼ · n m (F̂ⱼ − Ĝⱼ)² / (Hⱼ (N − Hⱼ) − N lⱼ / 4),   statistic = (A² − 1) / σ
/// ```
///
/// over the distinct values: `l` rows have the value, `H` rows lie below it, those with it
/// counted by half, as are `F̂` and `Ĝ`; σ² is the variance of A² when nothing differs. Weighs
/// the tails more than [`cramer_von_mises`](super::cramer_von_mises()) does.
///
/// # p-value
///
/// The quadratic that fits the logarithms of seven tabled levels best, read at the statistic;
/// it holds from 0.001 to 0.25 and is clipped there.
///
/// # Tiny samples
///
/// The variance does not exist below four values in all, and a single distinct value cannot
/// differ: the statistic is then 0 and p is 1.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
///
/// # Source
///
/// See the module. Checked in `tests/golden` (`anderson.*_midrank`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, anderson_darling};
///
/// let low = Ecdf::from_values((0..20).map(f64::from).collect())?;
/// let high = Ecdf::from_values((30..50).map(f64::from).collect())?;
/// let test = anderson_darling(&low, &high)?;
/// assert!(test.statistic > 6.546 && test.p_value == 0.001 && test.p_is_clipped);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn anderson_darling(reference: &Ecdf, current: &Ecdf) -> Result<AndersonDarling, StatsError> {
    Ok(walk(reference, current, WeightedGaps::new(reference, current))?.test())
}

/// Gathers Σ l (F̂ − Ĝ)² / (H (N − H) − N l / 4).
#[derive(Debug, Clone, Copy)]
pub(super) struct WeightedGaps {
    sum: f64,
    distinct: u64,
    n: u64,
    m: u64,
    total: f64,
}

impl WeightedGaps {
    pub(super) fn new(reference: &Ecdf, current: &Ecdf) -> Self {
        let (n, m) = (reference.n(), current.n());
        Self { sum: 0.0, distinct: 0, n, m, total: n as f64 + m as f64 }
    }

    pub(super) fn test(self) -> AndersonDarling {
        let size = self.n + self.m;
        if size < 4 || self.distinct < 2 {
            return AndersonDarling { statistic: 0.0, p_value: 1.0, p_is_clipped: false };
        }
        let total = self.total;
        let a2 = (total - 1.0) / total * self.sum * (self.n as f64 * self.m as f64);
        from_statistic((a2 - 1.0) / variance(self.n, self.m).sqrt())
    }
}

impl Visit for WeightedGaps {
    #[inline(always)]
    fn stretch(&mut self, _: f64, _: f64, _: f64) {}

    #[inline(always)]
    fn value(&mut self, step: &Step) {
        let tied = (step.reference + step.current) as f64;
        let rank = (step.up_to_reference + step.up_to_current) as f64 - tied / 2.0;
        let gap = (step.gap_before + step.gap) / 2.0;
        let weight = rank * (self.total - rank) - self.total * tied / 4.0;
        self.distinct += 1;
        // Zero only when there is one distinct value.
        self.sum += if weight > 0.0 { tied * gap * gap / weight } else { 0.0 };
    }
}

fn from_statistic(statistic: f64) -> AndersonDarling {
    let clipped = |p_value| AndersonDarling { statistic, p_value, p_is_clipped: true };
    if statistic < CRITICAL[0] {
        return clipped(LEVELS[0]);
    }
    if statistic > CRITICAL[6] {
        return clipped(LEVELS[6]);
    }
    let p = level_at(statistic);
    let kept = p.clamp(LEVELS[6], LEVELS[0]);
    AndersonDarling { statistic, p_value: kept, p_is_clipped: kept <= LEVELS[6] || kept >= LEVELS[0] }
}

/// exp of the least-squares quadratic through (critical value, ln level), by its normal equations.
fn level_at(statistic: f64) -> f64 {
    let mut sums = [0.0_f64; 5];
    let mut right = [0.0_f64; 3];
    // About the middle of the table the equations are well conditioned.
    let middle = 3.0;
    for (critical, level) in CRITICAL.iter().zip(LEVELS) {
        let x = critical - middle;
        for (power, sum) in sums.iter_mut().enumerate() {
            *sum += x.powi(power as i32);
        }
        for (power, sum) in right.iter_mut().enumerate() {
            *sum += x.powi(power as i32) * level.ln();
        }
    }
    let [s0, s1, s2, s3, s4] = sums;
    let [r0, r1, r2] = right;
    let determinant = |a: [f64; 3], b: [f64; 3], c: [f64; 3]| {
        a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0])
            + a[2] * (b[0] * c[1] - b[1] * c[0])
    };
    let whole = determinant([s0, s1, s2], [s1, s2, s3], [s2, s3, s4]);
    let c0 = determinant([r0, s1, s2], [r1, s2, s3], [r2, s3, s4]) / whole;
    let c1 = determinant([s0, r0, s2], [s1, r1, s3], [s2, r2, s4]) / whole;
    let c2 = determinant([s0, s1, r0], [s1, s2, r1], [s2, s3, r2]) / whole;
    let x = statistic - middle;
    (c0 + x * (c1 + x * c2)).exp()
}

/// Variance of A² for samples of `n` and `m` values (Scholz and Stephens' equation 4, two samples).
fn variance(n: u64, m: u64) -> f64 {
    let size = (n + m) as f64;
    let inverse = 1.0 / n as f64 + 1.0 / m as f64;
    let h = harmonic(n + m - 1);
    // The double sum of the paper, Σᵢ Σⱼ 1 / ((N − i) j) with i < j < N, in closed form.
    let g = harmonic_of_squares(n + m - 1) - 2.0 * h / size;
    let a = (4.0 * g - 6.0) + (10.0 - 6.0 * g) * inverse;
    let b = (2.0 * g - 4.0) * 4.0 + 16.0 * h + (2.0 * g - 14.0 * h - 4.0) * inverse - 8.0 * h + 4.0 * g - 6.0;
    let c = (6.0 * h + 2.0 * g - 2.0) * 4.0
        + (4.0 * h - 4.0 * g + 6.0) * 2.0
        + (2.0 * h - 6.0) * inverse
        + 4.0 * h;
    let d = (2.0 * h + 6.0) * 4.0 - 8.0 * h;
    (((a * size + b) * size + c) * size + d) / ((size - 1.0) * (size - 2.0) * (size - 3.0))
}

/// Σ 1/i, i from 1 to n.
fn harmonic(n: u64) -> f64 {
    if n < EXPAND_FROM {
        return (1..=n).map(|i| 1.0 / i as f64).sum();
    }
    let x = n as f64;
    let r = 1.0 / (x * x);
    x.ln() + EULER + 0.5 / x - r * (1.0 / 12.0 - r * (1.0 / 120.0 - r / 252.0))
}

/// Σ 1/i², i from 1 to n.
fn harmonic_of_squares(n: u64) -> f64 {
    if n < EXPAND_FROM {
        return (1..=n).map(|i| 1.0 / (i as f64 * i as f64)).sum();
    }
    let x = n as f64;
    let r = 1.0 / (x * x);
    PI * PI / 6.0 - 1.0 / x + 0.5 * r - r / x * (1.0 / 6.0 - r * (1.0 / 30.0 - r / 42.0))
}
