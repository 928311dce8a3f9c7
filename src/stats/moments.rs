//! Mean, standard deviation, skewness and kurtosis of an [`Ecdf`].
//!
//! Sums run over the sorted values with Neumaier's compensation, so the result does not depend
//! on row order. Sources: A. Neumaier, *ZAMM* 54 (1974), 39-51; checked in `tests/golden`.

use super::Ecdf;

impl Ecdf {
    /// Arithmetic mean `Σ x / n`; `None` for an empty sample. Does not overflow.
    pub fn mean(&self) -> Option<f64> {
        let scale = scale_for(self.largest_magnitude()?);
        let sum = compensated(self.points().map(|p| p.value * scale * p.count as f64));
        Some(sum / self.n() as f64 / scale)
    }

    /// Standard deviation `sqrt(Σ (x − mean)² / (n − ddof))`; `None` when `n ≤ ddof`.
    /// Neither overflows nor loses denormals.
    pub fn std(&self, ddof: u64) -> Option<f64> {
        if self.n() <= ddof {
            return None;
        }
        let mean = self.mean()?;
        let half = (self.max()? * 0.5 - mean * 0.5).abs().max((mean * 0.5 - self.min()? * 0.5).abs());
        if half == 0.0 {
            return Some(0.0);
        }
        let scale = scale_for(half);
        let (mut squares, mut left) = (Compensated::default(), Compensated::default());
        for p in self.points() {
            let (d, count) = (p.value * scale - mean * scale, p.count as f64);
            squares.add(d * d * count);
            left.add(d * count);
        }
        // What the rounding of the mean adds to the sum of squares is taken out again.
        let left = left.total();
        let sum = squares.total() - left * left / self.n() as f64;
        Some((sum.max(0.0) / (self.n() - ddof) as f64).sqrt() / scale)
    }

    /// Population standard deviation as `numpy.std` computes it in double precision: infinite
    /// (or not a number) where a sum or a square overflows.
    pub fn std_unscaled(&self) -> Option<f64> {
        let safe = self.std(0)?;
        let n = self.n() as f64;
        if (self.largest_magnitude()? * 2.0).powi(2) * n < f64::MAX {
            return Some(safe); // No sum of squares can overflow.
        }
        let sum: f64 = self.points().map(|p| p.value * p.count as f64).sum();
        let mean = if sum.is_finite() { self.mean()? } else { sum / n };
        let squares: f64 = self.points().map(|p| (p.value - mean) * (p.value - mean) * p.count as f64).sum();
        Some(if squares.is_finite() { safe } else { squares.sqrt() })
    }

    /// Skewness `m₃ / m₂^(3/2)` of the central moments over n; `None` where nothing varies.
    pub fn skewness(&self) -> Option<f64> {
        self.standard_moment(3)
    }

    /// Excess kurtosis `m₄ / m₂² − 3` of the central moments over n; `None` where nothing varies.
    pub fn excess_kurtosis(&self) -> Option<f64> {
        Some(self.standard_moment(4)? - 3.0)
    }

    /// Mean of `((x − mean) / std)^power`.
    fn standard_moment(&self, power: i32) -> Option<f64> {
        let (mean, std) = (self.mean()?, self.std(0)?);
        if std == 0.0 {
            return None;
        }
        // Halved, because a difference of two doubles may be beyond the largest.
        let scaled = |x: f64| (x * 0.5 - mean * 0.5) / std * 2.0;
        Some(
            compensated(self.points().map(|p| scaled(p.value).powi(power) * p.count as f64))
                / self.n() as f64,
        )
    }

    fn largest_magnitude(&self) -> Option<f64> {
        Some(self.min()?.abs().max(self.max()?.abs()))
    }
}

/// A power of two that brings numbers of this magnitude to where squares and sums neither
/// overflow nor vanish; 1 for ordinary numbers.
fn scale_for(magnitude: f64) -> f64 {
    if magnitude > 1e140 {
        2_f64.powi(-600)
    } else if magnitude < 1e-140 {
        2_f64.powi(600)
    } else {
        1.0
    }
}

pub(super) fn compensated(terms: impl Iterator<Item = f64>) -> f64 {
    let mut sum = Compensated::default();
    terms.for_each(|term| sum.add(term));
    sum.total()
}

/// A running sum and what its roundings lost.
#[derive(Debug, Clone, Copy, Default)]
struct Compensated {
    sum: f64,
    lost: f64,
}

impl Compensated {
    fn add(&mut self, x: f64) {
        let t = self.sum + x;
        self.lost += if self.sum.abs() >= x.abs() { (self.sum - t) + x } else { (x - t) + self.sum };
        self.sum = t;
    }

    fn total(self) -> f64 {
        self.sum + self.lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_neither_overflow_nor_vanish() {
        let huge = Ecdf::from_values(vec![1e308, 1.2e308, -1e308]).unwrap();
        assert!((huge.mean().unwrap() / 0.4e308 - 1.0).abs() < 1e-14);
        assert!((huge.std(0).unwrap() / 9.933_109_617_167_577e307 - 1.0).abs() < 1e-12);
        assert_eq!(huge.std_unscaled(), Some(f64::INFINITY));
        let tiny = Ecdf::from_values(vec![1e-300, 3e-300]).unwrap();
        assert!((tiny.std(0).unwrap() / 1e-300 - 1.0).abs() < 1e-14);
        assert_eq!(Ecdf::from_values(vec![7.1; 9]).unwrap().std(0), Some(0.0));
    }
}
