//! A run: one training, with what went in and what came out. After MLflow's runs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::GateReport;

/// One training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// 32 lower-case hexadecimal digits, as MLflow has them.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What was done.
    pub kind: RunKind,
    /// How it ended.
    pub status: RunStatus,
    /// Begin, in milliseconds since 1970-01-01T00:00:00Z.
    pub started_ms: i64,
    /// End.
    pub ended_ms: i64,
    /// Decides every random choice.
    pub seed: u64,
    /// Settings, by name.
    pub params: BTreeMap<String, String>,
    /// Numbers, by name: `test_roc_auc`, `champion_test_roc_auc`.
    pub metrics: BTreeMap<String, f64>,
    /// Labels, by name; may be changed later.
    pub tags: BTreeMap<String, String>,
    /// The data that went in.
    pub data: Vec<DataUsed>,
    /// The files that came out.
    pub artifacts: Vec<Artifact>,
    /// The gate's evidence, where the challenger stood before one.
    pub gate: Option<GateReport>,
    /// Number of the decision that it came of.
    pub decision: Option<u64>,
}

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunKind {
    /// A training by hand.
    Training,
    /// A training that a decision asked for.
    Retraining,
    /// Learning row by row.
    Online,
    /// A model from elsewhere that was registered.
    Import,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// To its end.
    Finished,
    /// With an error, which stands in the tag `error`.
    Failed,
}

/// Data of a run: its fingerprint, never its rows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DataUsed {
    /// Name of the file.
    pub name: String,
    /// What it was: `reference`, `current`, `labels`, `training`.
    pub role: String,
    /// Rows.
    pub rows: u64,
    /// Names of the columns, in file order.
    pub columns: Vec<String>,
    /// SHA-256 of its cells in order, as lower-case hexadecimal digits.
    pub digest: String,
}

/// A file that a run made. Its bytes lie in the store under its digest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Artifact {
    /// Path in the run, such as `model.json`.
    pub path: String,
    /// SHA-256 of its bytes, as lower-case hexadecimal digits.
    pub digest: String,
    /// Bytes.
    pub bytes: u64,
}

impl RunKind {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Retraining => "retraining",
            Self::Online => "online",
            Self::Import => "import",
        }
    }
}
