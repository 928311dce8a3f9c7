//! What the Performance and the Monitor tab share: the form, the history, what is pointed at.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use web_sys::File;

use super::form::WatchForm;
use crate::app::engine::Engine;
use crate::app::policy::history::History;
use crate::app::state::Job;
use crate::monitor::{Alert, AlertState, MonitorPolicy, Timeline, alerts};
use crate::worker::model_tasks::{ModelResult, ModelTask};
use crate::worker::protocol::JobId;
use crate::worker::watching::{ExportFormat, ExportTask};

/// All signals of watching over time. To be made where it stays: signals end with their owner.
#[derive(Clone, Copy)]
pub struct WatchState {
    /// What is asked for.
    pub form: RwSignal<WatchForm>,
    /// A file of labels that arrived later.
    pub labels: RwSignal<Option<File>, LocalStorage>,
    /// Whether the form is open beside a history.
    pub is_form_open: RwSignal<bool>,
    /// How far the watching is.
    pub follow: RwSignal<Job>,
    /// The watching under way.
    pub job: RwSignal<Option<JobId>>,
    /// How far the last export is.
    pub exporting: RwSignal<Job>,
    /// The last history.
    pub timeline: RwSignal<Option<Arc<Timeline>>>,
    /// In words, what the history is of: the predictions and the files.
    pub watched: RwSignal<String>,
    /// Thresholds and rules; changed by [`WatchState::change_policy`].
    pub policy: RwSignal<MonitorPolicy>,
    /// What the policy was before, and before an undo.
    pub history: RwSignal<History<MonitorPolicy>>,
    /// The alerts of the history under the policy.
    pub alerts: Memo<Arc<Vec<Alert>>>,
    /// What the user made of alerts, by key; those that are not there are new.
    pub states: RwSignal<BTreeMap<String, AlertState>>,
    /// The window under the cursor, shared by all charts.
    pub hover: RwSignal<Option<usize>>,
    /// First and last window that are shown.
    pub zoom: RwSignal<Option<(usize, usize)>>,
    /// The window whose columns are listed.
    pub open: RwSignal<Option<usize>>,
    /// The history as far as a live replay has come.
    past: Memo<Option<Arc<Timeline>>>,
    /// Windows that a live replay has reached; `None` shows all.
    pub reached: RwSignal<Option<usize>>,
}

impl WatchState {
    /// Nothing watched yet.
    pub fn new() -> Self {
        let timeline = RwSignal::new(None::<Arc<Timeline>>);
        let policy = RwSignal::new(MonitorPolicy::default());
        let reached = RwSignal::new(None::<usize>);
        // Once for all that draw it: a replay changes it with every window.
        let past = Memo::new(move |_| {
            let timeline = timeline.get()?;
            Some(match reached.get() {
                Some(windows) => Arc::new(timeline.up_to(windows)),
                None => timeline,
            })
        });
        let found = Memo::new(move |_| {
            let found = past.with(|past| past.as_ref().map(|past| alerts(past, &policy.read())));
            Arc::new(found.unwrap_or_default())
        });
        Self {
            form: RwSignal::new(WatchForm::default()),
            labels: RwSignal::new_local(None),
            is_form_open: RwSignal::new(false),
            follow: RwSignal::new(Job::Idle),
            job: RwSignal::new(None),
            exporting: RwSignal::new(Job::Idle),
            timeline,
            past,
            watched: RwSignal::new(String::new()),
            policy,
            history: RwSignal::new(History::default()),
            alerts: found,
            states: RwSignal::new(BTreeMap::new()),
            hover: RwSignal::new(None),
            zoom: RwSignal::new(None),
            open: RwSignal::new(None),
            reached,
        }
    }

    /// The state that [`crate::app::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// The history as far as a live replay has come, all of it otherwise.
    pub fn shown(&self) -> Option<Arc<Timeline>> {
        self.past.get()
    }

    /// Takes a new history.
    pub fn take(&self, timeline: Timeline) {
        self.zoom.set(None);
        self.hover.set(None);
        self.open.set(None);
        self.reached.set(None);
        self.is_form_open.set(false);
        self.timeline.set(Some(Arc::new(timeline)));
    }

    /// Writes the history for others, in a worker; empty where there is nothing to tell of.
    pub fn export(&self, engine: Engine, format: ExportFormat, then: impl FnOnce(String) + 'static) {
        let Some(timeline) = untrack(|| self.shown()) else { return };
        let policy = self.policy.get_untracked();
        let task = ExportTask { timeline: timeline.as_ref().clone(), policy, format };
        let done = move |result: ModelResult, _| {
            if let ModelResult::Text(text) = result {
                then(text);
            }
        };
        engine.model_task(ModelTask::Export(Box::new(task)), Vec::new(), self.exporting, done);
    }

    /// Ends the watching under way.
    pub fn cancel(&self, engine: Engine) {
        if let Some(job) = self.job.get_untracked().filter(|_| self.follow.with_untracked(Job::is_busy)) {
            engine.cancel_model_task(job);
        }
    }
}

impl Default for WatchState {
    fn default() -> Self {
        Self::new()
    }
}
