//! Results of long jobs of the models, kept while the page is open: a visit to another tab neither
//! ends a job nor loses what it found.

use std::rc::Rc;

use js_sys::ArrayBuffer;
use leptos::prelude::*;
use web_sys::File;

use super::state::{ModelEntry, ModelId};
use crate::app::engine::Engine;
use crate::app::state::Job;
use crate::model::evaluation::{HarmReport, Importance, PartialDependence, RowAnswer};
use crate::worker::model_tasks::{ModelResult, ModelTask, Scored};
use crate::worker::protocol::JobId;

/// What was found, by kind.
#[derive(Clone, Copy)]
pub struct ModelResults {
    /// Permutation importance.
    pub importance: Kept<Importance>,
    /// Partial dependence of the column that was asked for last.
    pub dependence: Kept<PartialDependence>,
    /// Which drift hurts.
    pub harm: Kept<HarmReport>,
    /// The last row that was scored.
    pub row: Kept<RowAnswer>,
    /// The last file that was scored.
    pub scored: Kept<ScoredFile>,
    /// What stands in the form of each model.
    pub forms: StoredValue<Vec<(ModelId, Vec<String>)>>,
    /// The model that was removed last.
    pub removed: RwSignal<Option<ModelEntry>>,
}

impl ModelResults {
    /// Nothing yet. To be made where it stays: signals end with their owner.
    pub fn new() -> Self {
        Self {
            importance: Kept::new(),
            dependence: Kept::new(),
            harm: Kept::new(),
            row: Kept::new(),
            scored: Kept::new(),
            forms: StoredValue::new(Vec::new()),
            removed: RwSignal::new(None),
        }
    }

    /// The results that [`crate::app::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }
}

impl Default for ModelResults {
    fn default() -> Self {
        Self::new()
    }
}

/// A scored file.
pub struct ScoredFile {
    /// Counts and the name of the CSV.
    pub scored: Scored,
    /// The CSV.
    pub csv: ArrayBuffer,
}

/// The job of one kind that runs or ran last, and the last result of each model.
pub struct Kept<T: 'static> {
    job: RwSignal<Job>,
    running: RwSignal<Option<Running>>,
    found: RwSignal<Vec<(ModelId, Rc<T>)>, LocalStorage>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Running {
    model: ModelId,
    id: JobId,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

impl<T: 'static> Kept<T> {
    fn new() -> Self {
        Self {
            job: RwSignal::new(Job::Idle),
            running: RwSignal::new(None),
            found: RwSignal::new_local(Vec::new()),
        }
    }

    /// Asks for a result; one that was asked for before and is not here yet is no longer wanted.
    pub fn ask(
        self,
        engine: Engine,
        model: ModelId,
        task: ModelTask,
        files: Vec<File>,
        read: impl FnOnce(ModelResult, Option<ArrayBuffer>) -> Option<T> + 'static,
    ) {
        self.cancel(engine);
        let id = engine.model_task(task, files, self.job, move |result, bytes| {
            if let Some(found) = read(result, bytes) {
                self.found.update(|all| {
                    all.retain(|(of, _)| *of != model);
                    all.push((model, Rc::new(found)));
                });
            }
        });
        self.running.set(Some(Running { model, id }));
    }

    /// Ends the job that runs, if one does.
    pub fn cancel(self, engine: Engine) {
        if self.job.with_untracked(Job::is_busy)
            && let Some(running) = self.running.get_untracked()
        {
            engine.cancel_model_task(running.id);
        }
    }

    /// The last result of a model.
    pub fn of(self, model: ModelId) -> Option<Rc<T>> {
        self.found.with(|all| all.iter().find(|(of, _)| *of == model).map(|(_, found)| Rc::clone(found)))
    }

    /// How far the job of a model is; idle where the last was of another.
    pub fn job_of(self, model: ModelId) -> Memo<Job> {
        Memo::new(move |_| match self.running.get() {
            Some(running) if running.model == model => self.job.get(),
            _ => Job::Idle,
        })
    }
}
