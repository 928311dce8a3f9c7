//! Whether a policy of retraining can be applied.
//!
//! Settings are named as the policy file has them, from `[retrain]` on: `needs.max_age_days`.

use super::{GatePolicy, LifecycleError, RetrainNeeds, RetrainPolicy, RetrainWhen, SeriesLine, TrainingRows};
use crate::model::metrics::Metric;

impl RetrainPolicy {
    /// Whether every setting is in range.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Setting`] with the first that is not.
    pub fn validate(&self) -> Result<(), LifecycleError> {
        self.when.validate()?;
        self.rows.validate()?;
        self.needs.validate()?;
        self.gate.validate()
    }
}

impl RetrainWhen {
    /// Whether every trigger can be held against something.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Setting`] with the first that cannot.
    pub fn validate(&self) -> Result<(), LifecycleError> {
        at_least_one("alerts", self.alerts.map(u64::from))?;
        at_least_one("every_windows", self.every_windows.map(u64::from))?;
        above_zero("every_days", self.every_days)?;
        self.lines.iter().try_for_each(SeriesLine::validate)
    }
}

impl SeriesLine {
    /// Whether it names a series and has one line, a number.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Setting`] with what it lacks.
    pub fn validate(&self) -> Result<(), LifecycleError> {
        named("line.series", &self.series)?;
        let (setting, value) = match (self.below, self.above) {
            (Some(below), None) => ("line.below", below),
            (None, Some(above)) => ("line.above", above),
            (Some(_), Some(_)) => {
                let allowed = format!("one of the two; give `{}` a line for each side", self.series);
                return Err(refused("line.above", "set beside `below`", &allowed));
            }
            (None, None) => {
                let allowed = format!("a number there or in `above`, the line of `{}`", self.series);
                return Err(refused("line.below", "missing", &allowed));
            }
        };
        ranged(setting, Some(value), value.is_finite(), "any finite number")
    }
}

impl TrainingRows {
    /// Whether there is a row to learn from.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Setting`] for 0.
    pub fn validate(self) -> Result<(), LifecycleError> {
        match self {
            Self::Merge | Self::New => Ok(()),
            Self::Sliding { rows } => at_least_one("window_rows", Some(rows)),
            Self::Recency { half_life } => at_least_one("half_life", Some(half_life)),
        }
    }
}

impl RetrainNeeds {
    /// Whether the greatest age is an age.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Setting`] if it is not.
    pub fn validate(&self) -> Result<(), LifecycleError> {
        above_zero("needs.max_age_days", self.max_age_days)
    }
}

impl GatePolicy {
    /// Whether a challenger can pass at all.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Setting`] with the first rule that cannot be held.
    pub fn validate(&self) -> Result<(), LifecycleError> {
        if let Some(minimum) = self.minimum {
            let range = range_of(self.metric);
            let holds = range.least <= minimum && minimum <= range.most;
            let allowed = format!("{}, the range of {}", range.words, self.metric.id());
            ranged("gate.minimum", Some(minimum), holds, &allowed)?;
        }
        not_negative("gate.margin", Some(self.margin))?;
        let in_share = self.max_ece.is_none_or(|ece| (0.0..=1.0).contains(&ece));
        ranged("gate.max_ece", self.max_ece, in_share, "0 to 1")?;
        not_negative("gate.segment_margin", self.segment_margin)?;
        at_least_one("gate.min_rows", Some(self.min_rows))?;
        self.groups.as_deref().map_or(Ok(()), |column| named("gate.groups", column))
    }
}

/// Values that a metric can have.
struct Range {
    least: f64,
    most: f64,
    words: &'static str,
}

fn range_of(metric: Metric) -> Range {
    match metric {
        Metric::Mcc | Metric::CohenKappa | Metric::Gini => Range { least: -1.0, most: 1.0, words: "-1 to 1" },
        Metric::LogLoss => Range { least: 0.0, most: f64::MAX, words: "0 or more" },
        // 2 with more than two classes.
        Metric::Brier => Range { least: 0.0, most: 2.0, words: "0 to 2" },
        Metric::Accuracy
        | Metric::BalancedAccuracy
        | Metric::Precision
        | Metric::Recall
        | Metric::F1
        | Metric::RocAuc
        | Metric::AveragePrecision
        | Metric::Ece
        | Metric::Mce
        | Metric::Ks => Range { least: 0.0, most: 1.0, words: "0 to 1" },
    }
}

fn at_least_one(setting: &str, value: Option<u64>) -> Result<(), LifecycleError> {
    match value {
        Some(0) => Err(refused(setting, "0", "1 or more")),
        _ => Ok(()),
    }
}

fn above_zero(setting: &str, value: Option<f64>) -> Result<(), LifecycleError> {
    let holds = value.is_none_or(|value| value.is_finite() && value > 0.0);
    ranged(setting, value, holds, "a number above 0")
}

