//! Whether to retrain: each trigger, each need and what follows from them, by hand and for every input.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::lifecycle::{
    Check, ClassRows, Decision, DecisionOutcome, LabelledRows, LoopFacts, RetrainNeeds, RetrainPolicy,
    RetrainWhen, SeriesLine, TrainedAt, WindowMark, decide,
};
use evenkeel::monitor::{
    Alert, AlertSeverity, Point, Series, SeriesGroup, Timeline, Unit, Window, WindowRule, Worse,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

const DAY: i64 = 86_400_000;

/// What a decision looks at, owned; windows are `w0`, `w1`, … of 100 rows and of a day each.
#[derive(Debug, Clone)]
struct Facts {
    timeline: Timeline,
    alerts: Vec<Alert>,
    by_hand: bool,
    last_training: Option<TrainedAt>,
    labelled: LabelledRows,
    time_ms: i64,
}

impl Facts {
    fn of(windows: usize) -> Self {
        let window = |place: usize| Window {
            name: format!("w{place}"),
            first_row: 100 * place as u64,
            last_row: 100 * place as u64 + 99,
            rows: 100,
            labelled: 0,
            times: Some((DAY * place as i64, DAY * (place as i64 + 1) - 1)),
        };
        let timeline = Timeline {
            reference: "reference".to_owned(),
            reference_rows: 10_000,
            rule: WindowRule::default(),
            reference_windows: Vec::new(),
            windows: (0..windows).map(window).collect(),
            series: Vec::new(),
            columns: Vec::new(),
            kinds: Vec::new(),
            labels: None,
            fairness: None,
            versions: Vec::new(),
            target: Some("bad".to_owned()),
            classes: vec!["no".to_owned(), "yes".to_owned()],
            notes: Vec::new(),
        };
        Self {
            timeline,
            alerts: Vec::new(),
            by_hand: false,
            last_training: None,
            labelled: labels(400, 412),
            time_ms: 100 * DAY,
        }
    }

    fn with_series(mut self, id: &str, values: &[Option<f64>]) -> Self {
        let point = |value: &Option<f64>| Point { value: *value, rows: 100, interval: None };
        self.timeline.series.push(Series {
            id: id.to_owned(),
            label: id.to_owned(),
            group: SeriesGroup::Performance,
            unit: Unit::Share,
            worse: Worse::Lower,
            range: (Some(0.0), Some(1.0)),
            reference: Vec::new(),
            band: None,
            line: None,
            points: values.iter().map(point).collect(),
            null: Vec::new(),
        });
        self
    }

    fn with_alert(mut self, severity: AlertSeverity, window: usize, over: Option<usize>) -> Self {
        self.alerts.push(Alert {
            rule: "rule".to_owned(),
            series: "accuracy".to_owned(),
            label: "Accuracy".to_owned(),
            severity,
            window,
            window_name: format!("w{window}"),
            over,
            value: 0.6,
            limit: 0.8,
            message: format!("{severity} since w{window}"),
        });
        self
    }

    /// The last training saw this window and those before it, and was on day 98.
    fn trained_up_to(mut self, window: usize) -> Self {
        let newest = self.timeline.windows.get(window).map(WindowMark::of);
        self.last_training = Some(TrainedAt { time_ms: 98 * DAY, newest });
        self
    }

    fn decide(&self, policy: &RetrainPolicy) -> Decision {
        let facts = LoopFacts {
            model: "loan",
            time_ms: self.time_ms,
            by_hand: self.by_hand,
            timeline: &self.timeline,
            alerts: &self.alerts,
            last_training: self.last_training.clone(),
            labelled: self.labelled.clone(),
        };
        decide(&facts, policy)
    }
}

fn labels(no: u64, yes: u64) -> LabelledRows {
    let class = |name: &str, rows| ClassRows { name: name.to_owned(), rows };
    LabelledRows { total: no + yes, per_class: vec![class("no", no), class("yes", yes)], too_old: 0 }
}

/// The default needs (500 rows, 50 a class, no cool-down) and these triggers.
fn when(when: RetrainWhen) -> RetrainPolicy {
    RetrainPolicy { when, ..RetrainPolicy::default() }
}

fn line(series: &str, below: Option<f64>, above: Option<f64>) -> RetrainPolicy {
    let lines = vec![SeriesLine { series: series.to_owned(), below, above }];
    when(RetrainWhen { lines, ..RetrainWhen::default() })
}

fn told(decision: &Decision) -> (DecisionOutcome, &str) {
    (decision.outcome, decision.headline.as_str())
}

fn check<'a>(checks: &'a [Check], id: &str) -> &'a Check {
    checks.iter().find(|check| check.id == id).unwrap_or_else(|| panic!("no check {id} in {checks:?}"))
}

