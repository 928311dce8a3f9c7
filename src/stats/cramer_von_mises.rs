//! Cramér-von Mises test of two samples.
//!
//! T. W. Anderson, *Ann. Math. Stat.* 33 (1962), 1148-1159 (statistic, mean, variance); exact
//! distribution by counting paths, as Y. Xiao, A. Gordon and A. Yakovlev, *J. Stat. Softw.*
//! 17(8) (2006) do; its limit: N. V. Smirnov, *Bull. Math. Univ. Moscou* 2 (1939), and
//! T. W. Anderson and D. A. Darling, *Ann. Math. Stat.* 23 (1952), 193-212.

use std::f64::consts::PI;

use super::walk::{Step, Visit, walk};
use super::{Ecdf, StatsError, Test, cvm_exact};

/// Up to this many values on the larger side p is exact, as SciPy's `auto` has it.
const EXACT_MAX: u64 = 20;
/// Below this the limit's distribution function is 0 to full precision.
const NEVER_BELOW: f64 = 0.003;
/// Above this the upper tail is computed by itself, not as one less the lower part.
const TAIL_FROM: f64 = 1.0;

/// Cramér-von Mises test of two samples, with midranks where values are tied.
///
/// ```text
/// T = U / (n m N) − (4 n m − 1) / (6 N),   U = n Σ (rank of rᵢ − i)² + m Σ (rank of cⱼ − j)²
/// ```
///
/// over the sorted sides, ranks being those in both together; without ties
/// T = n m / N² · Σ (F − G)². Weighs every part of the distribution alike.
///
/// # Exact or not
///
/// p is exact when neither side has more than 20 values (as if there were no ties), else
/// asymptotic.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
///
/// # Source
///
/// See the module. Checked in `tests/golden` (`cramer_von_mises.*`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, cramer_von_mises};
///
/// let (low, high) = (Ecdf::from_values(vec![1.0, 2.0, 3.0])?, Ecdf::from_values(vec![4.0, 5.0, 6.0])?);
/// let test = cramer_von_mises(&low, &high)?;
/// // 9 / 36 · (1 + 4 + 9 + 4 + 1) / 9; of the 20 orders, two part the sides like this.
/// assert!((test.statistic - 19.0 / 36.0).abs() < 1e-15 && (test.p_value - 0.1).abs() < 1e-15);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn cramer_von_mises(reference: &Ecdf, current: &Ecdf) -> Result<Test, StatsError> {
    Ok(walk(reference, current, SquaredGaps::default())?.test(reference, current))
}

/// Asymptotic p-value of a `statistic` from samples of `n` and `m` values.
pub fn cramer_von_mises_asymptotic_p(statistic: f64, n: u64, m: u64) -> f64 {
    let (n, m) = (n as f64, m as f64);
    let size = n + m;
    let mean = (1.0 + 1.0 / size) / 6.0;
    let spread = (size + 1.0) * (4.0 * size - 3.0 * (n / m + m / n) - 2.0) / (45.0 * size * size * 4.0);
    if spread <= 0.0 {
        return 1.0;
    }
    limit_upper(1.0 / 6.0 + (statistic - mean) / (45.0 * spread).sqrt())
}

/// Gathers the squared midrank gaps and what ties add.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SquaredGaps {
    sum: f64,
    cubes: f64,
    mixed: f64,
}

impl SquaredGaps {
    pub(super) fn test(self, reference: &Ecdf, current: &Ecdf) -> Test {
        let (n, m) = (reference.n(), current.n());
        let statistic = self.statistic(n as f64, m as f64);
        let p_value = if n.max(m) <= EXACT_MAX {
            cvm_exact::p_value(reference, current)
        } else {
            cramer_von_mises_asymptotic_p(statistic, n, m)
        };
        Test { statistic, p_value }
    }

    /// T, rearranged so that no two large numbers are subtracted: with F̂ and Ĝ counting tied
    /// rows by half, f and e the tied rows of each side and S = n² + n m + m²,
    ///
    /// ```text
    /// T = n m / N² Σ l (F̂ − Ĝ)² + 1 / (4 N) + Σ [S (f³ + e³ − f − e) − 3 n m f e (f + e)] / (12 n m N²)
    /// ```
    ///
    /// The first sum takes every gap at its midpoint; the rest is what the squares of the steps
    /// and of the ranks within a tie add to that.
    fn statistic(self, n: f64, m: f64) -> f64 {
        let size = n + m;
        let ties = (n / m + m / n + 1.0) * self.cubes - 3.0 * self.mixed;
        n / size * (m / size) * self.sum + 0.25 / size + ties / (12.0 * size * size)
    }
}

