//! Watching as a whole, on histories with a planted schedule: the generator's schedule, its probabilities
//! and counts made here are what is expected.
#![cfg(not(target_arch = "wasm32"))]

#[path = "monitor/control.rs"]
mod control;
#[path = "monitor/edges.rs"]
mod edges;
#[path = "support/history.rs"]
mod history;
#[path = "monitor/rows.rs"]
mod rows;

use evenkeel::data::{ReadOptions, RowReader, RowTable};
use evenkeel::monitor::{Pane, PredictedBy, Sources, Timeline, WatchSettings, WindowRule, watch};
use history::{COLUMNS, History, Row, SCHEDULE, csv};

fn table(name: &str, csv: &str) -> RowTable {
    let mut reader = RowReader::new(name, &ReadOptions::default());
    reader.push(csv.as_bytes()).expect("the test's CSV is sound");
    reader.finish().expect("the test's CSV has rows")
}

fn settings(pane: Pane) -> WatchSettings {
    WatchSettings {
        windows: WindowRule { pane, panes: 1 },
        target: Some("repaid".to_owned()),
        seed: 1,
        ..WatchSettings::default()
    }
}

fn watched(reference: &RowTable, current: &[RowTable], settings: &WatchSettings) -> Timeline {
    let sources = Sources { reference, current, labels: None, by: PredictedBy::Columns };
    watch(sources, settings, &mut |_, _| ()).expect("it can be watched")
}

fn tables(history: &History) -> (RowTable, RowTable) {
    (
        table("reference.csv", &csv(&history.reference, &COLUMNS)),
        table("current.csv", &csv(&history.current(), &COLUMNS)),
    )
}

/// In windows of so many rows.
fn of(history: &History, rows: u64) -> Timeline {
    let (reference, current) = tables(history);
    watched(&reference, &[current], &settings(Pane::Rows(rows)))
}

fn values(timeline: &Timeline, id: &str) -> Vec<Option<f64>> {
    let series = timeline.series(id).unwrap_or_else(|| panic!("there is no series {id}"));
    series.points.iter().map(|point| point.value).collect()
}

/// Share of rows that the model answers rightly, counted here.
fn right(rows: &[Row]) -> f64 {
    let right = rows.iter().filter(|row| row.predicted() == row.repaid).count();
    right as f64 / rows.len() as f64
}

/// The generator's own share of positive rows.
fn expected_share(rows: &[Row]) -> f64 {
    rows.iter().map(|row| row.truth).sum::<f64>() / rows.len() as f64
}

/// Whether the generator moved the classes' shares by the five points that count as material.
fn prior_moved(history: &History, window: usize) -> bool {
    (expected_share(&history.windows[window]) - expected_share(&history.reference)).abs() >= 0.05
}

#[test]
fn every_window_gets_its_true_kinds() {
    for seed in 1..=8 {
        let history = History::planted(seed);
        let timeline = of(&history, 500);
        assert_eq!(timeline.windows.len(), SCHEDULE.len());
        for (at, (kinds, planted)) in timeline.kinds.iter().zip(SCHEDULE).enumerate() {
            let what = format!("seed {seed}, window {}: {kinds:#?}", at + 1);
            assert_eq!(kinds.covariate.moved, Some(planted.covariate), "{what}");
            assert_eq!(kinds.prior.moved, Some(prior_moved(&history, at)), "{what}");
            assert_eq!(kinds.concept.moved, Some(planted.concept), "{what}");
        }
    }
}

#[test]
fn without_labels_concept_drift_is_not_judged_and_the_others_are() {
    let history = History::planted(11);
    let unlabelled: Vec<&str> = COLUMNS.into_iter().filter(|column| *column != "repaid").collect();
    let reference = table("reference.csv", &csv(&history.reference, &COLUMNS));
    let current = table("current.csv", &csv(&history.current(), &unlabelled));
    let timeline = watched(&reference, &[current], &settings(Pane::Rows(500)));
    for (at, (kinds, planted)) in timeline.kinds.iter().zip(SCHEDULE).enumerate() {
        assert_eq!(kinds.concept.moved, None);
        let words = &kinds.concept.words;
        assert_eq!(
            words,
            "0 of 500 rows have a label, 30 are needed: without labels concept drift cannot be seen."
        );
        assert_eq!(kinds.covariate.moved, Some(planted.covariate), "window {}", at + 1);
        // What probabilities expect is the truth as long as the concept has not moved.
        if !planted.concept {
            assert_eq!(kinds.prior.moved, Some(prior_moved(&history, at)), "window {}: {kinds:?}", at + 1);
        }
    }
    assert!(timeline.windows.iter().all(|window| window.labelled == 0));
    assert!(timeline.series("accuracy").is_none() && timeline.series("class_share:yes").is_none());
    assert!(values(&timeline, "estimated_accuracy").iter().all(Option::is_some));
}

#[test]
fn estimated_accuracy_is_right_as_long_as_the_concept_stays() {
    for seed in 21..=24 {
        let history = History::planted(seed);
        let timeline = of(&history, 500);
        let estimated = timeline.series("estimated_accuracy").expect("there are probabilities");
        let measured = values(&timeline, "accuracy");
        for (at, (rows, planted)) in history.windows.iter().zip(SCHEDULE).enumerate() {
            let realised = right(rows);
            assert_eq!(measured[at], Some(realised));
            let (low, high) = estimated.points[at].interval.expect("accuracy has a sampling error");
            let inside = low <= realised && realised <= high;
            assert_eq!(inside, !planted.concept, "seed {seed}, window {}: {realised}", at + 1);
        }
    }
}
