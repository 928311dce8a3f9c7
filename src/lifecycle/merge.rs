//! Taking another workspace in, as one change that loses nothing of either.
//!
//! Runs, models, versions, decisions and kept reports that are not there are added; what is there stays as it is. A
//! registered model of the same name with other versions comes in under a name of its own. Descriptions,
//! tags, aliases and the intended use of what is there already stay those of this workspace. Decisions, reports and
//! the entries of the audit log get numbers after those that are there.

use std::collections::BTreeMap;

use super::{
    AuditEntry, Change, Decision, KeptReport, KeyedRecord, LifecycleError, ModelVersion, Record,
    RegisteredModel, Run, Stamp, Workspace, names,
};

/// A workspace taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The change that does it; its new artifacts come with the other workspace.
    pub change: Change,
    /// What was done or left out, in sentences.
    pub notes: Vec<String>,
}

impl Workspace {
    /// The change that takes `other` in; `from` names it in the audit log.
    ///
    /// # Errors
    ///
    /// [`LifecycleError`] where `other` does not hold together: a version without its run, or a run of
    /// the same identifier that is another.
    pub fn merge(&self, other: &Self, from: &str, stamp: &Stamp) -> Result<Merged, LifecycleError> {
        other.check()?;
        let mut merge = Merge {
            there: self,
            records: Vec::new(),
            notes: Vec::new(),
            decided: BTreeMap::new(),
            called: BTreeMap::new(),
        };
        let decisions = merge.decisions(&other.decisions);
        let runs = merge.runs(&other.runs)?;
        let mut taken = Taken::default();
        for model in other.models.values() {
            merge.model(model, other, &mut taken);
        }
        let reports = merge.reports(&other.reports);
        merge.policy(other.policy.as_deref());
        let numbers = format!(
            "{}, {}, {}, {} and {} were taken in from {from}",
            counted(taken.models, "model"),
            counted(taken.versions, "version"),
            counted(runs, "run"),
            counted(decisions, "decision"),
            counted(reports, "report"),
        );
        merge.audit(
            &other.audit,
            AuditEntry {
                number: 0,
                time_ms: stamp.time_ms,
                actor: stamp.actor.clone(),
                action: "import".to_owned(),
                subject: from.to_owned(),
                words: numbers.clone(),
            },
        );
        merge.notes.insert(0, numbers);
        let kept = self.artifacts();
        let new_artifacts =
            other.artifacts().into_iter().filter(|digest| kept.binary_search(digest).is_err()).collect();
        let change = Change { expects: self.head.revision, records: merge.records, new_artifacts };
        Ok(Merged { change, notes: merge.notes })
    }

    /// The change that forgets all, but that it was done.
    pub fn cleared(&self, stamp: &Stamp) -> Change {
        let entry = Record::Audit(AuditEntry {
            number: 1,
            time_ms: stamp.time_ms,
            actor: stamp.actor.clone(),
            action: "clear".to_owned(),
            subject: "workspace".to_owned(),
            words: "all of the workspace was forgotten, the audit log before this entry too".to_owned(),
        });
        let key = entry.key();
        let gone = self.records().into_iter().filter(|(there, _)| *there != key);
        let mut records: Vec<_> = gone.map(|(key, _)| KeyedRecord { key, record: None }).collect();
        records.push(KeyedRecord { key, record: Some(entry) });
        Change { expects: self.head.revision, records, new_artifacts: Vec::new() }
    }

    /// Whether all that is named is there, under names that can be.
    fn check(&self) -> Result<(), LifecycleError> {
        let broken = |what: &str, reason: String| {
            Err(LifecycleError::Inconsistent { what: format!("`{what}`"), reason })
        };
        for model in self.models.values() {
            names::check_model(&model.name)?;
            for (alias, version) in &model.aliases {
                names::check_alias(alias)?;
                if !self.versions.contains_key(&(model.name.clone(), *version)) {
                    return broken(&model.name, format!("its {alias}, version {version}, is not there"));
                }
            }
        }
        for version in self.versions.values() {
            match self.models.get(&version.model) {
                Some(model) if (1..=model.last_version).contains(&version.version) => {}
                _ => return broken(&version.model, format!("it has given no number {}", version.version)),
            }
            if !self.runs.contains_key(&version.run) {
                return broken(
                    &version.model,
                    format!("the run of version {} is not there", version.version),
                );
            }
        }
        self.runs.keys().try_for_each(|id| names::check_run_id(id))
    }
}

