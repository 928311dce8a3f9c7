//! All that the HTML report tells, put together by page and command alike.

use serde::{Deserialize, Serialize};

use super::model_card::ModelCardFacts;
use crate::drift::multivariate::MultivariateReport;
use crate::drift::{CheckReport, ColumnDetail};
use crate::lifecycle::{Decision, GateReport, RetrainPolicy};
use crate::monitor::{MonitorPolicy, Timeline};

/// What a report tells. Parts that are not there are left out of it.
#[derive(Clone)]
pub struct FullReport<'a> {
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z; `None` leaves it out, so that the same
    /// data give the same bytes.
    pub made_ms: Option<i64>,
    /// The comparison with the reference.
    pub check: Option<CheckPart<'a>>,
    /// Data and model over time.
    pub watched: Option<WatchedPart<'a>>,
    /// The decision about retraining.
    pub turn: Option<TurnPart<'a>>,
    /// The model.
    pub card: Option<&'a ModelCardFacts<'a>>,
    /// How it is made again.
    pub reproduce: Reproduce,
    /// The files that went in.
    pub fingerprints: Vec<Fingerprint>,
}

/// A comparison.
#[derive(Debug, Clone, Copy)]
pub struct CheckPart<'a> {
    /// Its result.
    pub report: &'a CheckReport,
    /// What is drawn of its columns, in the report's order; a column that is missing here is not drawn.
    pub details: &'a [ColumnDetail],
    /// What all columns together tell.
    pub multivariate: Option<&'a MultivariateReport>,
}

/// A history.
#[derive(Debug, Clone, Copy)]
pub struct WatchedPart<'a> {
    /// Windows and what was measured in them.
    pub timeline: &'a Timeline,
    /// What alerts and thresholds follow from.
    pub policy: &'a MonitorPolicy,
}

/// A decision of the loop and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct TurnPart<'a> {
    /// The decision.
    pub decision: &'a Decision,
    /// The gate's evidence, where a challenger was trained: before and after.
    pub gate: Option<&'a GateReport>,
    /// By what was decided.
    pub policy: &'a RetrainPolicy,
}

/// How a report is made again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reproduce {
    /// The command, as it is typed.
    pub command: String,
    /// The policy file.
    pub policy: String,
}

/// A file that went in, so that it can be told from another. No rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fingerprint {
    /// What it was: `reference`, `current`, `labels`, `model`.
    pub role: String,
    /// Name of the file.
    pub name: String,
    /// Rows; `None` for a file without.
    pub rows: Option<u64>,
    /// Columns; `None` for a file without.
    pub columns: Option<u64>,
    /// Bytes of the file; `None` where there is no file, as for simulated data.
    pub bytes: Option<u64>,
    /// SHA-256 of the file's bytes, as `sha256sum` prints it.
    pub sha256: Option<String>,
}
