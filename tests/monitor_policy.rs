//! `[monitor]` in `evenkeel.toml`: what is written reads back, and what cannot be used is refused
//! with its line.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::drift::{Policy, Preset};
use evenkeel::lifecycle::RetrainPolicy;
use evenkeel::monitor::{AlertRule, AlertSeverity, Condition, Limits, MonitorPolicy, SeriesGroup, Watched};
use evenkeel::report::{
    ReportError, read_monitor_policy, read_policies, read_policy, write_policies, write_policy,
};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![-1e300..1e300_f64, 0.0..=1.0, select(vec![0.0, -0.0, 5e-324, 0.1 + 0.2, 1e16])]
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_]{0,8}",
        any::<String>(),
        select(vec!["class_share:ja \"nein\"", "a.b", "größe", "two\nlines", "\u{0}\u{7f}", "\\"])
            .prop_map(str::to_owned)
    ]
}

fn limits() -> impl Strategy<Value = Limits> {
    (of(number()), of(number())).prop_map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => Limits { lower: Some(a.min(b)), upper: Some(a.max(b)) },
        (lower, upper) => Limits { lower, upper },
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        Just(Condition::OutsideLimits),
        number().prop_map(Condition::Above),
        number().prop_map(Condition::Below),
        number().prop_map(|value| Condition::ChangeBy(value.abs())),
        number().prop_map(|value| Condition::ChangeByShare(value.abs())),
    ]
}

fn watched() -> impl Strategy<Value = Watched> {
    prop_oneof![id().prop_map(Watched::Series), select(SeriesGroup::ALL.to_vec()).prop_map(Watched::Group)]
}

prop_compose! {
    fn rule()(
        name in "[^\\p{Cc}]{0,12}",
        watch in watched(),
        condition in condition(),
        (k, of) in (1_u32..=100).prop_flat_map(|of| (1..=of, Just(of))),
        min_rows in prop_oneof![0_u64..2_000, Just(u64::MAX)],
        cool_down in prop_oneof![0_u32..9, Just(u32::MAX)],
        severity in select(AlertSeverity::ALL.to_vec()),
        enabled in any::<bool>(),
    ) -> AlertRule {
        AlertRule { name, watch, condition, k, of, min_rows, cool_down, severity, enabled }
    }
}

