//! Our metrics of classifiers against scikit-learn's.
//! How each case was made: `tests/golden/README.md`.

mod golden_support;

use std::path::Path;

use evenkeel::data::{ReadOptions, RowReader, RowTable};
use evenkeel::model::metrics::ClassificationMetrics;
use evenkeel::model::{Observed, observed, observed_among};
use evenkeel::report::metrics_json;
use golden_support::{Tally, folders};
use serde_json::Value;

const SIDES: [&str; 2] = ["reference", "current"];

fn table(folder: &Path, side: &str) -> RowTable {
    let name = format!("{side}.csv");
    let mut reader = RowReader::new(&name, &ReadOptions::default());
    reader.push(&std::fs::read(folder.join(&name)).unwrap()).unwrap();
    reader.finish().unwrap()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn probability_columns(table: &RowTable) -> Vec<String> {
    let names = table.columns.iter().map(|column| column.name.clone());
    names.filter(|name| name.contains("proba")).collect()
}

fn read(table: &RowTable, labels: &[String]) -> Observed {
    let probabilities = probability_columns(table);
    observed_among(&table.view(), &table.name, "y_true", Some("y_pred"), &probabilities, labels).unwrap()
}

#[test]
fn every_metric_is_what_scikit_learn_says() {
    let folders = folders(|golden| golden["task"] == "classification");
    assert_eq!(folders.len(), 4, "golden cases of classifiers are missing");
    let mut tally = Tally::default();
    for (folder, golden) in folders {
        let tolerance = &golden["tolerance"]["default"];
        let bounds = ["rel", "abs"].map(|key| tolerance[key].as_f64().unwrap());
        for side in SIDES {
            let want = &golden[side];
            let table = table(&folder, side);
            let found = read(&table, &texts(&want["labels"]));
            assert_eq!(found.left_out, 0);
            let metrics =
                ClassificationMetrics::of(&found.classes, &found.actual, &found.predictions).unwrap();
            let at = format!("{} {side}", golden["case"].as_str().unwrap());
            compare(&mut tally, &at, "", &metrics_json(&metrics), want, bounds);
        }
    }
    tally.finish();
}

/// Every key of both sides, whatever their depth. scikit-learn's NaN is our `null`: not defined.
fn compare(tally: &mut Tally, at: &str, key: &str, got: &Value, want: &Value, [rel, abs]: [f64; 2]) {
    match (got, want) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let names = |map: &serde_json::Map<String, Value>| {
                let mut names: Vec<String> = map.keys().cloned().collect();
                names.sort();
                names
            };
            tally.equal("keys", &format!("{at} {key}"), names(ours), names(theirs));
            for (name, theirs) in theirs {
                let place = format!("{at} {key}");
                compare(tally, place.trim_end(), name, &got[name], theirs, [rel, abs]);
            }
        }
        (Value::Number(ours), Value::Number(theirs)) if !(ours.is_u64() && theirs.is_u64()) => {
            tally.close(key, at, ours.as_f64().unwrap(), want, rel, abs);
        }
        (Value::Null, Value::String(text)) if text == "nan" => tally.equal(key, at, got, &Value::Null),
        _ => tally.equal(key, at, got, want),
    }
}

#[test]
fn the_classes_are_found_without_being_named() {
    for (folder, golden) in folders(|golden| golden["task"] == "classification") {
        for side in SIDES {
            let table = table(&folder, side);
            let probabilities = probability_columns(&table);
            let found = observed(&table.view(), &table.name, "y_true", Some("y_pred"), &probabilities);
            if golden["case"] == "g_string_labels" && side == "current" {
                // One class alone, and no way to know how the other is spelled.
                assert!(found.unwrap_err().to_string().contains("name both classes"));
            } else {
                assert_eq!(found.unwrap().classes, texts(&golden[side]["labels"]));
            }
        }
    }
}
