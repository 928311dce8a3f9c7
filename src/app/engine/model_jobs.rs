//! Jobs of trainers: asked for, followed, cancelled. Each has a worker of its own.

use js_sys::ArrayBuffer;
use leptos::prelude::*;
use web_sys::File;

use super::{Engine, Purpose};
use crate::app::browser;
use crate::app::labels;
use crate::app::state::Job;
use crate::worker::client::Attachment;
use crate::worker::model_tasks::{ModelResult, ModelTask};
use crate::worker::protocol::{JobError, JobId};
use crate::worker::trainer_protocol::TrainerRequest;

/// Who follows a job and what is done with its result.
pub(super) struct ModelJob {
    follow: RwSignal<Job>,
    then: Box<dyn FnOnce(ModelResult, Option<ArrayBuffer>)>,
}

impl Engine {
    /// Gives a task to a trainer of its own, with the files that the task names, in its order.
    /// Stage, share and failure go into `follow`; `then` gets the result.
    pub fn model_task(
        &self,
        task: ModelTask,
        files: Vec<File>,
        follow: RwSignal<Job>,
        then: impl FnOnce(ModelResult, Option<ArrayBuffer>) + 'static,
    ) -> JobId {
        let job = self.new_job(Purpose::Model { started_ms: browser::now_ms() });
        let waiting = ModelJob { follow, then: Box::new(then) };
        self.inner.update_value(|inner| {
            inner.model_jobs.insert(job, waiting);
        });
        follow.set(Job::Waiting);
        let attachment = if files.is_empty() { Attachment::None } else { Attachment::Files(files) };
        if let Some(pool) = self.pool() {
            pool.train(job, TrainerRequest::Model { job, task: Box::new(task) }, attachment);
        }
        job
    }

    /// Ends a job; its result never comes.
    pub fn cancel_model_task(&self, job: JobId) {
        self.finished(job);
        if let Some(waiting) = self.take_model_job(job) {
            waiting.follow.set(Job::Idle);
            self.state.announce("The computation was cancelled.");
        }
        if let Some(pool) = self.pool() {
            pool.end_trainer(job);
        }
    }

    pub(super) fn model_progress(&self, job: JobId, running: Job) {
        let follow = self.inner.with_value(|inner| inner.model_jobs.get(&job).map(|waiting| waiting.follow));
        if let Some(follow) = follow {
            follow.set(running);
        }
    }

    pub(super) fn modelled(&self, job: JobId, result: ModelResult, bytes: Option<ArrayBuffer>) {
        self.finished(job);
        if let Some(waiting) = self.take_model_job(job) {
            waiting.follow.set(Job::Done);
            (waiting.then)(result, bytes);
        }
    }

    pub(super) fn model_failed(&self, job: JobId, error: JobError) {
        self.state.announce(labels::sentence(&error.to_string()));
        if let Some(waiting) = self.take_model_job(job) {
            waiting.follow.set(Job::Failed(error));
        }
    }

    fn take_model_job(&self, job: JobId) -> Option<ModelJob> {
        let mut waiting = None;
        self.inner.update_value(|inner| waiting = inner.model_jobs.remove(&job));
        waiting
    }
}
