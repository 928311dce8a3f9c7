//! Files that are written of a comparison, and the messages that ask for them.

use serde::{Deserialize, Serialize};

use super::model_tasks::DataFile;
use crate::drift::multivariate::MultivariateReport;
use crate::drift::{CheckReport, ColumnDetail, OwnHistograms};
use crate::lifecycle::{Decision, GateReport, RetrainPolicy};
use crate::monitor::{MonitorPolicy, Timeline};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReportFormat {
    /// The report for people, one HTML file.
    Html,
    /// `evenkeel.check`.
    Json,
    /// The drift table.
    Csv,
    /// A summary for pull requests.
    Markdown,
    /// For Prometheus.
    OpenMetrics,
    /// `drift_status.json`.
    Status,
    /// As Evidently 0.7 writes a snapshot.
    EvidentlySnapshot,
    /// As older Evidently writes `DatasetDriftMetric` and `DataDriftTable`.
    EvidentlyLegacy,
    /// The model card alone, as Markdown.
    ModelCard,
}

/// What the judge hands out of its last comparison, as bytes, for a trainer to write files of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckParts {
    /// The comparison.
    pub report: CheckReport,
    /// What is drawn of each column, in the report's order.
    pub details: Vec<ColumnDetail>,
    /// Histograms of each side on bins of its own, in the report's order.
    pub histograms: Vec<OwnHistograms>,
}

/// Write a file. Where something was compared, [`CheckParts`] are attached first, as bytes; then what was
/// dropped on the page, in the order of `files`, to be hashed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportTask {
    /// What is written.
    pub format: ReportFormat,
    /// Whether [`CheckParts`] are attached.
    pub has_check: bool,
    /// What all columns together tell.
    pub multivariate: Option<MultivariateReport>,
    /// Data and model over time, where they were watched.
    pub timeline: Option<Box<Timeline>>,
    /// What alerts follow from.
    pub monitor: MonitorPolicy,
    /// What decisions follow from.
    pub retrain: RetrainPolicy,
    /// The last turn of the loop on this page; else the last decision about the registered model is taken.
    pub turn: Option<(Box<Decision>, Option<Box<GateReport>>)>,
    /// The model, for its card.
    pub model: Option<ReportModel>,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub made_ms: i64,
    /// What is attached besides, and what each was: `reference` and `current`, the sides of the comparison;
    /// `watched`, other files of the history; `labels`.
    pub files: Vec<(String, DataFile)>,
}

/// A model that a report tells of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ReportModel {
    /// A version of a registered model of the workspace; `None` is the champion, else the newest.
    Registered {
        /// Its name.
        name: String,
        /// Which version.
        version: Option<u32>,
    },
    /// A model's file that is registered nowhere.
    File {
        /// Its name.
        name: String,
        /// Its bytes, JSON or ONNX.
        bytes: Vec<u8>,
        /// What it is meant for, in the user's words.
        intended_use: String,
    },
}

impl ReportModel {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Registered { name, .. } | Self::File { name, .. } => name,
        }
    }
}
