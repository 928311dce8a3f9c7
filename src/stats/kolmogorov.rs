//! Distribution of the one-sample two-sided Kolmogorov-Smirnov statistic.
//!
//! The methods and where each is used: R. Simard and P. L'Ecuyer, *J. Stat. Softw.* 39(11)
//! (2011). Matrix: G. Marsaglia, W. W. Tsang and J. Wang, *J. Stat. Softw.* 8(18) (2003).
//! Limit with three corrections: W. Pelz and I. J. Good, *J. R. Stat. Soc. B* 38 (1976).
//! Upper tail: twice the one-sided probability of Z. W. Birnbaum and F. H. Tingey,
//! *Ann. Math. Stat.* 22 (1951).

use std::f64::consts::PI;

use statrs::function::gamma::ln_gamma;

/// Beyond this `n·x²` p is below 10⁻³²⁰.
const VANISHED: f64 = 370.0;
/// Up to this n the matrix gives the whole lower range.
const MATRIX_MAX: u64 = 140;
/// Up to this n the matrix is used far down, where the limit is least good.
const MATRIX_FAR_DOWN_MAX: u64 = 2_000;
/// Terms of the one-sided sum; longer sums are taken in even strides.
const TERMS: u64 = 16_384;

/// P(D ≥ x) for `n` values.
pub(super) fn survival(n: u64, x: f64) -> f64 {
    let size = n as f64;
    let t = size * x;
    if n == 0 || t <= 0.5 {
        return 1.0;
    }
    if x >= 1.0 {
        return 0.0;
    }
    if t <= 1.0 {
        // P(D < x) = n! · ((2t − 1) / n)ⁿ.
        let ln = ln_gamma(size + 1.0) + size * ((2.0 * t - 1.0) / size).ln();
        return 1.0 - ln.exp();
    }
    let z2 = t * x;
    if z2 >= VANISHED {
        return 0.0;
    }
    if x >= 0.5 || z2 >= if n <= MATRIX_MAX { 4.0 } else { 2.2 } {
        return (2.0 * one_sided(n, x)).min(1.0);
    }
    let far_down = n <= MATRIX_FAR_DOWN_MAX && size * x.powf(1.5) <= 1.4;
    let below = if n <= MATRIX_MAX || far_down { matrix(n, x) } else { pelz_good(size, x) };
    (1.0 - below).clamp(0.0, 1.0)
}

/// P(D⁺ ≥ x) = x Σⱼ C(n, j) (x + j/n)ʲ⁻¹ (1 − x − j/n)ⁿ⁻ʲ, j from 0 to ⌊n (1 − x)⌋.
///
/// Terms are in Loader's deviance form, so no digits are lost for large n. The terms are a
/// smooth bump that vanishes at both ends, so even strides sum it to full precision.
fn one_sided(n: u64, x: f64) -> f64 {
    let size = n as f64;
    let last = (size * (1.0 - x)).floor() as u64;
    let mut sum = (size * (-x).ln_1p()).exp(); // j = 0
    let stride = (n / TERMS).max(1);
    let mut inner = 0.0;
    let mut j = stride;
    while j <= last {
        inner += term(size, j as f64, x);
        j += stride;
    }
    sum += inner * stride as f64;
    sum
}

fn term(n: f64, j: f64, x: f64) -> f64 {
    let k = n - j;
    let b = 1.0 - x - j / n;
    if k <= 0.0 {
        // j = n only when x is 0.
        return 0.0;
    }
    if b <= 0.0 {
        return 0.0;
    }
    let choose = stirling_rest(n) - stirling_rest(j) - stirling_rest(k) + 0.5 * (n / (2.0 * PI * j * k)).ln();
    let powers = j * (n * x / j).ln_1p() + k * (-n * x / k).ln_1p();
    (choose + powers).exp() * x / (x + j / n)
}

/// ln k! less Stirling's formula.
fn stirling_rest(k: f64) -> f64 {
    if k < 16.0 {
        return ln_gamma(k + 1.0) - (k + 0.5) * k.ln() + k - 0.5 * (2.0 * PI).ln();
    }
    let k2 = k * k;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * k2)) / k2) / k2) / k
}

/// P(D < x) by the power of a matrix of side `2⌈n x⌉ − 1`.
fn matrix(n: u64, x: f64) -> f64 {
    let t = n as f64 * x;
    let k = t as usize + 1;
    let side = 2 * k - 1;
    let h = k as f64 - t;
    let mut m = vec![0.0_f64; side * side];
    for i in 0..side {
        for j in 0..side.min(i + 2) {
            m[i * side + j] = 1.0;
        }
    }
    for i in 0..side {
        m[i * side] -= h.powi(i as i32 + 1);
        m[(side - 1) * side + i] -= h.powi((side - i) as i32);
    }
    if 2.0 * h > 1.0 {
        m[(side - 1) * side] += (2.0 * h - 1.0).powi(side as i32);
    }
    for i in 0..side {
        for j in 0..side.min(i + 2) {
            for g in 2..=(i + 1 - j.min(i + 1)) {
                m[i * side + j] /= g as f64;
            }
        }
    }
    let mut power = Scaled { cells: m, ln_scale: 0.0, side };
    let mut result: Option<Scaled> = None;
    let mut left = n;
    while left > 0 {
        if left & 1 == 1 {
            result = Some(result.map_or_else(|| power.clone(), |r| r.times(&power)));
        }
        left >>= 1;
        if left > 0 {
            power = power.times(&power);
        }
    }
    let Some(result) = result else { return 0.0 };
    let centre = result.cells[(k - 1) * side + k - 1];
    let size = n as f64;
    (centre.ln() + result.ln_scale + ln_gamma(size + 1.0) - size * size.ln()).exp()
}

