//! HDDM-W: weighted averages held against McDiarmid's bound.

use serde::{Deserialize, Serialize};

use super::parameter::Field;
use super::{Detector, DetectorSettings, Parameter, ParameterRange, ParameterValue, Signal, StreamError};

/// Settings of [`HddmW`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HddmWSettings {
    /// Probability of taking chance for drift, above 0 and below 1.
    pub drift_confidence: f64,
    /// The same for a warning.
    pub warning_confidence: f64,
    /// Weight of the newest value, above 0 and below 1.
    pub lambda_val: f64,
    /// Whether a falling error rate counts too.
    pub two_sided_test: bool,
}

impl Default for HddmWSettings {
    fn default() -> Self {
        Self { drift_confidence: 0.001, warning_confidence: 0.005, lambda_val: 0.05, two_sided_test: false }
    }
}

impl HddmWSettings {
    /// The table behind `--param` and the form.
    pub(super) const PARAMETERS: [Parameter; 4] = [
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
            name: "lambda_val",
            range: ParameterRange::BelowOne,
            default: ParameterValue::Real(0.05),
            meaning: "weight of the newest value; larger forgets faster",
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
            "lambda_val" => Field::Real(&mut self.lambda_val),
            "two_sided_test" => Field::Flag(&mut self.two_sided_test),
            _ => return None,
        })
    }
}

/// HDDM-W, the drift detection method on McDiarmid's bound of weighted averages.
///
/// ```text
/// m ← λ · x + (1 − λ) · m,   v ← λ² + (1 − λ)² · v   (v begins with 1)
/// cut: the row where m + √(v · ln(1 / α) / 2) is least
/// drift where m₂ − m₁ > √((v₁ + v₂) · ln(1 / α) / 2)
/// ```
///
/// `m₁` is the average of all up to the cut, `m₂` that of the values after it alone. A warning uses the
/// warning's confidence in place of α. Where two-sided, a second cut watches for a fall. Values lie
/// between 0, right, and 1, wrong.
///
/// # Source
///
/// As [`HddmA`](super::HddmA).
#[derive(Debug, Clone)]
pub struct HddmW {
    settings: HddmWSettings,
    ln_drift: f64,
    ln_warning: f64,
    all: Average,
    rise: Cut,
    fall: Cut,
    signal: Signal,
}

/// An average that forgets, and the bound on its spread.
#[derive(Debug, Clone, Copy)]
struct Average {
    mean: Option<f64>,
    spread: f64,
}

/// Where the stream is parted in two.
#[derive(Debug, Clone, Copy)]
struct Cut {
    /// The least upper, or the greatest lower, bound so far.
    at: Option<f64>,
    before: Average,
    after: Average,
}

impl HddmW {
    /// # Errors
    ///
    /// [`StreamError::Parameter`] names the parameter that is out of its range.
    pub fn new(settings: &HddmWSettings) -> Result<Self, StreamError> {
        DetectorSettings::HddmW(*settings).check()?;
        Ok(Self {
            settings: *settings,
            ln_drift: (1.0 / settings.drift_confidence).ln(),
            ln_warning: (1.0 / settings.warning_confidence).ln(),
            all: Average::EMPTY,
            rise: Cut::NONE,
            fall: Cut::NONE,
            signal: Signal::default(),
        })
    }
}

impl Detector for HddmW {
    fn update(&mut self, value: f64) -> Signal {
        if self.signal.drift {
            self.reset();
        }
        let (lambda, ln_drift, ln_warning) = (self.settings.lambda_val, self.ln_drift, self.ln_warning);
        self.all.update(value, lambda);
        let mean = self.all.mean.unwrap_or(value);
        let bound = bound(self.all.spread, ln_drift);

        let upper = mean + bound;
        self.rise.update(upper, |least| upper < least, self.all, value, lambda);
        let Cut { before, after, .. } = self.rise;
        let drift = rises(before, after, ln_drift);
        self.signal = Signal { warning: !drift && rises(before, after, ln_warning), drift };

        if self.settings.two_sided_test {
            let lower = mean - bound;
            self.fall.update(lower, |greatest| lower > greatest, self.all, value, lambda);
            let Cut { before, after, .. } = self.fall;
            if rises(after, before, ln_drift) {
                self.signal.drift = true;
            } else if rises(after, before, ln_warning) {
                self.signal.warning = true;
            }
        }
        self.signal
    }