prop_compose! {
    fn policy()(
        standard_deviations in prop_oneof![Just(3.0), 0.001..1e6_f64],
        limits in btree_map(id(), limits(), 0..4),
        rules in of(vec(rule(), 0..4)),
    ) -> MonitorPolicy {
        let mut rules = rules.unwrap_or_else(|| MonitorPolicy::default().rules);
        for (place, rule) in rules.iter_mut().enumerate() {
            rule.name = format!("{place} {}", rule.name);
        }
        MonitorPolicy { standard_deviations, limits, rules }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back(monitor in policy()) {
        prop_assert_eq!(monitor.validate(), Ok(()));
        let drift = Policy::of(Preset::Evidently);
        let text = write_policies(&drift, &monitor, &RetrainPolicy::default());
        let back = read_policies("evenkeel.toml", &text);
        prop_assert_eq!(back.as_ref().map(|file| &file.monitor), Ok(&monitor), "{}", text);
        prop_assert_eq!(back.as_ref().map(|file| &file.drift), Ok(&drift));
        prop_assert_eq!(back.map(|file| write_policies(&file.drift, &file.monitor, &file.retrain)), Ok(text.clone()));
        prop_assert_eq!(read_policy("evenkeel.toml", &text), Ok(drift));
    }
}

#[test]
fn the_default_is_not_written_and_no_rules_are() {
    let drift = Policy::default();
    assert_eq!(
        write_policies(&drift, &MonitorPolicy::default(), &RetrainPolicy::default()),
        write_policy(&drift)
    );
    assert_eq!(read_monitor_policy("evenkeel.toml", "preset = 'robust'"), Ok(MonitorPolicy::default()));
    let silent = MonitorPolicy { rules: Vec::new(), ..MonitorPolicy::default() };
    let text = write_policies(&drift, &silent, &RetrainPolicy::default());
    assert!(text.ends_with("[monitor]\nstandard_deviations = 3.0\nrule = []\n"), "{text}");
    assert_eq!(read_monitor_policy("evenkeel.toml", &text), Ok(silent));
}

#[test]
fn every_setting_is_read() {
    let text = r#"
        preset = "robust"
        [monitor]
        standard_deviations = 2.5
        [monitor.limits.accuracy]
        lower = 0.75
        [monitor.limits."class_share:yes"]
        lower = 0
        upper = 0.5
        [[monitor.rule]]
        name = "Few approvals"
        series = "class_share:yes"
        below = 0.1
        k = 2
        of = 3
        min_rows = 1_000
        cool_down = 4
        severity = "critical"
        enabled = false
        [[monitor.rule]]
        name = "Inputs"
        group = "data"
        change_by_share = 0.5
        k = 2
        [[monitor.rule]]
        name = "Answers"
        group = "predictions"
    "#;
    let read = read_monitor_policy("evenkeel.toml", text).unwrap();
    let limits = |lower, upper| Limits { lower, upper };
    let few = AlertRule {
        name: "Few approvals".to_owned(),
        watch: Watched::Series("class_share:yes".to_owned()),
        condition: Condition::Below(0.1),
        k: 2,
        of: 3,
        min_rows: 1_000,
        cool_down: 4,
        severity: AlertSeverity::Critical,
        enabled: false,
    };
    // `of` is `k` where it is left out; the rest is as docs/alerts.md says.
    let inputs = AlertRule {
        name: "Inputs".to_owned(),
        watch: Watched::Group(SeriesGroup::Data),
        condition: Condition::ChangeByShare(0.5),
        k: 2,
        of: 2,
        min_rows: 100,
        cool_down: 0,
        severity: AlertSeverity::Warning,
        enabled: true,
    };
    let answers = AlertRule {
        name: "Answers".to_owned(),
        watch: Watched::Group(SeriesGroup::Predictions),
        condition: Condition::OutsideLimits,
        k: 1,
        of: 1,
        ..inputs.clone()
    };
    let expected = MonitorPolicy {
        standard_deviations: 2.5,
        limits: [
            ("accuracy".to_owned(), limits(Some(0.75), None)),
            ("class_share:yes".to_owned(), limits(Some(0.0), Some(0.5))),
        ]
        .into(),
        rules: vec![few, inputs, answers],
    };
    assert_eq!(read, expected);
    let rules = MonitorPolicy::default().rules;
    let limited = read_monitor_policy("evenkeel.toml", "[monitor.limits.f1]\nlower = 0.5").unwrap();
    assert_eq!(limited.rules, rules, "rules that the file does not have are the default ones");
}

#[test]
fn what_is_written_can_be_read_by_people() {
    let mut policy = MonitorPolicy { standard_deviations: 2.0, ..MonitorPolicy::default() };
    policy.limits.insert("accuracy".to_owned(), Limits { lower: Some(0.75), upper: None });
    policy.rules = vec![AlertRule {
        condition: Condition::ChangeBy(0.02),
        ..AlertRule::new("Missing", Watched::Series("missing_share".to_owned()))
    }];
    let text = write_policies(&Policy::default(), &policy, &RetrainPolicy::default());
    let section = text.split_once("share_threshold = 0.5\n").map(|(_, section)| section);
    assert_eq!(
        section,
        Some(
            r#"
# Thresholds and alerts over time: docs/alerts.md.
[monitor]
standard_deviations = 2.0

[monitor.limits."accuracy"]
lower = 0.75

[[monitor.rule]]
name = "Missing"
series = "missing_share"
change_by = 0.02
k = 1
of = 1
min_rows = 100
cool_down = 0
severity = "warning"
enabled = true
"#
        )
    );
}

#[test]
fn the_example_of_the_docs_is_read() {
    let docs = include_str!("../docs/alerts.md");
    let example = docs.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let policy = read_monitor_policy("docs/alerts.md", example).unwrap();
    assert!(policy.rules.len() > 1 && !policy.limits.is_empty());
    assert_ne!(policy.standard_deviations, MonitorPolicy::default().standard_deviations);
}

#[test]
fn what_cannot_be_used_is_refused_with_its_line() {
    let rule = "[[monitor.rule]]\nname = 'a'\ngroup = 'data'\n";
    for (text, sentence) in [
        ("[monitors]", "line 1: there is no setting `monitors`; did you mean `monitor`?"),
        ("monitor = 3", "line 1: `monitor` has to be a table such as `[monitor]`"),
        (
            "[monitor]\nstd = 3",
            "line 2: there is no setting `std`; use `standard_deviations`, `limits` or `rule`",
        ),
        (
            "[monitor]\n\nstandard_deviations = 0",
            "line 3: `standard_deviations` is out of range, allowed is a number above 0",
        ),
        ("[monitor.limits.f1]\nlow = 0.5", "line 2: there is no setting `low`; use `lower` or `upper`"),
        (
            "[monitor.limits.f1]\nupper = 0.5\nlower = 0.75",
            "line 3: `lower` of series `f1` is out of range, allowed is at most the upper limit, 0.5",
        ),
        (
            "[monitor.limits.f1]\nupper = inf",
            "line 2: `upper` of series `f1` is out of range, allowed is any finite number",
        ),
        (
            "[monitor.limits]\nf1 = 3",
            "line 2: `f1` has to be a table such as `[monitor.limits.\"accuracy\"]`",
        ),
        ("[monitor.rule]\nname = 'a'", "line 1: `rule` has to be a list of tables, each `[[monitor.rule]]`"),
        (
            "[monitor]\n[[monitor.rule]]\ngroup = 'data'",
            "line 2: a rule has no name: give every rule one in a single line",
        ),
        (
            "[monitor]\n[[monitor.rule]]\nname = 'a'",
            "line 2: rule `a` watches nothing: give it a `series` or a `group`",
        ),
        (
            "[[monitor.rule]]\nname = 'a'\ngroup = 'inputs'",
            "line 3: \"inputs\" is not a group; use performance, estimated, predictions, data or columns",
        ),
        (
            "[[monitor.rule]]\nname = 'a'\ngroup = 'data'\nseries = 'f1'",
            "line 4: a rule watches one thing: leave only one of `series` or `group`",
        ),
    ] {
        let error = read_policy("evenkeel.toml", text).unwrap_err();
        assert_eq!(error.to_string(), format!("evenkeel.toml, {sentence}"), "{text}");
    }
    for (lines, sentence) in [
        (
            "above = 1\nbelow = 0",
            "line 5: a rule has one condition: leave only one of `condition`, `above`, `below`, `change_by` or \
             `change_by_share`",
        ),
        (
            "condition = 'above'",
            "line 4: `condition` has to be \"outside_limits\", or in its place `above`, `below`, `change_by` or \
             `change_by_share` with a number",
        ),
        ("change_by = -1", "line 4: `change_by` of rule `a` is out of range, allowed is 0 or more"),
        ("k = 0", "line 4: `k` of rule `a` is out of range, allowed is 1 to 100"),
        ("of = 3\nk = 4", "line 5: `k` of rule `a` is out of range, allowed is 1 to 3, since `of` is 3"),
        ("k = 1.5", "line 4: `k` has to be a whole number, 0 or more"),
        ("min_rows = -1", "line 4: `min_rows` has to be a whole number, 0 or more"),
        ("severity = 'fatal'", "line 4: \"fatal\" is not a severity; use info, warning or critical"),
        ("enabled = 'yes'", "line 4: `enabled` has to be true or false"),
        ("cooldown = 2", "line 4: there is no setting `cooldown`; did you mean `cool_down`?"),
        (
            "[[monitor.rule]]\nname = 'a'\ngroup = 'data'",
            "line 5: two rules are called `a`: give each a name of its own",
        ),
    ] {
        let error = read_policy("evenkeel.toml", &format!("{rule}{lines}")).unwrap_err();
        assert_eq!(error.to_string(), format!("evenkeel.toml, {sentence}"), "{lines}");
        assert!(matches!(error, ReportError::Policy { .. }));
    }
}
