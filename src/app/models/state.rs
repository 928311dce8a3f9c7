//! The models that the page holds.

use std::sync::Arc;

use leptos::prelude::*;

use crate::worker::model_tasks::ModelCard;

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

/// All signals that concern models.
#[derive(Debug, Clone, Copy)]
pub struct ModelsState {
    /// The models, in the order they came.
    pub entries: RwSignal<Vec<ModelEntry>>,
    /// The one that is shown.
    pub chosen: RwSignal<Option<ModelId>>,
    next: RwSignal<u32>,
}

impl ModelsState {
    /// No models yet.
    pub fn new() -> Self {
        Self { entries: RwSignal::new(Vec::new()), chosen: RwSignal::new(None), next: RwSignal::new(1) }
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
