//! One turn of the loop on the page: the champion's file, the task, and what came of it put into the
//! workspace as one change.

use std::sync::Arc;

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;
use web_sys::File;

use super::state::{LoopState, Turned};
use crate::app::engine::Engine;
use crate::app::models::state::ModelsState;
use crate::app::retrain::columns;
use crate::app::state::AppState;
use crate::app::watch::setup::{Prepared, prepared};
use crate::app::watch::state::WatchState;
use crate::app::workspace::state::WorkspaceState;
use crate::data::ReadOptions;
use crate::lifecycle::{Action, NewVersion, Workspace};
use crate::monitor::{Pane, WindowRule};
use crate::worker::loop_tasks::{ChampionFile, ToLabelTask, TurnOutcome, TurnTask};
use crate::worker::model_tasks::{DataFile, ModelResult, ModelTask};
use crate::worker::protocol::Slot;

/// All that a turn touches. `Copy`, like the states.
#[derive(Clone, Copy)]
pub struct LoopDesk {
    /// The page.
    pub app: AppState,
    /// The workers.
    pub engine: Engine,
    /// Models at hand, and how one is trained by hand.
    pub models: ModelsState,
    /// What is watched.
    pub watch: WatchState,
    /// What is kept.
    pub workspace: WorkspaceState,
    /// The loop.
    pub state: LoopState,
}

/// Files that were read from a folder, in place of the page's.
#[derive(Debug, Clone, Default)]
pub struct GivenFiles {
    /// Current data, in order.
    pub current: Vec<File>,
    /// Labels.
    pub labels: Option<File>,
}

impl LoopDesk {
    /// What the page provides.
    pub fn expect() -> Self {
        Self {
            app: AppState::expect(),
            engine: Engine::expect(),
            models: ModelsState::expect(),
            watch: WatchState::expect(),
            workspace: WorkspaceState::expect(),
            state: LoopState::expect(),
        }
    }

    /// The registered model that is meant, followed.
    pub fn model(&self) -> String {
        self.workspace.workspace.with(|workspace| self.state.model_of(workspace.as_deref()))
    }

    /// Whether a turn is under way, without following it.
    pub fn is_busy(&self) -> bool {
        self.state.follow.with_untracked(crate::app::state::Job::is_busy)
    }

    /// Makes a turn; `by_hand` asks for a retraining whatever the policy says. `then` hears the headline of
    /// what was decided once it is kept.
    pub fn turn(&self, by_hand: bool, given: Option<GivenFiles>, then: impl FnOnce(String) + 'static) {
        let desk = *self;
        if desk.is_busy() {
            return;
        }
        let Some(prepared) = desk.prepared(given) else { return };
        let model = untrack(|| desk.model());
        let champion = desk.champion(&model);
        match champion {
            None => desk.send(prepared, model, None, by_hand, then),
            Some((name, digest)) => {
                desk.workspace.artifact(desk.engine, digest, move |bytes| {
                    desk.send(prepared, model, Some(ChampionFile { name, bytes }), by_hand, then);
                });
            }
        }
    }

    /// Ends the turn under way.
    pub fn cancel(&self) {
        if let Some(job) = self.state.job.get_untracked().filter(|_| self.is_busy()) {
            self.engine.cancel_model_task(job);
        }
    }

    /// Downloads the rows that are most worth a label.
    pub fn rows_to_label(&self, most: u64) {
        let desk = *self;
        let Some(Prepared { current, labels, files, settings, .. }) = desk.prepared(None) else { return };
        let Some((name, digest)) = desk.champion(&untrack(|| desk.model())) else { return };
        // The reference is not read for it.
        let files = files.into_iter().skip(1).collect();
        desk.workspace.artifact(desk.engine, digest, move |bytes| {
            let champion = ChampionFile { name, bytes };
            let task = ToLabelTask { current, labels, champion, watch: settings, most };
            let done = move |result: ModelResult, bytes: Option<ArrayBuffer>| {
                if let (ModelResult::ToLabel(found), Some(bytes)) = (result, bytes) {
                    desk.app.offer(&found.name, &bytes);
                }
            };
            desk.engine.model_task(ModelTask::ToLabel(Box::new(task)), files, desk.state.labelling, done);
        });
    }

