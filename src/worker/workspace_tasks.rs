//! What is asked of the workspace, and what is answered. Who answers opens the store for each task, so
//! that two tabs and the command see each other's changes.

use serde::{Deserialize, Serialize};

use super::task_error::TaskError;
use crate::lifecycle::{Action, Stamp, Workspace};
use crate::report::CheckComparison;

/// A task on the workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum WorkspaceTask {
    /// All but the artifacts.
    Load,
    /// Does all actions as one change, or none.
    Act {
        /// When and by whom.
        stamp: Stamp,
        /// What to do, in order.
        actions: Vec<Action>,
        /// Bytes of artifacts of the runs among them; those that are kept already may be left out.
        artifacts: Vec<Vec<u8>>,
    },
    /// The bytes of an artifact.
    Artifact {
        /// Its digest.
        digest: String,
    },
    /// The whole workspace as one zip file.
    ExportZip,
    /// Takes the attached zip file into the workspace: what is there stays, what is new is added.
    ImportZip {
        /// Name of the file.
        name: String,
        /// When and by whom.
        stamp: Stamp,
    },
    /// Runs and registry as MLflow keeps them, as one zip file.
    ExportMlflow,
    /// Keeps a check, so that a later one can be compared with it.
    KeepReport {
        /// When and by whom.
        stamp: Stamp,
        /// In the user's words; may be empty.
        name: String,
        /// Registered model that it is about.
        model: Option<String>,
        /// The check as JSON (`evenkeel.check`).
        check: Vec<u8>,
    },
    /// Compares two kept reports.
    CompareReports {
        /// Number of the one.
        earlier: u64,
        /// Number of the other.
        later: u64,
    },
    /// Forgets all of the workspace.
    Clear {
        /// When and by whom.
        stamp: Stamp,
    },
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum WorkspaceResult {
    /// Of `Load`, `Act`, `ImportZip`, `KeepReport` and `Clear`: the workspace as it is now.
    Workspace {
        /// It.
        workspace: Box<Workspace>,
        /// What was done or left out, in sentences; may be empty.
        notes: Vec<String>,
    },
    /// Of `Artifact`, `ExportZip` and `ExportMlflow`: the bytes are attached.
    File {
        /// Suggested name.
        name: String,
    },
    /// Of `CompareReports`: what drifted from the one to the other.
    Compared(Box<CheckComparison>),
}

/// What a task gave, and bytes beside it.
pub type WorkspaceAnswer = Result<(WorkspaceResult, Option<Vec<u8>>), TaskError>;
