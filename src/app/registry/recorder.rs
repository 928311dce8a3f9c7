//! Trainings by hand become runs of the workspace, and models of the page versions.

use leptos::prelude::*;
use web_sys::File;

use super::registering::{Wish, registration};
use crate::app::engine::Engine;
use crate::app::models::state::{ModelEntry, ModelsState};
use crate::app::workspace::state::WorkspaceState;
use crate::lifecycle::{Action, Run, RunKind};
use crate::worker::model_tasks::{DataFile, ModelResult, ModelTask};
use crate::worker::recording::RecordTask;

/// A training that has just ended, and the data that it learned from.
pub struct Ended {
    /// Name of the model.
    pub name: String,
    /// Its file.
    pub model: Vec<u8>,
    /// Begin, in milliseconds since 1970-01-01T00:00:00Z.
    pub started_ms: i64,
    /// How the data was read.
    pub data: DataFile,
    /// The data.
    pub file: File,
}

/// Keeps a training by hand as a run, where the workspace could be read.
pub fn keep_training(engine: Engine, models: ModelsState, state: WorkspaceState, ended: Ended) {
    if state.workspace.with_untracked(Option::is_none) {
        return;
    }
    let Ended { name, model, started_ms, data, file } = ended;
    let task =
        RecordTask { name, model, kind: RunKind::Training, started_ms, ended_ms: now_ms(), data: Some(data) };
    let model = task.model.clone();
    record(engine, models, task, vec![file], move |run| {
        state.act(engine, vec![Action::LogRun(Box::new(run))], vec![model], || {});
    });
}

/// Makes a version of a registered model of a model that the page holds, with its run where that is not kept.
pub fn register(
    engine: Engine,
    models: ModelsState,
    state: WorkspaceState,
    entry: &ModelEntry,
    wish: Wish,
    then: impl FnOnce() + 'static,
) {
    let now = now_ms();
    let kind = if entry.card.training.is_some() { RunKind::Training } else { RunKind::Import };
    let task = RecordTask {
        name: entry.name.clone(),
        model: entry.file.to_vec(),
        kind,
        started_ms: now,
        ended_ms: now,
        data: None,
    };
    let model = task.model.clone();
    record(engine, models, task, Vec::new(), move |run| {
        let Some(kept) = state.workspace.get_untracked() else { return };
        let done = registration(&kept, run, wish);
        let files = if done.with_file { vec![model] } else { Vec::new() };
        state.act(engine, done.actions, files, then);
    });
}

/// Makes the run of a model's file, in a worker.
pub fn record(
    engine: Engine,
    models: ModelsState,
    task: RecordTask,
    files: Vec<File>,
    then: impl FnOnce(Run) + 'static,
) {
    let task = ModelTask::Record(Box::new(task));
    engine.model_task(task, files, models.recording, move |result, _| {
        if let ModelResult::Recorded(run) = result {
            then(*run);
        }
    });
}

/// Now, in milliseconds since 1970-01-01T00:00:00Z.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}
