//! What other settings would have raised: alerts over the loaded history, and false alarms over
//! windows drawn from the reference, where every alert is false.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::episodes::{Episode, counting, episodes};
use super::rule::{AlertRule, MonitorPolicy};
use super::timeline::Timeline;

/// Standard deviations that are tried.
const DEVIATIONS: [f64; 5] = [2.0, 2.5, 3.0, 3.5, 4.0];
/// k of the last n windows that are tried.
const K_OF: [(u32, u32); 3] = [(1, 1), (2, 3), (3, 5)];

/// A setting that is tried.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TuneSetting {
    /// Thresholds are the mean over the reference's windows ± this many standard deviations. It
    /// moves no line, no limit of the user, and no condition with a value of its own.
    pub standard_deviations: f64,
    /// In how many of the last `of` windows a condition has to hold.
    pub k: u32,
    /// See `k`.
    pub of: u32,
}

/// What a setting would have raised.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TuneRow {
    /// The setting.
    pub setting: TuneSetting,
    /// Alerts over the loaded history.
    pub alerts: u64,
    /// Windows of it in which at least one alert is open.
    pub windows_under_alert: u64,
    /// How often it alarms where nothing changed; `None` where no watched series has a history
    /// without change.
    pub false_alarms: Option<FalseAlarmRate>,
}

/// How often rules alarm over windows drawn from the reference at random.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FalseAlarmRate {
    /// Alerts of all rules and series together per 100 windows.
    pub per_100_windows: f64,
    /// Drawn windows that it rests on; of several series the least.
    pub windows: u64,
    /// Watched series that are not in the rate: they have no drawn windows, or windows of the usual size
    /// have too few rows for the rule.
    pub left_out: u64,
}

impl TuneSetting {
    /// What a rule has now.
    pub fn of(policy: &MonitorPolicy, rule: &AlertRule) -> Self {
        Self { standard_deviations: policy.standard_deviations, k: rule.k, of: rule.of }
    }

    /// The settings that are tried unless others are wanted: 2 to 4 standard deviations, each with 1
    /// of 1, 2 of 3 and 3 of 5 windows.
    pub fn grid() -> Vec<Self> {
        let with = |standard_deviations| K_OF.map(|(k, of)| Self { standard_deviations, k, of });
        DEVIATIONS.into_iter().flat_map(with).collect()
    }
}

impl MonitorPolicy {
    /// The policy with a setting taken over: for the rule of that name, or for every rule. The
    /// standard deviations are those of all thresholds either way.
    pub fn with_setting(&self, setting: TuneSetting, rule: Option<&str>) -> Self {
        let mut policy = Self { standard_deviations: setting.standard_deviations, ..self.clone() };
        for own in policy.rules.iter_mut().filter(|own| rule.is_none_or(|name| name == own.name)) {
            (own.k, own.of) = (setting.k, setting.of);
        }
        policy
    }
}

/// What one rule would have raised by each setting, whether it is enabled or not.
pub fn tune(
    timeline: &Timeline,
    policy: &MonitorPolicy,
    rule: &AlertRule,
    settings: &[TuneSetting],
) -> Vec<TuneRow> {
    let alone = MonitorPolicy { rules: vec![AlertRule { enabled: true, ..rule.clone() }], ..policy.clone() };
    tune_all(timeline, &alone, settings)
}

/// What all enabled rules together would have raised by each setting.
pub fn tune_all(timeline: &Timeline, policy: &MonitorPolicy, settings: &[TuneSetting]) -> Vec<TuneRow> {
    settings.iter().map(|setting| row(timeline, &policy.with_setting(*setting, None), *setting)).collect()
}

/// What the enabled rules raise as they are, each with its own `k` and `of`; the setting of the row is
/// the first rule's. `None` without an enabled rule.
pub fn tune_as_is(timeline: &Timeline, policy: &MonitorPolicy) -> Option<TuneRow> {
    let first = policy.rules.iter().find(|rule| rule.enabled)?;
    Some(row(timeline, policy, TuneSetting::of(policy, first)))
}

/// Of rows with at most so many false alarms per 100 windows, the most sensitive: the one with the
/// fewest standard deviations, which sees the smallest change, and of those the one that sees it
/// first. `None` if no row is as quiet, or none has a rate.
pub fn quietest(rows: &[TuneRow], at_most: f64) -> Option<&TuneRow> {
    let is_quiet = |row: &&TuneRow| row.false_alarms.is_some_and(|rate| rate.per_100_windows <= at_most);
    rows.iter().filter(is_quiet).min_by(|a, b| {
        let (a, b) = (a.setting, b.setting);
        a.standard_deviations.total_cmp(&b.standard_deviations).then(a.k.cmp(&b.k)).then(b.of.cmp(&a.of))
    })
}

