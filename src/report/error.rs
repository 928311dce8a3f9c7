//! Why a file of ours could not be read back.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Errors of the [`report`](crate::report) room.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum ReportError {
    /// A file of ours, but not a profile.
    #[error(
        "{file} is not a reference profile but `{format}`: use a CSV or a file that `evenkeel profile` wrote"
    )]
    Format {
        /// Name of the file.
        file: String,
        /// What it says it is.
        format: String,
    },
    /// Written by a later evenkeel.
    #[error(
        "{file} has profile format version {version}, this evenkeel reads up to {known}: update evenkeel"
    )]
    Newer {
        /// Name of the file.
        file: String,
        /// Its version.
        version: u32,
        /// The newest version that is read.
        known: u32,
    },
    /// Not JSON, or not what the format asks for.
    #[error("{file} is not a usable reference profile ({reason}): write it again with `evenkeel profile`")]
    Damaged {
        /// Name of the file.
        file: String,
        /// What is wrong, with line and column.
        reason: String,
    },
    /// A policy file that cannot be used.
    #[error("{file}, line {line}: {reason}")]
    Policy {
        /// Name of the file.
        file: String,
        /// 1-based line.
        line: u64,
        /// What is wrong there, and what would be right.
        reason: String,
    },
    /// A model of a later evenkeel.
    #[error("{file} has model format version {version}, this evenkeel reads up to {known}: update evenkeel")]
    NewerModel {
        /// Name of the file.
        file: String,
        /// Its version.
        version: u32,
        /// The newest version that is read.
        known: u32,
    },
    /// A model that cannot be used here.
    #[error("{0}")]
    Model(crate::model::ModelError),
    /// Not a model, or a damaged one.
    #[error("{file} is not a usable model ({reason}): write it again with `evenkeel train`")]
    DamagedModel {
        /// Name of the file.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// A model's file without the profile of its training data.
    #[error("{file} holds no profile of its training data: use the CSV, or a profile")]
    NoProfile {
        /// Name of the file.
        file: String,
    },
    /// The bytes of an artifact are not in the store.
    #[error(
        "the file `{path}` of run {run} is not there (SHA-256 {digest}): import the workspace again, or delete the run"
    )]
    NoArtifact {
        /// The run.
        run: String,
        /// Path of the artifact.
        path: String,
        /// What its bytes are kept under.
        digest: String,
    },
    /// A file of ours, but not a check.
    #[error("{file} is not a check but `{format}`: use a file that `evenkeel check --json` wrote")]
    NotACheck {
        /// Name of the file.
        file: String,
        /// What it says it is.
        format: String,
    },
    /// A check that a later evenkeel wrote.
    #[error("{file} has check format version {version}, this evenkeel reads up to {known}: update evenkeel")]
    NewerCheck {
        /// Name of the file.
        file: String,
        /// Its version.
        version: u32,
        /// The newest version that is read.
        known: u32,
    },
    /// Not JSON, or not what the format asks for.
    #[error("{file} is not a usable check ({reason}): write it again with `evenkeel check --json`")]
    DamagedCheck {
        /// Name of the file.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// A policy that a later evenkeel wrote.
    #[error("{file} has policy format version {version}, this evenkeel reads up to {known}: update evenkeel")]
    NewerPolicy {
        /// Name of the file.
        file: String,
        /// Its version.
        version: u32,
        /// The newest version that is read.
        known: u32,
    },
}
