//! The snapshot of Evidently 0.7: metrics, and tests where they are wanted.

use serde_json::{Value, json};

use super::judged;
use super::metric::Metric;
use super::names::names;
use crate::data::Kind;
use crate::drift::{CheckReport, ColumnReport, ColumnVerdict};

/// Writes a check as Evidently 0.7 writes the snapshot of its `DataDriftPreset`.
///
/// Numbers come first, then categories, each in order of the reference's file. `with_tests` adds what
/// `Report([…], include_tests=True)` adds.
pub fn evidently_snapshot(report: &CheckReport, with_tests: bool) -> String {
    let dataset = &report.dataset;
    let share = Metric::drifted_columns(dataset.share_threshold);
    let mut metrics = vec![share.entry(json!({ "count": dataset.drifted as f64, "share": dataset.share }))];
    let mut tests = vec![share_test(&share, dataset.share, dataset.share_threshold)];
    let is_number = |(column, _): &(&ColumnReport, ColumnVerdict)| column.kind == Kind::Numeric;
    let (numbers, categories): (Vec<_>, Vec<_>) = judged(report).partition(is_number);
    for (column, verdict) in numbers.into_iter().chain(categories) {
        let metric = Metric::value_drift(column, &verdict, report.policy.preset);
        metrics.push(metric.entry(verdict.judged_score().into()));
        tests.push(column_test(&metric, column, &verdict));
    }
    if !with_tests {
        tests.clear();
    }
    let mut text =
        serde_json::to_string_pretty(&json!({ "metrics": metrics, "tests": tests })).unwrap_or_default();
    text.push('\n');
    text
}

/// Whether fewer columns drifted than the data set's line.
fn share_test(metric: &Metric, share: f64, line: f64) -> Value {
    let less = json!({
        "type": "evidently:test_v2:LessThanMetricTest",
        "is_critical": true,
        "alias": null,
        "label_filters": null,
        "threshold": line,
    });
    let passed = share < line;
    let relation = if passed { "<" } else { ">=" };
    json!({
        "id": "lt",
        "name": format!("Share of Drifted Columns: Less {line:.3}"),
        "description": format!("Share of Drifted Columns: Actual value {share:.3} {relation} {line:.3}"),
        "metric_config": { "metric_id": metric.id(), "params": metric.config() },
        "test_config": less,
        "status": status(passed),
        "bound_test": {
            "type": "evidently:bound_test:CountBoundTest",
            "test": less,
            "metric_fingerprint": metric.id(),
            "is_count": false,
        },
    })
}

/// Whether a column did not drift.
fn column_test(metric: &Metric, column: &ColumnReport, verdict: &ColumnVerdict) -> Value {
    let description = format!(
        "Drift score is {:.2}. The drift detection method is {}. The drift threshold is {:.2}.",
        verdict.judged_score(),
        names(verdict.method).display,
        verdict.threshold
    );
    json!({
        "id": "drift",
        "name": format!("Value Drift for column {}", column.name),
        "description": description,
        "metric_config": { "metric_id": metric.id(), "params": metric.config() },
        "test_config": {},
        "status": status(!verdict.drifted),
        "bound_test": {
            "type": "evidently:bound_test:ValueDriftBoundTest",
            "test": {
                "type": "evidently:test_v2:ValueDriftTest",
                "is_critical": true,
                "alias": null,
                "label_filters": null,
            },
            "metric_fingerprint": metric.id(),
        },
    })
}

fn status(passed: bool) -> &'static str {
    if passed { "SUCCESS" } else { "FAIL" }
}