/// How much of the registry came in.
#[derive(Default)]
struct Taken {
    models: usize,
    versions: usize,
    /// Names that are given by this change.
    names: Vec<String>,
}

struct Merge<'a> {
    there: &'a Workspace,
    records: Vec<KeyedRecord>,
    notes: Vec<String>,
    /// Number here by number there.
    decided: BTreeMap<u64, u64>,
    /// Name of a registered model here by its name there.
    called: BTreeMap<String, String>,
}

impl Merge<'_> {
    fn put(&mut self, record: Record) {
        self.records.push(KeyedRecord { key: record.key(), record: Some(record) });
    }

    /// Adds the decisions that are not there under the next numbers; gives back how many.
    fn decisions(&mut self, others: &[Decision]) -> usize {
        let mut last = self.there.decisions.last().map_or(0, |decision| decision.number);
        let before = last;
        for other in others {
            let same = |there: &&Decision| Decision { number: other.number, ..(*there).clone() } == *other;
            let number = match self.there.decisions.iter().find(same) {
                Some(there) => there.number,
                None => {
                    last = last.saturating_add(1);
                    self.put(Record::Decision(Box::new(Decision { number: last, ..other.clone() })));
                    last
                }
            };
            self.decided.insert(other.number, number);
        }
        usize::try_from(last - before).unwrap_or(usize::MAX)
    }

    /// Adds the runs that are not there; gives back how many.
    fn runs(&mut self, others: &BTreeMap<String, Run>) -> Result<usize, LifecycleError> {
        let mut added = 0;
        for other in others.values() {
            let decision = other.decision.and_then(|number| self.decided.get(&number).copied());
            let other = Run { decision, ..other.clone() };
            let Some(there) = self.there.runs.get(&other.id) else {
                self.put(Record::Run(Box::new(other)));
                added += 1;
                continue;
            };
            if *there == other {
                continue;
            }
            // Name and tags are changed by people, and the decision may have been there without the run.
            let renamed = Run {
                name: other.name.clone(),
                tags: other.tags.clone(),
                decision: other.decision,
                ..there.clone()
            };
            if renamed != other {
                return Err(LifecycleError::Taken { what: "run".to_owned(), name: other.id });
            }
            self.notes.push(format!("run `{}` keeps the name and the tags that it has here", there.name));
        }
        Ok(added)
    }

    /// Adds a registered model, or the versions that it lacks here.
    fn model(&mut self, other: &RegisteredModel, from: &Workspace, taken: &mut Taken) {
        let versions: Vec<&ModelVersion> =
            from.versions.values().filter(|version| version.model == other.name).collect();
        let name = self.name_for(&other.name, &versions, &taken.names);
        if name != other.name {
            self.notes
                .push(format!("`{}` is there with other versions: what came in is `{name}`", other.name));
        }
        taken.names.push(name.clone());
        self.called.insert(other.name.clone(), name.clone());
        let missing: Vec<&ModelVersion> = versions
            .into_iter()
            .filter(|version| !self.there.versions.contains_key(&(name.clone(), version.version)))
            .collect();
        match self.there.models.get(&name) {
            None => {
                taken.models += 1;
                self.put(Record::Model(RegisteredModel { name: name.clone(), ..other.clone() }));
            }
            Some(there) if !missing.is_empty() => {
                let last_version = there.last_version.max(other.last_version);
                self.put(Record::Model(RegisteredModel { last_version, ..there.clone() }));
                let count = counted(missing.len(), "version");
                self.notes.push(format!("`{name}` got {count} more; its aliases stay as they are here"));
            }
            Some(_) => {}
        }
        taken.versions += missing.len();
        for version in missing {
            self.put(Record::Version(ModelVersion { model: name.clone(), ..version.clone() }));
        }
    }

    /// Its own name where that is free or means the same versions, or else the first with a number behind it.
    fn name_for(&self, name: &str, versions: &[&ModelVersion], given: &[String]) -> String {
        let mut candidate = name.to_owned();
        let mut number = 2_u32;
        loop {
            let lower = candidate.to_lowercase();
            let alike = self.there.models.keys().find(|there| there.to_lowercase() == lower);
            let fits = match alike {
                Some(there) => *there == candidate && self.agrees(&candidate, versions),
                None => names::check_model(&candidate).is_ok(),
            };
            if fits && !given.iter().any(|given| given.to_lowercase() == lower) {
                return candidate;
            }
            candidate = numbered(name, number);
            number = number.saturating_add(1);
        }
    }

    /// Whether the versions of a model here are the same where they have the same number, and there is one.
    fn agrees(&self, name: &str, versions: &[&ModelVersion]) -> bool {
        let same = |there: &ModelVersion, other: &ModelVersion| {
            let as_there = ModelVersion {
                model: there.model.clone(),
                description: there.description.clone(),
                tags: there.tags.clone(),
                ..other.clone()
            };
            as_there == *there
        };
        let there = |version: &&ModelVersion| self.there.versions.get(&(name.to_owned(), version.version));
        let mut shared = versions.iter().filter_map(|version| Some((there(version)?, *version))).peekable();
        let has_shared = shared.peek().is_some();
        let is_empty = !self.there.versions.keys().any(|(model, _)| model == name);
        (has_shared || is_empty || versions.is_empty()) && shared.all(|(there, other)| same(there, other))
    }

    /// Adds the reports that are not there under the next numbers; gives back how many.
    fn reports(&mut self, others: &[KeptReport]) -> usize {
        let mut last = self.there.head.last_report;
        let before = last;
        for other in others {
            let named = |name: &String| self.called.get(name).unwrap_or(name).clone();
            let other = KeptReport { model: other.model.as_ref().map(named), ..other.clone() };
            let same = |there: &KeptReport| KeptReport { number: other.number, ..there.clone() } == other;
            if !self.there.reports.iter().any(same) {
                last = last.saturating_add(1);
                self.put(Record::Report(Box::new(KeptReport { number: last, ..other })));
            }
        }
        usize::try_from(last - before).unwrap_or(usize::MAX)
    }

    fn policy(&mut self, other: Option<&str>) {
        match (self.there.policy.as_deref(), other) {
            (None, Some(text)) => self.put(Record::Policy(text.to_owned())),
            (Some(there), Some(text)) if there != text => {
                self.notes.push("the policy stays as it is here".to_owned());
            }
            _ => {}
        }
    }

    /// Adds the entries that are not there, and the one of the import itself.
    fn audit(&mut self, others: &[AuditEntry], own: AuditEntry) {
        let mut last = self.there.audit.last().map_or(0, |entry| entry.number);
        let same = |there: &AuditEntry, other: &AuditEntry| {
            AuditEntry { number: other.number, ..there.clone() } == *other
        };
        let missing = others.iter().filter(|other| !self.there.audit.iter().any(|there| same(there, other)));
        let entries: Vec<AuditEntry> = missing.cloned().chain([own]).collect();
        for entry in entries {
            last = last.saturating_add(1);
            self.put(Record::Audit(AuditEntry { number: last, ..entry }));
        }
    }
}

/// A name with a number behind it, the name cut where it would be too long with it.
fn numbered(name: &str, number: u32) -> String {
    let mut stem = name.to_owned();
    loop {
        let candidate = format!("{} {number}", stem.trim_end());
        if names::check_model(&candidate).is_ok() || stem.pop().is_none() {
            return candidate;
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
