//! What actions change, checked as a whole before anything is kept.
//!
//! Each action sees what those before it did, and leaves one entry in the audit log. Entries that are
//! there are never touched, and decisions neither.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::workspace::{model_key, report_key, run_key, version_key};
use super::{
    Action, AuditEntry, Change, Decision, KeptReport, KeyedRecord, LifecycleError, ModelVersion, Record,
    RegisteredModel, Run, Stamp, Workspace, names,
};

impl Workspace {
    /// The change that does all `actions` in order, or the reason why none of them is done.
    ///
    /// # Errors
    ///
    /// [`LifecycleError`] of the first action that cannot be done.
    pub fn plan(&self, actions: &[Action], stamp: &Stamp) -> Result<Change, LifecycleError> {
        let mut plan = Plan::new(self, stamp);
        plan.coming = actions.iter().filter_map(logged_run).collect();
        for action in actions {
            let done = plan.act(action)?;
            plan.note(action.id(), done);
        }
        Ok(plan.change())
    }
}

/// What was done, for the audit log.
pub(super) struct Done {
    /// To what: `loan version 3`.
    pub(super) subject: String,
    /// In a sentence.
    pub(super) words: String,
}

/// A workspace as the actions so far leave it.
pub(super) struct Plan<'a> {
    pub(super) there: &'a Workspace,
    pub(super) stamp: &'a Stamp,
    pub(super) models: Draft<'a, String, RegisteredModel>,
    pub(super) versions: Draft<'a, (String, u32), ModelVersion>,
    pub(super) runs: Draft<'a, String, Run>,
    pub(super) decisions: Vec<Decision>,
    /// Kept reports, by number; `None` is deleted.
    pub(super) reports: BTreeMap<u64, Option<KeptReport>>,
    audit: Vec<AuditEntry>,
    pub(super) policy: Option<String>,
    /// Identifiers of the runs that the actions log, those to come among them.
    pub(super) coming: Vec<&'a str>,
    /// Number of the decision that a run came of, for those decided here.
    pub(super) decided: BTreeMap<String, u64>,
}

impl<'a> Plan<'a> {
    fn new(there: &'a Workspace, stamp: &'a Stamp) -> Self {
        Self {
            there,
            stamp,
            models: Draft::new(&there.models),
            versions: Draft::new(&there.versions),
            runs: Draft::new(&there.runs),
            decisions: Vec::new(),
            reports: BTreeMap::new(),
            audit: Vec::new(),
            policy: None,
            coming: Vec::new(),
            decided: BTreeMap::new(),
        }
    }

    fn act(&mut self, action: &Action) -> Result<Done, LifecycleError> {
        match action {
            Action::Decide(decision) => self.decide(decision),
            Action::LogRun(run) => self.log_run(run),
            Action::Register(new) => self.register(new),
            Action::Promote { model, version, note } => self.promote(model, *version, note),
            Action::RollBack { model, version } => self.roll_back(model, *version),
            Action::Decline { model, note } => self.decline(model, note),
            Action::SetAlias { model, alias, version } => self.set_alias(model, alias, *version),
            Action::Describe { model, version, text } => self.describe(model, *version, text),
            Action::IntendUse { model, text } => self.intend_use(model, text),
            Action::Tag { model, version, key, value } => self.tag(model, *version, key, value.as_deref()),
            Action::TagRun { run, key, value } => self.tag_run(run, key, value.as_deref()),
            Action::RenameRun { run, name } => self.rename_run(run, name),
            Action::DeleteVersion { model, version } => self.delete_version(model, *version),
            Action::DeleteRun { run } => self.delete_run(run),
            Action::DeleteModel { model } => self.delete_model(model),
            Action::KeepReport(report) => self.keep_report(report),
            Action::DeleteReport { number } => self.delete_report(*number),
            Action::SetPolicy { text } => {
                self.policy = Some(text.clone());
                let words = format!("the policy was kept, {} lines", text.lines().count());
                Ok(Done { subject: "policy".to_owned(), words })
            }
        }
    }

    /// Number of the next decision.
    pub(super) fn next_decision(&self) -> u64 {
        let last = self.decisions.last().or(self.there.decisions.last());
        last.map_or(1, |decision| decision.number.saturating_add(1))
    }

    /// Whether there is a decision of this number.
    pub(super) fn has_decision(&self, number: u64) -> bool {
        self.there.decisions.iter().chain(&self.decisions).any(|decision| decision.number == number)
    }

    /// One more entry of the audit log.
    fn note(&mut self, action: &str, done: Done) {
        let last = self.audit.last().or(self.there.audit.last());
        self.audit.push(AuditEntry {
            number: last.map_or(1, |entry| entry.number.saturating_add(1)),
            time_ms: self.stamp.time_ms,
            actor: self.stamp.actor.clone(),
            action: action.to_owned(),
            subject: done.subject,
            words: done.words,
        });
    }

