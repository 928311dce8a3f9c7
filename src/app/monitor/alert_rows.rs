//! Which alerts the log shows, in which order, and what stands beside them.

use std::collections::BTreeMap;

use crate::app::format;
use crate::drift::Severity;
use crate::monitor::{Alert, AlertSeverity, AlertState, Timeline};
use crate::report::words::alerts::{lasting, worst_first};

/// What the log is narrowed to; `None` is all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogFilter {
    /// Only of this state.
    pub state: Option<AlertState>,
    /// Only of this severity.
    pub severity: Option<AlertSeverity>,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertLine {
    /// [`Alert::key`].
    pub key: String,
    /// What the user made of it.
    pub state: AlertState,
    /// How bad.
    pub severity: AlertSeverity,
    /// Name of the rule.
    pub rule: String,
    /// Place of its window.
    pub window: usize,
    /// Name of its window.
    pub window_name: String,
    /// What happened.
    pub message: String,
    /// Until when, or that it is open.
    pub lasting: String,
}

/// What the user made of an alert; new unless told otherwise.
pub fn state_of(states: &BTreeMap<String, AlertState>, key: &str) -> AlertState {
    states.get(key).copied().unwrap_or_default()
}

/// The alerts that pass a filter: those that are open first, then the worst, then the newest.
pub fn lines(
    timeline: &Timeline,
    alerts: &[Alert],
    states: &BTreeMap<String, AlertState>,
    filter: LogFilter,
) -> Vec<AlertLine> {
    let line = |alert: &Alert| {
        let key = alert.key();
        AlertLine {
            state: state_of(states, &key),
            key,
            severity: alert.severity,
            rule: alert.rule.clone(),
            window: alert.window,
            window_name: alert.window_name.clone(),
            message: alert.message.clone(),
            lasting: lasting(timeline, alert),
        }
    };
    let passes = |line: &AlertLine| {
        filter.state.is_none_or(|state| state == line.state)
            && filter.severity.is_none_or(|severity| severity == line.severity)
    };
    worst_first(alerts).into_iter().map(line).filter(passes).collect()
}

/// How many there are of each state.
pub fn counts(alerts: &[Alert], states: &BTreeMap<String, AlertState>) -> String {
    let of = |wanted| alerts.iter().filter(|alert| state_of(states, &alert.key()) == wanted).count() as u64;
    let told = AlertState::ALL
        .map(|state| format!("{} {}", format::count(of(state)), state.label().to_lowercase()))
        .join(", ");
    format!("{}: {told}.", format::counted(alerts.len() as u64, "alert", "alerts"))
}

/// What stands in place of an empty log.
pub fn nothing(alerts: usize) -> &'static str {
    if alerts == 0 {
        "No rule was broken in these windows. Which settings would raise alerts is listed under tuning."
    } else {
        "No alert is of this state and severity. Choose others to see more."
    }
}

/// The shape of a severity.
pub fn shape(severity: AlertSeverity) -> Option<Severity> {
    match severity {
        AlertSeverity::Info => None,
        AlertSeverity::Warning => Some(Severity::Warning),
        AlertSeverity::Critical => Some(Severity::Critical),
    }
}

/// The states after one was chosen. New is what is not noted.
pub fn noted(states: &mut BTreeMap<String, AlertState>, key: &str, state: AlertState) {
    if state == AlertState::New {
        states.remove(key);
    } else {
        states.insert(key.to_owned(), state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::watch::open_words::tests::{series, timeline};

    fn alert(rule: &str, window: usize, over: Option<usize>, severity: AlertSeverity) -> Alert {
        Alert {
            rule: rule.to_owned(),
            series: "accuracy".to_owned(),
            label: "accuracy".to_owned(),
            severity,
            window,
            window_name: format!("w{window}"),
            over,
            value: 0.5,
            limit: 0.75,
            message: String::new(),
        }
    }

    #[test]
    fn what_is_open_and_worst_comes_first_and_filters_narrow_them() {
        let history = timeline(vec![series("accuracy", &[Some(0.5); 4])]);
        let alerts = [
            alert("a", 0, Some(3), AlertSeverity::Critical),
            alert("b", 2, None, AlertSeverity::Info),
            alert("c", 2, Some(3), AlertSeverity::Warning),
        ];
        let mut states = BTreeMap::new();
        noted(&mut states, &alerts[0].key(), AlertState::Resolved);
        let rules = |filter| {
            let lines = lines(&history, &alerts, &states, filter);
            lines.into_iter().map(|line| line.rule).collect::<Vec<_>>()
        };
        assert_eq!(rules(LogFilter::default()), ["b", "a", "c"]);
        assert_eq!(rules(LogFilter { state: Some(AlertState::New), severity: None }), ["b", "c"]);
        let info = LogFilter { severity: Some(AlertSeverity::Info), ..LogFilter::default() };
        assert_eq!(rules(info), ["b"]);
        let told: Vec<String> = lines(&history, &alerts, &states, LogFilter::default())
            .into_iter()
            .map(|line| line.lasting.replace('\u{a0}', " "))
            .collect();
        assert_eq!(
            told,
            ["open since w2", "since w0, over in w3 after 3 windows", "since w2, over in w3 after 1 window"]
        );
        assert_eq!(
            counts(&alerts, &states).replace('\u{a0}', " "),
            "3 alerts: 2 new, 0 acknowledged, 1 resolved."
        );
    }

    #[test]
    fn new_is_what_is_not_noted() {
        let mut states = BTreeMap::new();
        noted(&mut states, "a", AlertState::Acknowledged);
        assert_eq!(state_of(&states, "a"), AlertState::Acknowledged);
        noted(&mut states, "a", AlertState::New);
        assert!(states.is_empty());
    }
}
