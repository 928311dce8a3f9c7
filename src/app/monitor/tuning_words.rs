//! What other settings would have raised, as lines of a table and as a recommendation.

use crate::app::format;
use crate::monitor::{
    AlertRule, FalseAlarmRate, MonitorPolicy, Timeline, TuneRow, TuneSetting, quietest, tune, tune_all,
    tune_as_is,
};
use crate::report::words::series as values;

/// False alarms per 100 windows that are put up with unless told otherwise.
pub const AT_MOST: f64 = 1.0;

/// A line of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct TuneLine {
    /// The setting; `None` where every rule has its own.
    pub setting: Option<TuneSetting>,
    /// Standard deviations.
    pub deviations: String,
    /// `2 of 3`.
    pub k_of: String,
    /// Alerts on the history.
    pub alerts: String,
    /// Windows under alert.
    pub windows: String,
    /// False alarms per 100 windows.
    pub false_alarms: String,
    /// Drawn windows that the rate rests on.
    pub rests_on: String,
    /// Whether it is what holds now.
    pub is_now: bool,
    /// Whether it is recommended.
    pub is_recommended: bool,
}

/// The table and what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuned {
    /// What holds now if it is none of the settings, then the settings.
    pub lines: Vec<TuneLine>,
    /// The recommended setting, where there is one.
    pub recommended: Option<TuneSetting>,
    /// The recommendation in words, or why there is none.
    pub words: String,
    /// What the rates leave out, in words.
    pub left_out: Option<String>,
}

/// The settings that are tried, for one rule or for all enabled ones together.
pub fn tuned(timeline: &Timeline, policy: &MonitorPolicy, rule: Option<&AlertRule>, at_most: f64) -> Tuned {
    let now = match rule {
        Some(rule) => Some(TuneSetting::of(policy, rule)),
        None => shared(policy),
    };
    let mut settings = TuneSetting::grid();
    if let Some(now) = now.filter(|now| !settings.contains(now)) {
        settings.insert(0, now);
    }
    let rows = match rule {
        Some(rule) => tune(timeline, policy, rule, &settings),
        None => tune_all(timeline, policy, &settings),
    };
    let recommended = quietest(&rows, at_most).map(|row| row.setting);
    let total = timeline.windows.len() as u64;
    let as_is = if now.is_none() { tune_as_is(timeline, policy) } else { None };
    let mut lines: Vec<TuneLine> = as_is.iter().map(|row| line(row, None, total, now, recommended)).collect();
    lines.extend(rows.iter().map(|row| line(row, Some(row.setting), total, now, recommended)));
    Tuned {
        lines,
        recommended,
        words: words(&rows, recommended, now, at_most),
        left_out: rows.iter().find_map(|row| row.false_alarms).and_then(left_out),
    }
}

/// The setting that all enabled rules share.
fn shared(policy: &MonitorPolicy) -> Option<TuneSetting> {
    let mut settings =
        policy.rules.iter().filter(|rule| rule.enabled).map(|rule| TuneSetting::of(policy, rule));
    let first = settings.next()?;
    settings.all(|other| other == first).then_some(first)
}

fn line(
    row: &TuneRow,
    setting: Option<TuneSetting>,
    total: u64,
    now: Option<TuneSetting>,
    recommended: Option<TuneSetting>,
) -> TuneLine {
    let dash = || values::NONE.to_owned();
    TuneLine {
        setting,
        deviations: format::number(row.setting.standard_deviations),
        k_of: setting.map_or_else(|| "each its own".to_owned(), k_of),
        alerts: format::count(row.alerts),
        windows: format!("{} of {}", format::count(row.windows_under_alert), format::count(total)),
        false_alarms: row.false_alarms.map_or_else(dash, |rate| format::number(rate.per_100_windows)),
        rests_on: row.false_alarms.map_or_else(dash, |rate| format::count(rate.windows)),
        is_now: setting == now,
        is_recommended: setting.is_some() && setting == recommended,
    }
}

fn k_of(setting: TuneSetting) -> String {
    format!("{} of {}", setting.k, setting.of)
}