    fn reset(&mut self) {
        self.all = Average::EMPTY;
        self.rise = Cut::NONE;
        self.fall = Cut::NONE;
        self.signal = Signal::default();
    }
}

impl Average {
    const EMPTY: Self = Self { mean: None, spread: 1.0 };

    fn update(&mut self, value: f64, lambda: f64) {
        let keep = 1.0 - lambda;
        self.mean = Some(self.mean.map_or(value, |mean| lambda * value + keep * mean));
        self.spread = lambda * lambda + keep * keep * self.spread;
    }
}

impl Cut {
    const NONE: Self = Self { at: None, before: Average::EMPTY, after: Average::EMPTY };

    /// Moves the cut to this row where `is_better` than the bound it stands at; else the value comes
    /// after it.
    fn update(&mut self, at: f64, is_better: impl Fn(f64) -> bool, all: Average, value: f64, lambda: f64) {
        if self.at.is_none_or(is_better) {
            *self = Self { at: Some(at), before: all, after: Average::EMPTY };
        } else {
            self.after.update(value, lambda);
        }
    }
}

fn bound(spread: f64, ln: f64) -> f64 {
    (spread * ln / 2.0).sqrt()
}

/// Whether the second average lies above the first by more than chance would put it.
fn rises(first: Average, second: Average, ln: f64) -> bool {
    match (first.mean, second.mean) {
        (Some(low), Some(high)) => high - low > bound(first.spread + second.spread, ln),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // By hand with λ = ½, α = .1 (ln 10 = 2.30259), warning .5 (ln 2 = .69315). Three rights: m = 0,
    // v = ½, ⅜, 11/32 = .34375 (¼ + ¼ v): the bound falls, the cut is the third row. First wrong:
    // m = ½, v = .33594, bound above: after the cut m₂ = 1, v₂ = ½; √((.34375 + .5) · 2.30259 / 2) = .98559
    // < 1: drift at once. With α = .05 (ln 20 = 2.99573) the bound is 1.1242 and √(.84375 · .69315 / 2) =
    // .54077 < 1: a warning; the second wrong has v₂ = .375, √(.71875 · 2.99573 / 2) = 1.0376: a warning;
    // the third v₂ = .34375, √(.6875 · 2.99573 / 2) = 1.0148: a warning; v tends to ⅓, so it never drifts:
    // √((.34375 + .33333) · 2.99573 / 2) = 1.0071 > 1.
    #[test]
    fn errors_after_none_are_drift_or_a_warning() {
        let signals = |drift_confidence| {
            let settings = HddmWSettings {
                drift_confidence,
                warning_confidence: 0.5,
                lambda_val: 0.5,
                two_sided_test: false,
            };
            let mut detector = HddmW::new(&settings).unwrap();
            [0.0, 0.0, 0.0, 1.0, 1.0, 1.0].map(|value| detector.update(value))
        };
        let (stable, drift) = (Signal::default(), Signal { warning: false, drift: true });
        assert_eq!(signals(0.1)[..5], [stable, stable, stable, drift, stable]);
        let warning = Signal { warning: true, drift: false };
        assert_eq!(signals(0.05), [stable, stable, stable, warning, warning, warning]);
    }

    #[test]
    fn a_fall_counts_where_two_sided() {
        for two_sided_test in [false, true] {
            let mut detector =
                HddmW::new(&HddmWSettings { two_sided_test, ..HddmWSettings::default() }).unwrap();
            let drifts = (0..400).filter(|&at| detector.update(f64::from(u8::from(at < 200))).drift).count();
            assert_eq!(drifts, usize::from(two_sided_test));
        }
    }
}
