//! The models that the page holds.

use std::sync::Arc;

use leptos::prelude::*;

use super::file_columns::FileColumns;
use super::view::{ModelChoice, ModelView};
use crate::app::registry::section::Section;
use crate::app::retrain::state::RetrainState;
use crate::app::route::Tab;
use crate::app::state::{AppState, Job};
use crate::model::evaluation::{Evaluation, ModelComparison};
use crate::worker::model_tasks::{ModelCard, Predictor};
use crate::worker::protocol::Slot;

/// Tells models of the page apart; never used again while the page is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ModelId(pub u32);

/// A model that was trained or loaded.
#[derive(Debug, Clone)]
pub struct ModelEntry {
    /// Which.
    pub id: ModelId,
    /// Its name on the page and in the prediction log, e.g. `boosting 2`.
    pub name: String,
    /// What it is.
    pub card: Arc<ModelCard>,
    /// Its file, JSON or ONNX.
    pub file: Arc<Vec<u8>>,
}

/// What an evaluation is of: the same question has the same answer.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationKey {
    /// The model, or `None` for columns of the file.
    pub model: Option<ModelId>,
    /// The columns, where they are evaluated.
    pub columns: FileColumns,
    /// The data set.
    pub slot: Slot,
    /// Its reading.
    pub revision: u32,
}

/// A comparison and what it is of.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The first model.
    pub first: ModelId,
    /// Name of the first.
    pub first_name: String,
    /// Name of the second.
    pub second_name: String,
    /// Name of the data set.
    pub data: String,
    /// What was found.
    pub result: Arc<ModelComparison>,
}

/// All signals that concern models.
#[derive(Debug, Clone, Copy)]
pub struct ModelsState {
    /// The models, in the order they came.
    pub entries: RwSignal<Vec<ModelEntry>>,
    /// The one that is shown.
    pub chosen: RwSignal<Option<ModelId>>,
    /// The form of the Retrain tab and its job.
    pub retrain: RetrainState,
    /// Evaluations on data sets of the page.
    pub evaluated: RwSignal<Vec<(EvaluationKey, Arc<Evaluation>)>>,
    /// The last comparison.
    pub compared: RwSignal<Option<Compared>>,
    /// A model that is made a run of the workspace.
    pub recording: RwSignal<Job>,
    /// A version of a registered model that is brought here.
    pub opening: RwSignal<Job>,
    next: RwSignal<u32>,
}

impl ModelEntry {
    /// The model as a source of predictions.
    pub fn predictor(&self) -> Predictor {
        Predictor::Model { name: self.card.name.clone(), bytes: self.file.as_ref().clone() }
    }
}

impl ModelsState {
    /// No models yet.
    pub fn new() -> Self {
        Self {
            entries: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(None),
            retrain: RetrainState::new(),
            evaluated: RwSignal::new(Vec::new()),
            compared: RwSignal::new(None),
            recording: RwSignal::new(Job::Idle),
            opening: RwSignal::new(Job::Idle),
            next: RwSignal::new(1),
        }
    }

    /// The state that [`crate::app::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// Adds a model and shows it.
    pub fn add(&self, name: String, card: ModelCard, file: Vec<u8>) -> ModelId {
        let id = ModelId(self.next.get_untracked());
        self.next.update(|next| *next += 1);
        let entry = ModelEntry { id, name, card: Arc::new(card), file: Arc::new(file) };
        self.entries.update(|all| all.push(entry));
        self.chosen.set(Some(id));
        id
    }

    /// Goes to a side of a model.
    pub fn show(&self, app: AppState, id: ModelId, view: ModelView) {
        self.chosen.set(Some(id));
        app.change(true, |route| {
            route.tab = Tab::Models;
            route.section = Section::AtHand;
            route.item = None;
            route.model = Some(ModelChoice::Model(id.0));
            route.view = view;
        });
    }

    /// Takes a model off the page.
    pub fn remove(&self, id: ModelId) {
        self.entries.update(|all| all.retain(|entry| entry.id != id));
        self.evaluated.update(|all| all.retain(|(key, _)| key.model != Some(id)));
        if self.chosen.get_untracked() == Some(id) {
            self.chosen.set(None);
        }
    }

    /// What was found for a question.
    pub fn evaluation(&self, key: &EvaluationKey) -> Option<Arc<Evaluation>> {
        self.evaluated.with(|all| all.iter().find(|(of, _)| of == key).map(|(_, found)| Arc::clone(found)))
    }

    /// The model that is shown.
    pub fn chosen_entry(&self) -> Option<ModelEntry> {
        let chosen = self.chosen.get()?;
        self.entries.with(|all| all.iter().find(|entry| entry.id == chosen).cloned())
    }
}

impl Default for ModelsState {
    fn default() -> Self {
        Self::new()
    }
}
