//! What the page can do: read, judge, simulate, download. All of it happens in workers;
//! here questions are asked, and answers put into the state.

mod analysis;
mod answers;
mod files;
mod judging;
mod model_jobs;
mod policy_file;
pub mod reports;

use std::collections::HashMap;

use leptos::prelude::*;
use web_sys::File;

use super::question::Question;
use super::route::Tab;
use super::state::{AppState, Dataset, Job};
use super::watch::state::WatchState;
use crate::data::ReadOptions;
use crate::drift::Simulation;
use crate::worker::client::Attachment;
use crate::worker::pool::Pool;
use crate::worker::protocol::{JobId, Origin, Request, Slot};

/// Handle to the workers and to the files that the user gave. `Copy`, like the state.
#[derive(Clone, Copy)]
pub struct Engine {
    state: AppState,
    watch: WatchState,
    inner: StoredValue<Inner, LocalStorage>,
}

#[derive(Default)]
struct Inner {
    pool: Option<Pool>,
    files: HashMap<Slot, File>,
    purposes: HashMap<JobId, Purpose>,
    jobs: u32,
    batches: u32,
    revisions: u32,
    latest_judge: Option<JobId>,
    latest_detail: Option<JobId>,
    asked: Option<analysis::Asked>,
    latest_rows: Option<JobId>,
    report: Option<reports::Asked>,
    question: Option<Question>,
    model_jobs: HashMap<JobId, model_jobs::ModelJob>,
}

/// What a job is for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Purpose {
    Read { slot: Slot, started_ms: f64 },
    Simulate(Slot),
    Judge,
    Detail,
    Rows,
    File,
    Parts,
    Analyse { started_ms: f64 },
    Model { started_ms: f64 },
}

impl Engine {
    /// Starts the judge, and from then on judges whenever there is something new to judge.
    pub fn start(state: AppState, watch: WatchState) -> Self {
        let engine = Self { state, watch, inner: StoredValue::new_local(Inner::default()) };
        let pool = Pool::start(move |event| engine.heard(event));
        engine.inner.update_value(|inner| inner.pool = Some(pool));
        Effect::new(move |_| match state.question.get() {
            Some(question) => engine.judge(question),
            None => engine.forget_report(),
        });
        Effect::new(move |_| {
            let there = state.report.with(Option::is_some);
            match state.open_column.get() {
                Some(column) if there => engine.ask_detail(column),
                _ => state.detail.set(None),
            }
        });
        engine.follow_rows();
        engine
    }

    /// The engine that [`super::shell::App`] provides.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// Fills a current slot with a simulated drift of the reference, and shows what it looks like.
    pub fn simulate(&self, settings: Simulation, name: String) {
        let existing = self.state.datasets.with_untracked(|all| {
            all.iter().find(|set| set.origin == Origin::Simulation).map(|set| set.slot)
        });
        let slot = existing.unwrap_or_else(|| self.next_batch());
        if existing.is_some() {
            self.state.update_dataset(slot, |set| {
                set.name = name;
                set.job = Job::Waiting;
            });
        } else {
            self.put(Dataset {
                slot,
                name,
                origin: Origin::Simulation,
                options: ReadOptions::default(),
                job: Job::Waiting,
                table: None,
                revision: 0,
            });
        }
        let job = self.new_job(Purpose::Simulate(slot));
        self.ask(Request::Simulate { job, slot, settings }, Attachment::None);
        self.state.chosen.set(Some(slot));
        self.state.change(true, |route| route.tab = Tab::Drift);
    }

    /// Downloads a data set's profile, which can stand in for its file from then on.
    pub fn download_profile(&self, slot: Slot) {
        let job = self.new_job(Purpose::File);
        self.ask(Request::ProfileFile { job, slot }, Attachment::None);
    }

    fn ask_detail(&self, column: String) {
        let shown = self.state.detail.with_untracked(|detail| detail.as_ref().map(|d| d.name.clone()));
        if shown.as_deref() != Some(&column) {
            self.state.detail.set(None);
            self.state.picked.set(None);
        }
        let job = self.new_job(Purpose::Detail);
        self.inner.update_value(|inner| inner.latest_detail = Some(job));
        self.ask(Request::Detail { job, column }, Attachment::None);
    }

    fn forget_report(&self) {
        self.inner.update_value(|inner| {
            inner.latest_judge = None;
            inner.question = None;
        });
        self.state.picked.set(None);
        self.state.judging.set(Job::Idle);
        self.state.report.set(None);
    }

    /// Puts a data set where its slot says, keeping the reference first.
    fn put(&self, set: Dataset) {
        self.state.datasets.update(|all| {
            match all.iter().position(|other| other.slot == set.slot) {
                Some(at) => all[at] = set,
                None => all.push(set),
            }
            all.sort_by_key(|set| set.slot);
        });
    }

    fn ask(&self, request: Request, attachment: Attachment) {
        if let Some(pool) = self.pool() {
            pool.judge(request, attachment);
        }
    }

    /// A handle of its own, so that nothing is borrowed while the pool calls back.
    fn pool(&self) -> Option<Pool> {
        self.inner.with_value(|inner| inner.pool.clone())
    }

    fn new_job(&self, purpose: Purpose) -> JobId {
        let mut job = JobId(0);
        self.inner.update_value(|inner| {
            inner.jobs += 1;
            job = JobId(inner.jobs);
            inner.purposes.insert(job, purpose);
        });
        job
    }

    fn next_batch(&self) -> Slot {
        let mut batch = 0;
        self.inner.update_value(|inner| {
            batch = inner.batches;
            inner.batches += 1;
        });
        Slot::Current(batch)
    }

    fn next_revision(&self) -> u32 {
        let mut revision = 0;
        self.inner.update_value(|inner| {
            inner.revisions += 1;
            revision = inner.revisions;
        });
        revision
    }
}
