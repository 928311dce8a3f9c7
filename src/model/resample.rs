//! Bootstrap resamples of rows and percentile intervals.
//!
//! Source: B. Efron, R. J. Tibshirani, *An Introduction to the Bootstrap*, Chapman & Hall 1993, ch. 13.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Seeded resamples: how often each row is drawn when as many rows are drawn as there are.
pub(super) struct Resamples {
    random: Xoshiro256PlusPlus,
    times: Vec<u32>,
}

/// 2.5 % and 97.5 % quantile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Resamples {
    pub(super) fn new(rows: usize, seed: u64) -> Self {
        Self { random: Xoshiro256PlusPlus::seed_from_u64(seed), times: vec![0; rows] }
    }

    /// The next resample.
    pub(super) fn next(&mut self) -> &[u32] {
        self.times.fill(0);
        let rows = self.times.len() as u64;
        for _ in 0..rows {
            // Not `usize`, whose draws differ between 32 and 64 bits.
            let row = self.random.gen_range(0..rows) as usize;
            self.times[row] += 1;
        }
        &self.times
    }
}

impl Interval {
    /// Of the values of a quantity over the resamples; `None` where there are none.
    pub(super) fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_unstable_by(f64::total_cmp);
        Some(Self { low: quantile(&values, 0.025)?, high: quantile(&values, 0.975)? })
    }
}

/// Quantile of sorted values by linear interpolation, numpy's default.
pub(super) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted.get(place.floor() as usize)?, sorted.get(place.ceil() as usize)?);
    Some(below + (above - below) * place.fract())
}

/// `most` of `rows` places, in order; all where there are no more.
pub(super) fn subsample(rows: usize, most: usize, random: &mut Xoshiro256PlusPlus) -> Vec<u32> {
    let mut places: Vec<u32> = (0..rows as u32).collect();
    if rows > most {
        for at in 0..most {
            let other = random.gen_range(at as u64..rows as u64) as usize;
            places.swap(at, other);
        }
        places.truncate(most);
        places.sort_unstable();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate_as_numpy_does() {
        // numpy.quantile([1, 2, 4, 8], [0.025, 0.5, 0.975]) = [1.075, 3.0, 7.7]
        let sorted = [1.0, 2.0, 4.0, 8.0];
        let got = [0.025, 0.5, 0.975].map(|share| quantile(&sorted, share).unwrap());
        assert!((got[0] - 1.075).abs() < 1e-12 && got[1] == 3.0 && (got[2] - 7.7).abs() < 1e-12);
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn a_resample_draws_as_many_rows_as_there_are() {
        let mut resamples = Resamples::new(50, 7);
        let first = resamples.next().to_vec();
        assert_eq!(first.iter().sum::<u32>(), 50);
        assert_ne!(resamples.next(), first);
        assert_eq!(Resamples::new(50, 7).next(), first);
    }

    #[test]
    fn a_subsample_holds_distinct_rows_in_order() {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(3);
        let places = subsample(100, 30, &mut random);
        assert!(places.len() == 30 && places.windows(2).all(|pair| pair[0] < pair[1]) && places[29] < 100);
        assert_eq!(subsample(3, 30, &mut random), [0, 1, 2]);
    }
}