    fn change(self) -> Change {
        let kept = self.there.artifacts();
        let logged = self.coming.iter().filter_map(|id| self.runs.get(&(*id).to_owned()));
        let mut new_artifacts: Vec<String> = Vec::new();
        let of_reports = self.reports.values().flatten().map(|report| &report.file);
        for artifact in logged.flat_map(|run| &run.artifacts).chain(of_reports) {
            if kept.binary_search(&artifact.digest).is_err() && !new_artifacts.contains(&artifact.digest) {
                new_artifacts.push(artifact.digest.clone());
            }
        }
        let mut records: Vec<KeyedRecord> = Vec::new();
        let mut push = |key: String, record| records.push(KeyedRecord { key, record });
        for (name, model) in self.models.changes() {
            push(model_key(&name), model.map(Record::Model));
        }
        for ((model, number), version) in self.versions.changes() {
            push(version_key(&model, number), version.map(Record::Version));
        }
        for (id, run) in self.runs.changes() {
            push(run_key(&id), run.map(|run| Record::Run(Box::new(run))));
        }
        let there = self.there;
        let is_there = |number: u64| there.reports.iter().any(|report| report.number == number);
        // What came and went again is not among the changes.
        for (number, report) in self.reports.into_iter().filter(|(n, own)| own.is_some() || is_there(*n)) {
            push(report_key(number), report.map(|report| Record::Report(Box::new(report))));
        }
        let decisions = self.decisions.into_iter().map(|decision| Record::Decision(Box::new(decision)));
        let rest =
            self.policy.into_iter().map(Record::Policy).chain(self.audit.into_iter().map(Record::Audit));
        for record in decisions.chain(rest) {
            push(record.key(), Some(record));
        }
        Change { expects: self.there.head.revision, records, new_artifacts }
    }

    /// A registered model.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Unknown`] with the models that there are.
    pub(super) fn model(&self, name: &str) -> Result<&RegisteredModel, LifecycleError> {
        self.models
            .get(&name.to_owned())
            .ok_or_else(|| unknown_model(name, self.models.iter().map(|(name, _)| name.clone()).collect()))
    }

    /// A registered model to change; it is changed now.
    ///
    /// # Errors
    ///
    /// As for [`model`](Self::model).
    pub(super) fn edit_model(&mut self, name: &str) -> Result<&mut RegisteredModel, LifecycleError> {
        self.model(name)?;
        let time_ms = self.stamp.time_ms;
        let model = self.models.edit(&name.to_owned()).ok_or_else(|| unknown_model(name, Vec::new()))?;
        model.updated_ms = time_ms;
        Ok(model)
    }

    /// A version.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Unknown`] for the model, or with the versions that there are.
    pub(super) fn version(&self, model: &str, version: u32) -> Result<&ModelVersion, LifecycleError> {
        self.model(model)?;
        self.versions
            .get(&(model.to_owned(), version))
            .ok_or_else(|| unknown_version(model, version, &self.numbers(model)))
    }

    /// A version to change.
    ///
    /// # Errors
    ///
    /// As for [`version`](Self::version).
    pub(super) fn edit_version(
        &mut self,
        model: &str,
        version: u32,
    ) -> Result<&mut ModelVersion, LifecycleError> {
        self.version(model, version)?;
        self.edit_model(model)?;
        self.versions.edit(&(model.to_owned(), version)).ok_or_else(|| unknown_version(model, version, &[]))
    }

    /// Numbers of a model's versions, the first first.
    pub(super) fn numbers(&self, model: &str) -> Vec<u32> {
        let of_model = self.versions.iter().filter(|((name, _), _)| name == model);
        let mut numbers: Vec<u32> = of_model.map(|((_, number), _)| *number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// A run.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Unknown`].
    pub(super) fn run(&self, id: &str) -> Result<&Run, LifecycleError> {
        self.runs.get(&id.to_owned()).ok_or_else(|| unknown_run(id))
    }

    /// A run to change.
    ///
    /// # Errors
    ///
    /// As for [`run`](Self::run).
    pub(super) fn edit_run(&mut self, id: &str) -> Result<&mut Run, LifecycleError> {
        self.runs.edit(&id.to_owned()).ok_or_else(|| unknown_run(id))
    }

    /// The name of a new registered model, no other with the same letters.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Name`], [`LifecycleError::Taken`].
    pub(super) fn check_new_model(&self, name: &str) -> Result<(), LifecycleError> {
        names::check_model(name)?;
        let lower = name.to_lowercase();
        match self.models.iter().find(|(there, _)| there.to_lowercase() == lower) {
            Some((there, _)) => {
                Err(LifecycleError::Taken { what: "registered model".to_owned(), name: there.clone() })
            }
            None => Ok(()),
        }
    }
}

/// Runs are many, so that none are listed.
fn unknown_run(id: &str) -> LifecycleError {
    LifecycleError::UnknownRun { run: id.to_owned() }
}

fn unknown_model(name: &str, there: Vec<String>) -> LifecycleError {
    LifecycleError::Unknown { what: "registered model".to_owned(), name: name.to_owned(), there }
}

fn unknown_version(model: &str, version: u32, there: &[u32]) -> LifecycleError {
    let there = there.iter().map(u32::to_string).collect();
    LifecycleError::Unknown { what: format!("version of `{model}`"), name: version.to_string(), there }
}

fn logged_run(action: &Action) -> Option<&str> {
    match action {
        Action::LogRun(run) => Some(&run.id),
        _ => None,
    }
}

impl Action {
    /// Stable identifier, as the audit log has it.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Decide(_) => "decide",
            Self::LogRun(_) => "log_run",
            Self::Register(_) => "register",
            Self::Promote { .. } => "promote",
            Self::RollBack { .. } => "roll_back",
            Self::Decline { .. } => "decline",
            Self::SetAlias { .. } => "set_alias",
            Self::Describe { .. } => "describe",
            Self::IntendUse { .. } => "intend_use",
            Self::Tag { .. } => "tag",
            Self::TagRun { .. } => "tag_run",
            Self::RenameRun { .. } => "rename_run",
            Self::DeleteVersion { .. } => "delete_version",
            Self::DeleteRun { .. } => "delete_run",
            Self::DeleteModel { .. } => "delete_model",
            Self::KeepReport(_) => "keep_report",
            Self::DeleteReport { .. } => "delete_report",
            Self::SetPolicy { .. } => "set_policy",
        }
    }
}
