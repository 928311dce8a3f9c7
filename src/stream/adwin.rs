//! ADWIN: a window that is cut where its two parts differ.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::parameter::Field;
use super::{Detector, DetectorSettings, Parameter, ParameterRange, ParameterValue, Signal, StreamError};

/// Settings of [`Adwin`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AdwinSettings {
    /// Confidence: smaller is calmer. Above 0 and below 1.
    pub delta: f64,
    /// Cuts are looked for at every so many values.
    pub clock: u32,
    /// Summaries of one length before two are merged, at least 2.
    pub max_buckets: u32,
    /// Values that each part of a cut must have.
    pub min_window_length: u32,
    /// Values up to which no cut is looked for.
    pub grace_period: u32,
}

impl Default for AdwinSettings {
    fn default() -> Self {
        Self { delta: 0.002, clock: 32, max_buckets: 5, min_window_length: 5, grace_period: 10 }
    }
}

const WHOLE: ParameterRange = ParameterRange::Whole { least: 1, most: 1_000_000_000 };

impl AdwinSettings {
    /// The table behind `--param` and the form.
    pub(super) const PARAMETERS: [Parameter; 5] = [
        Parameter {
            name: "delta",
            range: ParameterRange::BelowOne,
            default: ParameterValue::Real(0.002),
            meaning: "confidence of a cut; smaller is calmer and later",
        },
        Parameter {
            name: "clock",
            range: WHOLE,
            default: ParameterValue::Whole(32),
            meaning: "a cut is looked for at every so many values",
        },
        Parameter {
            name: "max_buckets",
            range: ParameterRange::Whole { least: 2, most: 1_000 },
            default: ParameterValue::Whole(5),
            meaning: "summaries of one length before two are merged; more cut finer and cost more",
        },
        Parameter {
            name: "min_window_length",
            range: WHOLE,
            default: ParameterValue::Whole(5),
            meaning: "values that each part of a cut must have",
        },
        Parameter {
            name: "grace_period",
            range: ParameterRange::Whole { least: 0, most: 1_000_000_000 },
            default: ParameterValue::Whole(10),
            meaning: "values up to which no cut is looked for",
        },
    ];

    pub(super) fn field(&mut self, name: &str) -> Option<Field<'_>> {
        Some(match name {
            "delta" => Field::Real(&mut self.delta),
            "clock" => Field::Whole(&mut self.clock),
            "max_buckets" => Field::Whole(&mut self.max_buckets),
            "min_window_length" => Field::Whole(&mut self.min_window_length),
            "grace_period" => Field::Whole(&mut self.grace_period),
            _ => return None,
        })
    }
}

/// ADWIN, adaptive windowing.
///
/// ```text
/// cut where |μ₀ − μ₁| > ε
/// ε  = √(2 · r · σ² · ln(2 · ln(W) / δ)) + ⅔ · r · ln(2 · ln(W) / δ)
/// r  = 1 / (n₀ − m + 1) + 1 / (n₁ − m + 1)
/// ```
///
/// `n₀` and `n₁` are the values before and after the cut, `μ₀` and `μ₁` their means, `W = n₀ + n₁`, `σ²`
/// the variance of the window and `m` the least length of a part. While a cut is found the oldest
/// summary is dropped; then drift is reported, and the next value begins a new window.
///
/// The window is kept as summaries of 1, 2, 4, … values, the oldest the longest: about
/// `max_buckets · log₂ W` of them. Values may be any finite numbers. It does not warn.
///
/// # Source
///
/// A. Bifet and R. Gavaldà, *Learning from time-changing data with adaptive windowing*, SDM 2007,
/// 443-448; the variance of summaries: B. Babcock, M. Datar, R. Motwani and L. O'Callaghan, *Maintaining
/// variance and k-medians over data stream windows*, PODS 2003, 234-243.
#[derive(Debug, Clone)]
pub struct Adwin {
    settings: AdwinSettings,
    window: Window,
    ticks: u64,
    drift: bool,
}

