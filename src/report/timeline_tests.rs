//! A small history made by hand, for the tests of what is written of one.

use crate::data::Kind;
use crate::drift::{Method, Outcome, Severity};
use crate::monitor::{
    Alert, AlertSeverity, CellVerdict, ColumnCell, ColumnTrack, DriftKinds, KindVerdict, Point, Series,
    SeriesGroup, Timeline, Unit, Window, WindowRule, Worse,
};

/// Two windows, `9` and `10`: accuracy falls, one of two judged columns drifts, a third has too few rows.
pub(super) fn timeline() -> Timeline {
    let window = |name: &str, first_row: u64| Window {
        name: name.to_owned(),
        first_row,
        last_row: first_row + 499,
        rows: 500,
        labelled: 400,
        times: None,
    };
    let mut share = series("drifted_share", Worse::Higher, &[0.0, 0.5]);
    share.line = Some(0.5);
    Timeline {
        reference: "train.csv".to_owned(),
        reference_rows: 1_000,
        rule: WindowRule::default(),
        reference_windows: Vec::new(),
        windows: vec![window("9", 0), window("10", 500)],
        series: vec![series("accuracy", Worse::Lower, &[0.9, 0.8125]), share],
        columns: vec![
            column("age", Outcome::Drifted),
            column("income", Outcome::Stable),
            column("rare", Outcome::TooFewRows),
        ],
        kinds: vec![DriftKinds::default(), kinds()],
        labels: None,
        fairness: None,
        versions: Vec::new(),
        target: None,
        classes: Vec::new(),
        notes: Vec::new(),
    }
}

fn kinds() -> DriftKinds {
    let verdict = |moved, words: &str| KindVerdict { moved, words: words.to_owned(), numbers: Vec::new() };
    DriftKinds {
        covariate: verdict(Some(true), "1 of 2 columns drifted."),
        prior: verdict(Some(false), "The classes kept their shares."),
        concept: verdict(None, "Too few labels."),
    }
}

/// A series with these values, of 500 rows each.
pub(super) fn series(id: &str, worse: Worse, values: &[f64]) -> Series {
    Series {
        id: id.to_owned(),
        label: id.to_owned(),
        group: SeriesGroup::Performance,
        unit: Unit::Share,
        worse,
        range: (Some(0.0), Some(1.0)),
        reference: Vec::new(),
        band: None,
        line: None,
        points: values.iter().map(|&value| Point { value: Some(value), rows: 500, interval: None }).collect(),
        null: Vec::new(),
    }
}

fn column(name: &str, outcome: Outcome) -> ColumnTrack {
    let verdict =
        CellVerdict { method: Method::Ks, score: 0.001, threshold: 0.01, outcome, severity: Severity::None };
    let cell = ColumnCell { verdict: Some(verdict), ..ColumnCell::default() };
    ColumnTrack { name: name.to_owned(), kind: Kind::Numeric, is_feature: true, cells: vec![cell; 2] }
}

/// An open alert that was raised in the window at that place.
pub(super) fn alert(severity: AlertSeverity, window: usize) -> Alert {
    Alert {
        rule: "accuracy falls".to_owned(),
        series: "accuracy".to_owned(),
        label: "Accuracy".to_owned(),
        severity,
        window,
        window_name: if window == 0 { "9" } else { "10" }.to_owned(),
        over: None,
        value: 0.8125,
        limit: 0.85,
        message: "Accuracy is 0.813, below 0.85.".to_owned(),
    }
}