fn row(timeline: &Timeline, policy: &MonitorPolicy, setting: TuneSetting) -> TuneRow {
    let mut row = TuneRow { setting, alerts: 0, windows_under_alert: 0, false_alarms: None };
    let mut under_alert = BTreeSet::new();
    let (mut per_window, mut least, mut left_out) = (0.0, None::<u64>, 0);
    let drawn_rows = drawn_rows(timeline);
    for rule in policy.rules.iter().filter(|rule| rule.enabled) {
        for series in timeline.series.iter().filter(|series| policy.watches(rule, series)) {
            let limits = policy.limits(series);
            let found = episodes(rule, series, limits, counting(series, rule.min_rows));
            row.alerts += found.len() as u64;
            under_alert.extend(found.iter().flat_map(|episode| open(episode, series.points.len())));

            let counts = drawn_rows >= rule.min_rows;
            let drawn = series.null.iter().flatten().copied().filter(|value| counts && !value.is_nan());
            let drawn = drawn.enumerate();
            let windows = drawn.clone().count() as u64;
            if windows == 0 {
                left_out += 1;
                continue;
            }
            per_window += episodes(rule, series, limits, drawn).len() as f64 / windows as f64;
            least = Some(least.map_or(windows, |least| least.min(windows)));
        }
    }
    row.windows_under_alert = under_alert.len() as u64;
    row.false_alarms =
        least.map(|windows| FalseAlarmRate { per_100_windows: 100.0 * per_window, windows, left_out });
    row
}

/// Rows of a drawn window: those of the middle window by size.
fn drawn_rows(timeline: &Timeline) -> u64 {
    let mut rows: Vec<u64> = timeline.windows.iter().map(|window| window.rows).collect();
    rows.sort_unstable();
    rows.get(rows.len() / 2).copied().unwrap_or(0).min(timeline.reference_rows)
}

/// The windows in which an episode is open, of so many.
fn open(episode: &Episode, windows: usize) -> std::ops::Range<usize> {
    episode.raised..episode.over.unwrap_or(windows)
}

#[cfg(test)]
mod tests {
    use super::super::alerts::alerts;
    use super::super::rule::Condition;
    use super::super::samples::{rule, series, timeline};
    use super::super::timeline::{Band, Series};
    use super::*;

    fn setting(standard_deviations: f64, k: u32, of: u32) -> TuneSetting {
        TuneSetting { standard_deviations, k, of }
    }

    /// Mean 0.5, standard deviation 0.0625: below 0.375 with two, 0.3125 with three.
    fn banded(id: &str, values: &[f64], null: &[f64]) -> Series {
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        Series {
            band: Some(Band { mean: 0.5, std: 0.0625, windows: 10, drawn: true }),
            null: null.iter().copied().map(Some).collect(),
            ..series(id, &values)
        }
    }

    fn outside() -> AlertRule {
        AlertRule { condition: Condition::OutsideLimits, ..rule(1, 1) }
    }

    #[test]
    fn a_row_counts_alerts_windows_and_false_alarms() {
        let history = timeline(vec![banded(
            "accuracy",
            &[0.5, 0.35, 0.35, 0.5, 0.3],
            &[0.5, 0.35, 0.5, 0.3, 0.5, 0.5, 0.5, 0.5],
        )]);
        let settings = [setting(2.0, 1, 1), setting(3.0, 1, 1), setting(2.0, 2, 3), setting(4.0, 1, 1)];
        let rows = tune(&history, &MonitorPolicy::default(), &outside(), &settings);
        // By eye: 2σ has windows 1-2 and 4, and drawn windows 1 and 3 of 8; 3σ the last of each; 2 of 3 at
        // 2σ windows 2 and 4, and drawn window 3; 4σ begins at 0.25.
        let told: Vec<_> = rows.iter().map(|row| (row.alerts, row.windows_under_alert)).collect();
        assert_eq!(told, [(2, 3), (1, 1), (2, 2), (0, 0)]);
        let rates: Vec<_> =
            rows.iter().filter_map(|row| row.false_alarms).map(|rate| rate.per_100_windows).collect();
        assert_eq!(rates, [25.0, 12.5, 12.5, 0.0]);
        assert!(rows.iter().all(|row| row.false_alarms.is_some_and(|rate| rate.windows == 8)));
    }

    #[test]
    fn all_rules_together_add_up() {
        let quiet = [0.5; 4];
        let mut unknown = banded("recall", &[0.3, 0.5, 0.5, 0.5], &[]);
        unknown.null = vec![None, None];
        let history = timeline(vec![
            banded("accuracy", &[0.3, 0.3, 0.5, 0.5], &[0.3, 0.5, 0.5, 0.5]),
            banded("f1", &[0.5, 0.3, 0.5, 0.3], &[0.3, 0.5]),
            unknown,
        ]);
        let off = AlertRule { name: "off".to_owned(), enabled: false, ..outside() };
        let policy = MonitorPolicy { rules: vec![outside(), off], ..MonitorPolicy::default() };
        let row = tune_all(&history, &policy, &[setting(3.0, 1, 1)])[0];
        // accuracy 1 alert (windows 0-1), f1 2 (1 and 3), recall 1 (0); drawn 1 of 4 and 1 of 2.
        assert_eq!((row.alerts, row.windows_under_alert), (4, 3));
        assert_eq!(row.false_alarms, Some(FalseAlarmRate { per_100_windows: 75.0, windows: 2, left_out: 1 }));
        assert_eq!(row.alerts as usize, alerts(&history, &policy).len());
        let none = timeline(vec![banded("accuracy", &quiet, &[])]);
        assert_eq!(tune(&none, &policy, &outside(), &[setting(3.0, 1, 1)])[0].false_alarms, None);
    }

