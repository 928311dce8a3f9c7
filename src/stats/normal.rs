//! The standard normal distribution.

use statrs::distribution::{ContinuousCDF, Normal};

/// Quantile of the standard normal distribution.
///
/// ```text
/// Φ⁻¹(p)
/// ```
///
/// −∞ at 0 and ∞ at 1; `p` outside 0 to 1 is cut.
pub fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p.clamp(0.0, 1.0))
}
