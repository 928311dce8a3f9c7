//! A report that is kept: what a check found, in short, and its JSON file among the artifacts.

use serde::{Deserialize, Serialize};

use super::Artifact;
use crate::drift::{DatasetSummary, DatasetVerdict};

/// A check that was kept, so that a later one can be compared with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptReport {
    /// Counted from 1 in a workspace, never given again; 0 before it is recorded.
    pub number: u64,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub time_ms: i64,
    /// In the user's words; may be empty.
    pub name: String,
    /// Registered model that it is about.
    pub model: Option<String>,
    /// Name of the reference, its rows and columns.
    pub reference: DatasetSummary,
    /// Name of the current data, its rows and columns.
    pub current: DatasetSummary,
    /// Identifier of the preset that it was judged by.
    pub preset: String,
    /// The verdict on the whole.
    pub dataset: DatasetVerdict,
    /// Names of the drifted columns, the worst first.
    pub drifted: Vec<String>,
    /// The check as JSON (`evenkeel.check`).
    pub file: Artifact,
}