impl Adwin {
    /// # Errors
    ///
    /// [`StreamError::Parameter`] names the parameter that is out of its range.
    pub fn new(settings: &AdwinSettings) -> Result<Self, StreamError> {
        DetectorSettings::Adwin(*settings).check()?;
        Ok(Self { settings: *settings, window: Window::default(), ticks: 0, drift: false })
    }

    /// Values in the window.
    pub fn width(&self) -> u64 {
        self.window.width as u64
    }

    /// Mean of the window; 0 when it is empty.
    pub fn mean(&self) -> f64 {
        if self.window.width > 0.0 { self.window.total / self.window.width } else { 0.0 }
    }

    /// Sum of the squared deviations from the mean, over the window.
    pub fn sum_of_squares(&self) -> f64 {
        self.window.squares
    }

    /// Whether some cut parts the window in two that differ.
    fn differs(&self) -> bool {
        let Window { rows, width, total, squares } = &self.window;
        let least = f64::from(self.settings.min_window_length);
        let log = (2.0 * width.ln() / self.settings.delta).ln();
        let variance = squares / width;
        let (mut before, mut sum_before) = (0.0, 0.0);
        let (mut after, mut sum_after) = (*width, *total);
        for (level, row) in rows.iter().enumerate().rev() {
            let values = values_at(level);
            for summary in row {
                before += values;
                after -= values;
                sum_before += summary.total;
                sum_after -= summary.total;
                if after < least {
                    // Nothing is left for the younger part, here and at every later cut.
                    return false;
                }
                if before < least {
                    continue;
                }
                let gap = sum_before / before - sum_after / after;
                let reciprocal = 1.0 / (before - least + 1.0) + 1.0 / (after - least + 1.0);
                let bound = (2.0 * reciprocal * variance * log).sqrt() + 2.0 / 3.0 * log * reciprocal;
                if gap.abs() > bound {
                    return true;
                }
            }
        }
        false
    }
}

impl Detector for Adwin {
    fn update(&mut self, value: f64) -> Signal {
        if self.drift {
            self.reset();
        }
        self.window.push(value, self.settings.max_buckets as usize);
        self.ticks += 1;
        let due = self.ticks.is_multiple_of(u64::from(self.settings.clock));
        if due && self.window.width > f64::from(self.settings.grace_period) {
            while self.differs() {
                self.drift = true;
                self.window.drop_oldest();
            }
        }
        Signal { warning: false, drift: self.drift }
    }

    fn reset(&mut self) {
        self.window = Window::default();
        self.ticks = 0;
        self.drift = false;
    }
}

/// The last values as summaries: `rows[i]` holds those of 2ⁱ values, the oldest in front.
#[derive(Debug, Clone, Default)]
struct Window {
    rows: Vec<VecDeque<Summary>>,
    width: f64,
    total: f64,
    squares: f64, // Sum of squared deviations from the mean.
}

#[derive(Debug, Clone, Copy)]
struct Summary {
    total: f64,
    squares: f64,
}

impl Window {
    fn push(&mut self, value: f64, most: usize) {
        if self.width > 0.0 {
            let gap = value - self.total / self.width;
            self.squares += self.width * gap * gap / (self.width + 1.0);
        }
        self.width += 1.0;
        self.total += value;
        let mut carried = Summary { total: value, squares: 0.0 };
        for level in 0.. {
            if level == self.rows.len() {
                self.rows.push(VecDeque::with_capacity(most + 1));
            }
            let row = &mut self.rows[level];
            row.push_back(carried);
            if row.len() <= most {
                return;
            }
            // The row is not empty, but a window without its oldest values is better than a panic.
            let (Some(older), Some(younger)) = (row.pop_front(), row.pop_front()) else { return };
            carried = older.merged(younger, values_at(level));
        }
    }

