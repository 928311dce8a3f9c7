//! What can be done to a workspace. Page and command do nothing else to it.

use serde::{Deserialize, Serialize};

use super::{Decision, KeptReport, Run, VersionStatus};

/// When and by whom; clocks are arguments.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub time_ms: i64,
    /// Who: `page`, `command`, or the name that the user gave.
    pub actor: String,
}

/// A change that a person or the loop asks for. Each leaves one entry in the audit log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Action {
    /// Records a decision; `run` of it is kept by the same change where it is among the actions.
    Decide(Box<Decision>),
    /// Keeps a run.
    LogRun(Box<Run>),
    /// Makes a version of a registered model of a run's artifact; the model is made if there is none.
    Register(NewVersion),
    /// Makes a version the champion; the one before stays, for a rollback.
    Promote {
        /// Registered model.
        model: String,
        /// Version.
        version: u32,
        /// Why, in the user's words; may be empty.
        note: String,
    },
    /// Makes an earlier version the champion again; `None` is the champion before this one.
    RollBack {
        /// Registered model.
        model: String,
        /// Version.
        version: Option<u32>,
    },
    /// Turns down the version that waits as `challenger`.
    Decline {
        /// Registered model.
        model: String,
        /// Why, in the user's words; may be empty.
        note: String,
    },
    /// Sets an alias, or takes it away with `None`.
    SetAlias {
        /// Registered model.
        model: String,
        /// The alias.
        alias: String,
        /// Version.
        version: Option<u32>,
    },
    /// Describes a registered model, or one version of it.
    Describe {
        /// Registered model.
        model: String,
        /// Version; `None` is the model itself.
        version: Option<u32>,
        /// The new description.
        text: String,
    },
    /// Says what a registered model is meant for and what not.
    IntendUse {
        /// Registered model.
        model: String,
        /// In the user's words; empty takes it away.
        text: String,
    },
    /// Sets a tag of a registered model or of a version, or takes it away with `None`.
    Tag {
        /// Registered model.
        model: String,
        /// Version; `None` is the model itself.
        version: Option<u32>,
        /// Name of the tag.
        key: String,
        /// Its value.
        value: Option<String>,
    },
    /// Sets a tag of a run, or takes it away with `None`.
    TagRun {
        /// The run.
        run: String,
        /// Name of the tag.
        key: String,
        /// Its value.
        value: Option<String>,
    },
    /// Gives a run another name.
    RenameRun {
        /// The run.
        run: String,
        /// The new name.
        name: String,
    },
    /// Deletes a version that no alias names.
    DeleteVersion {
        /// Registered model.
        model: String,
        /// Version.
        version: u32,
    },
    /// Deletes a run that no version rests on.
    DeleteRun {
        /// The run.
        run: String,
    },
    /// Deletes a registered model with all its versions.
    DeleteModel {
        /// Registered model.
        model: String,
    },
    /// Keeps a report under the next number, whatever number it has.
    KeepReport(Box<KeptReport>),
    /// Deletes a kept report.
    DeleteReport {
        /// Its number.
        number: u64,
    },
    /// Keeps the text of a policy file.
    SetPolicy {
        /// `evenkeel.toml`.
        text: String,
    },
}

/// A version to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewVersion {
    /// Registered model.
    pub model: String,
    /// The run that it comes from.
    pub run: String,
    /// Path of the run's artifact that is the model's file.
    pub path: String,
    /// What the gate said.
    pub status: VersionStatus,
    /// In the user's words; may be empty.
    pub description: String,
    /// Whether it becomes the champion, the challenger, or gets no alias.
    pub alias: Option<String>,
}
