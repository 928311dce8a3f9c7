//! EDDM: errors that come closer together.

use serde::{Deserialize, Serialize};

use super::parameter::Field;
use super::running_mean::RunningMean;
use super::{Detector, DetectorSettings, Parameter, ParameterRange, ParameterValue, Signal, StreamError};

/// Settings of [`Eddm`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EddmSettings {
    /// Errors, and rows, up to which it is silent.
    pub warm_start: u32,
    /// Share of the greatest distance below which it warns.
    pub alpha: f64,
    /// Share of the greatest distance below which it is drift, at most `alpha`.
    pub beta: f64,
}

impl Default for EddmSettings {
    fn default() -> Self {
        Self { warm_start: 30, alpha: 0.95, beta: 0.9 }
    }
}

impl EddmSettings {
    /// The table behind `--param` and the form.
    pub(super) const PARAMETERS: [Parameter; 3] = [
        Parameter {
            name: "warm_start",
            range: ParameterRange::Whole { least: 1, most: 1_000_000_000 },
            default: ParameterValue::Whole(30),
            meaning: "errors up to which it is silent",
        },
        Parameter {
            name: "alpha",
            range: ParameterRange::UpToOne,
            default: ParameterValue::Real(0.95),
            meaning: "share of the greatest distance of errors below which it warns; smaller is calmer",
        },
        Parameter {
            name: "beta",
            range: ParameterRange::UpToOne,
            default: ParameterValue::Real(0.9),
            meaning: "share of the greatest distance of errors below which it is drift, at most alpha; smaller is \
                      calmer",
        },
    ];

    pub(super) fn field(&mut self, name: &str) -> Option<Field<'_>> {
        Some(match name {
            "warm_start" => Field::Whole(&mut self.warm_start),
            "alpha" => Field::Real(&mut self.alpha),
            "beta" => Field::Real(&mut self.beta),
            _ => return None,
        })
    }
}

/// EDDM, the early drift detection method.
///
/// ```text
/// d = mean distance of two errors in rows + 2 · its standard deviation
/// warning where d / d_max < α,   drift where d / d_max < β
/// ```
///
/// Values are 1 for an error and 0 for none. It is looked at on errors only; between them the last
/// warning stands, and it still stands on the row of the drift. The first distance is counted from
/// before the first row. False alarms are common: the greatest distance is a maximum, which chance
/// alone drives up.
///
/// # Source
///
/// M. Baena-García, J. del Campo-Ávila, R. Fidalgo, A. Bifet, R. Gavaldà and R. Morales-Bueno, *Early drift
/// detection method*, Fourth International Workshop on Knowledge Discovery from Data Streams, 2006.
#[derive(Debug, Clone)]
pub struct Eddm {
    settings: EddmSettings,
    distance: RunningMean,
    squares: f64, // Sum of squared deviations of the distances.
    rows: f64,
    last_error: f64,
    greatest: f64,
    signal: Signal,
}

impl Eddm {
    /// # Errors
    ///
    /// [`StreamError::Parameter`] names the parameter that is out of its range.
    pub fn new(settings: &EddmSettings) -> Result<Self, StreamError> {
        DetectorSettings::Eddm(*settings).check()?;
        Ok(Self::empty(*settings))
    }

    fn empty(settings: EddmSettings) -> Self {
        Self {
            settings,
            distance: RunningMean::default(),
            squares: 0.0,
            rows: 0.0,
            last_error: 0.0,
            greatest: -1.0,
            signal: Signal::default(),
        }
    }

    fn add(&mut self, distance: f64) {
        let before = self.distance.mean;
        self.distance.update(distance);
        self.squares += (distance - before) * (distance - self.distance.mean);
    }

    /// Mean plus two standard deviations of the distances.
    fn reach(&self) -> f64 {
        let RunningMean { n, mean } = self.distance;
        let variance = if n > 1.0 { self.squares / (n - 1.0) } else { 0.0 };
        mean + 2.0 * variance.sqrt()
    }
}

impl Detector for Eddm {
    fn update(&mut self, value: f64) -> Signal {
        if self.signal.drift {
            self.reset();
        }
        self.rows += 1.0;
        if value != 1.0 {
            return self.signal;
        }
        self.add(self.rows - self.last_error);
        self.last_error = self.rows;
        let warm_start = f64::from(self.settings.warm_start);
        if self.rows > warm_start {
            let reach = self.reach();
            if reach > self.greatest {
                self.greatest = reach;
            } else if self.distance.n > warm_start {
                let level = reach / self.greatest;
                self.signal.drift = level < self.settings.beta;
                // On the row of the drift a warning stands as it stood before.
                if !self.signal.drift {
                    self.signal.warning = level < self.settings.alpha;
                }
            }
        }
        self.signal
    }

    fn reset(&mut self) {
        *self = Self::empty(self.settings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // By hand, warm start 2: errors on rows 4, 8, 12 are 4 apart (d = 4, the greatest). On row 13 the
    // distances are 4, 4, 4, 1: mean 3.25, variance 6.75 / 3 = 2.25, d = 3.25 + 2 · 1.5 = 6.25, greatest.
    // Row 14: 4, 4, 4, 1, 1: mean 2.8, variance 10.8 / 4 = 2.7, d = 6.0863; 6.0863 / 6.25 = .9738: stable.
    // Row 15: six, mean 2.5, variance 13.5 / 5 = 2.7, d = 5.7863; .9258: warning. Row 16 is right: it stands.
    // Row 17: 4, 4, 4, 1, 1, 1, 2: mean 17 / 7, variance (55 − 289 / 7) / 6 = 2.2857, d = 5.4523; .8724: drift.
    #[test]
    fn closer_errors_are_a_warning_and_then_drift() {
        let mut detector = Eddm::new(&EddmSettings { warm_start: 2, ..EddmSettings::default() }).unwrap();
        let errors = [4, 8, 12, 13, 14, 15, 17];
        let signals: Vec<Signal> =
            (1..=17).map(|row| detector.update(f64::from(u8::from(errors.contains(&row))))).collect();
        let warning = Signal { warning: true, drift: false };
        assert!(signals[..14].iter().all(|signal| *signal == Signal::default()));
        assert_eq!(signals[14..], [warning, warning, Signal { warning: true, drift: true }]);
        assert_eq!(detector.update(0.0), Signal::default());
    }

    #[test]
    fn without_errors_it_is_silent() {
        let mut detector = Eddm::new(&EddmSettings::default()).unwrap();
        assert!((0..1_000).all(|_| detector.update(0.0) == Signal::default()));
    }
}
