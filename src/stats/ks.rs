//! Two-sample Kolmogorov-Smirnov test.

use serde::{Deserialize, Serialize};

use super::{Ecdf, StatsError, kolmogorov, numeric_distances};

/// Up to this many values on the larger side p is exact, as SciPy's `auto` has it.
const EXACT_MAX: u64 = 10_000;
/// Where the bound on ln p is below this, p is reported by its leading term.
const TINY_LN_P: f64 = -680.0;

/// How p was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KsMethod {
    /// By counting lattice paths.
    Exact,
    /// By the distribution of the one-sample statistic at the effective size.
    Asymptotic,
}

/// What [`ks`] found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ks {
    /// Largest gap between the two distribution functions, 0 to 1.
    pub statistic: f64,
    /// Value at which it stands.
    pub location: f64,
    /// 1 when the reference's function is the higher one there (its values are lower), else −1.
    pub sign: i8,
    /// Largest gap by which the reference's function is the higher one; 0 where it never is.
    pub d_plus: f64,
    /// Largest gap by which current's function is the higher one; 0 where it never is.
    pub d_minus: f64,
    /// Two-sided p-value.
    pub p_value: f64,
    /// How p was computed.
    pub method: KsMethod,
}

/// Two-sample Kolmogorov-Smirnov test, two-sided.
///
/// ```text
/// D = maxₓ |F(x) − G(x)|
/// ```
///
/// p is exact when neither side has more than 10,000 values, else asymptotic: the distribution
/// of the one-sample statistic at `round(n·m / (n + m))`. Ties are allowed; p is then conservative.
/// Of several places with the same gap, the lowest value of the reference is named, else the
/// lowest of current.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
///
/// # Source
///
/// J. L. Hodges, *Ark. Mat.* 3 (1958), 469-486; B. V. Gnedenko and V. S. Korolyuk,
/// *Dokl. Akad. Nauk SSSR* 80 (1951), 525-528. Checked in `tests/golden` (`ks.*`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, ks};
///
/// let (low, high) = (Ecdf::from_values(vec![1.0, 2.0, 3.0])?, Ecdf::from_values(vec![4.0, 5.0, 6.0])?);
/// let test = ks(&low, &high)?;
/// // Of the 20 orders in which the six values can come, two part them like this.
/// assert_eq!((test.statistic, test.sign), (1.0, 1));
/// assert!((test.p_value - 0.1).abs() < 1e-15);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn ks(reference: &Ecdf, current: &Ecdf) -> Result<Ks, StatsError> {
    Ok(numeric_distances(reference, current)?.ks)
}

/// Largest gaps to both sides, gathered while two samples are walked through in order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Gaps {
    above: Place,
    below: Place,
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    gap: f64,
    at: Option<f64>,
    in_reference: bool,
}

impl Gaps {
    /// The difference `F − G` at a value that occurs in the reference or only in current.
    pub(super) fn see(&mut self, difference: f64, at: f64, in_reference: bool) {
        self.above.see(difference, at, in_reference);
        self.below.see(-difference, at, in_reference);
    }
}

impl Place {
    fn see(&mut self, gap: f64, at: f64, in_reference: bool) {
        let first = self.at.is_none();
        if gap > self.gap || (gap == self.gap && (first || (in_reference && !self.in_reference))) {
            *self = Self { gap, at: Some(at), in_reference };
        }
    }
}

/// The test from the largest gaps and the two sample sizes.
pub fn ks_from_gap(gaps: &Gaps, n_reference: u64, n_current: u64) -> Ks {
    let (place, sign) = if gaps.below.gap > gaps.above.gap { (gaps.below, -1) } else { (gaps.above, 1) };
    let statistic = place.gap.clamp(0.0, 1.0);
    let exact = n_reference.max(n_current) <= EXACT_MAX;
    let p_value = if exact {
        ks_exact_p(statistic, n_reference, n_current)
    } else {
        ks_asymptotic_p(statistic, n_reference, n_current)
    };
    let method = if exact { KsMethod::Exact } else { KsMethod::Asymptotic };
    let (d_plus, d_minus) = (gaps.above.gap, gaps.below.gap);
    Ks { statistic, location: place.at.unwrap_or_default(), sign, d_plus, d_minus, p_value, method }
}

/// Asymptotic two-sided p-value of a gap `statistic` between samples of `n` and `m` values.
pub fn ks_asymptotic_p(statistic: f64, n: u64, m: u64) -> f64 {
    let (n, m) = (n as f64, m as f64);
    let (large, small) = (n.max(m), n.min(m));
    let effective = (large * small / (large + small)).round_ties_even();
    kolmogorov::survival(effective.max(0.0) as u64, statistic)
}