const QUIET: (DecisionOutcome, &str) = (DecisionOutcome::No, "nothing asks for a retraining");

#[test]
fn the_worst_alert_that_is_open_asks_from_its_severity_on() {
    let critical = RetrainPolicy::default();
    let quiet = Facts::of(4).decide(&critical);
    assert_eq!(told(&quiet), QUIET);
    assert_eq!(
        check(&quiet.triggers, "severity").words,
        "no alert is open, from critical on it asks for a retraining"
    );
    let warned = Facts::of(4).with_alert(AlertSeverity::Warning, 3, None);
    let found = warned.decide(&critical);
    assert_eq!(told(&found), QUIET);
    assert_eq!((found.severity, found.triggers.len()), (Some(AlertSeverity::Warning), 1));
    assert_eq!(
        found.triggers[0].words,
        "the worst open alert is warning, from critical on it asks for a retraining"
    );
    let found = warned.with_alert(AlertSeverity::Critical, 1, None).decide(&critical);
    assert_eq!(told(&found), (DecisionOutcome::Retrain, "retrain: critical drift; 812 of 500 labels"));
    assert_eq!(found.alerts, ["warning since w3", "critical since w1"]);
    assert_eq!(found.severity, Some(AlertSeverity::Critical));
}

#[test]
fn alerts_that_are_over_are_not_open() {
    let policy = RetrainPolicy::default();
    // Over in the newest window, w3: the rule no longer holds there. Place 4 is beyond the history.
    for (over, outcome) in [
        (Some(2), DecisionOutcome::No),
        (Some(3), DecisionOutcome::No),
        (Some(4), DecisionOutcome::Retrain),
        (None, DecisionOutcome::Retrain),
    ] {
        let found = Facts::of(4).with_alert(AlertSeverity::Critical, 1, over).decide(&policy);
        assert_eq!(found.outcome, outcome, "{over:?}");
    }
    // Of a history that was cut off before.
    let later = Facts::of(4).with_alert(AlertSeverity::Critical, 4, None).decide(&policy);
    assert_eq!(later.outcome, DecisionOutcome::No);
}

#[test]
fn so_many_open_alerts_ask() {
    let policy = when(RetrainWhen { alerts: Some(2), ..RetrainWhen::default() });
    let one =
        Facts::of(3).with_alert(AlertSeverity::Info, 2, None).with_alert(AlertSeverity::Critical, 0, Some(1));
    let found = one.decide(&policy);
    assert_eq!(told(&found), QUIET);
    assert_eq!(check(&found.triggers, "alerts").words, "1 of 2 alerts open");
    let found = one.with_alert(AlertSeverity::Info, 1, None).decide(&policy);
    assert_eq!(told(&found), (DecisionOutcome::Retrain, "retrain: 2 of 2 alerts open; 812 of 500 labels"));
    assert_eq!((found.triggers[0].have, found.triggers[0].want), (Some(2.0), Some(2.0)));
}

#[test]
fn a_series_beyond_its_line_asks() {
    let facts = Facts::of(2).with_series("accuracy", &[Some(0.9), Some(0.71)]);
    let found = facts.decide(&line("accuracy", Some(0.8), None));
    assert_eq!(
        told(&found),
        (DecisionOutcome::Retrain, "retrain: accuracy 0.71 is below 0.80; 812 of 500 labels")
    );
    let trigger = check(&found.triggers, "line:accuracy");
    assert_eq!((trigger.holds, trigger.have, trigger.want), (true, Some(0.71), Some(0.8)));
    assert_eq!(trigger.words, "accuracy 0.71 is below 0.80");

    let above = facts.decide(&line("accuracy", None, Some(0.705)));
    assert_eq!(above.headline, "retrain: accuracy 0.710 is above 0.705; 812 of 500 labels");
    // On the line is not beyond it.
    let on = facts.decide(&line("accuracy", Some(0.71), None));
    assert_eq!(told(&on), QUIET);
    assert_eq!(on.triggers[0].words, "accuracy 0.71 is not below 0.71");
}

