//! Which alerts are new, so that each is told once.

use std::collections::BTreeSet;

use crate::monitor::{Alert, AlertSeverity};

/// Keys of the alerts that were there before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    keys: BTreeSet<String>,
}

impl Seen {
    /// Takes the alerts as they are now, and gives those that were not there before, the worst first.
    pub fn take<'a>(&mut self, alerts: &'a [Alert]) -> Vec<&'a Alert> {
        let mut new: Vec<&Alert> = alerts.iter().filter(|alert| self.keys.insert(alert.key())).collect();
        new.sort_by_key(|alert| std::cmp::Reverse(alert.severity));
        new
    }

    /// As if none had been there, for a replay from the beginning.
    pub fn forget(&mut self) {
        self.keys.clear();
    }
}

/// A severity in one word.
pub fn severity_word(severity: AlertSeverity) -> &'static str {
    match severity {
        AlertSeverity::Info => "Information",
        AlertSeverity::Warning => "Warning",
        AlertSeverity::Critical => "Critical",
    }
}

/// New alerts in a sentence or two: how many, and the worst of them. Empty for none.
pub fn told(new: &[&Alert]) -> String {
    match new {
        [] => String::new(),
        [only] => format!("{} alert: {}", severity_word(only.severity), only.message),
        [worst, ..] => {
            format!("{} new alerts. {}: {}", new.len(), severity_word(worst.severity), worst.message)
        }
    }
}

/// Whether the browser shows notifications of this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// It has none.
    Missing,
    /// The user was not asked, or gave no answer.
    NotAsked,
    /// It does.
    Granted,
    /// It does not.
    Denied,
}

impl Permission {
    /// As the browser writes it.
    pub fn of(text: &str) -> Self {
        match text {
            "granted" => Self::Granted,
            "denied" => Self::Denied,
            _ => Self::NotAsked,
        }
    }

    /// What is said beside the switch after it was turned on.
    pub fn words(self) -> &'static str {
        match self {
            Self::Granted => "On: new alerts are shown while this page is open.",
            Self::NotAsked => {
                "Off: the browser’s question was not answered. Turn the switch on to be asked again."
            }
            Self::Denied => {
                "Off: the browser blocks notifications of this page. Allow them in its settings for this site."
            }
            Self::Missing => {
                "Off: this browser has no notifications for pages. New alerts are still read out and listed here."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(rule: &str, severity: AlertSeverity) -> Alert {
        Alert {
            rule: rule.to_owned(),
            series: "accuracy".to_owned(),
            label: "accuracy".to_owned(),
            severity,
            window: 1,
            window_name: "2".to_owned(),
            over: None,
            value: 0.4,
            limit: 0.7,
            message: format!("Accuracy fell by rule {rule}."),
        }
    }

    #[test]
    fn an_alert_is_new_once_also_when_it_ends() {
        let mut seen = Seen::default();
        let first = [alert("a", AlertSeverity::Warning)];
        assert_eq!(seen.take(&first).len(), 1);
        let over = Alert { over: Some(2), ..first[0].clone() };
        let now = [over, alert("b", AlertSeverity::Critical)];
        assert_eq!(seen.take(&now), [&now[1]]);
        assert!(seen.take(&now).is_empty());
        seen.forget();
        assert_eq!(seen.take(&now).len(), 2);
    }

    #[test]
    fn only_a_granted_permission_is_on() {
        let all = ["granted", "default", "denied", ""].map(Permission::of);
        assert_eq!(
            all,
            [Permission::Granted, Permission::NotAsked, Permission::Denied, Permission::NotAsked]
        );
        let on = all.into_iter().chain([Permission::Missing]).filter(|p| p.words().starts_with("On:"));
        assert_eq!(on.collect::<Vec<_>>(), [Permission::Granted]);
    }

    #[test]
    fn the_worst_is_told_and_the_others_are_counted() {
        let (a, b) = (alert("a", AlertSeverity::Warning), alert("b", AlertSeverity::Critical));
        assert_eq!(told(&[]), "");
        assert_eq!(told(&[&a]), "Warning alert: Accuracy fell by rule a.");
        let all = [a, b];
        assert_eq!(told(&Seen::default().take(&all)), "2 new alerts. Critical: Accuracy fell by rule b.");
    }
}
