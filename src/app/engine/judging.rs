//! Judging: at once from the report that is here where that can be done, else by the judge; and the
//! sampled rows behind a verdict.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Engine, Purpose};
use crate::app::format;
use crate::app::labels;
use crate::app::question::Question;
use crate::app::state::{Job, Picked};
use crate::drift::{CheckReport, Condition, DatasetVerdict, PickedRows};
use crate::worker::client::Attachment;
use crate::worker::protocol::{JobError, JobId, Request};

impl Engine {
    /// Answers a new question: a policy that only judges anew what was tested is answered here and at
    /// once, and the judge is told; everything else is asked of the judge, and the table stays until
    /// it answers.
    pub(super) fn judge(&self, question: Question) {
        if self.judge_here(&question) {
            return;
        }
        let job = self.new_job(Purpose::Judge);
        self.inner.update_value(|inner| {
            inner.latest_judge = Some(job);
            inner.question = Some(question.clone());
        });
        self.state.judging.set(Job::Waiting);
        let Question { slot, policy, .. } = question;
        self.ask(Request::Judge { job, slot, policy }, Attachment::None);
    }

    fn judge_here(&self, question: &Question) -> bool {
        let is_same_data = self
            .inner
            .with_value(|inner| inner.question.as_ref().is_some_and(|asked| asked.same_data(question)));
        if !is_same_data || self.state.judging.get_untracked().is_busy() {
            return false;
        }
        let judged = self.state.report.try_maybe_update(|report| {
            let judged =
                report.as_mut().is_some_and(|report| Arc::make_mut(report).judge_again(&question.policy));
            (judged, judged)
        });
        if judged != Some(true) {
            return false;
        }
        self.ask(Request::JudgeAgain { policy: question.policy.clone() }, Attachment::None);
        self.inner.update_value(|inner| inner.question = Some(question.clone()));
        self.state.judgement.update(|judgement| *judgement += 1);
        let verdict = self.state.report.with_untracked(|report| report.as_ref().map(|r| r.dataset.clone()));
        verdict.iter().for_each(|verdict| self.say(verdict));
        true
    }

    pub(super) fn judged(&self, report: CheckReport) {
        self.say(&report.dataset);
        self.state.judging.set(Job::Done);
        self.state.picked.set(None);
        self.state.judgement.update(|judgement| *judgement += 1);
        self.state.report.set(Some(Arc::new(report)));
    }

    /// A policy that cannot be judged by is taken back, and what was judged before stays.
    pub(super) fn not_judged(&self, error: JobError) {
        let sentence = labels::sentence(&error.to_string());
        let asked = self.inner.with_value(|inner| inner.question.clone());
        let before = self.state.report.with_untracked(|report| report.as_ref().map(|r| r.policy.clone()));
        let only_policy = matches!(error, JobError::Drift(_))
            && self.state.history.with_untracked(|history| history.can_undo())
            && asked.is_some_and(|asked| before.is_some_and(|before| before != asked.policy));
        self.state.notify(sentence);
        if only_policy {
            self.state.judging.set(Job::Done);
            self.state.take_policy_back();
        } else {
            self.state.judging.set(Job::Failed(error));
            self.state.report.set(None);
        }
    }

    /// Asks for sampled rows that meet every condition; a second time puts them away.
    pub fn toggle_rows(&self, conditions: Vec<Condition>) {
        let is_open = self
            .state
            .picked
            .with_untracked(|picked| picked.as_ref().is_some_and(|picked| picked.conditions == conditions));
        if is_open {
            self.state.picked.set(None);
            return;
        }
        let job = self.new_job(Purpose::Rows);
        self.inner.update_value(|inner| inner.latest_rows = Some(job));
        self.state.picked.set(Some(Picked { conditions: conditions.clone(), rows: None }));
        self.ask(Request::Rows { job, conditions }, Attachment::None);
    }

    pub(super) fn picked(&self, job: JobId, rows: PickedRows) {
        if self.inner.with_value(|inner| inner.latest_rows) != Some(job) {
            return;
        }
        self.state.picked.update(|picked| {
            if let Some(picked) = picked {
                picked.rows = Some(rows);
            }
        });
    }

    fn say(&self, dataset: &DatasetVerdict) {
        self.state.announce(format!(
            "{} of {} drifted.",
            format::count(dataset.drifted),
            format::counted(dataset.columns, "column", "columns"),
        ));
    }
}
