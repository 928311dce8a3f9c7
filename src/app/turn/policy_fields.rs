//! The policy of retraining as fields of a form: one list, which the form draws and tests walk.

use super::line_text;
use crate::app::labels;
use crate::app::monitor::rules_words::number;
use crate::app::policy::lines;
use crate::app::retrain::words::{algorithm_choices, algorithm_id, algorithm_name, algorithm_of};
use crate::lifecycle::{Promotion, RetrainPolicy, TrainingRows};
use crate::model::metrics::Metric;
use crate::monitor::AlertSeverity;

/// A setting of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyField {
    /// Severity that asks.
    Severity,
    /// Open alerts that ask.
    Alerts,
    /// Lines of performance.
    Lines,
    /// Every n windows.
    EveryWindows,
    /// Every n days.
    EveryDays,
    /// Labelled rows in all.
    Rows,
    /// Labelled rows a class.
    RowsPerClass,
    /// Greatest age.
    MaxAge,
    /// Windows of rest.
    CoolDown,
    /// What is learned from.
    Training,
    /// Rows of the window, or half-life.
    TrainingSize,
    /// Algorithm.
    Algorithm,
    /// Metric of the gate.
    Metric,
    /// Margin of non-inferiority.
    Margin,
    /// Least value.
    Minimum,
    /// Greatest calibration error.
    MaxEce,
    /// Margin of segments.
    SegmentMargin,
    /// Column of groups.
    Groups,
    /// Fewest held-out rows.
    GateRows,
    /// What happens to one that passes.
    Promotion,
}

/// Fields that stand together under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldGroup {
    /// The heading.
    pub title: &'static str,
    /// What they are about.
    pub hint: &'static str,
    /// The fields.
    pub fields: &'static [PolicyField],
}

use PolicyField as F;

/// Every field, as the form shows them.
pub const GROUPS: [FieldGroup; 4] = [
    FieldGroup {
        title: "When",
        hint: "Any one of these asks for a retraining. An empty field asks for nothing.",
        fields: &[F::Severity, F::Alerts, F::Lines, F::EveryWindows, F::EveryDays],
    },
    FieldGroup {
        title: "What it needs",
        hint: "All of these. Rows count that have a label and that no training has seen.",
        fields: &[F::Rows, F::RowsPerClass, F::MaxAge, F::CoolDown],
    },
    FieldGroup {
        title: "What it learns from",
        hint: "Rows with an identifier that occurs again are taken once, the newest.",
        fields: &[F::Training, F::TrainingSize, F::Algorithm],
    },
    FieldGroup {
        title: "What a challenger must show",
        hint: "Against the champion, on the same rows that neither learned from. An empty field is no rule.",
        fields: &[
            F::Metric,
            F::Margin,
            F::Minimum,
            F::MaxEce,
            F::SegmentMargin,
            F::Groups,
            F::GateRows,
            F::Promotion,
        ],
    },
];