/// A matrix times `exp(ln_scale)`.
#[derive(Clone)]
struct Scaled {
    cells: Vec<f64>,
    ln_scale: f64,
    side: usize,
}

impl Scaled {
    fn times(&self, other: &Self) -> Self {
        let side = self.side;
        let mut cells = vec![0.0; side * side];
        for i in 0..side {
            for k in 0..side {
                let a = self.cells[i * side + k];
                for j in 0..side {
                    cells[i * side + j] += a * other.cells[k * side + j];
                }
            }
        }
        let mut ln_scale = self.ln_scale + other.ln_scale;
        let largest = cells.iter().copied().fold(0.0, f64::max);
        if largest > 1e100 {
            cells.iter_mut().for_each(|c| *c /= largest);
            ln_scale += largest.ln();
        }
        Self { cells, ln_scale, side }
    }
}

/// P(D < x), the limit and its corrections of order n^−½, n^−1 and n^−³ᐟ².
fn pelz_good(n: f64, x: f64) -> f64 {
    let z = n.sqrt() * x;
    let (z2, z3) = (z * z, z * z * z);
    let (z4, z6) = (z2 * z2, z3 * z3);
    let (pi2, pi4, pi6) = (PI.powi(2), PI.powi(4), PI.powi(6));
    let root = (PI / 2.0).sqrt();
    let (mut k0, mut k1, mut k2, mut k3) = (0.0, 0.0, 0.0, 0.0);
    let (mut k2_even, mut k3_even) = (0.0, 0.0);
    for k in 0..64_u32 {
        let odd = f64::from(k) + 0.5;
        let (o2, e) = (odd * odd, (-odd * odd * pi2 / (2.0 * z2)).exp());
        k0 += e;
        k1 += (pi2 * o2 - z2) * e;
        k2 += (6.0 * z6 + 2.0 * z4 + pi2 * (2.0 * z4 - 5.0 * z2) * o2 + pi4 * (1.0 - 2.0 * z2) * o2 * o2) * e;
        k3 += (-30.0 * z6 - 90.0 * z6 * z2
            + pi2 * (135.0 * z4 - 96.0 * z6) * o2
            + pi4 * (212.0 * z4 - 60.0 * z2) * o2 * o2
            + pi6 * (5.0 - 30.0 * z2) * o2 * o2 * o2)
            * e;
        let whole = f64::from(k + 1);
        let (w2, e) = (whole * whole, (-whole * whole * pi2 / (2.0 * z2)).exp());
        k2_even += pi2 * w2 * e;
        k3_even += (3.0 * pi2 * w2 * z2 - pi4 * w2 * w2) * e;
    }
    // The sums over all integers are twice those over the positive ones.
    let k0 = 2.0 * root * k0 / z;
    let k1 = 2.0 * root * k1 / (6.0 * z4);
    let k2 = 2.0 * root * k2 / (72.0 * z6 * z) - 2.0 * root * k2_even / (36.0 * z3);
    let k3 = 2.0 * root * k3 / (6480.0 * z6 * z4) + 2.0 * root * k3_even / (216.0 * z6);
    k0 + k1 / n.sqrt() + k2 / n + k3 / (n * n.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    // scipy 1.17.1: scipy.stats.kstwo.sf(x, n)
    #[test]
    fn agrees_with_scipy() {
        for (n, x, p) in [
            (1, 0.7, 0.600_000_000_000_000_1),
            (10, 0.3, 0.27053557479999946),
            (50, 0.1, 0.6623112704658186),
            (100, 0.12, 0.10330374901819939),
            (141, 0.05, 0.854845693009663),
            (141, 0.1, 0.11128445516467944),
            (500, 0.05, 0.15866260223815387),
            (500, 0.03, 0.7473166700457021),
            (2500, 0.0297, 0.02381165417456529),
            (5000, 0.012, 0.4639912166690192),
            (5000, 0.02, 0.03613941395325637),
            (5000, 0.05, 2.6523052328711187e-11),
            (100_000, 0.003, 0.3284563327726956),
            (500_000, 0.0012, 0.4671992770600679),
            (500_000, 0.003, 0.00024632301239186754),
            (500_000, 0.01, 7.374635645083527e-44),
        ] {
            let got = survival(n, x);
            assert!((got / p - 1.0).abs() < 1e-8, "n {n} x {x}: {got} {p}");
        }
    }
}
