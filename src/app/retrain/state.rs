//! What the Retrain tab remembers while the page is open: a visit to another tab neither ends a
//! training nor loses what was filled in.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::columns;
use crate::app::models::state::ModelId;
use crate::app::state::{Dataset, Job};
use crate::model::TrainSettings;
use crate::worker::protocol::{JobId, Slot, TableInfo};

/// All signals of the form and its job.
#[derive(Debug, Clone, Copy)]
pub struct RetrainState {
    /// The data set that the user picked.
    pub picked: RwSignal<Option<Slot>>,
    /// What is asked for; its list of features is made when training starts.
    pub settings: RwSignal<TrainSettings>,
    /// Columns that are not learned from.
    pub left_out: RwSignal<BTreeSet<String>>,
    /// Weights by class as typed; empty for equal or balanced ones.
    pub weights: RwSignal<String>,
    /// Fields that hold what is not allowed.
    pub problems: RwSignal<BTreeSet<String>>,
    /// How far the training is.
    pub follow: RwSignal<Job>,
    /// The training under way.
    pub job: RwSignal<Option<JobId>>,
    /// What the last training gave.
    pub trained: RwSignal<Option<ModelId>>,
    /// The reading of a data set that target and columns were proposed for.
    proposed: RwSignal<Option<(Slot, u32)>>,
}

impl RetrainState {
    /// An empty form. To be made where it stays: signals end with their owner.
    pub fn new() -> Self {
        Self {
            picked: RwSignal::new(None),
            settings: RwSignal::new(TrainSettings::for_target("")),
            left_out: RwSignal::new(BTreeSet::new()),
            weights: RwSignal::new(String::new()),
            problems: RwSignal::new(BTreeSet::new()),
            follow: RwSignal::new(Job::Idle),
            job: RwSignal::new(None),
            trained: RwSignal::new(None),
            proposed: RwSignal::new(None),
        }
    }

    /// Proposes target and columns of a data set, unless that was done for this reading of it.
    pub fn propose(&self, set: &Dataset) {
        let Some(table) = &set.table else { return };
        let reading = Some((set.slot, set.revision));
        if self.proposed.get_untracked() == reading {
            return;
        }
        self.proposed.set(reading);
        let kept = self.settings.with_untracked(|settings| settings.target.clone());
        let is_there = table.columns.iter().any(|column| column.name == kept);
        let target = if is_there { Some(kept) } else { columns::proposed_target(table) };
        self.take_target(table, target.unwrap_or_default());
        self.settings.update(|settings| settings.split = Default::default());
    }

    /// Takes another target, and proposes columns anew.
    pub fn take_target(&self, table: &TableInfo, target: String) {
        let choices = columns::choices(table, &target);
        let unfit = choices.into_iter().filter(|choice| choice.reason.is_some());
        self.left_out.set(unfit.map(|choice| choice.name).collect());
        self.settings.update(|settings| settings.target = target);
    }
}

impl Default for RetrainState {
    fn default() -> Self {
        Self::new()
    }
}