    fn prepared(&self, given: Option<GivenFiles>) -> Option<Prepared> {
        let mut prepared = prepared(self.app, self.engine, self.watch)?;
        if let Some(given) = given {
            let named = |file: &File| DataFile { name: file.name(), options: ReadOptions::default() };
            prepared.current = given.current.iter().map(named).collect();
            prepared.labels = given.labels.as_ref().map(named);
            prepared.files.truncate(1);
            prepared.files.extend(given.current);
            prepared.files.extend(given.labels);
            if prepared.current.len() > 1 && self.watch.form.with_untracked(|form| form.cut.is_none()) {
                prepared.settings.windows = WindowRule { pane: Pane::File, ..prepared.settings.windows };
            }
        }
        Some(prepared)
    }

    /// Name and digest of the champion's file.
    fn champion(&self, model: &str) -> Option<(String, String)> {
        self.workspace.workspace.with_untracked(|workspace| {
            let workspace = workspace.as_deref()?;
            let version = workspace.models.get(model)?.champion()?;
            let file = &workspace.versions.get(&(model.to_owned(), version))?.file;
            Some((format!("{model} version {version}"), file.digest.clone()))
        })
    }

    fn send(
        self,
        prepared: Prepared,
        model: String,
        champion: Option<ChampionFile>,
        by_hand: bool,
        then: impl FnOnce(String) + 'static,
    ) {
        let Prepared { reference, current, labels, files, settings } = prepared;
        let mut training = self.models.retrain.settings.get_untracked();
        training.target = settings.target.clone().unwrap_or(training.target);
        if training.target.is_empty() {
            training.target = self.proposed_target().unwrap_or_default();
        }
        let last_training = self.workspace.workspace.with_untracked(|workspace| {
            workspace.as_deref().and_then(|workspace| workspace.last_training(&model))
        });
        let policy = self.app.retrain.get_untracked();
        let task = TurnTask {
            reference,
            current,
            labels,
            model: model.clone(),
            champion,
            watch: settings,
            monitor: self.watch.policy.get_untracked(),
            retrain: policy.clone(),
            training,
            last_training,
            by_hand,
            time_ms: js_sys::Date::now() as i64,
        };
        let done = move |result: ModelResult, bytes: Option<ArrayBuffer>| {
            let ModelResult::Turned(outcome) = result else { return };
            let file = bytes.map(|bytes| Uint8Array::new(&bytes).to_vec());
            self.keep(Turned { model, outcome: *outcome, policy, version: None }, file, then);
        };
        self.state.outcome.set(None);
        let job = self.engine.model_task(ModelTask::Turn(Box::new(task)), files, self.state.follow, done);
        self.state.job.set(Some(job));
    }

    fn proposed_target(&self) -> Option<String> {
        self.app.datasets.with_untracked(|all| {
            let reference = all.iter().find(|set| set.slot == Slot::Reference)?;
            columns::proposed_target(reference.table.as_ref()?)
        })
    }

    /// Keeps decision, run, version and alias as one change, and shows them.
    fn keep(self, mut turned: Turned, file: Option<Vec<u8>>, then: impl FnOnce(String) + 'static) {
        let ended = js_sys::Date::now() as i64;
        let mut actions = turned.outcome.actions.clone();
        for action in &mut actions {
            if let Action::LogRun(run) = action {
                run.ended_ms = ended;
            }
        }
        if let Some(timeline) = turned.outcome.timeline.take() {
            self.watch.watched.set(format!("predictions of the champion of {}", turned.model));
            self.watch.take(*timeline);
        }
        let artifacts = file.iter().cloned().collect();
        self.workspace.act(self.engine, actions, artifacts, move || {
            turned.version =
                self.workspace.workspace.with_untracked(|kept| registered(kept.as_deref(), &turned.outcome));
            let headline = turned.outcome.decision.headline.clone();
            self.app.announce(headline.clone());
            if let (Some(card), Some(file), Some(version)) =
                (&turned.outcome.challenger, file, turned.version)
            {
                self.models.add(format!("{} version {version}", turned.model), card.as_ref().clone(), file);
            }
            self.state.outcome.set(Some(Arc::new(turned)));
            then(headline);
        });
    }
}

/// The version that a turn registered.
fn registered(workspace: Option<&Workspace>, outcome: &TurnOutcome) -> Option<u32> {
    let made = outcome.actions.iter().find_map(|action| match action {
        Action::Register(NewVersion { model, run, .. }) => Some((model, run)),
        _ => None,
    });
    let (model, run) = made?;
    let versions = &workspace?.versions;
    versions.values().find(|version| version.model == *model && version.run == *run).map(|v| v.version)
}