fn words(
    rows: &[TuneRow],
    recommended: Option<TuneSetting>,
    now: Option<TuneSetting>,
    at_most: f64,
) -> String {
    let noun = if at_most == 1.0 { "false alarm" } else { "false alarms" };
    let wanted = format!("{} {noun} per 100 windows", format::number(at_most));
    match recommended {
        Some(setting) => {
            let is_now = if now == Some(setting) { " It holds now." } else { "" };
            format!(
                "The most sensitive setting with at most {wanted}: {} standard deviations, {} windows.{is_now}",
                format::number(setting.standard_deviations),
                k_of(setting)
            )
        }
        None if rows.iter().all(|row| row.false_alarms.is_none()) => {
            "How often a setting alarms where nothing changed is not known: no watched series has windows drawn from the \
             reference."
                .to_owned()
        }
        None => format!(
            "No setting has at most {wanted}: a limit or a line of its own raises them. Look at single rules, or raise \
             their limits."
        ),
    }
}

fn left_out(rate: FalseAlarmRate) -> Option<String> {
    (rate.left_out > 0).then(|| {
        format!(
            "{} without drawn windows {} not in the rate of false alarms.",
            format::counted(rate.left_out, "watched series", "watched series"),
            if rate.left_out == 1 { "is" } else { "are" }
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::watch::open_words::tests::{series, timeline};
    use crate::monitor::{Band, Series, Watched};

    /// Accuracy around 0.8 ± 0.1, with a drop at the end, and drawn windows of which one in ten is 2.2
    /// standard deviations low.
    fn history() -> Timeline {
        let values = [0.8, 0.8, 0.8, 0.8, 0.3, 0.3].map(Some);
        let null = (0..100).map(|at| Some(if at % 10 == 9 { 0.58 } else { 0.8 })).collect();
        let band = Some(Band { mean: 0.8, std: 0.1, windows: 10, drawn: false });
        timeline(vec![Series { band, null, ..series("accuracy", &values) }])
    }

    fn policy(rules: Vec<AlertRule>) -> MonitorPolicy {
        MonitorPolicy { rules, ..MonitorPolicy::default() }
    }

    fn rule(name: &str, k: u32, of: u32) -> AlertRule {
        AlertRule { k, of, ..AlertRule::new(name, Watched::Series("accuracy".to_owned())) }
    }

    #[test]
    fn what_holds_now_is_marked_and_the_most_sensitive_quiet_setting_is_recommended() {
        let policy = policy(vec![rule("a", 1, 1)]);
        let found = tuned(&history(), &policy, None, 1.0);
        assert_eq!(found.lines.len(), 15, "5 deviations, 3 k of n");
        let now: Vec<_> = found.lines.iter().filter(|line| line.is_now).collect();
        assert_eq!(now.len(), 1);
        assert_eq!((now[0].deviations.as_str(), now[0].k_of.as_str()), ("3", "1 of 1"));
        assert_eq!((now[0].alerts.as_str(), now[0].windows.as_str()), ("1", "2 of 6"));
        // At 2 deviations 1 of 1 fires ten times in 100 windows; 2 of 3 never, as the drops stand apart.
        assert_eq!(found.lines[0].false_alarms, "10");
        assert_eq!(found.recommended, Some(TuneSetting { standard_deviations: 2.0, k: 2, of: 3 }));
        assert_eq!(found.lines.iter().filter(|line| line.is_recommended).count(), 1);
        assert_eq!(
            found.words,
            "The most sensitive setting with at most 1 false alarm per 100 windows: 2 standard deviations, 2 of 3 windows."
        );
        let lax = tuned(&history(), &policy, Some(&policy.rules[0]), 10.0);
        assert_eq!(lax.recommended, Some(TuneSetting { standard_deviations: 2.0, k: 1, of: 1 }));
    }

    #[test]
    fn a_setting_of_the_user_and_rules_that_differ_have_a_line_of_their_own() {
        let own = policy(vec![rule("a", 4, 7)]);
        let found = tuned(&history(), &own, None, 1.0);
        assert_eq!((found.lines.len(), found.lines[0].k_of.as_str()), (16, "4 of 7"));
        assert!(found.lines[0].is_now);
        let mixed = policy(vec![rule("a", 1, 1), rule("b", 2, 3)]);
        let found = tuned(&history(), &mixed, None, 1.0);
        assert_eq!((found.lines.len(), found.lines[0].k_of.as_str()), (16, "each its own"));
        assert_eq!(found.lines.iter().filter(|line| line.is_now).count(), 1);
        assert_eq!(found.lines[0].setting, None);
    }

    #[test]
    fn without_drawn_windows_nothing_is_recommended() {
        let mut history = history();
        history.series[0].null.clear();
        let found = tuned(&history, &policy(vec![rule("a", 1, 1)]), None, 1.0);
        assert_eq!(found.recommended, None);
        assert!(found.words.contains("is not known"), "{}", found.words);
        assert_eq!(found.lines[0].false_alarms, "–");
    }
}
