//! The loop: when to retrain, on what, whether the challenger is good enough, and the registry that
//! keeps models, runs and decisions. Pure values; clock, bytes and storage are arguments.
//!
//! A [`RetrainPolicy`] says when and with what; a [`Decision`] is recorded whatever it says, "no" among
//! them. A [`GateReport`] holds the evidence for or against a challenger. The [`Workspace`] is all that is
//! kept: an [`Action`](action::Action) planned on it gives a [`Change`], which a store keeps as a whole or not at all.

pub mod action;
mod apply;
mod audit;
mod check;
mod data_used;
mod decision;
mod digest;
mod draft;
mod error;
mod gate;
mod merge;
mod names;
mod plan;
mod plan_registry;
mod plan_runs;
mod policy;
mod registry;
mod run;
mod workspace;

pub use action::{Action, NewVersion, Stamp};
pub use audit::AuditEntry;
pub use check::Check;
pub use decision::{Decision, DecisionOutcome, WindowMark};
pub use digest::{digest, is_digest};
pub use error::LifecycleError;
pub use gate::{GatePart, GateReport};
pub use merge::Merged;
pub use policy::{GatePolicy, Promotion, RetrainNeeds, RetrainPolicy, RetrainWhen, SeriesLine, TrainingRows};
pub use registry::{CHALLENGER, CHAMPION, ModelVersion, RegisteredModel, VersionStatus};
pub use run::{Artifact, DataUsed, Run, RunKind, RunStatus};
pub use workspace::{Change, Head, KeyedRecord, Record, WORKSPACE_FORMAT_VERSION, Workspace};
