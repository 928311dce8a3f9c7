//! Registered models, their versions and aliases. After MLflow's model registry.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Artifact;

/// Alias of the version that is in use.
pub const CHAMPION: &str = "champion";
/// Alias of the version that waits to take its place.
pub const CHALLENGER: &str = "challenger";

/// A model under a name, of which there are versions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RegisteredModel {
    /// Its name, unique in the workspace.
    pub name: String,
    /// In the user's words.
    pub description: String,
    /// What it is meant for and what not, in the user's words; may be empty.
    pub intended_use: String,
    /// Labels, by name.
    pub tags: BTreeMap<String, String>,
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_ms: i64,
    /// When it, a version or an alias last changed.
    pub updated_ms: i64,
    /// Version by alias.
    pub aliases: BTreeMap<String, u32>,
    /// Champions before the present one, the latest last: where a rollback goes.
    pub past_champions: Vec<u32>,
    /// The newest number that was given; a deleted one is not given again.
    pub last_version: u32,
}

/// One version of a registered model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelVersion {
    /// The registered model.
    pub model: String,
    /// Counted from 1.
    pub version: u32,
    /// The run that made it.
    pub run: String,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_ms: i64,
    /// In the user's words.
    pub description: String,
    /// Labels, by name.
    pub tags: BTreeMap<String, String>,
    /// What the gate said.
    pub status: VersionStatus,
    /// The model's file, JSON or ONNX.
    pub file: Artifact,
}

/// What the gate said of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionStatus {
    /// It stood before no gate: trained by hand, or the first.
    Ungated,
    /// It passed.
    Passed,
    /// It did not, and is kept with the evidence.
    Rejected,
}

impl RegisteredModel {
    /// The version in use.
    pub fn champion(&self) -> Option<u32> {
        self.aliases.get(CHAMPION).copied()
    }

    /// The version that waits.
    pub fn challenger(&self) -> Option<u32> {
        self.aliases.get(CHALLENGER).copied()
    }
}

impl VersionStatus {
    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ungated => "ungated",
            Self::Passed => "passed",
            Self::Rejected => "rejected",
        }
    }
}
