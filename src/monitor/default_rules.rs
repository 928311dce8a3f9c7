//! The rules that hold where the user sets none: few, and each for something that can be acted on.

use std::collections::BTreeMap;

use super::rule::{AlertRule, AlertSeverity, Condition, MonitorPolicy, STANDARD_DEVIATIONS, Watched};
use super::timeline::SeriesGroup;

/// Identifier of the series of the share of drifted columns.
pub const DRIFTED_SHARE: &str = "drift_share";
/// Identifier of the series of the share of missing cells.
pub const MISSING_CELLS: &str = "missing_share";

/// At 100 labels three sampling errors of an accuracy of 80 % are 12 points: with fewer rows only a
/// collapse could be told from chance.
const MIN_ROWS: u64 = 100;
/// Two points of all cells: of 20 columns one that lost 40 % of its cells.
const MISSING_CHANGE: f64 = 0.02;
/// Windows of silence after a warning, so that what swings around a threshold is told once.
const COOL_DOWN: u32 = 2;

impl Default for MonitorPolicy {
    fn default() -> Self {
        Self { standard_deviations: STANDARD_DEVIATIONS, limits: BTreeMap::new(), rules: default_rules() }
    }
}

impl AlertRule {
    /// A rule that warns in the first window outside the thresholds, where it rests on 100 rows or
    /// more: what a rule is of which nothing else is said.
    pub fn new(name: &str, watch: Watched) -> Self {
        Self {
            name: name.to_owned(),
            watch,
            condition: Condition::OutsideLimits,
            k: 1,
            of: 1,
            min_rows: MIN_ROWS,
            cool_down: 0,
            severity: AlertSeverity::Warning,
            enabled: true,
        }
    }
}

/// What costs money is told in the first window; what points to it, when it lasts.
fn default_rules() -> Vec<AlertRule> {
    let critical =
        |name, watch| AlertRule { severity: AlertSeverity::Critical, ..AlertRule::new(name, watch) };
    let lasting =
        |name, watch| AlertRule { k: 2, of: 3, cool_down: COOL_DOWN, ..AlertRule::new(name, watch) };
    let missing = AlertRule {
        condition: Condition::ChangeBy(MISSING_CHANGE),
        cool_down: COOL_DOWN,
        ..AlertRule::new("Missing cells", Watched::Series(MISSING_CELLS.to_owned()))
    };
    vec![
        critical("Accuracy", Watched::Series("accuracy".to_owned())),
        critical("ROC AUC", Watched::Series("roc_auc".to_owned())),
        // Precision, recall and F1 move with the classes' shares alone.
        lasting("Other performance", Watched::Group(SeriesGroup::Performance)),
        lasting("Estimated performance", Watched::Group(SeriesGroup::Estimated)),
        critical("Drifted columns", Watched::Series(DRIFTED_SHARE.to_owned())),
        lasting("Predictions", Watched::Group(SeriesGroup::Predictions)),
        missing,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_valid_and_few_of_its_rules_are_critical() {
        let policy = MonitorPolicy::default();
        assert_eq!(policy.validate(), Ok(()));
        assert_eq!(policy.standard_deviations, 3.0, "NannyML's");
        let critical = policy.rules.iter().filter(|rule| rule.severity == AlertSeverity::Critical);
        assert_eq!(
            critical.map(|rule| rule.name.as_str()).collect::<Vec<_>>(),
            ["Accuracy", "ROC AUC", "Drifted columns"]
        );
        assert!(policy.rules.iter().all(|rule| rule.enabled));
    }
}
