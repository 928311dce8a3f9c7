//! What the workers say, put into the state.

use std::sync::Arc;

use js_sys::ArrayBuffer;
use leptos::prelude::*;

use super::{Engine, Purpose};
use crate::app::browser;
use crate::app::format;
use crate::app::labels;
use crate::app::state::{Job, Progress};
use crate::worker::client::Attachment;
use crate::worker::pool::PoolEvent;
use crate::worker::protocol::{Answer, JobError, JobId, Origin, Request, Response, Slot, TableInfo};
use crate::worker::trainer_protocol::TrainerAnswer;

impl Engine {
    pub(super) fn heard(&self, event: PoolEvent) {
        match event {
            PoolEvent::Worker(response, bytes) => {
                if let Some((job, answer)) = self.last(*response) {
                    self.answered(job, answer, bytes);
                }
            }
            PoolEvent::Trainer(response, bytes) => match self.last(*response) {
                Some((job, TrainerAnswer::Modelled(result))) => self.modelled(job, *result, bytes),
                Some((job, TrainerAnswer::Analysed(result))) => self.analysed(job, *result),
                None => {}
            },
            PoolEvent::Stopped(job, error) => self.failed(job, error),
            PoolEvent::JudgeStopped(error) => self.judge_stopped(error),
        }
    }

    /// The answer of a job that was done; progress and failures are seen to here.
    fn last<A>(&self, response: Response<A>) -> Option<(JobId, A)> {
        match response {
            Response::Ready { .. } => {}
            Response::Progress { job, stage, done, total, rows } => {
                self.progressed(job, Progress { stage, done, total, rows, elapsed: 0.0 });
            }
            Response::Done { job, answer } => return Some((job, answer)),
            Response::Failed { job, error } => self.failed(job, error),
        }
        None
    }

    fn progressed(&self, job: JobId, progress: Progress) {
        let Some(purpose) = self.purpose(job) else { return };
        let since = |started_ms: f64| {
            let elapsed = (browser::now_ms() - started_ms) / 1000.0;
            Job::Running(Progress { elapsed, ..progress })
        };
        match purpose {
            Purpose::Read { slot, started_ms } => {
                self.state.update_dataset(slot, |set| set.job = since(started_ms));
            }
            Purpose::Analyse { started_ms } => {
                self.state.analysis.update(|state| state.job = since(started_ms));
            }
            Purpose::Model { started_ms } => self.model_progress(job, since(started_ms)),
            Purpose::Simulate(_)
            | Purpose::Judge
            | Purpose::Detail
            | Purpose::Rows
            | Purpose::File
            | Purpose::Parts => {}
        }
    }

    fn answered(&self, job: JobId, answer: Answer, bytes: Option<ArrayBuffer>) {
        match answer {
            Answer::Read(table) => {
                if let Some(Purpose::Read { slot, .. }) = self.finished(job) {
                    self.installed(slot, table, bytes);
                }
            }
            Answer::Simulated(table) => {
                if let Some(Purpose::Simulate(slot)) = self.finished(job) {
                    self.filled(slot, table);
                }
            }
            Answer::Judged(report) => {
                self.finished(job);
                if self.is_latest(job) {
                    self.judged(*report);
                }
            }
            Answer::Detail(detail) => {
                self.finished(job);
                if self.inner.with_value(|inner| inner.latest_detail) == Some(job) {
                    self.state.detail.set(detail.map(|detail| *detail));
                }
            }
            Answer::Rows(rows) => {
                self.finished(job);
                self.picked(job, rows);
            }
            Answer::Samples => self.sampled(job, bytes),
            Answer::Parts => self.parted(job, bytes),
            Answer::File(name) => {
                self.finished(job);
                match bytes {
                    Some(bytes) => self.state.offer(&name, &bytes),
                    None => self.state.notify(format!("{name} came without its bytes: try again.")),
                }
            }
        }
    }

    fn installed(&self, slot: Slot, table: TableInfo, profile: Option<ArrayBuffer>) {
        let Some(profile) = profile else {
            let error = JobError::Crashed { reason: "it sent no profile".to_owned() };
            self.state.update_dataset(slot, |set| set.job = Job::Failed(error));
            return;
        };
        self.ask(Request::Install { slot }, Attachment::Bytes(profile));
        self.filled(slot, table);
    }

    fn filled(&self, slot: Slot, table: TableInfo) {
        let revision = self.next_revision();
        self.state.announce(format!(
            "{} is read: {}, {}.",
            table.name,
            format::counted(table.rows, "row", "rows"),
            format::counted(table.columns.len() as u64, "column", "columns"),
        ));
        self.state.update_dataset(slot, |set| {
            set.job = Job::Done;
            set.origin = table.origin;
            if set.origin != Origin::Simulation {
                set.name.clone_from(&table.name);
            }
            set.revision = revision;
            set.table = Some(Arc::new(table));
        });
    }

    pub(super) fn failed(&self, job: JobId, error: JobError) {
        let sentence = labels::sentence(&error.to_string());
        match self.finished(job) {
            Some(Purpose::Read { slot, .. }) => {
                self.state.update_dataset(slot, |set| set.job = Job::Failed(error));
                self.state.announce(sentence);
            }
            Some(Purpose::Simulate(slot)) => {
                self.remove(slot);
                self.state.notify(sentence);
            }
            Some(Purpose::Judge) if self.is_latest(job) => self.not_judged(error),
            Some(Purpose::Judge) => {}
            Some(Purpose::Rows) => {
                self.state.picked.set(None);
                self.state.notify(sentence);
            }
            Some(Purpose::Detail | Purpose::File) => self.state.notify(sentence),
            Some(Purpose::Parts) => self.not_parted(Some(job), error),
            Some(Purpose::Analyse { .. }) => self.analysis_failed(error),
            Some(Purpose::Model { .. }) => self.model_failed(job, error),
            None => {}
        }
    }

    /// The profiles went with the judge; the files are still in the user's hands.
    fn judge_stopped(&self, error: JobError) {
        self.state.datasets.update(|all| {
            all.retain(|set| set.origin != Origin::Simulation);
            for set in all.iter_mut().filter(|set| set.job == Job::Done) {
                set.job = Job::Failed(error.clone());
            }
        });
        self.cancel_analysis();
        self.not_parted(None, error.clone());
        self.inner.update_value(|inner| {
            inner.purposes.retain(|_, purpose| matches!(purpose, Purpose::Read { .. }));
        });
        // A judge that never ran would not run if the files were read again.
        let ran = matches!(error, JobError::Crashed { .. });
        let any = self.state.datasets.with_untracked(|all| !all.is_empty());
        self.state.lost.set(ran && any);
        self.state.notify(labels::sentence(&error.to_string()));
    }

    /// Whether no newer question was put to the judge since.
    fn is_latest(&self, judge: JobId) -> bool {
        self.inner.with_value(|inner| inner.latest_judge) == Some(judge)
    }

    fn purpose(&self, job: JobId) -> Option<Purpose> {
        self.inner.with_value(|inner| inner.purposes.get(&job).copied())
    }

    pub(super) fn finished(&self, job: JobId) -> Option<Purpose> {
        let mut purpose = None;
        self.inner.update_value(|inner| purpose = inner.purposes.remove(&job));
        purpose
    }
}
