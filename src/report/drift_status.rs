//! `drift_status.json`: whether the data set drifted, how badly and where; the least that a program needs to
//! decide what comes next.
//!
//! The shape is documented by the JSON Schema beside this file (`evenkeel.drift_status.schema.json`).

use serde::Serialize;

use super::words::order;
use crate::drift::{CheckReport, ColumnReport};

/// Name of the format.
pub const DRIFT_STATUS_FORMAT: &str = "evenkeel.drift_status";
/// Version of the format that this build writes.
pub const DRIFT_STATUS_FORMAT_VERSION: u32 = 1;

/// The JSON Schema that every status validates against.
pub fn drift_status_schema() -> &'static str {
    include_str!("evenkeel.drift_status.schema.json")
}

/// Writes the status of a check as JSON, indented, with a final newline.
pub fn drift_status(report: &CheckReport) -> String {
    let dataset = &report.dataset;
    let status = Status {
        format: DRIFT_STATUS_FORMAT,
        format_version: DRIFT_STATUS_FORMAT_VERSION,
        drift: dataset.drift,
        severity: dataset.severity.id(),
        columns: dataset.columns,
        drifted: dataset.drifted,
        share: dataset.share,
        drifted_columns: drifted(report).into_iter().map(|column| column.name.as_str()).collect(),
    };
    // A plain struct of names, counts and a share always serialises.
    let mut text = serde_json::to_string_pretty(&status).unwrap_or_default();
    text.push('\n');
    text
}

/// The columns that drifted, the worst first.
pub(super) fn drifted(report: &CheckReport) -> Vec<&ColumnReport> {
    let in_order = order::worst_first(report).into_iter().filter_map(|at| report.columns.get(at));
    in_order.filter(|column| column.verdict.is_some_and(|verdict| verdict.drifted)).collect()
}

#[derive(Serialize)]
struct Status<'a> {
    format: &'static str,
    format_version: u32,
    drift: bool,
    severity: &'static str,
    columns: u64,
    drifted: u64,
    share: f64,
    drifted_columns: Vec<&'a str>,
}
