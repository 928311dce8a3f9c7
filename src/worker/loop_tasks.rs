//! One turn of the loop as a task: watch, decide, and where the decision says so train, gate and propose
//! what to do to the workspace. Page and command share it.

use serde::{Deserialize, Serialize};

use super::model_tasks::{DataFile, ModelCard};
use crate::lifecycle::{Action, Decision, GateReport, RetrainPolicy, TrainedAt};
use crate::model::TrainSettings;
use crate::monitor::{MonitorPolicy, Timeline, WatchSettings};

/// What a turn is about; reference, current files in order and labels are attached in this order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TurnTask {
    /// The reference.
    pub reference: DataFile,
    /// Current data, in order.
    pub current: Vec<DataFile>,
    /// Labels that arrived in a file of their own.
    pub labels: Option<DataFile>,
    /// The registered model.
    pub model: String,
    /// Its champion; `None` trains the first one on the reference.
    pub champion: Option<ChampionFile>,
    /// How to watch.
    pub watch: WatchSettings,
    /// Thresholds and alerts.
    pub monitor: MonitorPolicy,
    /// When to retrain and what it needs.
    pub retrain: RetrainPolicy,
    /// How the first model is trained, and every later one where the policy names another algorithm than the
    /// champion's; its target is the loop's.
    pub training: TrainSettings,
    /// The last training of this model, as the workspace knows it.
    pub last_training: Option<TrainedAt>,
    /// Whether a person asks for it: nothing else has to then.
    pub by_hand: bool,
    /// Clock, in milliseconds since 1970-01-01T00:00:00Z.
    pub time_ms: i64,
}

/// A champion's file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChampionFile {
    /// As shown: `loan version 3`.
    pub name: String,
    /// JSON or ONNX.
    pub bytes: Vec<u8>,
}

/// What a turn gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TurnOutcome {
    /// The history; `None` for the first training.
    pub timeline: Option<Box<Timeline>>,
    /// The decision.
    pub decision: Decision,
    /// The challenger, where one was trained; its JSON file is attached.
    pub challenger: Option<Box<ModelCard>>,
    /// The evidence, where it stood before a gate.
    pub gate: Option<Box<GateReport>>,
    /// What to do to the workspace, in order, as one change: the decision, the run, the version, its alias.
    pub actions: Vec<Action>,
}

/// The unlabelled rows that say most when they are labelled; files are attached as for a turn, without
/// labels of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToLabelTask {
    /// Current data, in order.
    pub current: Vec<DataFile>,
    /// Labels that arrived in a file of their own.
    pub labels: Option<DataFile>,
    /// The champion.
    pub champion: ChampionFile,
    /// How to watch: target, identifier of the labels, windows.
    pub watch: WatchSettings,
    /// Most rows.
    pub most: u64,
}

/// Rows to label; their CSV is attached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ToLabel {
    /// Suggested name of the file.
    pub name: String,
    /// Rows in it.
    pub rows: u64,
    /// Rows without a label in all.
    pub unlabelled: u64,
}