#[test]
fn a_line_looks_at_the_newest_window_with_a_value_and_says_which() {
    let facts = Facts::of(4).with_series("accuracy", &[Some(0.9), Some(0.7), None, Some(f64::NAN)]);
    let found = facts.decide(&line("accuracy", Some(0.8), None));
    assert_eq!(found.outcome, DecisionOutcome::Retrain);
    assert_eq!(found.triggers[0].words, "accuracy 0.70 is below 0.80 in w1, the newest window with a value");
}

#[test]
fn a_series_without_a_value_asks_nothing_and_says_so() {
    let facts = Facts::of(2).with_series("recall", &[None, None]);
    for (series, words) in [
        ("recall", "recall has no value yet, to be below 0.8"),
        ("estimated_f1", "there is no series estimated_f1, to be below 0.8"),
    ] {
        let found = facts.decide(&line(series, Some(0.8), None));
        assert_eq!(told(&found), QUIET);
        assert_eq!((found.triggers[0].holds, found.triggers[0].have), (false, None));
        assert_eq!(found.triggers[0].words, words);
    }
}

#[test]
fn so_many_windows_after_the_last_training_ask() {
    let policy = when(RetrainWhen { every_windows: Some(3), ..RetrainWhen::default() });
    // Of w0 … w4 those after w2 are two, those after w1 three.
    let found = Facts::of(5).trained_up_to(2).decide(&policy);
    assert_eq!(told(&found), QUIET);
    assert_eq!(found.triggers[0].words, "2 of 3 windows since the last training");
    let found = Facts::of(5).trained_up_to(1).decide(&policy);
    assert_eq!(found.headline, "retrain: 3 of 3 windows since the last training; 812 of 500 labels");
    // Without a training that is known, and after one on the reference alone, all count.
    let none = Facts::of(3).decide(&policy);
    assert_eq!(none.triggers[0].words, "3 of 3 windows, no training is known");
    let mut first = Facts::of(3);
    first.last_training = Some(TrainedAt { time_ms: 0, newest: None });
    assert!(none.triggers[0].holds && first.decide(&policy).triggers[0].holds);
}

#[test]
fn so_many_days_after_the_last_training_ask() {
    let policy = when(RetrainWhen { every_days: Some(7.0), ..RetrainWhen::default() });
    let mut facts = Facts::of(2).trained_up_to(0);
    facts.time_ms = 105 * DAY - 1;
    let found = facts.decide(&policy);
    assert_eq!(told(&found), QUIET);
    assert_eq!(found.triggers[0].words, "6.99 of 7 days since the last training", "rounded down");
    facts.time_ms = 105 * DAY;
    let found = facts.decide(&policy);
    assert_eq!(found.headline, "retrain: 7 of 7 days since the last training; 812 of 500 labels");
    // A clock that was set back has not gone on.
    facts.time_ms = 0;
    assert_eq!(facts.decide(&policy).triggers[0].have, Some(0.0));
    facts.last_training = None;
    let found = facts.decide(&policy);
    assert_eq!(found.headline, "retrain: no training is known, one is due every 7 days; 812 of 500 labels");
}

#[test]
fn by_hand_is_a_trigger_that_waits_for_no_cool_down_but_for_labels() {
    let mut policy = when(RetrainWhen::default());
    policy.needs.cool_down = 3;
    let mut facts = Facts::of(3).trained_up_to(1);
    assert_eq!(told(&facts.decide(&policy)), QUIET, "nothing but a person can ask");
    facts.by_hand = true;
    let found = facts.decide(&policy);
    assert_eq!(told(&found), (DecisionOutcome::Retrain, "retrain: asked for by hand; 812 of 500 labels"));
    let waited = check(&found.needs, "cool_down");
    assert_eq!(waited.words, "1 of 3 windows since the last training, which by hand need not be waited for");
    assert!(found.by_hand && waited.holds);
    facts.labelled = labels(130, 13);
    let found = facts.decide(&policy);
    assert_eq!(
        told(&found),
        (DecisionOutcome::Deferred, "asked for by hand, 143 of 500 labels, 13 of 50 labels of yes")
    );
}

