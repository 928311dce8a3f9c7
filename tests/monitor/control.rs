//! Alerts where nothing changed, and where something did: the default rules, nervous ones, and nervous ones
//! tuned.

use evenkeel::monitor::{
    AlertRule, MonitorPolicy, SeriesGroup, Timeline, TuneSetting, Watched, alerts, quietest, tune_all,
    tune_as_is,
};

use super::history::{History, NOTHING, SCHEDULE};
use super::of;

/// Every series, two standard deviations, one window of any size.
fn nervous() -> MonitorPolicy {
    let rule =
        |group: &SeriesGroup| AlertRule { min_rows: 0, ..AlertRule::new(group.id(), Watched::Group(*group)) };
    MonitorPolicy {
        standard_deviations: 2.0,
        rules: SeriesGroup::ALL.iter().map(rule).collect(),
        ..MonitorPolicy::default()
    }
}

/// The policy with the setting that its tuning proposes at most one false alarm per 100 windows for.
fn tuned(timeline: &Timeline, policy: &MonitorPolicy) -> MonitorPolicy {
    let rows = tune_all(timeline, policy, &TuneSetting::grid());
    let proposed = quietest(&rows, 1.0).or(rows.last()).expect("the grid has settings");
    policy.with_setting(proposed.setting, None)
}

/// Alerts of 40 histories of ten windows in which nothing changes, and how many the calibration expects.
#[derive(Default)]
struct Counted {
    raised: Vec<f64>,
    expected: Vec<f64>,
}

impl Counted {
    fn add(&mut self, timeline: &Timeline, policy: &MonitorPolicy) {
        self.raised.push(alerts(timeline, policy).len() as f64);
        let rate = tune_as_is(timeline, policy).and_then(|row| row.false_alarms).expect("windows are drawn");
        self.expected.push(rate.per_100_windows * timeline.windows.len() as f64 / 100.0);
    }

    fn all(&self) -> f64 {
        self.raised.iter().sum()
    }

    fn quiet(&self) -> usize {
        self.raised.iter().filter(|raised| **raised == 0.0).count()
    }

    /// By how many standard errors more is raised than expected.
    fn z(&self) -> f64 {
        let differences: Vec<f64> = self.raised.iter().zip(&self.expected).map(|(a, b)| a - b).collect();
        let n = differences.len() as f64;
        let mean = differences.iter().sum::<f64>() / n;
        let variance = differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0);
        mean / (variance / n).sqrt()
    }
}

#[test]
fn tuning_cuts_false_alarms_where_nothing_changes() {
    let (mut by_default, mut by_nervous, mut by_tuned) =
        (Counted::default(), Counted::default(), Counted::default());
    for seed in 101..=140 {
        let timeline = of(&History::of(seed, &[NOTHING; 10], (2_000, 200)), 200);
        let nervous = nervous();
        by_default.add(&timeline, &MonitorPolicy::default());
        by_tuned.add(&timeline, &tuned(&timeline, &nervous));
        by_nervous.add(&timeline, &nervous);
    }
    for (name, counted) in [("default", &by_default), ("nervous", &by_nervous), ("tuned", &by_tuned)] {
        println!(
            "{name}: {} alerts in 400 windows, {:.1} expected; {} of 40 histories without any",
            counted.all(),
            counted.expected.iter().sum::<f64>(),
            counted.quiet()
        );
    }
    // The rate that drawn windows give is the one that new windows have.
    assert!(by_default.z().abs() < 3.0 && by_nervous.z().abs() < 3.0);
    // At most one per 100 windows is asked for: of 400 windows more than 9 have a probability below 1 %
    // (Poisson with mean 4).
    assert!(by_tuned.all() <= 9.0, "{}", by_tuned.all());
    assert!(by_nervous.all() > 100.0, "rules that are never wrong need no tuning: {}", by_nervous.all());
    assert!(by_default.quiet() >= 30 && by_tuned.quiet() >= 36);
}

#[test]
fn tuned_rules_still_tell_what_was_planted() {
    for seed in 141..=144 {
        let timeline = of(&History::of(seed, &SCHEDULE, (2_000, 200)), 200);
        let default = MonitorPolicy::default();
        let tuned = tuned(&timeline, &nervous());
        for policy in [&default, &tuned] {
            let found = alerts(&timeline, policy);
            let first =
                |series: &str| found.iter().find(|alert| alert.series == series).map(|alert| alert.window);
            // Concept drift begins with window 7, covariate drift with window 4; a rule that waits for k windows
            // tells it at most k − 1 later, sooner only where chance came before.
            let waits = policy.rules[0].k as usize - 1;
            let in_time = |series: &str, begin: usize| {
                first(series).is_some_and(|window| (begin..=begin + waits).contains(&window))
            };
            assert!(in_time("accuracy", 6), "seed {seed}: {found:#?}");
            assert!(policy == &default || in_time("column:amount", 3), "seed {seed}: {found:#?}");
            assert!(found.iter().any(|alert| (3..=5).contains(&alert.window)), "seed {seed}: {found:#?}");
        }
    }
}
