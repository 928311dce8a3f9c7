//! The JSON report of a check, as the command and the page's download write it.
//!
//! The shape is documented by the JSON Schema beside this file
//! (`evenkeel.check.schema.json`). Numbers that are not finite are written as `null`,
//! and a finding says which and why.

use serde::Serialize;

use super::check_column::{ColumnView, FindingView};
use super::check_policy::PolicyView;
use super::check_relations::RelationsView;
use crate::drift::multivariate::MultivariateReport;
use crate::drift::{CheckReport, DatasetSummary};

/// Name of the format.
pub const CHECK_FORMAT: &str = "evenkeel.check";
/// Version of the format that this build writes.
pub const CHECK_FORMAT_VERSION: u32 = 1;

/// The JSON Schema that every report validates against.
pub fn check_schema() -> &'static str {
    include_str!("evenkeel.check.schema.json")
}

/// Writes a check as JSON, indented, with a final newline.
pub fn check_json(report: &CheckReport) -> String {
    check_json_with(report, None)
}

/// Writes a check and, where it was made, what all columns together tell.
pub fn check_json_with(report: &CheckReport, multivariate: Option<&MultivariateReport>) -> String {
    let file = CheckFile {
        format: CHECK_FORMAT,
        format_version: CHECK_FORMAT_VERSION,
        tool: Tool::THIS,
        reference: &report.reference,
        current: &report.current,
        policy: PolicyView::of(&report.policy),
        dataset: DatasetView {
            columns: report.dataset.columns,
            drifted: report.dataset.drifted,
            share: report.dataset.share,
            share_threshold: report.dataset.share_threshold,
            drift: report.dataset.drift,
            severity: report.dataset.severity.id(),
            too_few_rows: report.dataset.too_few_rows,
        },
        findings: report.findings.iter().map(FindingView::of).collect(),
        columns: report.columns.iter().map(ColumnView::of).collect(),
        relations: report.relations.as_ref().map(RelationsView::of),
        multivariate,
    };
    // Plain structs with string keys and finite or null numbers always serialise.
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// Which program wrote a file.
#[derive(Debug, Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    /// This build.
    pub(super) const THIS: Self = Self { name: "evenkeel", version: env!("CARGO_PKG_VERSION") };
}

#[derive(Serialize)]
struct CheckFile<'a> {
    format: &'static str,
    format_version: u32,
    tool: Tool,
    reference: &'a DatasetSummary,
    current: &'a DatasetSummary,
    policy: PolicyView,
    dataset: DatasetView,
    findings: Vec<FindingView<'a>>,
    columns: Vec<ColumnView<'a>>,
    relations: Option<RelationsView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    multivariate: Option<&'a MultivariateReport>,
}

#[derive(Serialize)]
struct DatasetView {
    columns: u64,
    drifted: u64,
    share: f64,
    share_threshold: f64,
    drift: bool,
    severity: &'static str,
    too_few_rows: u64,
}
