//! `[retrain]` in `evenkeel.toml`: what is written reads back, and what cannot be used is refused with
//! its line.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::drift::Policy;
use evenkeel::lifecycle::{
    GatePolicy, Promotion, RetrainNeeds, RetrainPolicy, RetrainWhen, SeriesLine, TrainingRows,
};
use evenkeel::model::metrics::Metric;
use evenkeel::model::{Algorithm, AlgorithmChoice};
use evenkeel::monitor::{AlertSeverity, MonitorPolicy};
use evenkeel::report::{ReportError, read_policies, read_retrain_policy, write_policies, write_policy};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn write(policy: &RetrainPolicy) -> String {
    write_policies(&Policy::default(), &MonitorPolicy::default(), policy)
}

fn read(text: &str) -> Result<RetrainPolicy, ReportError> {
    read_retrain_policy("evenkeel.toml", text)
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![-1e300..1e300_f64, 0.0..=1.0, select(vec![0.0, -0.0, 5e-324, 0.1 + 0.2, 1e16])]
}

fn above_zero() -> impl Strategy<Value = f64> {
    number().prop_map(|value| value.abs().max(5e-324))
}

fn name() -> impl Strategy<Value = String> {
    let odd = select(vec!["class_share:ja \"nein\"", "a.b", "größe", "two\nlines", "\u{0}\u{7f}", "\\"]);
    prop_oneof!["[a-z_]{1,8}", any::<String>(), odd.prop_map(str::to_owned)]
        .prop_filter("a name has a letter", |name| !name.is_empty())
}

fn count() -> impl Strategy<Value = u64> {
    prop_oneof![1_u64..10_000, Just(u64::MAX)]
}

fn line() -> impl Strategy<Value = SeriesLine> {
    (name(), number(), any::<bool>()).prop_map(|(series, at, below)| SeriesLine {
        series,
        below: below.then_some(at),
        above: (!below).then_some(at),
    })
}

fn rows() -> impl Strategy<Value = TrainingRows> {
    prop_oneof![
        Just(TrainingRows::Merge),
        Just(TrainingRows::New),
        count().prop_map(|rows| TrainingRows::Sliding { rows }),
        count().prop_map(|half_life| TrainingRows::Recency { half_life }),
    ]
}

fn algorithm() -> impl Strategy<Value = AlgorithmChoice> {
    prop_oneof![Just(AlgorithmChoice::Auto), select(Algorithm::ALL.to_vec()).prop_map(AlgorithmChoice::One)]
}

prop_compose! {
    fn when()(
        severity in of(select(AlertSeverity::ALL.to_vec())),
        alerts in of(1_u32..),
        lines in vec(line(), 0..4),
        every_windows in of(1_u32..),
        every_days in of(above_zero()),
    ) -> RetrainWhen {
        RetrainWhen { severity, alerts, lines, every_windows, every_days }
    }
}

prop_compose! {
    fn needs()(
        min_rows in any::<u64>(),
        min_rows_per_class in any::<u64>(),
        max_age_days in of(above_zero()),
        cool_down in any::<u32>(),
    ) -> RetrainNeeds {
        RetrainNeeds { min_rows, min_rows_per_class, max_age_days, cool_down }
    }
}

prop_compose! {
    fn gate()(
        metric in select(Metric::ALL.to_vec()),
        // In the range of every metric.
        minimum in of(0.0..=1.0_f64),
        margin in number().prop_map(f64::abs),
        max_ece in of(0.0..=1.0_f64),
        segment_margin in of(number().prop_map(f64::abs)),
        min_rows in count(),
        groups in of(name()),
    ) -> GatePolicy {
        GatePolicy { metric, minimum, margin, max_ece, segment_margin, min_rows, groups }
    }
}

