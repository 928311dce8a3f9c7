//! KSWIN: the newest values held against a draw of those before.

use std::collections::VecDeque;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use serde::{Deserialize, Serialize};

use super::parameter::Field;
use super::{Detector, DetectorSettings, Parameter, ParameterRange, ParameterValue, Signal, StreamError};
use crate::stats::ks_exact_p;

/// Settings of [`Kswin`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KswinSettings {
    /// p-value at or below which it is drift, above 0 and below 1.
    pub alpha: f64,
    /// Values that are kept.
    pub window_size: u32,
    /// The newest of them, which are held against as many of the others; at most half.
    pub stat_size: u32,
    /// Decides which are drawn.
    pub seed: u64,
}

impl Default for KswinSettings {
    fn default() -> Self {
        Self { alpha: 0.005, window_size: 100, stat_size: 30, seed: 1 }
    }
}

impl KswinSettings {
    /// The table behind `--param` and the form; the seed is asked for on its own.
    pub(super) const PARAMETERS: [Parameter; 3] = [
        Parameter {
            name: "alpha",
            range: ParameterRange::BelowOne,
            default: ParameterValue::Real(0.005),
            meaning: "p-value at or below which it is drift; smaller is calmer",
        },
        Parameter {
            name: "window_size",
            range: ParameterRange::Whole { least: 2, most: 20_000 },
            default: ParameterValue::Whole(100),
            meaning: "values that are kept",
        },
        Parameter {
            name: "stat_size",
            range: ParameterRange::Whole { least: 1, most: 10_000 },
            default: ParameterValue::Whole(30),
            meaning: "the newest of them, held against as many drawn from the others; at most half",
        },
    ];

    pub(super) fn field(&mut self, name: &str) -> Option<Field<'_>> {
        Some(match name {
            "alpha" => Field::Real(&mut self.alpha),
            "window_size" => Field::Whole(&mut self.window_size),
            "stat_size" => Field::Whole(&mut self.stat_size),
            _ => return None,
        })
    }
}

/// Gaps at or below this are never drift, whatever their p-value.
const LEAST_GAP: f64 = 0.1;

/// KSWIN, Kolmogorov-Smirnov windowing.
///
/// Once `window_size` values are there, every value is followed by a two-sample Kolmogorov-Smirnov test
/// of the newest `stat_size` against as many drawn without repetition from the others. Drift is an
/// exact p-value of at most α with a gap above 0.1. It does not warn.
///
/// A test at every value is a test too often: at the default α a stream without change raises an alarm
/// every 700 values or so. Which values are drawn follows from the seed, so single
/// rows differ from those of other programs unless nothing is left to chance (`stat_size` is half of
/// `window_size`). After a drift the window begins anew, and so do the draws.
///
/// # Source
///
/// C. Raab, M. Heusinger and F.-M. Schleif, *Reactive soft prototype computing for concept drift streams*,
/// Neurocomputing 416 (2020), 340-351.
#[derive(Debug, Clone)]
pub struct Kswin {
    settings: KswinSettings,
    critical: usize, // Least gap that is drift, in values.
    window: VecDeque<f64>,
    draws: Xoshiro256PlusPlus,
    places: Vec<u32>, // Those of the older values, shuffled as far as drawn.
    newest: Vec<f64>,
    drawn: Vec<f64>,
    drift: bool,
}

impl Kswin {
    /// # Errors
    ///
    /// [`StreamError::Parameter`] names the parameter that is out of its range.
    pub fn new(settings: &KswinSettings) -> Result<Self, StreamError> {
        DetectorSettings::Kswin(*settings).check()?;
        let (window, stat) = (settings.window_size as usize, settings.stat_size as usize);
        Ok(Self {
            settings: *settings,
            critical: critical_gap(stat, settings.alpha),
            window: VecDeque::with_capacity(window + 1),
            draws: Xoshiro256PlusPlus::seed_from_u64(settings.seed),
            places: (0..settings.window_size - settings.stat_size).collect(),
            newest: Vec::with_capacity(stat),
            drawn: Vec::with_capacity(stat),
            drift: false,
        })
    }

    /// Draws and compares; the window is full.
    fn differs(&mut self) -> bool {
        let stat = self.settings.stat_size as usize;
        let older = self.places.len();
        self.newest.clear();
        self.newest.extend(self.window.iter().skip(older));
        self.drawn.clear();
        for at in 0..stat.min(older) {
            let other = at + below(&mut self.draws, older - at);
            self.places.swap(at, other);
            self.drawn.push(self.window[self.places[at] as usize]);
        }
        self.newest.sort_unstable_by(f64::total_cmp);
        self.drawn.sort_unstable_by(f64::total_cmp);
        greatest_gap(&self.newest, &self.drawn) >= self.critical
    }
}

