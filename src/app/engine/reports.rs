//! Reports: the judge hands out what it compared, a trainer writes the file. The page carries the bytes from
//! one to the other and decodes none of them.

use js_sys::{Array, ArrayBuffer};
use leptos::prelude::*;
use web_sys::File;

use super::{Engine, Purpose};
use crate::app::labels;
use crate::app::state::Job;
use crate::worker::client::Attachment;
use crate::worker::model_tasks::{ModelResult, ModelTask};
use crate::worker::protocol::{JobError, JobId, Request};
use crate::worker::report_tasks::ReportTask;

/// Gets the name of a file and its bytes.
pub type Written = Box<dyn FnOnce(String, ArrayBuffer)>;

/// A report that waits for the judge.
pub(super) struct Asked {
    job: JobId,
    task: Box<ReportTask>,
    files: Vec<File>,
    follow: RwSignal<Job>,
    then: Written,
}

impl Engine {
    /// Has a file written; `files` are those that the task names. Stage, share and failure go into `follow`,
    /// which stays as long as the page; while it is busy, nothing else is written.
    pub fn write_report(&self, task: ReportTask, files: Vec<File>, follow: RwSignal<Job>, then: Written) {
        if follow.with_untracked(Job::is_busy) {
            return;
        }
        let task = Box::new(task);
        if !task.has_check {
            return self.send_report(task, files, follow, then);
        }
        follow.set(Job::Waiting);
        let job = self.new_job(Purpose::Parts);
        let asked = Asked { job, task, files, follow, then };
        self.inner.update_value(|inner| inner.report = Some(asked));
        self.ask(Request::Parts { job }, Attachment::None);
    }

    /// What the judge compared is there: on to a trainer.
    pub(super) fn parted(&self, job: JobId, bytes: Option<ArrayBuffer>) {
        self.finished(job);
        let Some(Asked { task, files, follow, then, .. }) = self.asked_report(job) else { return };
        let parts =
            bytes.and_then(|bytes| File::new_with_buffer_source_sequence(&Array::of1(&bytes), "parts").ok());
        let Some(parts) = parts else {
            return follow.set(Job::Failed(JobError::Crashed { reason: "it sent no comparison".to_owned() }));
        };
        let files = [parts].into_iter().chain(files).collect();
        self.send_report(task, files, follow, then);
    }

    /// The judge could not hand out what it compared; `None` where it stopped.
    pub(super) fn not_parted(&self, job: Option<JobId>, error: JobError) {
        let job = job.or_else(|| self.inner.with_value(|inner| inner.report.as_ref().map(|asked| asked.job)));
        if let Some(asked) = job.and_then(|job| self.asked_report(job)) {
            self.state.announce(labels::sentence(&error.to_string()));
            asked.follow.set(Job::Failed(error));
        }
    }

    fn send_report(&self, task: Box<ReportTask>, files: Vec<File>, follow: RwSignal<Job>, then: Written) {
        self.model_task(ModelTask::Report(task), files, follow, move |result, bytes| {
            if let (ModelResult::File { name }, Some(bytes)) = (result, bytes) {
                then(name, bytes);
            }
        });
    }

    fn asked_report(&self, job: JobId) -> Option<Asked> {
        let mut asked = None;
        self.inner.update_value(|inner| asked = inner.report.take_if(|asked| asked.job == job));
        asked
    }
}
