//! HDDM-A: averages held against Hoeffding's bound.

use serde::{Deserialize, Serialize};

use super::parameter::Field;
use super::running_mean::RunningMean;
use super::{Detector, DetectorSettings, Parameter, ParameterRange, ParameterValue, Signal, StreamError};

/// Settings of [`HddmA`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HddmASettings {
    /// Probability of taking chance for drift, above 0 and below 1.
    pub drift_confidence: f64,
    /// The same for a warning.
    pub warning_confidence: f64,
    /// Whether a falling error rate counts too.
    pub two_sided_test: bool,
}

impl Default for HddmASettings {
    fn default() -> Self {
        Self { drift_confidence: 0.001, warning_confidence: 0.005, two_sided_test: false }
    }
}

impl HddmASettings {
    /// The table behind `--param` and the form.
    pub(super) const PARAMETERS: [Parameter; 3] = [
        Parameter {
            name: "drift_confidence",
            range: ParameterRange::BelowOne,
            default: ParameterValue::Real(0.001),
            meaning: "probability of taking chance for drift; smaller is calmer and later",
        },
        Parameter {
            name: "warning_confidence",
            range: ParameterRange::BelowOne,
            default: ParameterValue::Real(0.005),
            meaning: "the same for a warning",
        },
        Parameter {
            name: "two_sided_test",
            range: ParameterRange::Flag,
            default: ParameterValue::Flag(false),
            meaning: "whether a falling rate counts too",
        },
    ];

    pub(super) fn field(&mut self, name: &str) -> Option<Field<'_>> {
        Some(match name {
            "drift_confidence" => Field::Real(&mut self.drift_confidence),
            "warning_confidence" => Field::Real(&mut self.warning_confidence),
            "two_sided_test" => Field::Flag(&mut self.two_sided_test),
            _ => return None,
        })
    }
}

/// HDDM-A, the drift detection method on Hoeffding's bound of averages.
///
/// ```text
/// cut k: the row where x̄ₖ + √(ln(1 / α) / 2k) is least
/// drift where z̄ₙ − x̄ₖ ≥ √((n − k) / (k · n) / 2 · ln(2 / α))
/// ```
///
/// `z̄ₙ` is the mean of all `n` values, `x̄ₖ` that up to the cut. A warning uses the warning's confidence in
/// place of α. Where two-sided, a second cut where `x̄ₖ − √…` is greatest watches for a fall. Values lie
/// between 0, right, and 1, wrong.
///
/// # Source
///
/// I. Frías-Blanco, J. del Campo-Ávila, G. Ramos-Jiménez, R. Morales-Bueno, A. Ortiz-Díaz and Y. Caballero-Mota,
/// *Online and non-parametric drift detection methods based on Hoeffding's bounds*, IEEE Transactions on
/// Knowledge and Data Engineering 27 (2015), 810-823.
#[derive(Debug, Clone)]
pub struct HddmA {
    two_sided: bool,
    ln_cut: f64,     // ln(1 / drift confidence)
    ln_drift: f64,   // ln(2 / drift confidence)
    ln_warning: f64, // ln(2 / warning confidence)
    all: RunningMean,
    low: RunningMean,
    high: RunningMean,
    signal: Signal,
}

impl HddmA {
    /// # Errors
    ///
    /// [`StreamError::Parameter`] names the parameter that is out of its range.
    pub fn new(settings: &HddmASettings) -> Result<Self, StreamError> {
        DetectorSettings::HddmA(*settings).check()?;
        Ok(Self {
            two_sided: settings.two_sided_test,
            ln_cut: (1.0 / settings.drift_confidence).ln(),
            ln_drift: (2.0 / settings.drift_confidence).ln(),
            ln_warning: (2.0 / settings.warning_confidence).ln(),
            all: RunningMean::default(),
            low: RunningMean::default(),
            high: RunningMean::default(),
            signal: Signal::default(),
        })
    }

    fn bound(&self, n: f64) -> f64 {
        (1.0 / (2.0 * n) * self.ln_cut).sqrt()
    }

    /// Whether the mean of all lies as far from that of the cut as chance would not put it; `rise` is
    /// the distance in the direction that counts.
    fn is_far(&self, cut: RunningMean, rise: f64, ln: f64) -> bool {
        if cut.n == self.all.n {
            return false;
        }
        let m = (self.all.n - cut.n) / cut.n * (1.0 / self.all.n);
        rise >= (m / 2.0 * ln).sqrt()
    }
}

impl Detector for HddmA {
    fn update(&mut self, value: f64) -> Signal {
        if self.signal.drift {
            self.reset();
        }
        self.all.update(value);
        if self.low.n == 0.0 {
            (self.low, self.high) = (self.all, self.all);
        }
        let bound = self.bound(self.all.n);
        if self.low.mean + self.bound(self.low.n) >= self.all.mean + bound {
            self.low = self.all;
        }
        if self.high.mean - self.bound(self.high.n) <= self.all.mean - bound {
            self.high = self.all;
        }
        let rise = self.all.mean - self.low.mean;
        let drift = self.is_far(self.low, rise, self.ln_drift);
        self.signal = Signal { warning: !drift && self.is_far(self.low, rise, self.ln_warning), drift };
        if self.two_sided {
            let fall = self.high.mean - self.all.mean;
            if self.is_far(self.high, fall, self.ln_drift) {
                self.signal.drift = true;
            } else if self.is_far(self.high, fall, self.ln_warning) {
                self.signal.warning = true;
            }
        }
        self.signal
    }

    fn reset(&mut self) {
        self.all = RunningMean::default();
        self.low = RunningMean::default();
        self.high = RunningMean::default();
        self.signal = Signal::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // By hand: 20 right, then only wrong. The cut is the last right row: the bound falls with n while the
    // mean is 0. After j errors the mean is j / (20 + j); drift from √(j / (20 (20 + j)) / 2 · ln 2000):
    // j = 5: .2 ≥ √(5/500/2 · 7.6009) = .1949: drift. j = 4: .16667 < √(4/480/2 · 7.6009) = .17796, and
    // the warning has ln 400 = 5.9915: √(4/480/2 · 5.9915) = .158: warning. j = 3: .13043 against
    // √(3/460/2 · 5.9915) = .13977: stable.
    #[test]
    fn errors_after_none_are_a_warning_and_then_drift() {
        let mut detector = HddmA::new(&HddmASettings::default()).unwrap();
        assert!((0..20).all(|_| detector.update(0.0) == Signal::default()));
        assert!((0..3).all(|_| detector.update(1.0) == Signal::default()));
        assert_eq!(detector.update(1.0), Signal { warning: true, drift: false });
        assert_eq!(detector.update(1.0), Signal { warning: false, drift: true });
        assert_eq!(detector.update(1.0), Signal::default());
        assert_eq!(detector.all.n, 1.0);
    }

    // The mirror image: falls are found on the same rows, and only where both sides are watched.
    #[test]
    fn a_fall_counts_where_two_sided() {
        let rows = |two_sided_test| {
            let mut detector =
                HddmA::new(&HddmASettings { two_sided_test, ..HddmASettings::default() }).unwrap();
            (0..25).map(|at| detector.update(f64::from(u8::from(at < 20)))).collect::<Vec<_>>()
        };
        assert!(rows(false).iter().all(|signal| *signal == Signal::default()));
        assert_eq!(
            rows(true)[23..],
            [Signal { warning: true, drift: false }, Signal { warning: false, drift: true }]
        );
    }
}
