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
    fn the_worst_is_told_and_the_others_are_counted() {
        let (a, b) = (alert("a", AlertSeverity::Warning), alert("b", AlertSeverity::Critical));
        assert_eq!(told(&[]), "");
        assert_eq!(told(&[&a]), "Warning alert: Accuracy fell by rule a.");
        let all = [a, b];
        assert_eq!(told(&Seen::default().take(&all)), "2 new alerts. Critical: Accuracy fell by rule b.");
    }
}
