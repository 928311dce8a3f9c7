//! DDM: an error rate that rises above its lowest.

use serde::{Deserialize, Serialize};

use super::parameter::Field;
use super::running_mean::RunningMean;
use super::{Detector, DetectorSettings, Parameter, ParameterRange, ParameterValue, Signal, StreamError};

/// Settings of [`Ddm`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DdmSettings {
    /// Values up to which it is silent.
    pub warm_start: u32,
    /// Standard deviations above the lowest rate that warn.
    pub warning_threshold: f64,
    /// Standard deviations above the lowest rate that are drift.
    pub drift_threshold: f64,
}

impl Default for DdmSettings {
    fn default() -> Self {
        Self { warm_start: 30, warning_threshold: 2.0, drift_threshold: 3.0 }
    }
}

impl DdmSettings {
    /// The table behind `--param` and the form.
    pub(super) const PARAMETERS: [Parameter; 3] = [
        Parameter {
            name: "warm_start",
            range: ParameterRange::Whole { least: 1, most: 1_000_000_000 },
            default: ParameterValue::Whole(30),
            meaning: "values up to which it is silent",
        },
        Parameter {
            name: "warning_threshold",
            range: ParameterRange::AboveZero,
            default: ParameterValue::Real(2.0),
            meaning: "standard deviations above the lowest rate that warn",
        },
        Parameter {
            name: "drift_threshold",
            range: ParameterRange::AboveZero,
            default: ParameterValue::Real(3.0),
            meaning: "standard deviations above the lowest rate that are drift",
        },
    ];

    pub(super) fn field(&mut self, name: &str) -> Option<Field<'_>> {
        Some(match name {
            "warm_start" => Field::Whole(&mut self.warm_start),
            "warning_threshold" => Field::Real(&mut self.warning_threshold),
            "drift_threshold" => Field::Real(&mut self.drift_threshold),
            _ => return None,
        })
    }
}

/// DDM, the drift detection method.
///
/// ```text
/// p = share of errors so far,   s = √(p · (1 − p) / n)
/// warning where p + s > p_min + 2 · s_min,   drift where p + s > p_min + 3 · s_min
/// ```
///
/// `p_min` and `s_min` are those of the row on which `p + s` was least. Values are errors: 0 is right, 1
/// is wrong; a share of an error between them is taken as it is, and `s` is then an upper bound.
///
/// # Source
///
/// J. Gama, P. Medas, G. Castillo and P. Rodrigues, *Learning with drift detection*, SBIA 2004, 286-295.
#[derive(Debug, Clone)]
pub struct Ddm {
    settings: DdmSettings,
    rate: RunningMean,
    lowest: Option<Lowest>,
    signal: Signal,
}

#[derive(Debug, Clone, Copy)]
struct Lowest {
    rate: f64,
    deviation: f64,
}

impl Ddm {
    /// # Errors
    ///
    /// [`StreamError::Parameter`] names the parameter that is out of its range.
    pub fn new(settings: &DdmSettings) -> Result<Self, StreamError> {
        DetectorSettings::Ddm(*settings).check()?;
        Ok(Self {
            settings: *settings,
            rate: RunningMean::default(),
            lowest: None,
            signal: Signal::default(),
        })
    }
}

impl Detector for Ddm {
    fn update(&mut self, value: f64) -> Signal {
        if self.signal.drift {
            self.reset();
        }
        self.rate.update(value);
        let RunningMean { n, mean: rate } = self.rate;
        if n <= f64::from(self.settings.warm_start) {
            return self.signal;
        }
        // Rounding may put a mean of ones above one.
        let deviation = (rate * (1.0 - rate) / n).max(0.0).sqrt();
        let high = rate + deviation;
        let lowest = match self.lowest {
            Some(lowest) if high > lowest.rate + lowest.deviation => lowest,
            _ => *self.lowest.insert(Lowest { rate, deviation }),
        };
        let is_above = |deviations: f64| high > lowest.rate + deviations * lowest.deviation;
        let drift = is_above(self.settings.drift_threshold);
        self.signal = Signal { warning: !drift && is_above(self.settings.warning_threshold), drift };
        self.signal
    }

    fn reset(&mut self) {
        self.rate = RunningMean::default();
        self.lowest = None;
        self.signal = Signal::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // By hand, warm start 4: right, wrong, right, right, right: p = .2, s = √(.16 / 5) = .17889, the lowest.
    // Warning above .2 + 2 · .17889 = .55777, drift above .73666. Then only errors:
    // n = 6: p = 2/6, s = .19245, sum .52578: stable; n = 7: 3/7, .18704, .61561: warning;
    // n = 8: 4/8, .17678, .67678: warning; n = 9: 5/9, .16563, .72119: warning;
    // n = 10: 6/10, .15492, .75492: drift.
    #[test]
    fn errors_after_few_are_a_warning_and_then_drift() {
        let mut detector = Ddm::new(&DdmSettings { warm_start: 4, ..DdmSettings::default() }).unwrap();
        for value in [0.0, 1.0, 0.0, 0.0, 0.0, 1.0] {
            assert_eq!(detector.update(value), Signal::default());
        }
        for _ in 7..10 {
            assert_eq!(detector.update(1.0), Signal { warning: true, drift: false });
        }
        assert_eq!(detector.update(1.0), Signal { warning: false, drift: true });
        assert_eq!(detector.update(1.0), Signal::default());
        assert_eq!(detector.rate.n, 1.0, "a drift ends the stream");
    }

    #[test]
    fn a_falling_rate_is_no_drift() {
        let mut detector = Ddm::new(&DdmSettings::default()).unwrap();
        let drifts = (0..2_000).filter(|&at| detector.update(f64::from(u8::from(at < 50))).drift).count();
        assert_eq!(drifts, 0);
    }
}
