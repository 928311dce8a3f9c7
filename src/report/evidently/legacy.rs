//! The older report: `DatasetDriftMetric` and `DataDriftTable`.

use serde_json::{Map, Value, json};

use super::names::names;
use super::{EVIDENTLY, USUAL_SHARE, judged};
use crate::drift::{
    CheckReport, ColumnReport, ColumnVerdict, OwnHistogram, OwnHistograms, Preset, SideSummary,
};
use crate::report::python;

/// A column that older Evidently takes as the time of a row, and so does not compare.
const TIME: &str = "datetime";

/// A column with its verdict and its histograms.
struct Entry<'a> {
    column: &'a ColumnReport,
    verdict: ColumnVerdict,
    histograms: &'a OwnHistograms,
}

/// Writes a check as older Evidently writes the report of its `DataDriftPreset`.
///
/// `histograms` are those of [`own_histograms`](crate::drift::own_histograms), in the report's order; they
/// also say which columns are numbers. `made_ms` is the report's time, in milliseconds since
/// 1970-01-01T00:00:00Z. Columns come as Evidently orders them: `target`, `prediction`, the numbers, then
/// the categories, by name.
pub fn evidently_legacy(report: &CheckReport, histograms: &[OwnHistograms], made_ms: i64) -> String {
    let none = OwnHistograms::default();
    let of = |column: &ColumnReport| {
        let at = report.columns.iter().position(|other| std::ptr::eq(other, column));
        at.and_then(|at| histograms.get(at)).unwrap_or(&none)
    };
    let mut entries: Vec<Entry> = judged(report)
        .filter(|(column, _)| column.name != TIME)
        .map(|(column, verdict)| Entry { column, verdict, histograms: of(column) })
        .collect();
    entries.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let drifted = entries.iter().filter(|entry| entry.verdict.drifted).count();
    let columns = entries.len();
    let share = if columns == 0 { 0.0 } else { drifted as f64 / columns as f64 };
    let line = report.dataset.share_threshold;
    let drifts_from = |line: f64| columns > 0 && share >= line;
    // Evidently's preset hands its share to the metric and not to the table.
    let line_of_table = if report.policy.preset == Preset::Evidently { USUAL_SHARE } else { line };
    let by_column: Map<String, Value> =
        entries.iter().map(|entry| (entry.column.name.clone(), entry.json())).collect();
    let file = json!({
        "version": EVIDENTLY,
        "metrics": [
            {
                "metric": "DatasetDriftMetric",
                "result": {
                    "drift_share": line,
                    "number_of_columns": columns,
                    "number_of_drifted_columns": drifted,
                    "share_of_drifted_columns": share,
                    "dataset_drift": drifts_from(line),
                },
            },
            {
                "metric": "DataDriftTable",
                "result": {
                    "number_of_columns": columns,
                    "number_of_drifted_columns": drifted,
                    "share_of_drifted_columns": share,
                    "dataset_drift": drifts_from(line_of_table),
                    "drift_by_columns": by_column,
                    "current_fi": null,
                    "reference_fi": null,
                },
            },
        ],
        "timestamp": python::utc(made_ms),
    });
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

impl Entry<'_> {
    fn is_number(&self) -> bool {
        let sides = [&self.histograms.reference, &self.histograms.current];
        sides.into_iter().flatten().all(|side| matches!(side, OwnHistogram::Bins { .. }))
    }

    fn rank(&self) -> (u8, &str) {
        let name = self.column.name.as_str();
        match (name, self.is_number()) {
            ("target", _) => (0, name),
            ("prediction", _) => (1, name),
            (_, true) => (2, name),
            (_, false) => (3, name),
        }
    }

    fn json(&self) -> Value {
        let Self { column, verdict, histograms } = self;
        let side = |histogram: &Option<OwnHistogram>, summary: &Option<SideSummary>| match histogram {
            Some(histogram) => json!({ "small_distribution": distribution(histogram, summary.as_ref()) }),
            None => json!({ "small_distribution": null }),
        };
        json!({
            "column_name": column.name,
            "column_type": if self.is_number() { "num" } else { "cat" },
            "stattest_name": names(verdict.method).display,
            "stattest_threshold": verdict.threshold,
            "drift_score": verdict.judged_score(),
            "drift_detected": verdict.drifted,
            "current": side(&histograms.current, &column.current),
            "reference": side(&histograms.reference, &column.reference),
        })
    }
}

fn distribution(histogram: &OwnHistogram, side: Option<&SideSummary>) -> Value {
    match histogram {
        OwnHistogram::Bins { edges, density } => json!({ "x": edges, "y": density }),
        OwnHistogram::Counts(counts) => {
            let rows: Vec<u64> = counts.iter().map(|(_, rows)| *rows).collect();
            json!({ "x": categories(counts, side), "y": rows })
        }
    }
}

/// Categories in the type that pandas reads them as: true and false, whole numbers where no cell is
/// missing, other numbers, texts.
fn categories(counts: &[(String, u64)], side: Option<&SideSummary>) -> Vec<Value> {
    let names = || counts.iter().map(|(name, _)| name.as_str());
    let boolean = |name: &str| match name {
        name if name.eq_ignore_ascii_case("true") => Some(Value::Bool(true)),
        name if name.eq_ignore_ascii_case("false") => Some(Value::Bool(false)),
        _ => None,
    };
    let has_gaps = side.is_some_and(|side| side.missing + side.infinite > 0);
    let whole = |name: &str| name.parse::<i64>().ok().filter(|_| !has_gaps).map(Value::from);
    let number = |name: &str| name.parse::<f64>().ok().filter(|value| value.is_finite()).map(Value::from);
    let all: Option<Vec<Value>> = names().map(boolean).collect();
    all.or_else(|| names().map(whole).collect())
        .or_else(|| names().map(number).collect())
        .unwrap_or_else(|| names().map(Value::from).collect())
}