prop_compose! {
    fn policy()(
        when in when(),
        needs in needs(),
        rows in rows(),
        algorithm in of(algorithm()),
        gate in gate(),
        promotion in select(Promotion::ALL.to_vec()),
    ) -> RetrainPolicy {
        RetrainPolicy { when, needs, rows, algorithm, gate, promotion }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back(policy in policy()) {
        prop_assert_eq!(policy.validate(), Ok(()));
        let text = write(&policy);
        let back = read_policies("evenkeel.toml", &text);
        prop_assert_eq!(back.as_ref().map(|file| &file.retrain), Ok(&policy), "{}", text);
        prop_assert_eq!(back.as_ref().map(|file| &file.monitor), Ok(&MonitorPolicy::default()));
        prop_assert_eq!(back.map(|file| write(&file.retrain)), Ok(text));
    }
}

#[test]
fn the_default_is_not_written_and_is_what_a_file_leaves_out() {
    assert_eq!(write(&RetrainPolicy::default()), write_policy(&Policy::default()));
    for text in ["preset = 'robust'", "[retrain]", "[retrain.needs]\n[retrain.gate]"] {
        assert_eq!(read(text), Ok(RetrainPolicy::default()), "{text}");
    }
    let silent = RetrainPolicy { when: RetrainWhen::default(), ..RetrainPolicy::default() };
    assert_eq!(read("[retrain]\nseverity = 'never'"), Ok(silent.clone()));
    assert_eq!(read(&write(&silent)), Ok(silent));
}

/// Every setting, in the order of the writer.
const EVERY_SETTING: &str = r#"[retrain]
severity = "warning"
alerts = 3
every_windows = 10
every_days = 7.5
rows = "sliding"
window_rows = 4000
algorithm = "forest"
promote = "auto"

[[retrain.line]]
series = "accuracy"
below = 0.8

[[retrain.line]]
series = "estimated_log_loss"
above = 0.7

[retrain.needs]
rows = 600
rows_per_class = 60
max_age_days = 90.0
cool_down = 3

[retrain.gate]
metric = "log_loss"
minimum = 0.6
margin = 0.01
max_ece = 0.1
segment_margin = 0.2
min_rows = 40
groups = "sex"
"#;

fn every_setting() -> RetrainPolicy {
    let line = |series: &str, below, above| SeriesLine { series: series.to_owned(), below, above };
    RetrainPolicy {
        when: RetrainWhen {
            severity: Some(AlertSeverity::Warning),
            alerts: Some(3),
            lines: vec![line("accuracy", Some(0.8), None), line("estimated_log_loss", None, Some(0.7))],
            every_windows: Some(10),
            every_days: Some(7.5),
        },
        needs: RetrainNeeds { min_rows: 600, min_rows_per_class: 60, max_age_days: Some(90.0), cool_down: 3 },
        rows: TrainingRows::Sliding { rows: 4_000 },
        algorithm: Some(AlgorithmChoice::One(Algorithm::Forest)),
        gate: GatePolicy {
            metric: Metric::LogLoss,
            minimum: Some(0.6),
            margin: 0.01,
            max_ece: Some(0.1),
            segment_margin: Some(0.2),
            min_rows: 40,
            groups: Some("sex".to_owned()),
        },
        promotion: Promotion::Auto,
    }
}

#[test]
fn every_setting_is_read_and_written_for_people() {
    assert_eq!(read(EVERY_SETTING), Ok(every_setting()));
    let text = write(&every_setting());
    let section = text.split_once("docs/retraining.md.\n").map(|(_, section)| section);
    assert_eq!(section, Some(EVERY_SETTING));
}

#[test]
fn numbers_of_rows_have_defaults() {
    for (text, rows) in [
        ("rows = 'new'", TrainingRows::New),
        ("rows = 'sliding'", TrainingRows::Sliding { rows: 5_000 }),
        ("rows = 'recency'", TrainingRows::Recency { half_life: 2_000 }),
        ("half_life = 10\nrows = 'recency'", TrainingRows::Recency { half_life: 10 }),
    ] {
        assert_eq!(read(&format!("[retrain]\n{text}")).map(|policy| policy.rows), Ok(rows), "{text}");
    }
    for (text, algorithm) in [("champion", None), ("auto", Some(AlgorithmChoice::Auto))] {
        let read = read(&format!("[retrain]\nalgorithm = '{text}'"));
        assert_eq!(read.map(|policy| policy.algorithm), Ok(algorithm));
    }
}

#[test]
fn the_example_of_the_docs_is_read() {
    let docs = include_str!("../docs/policy.md");
    let section = docs.split("## When to retrain").nth(1).unwrap();
    let example = section.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let policy = read(example).unwrap();
    assert!(!policy.when.lines.is_empty() && policy.gate.minimum.is_some());
    assert_ne!(policy.needs, RetrainNeeds::default());
    let docs = include_str!("../docs/retraining.md");
    for example in docs.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        assert_ne!(read(example), Ok(RetrainPolicy::default()), "{example}");
    }
}

