//! What a turn writes down: the run with its parameters, metrics and data, and the actions on the workspace.

use std::collections::BTreeMap;

use super::loop_tasks::{TurnOutcome, TurnTask};
use super::model_tasks::ModelCard;
use super::recording::metrics_of;
use super::turn_training::Challenger;
use crate::data::RowTable;
use crate::lifecycle::{
    Action, Artifact, CHALLENGER, CHAMPION, DataUsed, Decision, GatePart, GateReport, NewVersion, Promotion,
    Run, RunKind, RunStatus, TrainingRows, TrainingSet, VersionStatus, digest,
};
use crate::model::{AlgorithmChoice, TrainSettings};
use crate::monitor::Timeline;
use crate::report::words::settings::{self, flatten};

/// Path of the model's file in the run.
const MODEL_FILE: &str = "model.json";
/// Digits of a run's identifier.
const RUN_DIGITS: usize = 32;

/// A turn as far as it is decided.
pub(super) struct Record<'a> {
    pub(super) task: &'a TurnTask,
    pub(super) reference: &'a RowTable,
    pub(super) current: &'a [RowTable],
    pub(super) labels: Option<&'a RowTable>,
    pub(super) decision: Decision,
    pub(super) timeline: Option<Box<Timeline>>,
}

/// What a training gave.
pub(super) struct Outcome<'a> {
    pub(super) challenger: Challenger,
    pub(super) set: &'a TrainingSet,
    pub(super) status: VersionStatus,
    pub(super) is_first: bool,
    pub(super) bytes: &'a [u8],
    pub(super) card: ModelCard,
}

