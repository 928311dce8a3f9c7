//! A check as Evidently writes it, so that scripts that read Evidently's JSON keep working: the snapshot of
//! 0.7 (`Report([DataDriftPreset()]).run(current, reference).json()`), and the older report of
//! `DatasetDriftMetric` and `DataDriftTable` (`Report(metrics=[DataDriftPreset()]).json()`).
//!
//! Under the preset `evidently` the files say what Evidently says. Under another preset the shape stays:
//! methods go by Evidently's names where it has them, else by our labels, and a score is what the verdict
//! was made by, after adjustment for many columns. Columns that were not judged, too few rows included,
//! are left out; so are dates, as Evidently leaves them out, and free text, which it judges by a classifier
//! that we do not have. Numbers that are not finite are `null`, where Evidently writes what is not JSON.
//!
//! # Source
//!
//! Evidently 0.7.23: `evidently/core/report.py`, `core/metric_types.py`, `pydantic_utils.py`,
//! `metrics/column_statistics.py`, `legacy/metrics/data_drift/`. Checked key by key in
//! `tests/golden/evidently_shapes`.

mod legacy;
mod md5;
mod metric;
mod names;
mod snapshot;

pub use legacy::evidently_legacy;
pub use snapshot::evidently_snapshot;

use crate::drift::{CheckReport, ColumnReport, ColumnVerdict};

/// Version of Evidently whose files these are like.
const EVIDENTLY: &str = "0.7.23";

/// The share of drifted columns that Evidently takes where none is given.
const USUAL_SHARE: f64 = 0.5;

/// The columns that count, with their verdicts, in the report's order.
fn judged(report: &CheckReport) -> impl Iterator<Item = (&ColumnReport, ColumnVerdict)> {
    report.columns.iter().filter_map(|column| {
        let verdict = column.verdict.filter(|verdict| verdict.rows_needed.is_none())?;
        Some((column, verdict))
    })
}