#[test]
fn what_cannot_be_used_is_refused_with_its_line() {
    for (text, sentence) in [
        ("[retrian]", "line 1: there is no setting `retrian`; did you mean `retrain`?"),
        ("retrain = 3", "line 1: `retrain` has to be a table such as `[retrain]`"),
        ("[retrain]\n\nalert = 3", "line 3: there is no setting `alert`; did you mean `alerts`?"),
        ("[retrain]\nalerts = 0", "line 2: `alerts` is 0, allowed is 1 or more"),
        ("[retrain]\nalerts = 1.5", "line 2: `alerts` has to be a whole number, 0 or more"),
        (
            "[retrain]\nseverity = 'fatal'",
            "line 2: \"fatal\" is not a severity; use info, warning or critical, or \"never\"",
        ),
        ("[retrain]\nseverity = 3", "line 2: `severity` has to be a name in quotes"),
        ("[retrain]\nevery_windows = -1", "line 2: `every_windows` has to be a whole number, 0 or more"),
        ("[retrain]\nevery_days = 0", "line 2: `every_days` is 0, allowed is a number above 0"),
        ("[retrain]\nevery_days = nan", "line 2: `every_days` is NaN, allowed is a number above 0"),
        (
            "[retrain]\nrows = 'all'",
            "line 2: there is no choice of training rows `all`; there are `merge`, `new`, `sliding`, `recency`",
        ),
        (
            "[retrain]\nwindow_rows = 100",
            "line 2: `window_rows` goes with `rows = \"sliding\"` and with no other: leave it out",
        ),
        (
            "[retrain]\nrows = 'sliding'\nhalf_life = 100",
            "line 3: `half_life` goes with `rows = \"recency\"` and with no other: leave it out",
        ),
        ("[retrain]\nwindow_rows = 0\nrows = 'sliding'", "line 2: `window_rows` is 0, allowed is 1 or more"),
        (
            "[retrain]\nalgorithm = 'svm'",
            "line 2: `algorithm` is svm, allowed is logistic, naive_bayes, ftrl, tree, forest, boosting or auto, \
             or champion",
        ),
        (
            "[retrain]\npromote = 'yes'",
            "line 2: there is no way of promotion `yes`; there are `offer`, `auto`",
        ),
        (
            "[retrain.line]\nseries = 'f1'",
            "line 1: `line` has to be a list of tables, each `[[retrain.line]]`",
        ),
        ("[retrain]\nline = [3]", "line 2: `line` has to be a list of tables, each `[[retrain.line]]`"),
        ("[[retrain.line]]\nbelow = 0.8", "line 1: `line.series` is empty, allowed is a name"),
        (
            "[[retrain.line]]\nseries = 'f1'",
            "line 1: `line.below` is missing, allowed is a number there or in `above`, the line of `f1`",
        ),
        (
            "[[retrain.line]]\nseries = 'f1'\nbelow = 0.2\nabove = 0.8",
            "line 4: `line.above` is set beside `below`, allowed is one of the two; give `f1` a line for each side",
        ),
        (
            "[[retrain.line]]\nseries = 'f1'\nbelow = 0.8\n[[retrain.line]]\nseries = 'f1'\nabove = inf",
            "line 6: `line.above` is inf, allowed is any finite number",
        ),
        (
            "[[retrain.line]]\nseries = 'f1'\nunder = 0.8",
            "line 3: there is no setting `under`; use `series`, `below` or `above`",
        ),
        (
            "[retrain]\nrows = 'new'\n[retrain.needs]\nrow = 3",
            "line 4: there is no setting `row`; did you mean `rows`?",
        ),
        (
            "[retrain.needs]\nmax_age_days = -1",
            "line 2: `needs.max_age_days` is -1, allowed is a number above 0",
        ),
        ("[retrain]\nneeds = 3", "line 2: `needs` has to be a table such as `[retrain.needs]`"),
        (
            "[retrain.gate]\nmetric = 'auc'",
            "line 2: `metric` is auc, allowed is accuracy, balanced_accuracy, precision, recall, f1, mcc, \
             cohen_kappa, roc_auc, average_precision, log_loss, brier, ece, mce, ks_statistic, gini",
        ),
        (
            "[retrain.gate]\nminimum = 70",
            "line 2: `gate.minimum` is 70, allowed is 0 to 1, the range of roc_auc",
        ),
        ("[retrain.gate]\nmargin = -0.1", "line 2: `gate.margin` is -0.1, allowed is 0 or more"),
        ("[retrain.gate]\nmax_ece = 1.1", "line 2: `gate.max_ece` is 1.1, allowed is 0 to 1"),
        ("[retrain.gate]\nmin_rows = 0", "line 2: `gate.min_rows` is 0, allowed is 1 or more"),
        ("[retrain.gate]\ngroups = ''", "line 2: `gate.groups` is empty, allowed is a name"),
        ("[retrain.gate]\ngroup = 'sex'", "line 2: there is no setting `group`; did you mean `groups`?"),
    ] {
        let error = read(text).unwrap_err();
        assert_eq!(error.to_string(), format!("evenkeel.toml, {sentence}"), "{text}");
        assert!(matches!(error, ReportError::Policy { .. }));
    }
}
