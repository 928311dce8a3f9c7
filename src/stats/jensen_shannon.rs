//! Jensen-Shannon distance.

use super::CountPair;

/// Jensen-Shannon distance, natural logarithm.
///
/// ```text
/// JS = sqrt( ½ Σᵢ rᵢ ln(rᵢ / mᵢ) + ½ Σᵢ cᵢ ln(cᵢ / mᵢ) ),   m = (r + c) / 2
/// ```
///
/// Between 0 (same shares) and sqrt(ln 2) ≈ 0.833 (nothing in common). Empty cells add nothing.
///
/// # Source
///
/// J. Lin, *IEEE Trans. Inf. Theory* 37 (1991), 145-151. Checked in `tests/golden`
/// (`evidently_methods.jensenshannon`, `binned_sturges`, `distances`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{CountPair, jensen_shannon};
///
/// let nothing_in_common = CountPair::new(vec![9, 0], vec![0, 4])?;
/// assert!((jensen_shannon(&nothing_in_common) - 2_f64.ln().sqrt()).abs() < 1e-15);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn jensen_shannon(pair: &CountPair) -> f64 {
    let (r, c) = (pair.reference_shares(), pair.current_shares());
    let mut sum = 0.0;
    for (&r, &c) in r.iter().zip(&c) {
        let m = (r + c) / 2.0;
        for x in [r, c] {
            if x > 0.0 {
                sum += x * (x / m).ln();
            }
        }
    }
    (sum / 2.0).max(0.0).sqrt()
}

/// Jensen-Shannon distance with the logarithm to base 2: [`jensen_shannon`] over sqrt(ln 2).
///
/// Between 0 (same shares) and 1 (nothing in common).
///
/// # Source
///
/// As [`jensen_shannon`]. Checked in `tests/golden` (`js_distance_base2`, and NannyML's
/// `jensen_shannon`).
pub fn jensen_shannon_base2(pair: &CountPair) -> f64 {
    jensen_shannon(pair) / std::f64::consts::LN_2.sqrt()
}