/// Exact two-sided p-value of a gap `statistic` between samples of `n` and `m` values, neither
/// above a few ten thousand. Below 10⁻²⁸⁰ only its order of magnitude.
///
/// The probability that a random path on the lattice reaches the gap is carried along
/// anti-diagonals. All terms are positive and at most 1: nothing overflows or cancels.
pub fn ks_exact_p(statistic: f64, n: u64, m: u64) -> f64 {
    let (n, m) = (n.max(m), n.min(m));
    if m == 0 {
        return 1.0;
    }
    let divisor = gcd(n, m);
    let h = (statistic * ((n / divisor) * m) as f64).round() as u64;
    if h == 0 {
        return 1.0;
    }
    if n == m {
        return equal_sizes(n, h);
    }
    let d = h as f64 / ((n / divisor) * m) as f64;
    let bound = -2.0 * d * d * (n as f64 * m as f64) / (n + m) as f64;
    if bound < TINY_LN_P {
        return (2.0 * bound.exp()).min(1.0);
    }
    unequal_sizes(n, m, divisor, h)
}

/// Gnedenko and Korolyuk: `p = 2 Σₖ (−1)ᵏ⁻¹ C(2n, n − k·h) / C(2n, n)`.
fn equal_sizes(n: u64, h: u64) -> f64 {
    let (mut term, mut sum, mut sign) = (1.0_f64, 0.0_f64, 1.0_f64);
    let mut reached = 0;
    while reached + h <= n && term > 0.0 {
        for j in reached..reached + h {
            term *= (n - j) as f64 / (n + j + 1) as f64;
        }
        reached += h;
        sum += sign * term;
        sign = -sign;
        if term < sum.abs() * 1e-18 {
            break;
        }
    }
    (2.0 * sum).clamp(0.0, 1.0)
}

fn unequal_sizes(n: u64, m: u64, divisor: u64, h: u64) -> f64 {
    // A path at (i, j), i of the m and j of the n values, is out when |i·n − j·m| ≥ h·divisor.
    let (n_g, m_g) = ((n / divisor) as i64, (m / divisor) as i64);
    let (m, h, total) = (m as usize, h as i64, n_g + m_g);
    let index: Vec<f64> = (0..=m + 1).map(|i| i as f64).collect();
    // Slot i + 1 holds the probability of having been out on the way to (i, s − i).
    let mut before = vec![1.0_f64; m + 3];
    let mut after = vec![1.0_f64; m + 3];
    before[1] = 0.0;
    for s in 1..=(n as i64 + m as i64) {
        let low = ((s * m_g - h).div_euclid(total) + 1).max(0).max(s - n as i64) as usize;
        let reach = (s * m_g + h - 1).div_euclid(total).min(s).min(m as i64);
        if reach < low as i64 {
            return 1.0;
        }
        let high = reach as usize;
        let inverse = 1.0 / s as f64;
        let s_f = s as f64;
        let (left, right) = (&before[low..=high], &before[low + 1..=high + 1]);
        let (out, at) = (&mut after[low + 1..=high + 1], &index[low..=high]);
        for (((out, &left), &right), &i) in out.iter_mut().zip(left).zip(right).zip(at) {
            *out = (left * i + right * (s_f - i)) * inverse;
        }
        after[low] = 1.0;
        after[high + 2] = 1.0;
        std::mem::swap(&mut before, &mut after);
    }
    before[m + 1].clamp(0.0, 1.0)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Counted by hand: of the C(5, 2) = 10 orders of 2 and 3 values, those that reach the gap.
    #[test]
    fn small_cases_by_counting() {
        assert!((ks_exact_p(1.0, 3, 2) - 0.2).abs() < 1e-15);
        assert!((ks_exact_p(1.0, 2, 2) - 2.0 / 6.0).abs() < 1e-15);
        assert_eq!(ks_exact_p(0.0, 5, 7), 1.0);
    }

    #[test]
    fn both_ways_agree_on_equal_sizes() {
        for (n, h) in [(7, 3), (50, 12), (400, 40), (1_000, 300)] {
            let (a, b) = (equal_sizes(n, h), unequal_sizes(n, n, n, h));
            assert!((a / b - 1.0).abs() < 1e-10, "{n} {h}: {a} {b}");
        }
    }
}
