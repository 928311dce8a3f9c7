//! Long computations on sampled rows: asked for, followed, cancelled.
//!
//! The judge hands the rows out as bytes, a trainer computes on them. A trainer that computes
//! hears nothing, so to cancel is to end it; the judge and what it holds stay.

use std::sync::Arc;

use js_sys::ArrayBuffer;
use leptos::prelude::*;

use super::{Engine, Purpose};
use crate::app::browser;
use crate::app::labels;
use crate::app::state::{AnalysisKind, AnalysisState, Calibrated, Job};
use crate::data::{Kind, Role};
use crate::worker::client::Attachment;
use crate::worker::protocol::{JobError, JobId, Request, Slot};
use crate::worker::trainer_protocol::{Analysis, AnalysisResult, TrainerRequest};

/// What the sampled rows depend on: another value means other rows.
#[derive(Debug, Clone, PartialEq)]
struct Rows {
    reference: u32,
    current: (Slot, u32),
    kinds: Vec<(String, Kind)>,
    roles: Vec<(String, Role)>,
}

/// The analysis that was asked for last.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    job: JobId,
    analysis: Analysis,
}

impl Engine {
    /// Starts a long computation on the sampled rows of the last comparison. There is one at a
    /// time: a running one ends, as by [`Engine::cancel_analysis`]. Stage, share, outcome and
    /// results go into [`AppState::analysis`](crate::app::state::AppState::analysis).
    pub fn analyse(&self, analysis: Analysis) {
        self.end_analysis();
        let job = self.new_job(Purpose::Analyse { started_ms: browser::now_ms() });
        let kind = AnalysisKind::of(&analysis);
        self.inner.update_value(|inner| inner.asked = Some(Asked { job, analysis }));
        self.state.analysis.update(|state| {
            state.kind = Some(kind);
            state.job = Job::Waiting;
        });
        self.ask(Request::Samples { job }, Attachment::None);
    }

    /// Ends the running computation; what was found before stays.
    pub fn cancel_analysis(&self) {
        if self.end_analysis() {
            self.state.analysis.update(|state| state.job = Job::Idle);
            self.state.announce("The computation was cancelled.");
        }
    }

    /// Forgets what was found on rows that are no longer those of the comparison.
    pub(super) fn follow_rows(self) {
        let question = self.state.question;
        let rows = Memo::new(move |_| {
            let question = question.get()?;
            Some(Rows {
                reference: question.reference,
                current: (question.slot, question.current),
                kinds: question.policy.kinds.into_iter().collect(),
                roles: question.policy.roles.into_iter().collect(),
            })
        });
        Effect::new(move |before: Option<Option<Rows>>| {
            let rows = rows.get();
            if before.is_some_and(|before| before != rows) {
                self.end_analysis();
                self.state.analysis.set(AnalysisState::default());
            }
            rows
        });
    }

    /// The judge's rows are there: on to a trainer.
    pub(super) fn sampled(&self, job: JobId, rows: Option<ArrayBuffer>) {
        let Some(asked) = self.asked(job) else { return };
        let Some(rows) = rows else {
            return self.failed(job, JobError::Crashed { reason: "it sent no rows".to_owned() });
        };
        if let Some(pool) = self.pool() {
            let request = TrainerRequest::Analyse { job, analysis: asked.analysis };
            pool.train(job, request, Attachment::Bytes(rows));
        }
    }

    pub(super) fn analysed(&self, job: JobId, result: AnalysisResult) {
        let Some(asked) = self.asked(job) else { return };
        self.finished(job);
        self.state.analysis.update(|state| {
            state.job = Job::Done;
            match (result, asked.analysis) {
                (AnalysisResult::Multivariate(report), _) => state.multivariate = Some(Arc::new(report)),
                (AnalysisResult::Calibrated(result), Analysis::Calibrate { policy, settings }) => {
                    state.calibrated = Some(Arc::new(Calibrated { policy, settings, result }));
                }
                (AnalysisResult::Calibrated(_), Analysis::Multivariate(_)) => {}
            }
        });
    }

    pub(super) fn analysis_failed(&self, error: JobError) {
        self.state.announce(labels::sentence(&error.to_string()));
        self.state.analysis.update(|state| state.job = Job::Failed(error));
    }

    /// Whether there was one to end.
    fn end_analysis(&self) -> bool {
        let mut asked = None;
        self.inner.update_value(|inner| asked = inner.asked.take());
        let Some(Asked { job, .. }) = asked else { return false };
        if let Some(pool) = self.pool() {
            pool.end_trainer(job);
        }
        self.finished(job).is_some()
    }

    /// What was asked for under this number, unless it was cancelled or asked anew since.
    fn asked(&self, job: JobId) -> Option<Asked> {
        self.inner.with_value(|inner| inner.asked.clone()).filter(|asked| asked.job == job)
    }
}