fn not_negative(setting: &str, value: Option<f64>) -> Result<(), LifecycleError> {
    let holds = value.is_none_or(|value| value.is_finite() && value >= 0.0);
    ranged(setting, value, holds, "0 or more")
}

fn named(setting: &str, name: &str) -> Result<(), LifecycleError> {
    if name.is_empty() { Err(refused(setting, "empty", "a name")) } else { Ok(()) }
}

fn ranged(setting: &str, value: Option<f64>, holds: bool, allowed: &str) -> Result<(), LifecycleError> {
    match value {
        Some(value) if !holds => Err(refused(setting, &value.to_string(), allowed)),
        _ => Ok(()),
    }
}

fn refused(setting: &str, value: &str, allowed: &str) -> LifecycleError {
    LifecycleError::Setting { name: setting.to_owned(), value: value.to_owned(), allowed: allowed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(change: impl FnOnce(&mut RetrainPolicy)) -> String {
        let mut policy = RetrainPolicy::default();
        change(&mut policy);
        policy.validate().unwrap_err().to_string()
    }

    fn line(below: Option<f64>, above: Option<f64>) -> SeriesLine {
        SeriesLine { series: "f1".to_owned(), below, above }
    }

    #[test]
    fn what_cannot_be_applied_is_named_with_what_is_allowed() {
        for (sentence, found) in [
            ("`alerts` is 0, allowed is 1 or more", error(|p| p.when.alerts = Some(0))),
            ("`every_windows` is 0, allowed is 1 or more", error(|p| p.when.every_windows = Some(0))),
            ("`every_days` is 0, allowed is a number above 0", error(|p| p.when.every_days = Some(0.0))),
            (
                "`every_days` is NaN, allowed is a number above 0",
                error(|p| p.when.every_days = Some(f64::NAN)),
            ),
            (
                "`window_rows` is 0, allowed is 1 or more",
                error(|p| p.rows = TrainingRows::Sliding { rows: 0 }),
            ),
            (
                "`half_life` is 0, allowed is 1 or more",
                error(|p| p.rows = TrainingRows::Recency { half_life: 0 }),
            ),
            (
                "`needs.max_age_days` is -1, allowed is a number above 0",
                error(|p| p.needs.max_age_days = Some(-1.0)),
            ),
            ("`gate.margin` is -0.1, allowed is 0 or more", error(|p| p.gate.margin = -0.1)),
            ("`gate.max_ece` is 1.5, allowed is 0 to 1", error(|p| p.gate.max_ece = Some(1.5))),
            (
                "`gate.segment_margin` is inf, allowed is 0 or more",
                error(|p| p.gate.segment_margin = Some(f64::INFINITY)),
            ),
            ("`gate.min_rows` is 0, allowed is 1 or more", error(|p| p.gate.min_rows = 0)),
            ("`gate.groups` is empty, allowed is a name", error(|p| p.gate.groups = Some(String::new()))),
        ] {
            assert_eq!(found, sentence);
        }
    }

    #[test]
    fn a_line_has_a_series_and_one_side() {
        let of = |line| error(|policy| policy.when.lines = vec![line]);
        assert_eq!(of(SeriesLine::default()), "`line.series` is empty, allowed is a name");
        assert_eq!(
            of(line(None, None)),
            "`line.below` is missing, allowed is a number there or in `above`, the line of `f1`"
        );
        assert_eq!(
            of(line(Some(0.2), Some(0.8))),
            "`line.above` is set beside `below`, allowed is one of the two; give `f1` a line for each side"
        );
        assert_eq!(of(line(Some(f64::NAN), None)), "`line.below` is NaN, allowed is any finite number");
        let mut policy = RetrainPolicy::default();
        policy.when.lines = vec![line(Some(-3.0), None), line(None, Some(0.8))];
        assert_eq!(policy.validate(), Ok(()));
    }

    #[test]
    fn the_minimum_lies_in_the_range_of_its_metric() {
        let of = |metric, minimum| {
            RetrainPolicy {
                gate: GatePolicy { metric, minimum: Some(minimum), ..GatePolicy::default() },
                ..RetrainPolicy::default()
            }
            .validate()
        };
        let error = of(Metric::Accuracy, 70.0).unwrap_err().to_string();
        assert_eq!(error, "`gate.minimum` is 70, allowed is 0 to 1, the range of accuracy");
        assert!(of(Metric::RocAuc, f64::NAN).is_err() && of(Metric::LogLoss, f64::INFINITY).is_err());
        assert!(of(Metric::Mcc, -0.5).is_ok() && of(Metric::LogLoss, 3.0).is_ok());
        assert!(of(Metric::Brier, 1.5).is_ok() && of(Metric::Brier, -0.1).is_err());
    }
}
