//! Page-Hinkley: deviations from the mean that add up.

use serde::{Deserialize, Serialize};

use super::parameter::Field;
use super::running_mean::RunningMean;
use super::{Detector, DetectorSettings, Parameter, ParameterRange, ParameterValue, Signal, StreamError};

/// Which changes of a mean count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// Rises.
    Up,
    /// Falls.
    Down,
    /// Both.
    Both,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Up, Self::Down, Self::Both];

    /// Stable name in settings.
    pub fn id(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Both => "both",
        }
    }
}

/// Settings of [`PageHinkley`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageHinkleySettings {
    /// Values before which it is silent.
    pub min_instances: u32,
    /// Deviation that is not counted, in the unit of the values.
    pub delta: f64,
    /// Sum of deviations that is drift, in the unit of the values.
    pub threshold: f64,
    /// What is kept of the sum at every value, above 0 and at most 1.
    pub alpha: f64,
    /// Which changes count.
    pub mode: Direction,
}

impl Default for PageHinkleySettings {
    fn default() -> Self {
        Self { min_instances: 30, delta: 0.005, threshold: 50.0, alpha: 0.9999, mode: Direction::Both }
    }
}

impl PageHinkleySettings {
    /// The table behind `--param` and the form.
    pub(super) const PARAMETERS: [Parameter; 5] = [
        Parameter {
            name: "min_instances",
            range: ParameterRange::Whole { least: 1, most: 1_000_000_000 },
            default: ParameterValue::Whole(30),
            meaning: "values before which it is silent",
        },
        Parameter {
            name: "delta",
            range: ParameterRange::AtLeastZero,
            default: ParameterValue::Real(0.005),
            meaning: "deviation from the mean that is not counted, in the unit of the values",
        },
        Parameter {
            name: "threshold",
            range: ParameterRange::AboveZero,
            default: ParameterValue::Real(50.0),
            meaning: "sum of deviations that is drift, in the unit of the values; larger is calmer and later",
        },
        Parameter {
            name: "alpha",
            range: ParameterRange::UpToOne,
            default: ParameterValue::Real(0.9999),
            meaning: "what is kept of the sum at every value; smaller forgets faster",
        },
        Parameter {
            name: "mode",
            range: ParameterRange::Direction,
            default: ParameterValue::Direction(Direction::Both),
            meaning: "whether rises, falls or both count",
        },
    ];

    pub(super) fn field(&mut self, name: &str) -> Option<Field<'_>> {
        Some(match name {
            "min_instances" => Field::Whole(&mut self.min_instances),
            "delta" => Field::Real(&mut self.delta),
            "threshold" => Field::Real(&mut self.threshold),
            "alpha" => Field::Real(&mut self.alpha),
            "mode" => Field::Direction(&mut self.mode),
            _ => return None,
        })
    }
}

/// The Page-Hinkley test, with forgetting.
///
/// ```text
/// u ← α · u + (x − x̄) − δ,   drift where u − min u > λ    (a rise)
/// d ← α · d + (x − x̄) + δ,   drift where max d − d > λ    (a fall)
/// ```
///
/// `x̄` is the mean of all values, the newest among them, λ the `threshold`. Both sums begin with 0; the
/// minimum is of the sums, the maximum of the sums and −1. δ and λ are in the unit of the values: for
/// anything but errors they have to be chosen. It does not warn.
///
/// # Source
///
/// E. S. Page, *Continuous inspection schemes*, Biometrika 41 (1954), 100-115; D. V. Hinkley, *Inference about
/// the change-point from cumulative sum tests*, Biometrika 58 (1971), 509-523.
#[derive(Debug, Clone)]
pub struct PageHinkley {
    settings: PageHinkleySettings,
    mean: RunningMean,
    rise: f64,
    least_rise: f64,
    fall: f64,
    greatest_fall: f64,
    drift: bool,
}

impl PageHinkley {
    /// # Errors
    ///
    /// [`StreamError::Parameter`] names the parameter that is out of its range.
    pub fn new(settings: &PageHinkleySettings) -> Result<Self, StreamError> {
        DetectorSettings::PageHinkley(*settings).check()?;
        Ok(Self::empty(*settings))
    }

    fn empty(settings: PageHinkleySettings) -> Self {
        Self {
            settings,
            mean: RunningMean::default(),
            rise: 0.0,
            least_rise: f64::INFINITY,
            fall: 0.0,
            greatest_fall: -1.0,
            drift: false,
        }
    }
}

impl Detector for PageHinkley {
    fn update(&mut self, value: f64) -> Signal {
        if self.drift {
            self.reset();
        }
        let PageHinkleySettings { min_instances, delta, threshold, alpha, mode } = self.settings;
        self.mean.update(value);
        let deviation = value - self.mean.mean;
        self.rise = alpha * self.rise + deviation - delta;
        self.fall = alpha * self.fall + deviation + delta;
        self.least_rise = self.least_rise.min(self.rise);
        self.greatest_fall = self.greatest_fall.max(self.fall);
        if self.mean.n >= f64::from(min_instances) {
            let up = self.rise - self.least_rise > threshold;
            let down = self.greatest_fall - self.fall > threshold;
            self.drift = match mode {
                Direction::Up => up,
                Direction::Down => down,
                Direction::Both => up || down,
            };
        }
        Signal { warning: false, drift: self.drift }
    }

    fn reset(&mut self) {
        *self = Self::empty(self.settings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // By hand with δ = 0, α = 1, λ = 5: ten zeros keep the sum at 0. Then 4, 4, 4: the means are 4/11,
    // 8/12, 12/13, the deviations 3.63636, 3.33333, 3.07692; the sum is 3.63636, then 6.9697 > 5: drift on
    // the second. For −4 the falls are the mirror image; of the greatest the sums' 0 outdoes −1.
    #[test]
    fn deviations_add_up_to_drift() {
        let found = |step: f64, mode| {
            let settings =
                PageHinkleySettings { min_instances: 5, delta: 0.0, threshold: 5.0, alpha: 1.0, mode };
            let mut detector = PageHinkley::new(&settings).unwrap();
            (0..13).find(|&at| detector.update(if at < 10 { 0.0 } else { step }).drift)
        };
        assert_eq!(found(4.0, Direction::Up), Some(11));
        assert_eq!(found(4.0, Direction::Down), None);
        assert_eq!(found(-4.0, Direction::Down), Some(11));
        assert_eq!(found(-4.0, Direction::Up), None);
        assert_eq!(found(-4.0, Direction::Both), Some(11));
    }

    #[test]
    fn it_is_silent_before_it_has_enough_values() {
        let settings = PageHinkleySettings { threshold: 1.0, ..PageHinkleySettings::default() };
        let mut detector = PageHinkley::new(&settings).unwrap();
        let found = (0..60).find(|&at| detector.update(if at < 10 { 0.0 } else { 9.0 }).drift);
        assert_eq!(found, Some(29));
    }
}
