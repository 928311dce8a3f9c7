//! The evidence for or against a challenger.

use serde::{Deserialize, Serialize};

use super::Check;
use crate::model::evaluation::{Evaluation, ModelComparison};
use crate::model::metrics::Metric;

/// Whether a challenger may take the champion's place, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GateReport {
    /// Whether every rule holds.
    pub passed: bool,
    /// In one line.
    pub headline: String,
    /// The rules, each over every part that it judges.
    pub rules: Vec<Check>,
    /// Champion and challenger on the same held-out rows, part by part.
    pub parts: Vec<GatePart>,
    /// The metric that is held against the champion.
    pub metric: Metric,
    /// Names of champion and challenger, as shown.
    pub names: [String; 2],
    /// What was left out and why, in words.
    pub notes: Vec<String>,
}

/// Champion (first) and challenger (second) on one part of the held-out rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GatePart {
    /// `validation`, `test` or `newest window`.
    pub name: String,
    /// Rows with a label.
    pub rows: u64,
    /// Whether the gate's rules judge it: the validation part is shown only, since the challenger was
    /// stopped and calibrated by it.
    pub judged: bool,
    /// Of the champion; `None` where there is no champion yet.
    pub champion: Option<Evaluation>,
    /// Of the challenger.
    pub challenger: Evaluation,
    /// Paired: metrics and their differences with intervals, McNemar, segments; `None` without a champion.
    pub comparison: Option<ModelComparison>,
}