#[test]
fn too_few_labels_put_it_off_with_the_counts() {
    let policy = RetrainPolicy::default();
    let mut facts = Facts::of(2).with_alert(AlertSeverity::Critical, 1, None);
    facts.labelled = labels(93, 50);
    let found = facts.decide(&policy);
    assert_eq!(told(&found), (DecisionOutcome::Deferred, "critical drift, 143 of 500 labels"));
    let ids: Vec<(&str, bool)> = found.needs.iter().map(|need| (need.id.as_str(), need.holds)).collect();
    assert_eq!(ids, [("min_rows", false), ("min_rows_per_class:no", true), ("min_rows_per_class:yes", true)]);
    assert_eq!(found.needs[0].words, "143 of 500 labelled rows");
    assert_eq!((found.needs[0].have, found.needs[0].want), (Some(143.0), Some(500.0)));

    facts.labelled = labels(451, 49);
    let found = facts.decide(&policy);
    assert_eq!(told(&found), (DecisionOutcome::Deferred, "critical drift, 49 of 50 labels of yes"));
    facts.labelled = labels(450, 50);
    assert_eq!(facts.decide(&policy).headline, "retrain: critical drift; 500 of 500 labels");
    // A class of the history without any row is missing; one that it does not have is not asked for.
    facts.labelled.per_class = vec![ClassRows { name: "perhaps".to_owned(), rows: 500 }];
    let found = facts.decide(&policy);
    assert_eq!(found.headline, "critical drift, 0 of 50 labels of no, 0 of 50 labels of yes");
}

#[test]
fn rows_that_are_too_old_are_told() {
    let mut policy = RetrainPolicy::default();
    policy.needs.max_age_days = Some(90.0);
    let mut facts = Facts::of(2).with_alert(AlertSeverity::Critical, 1, None);
    facts.labelled = LabelledRows { too_old: 500, ..labels(93, 50) };
    let found = facts.decide(&policy);
    assert_eq!(told(&found), (DecisionOutcome::Deferred, "critical drift, 143 of 500 labels"));
    assert_eq!(found.needs[0].words, "143 of 500 labelled rows; 500 more are older than 90 days");
}

#[test]
fn needs_of_nothing_are_none_and_unknown_classes_are_said() {
    let mut facts = Facts::of(1).with_alert(AlertSeverity::Critical, 0, None);
    facts.labelled = LabelledRows::default();
    facts.timeline.classes.clear();
    let needs = RetrainNeeds { min_rows: 0, min_rows_per_class: 0, max_age_days: None, cool_down: 0 };
    let mut policy = RetrainPolicy { needs, ..RetrainPolicy::default() };
    let found = facts.decide(&policy);
    assert_eq!(told(&found), (DecisionOutcome::Retrain, "retrain: critical drift"));
    assert_eq!(found.needs, []);
    policy.needs.min_rows_per_class = 50;
    let found = facts.decide(&policy);
    assert_eq!(told(&found), (DecisionOutcome::Deferred, "critical drift, 0 of 50 labels of any class"));
}

#[test]
fn a_cool_down_that_is_not_over_says_no_whatever_is_missing() {
    let mut policy = RetrainPolicy::default();
    policy.needs.cool_down = 3;
    let mut facts = Facts::of(5).with_alert(AlertSeverity::Critical, 4, None).trained_up_to(3);
    facts.labelled = labels(1, 1);
    let soon = (DecisionOutcome::No, "too soon: 1 of 3 windows since the last training");
    assert_eq!(told(&facts.decide(&policy)), soon);
    facts.alerts.clear();
    assert_eq!(told(&facts.decide(&policy)), QUIET, "no need to name a cool-down that holds up nothing");
    let facts = Facts::of(5).with_alert(AlertSeverity::Critical, 4, None).trained_up_to(1);
    assert_eq!(facts.decide(&policy).outcome, DecisionOutcome::Retrain, "three windows are enough");
    let first = Facts::of(5).with_alert(AlertSeverity::Critical, 4, None).decide(&policy);
    assert_eq!(first.outcome, DecisionOutcome::Retrain, "there is no training to wait after");
    assert_eq!(
        check(&first.needs, "cool_down").words,
        "no training is known, so there is none to wait 3 windows after"
    );
}