    #[test]
    fn drawn_windows_with_too_few_rows_are_no_evidence_of_quiet() {
        let mut history = timeline(vec![banded("accuracy", &[0.5; 3], &[0.3, 0.5, 0.5, 0.5])]);
        let policy = |min_rows| MonitorPolicy {
            rules: vec![AlertRule { min_rows, ..outside() }],
            ..MonitorPolicy::default()
        };
        let rate = |history: &Timeline, min_rows| {
            tune_as_is(history, &policy(min_rows))?.false_alarms.map(|rate| rate.per_100_windows)
        };
        // Windows have 1,000 rows, and one of four drawn values lies below 0.3125.
        assert_eq!([1_000, 1_001].map(|min_rows| rate(&history, min_rows)), [Some(25.0), None]);
        history.windows[0].rows = 10;
        history.windows[1].rows = 20;
        assert_eq!([20, 21].map(|min_rows| rate(&history, min_rows)), [Some(25.0), None]);
    }

    #[test]
    fn as_they_are_every_rule_keeps_its_own_windows() {
        let history = timeline(vec![banded("accuracy", &[0.3, 0.5, 0.3, 0.3], &[])]);
        let slow = AlertRule { name: "slow".to_owned(), k: 2, of: 2, ..outside() };
        let policy = MonitorPolicy { rules: vec![outside(), slow], ..MonitorPolicy::default() };
        // At once in windows 0 and 2; twice in a row in window 3 only.
        let row = tune_as_is(&history, &policy).unwrap();
        assert_eq!((row.alerts, row.windows_under_alert), (3, 3));
        assert_eq!(row.alerts as usize, alerts(&history, &policy).len());
        assert_eq!(tune_as_is(&history, &MonitorPolicy { rules: Vec::new(), ..policy }), None);
    }

    #[test]
    fn a_setting_taken_over_raises_what_its_row_said() {
        let history = timeline(vec![banded("accuracy", &[0.5, 0.35, 0.35, 0.5, 0.3, 0.35], &[])]);
        let policy = MonitorPolicy { rules: vec![outside()], ..MonitorPolicy::default() };
        for row in tune_all(&history, &policy, &TuneSetting::grid()) {
            let taken = policy.with_setting(row.setting, Some("low"));
            assert_eq!(alerts(&history, &taken).len() as u64, row.alerts, "{:?}", row.setting);
            assert_eq!(TuneSetting::of(&taken, &taken.rules[0]), row.setting);
        }
        assert_eq!(policy.with_setting(setting(2.0, 3, 5), Some("other")).rules, policy.rules);
    }

    #[test]
    fn the_grid_is_valid_and_has_the_default_s_deviations() {
        let policy = MonitorPolicy::default();
        assert_eq!(TuneSetting::grid().len(), 15);
        for setting in TuneSetting::grid() {
            assert_eq!(policy.with_setting(setting, None).validate(), Ok(()));
        }
        assert!(TuneSetting::grid().contains(&setting(policy.standard_deviations, 1, 1)));
    }

    #[test]
    fn the_most_sensitive_of_the_quiet_ones_is_found() {
        let row = |setting, rate: Option<f64>| TuneRow {
            setting,
            alerts: 0,
            windows_under_alert: 0,
            false_alarms: rate.map(|per_100_windows| FalseAlarmRate {
                per_100_windows,
                windows: 200,
                left_out: 0,
            }),
        };
        let rows = [
            row(setting(1.0, 1, 1), None),
            row(setting(2.0, 1, 1), Some(5.0)),
            row(setting(2.0, 3, 5), Some(0.5)),
            row(setting(2.0, 2, 3), Some(1.0)),
            row(setting(3.0, 1, 1), Some(0.5)),
            row(setting(4.0, 1, 1), Some(0.0)),
        ];
        let found = |at_most| quietest(&rows, at_most).map(|row| row.setting);
        assert_eq!(found(5.0), Some(setting(2.0, 1, 1)));
        assert_eq!(found(1.0), Some(setting(2.0, 2, 3)));
        assert_eq!(found(0.6), Some(setting(2.0, 3, 5)));
        assert_eq!(found(0.0), Some(setting(4.0, 1, 1)));
        assert_eq!(found(-1.0), None);
    }
}