impl Detector for Kswin {
    fn update(&mut self, value: f64) -> Signal {
        if self.drift {
            self.reset();
        }
        let full = self.settings.window_size as usize;
        if self.window.len() == full {
            self.window.pop_front();
        }
        // Adding 0 makes −0 into 0, which sorts beside it.
        self.window.push_back(value + 0.0);
        if self.window.len() == full {
            self.drift = self.differs();
        }
        Signal { warning: false, drift: self.drift }
    }

    fn reset(&mut self) {
        self.window.clear();
        self.draws = Xoshiro256PlusPlus::seed_from_u64(self.settings.seed);
        for (place, at) in self.places.iter_mut().zip(0..) {
            *place = at;
        }
        self.drift = false;
    }
}

/// The least gap, in values of `n`, whose p-value is at most α and which is above the least that counts.
/// Above `n` where there is none.
fn critical_gap(n: usize, alpha: f64) -> usize {
    let (mut low, mut high) = (1, n + 1);
    // p falls as the gap grows.
    while low < high {
        let middle = usize::midpoint(low, high);
        let gap = middle as f64 / n as f64;
        if gap > LEAST_GAP && ks_exact_p(gap, n as u64, n as u64) <= alpha {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// Largest difference of the counts at or below any value, of two sorted samples.
fn greatest_gap(a: &[f64], b: &[f64]) -> usize {
    let (mut i, mut j, mut greatest) = (0, 0, 0_usize);
    while let (Some(&x), Some(&y)) = (a.get(i), b.get(j)) {
        let value = x.min(y);
        while a.get(i) == Some(&value) {
            i += 1;
        }
        while b.get(j) == Some(&value) {
            j += 1;
        }
        greatest = greatest.max(i.abs_diff(j));
    }
    greatest
}

/// A whole number below `count`, the same on 32- and 64-bit machines; its bias is below 2^−32 · count.
fn below(draws: &mut Xoshiro256PlusPlus, count: usize) -> usize {
    (((draws.next_u64() >> 32) * count as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Ecdf, ks};

    #[test]
    fn the_gap_is_that_of_the_test() {
        let (a, b) = ([1.0, 2.0, 2.0, 5.0, 9.0], [2.0, 3.0, 5.0, 5.0, 5.0]);
        let test =
            ks(&Ecdf::from_values(a.to_vec()).unwrap(), &Ecdf::from_values(b.to_vec()).unwrap()).unwrap();
        // By hand: at 2 three of the first and one of the second; nowhere more.
        assert_eq!(greatest_gap(&a, &b), 2);
        assert!((test.statistic - 0.4).abs() < 1e-15);
        assert_eq!(greatest_gap(&a, &a), 0);
        assert_eq!(greatest_gap(&a, &[10.0; 5]), 5);
    }

    // SciPy 1.17.1: ks_2samp of 30 and 30 values whose functions part by 13 / 30 has p = .00655, by
    // 14 / 30 p = .00253.
    #[test]
    fn the_critical_gap_is_the_first_with_that_p() {
        assert_eq!(critical_gap(30, 0.005), 14);
        assert_eq!(critical_gap(30, 0.01), 13);
        assert_eq!(critical_gap(3, 0.005), 4, "three values never are enough");
        assert_eq!(critical_gap(1, 0.999), 2);
        assert_eq!(critical_gap(1_000, 0.999), 101, "a gap of a tenth does not count");
    }

    // All new values lie above all before: 14 of them make a gap of at least 14 / 30 with any draw that
    // has none. A draw has none before the window of 100 is 70 rows past the jump.
    #[test]
    fn a_jump_is_found_by_the_time_it_makes_the_critical_gap() {
        for seed in 0..50 {
            let mut detector = Kswin::new(&KswinSettings { seed, ..KswinSettings::default() }).unwrap();
            let before = |at: u32| f64::from(at % 2);
            let found = (0..400)
                .find(|&at| detector.update(if at < 200 { before(at) } else { 7.0 + f64::from(at) }).drift);
            assert!(found.is_some_and(|at| (200..214).contains(&at)), "{seed}: {found:?}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_rows() {
        let rows = |seed| {
            let mut detector =
                Kswin::new(&KswinSettings { seed, alpha: 0.1, ..KswinSettings::default() }).unwrap();
            let noise = |at: u32| f64::from(at.wrapping_mul(2_654_435_761) >> 8);
            (0..3_000).filter(|&at| detector.update(noise(at)).drift).collect::<Vec<u32>>()
        };
        assert_eq!(rows(3), rows(3));
        assert_ne!(rows(3), rows(4));
    }
}
