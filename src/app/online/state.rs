//! What the panel remembers, its task, and the snapshot.

use std::sync::Arc;

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use web_sys::File;

use super::form::{OnlineForm, Start};
use crate::app::engine::Engine;
use crate::app::models::data_choice::{data_file, with_rows};
use crate::app::models::state::{ModelEntry, ModelsState};
use crate::app::monitor::stream_state::StreamState;
use crate::app::registry::recorder::{now_ms, record};
use crate::app::registry::registering::{Wish, registration};
use crate::app::state::{AppState, Dataset, Job};
use crate::app::watch::state::WatchState;
use crate::app::workspace::state::WorkspaceState;
use crate::lifecycle::{Prequential, RunKind};
use crate::model::{Algorithm, AlgorithmChoice};
use crate::worker::model_tasks::{ModelResult, ModelTask};
use crate::worker::online::{OnlineStart, OnlineTask};
use crate::worker::protocol::{JobId, Slot};
use crate::worker::recording::RecordTask;

/// All signals of the panel. `Copy`, like the states.
#[derive(Clone, Copy)]
pub struct OnlineState {
    /// What is asked for.
    pub form: RwSignal<OnlineForm>,
    /// How far it is.
    pub follow: RwSignal<Job>,
    /// The task under way.
    pub job: RwSignal<Option<JobId>>,
    /// How it went.
    pub found: RwSignal<Option<Arc<Prequential>>>,
    /// How far the snapshot is.
    pub snapshot: RwSignal<Job>,
    /// The row under the cursor, and the part that is shown.
    pub hover: RwSignal<Option<usize>>,
    /// See `hover`.
    pub zoom: RwSignal<Option<(usize, usize)>>,
}

/// What a task touches. `Copy`.
#[derive(Clone, Copy)]
pub struct OnlineDesk {
    /// The page.
    pub app: AppState,
    /// The workers.
    pub engine: Engine,
    /// Models at hand.
    pub models: ModelsState,
    /// The live replay.
    pub stream: StreamState,
    /// What is watched.
    pub watch: WatchState,
    /// What is kept.
    pub workspace: WorkspaceState,
    /// The panel.
    pub state: OnlineState,
}

impl OnlineState {
    /// Nothing learned yet. To be made where it stays.
    pub fn new() -> Self {
        Self {
            form: RwSignal::new(OnlineForm::default()),
            follow: RwSignal::new(Job::Idle),
            job: RwSignal::new(None),
            found: RwSignal::new(None),
            snapshot: RwSignal::new(Job::Idle),
            hover: RwSignal::new(None),
            zoom: RwSignal::new(None),
        }
    }
}

impl Default for OnlineState {
    fn default() -> Self {
        Self::new()
    }
}

impl OnlineDesk {
    /// What the page provides.
    pub fn expect() -> Self {
        Self {
            app: AppState::expect(),
            engine: Engine::expect(),
            models: ModelsState::expect(),
            stream: StreamState::expect(),
            watch: WatchState::expect(),
            workspace: WorkspaceState::expect(),
            state: expect_context(),
        }
    }

    /// The model that stays as it is, followed.
    pub fn champion(&self) -> Option<ModelEntry> {
        let wanted = self.state.form.with(|form| form.champion).or(self.watch.form.with(|form| form.model));
        self.models
            .entries
            .with(|all| all.iter().find(|entry| Some(entry.id.0) == wanted).or_else(|| all.first()).cloned())
    }

    /// Lets the learner learn on the current files.
    pub fn learn(self) {
        let Some((task, files)) = self.task(None) else { return };
        self.state.found.set(None);
        let done = move |result: ModelResult, _| {
            if let ModelResult::Online(found) = result {
                self.state.found.set(Some(Arc::new(found.prequential)));
                self.app.announce("The learner has been through all rows.");
            }
        };
        let task = ModelTask::Online(Box::new(task));
        self.state.job.set(Some(self.engine.model_task(task, files, self.state.follow, done)));
    }

    /// Keeps the learner as it is at the row of the replay, or at the end, as a version of a registered model.
    pub fn keep_snapshot(self, model: String) {
        let row = self.stream.replay.get_untracked().is_on().then(|| self.stream.row.get_untracked());
        let row = row.filter(|row| *row > 0);
        let Some((task, files)) = self.task(row) else { return };
        let started_ms = now_ms();
        let done = move |result: ModelResult, bytes: Option<ArrayBuffer>| {
            let (ModelResult::Online(found), Some(bytes)) = (result, bytes) else { return };
            let bytes = Uint8Array::new(&bytes).to_vec();
            let at = row.unwrap_or(found.prequential.rows);
            let name =
                format!("{} online, {at} rows", found.card.training.map_or("learner", |t| t.algorithm.id()));
            let task = RecordTask {
                name: name.clone(),
                model: bytes.clone(),
                kind: RunKind::Online,
                started_ms,
                ended_ms: now_ms(),
                data: None,
            };
            record(self.engine, self.models, task, Vec::new(), move |run| {
                let Some(kept) = self.workspace.workspace.get_untracked() else { return };
                let description = format!("Snapshot of {name}");
                let wish = Wish { model: model.clone(), description, is_champion: false };
                let done = registration(&kept, run, wish);
                let files = if done.with_file { vec![bytes] } else { Vec::new() };
                self.workspace.act(self.engine, done.actions, files, move || {
                    self.app.announce(format!("The snapshot is kept as a version of {model}."));
                });
            });
        };
        self.engine.model_task(ModelTask::Online(Box::new(task)), files, self.state.snapshot, done);
    }

    fn task(self, until_row: Option<u64>) -> Option<(OnlineTask, Vec<File>)> {
        let sets = untrack(|| with_rows(self.app, self.engine));
        let form = self.state.form.get_untracked();
        let (reference, current): (Vec<&Dataset>, Vec<&Dataset>) =
            sets.iter().partition(|set| set.slot == Slot::Reference);
        let is_fresh = form.start != Start::Champion;
        let reference = reference.into_iter().next().filter(|_| is_fresh);
        let champion = untrack(|| self.champion());
        let named = self.watch.timeline.with_untracked(|timeline| timeline.as_ref()?.target.clone());
        let target = named.or_else(|| {
            let target = champion.as_ref().map(|entry| entry.card.schema.target.clone());
            target.filter(|target| !target.is_empty())
        });
        let start = match form.start {
            Start::Champion => OnlineStart::Champion,
            Start::Ftrl | Start::NaiveBayes => {
                let mut training = self.models.retrain.settings.get_untracked();
                training.features = None;
                training.target = target.clone().unwrap_or(training.target);
                let is_ftrl = form.start == Start::Ftrl;
                let algorithm = if is_ftrl { Algorithm::Ftrl } else { Algorithm::NaiveBayes };
                training.algorithm = AlgorithmChoice::One(algorithm);
                OnlineStart::Fresh(Box::new(training))
            }
        };
        let files: Option<Vec<File>> =
            reference.iter().chain(&current).map(|set| self.engine.file(set.slot)).collect();
        let task = OnlineTask {
            data: current.iter().map(|set| data_file(set)).collect(),
            reference: reference.map(data_file),
            champion: champion.map(|entry| entry.file.as_ref().clone()),
            start,
            target,
            settings: form.settings(until_row),
        };
        Some((task, files?))
    }
}
