//! The line beside a series: what its last values were on average.

use serde::{Deserialize, Serialize};

use super::StreamError;

/// Most values that a window may hold.
const LONGEST: u32 = 10_000_000;

/// How a series is smoothed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Smoothing {
    /// Mean of the last `window` values, all alike.
    Simple {
        /// Values, at least 1.
        window: u32,
    },
    /// Weights that fall by the factor 1 − 2 / (`window` + 1) from value to value; they reach back as far
    /// on average as a simple window of that length.
    Exponential {
        /// Values, at least 1.
        window: u32,
    },
}

/// A moving average.
///
/// ```text
/// simple:       a = (x₁ + … + xₙ) / n       of the last n ≤ window values
/// exponential:  a ← λ · x + (1 − λ) · a,    λ = 2 / (window + 1), beginning with the first value
/// ```
///
/// In the unit of the values. Missing and infinite values leave it as it was. The simple mean is a sum of
/// the values in its window and nothing else: none is ever subtracted, so that what has left the window
/// leaves no rounding behind, however large it was. A value costs O(1) on average.
///
/// Agrees with pandas' `rolling(window, min_periods=1).mean()` and `ewm(span=window, adjust=False).mean()`.
///
/// ```
/// use evenkeel::stream::{MovingAverage, Smoothing};
///
/// let mut average = MovingAverage::new(Smoothing::Simple { window: 2 })?;
/// assert_eq!([1.0, 3.0, 4.0].map(|value| average.update(Some(value))), [Some(1.0), Some(2.0), Some(3.5)]);
/// # Ok::<(), evenkeel::stream::StreamError>(())
/// ```
#[derive(Debug, Clone)]
pub struct MovingAverage {
    state: State,
    average: Option<f64>,
}

#[derive(Debug, Clone)]
enum State {
    Simple(Sums),
    Exponential { weight: f64 },
}

/// A queue that knows its sum: two stacks, of which each knows its own.
#[derive(Debug, Clone)]
struct Sums {
    window: usize,
    /// Of the older half, the sums from each value to its end; the oldest value's on top.
    older: Vec<f64>,
    newer: Vec<f64>,
    sum_of_newer: f64,
}

impl MovingAverage {
    /// # Errors
    ///
    /// [`StreamError::Window`] for a window of no values or of more than ten million.
    pub fn new(smoothing: Smoothing) -> Result<Self, StreamError> {
        let (Smoothing::Simple { window } | Smoothing::Exponential { window }) = smoothing;
        if !(1..=LONGEST).contains(&window) {
            return Err(StreamError::Window {
                value: window,
                allowed: format!("from 1 to {LONGEST} values"),
            });
        }
        let state = match smoothing {
            Smoothing::Simple { window } => State::Simple(Sums {
                window: window as usize,
                older: Vec::new(),
                newer: Vec::new(),
                sum_of_newer: 0.0,
            }),
            Smoothing::Exponential { window } => {
                State::Exponential { weight: 2.0 / (f64::from(window) + 1.0) }
            }
        };
        Ok(Self { state, average: None })
    }

    /// Takes the next value and gives the average; nothing before the first value.
    pub fn update(&mut self, value: Option<f64>) -> Option<f64> {
        let Some(value) = value.filter(|value| value.is_finite()) else { return self.average };
        let next = match (&mut self.state, self.average) {
            (State::Simple(sums), _) => sums.update(value),
            (State::Exponential { .. }, None) => value,
            (State::Exponential { weight }, Some(average)) => *weight * value + (1.0 - *weight) * average,
        };
        self.average = Some(next);
        self.average
    }
}

impl Sums {
    fn update(&mut self, value: f64) -> f64 {
        if self.older.len() + self.newer.len() == self.window {
            self.drop_oldest();
        }
        self.newer.push(value);
        self.sum_of_newer += value;
        let sum = self.older.last().copied().unwrap_or(0.0) + self.sum_of_newer;
        sum / (self.older.len() + self.newer.len()) as f64
    }

    fn drop_oldest(&mut self) {
        if self.older.is_empty() {
            let mut sum = 0.0;
            self.older.extend(self.newer.drain(..).rev().map(|value| {
                sum += value;
                sum
            }));
            self.sum_of_newer = 0.0;
        }
        self.older.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn averages(smoothing: Smoothing, values: &[f64]) -> Vec<f64> {
        let mut average = MovingAverage::new(smoothing).unwrap();
        values.iter().filter_map(|&value| average.update(Some(value))).collect()
    }

    // By hand: (1 + 2 + 6) / 3 = 3, (2 + 6 + 1) / 3 = 3, (6 + 1 + 5) / 3 = 4.
    #[test]
    fn a_simple_mean_is_of_the_last_values() {
        let means = averages(Smoothing::Simple { window: 3 }, &[1.0, 2.0, 6.0, 1.0, 5.0]);
        assert_eq!(means, [1.0, 1.5, 3.0, 3.0, 4.0]);
        assert_eq!(averages(Smoothing::Simple { window: 1 }, &[4.0, 7.0]), [4.0, 7.0]);
    }

    // By hand with λ = ½: 8, (8 + 4) / 2, (6 + 0) / 2.
    #[test]
    fn an_exponential_mean_forgets_by_halves() {
        assert_eq!(averages(Smoothing::Exponential { window: 3 }, &[8.0, 4.0, 0.0]), [8.0, 6.0, 3.0]);
    }

    #[test]
    fn what_has_left_the_window_leaves_nothing_behind() {
        let means = averages(Smoothing::Simple { window: 2 }, &[1e300, 0.1, 0.2, 0.3]);
        assert_eq!(means[2..], [(0.1 + 0.2) / 2.0, (0.2 + 0.3) / 2.0]);
    }

    #[test]
    fn missing_values_leave_it_as_it_was() {
        let mut average = MovingAverage::new(Smoothing::Simple { window: 2 }).unwrap();
        let values = [None, Some(1.0), Some(f64::NAN), Some(f64::INFINITY), None, Some(2.0)];
        assert_eq!(
            values.map(|value| average.update(value)),
            [None, Some(1.0), Some(1.0), Some(1.0), Some(1.0), Some(1.5)]
        );
    }

    #[test]
    fn a_window_of_nothing_is_refused() {
        let error = MovingAverage::new(Smoothing::Simple { window: 0 }).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the window of a moving average is 0, but must be from 1 to 10000000 values"
        );
    }

    proptest! {
        #[test]
        fn a_simple_mean_is_the_sum_of_its_window(
            values in prop::collection::vec(-1e6..1e6_f64, 1..200),
            window in 1..50_u32,
        ) {
            let means = averages(Smoothing::Simple { window }, &values);
            for (at, mean) in means.iter().enumerate() {
                let part = &values[(at + 1).saturating_sub(window as usize)..=at];
                let want = part.iter().sum::<f64>() / part.len() as f64;
                prop_assert!((mean - want).abs() <= 1e-8);
            }
        }
    }
}