impl Visit for SquaredGaps {
    #[inline(always)]
    fn stretch(&mut self, _: f64, _: f64, _: f64) {}

    #[inline(always)]
    fn value(&mut self, step: &Step) {
        let gap = (step.gap_before + step.gap) / 2.0;
        let tied = step.reference + step.current;
        self.sum += tied as f64 * gap * gap;
        if tied > 1 {
            let (f, e) = (step.reference as f64, step.current as f64);
            self.cubes += (f * f - 1.0) * f + (e * e - 1.0) * e;
            self.mixed += f * e * (f + e);
        }
    }
}

/// P(W² ≥ x) of the limiting distribution.
fn limit_upper(x: f64) -> f64 {
    if x < NEVER_BELOW {
        1.0
    } else if x < TAIL_FROM {
        (1.0 - limit_lower(x)).clamp(0.0, 1.0)
    } else {
        limit_tail(x)
    }
}

/// P(W² ≤ x) by Anderson and Darling's series.
///
/// ```text
/// 1 / (π √x) Σⱼ Γ(j + ½) / (√π j!) · sqrt(4 j + 1) · exp(−y) K_¼(y),   y = (4 j + 1)² / (16 x)
/// ```
fn limit_lower(x: f64) -> f64 {
    let (mut sum, mut coefficient) = (0.0, 1.0);
    for j in 0..40 {
        let k = 4.0 * f64::from(j) + 1.0;
        let y = k * k / (16.0 * x);
        let term = coefficient * k.sqrt() * bessel_quarter(y);
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
        coefficient *= (f64::from(j) + 0.5) / f64::from(j + 1);
    }
    sum / (PI * x.sqrt())
}

/// exp(−y) K_¼(y) = ∫ exp(−y (1 + cosh t)) cosh(t / 4) dt from 0 on, whose ends vanish so fast
/// that even strides sum it to full precision.
fn bessel_quarter(y: f64) -> f64 {
    const STRIDE: f64 = 1.0 / 16.0;
    let mut sum = 0.5 * (-2.0 * y).exp();
    for i in 1..400 {
        let t = f64::from(i) * STRIDE;
        let term = (-y * (1.0 + t.cosh())).exp() * (t / 4.0).cosh();
        sum += term;
        if term < sum * 1e-18 {
            break;
        }
    }
    sum * STRIDE
}

/// P(W² ≥ x) by Smirnov's series, which keeps its digits far out.
///
/// ```text
/// 2 / π · Σⱼ (−1)ʲ⁻¹ ∫ exp(−x u² / 2) / sqrt(−u sin u) du,   u from (2 j − 1) π to 2 j π
/// ```
fn limit_tail(x: f64) -> f64 {
    let (first, second) = (limit_arch(x, 1.0), limit_arch(x, 3.0));
    (2.0 / PI * (first - second)).clamp(0.0, 1.0)
}

/// One of the integrals, begun at `start · π`. With u = start · π + π / 2 · (1 − cos φ) both ends
/// are smooth and even, so even strides in φ sum it to full precision.
fn limit_arch(x: f64, start: f64) -> f64 {
    const POINTS: u32 = 512;
    let stride = PI / f64::from(POINTS);
    let mut sum = 0.0;
    for i in 0..POINTS {
        let phi = (f64::from(i) + 0.5) * stride;
        // π / 2 · (1 − cos φ), without the subtraction.
        let past = PI * (phi / 2.0).sin().powi(2);
        let u = start * PI + past;
        let rest = PI * (phi / 2.0).cos().powi(2);
        let sine = past.min(rest).sin();
        sum += (-x * u * u / 2.0).exp() / (u * sine).sqrt() * phi.sin();
    }
    sum * stride * PI / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    // mpmath 1.3: one less Anderson and Darling's series of 60 terms, at 60 digits.
    #[test]
    fn the_limit_agrees_with_mpmath() {
        for (x, p) in [
            (0.05, 0.876_280_931_041_349),
            (0.3, 0.1351712688051058),
            (0.999, 0.0024737682440151594),
            (1.001, 0.002_447_208_878_408_835),
            (2.0, 1.2780736172781673e-5),
            (5.0, 3.0539290331033875e-12),
            (10.0, 4.178_941_092_885_288e-23),
        ] {
            let got = limit_upper(x);
            assert!((got / p - 1.0).abs() < 1e-11, "x {x}: {got} {p}");
        }
        assert_eq!((limit_upper(0.0), limit_upper(1e6)), (1.0, 0.0));
    }
}