    /// Forgets the oldest summary. The window holds at least two: it was cut.
    fn drop_oldest(&mut self) {
        let values = values_at(self.rows.len().saturating_sub(1));
        let Some(row) = self.rows.last_mut() else { return };
        let Some(oldest) = row.pop_front() else { return };
        if row.is_empty() {
            self.rows.pop();
        }
        let mean = oldest.total / values;
        self.width -= values;
        self.total -= oldest.total;
        let gap = mean - self.total / self.width;
        self.squares -= oldest.squares + values * self.width * gap * gap / (values + self.width);
    }
}

impl Summary {
    /// This one and a younger one of as many values.
    fn merged(self, younger: Self, values: f64) -> Self {
        let gap = self.total / values - younger.total / values;
        Self {
            total: self.total + younger.total,
            squares: self.squares + younger.squares + values * 0.5 * gap * gap,
        }
    }
}

/// 2^level: the values of a summary.
fn values_at(level: usize) -> f64 {
    (1_u64 << level) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adwin() -> Adwin {
        Adwin::new(&AdwinSettings::default()).unwrap()
    }

    // 1 to 20: mean 10.5, squared deviations n(n² − 1) / 12 = 20 · 399 / 12 = 665. Six summaries fit in a
    // row of five only until two are merged: 20 = 2 · 4 + 5 · 2 + 2 · 1 or the like, never more than 5 a row.
    #[test]
    fn summaries_keep_count_mean_and_spread() {
        let mut detector = adwin();
        for value in 1..=20 {
            detector.update(f64::from(value));
        }
        assert_eq!((detector.width(), detector.mean()), (20, 10.5));
        assert!((detector.sum_of_squares() - 665.0).abs() < 1e-9);
        let held: f64 =
            detector.window.rows.iter().enumerate().map(|(i, row)| values_at(i) * row.len() as f64).sum();
        assert_eq!(held, 20.0);
        assert!(detector.window.rows.iter().all(|row| !row.is_empty() && row.len() <= 5));
    }

    // By hand at clock 1, m = 1: after 0 × 10 and 100 × 4 the window has W = 14, mean 400 / 14, variance
    // 10 · 4 · 100² / 14² = 2040.8; the cut at 10 has r = 1/10 + 1/4 = .35, ln(2 ln 14 / .002) = 7.878, so
    // ε = √(2 · .35 · 2040.8 · 7.878) + ⅔ · .35 · 7.878 = 106.1 + 1.8 > 100: no drift yet. With a fifth
    // W = 15, variance 2222.2, r = .3, ln(2 ln 15 / .002) = 7.904, ε = 102.7 + 1.6 > 100: not yet. With a
    // sixth W = 16, variance 2343.75, r = .26667, ln = 7.927, ε = 99.55 + 1.41 > 100: not yet. With a
    // seventh W = 17, variance 2422.1, r = .24286, ln = 7.949, ε = 96.71 + 1.29 = 98.0 < 100: drift.
    #[test]
    fn a_jump_is_found_when_the_bound_is_passed() {
        let settings = AdwinSettings { clock: 1, min_window_length: 1, ..AdwinSettings::default() };
        // Enough summaries of one value that every cut can be made.
        let mut detector = Adwin::new(&AdwinSettings { max_buckets: 50, ..settings }).unwrap();
        let found = (0..20).find(|&at| detector.update(if at < 10 { 0.0 } else { 100.0 }).drift);
        assert_eq!(found, Some(16));
        detector.update(1.0);
        assert_eq!(detector.width(), 1, "a drift ends the window");
    }

    #[test]
    fn a_constant_stream_is_stable_and_the_window_grows() {
        let mut detector = adwin();
        assert!((0..10_000).all(|_| !detector.update(3.5).drift));
        assert_eq!(detector.width(), 10_000);
        assert_eq!(detector.window.rows.iter().map(VecDeque::len).max(), Some(5));
    }

    #[test]
    fn huge_numbers_do_no_harm() {
        let mut detector = Adwin::new(&AdwinSettings { clock: 1, ..AdwinSettings::default() }).unwrap();
        for at in 0..1_000 {
            detector.update(if at % 3 == 0 { f64::MAX } else { f64::MIN });
        }
    }
}
