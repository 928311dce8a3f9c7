//! Estimated and realised performance and their thresholds against NannyML's, chunk by chunk.
//! How each case was made: `tests/golden/README.md`.
#![cfg(not(target_arch = "wasm32"))]

mod golden_support;

use evenkeel::data::{ReadOptions, RowReader, RowTable};
use evenkeel::model::{OutputColumns, Outputs};
use evenkeel::monitor::{
    Estimator, MonitorPolicy, Pane, PredictedBy, Sources, Timeline, WatchSettings, WindowRule, watch,
};
use golden_support::folders;
use serde_json::Value;

fn table(path: &std::path::Path, name: &str) -> RowTable {
    let mut reader = RowReader::new(name, &ReadOptions::default());
    reader.push(&std::fs::read(path.join(name)).unwrap()).unwrap();
    reader.finish().unwrap()
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

struct Seen {
    numbers: u64,
    worst: f64,
}

impl Seen {
    /// The tolerance is the golden file's own for CBPE, 1e-6.
    fn compare(&mut self, ours: Option<f64>, golden: &Value, what: &str) {
        let (ours, theirs) = match (ours, number(golden)) {
            (Some(ours), Some(theirs)) => (ours, theirs),
            (None, None) => return,
            (ours, theirs) => panic!("{what}: {ours:?} instead of {theirs:?}"),
        };
        let error = (ours - theirs).abs();
        assert!(error <= 1e-6, "{what}: {ours} instead of {theirs}");
        self.worst = self.worst.max(error);
        self.numbers += 1;
    }
}

fn timeline(folder: &std::path::Path, pane: Pane) -> Timeline {
    let (reference, current) = (table(folder, "reference.csv"), table(folder, "current.csv"));
    let settings = WatchSettings {
        windows: WindowRule { pane, panes: 1 },
        target: Some("y_true".to_owned()),
        prediction: Some("y_pred".to_owned()),
        probabilities: vec!["y_proba".to_owned()],
        timestamp: Some("timestamp".to_owned()),
        ..WatchSettings::default()
    };
    let sources =
        Sources { reference: &reference, current: &[current], labels: None, by: PredictedBy::Columns };
    watch(sources, &settings, &mut |_, _| ()).unwrap()
}

#[test]
fn estimated_and_realised_performance_is_nannymls() {
    let folders = folders(|golden| golden["task"] == "nannyml");
    assert!(folders.len() >= 2);
    let mut seen = Seen { numbers: 0, worst: 0.0 };
    for (folder, golden) in folders {
        let chunking = &golden["chunking"];
        let pane = match chunking["chunk_size"].as_u64() {
            Some(size) => Pane::Rows(size),
            None => {
                assert_eq!(chunking["chunk_period"], "M");
                Pane::Month
            }
        };
        let timeline = timeline(&folder, pane);
        let policy = MonitorPolicy::default();
        let case = golden["case"].as_str().unwrap();
        let of_reference = timeline.reference_windows.len();
        for (prefix, chunks) in [("estimated_", &golden["cbpe"]["chunks"]), ("", &golden["realized"])] {
            let chunks = chunks.as_array().unwrap();
            assert_eq!(chunks.len(), of_reference + timeline.windows.len(), "{case}");
            for metric in ["roc_auc", "accuracy", "f1", "precision", "recall", "average_precision"] {
                if chunks[0].get(metric).is_none() {
                    continue;
                }
                let series = timeline.series(&format!("{prefix}{metric}")).unwrap();
                let limits = policy.limits(series);
                for (at, chunk) in chunks.iter().enumerate() {
                    let what = format!("{case} {prefix}{metric} of {}", chunk["chunk"]["key"]);
                    let theirs = &chunk[metric];
                    let ours = match at.checked_sub(of_reference) {
                        None => series.reference[at],
                        Some(at) => series.points[at].value,
                    };
                    seen.compare(ours, &theirs["value"], &what);
                    seen.compare(limits.upper, &theirs["upper_threshold"], &format!("{what}: upper"));
                    seen.compare(limits.lower, &theirs["lower_threshold"], &format!("{what}: lower"));
                    let Some(at) = at.checked_sub(of_reference) else { continue };
                    let point = series.points[at];
                    // NannyML draws that of average precision at random.
                    if let Some(low) =
                        theirs.get("lower_confidence_boundary").filter(|_| metric != "average_precision")
                    {
                        let (ours_low, ours_high) = point.interval.unwrap();
                        seen.compare(Some(ours_low), low, &format!("{what}: low"));
                        let high = &theirs["upper_confidence_boundary"];
                        seen.compare(Some(ours_high), high, &format!("{what}: high"));
                    }
                    let value = point.value.unwrap();
                    let outside = limits.lower.is_some_and(|limit| value < limit)
                        || limits.upper.is_some_and(|limit| value > limit);
                    assert_eq!(Some(outside), theirs["alert"].as_bool(), "{what}: alert");
                }
            }
        }
    }
    assert!(seen.numbers > 800, "only {} numbers were compared", seen.numbers);
    println!("{} numbers of NannyML, worst error {:.1e}", seen.numbers, seen.worst);
}

/// Specificity has no series; the estimate is compared by itself.
#[test]
fn estimated_specificity_is_nannymls() {
    let probabilities = ["y_proba".to_owned()];
    let columns =
        OutputColumns { target: Some("y_true"), prediction: Some("y_pred"), probabilities: &probabilities };
    let classes = ["0".to_owned(), "1".to_owned()];
    let mut seen = Seen { numbers: 0, worst: 0.0 };
    for (folder, golden) in folders(|golden| golden["task"] == "nannyml") {
        let [reference, current] = ["reference.csv", "current.csv"].map(|name| {
            let table = table(&folder, name);
            Outputs::of_columns(&table.view(), name, &classes, columns).unwrap()
        });
        let all: Vec<u32> = (0..reference.rows() as u32).collect();
        let estimator = Estimator::fit(&reference, &all, 1).unwrap();
        assert_eq!(Some(estimator.calibrates()), golden["cbpe"]["needs_calibration"].as_bool());
        for chunk in golden["cbpe"]["chunks"].as_array().unwrap() {
            let row = |name: &str| chunk["chunk"][name].as_u64().unwrap() as u32;
            let rows: Vec<u32> = (row("start_index")..=row("end_index")).collect();
            let outputs = if chunk["chunk"]["period"] == "reference" { &reference } else { &current };
            let found = estimator.estimate(outputs, &rows).specificity;
            seen.compare(
                found,
                &chunk["specificity"]["value"],
                &format!("specificity of {}", chunk["chunk"]["key"]),
            );
        }
    }
    assert!(seen.numbers >= 24, "only {} numbers were compared", seen.numbers);
}