#[test]
fn every_trigger_is_told_and_the_first_that_holds_makes_the_headline() {
    let policy = when(RetrainWhen {
        severity: Some(AlertSeverity::Critical),
        alerts: Some(5),
        lines: vec![SeriesLine { series: "accuracy".to_owned(), below: Some(0.8), above: None }],
        every_windows: Some(2),
        every_days: Some(1.0),
    });
    let facts = Facts::of(3)
        .with_series("accuracy", &[Some(0.7), Some(0.7), Some(0.5)])
        .with_alert(AlertSeverity::Warning, 2, None)
        .trained_up_to(1);
    let found = facts.decide(&policy);
    let held: Vec<(&str, bool)> =
        found.triggers.iter().map(|trigger| (trigger.id.as_str(), trigger.holds)).collect();
    let expected = [
        ("severity", false),
        ("alerts", false),
        ("line:accuracy", true),
        ("every_windows", false),
        ("every_days", true),
    ];
    assert_eq!(held, expected);
    assert_eq!(found.headline, "retrain: accuracy 0.50 is below 0.80; 812 of 500 labels");
    assert_eq!((found.number, found.run.as_ref(), found.time_ms), (0, None, 100 * DAY));
    assert_eq!(found.newest, facts.timeline.windows.last().map(WindowMark::of));
}

#[test]
fn an_empty_history_is_no_reason_and_no_failure() {
    let found = Facts::of(0).with_alert(AlertSeverity::Critical, 0, None).decide(&RetrainPolicy::default());
    assert_eq!(told(&found), QUIET);
    assert_eq!((found.newest, found.alerts.len()), (None, 0));
}

fn severity() -> impl Strategy<Value = AlertSeverity> {
    select(AlertSeverity::ALL.to_vec())
}

prop_compose! {
    fn facts()(
        windows in 0_usize..6,
        values in vec(of(0.0..1.0_f64), 6),
        alerts in vec((severity(), 0_usize..6, of(1_usize..7)), 0..4),
        by_hand in prop::bool::weighted(0.2),
        training in of((0_i64..20, of(0_usize..6))),
        (no, yes, too_old) in (0_u64..20, 0_u64..20, 0_u64..5),
    ) -> Facts {
        let mut facts = Facts::of(windows).with_series("accuracy", values.get(..windows).unwrap_or_default());
        for (severity, window, over) in alerts {
            facts = facts.with_alert(severity, window, over.map(|after| window + after));
        }
        facts.by_hand = by_hand;
        facts.time_ms = 20 * DAY;
        facts.last_training = training.map(|(day, window)| TrainedAt {
            time_ms: day * DAY,
            newest: window.and_then(|window| facts.timeline.windows.get(window)).map(WindowMark::of),
        });
        facts.labelled = LabelledRows { too_old, ..labels(no, yes) };
        facts
    }
}

prop_compose! {
    fn needs()(
        min_rows in 0_u64..30,
        min_rows_per_class in 0_u64..15,
        max_age_days in of(1.0..90.0_f64),
        cool_down in 0_u32..4,
    ) -> RetrainNeeds {
        RetrainNeeds { min_rows, min_rows_per_class, max_age_days, cool_down }
    }
}

prop_compose! {
    fn policy()(
        severity in of(severity()),
        alerts in of(1_u32..4),
        below in of(0.0..1.0_f64),
        every_windows in of(1_u32..5),
        every_days in of(0.5..20.0_f64),
        needs in needs(),
    ) -> RetrainPolicy {
        let lines = below.map(|below| SeriesLine {
            series: "accuracy".to_owned(),
            below: Some(below),
            above: None,
        });
        let lines = lines.into_iter().collect();
        let when = RetrainWhen { severity, alerts, lines, every_windows, every_days };
        RetrainPolicy { when, needs, ..RetrainPolicy::default() }
    }
}