impl Record<'_> {
    /// No training was asked for, or it has to wait.
    pub(super) fn decided(self) -> TurnOutcome {
        TurnOutcome {
            timeline: self.timeline,
            actions: vec![Action::Decide(Box::new(self.decision.clone()))],
            decision: self.decision,
            challenger: None,
            gate: None,
        }
    }

    /// The training came to nothing: the run says why.
    pub(super) fn failed(
        &mut self,
        settings: &TrainSettings,
        set: Option<&TrainingSet>,
        error: &str,
    ) -> TurnOutcome {
        let mut run = self.run(settings, set, None);
        run.status = RunStatus::Failed;
        run.tags.insert("error".to_owned(), error.to_owned());
        self.outcome(run, None, None, None)
    }

    /// A model came of it.
    pub(super) fn trained(&mut self, outcome: Outcome<'_>) -> TurnOutcome {
        let Outcome { challenger, set, status, is_first, bytes, card } = outcome;
        let Challenger { file, gate, settings } = challenger;
        let artifact =
            Artifact { path: MODEL_FILE.to_owned(), digest: digest(bytes), bytes: bytes.len() as u64 };
        let mut run = self.run(&settings, Some(set), Some(artifact));
        run.params.extend(settings::params(&file.model));
        for part in &gate.parts {
            metrics(&mut run.metrics, part);
        }
        if is_first {
            run.kind = RunKind::Training;
        }
        run.tags.insert("gate".to_owned(), status.id().to_owned());
        // A first model without a rule on itself stood before no gate.
        let gate = (!gate.rules.is_empty()).then_some(gate);
        run.gate.clone_from(&gate);
        let alias = match (status, self.task.retrain.promotion) {
            (VersionStatus::Rejected, _) => None,
            (VersionStatus::Ungated, _) | (VersionStatus::Passed, Promotion::Auto) => Some(CHAMPION),
            (VersionStatus::Passed, Promotion::Offer) => Some(CHALLENGER),
        };
        let version = NewVersion {
            model: self.task.model.clone(),
            run: run.id.clone(),
            path: MODEL_FILE.to_owned(),
            status,
            description: gate.as_ref().map_or(String::new(), |gate| gate.headline.clone()),
            alias: alias.map(str::to_owned),
        };
        self.outcome(run, Some(version), Some(Box::new(card)), gate.map(Box::new))
    }

    fn outcome(
        &mut self,
        run: Run,
        version: Option<NewVersion>,
        challenger: Option<Box<ModelCard>>,
        gate: Option<Box<GateReport>>,
    ) -> TurnOutcome {
        let decision = Decision { run: Some(run.id.clone()), ..self.decision.clone() };
        let mut actions = vec![Action::Decide(Box::new(decision.clone())), Action::LogRun(Box::new(run))];
        actions.extend(version.map(Action::Register));
        TurnOutcome { timeline: self.timeline.take(), decision, challenger, gate, actions }
    }

    fn run(&self, settings: &TrainSettings, set: Option<&TrainingSet>, artifact: Option<Artifact>) -> Run {
        let mut data = vec![DataUsed::of(self.reference, "reference")];
        data.extend(self.current.iter().map(|table| DataUsed::of(table, "current")));
        data.extend(self.labels.map(|table| DataUsed::of(table, "labels")));
        data.extend(set.map(|set| DataUsed::of(&set.table, "training")));
        let task = self.task;
        let algorithm = match settings.algorithm {
            AlgorithmChoice::Auto => "auto",
            AlgorithmChoice::One(algorithm) => algorithm.id(),
        };
        Run {
            id: identifier(task, settings.seed, &data, artifact.as_ref()),
            name: format!("{} {}", task.model, if set.is_some() { algorithm } else { "training" }),
            kind: RunKind::Retraining,
            status: RunStatus::Finished,
            started_ms: task.time_ms,
            ended_ms: task.time_ms,
            seed: settings.seed,
            params: self.params(settings, algorithm),
            metrics: BTreeMap::new(),
            tags: self.tags(),
            data,
            artifacts: artifact.into_iter().collect(),
            gate: None,
            decision: None,
        }
    }

    fn params(&self, settings: &TrainSettings, algorithm: &str) -> BTreeMap<String, String> {
        let policy = &self.task.retrain;
        let mut params = BTreeMap::new();
        let mut set = |name: &str, value: String| params.insert(name.to_owned(), value);
        set("algorithm", algorithm.to_owned());
        set("target", settings.target.clone());
        set("promote", policy.promotion.id().to_owned());
        set("rows", policy.rows.id().to_owned());
        match policy.rows {
            TrainingRows::Sliding { rows } => set("rows.window_rows", rows.to_string()),
            TrainingRows::Recency { half_life } => set("rows.half_life", half_life.to_string()),
            TrainingRows::Merge | TrainingRows::New => None,
        };
        flatten("gate", &policy.gate, &mut params);
        params
    }

    fn tags(&self) -> BTreeMap<String, String> {
        let mut tags = BTreeMap::new();
        let mut set = |name: &str, value: &str| tags.insert(name.to_owned(), value.to_owned());
        set("model", &self.task.model);
        set("decision", &self.decision.headline);
        if let Some(champion) = &self.task.champion {
            set("champion", &champion.name);
        }
        if let Some(newest) = &self.decision.newest {
            set("newest_window", &newest.name);
        }
        if self.decision.by_hand {
            set("by_hand", "true");
        }
        tags
    }
}

/// `test_roc_auc`, `champion_test_roc_auc`, `test_rows`: those that are defined.
fn metrics(metrics: &mut BTreeMap<String, f64>, part: &GatePart) {
    let name = part.name.replace(' ', "_");
    metrics.insert(format!("{name}_rows"), part.rows as f64);
    metrics_of(&name, &part.challenger, metrics);
    if let Some(champion) = &part.champion {
        metrics_of(&format!("champion_{name}"), champion, metrics);
    }
}

/// The same of the same turn, and another where anything that went in or came out is another.
fn identifier(task: &TurnTask, seed: u64, data: &[DataUsed], artifact: Option<&Artifact>) -> String {
    let digests =
        data.iter().map(|data| data.digest.as_str()).chain(artifact.map(|file| file.digest.as_str()));
    let text =
        format!("{}\n{}\n{seed}\n{}", task.model, task.time_ms, digests.collect::<Vec<_>>().join("\n"));
    digest(text.as_bytes()).chars().take(RUN_DIGITS).collect()
}
