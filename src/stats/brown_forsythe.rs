//! Brown-Forsythe test of equal spread.

use super::significance::student_two_sided;
use super::walk::both_filled;
use super::{Ecdf, StatsError, Test};

/// Brown-Forsythe test: does one side spread wider than the other?
///
/// ```text
/// F = (z̄_r − z̄_c)² · n m / N / (S / (N − 2)),   z = |x − median of its side|,   S = Σ (z − z̄ of its side)²
/// ```
///
/// The F of an analysis of variance of `z`, with 1 and N − 2 degrees of freedom. Levene's test
/// about the medians; hardly moved by a shift or by heavy tails.
///
/// # Constant samples
///
/// Where `z` varies on neither side, equal means of `z` give F = 0 and p = 1, different ones an
/// infinite F and p = 0.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values; [`StatsError::Invalid`] with fewer than
/// three values in all.
///
/// # Source
///
/// M. B. Brown and A. B. Forsythe, *J. Am. Stat. Assoc.* 69 (1974), 364-367. Checked in
/// `tests/golden` (`brown_forsythe`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, brown_forsythe};
///
/// let narrow = Ecdf::from_values(vec![-1.0, 0.0, 1.0, 0.5])?;
/// let shifted = Ecdf::from_values(vec![9.0, 10.0, 11.0, 10.5])?;
/// assert_eq!(brown_forsythe(&narrow, &shifted)?.p_value, 1.0);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn brown_forsythe(reference: &Ecdf, current: &Ecdf) -> Result<Test, StatsError> {
    both_filled(reference, current)?;
    let (n, m) = (reference.n() as f64, current.n() as f64);
    let df = n + m - 2.0;
    if df < 1.0 {
        return Err(StatsError::invalid("the test of spread needs three values over both sides"));
    }
    // Numbers of any size become at most 2 in magnitude: a power of two loses no digit.
    let largest = [reference.min(), reference.max(), current.min(), current.max()];
    let largest = largest.into_iter().flatten().fold(0.0_f64, |most, x| most.max(x.abs()));
    let scale = Scale::to_one(largest);
    let (r, c) = (spread(reference, scale), spread(current, scale));
    let gap = r.mean - c.mean;
    let within = (r.squares + c.squares) / df;
    let statistic = if gap == 0.0 { 0.0 } else { gap * gap * (n * m / (n + m)) / within };
    // An F with one degree of freedom above is a squared t.
    Ok(Test { statistic, p_value: student_two_sided(statistic.sqrt(), df) })
}

/// A power of two, in two factors because one alone may overflow.
#[derive(Debug, Clone, Copy)]
struct Scale {
    first: f64,
    second: f64,
}

impl Scale {
    fn to_one(largest: f64) -> Self {
        let exponent = if largest > 0.0 { -largest.log2().floor() as i32 } else { 0 };
        let half = exponent / 2;
        Self { first: 2_f64.powi(half), second: 2_f64.powi(exponent - half) }
    }

    fn of(self, x: f64) -> f64 {
        x * self.first * self.second
    }
}

/// Mean of the distances from the median, and their squares about that mean.
struct Spread {
    mean: f64,
    squares: f64,
}

fn spread(sample: &Ecdf, scale: Scale) -> Spread {
    let median = scale.of(sample.quantile(0.5).unwrap_or_default());
    let distances = || sample.points().map(move |p| ((scale.of(p.value) - median).abs(), p.count as f64));
    let mean = distances().map(|(z, count)| z * count).sum::<f64>() / sample.n() as f64;
    let squares = distances().map(|(z, count)| (z - mean) * (z - mean) * count).sum();
    Spread { mean, squares }
}