/// What the policy's words ask for, worked out again from the facts and without a check.
fn asks(facts: &Facts, when: &RetrainWhen) -> bool {
    let windows = facts.timeline.windows.len();
    let open: Vec<&Alert> = facts
        .alerts
        .iter()
        .filter(|alert| (alert.window..alert.over.unwrap_or(usize::MAX)).contains(&windows.wrapping_sub(1)))
        .filter(|_| windows > 0)
        .collect();
    let value = facts.timeline.series[0].points.iter().rev().find_map(|point| point.value);
    let days = facts.last_training.as_ref().map(|training| (facts.time_ms - training.time_ms) / DAY);
    facts.by_hand
        || when.severity.is_some_and(|least| open.iter().any(|alert| alert.severity >= least))
        || when.alerts.is_some_and(|least| open.len() >= least as usize)
        || when.lines.iter().any(|line| value.is_some_and(|value| line.below.is_some_and(|at| value < at)))
        || when.every_windows.is_some_and(|least| since(facts) >= least as usize)
        || when.every_days.is_some_and(|least| days.is_none_or(|days| days as f64 >= least))
}

/// Windows after the last training; their names are `w` and their place.
fn since(facts: &Facts) -> usize {
    let mark = facts.last_training.as_ref().and_then(|training| training.newest.as_ref());
    let seen = mark.and_then(|mark| mark.name.strip_prefix('w')?.parse::<usize>().ok());
    facts.timeline.windows.len() - seen.map_or(0, |place| place + 1)
}

fn cools_down(facts: &Facts, needs: &RetrainNeeds) -> bool {
    !facts.by_hand && facts.last_training.is_some() && since(facts) < needs.cool_down as usize
}

fn has_labels(facts: &Facts, needs: &RetrainNeeds) -> bool {
    facts.labelled.total >= needs.min_rows
        && facts.labelled.per_class.iter().all(|class| class.rows >= needs.min_rows_per_class)
}

proptest! {
    #[test]
    fn it_is_retrained_where_something_asks_and_nothing_is_missing(facts in facts(), policy in policy()) {
        let found = facts.decide(&policy);
        let expected = match (asks(&facts, &policy.when), cools_down(&facts, &policy.needs)) {
            (false, _) | (true, true) => DecisionOutcome::No,
            (true, false) if has_labels(&facts, &policy.needs) => DecisionOutcome::Retrain,
            (true, false) => DecisionOutcome::Deferred,
        };
        prop_assert_eq!(found.outcome, expected, "{}", found.headline);
        let (some, all) =
            (found.triggers.iter().any(|check| check.holds), found.needs.iter().all(|check| check.holds));
        prop_assert_eq!(found.outcome == DecisionOutcome::Retrain, some && all, "the checks say the same");
        prop_assert_eq!(facts.decide(&policy), found, "the same facts, the same decision");
    }

    #[test]
    fn a_greater_need_never_makes_it_a_retraining(
        facts in facts(),
        policy in policy(),
        (rows, of_class, windows) in (0_u64..9, 0_u64..9, 0_u32..3),
    ) {
        let mut stricter = policy.clone();
        stricter.needs.min_rows += rows;
        stricter.needs.min_rows_per_class += of_class;
        stricter.needs.cool_down += windows;
        if facts.decide(&stricter).outcome == DecisionOutcome::Retrain {
            prop_assert_eq!(facts.decide(&policy).outcome, DecisionOutcome::Retrain);
        }
    }

    #[test]
    fn the_headline_names_the_counts(facts in facts(), policy in policy()) {
        let found = facts.decide(&policy);
        let counts = |have: u64, want: u64| format!("{have} of {want} labels");
        let total = counts(facts.labelled.total, policy.needs.min_rows);
        match found.outcome {
            DecisionOutcome::Retrain => {
                prop_assert!(found.headline.starts_with("retrain: "));
                prop_assert_eq!(found.headline.ends_with(&total), policy.needs.min_rows > 0);
            }
            DecisionOutcome::Deferred => {
                let short = facts.labelled.total < policy.needs.min_rows;
                prop_assert_eq!(found.headline.contains(&format!(", {total}")), short, "{}", found.headline);
                for class in &facts.labelled.per_class {
                    let named =
                        format!("{} of {}", counts(class.rows, policy.needs.min_rows_per_class), class.name);
                    let short = class.rows < policy.needs.min_rows_per_class;
                    prop_assert_eq!(found.headline.contains(&named), short, "{}", found.headline);
                }
            }
            DecisionOutcome::No if asks(&facts, &policy.when) => {
                let windows = format!("too soon: {} of {}", since(&facts), policy.needs.cool_down);
                prop_assert!(found.headline.starts_with(&windows), "{}", found.headline);
            }
            DecisionOutcome::No => prop_assert_eq!(found.headline, QUIET.1),
        }
    }
}
