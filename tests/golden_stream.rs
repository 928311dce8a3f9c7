//! Our detectors against River's, row by row; our moving averages against pandas'.
//! How each case was made: `tests/golden/README.md`.

mod golden_support;

use std::path::Path;

use evenkeel::data::{ReadOptions, RowReader};
use evenkeel::stream::{
    Adwin, Detections, Detector, DetectorKind, DetectorSettings, MovingAverage, Smoothing, detect,
};
use golden_support::{Tally, folders};
use serde_json::Value;

fn stream(folder: &Path) -> Vec<f64> {
    let mut reader = RowReader::new("stream.csv", &ReadOptions::default());
    reader.push(&std::fs::read(folder.join("stream.csv")).unwrap()).unwrap();
    reader.finish().unwrap().column("value").unwrap().numbers().to_vec()
}

fn kind(label: &str) -> DetectorKind {
    match label.split('(').next().unwrap() {
        "ADWIN" => DetectorKind::Adwin,
        "DDM" => DetectorKind::Ddm,
        "EDDM" => DetectorKind::Eddm,
        "HDDM_A" => DetectorKind::HddmA,
        "HDDM_W" => DetectorKind::HddmW,
        "PageHinkley" => DetectorKind::PageHinkley,
        "KSWIN" => DetectorKind::Kswin,
        other => panic!("{other} is no detector of ours"),
    }
}

/// The settings that River's parameters name; those names are ours.
fn settings(label: &str, params: &Value) -> DetectorSettings {
    let kind = kind(label);
    let params = params.as_object().unwrap();
    assert_eq!(params.len(), kind.parameters().len(), "{label}: parameters");
    let mut settings = kind.settings();
    for (name, value) in params {
        // Only a text has quotes; a whole number that is written as 30.0 is none here.
        settings.set(name, value.to_string().trim_matches('"')).unwrap();
    }
    if !label.contains('(') {
        assert_eq!(settings, kind.settings(), "{label}: defaults");
    }
    settings
}

fn rows(list: &Value) -> Vec<u64> {
    list.as_array().unwrap().iter().map(|row| row.as_u64().unwrap()).collect()
}

fn warnings(found: &Detections) -> Vec<Vec<u64>> {
    found.warnings.iter().map(|run| vec![run.first, run.last]).collect()
}

#[test]
fn every_row_of_warning_and_drift_is_rivers() {
    let folders = folders(|golden| golden["task"] == "stream");
    assert_eq!(folders.len(), 9, "golden cases of streams are missing");
    let mut tally = Tally::default();
    let mut seen = Vec::new();
    for (folder, golden) in folders {
        let values = stream(&folder);
        assert_eq!(values.len() as u64, golden["n"].as_u64().unwrap());
        for (label, want) in golden["detectors"].as_object().unwrap() {
            let at = format!("{} {label}", golden["case"].as_str().unwrap());
            let settings = settings(label, &want["params"]);
            let kind = settings.kind();
            let found = detect(values.iter().copied().map(Some), &settings).unwrap();
            tally.equal(&format!("{kind} drift"), &at, found.drift.clone(), rows(&want["drift"]));
            let runs: Vec<Vec<u64>> = match &want["warning_runs"] {
                Value::Array(runs) => runs.iter().map(rows).collect(),
                _ => Vec::new(),
            };
            assert_eq!(kind.warns(), want.get("warning_runs").is_some());
            tally.equal(&format!("{kind} warnings"), &at, warnings(&found), runs);
            if let DetectorSettings::Adwin(settings) = settings {
                let mut detector = Adwin::new(&settings).unwrap();
                values.iter().for_each(|value| {
                    detector.update(*value);
                });
                let last = &want["final"];
                let width = detector.width() as f64;
                for (name, got) in
                    [("width", width), ("mean", detector.mean()), ("variance", detector.sum_of_squares())]
                {
                    tally.close(&format!("adwin {name}"), &at, got, &last[name], 1e-9, 0.0);
                }
            }
            seen.push(kind);
        }
    }
    for kind in DetectorKind::ALL {
        assert!(seen.contains(&kind), "no golden case of {kind}");
    }
    tally.finish();
}

#[test]
fn averages_are_pandas() {
    let mut tally = Tally::default();
    for (folder, golden) in folders(|golden| golden.get("averages_of_every_97th_row").is_some()) {
        let values = stream(&folder);
        for want in golden["averages_of_every_97th_row"].as_array().unwrap() {
            let window = u32::try_from(want["window"].as_u64().unwrap()).unwrap();
            for (name, smoothing) in
                [("simple", Smoothing::Simple { window }), ("exponential", Smoothing::Exponential { window })]
            {
                let mut average = MovingAverage::new(smoothing).unwrap();
                let got: Vec<f64> = values.iter().filter_map(|value| average.update(Some(*value))).collect();
                let want = want[name].as_array().unwrap();
                assert_eq!(want.len(), values.len().div_ceil(97));
                for (got, want) in got.iter().step_by(97).zip(want) {
                    tally.close(name, &format!("{} {window}", golden["case"]), *got, want, 1e-9, 1e-12);
                }
            }
        }
    }
    tally.finish();
}
