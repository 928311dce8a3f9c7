//! Welch's and Student's t-tests.

use serde::{Deserialize, Serialize};

use super::significance::student_two_sided;
use super::walk::both_filled;
use super::{Ecdf, StatsError};

/// What [`welch_t`] or [`student_t`] found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TTest {
    /// The statistic; positive when the reference's mean is the larger.
    pub t: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Two-sided p-value.
    pub p_value: f64,
}

/// Welch's t-test of two means, which may have unequal variances.
///
/// ```text
/// t = (r̄ − c̄) / sqrt(a + b),   a = s_r² / n,  b = s_c² / m,   df = (a + b)² / (a² / (n − 1) + b² / (m − 1))
/// ```
///
/// Tells whether the means differ, and nothing else.
///
/// # Constant samples
///
/// Where neither side varies, equal means give t = 0 and p = 1, different ones an infinite t and
/// p = 0; df is then 1 by convention.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values; [`StatsError::Invalid`] if it has one.
///
/// # Source
///
/// B. L. Welch, *Biometrika* 34 (1947), 28-35. Checked in `tests/golden` (`t_test.welch`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, welch_t};
///
/// let (low, high) = (Ecdf::from_values(vec![1.0, 3.0])?, Ecdf::from_values(vec![5.0, 7.0])?);
/// let test = welch_t(&low, &high)?;
/// // −4 / sqrt(2 / 2 + 2 / 2)
/// assert!((test.t + 8_f64.sqrt()).abs() < 1e-14 && (test.df - 2.0).abs() < 1e-14);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn welch_t(reference: &Ecdf, current: &Ecdf) -> Result<TTest, StatsError> {
    both_filled(reference, current)?;
    let (Some(s_r), Some(s_c)) = (reference.std(1), current.std(1)) else {
        return Err(StatsError::invalid("Welch's test needs two values on each side"));
    };
    let (n, m) = (reference.n() as f64, current.n() as f64);
    let (e_r, e_c) = (s_r / n.sqrt(), s_c / m.sqrt());
    let error = e_r.hypot(e_c);
    let df = if error > 0.0 && error.is_finite() {
        // Shares of the variance, so that nothing overflows.
        let (a, b) = ((e_r / error).powi(2), (e_c / error).powi(2));
        1.0 / (a * a / (n - 1.0) + b * b / (m - 1.0))
    } else {
        1.0
    };
    Ok(judged(reference, current, error, df))
}

/// Student's t-test of two means, with the variances pooled.
///
/// ```text
/// t = (r̄ − c̄) / (s sqrt(1 / n + 1 / m)),   s² = (Σ (r − r̄)² + Σ (c − c̄)²) / df,   df = n + m − 2
/// ```
///
/// Evidently's `t_test` is this one. One side may have a single value. Constant samples are
/// judged as in [`welch_t`].
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values; [`StatsError::Invalid`] with fewer than
/// three values in all.
///
/// # Source
///
/// Student, *Biometrika* 6 (1908), 1-25. Checked in `tests/golden` (`t_test.student`,
/// `evidently_methods.t_test`).
pub fn student_t(reference: &Ecdf, current: &Ecdf) -> Result<TTest, StatsError> {
    both_filled(reference, current)?;
    let (n, m) = (reference.n() as f64, current.n() as f64);
    let df = n + m - 2.0;
    if df < 1.0 {
        return Err(StatsError::invalid("Student's test needs three values over both sides"));
    }
    let (Some(s_r), Some(s_c)) = (reference.std(0), current.std(0)) else {
        return Err(StatsError::invalid("Student's test needs values on both sides"));
    };
    let pooled = (s_r * (n / df).sqrt()).hypot(s_c * (m / df).sqrt());
    Ok(judged(reference, current, pooled * (1.0 / n + 1.0 / m).sqrt(), df))
}

fn judged(reference: &Ecdf, current: &Ecdf, error: f64, df: f64) -> TTest {
    let (r, c) = (reference.mean().unwrap_or_default(), current.mean().unwrap_or_default());
    // Halved, because the difference of two doubles may be beyond the largest.
    let half = r * 0.5 - c * 0.5;
    let t = if half == 0.0 { 0.0 } else { half / (error * 0.5) };
    TTest { t, df, p_value: student_two_sided(t, df) }
}
