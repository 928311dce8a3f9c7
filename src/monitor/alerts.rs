//! Alerts: every rule over every series that it watches.

use super::alert_words::message;
use super::episodes::{Episode, counting, episodes};
use super::rule::{Alert, AlertRule, MonitorPolicy, Watched};
use super::timeline::{Series, Timeline};

/// The alerts that a policy's enabled rules raise over a history, in order of window, then of rule,
/// then of series.
///
/// A window counts for a rule where its point has a value that rests on at least
/// [`min_rows`](AlertRule::min_rows) rows. A rule holds in a counting window if its condition holds
/// there and in at least `k` of the last `of` counting windows, it among them. An alert is open
/// until the first counting window in which the rule no longer holds; while it is, and for
/// [`cool_down`](AlertRule::cool_down) windows after that one, the same rule raises no other for the
/// same series.
pub fn alerts(timeline: &Timeline, policy: &MonitorPolicy) -> Vec<Alert> {
    let mut found: Vec<Alert> = Vec::new();
    for rule in policy.rules.iter().filter(|rule| rule.enabled) {
        for series in timeline.series.iter().filter(|series| policy.watches(rule, series)) {
            found.extend(of_series(timeline, policy, rule, series));
        }
    }
    // Stable: rules and series of one window stay in their order.
    found.sort_by_key(|alert| alert.window);
    found
}

fn of_series(timeline: &Timeline, policy: &MonitorPolicy, rule: &AlertRule, series: &Series) -> Vec<Alert> {
    let windows = counting(series, rule.min_rows);
    let alert = |episode: Episode| Alert {
        rule: rule.name.clone(),
        series: series.id.clone(),
        label: series.label.clone(),
        severity: rule.severity,
        window: episode.raised,
        window_name: timeline.window_name(episode.raised),
        over: episode.over,
        value: episode.value,
        limit: episode.limit,
        message: message(timeline, rule, series, &episode),
    };
    episodes(rule, series, policy.limits(series), windows).into_iter().map(alert).collect()
}

impl MonitorPolicy {
    /// Whether a rule raises alerts of a series: it names it, or its group, and then no other enabled rule
    /// names it. What has a rule of its own is left out of its group's.
    pub fn watches(&self, rule: &AlertRule, series: &Series) -> bool {
        let named = |other: &AlertRule| {
            other.enabled && matches!(&other.watch, Watched::Series(id) if *id == series.id)
        };
        let of_group = matches!(rule.watch, Watched::Group(_));
        rule.watch.includes(series) && !(of_group && self.rules.iter().any(named))
    }
}

impl Alert {
    /// Names the alert in a log: rule, series and window, with `/` between them. The same over
    /// re-runs on the same data.
    pub fn key(&self) -> String {
        // A `/` or `\` of a name is escaped, so that no two alerts share a key.
        let escaped = |part: &String| part.replace('\\', "\\\\").replace('/', "\\/");
        [&self.rule, &self.series, &self.window_name].map(escaped).join("/")
    }
}

impl Timeline {
    /// Name of the window at a place; its number, counted from 1, where there is none.
    pub(super) fn window_name(&self, place: usize) -> String {
        let name = self.windows.get(place).map(|window| window.name.clone());
        name.unwrap_or_else(|| format!("window {}", place.saturating_add(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::{AlertSeverity, Condition, Watched};
    use super::super::samples::{rule, series, timeline};
    use super::super::timeline::{Band, SeriesGroup};
    use super::*;

    fn policy(rules: Vec<AlertRule>) -> MonitorPolicy {
        MonitorPolicy { rules, ..MonitorPolicy::default() }
    }

    #[test]
    fn alerts_stand_in_order_of_window_rule_and_series() {
        let low = [0.9, 0.1, 0.9].map(Some);
        let later = [0.9, 0.9, 0.1].map(Some);
        let history = timeline(vec![series("f1", &later), series("recall", &low), series("kappa", &low)]);
        let other =
            AlertRule { name: "kappa".to_owned(), watch: Watched::Series("kappa".to_owned()), ..rule(1, 1) };
        let found = alerts(&history, &policy(vec![rule(1, 1), other]));
        let told: Vec<_> =
            found.iter().map(|alert| (alert.window, alert.rule.as_str(), alert.series.as_str())).collect();
        // `kappa` has a rule of its own, and so none of its group's.
        assert_eq!(told, [(1, "low", "recall"), (1, "kappa", "kappa"), (2, "low", "f1")]);
        assert_eq!((found[0].over, found[2].over), (Some(2), None));
    }

    #[test]
    fn rules_that_are_off_or_watch_others_are_silent() {
        let history = timeline(vec![series("f1", &[Some(0.1)])]);
        let off = AlertRule { enabled: false, ..rule(1, 1) };
        let data = AlertRule { watch: Watched::Group(SeriesGroup::Data), ..rule(1, 1) };
        assert_eq!(alerts(&history, &policy(vec![off, data])), []);
        assert_eq!(alerts(&history, &policy(vec![rule(1, 1)])).len(), 1);
    }

    #[test]
    fn limits_of_the_policy_decide_what_is_outside() {
        let accuracy = series("accuracy", &[Some(0.7), Some(0.9)]);
        let history = timeline(vec![super::super::timeline::Series {
            band: Some(Band { mean: 0.8, std: 0.02, windows: 10, drawn: false }),
            ..accuracy
        }]);
        let outside = AlertRule { condition: Condition::OutsideLimits, ..rule(1, 1) };
        let found = alerts(&history, &policy(vec![outside.clone()]));
        assert_eq!(found.iter().map(|alert| alert.window).collect::<Vec<_>>(), [0], "better is no alert");
        assert!((found[0].limit - 0.74).abs() < 1e-12, "0.8 − 3 · 0.02");
        let wide = MonitorPolicy { standard_deviations: 6.0, ..policy(vec![outside]) };
        assert_eq!(alerts(&history, &wide), []);
    }

    #[test]
    fn the_default_tells_of_a_fall_at_once_and_of_an_estimate_when_it_lasts() {
        let mut measured = series("accuracy", &[0.8, 0.4, 0.8].map(Some));
        measured.band = Some(Band { mean: 0.8, std: 0.02, windows: 10, drawn: false });
        let mut estimated = series("accuracy_estimated", &[0.8, 0.4, 0.4].map(Some));
        (estimated.band, estimated.group) = (measured.band, SeriesGroup::Estimated);
        let history = timeline(vec![measured, estimated]);
        let found = alerts(&history, &MonitorPolicy::default());
        let told: Vec<_> = found.iter().map(|alert| (alert.window, alert.severity)).collect();
        assert_eq!(told, [(1, AlertSeverity::Critical), (2, AlertSeverity::Warning)]);
    }

    #[test]
    fn keys_are_those_of_rule_series_and_window() {
        let history = timeline(vec![series("class_share:a/b", &[Some(0.1)])]);
        let found = alerts(&history, &policy(vec![rule(1, 1)]));
        assert_eq!(found[0].key(), "low/class_share:a\\/b/w0");
        assert_eq!(alerts(&history, &policy(vec![rule(1, 1)]))[0].key(), found[0].key());
        let with = |rule: &str, series: &str| {
            Alert { rule: rule.to_owned(), series: series.to_owned(), ..found[0].clone() }.key()
        };
        assert_ne!(with("a/b", "c"), with("a", "b/c"));
        assert_ne!(with("a\\", "b"), with("a", "\\b"));
    }
}