impl PolicyField {
    /// Its part in ids.
    pub fn id(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// What stands above it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Severity => "An open alert of at least",
            Self::Alerts => "So many open alerts",
            Self::Lines => "Performance beyond a line",
            Self::EveryWindows => "Every so many windows",
            Self::EveryDays => "Every so many days",
            Self::Rows => "Labelled rows",
            Self::RowsPerClass => "Labelled rows a class",
            Self::MaxAge => "Not older than days",
            Self::CoolDown => "Windows of rest after a training",
            Self::Training => "Rows",
            Self::TrainingSize => "So many rows",
            Self::Algorithm => "Algorithm",
            Self::Metric => "Metric",
            Self::Margin => "Worse by at most",
            Self::Minimum => "At least",
            Self::MaxEce => "Calibration error at most",
            Self::SegmentMargin => "No segment worse by more than",
            Self::Groups => "Groups of the column",
            Self::GateRows => "Fewest held-out rows",
            Self::Promotion => "One that passes",
        }
    }

    /// What an empty field shows.
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Lines => "accuracy < 0.8; estimated_roc_auc < 0.7",
            Self::Groups => "none",
            Self::MaxAge => "any age",
            _ => "never",
        }
    }

    /// Whether it holds words, and is wide.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Lines | Self::Groups)
    }

    /// Values and labels of a menu; empty for a field that is typed.
    pub fn choices(self) -> Vec<(String, String)> {
        let of = |id: &str, label: &str| (id.to_owned(), label.to_owned());
        match self {
            Self::Severity => {
                let all = AlertSeverity::ALL.into_iter().rev();
                let all = all.map(|severity| of(severity.id(), severity.label()));
                all.chain([of("never", "never")]).collect()
            }
            Self::Training => TrainingRows::ALL.into_iter().map(|rows| of(rows.id(), rows.label())).collect(),
            Self::Algorithm => {
                let all = algorithm_choices().into_iter();
                let all = all.map(|choice| (algorithm_id(choice).to_owned(), algorithm_name(choice)));
                std::iter::once(of("champion", "The champion's, with its settings")).chain(all).collect()
            }
            Self::Metric => Metric::ALL.into_iter().map(|metric| of(metric.id(), metric.label())).collect(),
            Self::Promotion => Promotion::ALL.into_iter().map(|one| of(one.id(), one.label())).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it says anything under a policy.
    pub fn is_shown(self, policy: &RetrainPolicy) -> bool {
        let sized = matches!(policy.rows, TrainingRows::Sliding { .. } | TrainingRows::Recency { .. });
        self != Self::TrainingSize || sized
    }

    /// What it shows.
    pub fn text(self, policy: &RetrainPolicy) -> String {
        let whole = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
        let (when, needs, gate) = (&policy.when, &policy.needs, &policy.gate);
        match self {
            Self::Severity => when.severity.map_or("never", AlertSeverity::id).to_owned(),
            Self::Alerts => whole(when.alerts),
            Self::Lines => line_text::print(&when.lines),
            Self::EveryWindows => whole(when.every_windows),
            Self::EveryDays => lines::print(when.every_days),
            Self::Rows => needs.min_rows.to_string(),
            Self::RowsPerClass => needs.min_rows_per_class.to_string(),
            Self::MaxAge => lines::print(needs.max_age_days),
            Self::CoolDown => needs.cool_down.to_string(),
            Self::Training => policy.rows.id().to_owned(),
            Self::TrainingSize => match policy.rows {
                TrainingRows::Sliding { rows: size } | TrainingRows::Recency { half_life: size } => {
                    size.to_string()
                }
                TrainingRows::Merge | TrainingRows::New => String::new(),
            },
            Self::Algorithm => policy.algorithm.map_or("champion", algorithm_id).to_owned(),
            Self::Metric => gate.metric.id().to_owned(),
            Self::Margin => lines::print(Some(gate.margin)),
            Self::Minimum => lines::print(gate.minimum),
            Self::MaxEce => lines::print(gate.max_ece),
            Self::SegmentMargin => lines::print(gate.segment_margin),
            Self::Groups => gate.groups.clone().unwrap_or_default(),
            Self::GateRows => gate.min_rows.to_string(),
            Self::Promotion => policy.promotion.id().to_owned(),
        }
    }

    /// The policy with what was typed or chosen.
    ///
    /// # Errors
    ///
    /// A sentence that says what is allowed.
    pub fn put(self, policy: &RetrainPolicy, text: &str) -> Result<RetrainPolicy, String> {
        let mut after = policy.clone();
        let (when, needs, gate) = (&mut after.when, &mut after.needs, &mut after.gate);
        match self {
            Self::Severity => when.severity = text.parse().ok(),
            Self::Alerts => when.alerts = or_none(text)?,
            Self::Lines => when.lines = line_text::parse(text)?,
            Self::EveryWindows => when.every_windows = or_none(text)?,
            Self::EveryDays => when.every_days = number(text)?,
            Self::Rows => needs.min_rows = or_none(text)?.unwrap_or(0),
            Self::RowsPerClass => needs.min_rows_per_class = or_none(text)?.unwrap_or(0),
            Self::MaxAge => needs.max_age_days = number(text)?,
            Self::CoolDown => needs.cool_down = or_none(text)?.unwrap_or(0),
            // The same choice again keeps its number.
            Self::Training if text != after.rows.id() => after.rows = text.parse().unwrap_or(after.rows),
            Self::Training => {}
            Self::TrainingSize => match &mut after.rows {
                TrainingRows::Sliding { rows: size } | TrainingRows::Recency { half_life: size } => {
                    *size = or_none(text)?.unwrap_or(0);
                }
                TrainingRows::Merge | TrainingRows::New => {}
            },
            Self::Algorithm => after.algorithm = (text != "champion").then(|| algorithm_of(text)),
            Self::Metric => {
                let wanted = Metric::ALL.into_iter().find(|metric| metric.id() == text);
                gate.metric = wanted.unwrap_or(gate.metric);
            }
            Self::Margin => gate.margin = number(text)?.unwrap_or(0.0),
            Self::Minimum => gate.minimum = number(text)?,
            Self::MaxEce => gate.max_ece = number(text)?,
            Self::SegmentMargin => gate.segment_margin = number(text)?,
            Self::Groups => gate.groups = Some(text.trim().to_owned()).filter(|name| !name.is_empty()),
            Self::GateRows => gate.min_rows = or_none(text)?.unwrap_or(0),
            Self::Promotion => after.promotion = text.parse().unwrap_or(after.promotion),
        }
        after.validate().map_err(|error| labels::sentence(&error.to_string()))?;
        Ok(after)
    }
}

/// A whole number; nothing typed is `None`.
fn or_none<T: std::str::FromStr>(text: &str) -> Result<Option<T>, String> {
    match text.trim() {
        "" => Ok(None),
        typed => typed
            .parse()
            .map(Some)
            .map_err(|_| format!("“{typed}” is not a whole number of 0 or more: write for example 3.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::RetrainWhen;
    use crate::model::{Algorithm, AlgorithmChoice};

    fn every() -> impl Iterator<Item = PolicyField> {
        GROUPS.into_iter().flat_map(|group| group.fields.iter().copied())
    }

    #[test]
    fn what_a_field_shows_can_be_typed_again_and_changes_nothing() {
        let full = RetrainPolicy {
            when: RetrainWhen {
                severity: None,
                alerts: Some(3),
                lines: line_text::parse("accuracy < 0.8").unwrap(),
                every_windows: Some(10),
                every_days: Some(7.0),
            },
            rows: TrainingRows::Recency { half_life: 300 },
            algorithm: Some(AlgorithmChoice::One(Algorithm::Forest)),
            promotion: Promotion::Auto,
            ..RetrainPolicy::default()
        };
        for policy in [RetrainPolicy::default(), full] {
            for field in every() {
                assert_eq!(field.put(&policy, &field.text(&policy)).as_ref(), Ok(&policy), "{field:?}");
            }
        }
    }

    #[test]
    fn every_choice_of_a_menu_holds_once_chosen() {
        let policy = RetrainPolicy::default();
        for field in every() {
            for (value, _) in field.choices() {
                let after = field.put(&policy, &value).unwrap();
                assert_eq!(field.text(&after), value, "{field:?}");
            }
        }
    }

    #[test]
    fn what_is_typed_wrongly_is_told_and_what_is_empty_asks_for_nothing() {
        let policy = RetrainPolicy::default();
        assert!(F::Alerts.put(&policy, "many").unwrap_err().contains("whole number"));
        assert!(F::Alerts.put(&policy, "0").unwrap_err().contains("1 or more"));
        assert!(F::Margin.put(&policy, "-1").is_err());
        assert_eq!(F::Alerts.put(&policy, " ").unwrap().when.alerts, None);
        assert_eq!(F::MaxEce.put(&policy, "10 %").unwrap().gate.max_ece, Some(0.1));
        let sliding = F::Training.put(&policy, "sliding").unwrap();
        assert_eq!(F::TrainingSize.put(&sliding, "700").unwrap().rows, TrainingRows::Sliding { rows: 700 });
        assert_eq!([&policy, &sliding].map(|policy| F::TrainingSize.is_shown(policy)), [false, true]);
    }
}
