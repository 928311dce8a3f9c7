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
use crate::worker::protocol::{JobError, JobId, Origin, Request, Response, Slot, TableInfo};

impl Engine {
    pub(super) fn heard(&self, event: PoolEvent) {
        match event {
            PoolEvent::Answer(response, bytes) => self.answered(*response, bytes),
            PoolEvent::ReaderStopped(job, error)
            | PoolEvent::AnalystStopped(job, error)
            | PoolEvent::TrainerStopped(job, error) => {
                self.failed(job, error);
            }
            PoolEvent::JudgeStopped(error) => self.judge_stopped(error),
        }
    }

    fn answered(&self, response: Response, bytes: Option<ArrayBuffer>) {
        match response {
            Response::Ready { .. } => {}
            Response::Progress { job, stage, done, total, rows } => {
                let (slot, started_ms) = match self.purpose(job) {
                    Some(Purpose::Read { slot, started_ms }) => (slot, started_ms),
                    Some(Purpose::Analyse { started_ms }) => {
                        return self.analysis_progress(started_ms, stage, done, total, rows);
                    }
                    Some(Purpose::Model { started_ms }) => {
                        return self.model_progress(job, started_ms, stage, done, total, rows);
                    }
                    _ => return,
                };
                let elapsed = (browser::now_ms() - started_ms) / 1000.0;
                let progress = Progress { stage, done, total, rows, elapsed };
                self.state.update_dataset(slot, |set| set.job = Job::Running(progress));
            }
            Response::Read { job, table } => {
                if let Some(Purpose::Read { slot, .. }) = self.finished(job) {
                    self.installed(slot, table, bytes);
                }
            }
            Response::Simulated { job, table } => {
                if let Some(Purpose::Simulate(slot)) = self.finished(job) {
                    self.filled(slot, table);
                }
            }
            Response::Judged { job, report, .. } => {
                self.finished(job);
                if self.is_latest(job) {
                    self.judged(*report);
                }
            }
            Response::Detail { job, detail } => {
                self.finished(job);
                if self.inner.with_value(|inner| inner.latest_detail) == Some(job) {
                    self.state.detail.set(detail.map(|detail| *detail));
                }
            }
            Response::Rows { job, rows } => {
                self.finished(job);
                self.picked(job, rows);
            }
            Response::Samples { job } => self.sampled(job, bytes),
            Response::Modelled { job, result } => self.modelled(job, *result, bytes),
            Response::Analysed { job, result } => self.analysed(job, *result),
            Response::File { job, name } => {
                self.finished(job);
                let saved = bytes.ok_or_else(|| format!("{name} came without its bytes: try again."));
                match saved.and_then(|bytes| browser::download(&name, &bytes)) {
                    Ok(()) => self.state.announce(format!("{name} is downloaded.")),
                    Err(sentence) => self.state.notify(sentence),
                }
            }
            Response::Failed { job, error } => self.failed(job, error),
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
