//! Whether a policy of watching can be applied.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::rule::{AlertRule, Condition, Limits, MonitorPolicy};

/// Windows that a rule may look back on.
pub const MOST_COUNTED: u32 = 100;

/// Why a policy of watching cannot be applied. Every message names what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum RuleError {
    /// A setting is out of its range.
    #[error("`{setting}`{} is out of range, allowed is {allowed}", of(place))]
    Setting {
        /// As the policy file calls it.
        setting: String,
        /// What it belongs to, in words; empty for the whole.
        place: String,
        /// What is allowed.
        allowed: String,
    },
    /// A rule without a name.
    #[error("a rule has no name: give every rule one in a single line")]
    NoName,
    /// Two rules with the same name.
    #[error("two rules are called `{name}`: give each a name of its own")]
    SameName {
        /// The name.
        name: String,
    },
}

impl MonitorPolicy {
    /// Whether every setting is in range and the rules can be told apart.
    ///
    /// # Errors
    ///
    /// [`RuleError`] with the first setting, limit or rule that cannot be used.
    pub fn validate(&self) -> Result<(), RuleError> {
        if !(self.standard_deviations.is_finite() && self.standard_deviations > 0.0) {
            return Err(out_of_range("standard_deviations", String::new(), "a number above 0"));
        }
        for (series, limits) in &self.limits {
            limits.validate(series)?;
        }
        let mut names = BTreeSet::new();
        for rule in &self.rules {
            rule.validate()?;
            if !names.insert(&rule.name) {
                return Err(RuleError::SameName { name: rule.name.clone() });
            }
        }
        Ok(())
    }
}

impl Limits {
    /// Whether both are finite and the lower one is not above the upper one; `series` is for the
    /// message.
    ///
    /// # Errors
    ///
    /// [`RuleError::Setting`] with the limit.
    pub fn validate(&self, series: &str) -> Result<(), RuleError> {
        let place = || format!("series `{series}`");
        for (setting, limit) in [("lower", self.lower), ("upper", self.upper)] {
            if limit.is_some_and(|limit| !limit.is_finite()) {
                return Err(out_of_range(setting, place(), "any finite number"));
            }
        }
        match (self.lower, self.upper) {
            (Some(lower), Some(upper)) if lower > upper => {
                Err(out_of_range("lower", place(), &format!("at most the upper limit, {upper}")))
            }
            _ => Ok(()),
        }
    }
}

impl AlertRule {
    /// Whether every setting of the rule is in range.
    ///
    /// # Errors
    ///
    /// [`RuleError`] with the first that is not.
    pub fn validate(&self) -> Result<(), RuleError> {
        if self.name.trim().is_empty() || self.name.contains(char::is_control) {
            return Err(RuleError::NoName);
        }
        let place = || format!("rule `{}`", self.name);
        if !(1..=MOST_COUNTED).contains(&self.of) {
            // Where only `k` is written, `of` is the same.
            let setting = if self.k == self.of { "k" } else { "of" };
            return Err(out_of_range(setting, place(), &format!("1 to {MOST_COUNTED}")));
        }
        if self.k == 0 || self.k > self.of {
            let allowed = if self.of == 1 {
                "1, since `of` is 1".to_owned()
            } else {
                format!("1 to {}, since `of` is {}", self.of, self.of)
            };
            return Err(out_of_range("k", place(), &allowed));
        }
        let (value, allowed) = match self.condition {
            Condition::OutsideLimits => return Ok(()),
            Condition::Above(value) | Condition::Below(value) => (value, "any finite number"),
            Condition::ChangeBy(value) | Condition::ChangeByShare(value) => (value, "0 or more"),
        };
        let may_be_negative = matches!(self.condition, Condition::Above(_) | Condition::Below(_));
        if value.is_finite() && (may_be_negative || value >= 0.0) {
            Ok(())
        } else {
            Err(out_of_range(self.condition.id(), place(), allowed))
        }
    }
}

fn out_of_range(setting: &str, place: String, allowed: &str) -> RuleError {
    RuleError::Setting { setting: setting.to_owned(), place, allowed: allowed.to_owned() }
}

fn of(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(" of {place}") }
}

#[cfg(test)]
mod tests {
    use super::super::samples::rule;
    use super::*;

    fn error(rules: Vec<AlertRule>) -> String {
        MonitorPolicy { rules, ..MonitorPolicy::default() }.validate().unwrap_err().to_string()
    }

    #[test]
    fn what_cannot_be_applied_is_named_with_what_is_allowed() {
        let with = |condition| AlertRule { condition, ..rule(1, 1) };
        for (rules, sentence) in [
            (vec![rule(0, 1)], "`k` of rule `low` is out of range, allowed is 1, since `of` is 1"),
            (vec![rule(4, 3)], "`k` of rule `low` is out of range, allowed is 1 to 3, since `of` is 3"),
            (vec![rule(0, 0)], "`k` of rule `low` is out of range, allowed is 1 to 100"),
            (vec![rule(1, 0)], "`of` of rule `low` is out of range, allowed is 1 to 100"),
            (vec![rule(1, 101)], "`of` of rule `low` is out of range, allowed is 1 to 100"),
            (vec![rule(1, 1), rule(2, 3)], "two rules are called `low`: give each a name of its own"),
            (
                vec![AlertRule { name: " ".to_owned(), ..rule(1, 1) }],
                "a rule has no name: give every rule one in a single line",
            ),
            (
                vec![with(Condition::Above(f64::NAN))],
                "`above` of rule `low` is out of range, allowed is any finite number",
            ),
            (
                vec![with(Condition::ChangeBy(-0.1))],
                "`change_by` of rule `low` is out of range, allowed is 0 or more",
            ),
        ] {
            assert_eq!(error(rules), sentence);
        }
        assert_eq!(rule(100, 100).validate(), Ok(()));
        assert_eq!(with(Condition::Below(-3.0)).validate(), Ok(()));
    }

    #[test]
    fn limits_and_deviations_have_ranges_too() {
        let policy = MonitorPolicy { standard_deviations: 0.0, ..MonitorPolicy::default() };
        let message = policy.validate().unwrap_err().to_string();
        assert_eq!(message, "`standard_deviations` is out of range, allowed is a number above 0");
        let mut policy = MonitorPolicy::default();
        let limits = Limits { lower: Some(0.9), upper: Some(0.5) };
        policy.limits.insert("f1".to_owned(), limits);
        let message = policy.validate().unwrap_err().to_string();
        assert_eq!(
            message,
            "`lower` of series `f1` is out of range, allowed is at most the upper limit, 0.5"
        );
        let limits = Limits { lower: None, upper: Some(f64::INFINITY) };
        policy.limits.insert("f1".to_owned(), limits);
        assert!(policy.validate().unwrap_err().to_string().starts_with("`upper` of series `f1`"));
        policy.limits.insert("f1".to_owned(), Limits { lower: Some(0.5), upper: Some(0.5) });
        assert_eq!(policy.validate(), Ok(()));
    }
}
