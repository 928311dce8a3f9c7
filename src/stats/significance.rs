//! The result of a test without further fields, and the tail probabilities that tests share.
//!
//! Student's tail is computed here because the library's incomplete beta function loses digits
//! and terms at the degrees of freedom of a million rows.

use serde::{Deserialize, Serialize};
use statrs::function::gamma::checked_gamma_ur;

/// What a test found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// The test's own statistic; its meaning stands with the test.
    pub statistic: f64,
    /// Probability of a statistic at least as extreme when nothing differs.
    pub p_value: f64,
}

/// Terms after which a series or a fraction is taken as it is.
const MOST_TERMS: u32 = 20_000;
/// Below this t² Student's tail is one less a series, above it a continued fraction.
const SERIES_BELOW: f64 = 4.0;

/// P(|Z| ≥ |z|) of a standard normal Z, through the incomplete gamma function:
/// erfc(x) = Q(½, x²), which keeps more digits than the library's `erfc`.
pub(super) fn normal_two_sided(z: f64) -> f64 {
    checked_gamma_ur(0.5, z * z / 2.0).map_or(if z == 0.0 { 1.0 } else { 0.0 }, |p| p.clamp(0.0, 1.0))
}

/// P(Z ≥ z) of a standard normal Z.
pub(super) fn normal_upper(z: f64) -> f64 {
    let outer = normal_two_sided(z) / 2.0;
    if z >= 0.0 { outer } else { 1.0 - outer }
}

/// P(χ² ≥ statistic) with `df` degrees of freedom; 1 with none.
pub(super) fn chi_square_upper(statistic: f64, df: u64) -> f64 {
    if statistic <= 0.0 || df == 0 {
        return 1.0;
    }
    if statistic.is_infinite() {
        return 0.0;
    }
    checked_gamma_ur(df as f64 / 2.0, statistic / 2.0).map_or(0.0, |p| p.clamp(0.0, 1.0))
}

/// P(|T| ≥ |t|) of Student's T with `df` > 0 degrees of freedom.
///
/// The regularised incomplete beta function I_x(df/2, ½) at x = df / (df + t²).
pub(super) fn student_two_sided(t: f64, df: f64) -> f64 {
    let t2 = t * t;
    if t2 == 0.0 {
        return 1.0;
    }
    if !t2.is_finite() {
        return 0.0;
    }
    let a = df / 2.0;
    // x^a · (1 − x)^½ / B(a, ½)
    let front = (-a * (t2 / df).ln_1p()).exp() * (t2 / (df + t2)).sqrt() / beta_half(a);
    let p = if t2 < SERIES_BELOW {
        1.0 - 2.0 * front * rising_series(a, t2 / (df + t2))
    } else {
        front * fraction(a, df / (df + t2), t2 / (df + t2))
    };
    p.clamp(0.0, 1.0)
}

/// B(a, ½) = Γ(a) Γ(½) / Γ(a + ½), by Stirling's series for the ratio of neighbours.
fn beta_half(a: f64) -> f64 {
    let (mut a, mut factor) = (a, 1.0);
    while a < 20.0 {
        factor *= (a + 0.5) / a;
        a += 1.0;
    }
    let r = 1.0 / (a * a);
    let ln_ratio =
        -0.5 * a.ln() + (1.0 / 8.0 - r * (1.0 / 192.0 - r * (1.0 / 640.0 - r * 17.0 / 14_336.0))) / a;
    factor * ln_ratio.exp() * std::f64::consts::PI.sqrt()
}

/// Σ (a + ½)ₙ / (3/2)ₙ · yⁿ, the series of I_y(½, a) without its factor 2 in front.
fn rising_series(a: f64, y: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 0..MOST_TERMS {
        let n = f64::from(n);
        term *= (a + 0.5 + n) / (1.5 + n) * y;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum
}

/// The continued fraction of I_x(a, ½) with y = 1 − x, by Lentz's method, in the form that takes
/// no difference of large numbers: A. R. DiDonato and A. H. Morris, *ACM Trans. Math. Softw.* 18
/// (1992), 360-373.
fn fraction(a: f64, x: f64, y: f64) -> f64 {
    let b = 0.5;
    let lambda = (a + b) * y - b;
    let mut c = a / (a + 1.0) * (lambda + 1.0);
    let (mut d, mut value) = (0.0, c);
    for n in 1..MOST_TERMS {
        let n = f64::from(n);
        let odd = a + 2.0 * n - 1.0;
        let above = (a + n - 1.0) / odd * ((a + b + n - 1.0) / odd) * n * (b - n) * x * x;
        let below = n + n * (b - n) * x / odd + (a + n) / (odd + 2.0) * (lambda + 1.0 + n * (1.0 + y));
        d = 1.0 / (below + above * d);
        c = below + above / c;
        let step = c * d;
        value *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    1.0 / value
}

#[cfg(test)]
mod tests {
    use super::*;

    // mpmath 1.3: betainc(df/2, 1/2, 0, df/(df + t²), regularized=True), 30 digits.
    #[test]
    fn students_tail_agrees_with_mpmath() {
        for (t, df, p) in [
            (0.1, 1.0, 0.936_548_965_138_892_9),
            (2.0, 1.0, 0.295_167_235_300_866_5),
            (-50.0, 1.0, 0.012730698201945593),
            (1.9, 1.5, 0.238_253_660_674_839_5),
            (2.1, 3.0, 0.1265652025496846),
            (4.0, 107.03, 0.00011686374218374013),
            (2.0, 2e6, 0.045500398873806754),
            (5.0, 2e6, 5.733514637831463e-7),
            (30.0, 1998.0, 1.457608285513793e-163),
            (0.001, 50.0, 0.999_206_094_775_501_7),
        ] {
            let got = student_two_sided(t, df);
            assert!((got / p - 1.0).abs() < 1e-12, "t {t} df {df}: {got} {p}");
        }
        assert_eq!((student_two_sided(0.0, 5.0), student_two_sided(f64::INFINITY, 5.0)), (1.0, 0.0));
    }
}
