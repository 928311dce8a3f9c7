//! What the loop remembers while the page is open.

use std::sync::Arc;

use leptos::prelude::*;

use super::schedule_times::Pace;
use crate::app::state::Job;
use crate::lifecycle::{RetrainPolicy, Workspace};
use crate::worker::loop_tasks::TurnOutcome;
use crate::worker::protocol::JobId;

/// Name of a first registered model.
const FIRST_NAME: &str = "model";

/// All signals of the loop. To be made where it stays: signals end with their owner.
#[derive(Clone, Copy)]
pub struct LoopState {
    /// The registered model as typed or chosen; empty takes the first of the workspace.
    pub model: RwSignal<String>,
    /// How far the turn is.
    pub follow: RwSignal<Job>,
    /// The turn under way.
    pub job: RwSignal<Option<JobId>>,
    /// The last turn, and the policy that it was made by.
    pub outcome: RwSignal<Option<Arc<Turned>>>,
    /// How far the search for rows to label is.
    pub labelling: RwSignal<Job>,
    /// How often the loop turns by itself.
    pub pace: RwSignal<Pace>,
    /// When it does so next, and how the last time went, in words.
    pub next: RwSignal<String>,
    /// How the last turn by itself ended, in words.
    pub last: RwSignal<String>,
    /// Name of the granted folder that scheduled turns read; empty for the files of the page.
    pub folder: RwSignal<String>,
}

/// A turn and what it was made by.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned {
    /// The registered model.
    pub model: String,
    /// What came of it.
    pub outcome: TurnOutcome,
    /// By which policy.
    pub policy: RetrainPolicy,
    /// The version that was registered, once it is kept.
    pub version: Option<u32>,
}

impl LoopState {
    /// Nothing done yet.
    pub fn new() -> Self {
        Self {
            model: RwSignal::new(String::new()),
            follow: RwSignal::new(Job::Idle),
            job: RwSignal::new(None),
            outcome: RwSignal::new(None),
            labelling: RwSignal::new(Job::Idle),
            pace: RwSignal::new(Pace::Off),
            next: RwSignal::new(String::new()),
            last: RwSignal::new(String::new()),
            folder: RwSignal::new(String::new()),
        }
    }

    /// The state that [`crate::app::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// The registered model that is meant.
    pub fn model_of(&self, workspace: Option<&Workspace>) -> String {
        let typed = self.model.get().trim().to_owned();
        if !typed.is_empty() {
            return typed;
        }
        let first = workspace.and_then(|workspace| workspace.models.keys().next().cloned());
        first.unwrap_or_else(|| FIRST_NAME.to_owned())
    }
}

impl Default for LoopState {
    fn default() -> Self {
        Self::new()
    }
}
