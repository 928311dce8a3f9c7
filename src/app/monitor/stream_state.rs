//! What detectors, replay and notifications share.

use std::sync::Arc;

use leptos::prelude::*;

use super::newly_raised::{Seen, told};
use super::notification;
use super::pace::Replay;
use super::stream_form::{StreamForm, StreamPlan};
use super::stream_run::{StreamRun, StreamValues, StreamView};
use crate::app::engine::Engine;
use crate::app::state::{AppState, Job};
use crate::app::watch::state::WatchState;
use crate::worker::protocol::JobId;

/// All signals of streams. To be made where it stays: signals end with their owner.
#[derive(Clone, Copy)]
pub struct StreamState {
    /// What is asked for.
    pub form: RwSignal<StreamForm>,
    /// How far the reading of the signal is.
    pub follow: RwSignal<Job>,
    /// The reading under way.
    pub job: RwSignal<Option<JobId>>,
    /// The signal.
    pub values: RwSignal<Option<Arc<StreamValues>>>,
    /// What detectors found in it, as far as they have come.
    pub view: RwSignal<Option<Arc<StreamView>>>,
    /// Rows that the detectors have been through, and rows in all; `None` once they are done.
    pub detecting: RwSignal<Option<(u64, u64)>>,
    /// The row under the cursor.
    pub hover: RwSignal<Option<usize>>,
    /// First and last row that are shown.
    pub zoom: RwSignal<Option<(usize, usize)>>,
    /// Where the live replay is.
    pub replay: RwSignal<Replay>,
    /// Its rows a second.
    pub rate: RwSignal<u64>,
    /// Rows that have arrived in it.
    pub row: RwSignal<u64>,
    /// Whether new alerts become notifications of the browser.
    pub is_notifying: RwSignal<bool>,
    pub(super) run: StoredValue<Option<StreamRun>, LocalStorage>,
    /// Rises with every loop over frames, so that the ones before end.
    pub(super) turn: StoredValue<u32>,
    pub(super) seen: StoredValue<Seen>,
}

impl StreamState {
    /// Nothing read yet; from here on detectors follow the form, and alerts that a replay raises are told.
    pub fn start(app: AppState, watch: WatchState) -> Self {
        let state = Self {
            form: RwSignal::new(StreamForm::default()),
            follow: RwSignal::new(Job::Idle),
            job: RwSignal::new(None),
            values: RwSignal::new(None),
            view: RwSignal::new(None),
            detecting: RwSignal::new(None),
            hover: RwSignal::new(None),
            zoom: RwSignal::new(None),
            replay: RwSignal::new(Replay::Off),
            rate: RwSignal::new(100),
            row: RwSignal::new(0),
            is_notifying: RwSignal::new(false),
            run: StoredValue::new_local(None),
            turn: StoredValue::new(0),
            seen: StoredValue::new(Seen::default()),
        };
        state.follow_form(watch);
        state.follow_alerts(app, watch);
        state
    }

    /// The state that [`crate::app::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// Ends the reading under way.
    pub fn cancel(self, engine: Engine) {
        if let Some(job) = self.job.get_untracked().filter(|_| self.follow.with_untracked(Job::is_busy)) {
            engine.cancel_model_task(job);
        }
    }

    /// Forgets the signal, as when another one is chosen.
    pub fn forget(self) {
        if self.values.with_untracked(Option::is_some) {
            self.values.set(None);
        }
    }

    /// The detectors run anew over the whole signal when it or the form changes.
    fn follow_form(self, watch: WatchState) {
        let plan = Memo::new(move |_| {
            let is_errors = self.values.with(|values| Some(values.as_ref()?.is_errors))?;
            Some(self.form.with(|form| form.plan(is_errors)))
        });
        Effect::new(move |before: Option<(Option<Arc<StreamValues>>, Option<StreamPlan>)>| {
            let now = (self.values.get(), plan.get());
            let is_same = before.as_ref().is_some_and(|before| before.1 == now.1 && same(&before.0, &now.0));
            if before.is_some() && !is_same {
                self.zoom.set(None);
                self.hover.set(None);
                self.stop(watch);
            }
            now
        });
    }

    /// Alerts that a replay raises are said and, where that is switched on, become notifications; so do
    /// those of a new history. Alerts that came with other rules or limits are not news.
    fn follow_alerts(self, app: AppState, watch: WatchState) {
        Effect::new(move |before: Option<usize>| {
            let history =
                watch.timeline.with(|timeline| timeline.as_ref().map_or(0, |t| Arc::as_ptr(t).addr()));
            let alerts = watch.alerts.get();
            let is_new_history = before.is_some_and(|before| before != history);
            if is_new_history && self.replay.get_untracked().is_on() {
                self.stop(watch);
            }
            let is_replay = self.replay.get_untracked().is_on();
            let words = self.seen.try_update_value(|seen| told(&seen.take(&alerts))).unwrap_or_default();
            if words.is_empty() || !(is_replay || is_new_history) {
                return history;
            }
            if is_replay {
                app.announce(words.clone());
            }
            if self.is_notifying.get_untracked() {
                notification::show("Evenkeel", &words);
            }
            history
        });
    }
}

fn same(a: &Option<Arc<StreamValues>>, b: &Option<Arc<StreamValues>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}
