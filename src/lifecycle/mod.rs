//! The loop: when to retrain, on what, whether the challenger is good enough, and the registry that
//! keeps models, runs and decisions. Pure values; clock, bytes and storage are arguments.
//!
//! A [`RetrainPolicy`] says when and with what; a [`Decision`] is recorded whatever it says, "no" among
//! them. A [`GateReport`] holds the evidence for or against a challenger. The [`Workspace`] is all that is
//! kept: an [`Action`] planned on it gives a [`Change`], which a store keeps as a whole or not at all.
//! [`prequential`] sends rows past a champion and a model that goes on learning.

pub mod action;
mod apply;
mod audit;
mod check;
mod data_used;
mod decide;
mod decide_needs;
mod decide_triggers;
mod decide_words;
mod decision;
mod digest;
mod draft;
mod error;
mod facts;
mod gate;
mod gate_rules;
mod judge_gate;
mod kept_report;
mod labelled_rows;
mod labelling;
mod last_training;
mod merge;
mod names;
mod plan;
mod plan_registry;
mod plan_reports;
mod plan_runs;
mod policy;
mod policy_check;
mod policy_ids;
mod prequential;
mod prequential_run;
mod registry;
mod run;
mod running_score;
mod training_set;
mod workspace;

pub use action::{Action, NewVersion, Stamp};
pub use audit::AuditEntry;
pub use check::Check;
pub use decide::decide;
pub use decision::{Decision, DecisionOutcome, WindowMark};
pub use digest::{Digester, digest, is_digest};
pub use error::LifecycleError;
pub use facts::{ClassRows, LabelledRows, LoopFacts, TrainedAt};
pub use gate::{GatePart, GateReport};
pub use judge_gate::{Contender, Evidence, Standing, judge};
pub use kept_report::KeptReport;
pub use labelling::{RankedRow, rank_to_label};
pub use merge::Merged;
pub use policy::{GatePolicy, Promotion, RetrainNeeds, RetrainPolicy, RetrainWhen, SeriesLine, TrainingRows};
pub use prequential::{
    LearnerReset, MOST_POINTS, Prequential, PrequentialPoint, PrequentialRun, PrequentialSettings,
    PrequentialTotals, Reset, prequential,
};
pub use registry::{CHALLENGER, CHAMPION, ModelVersion, RegisteredModel, VersionStatus};
pub use run::{Artifact, DataUsed, Run, RunKind, RunStatus};
pub use running_score::RunningScores;
pub use training_set::{LEAST_WEIGHT, RowOrigin, TrainingSet};
pub use workspace::{Change, Head, KeyedRecord, Record, WORKSPACE_FORMAT_VERSION, Workspace};
