//! Data with little in it: every answer is a timeline of finite numbers and a JSON that validates, or a
//! sentence.

use evenkeel::drift::Outcome;
use evenkeel::model::{Algorithm, AlgorithmChoice, TrainSettings};
use evenkeel::monitor::{MonitorPolicy, Pane, PredictedBy, Sources, Timeline, WatchSettings, alerts, watch};
use evenkeel::report::{monitor_json, monitor_schema};
use evenkeel::worker::training::{held_out, train_file};
use serde_json::Value;

use super::history::{COLUMNS, History, NOTHING, Row, SCHEDULE, cell, csv, csv_with};
use super::{settings, table, values, watched};

/// 600 rows of reference and three windows of 100.
fn small(seed: u64) -> History {
    History::of(seed, &[NOTHING; 3], (600, 100))
}

/// Place of a row of current data among all of it; `None` of the reference.
fn number(row: &Row) -> Option<usize> {
    row.id.strip_prefix('C')?.parse().ok()
}

/// What holds of every timeline.
fn sound(timeline: &Timeline) {
    let windows = timeline.windows.len();
    assert!(windows > 0);
    assert_eq!(timeline.kinds.len(), windows);
    for series in &timeline.series {
        assert_eq!(series.points.len(), windows, "{}", series.id);
        let all = series.points.iter().filter_map(|point| point.value);
        assert!(all.chain(series.band.map(|band| band.std)).all(f64::is_finite), "{}", series.id);
    }
    let policy = MonitorPolicy::default();
    let json: Value = serde_json::from_str(&monitor_json(timeline, &policy, &alerts(timeline, &policy)))
        .expect("it is JSON");
    let schema: Value = serde_json::from_str(monitor_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let errors: Vec<String> =
        validator.iter_errors(&json).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn with_cells(history: &History, columns: &[&str], of: impl Fn(&Row, &str) -> String + Copy) -> Timeline {
    let reference = table("reference.csv", &csv_with(&history.reference, columns, of));
    let current = table("current.csv", &csv_with(&history.current(), columns, of));
    let timeline = watched(&reference, &[current], &settings(Pane::Number(3)));
    sound(&timeline);
    timeline
}

#[test]
fn windows_of_one_row() {
    let history = small(41);
    let reference = table("reference.csv", &csv(&history.reference, &COLUMNS));
    let current = table("current.csv", &csv(&history.windows[0][..3], &COLUMNS));
    let timeline = watched(&reference, &[current], &settings(Pane::Rows(1)));
    sound(&timeline);
    assert_eq!(timeline.windows.len(), 3);
    for (value, row) in values(&timeline, "accuracy").into_iter().zip(&history.windows[0]) {
        assert_eq!(value, Some(f64::from(u8::from(row.predicted() == row.repaid))));
    }
    // One class has no ROC curve, one row no distribution: not even where its only tenure is missing.
    assert_eq!(history.windows[0][2].tenure, None);
    assert!(values(&timeline, "roc_auc").iter().all(Option::is_none));
    assert!(timeline.kinds.iter().all(|kinds| kinds.covariate.moved.is_none()));
    assert!(timeline.kinds.iter().all(|kinds| kinds.concept.moved.is_none()));
    assert!(alerts(&timeline, &MonitorPolicy::default()).is_empty());
}

/// Of few rows only what drifted can be judged: the other columns count all the same.
#[test]
fn few_rows_do_not_make_every_column_drifted() {
    let planted = SCHEDULE[3];
    assert!(planted.covariate);
    let history = History::of(48, &[planted; 10], (600, 16));
    let (reference, current) = super::tables(&history);
    let timeline = watched(&reference, &[current], &settings(Pane::Rows(16)));
    sound(&timeline);
    let mut mixed = 0;
    for (at, share) in values(&timeline, "drift_share").into_iter().enumerate() {
        let verdicts = timeline.columns.iter().filter_map(|column| column.cells[at].verdict);
        let outcomes: Vec<Outcome> = verdicts.map(|verdict| verdict.outcome).collect();
        let count = |is: Outcome| outcomes.iter().filter(|outcome| **outcome == is).count();
        let (drifted, too_few) = (count(Outcome::Drifted), count(Outcome::TooFewRows));
        mixed += usize::from(drifted > 0 && too_few > 0);
        let expected = (too_few < 5).then(|| drifted as f64 / 5.0);
        assert_eq!((outcomes.len(), share), (5, expected));
    }
    assert!(mixed > 0, "no window has both a drifted column and one with too few rows");
}

#[test]
fn a_window_without_any_label() {
    let history = small(42);
    let of = |row: &Row, column: &str| match column {
        "repaid" if number(row).is_some_and(|number| (100..200).contains(&number)) => String::new(),
        _ => cell(row, column),
    };
    let timeline = with_cells(&history, &COLUMNS, of);
    assert_eq!(timeline.windows.iter().map(|window| window.labelled).collect::<Vec<_>>(), [100, 0, 100]);
    let known = |id: &str| values(&timeline, id).iter().map(Option::is_some).collect::<Vec<_>>();
    assert_eq!(known("accuracy"), [true, false, true]);
    assert_eq!(known("class_share:yes"), [true, false, true]);
    assert_eq!(known("estimated_accuracy"), [true; 3]);
    assert_eq!(timeline.kinds[1].concept.moved, None);
}

#[test]
fn a_constant_column_and_new_classes() {
    let history = small(43);
    let of = |row: &Row, column: &str| match column {
        "tenure" => "1".to_owned(),
        // Ten labels of the last window.
        "repaid" if number(row) >= Some(290) => "maybe".to_owned(),
        _ => cell(row, column),
    };
    let timeline = with_cells(&history, &COLUMNS, of);
    assert_eq!(timeline.classes, ["no", "yes"]);
    assert_eq!(
        timeline.notes,
        ["10 labels are of classes in `current.csv` that the reference does not have: taken as missing."]
    );
    assert_eq!(timeline.windows.iter().map(|window| window.labelled).collect::<Vec<_>>(), [100, 100, 90]);
    assert_eq!(values(&timeline, "column:tenure"), [Some(0.0); 3]);
}

#[test]
fn without_features_and_without_a_target() {
    let history = small(44);
    let timeline = with_cells(&history, &["id", "repaid", "probability", "prediction"], cell);
    assert!(timeline.columns.is_empty());
    assert!(timeline.kinds.iter().all(|kinds| kinds.covariate.moved.is_none()));
    assert!(values(&timeline, "accuracy").iter().all(Option::is_some));

    let columns = ["id", "amount", "debt", "region"];
    let [reference, current] =
        [&history.reference, &history.current()].map(|rows| table("data.csv", &csv(rows, &columns)));
    let bare = WatchSettings { target: None, ..settings(Pane::Number(3)) };
    let timeline = watched(&reference, &[current], &bare);
    sound(&timeline);
    assert_eq!(
        timeline.notes,
        ["There are neither labels nor predictions: only the data itself is watched."]
    );
    assert_eq!(timeline.columns.len(), 3);
    assert!(timeline.kinds.iter().all(|kinds| kinds.concept.moved.is_none() && kinds.prior.moved.is_none()));
    assert!(timeline.kinds.iter().all(|kinds| kinds.covariate.moved == Some(false)));
}

#[test]
fn a_reference_smaller_than_a_window_still_says_what_is_usual() {
    let history = History::of(45, &[NOTHING; 3], (200, 500));
    let (reference, current) = super::tables(&history);
    let timeline = watched(&reference, &[current], &settings(Pane::Rows(500)));
    sound(&timeline);
    let accuracy = timeline.series("accuracy").expect("there are labels");
    let band = accuracy.band.expect("windows are drawn");
    assert!(band.drawn && band.windows >= 40);
    // A mean of 500 fresh rows around one of 200: σ √(1/500 + 1/200), σ of a share of about 0.8.
    let expected = (band.mean * (1.0 - band.mean) * (1.0 / 500.0 + 1.0 / 200.0)).sqrt();
    assert!((band.std / expected - 1.0).abs() < 0.25, "{band:?} for {expected}");
}

#[test]
fn what_a_model_learned_from_is_no_reference_for_it() {
    let history = History::of(46, &[NOTHING; 3], (3_000, 300));
    let columns = ["id", "amount", "debt", "tenure", "region", "repaid"];
    let reference = table("reference.csv", &csv(&history.reference, &columns));
    let current = table("current.csv", &csv(&history.current(), &columns));
    let mut training = TrainSettings::for_target("repaid");
    training.algorithm = AlgorithmChoice::One(Algorithm::Logistic);
    training.resamples = 0;
    let file = train_file(&reference, &training, &mut |_, _, _| ()).expect("it can be learned");
    let rows = held_out(&file, &reference).expect("the model learned from it");
    assert_eq!(rows.len() as u64, file.training.facts.test);
    let sources = Sources {
        reference: &reference,
        current: &[current],
        labels: None,
        by: PredictedBy::Model { scorer: &file.model, held_out: Some(&rows) },
    };
    let timeline = watch(sources, &settings(Pane::Number(3)), &mut |_, _| ()).expect("it can be watched");
    sound(&timeline);
    assert_eq!(
        timeline.notes,
        [format!(
            "The model learned from this reference: {} rows that it did not learn from say how good it was and what is \
             usual of its predictions.",
            rows.len()
        )]
    );
    for (id, drawn) in [("accuracy", true), ("predicted_share:yes", true), ("missing_share", false)] {
        let band = timeline.series(id).and_then(|series| series.band).expect(id);
        assert_eq!(band.drawn, drawn, "{id}");
    }
    // Another file of the same name is not what it learned from.
    let other = table("reference.csv", &csv(&small(47).reference, &columns));
    assert_eq!(held_out(&file, &other), None);
}
