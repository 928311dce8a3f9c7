//! A workspace out of its records, and after a change.

use super::workspace::{unescaped, version_key};
use super::{Change, Head, Record, Workspace};

impl Workspace {
    /// A workspace out of what a store holds, in any order.
    pub fn from_records(head: Head, records: impl IntoIterator<Item = Record>) -> Self {
        let mut workspace = Self { head, ..Self::default() };
        for record in records {
            match record {
                Record::Decision(decision) => workspace.decisions.push(*decision),
                Record::Audit(entry) => workspace.audit.push(entry),
                Record::Report(report) => workspace.reports.push(*report),
                other => workspace.put(other),
            }
        }
        workspace.decisions.sort_by_key(|decision| decision.number);
        workspace.audit.sort_by_key(|entry| entry.number);
        workspace.reports.sort_by_key(|report| report.number);
        let newest = workspace.reports.last().map_or(0, |report| report.number);
        workspace.head.last_report = workspace.head.last_report.max(newest);
        workspace
    }

    /// Makes the change that [`plan`](Self::plan) gave, as a store does that keeps it.
    pub fn apply(&mut self, change: &Change) {
        for keyed in &change.records {
            match &keyed.record {
                Some(record) => self.put(record.clone()),
                None => self.take_away(&keyed.key),
            }
        }
        self.head = self.head.after(change);
    }

    /// Every record, sorted by its key.
    pub fn records(&self) -> Vec<(String, Record)> {
        let models = self.models.values().cloned().map(Record::Model);
        let versions = self.versions.values().cloned().map(Record::Version);
        let runs = self.runs.values().map(|run| Record::Run(Box::new(run.clone())));
        let decisions = self.decisions.iter().map(|decision| Record::Decision(Box::new(decision.clone())));
        let reports = self.reports.iter().map(|report| Record::Report(Box::new(report.clone())));
        let audit = self.audit.iter().cloned().map(Record::Audit);
        let policy = self.policy.clone().map(Record::Policy);
        let all =
            models.chain(versions).chain(runs).chain(decisions).chain(reports).chain(audit).chain(policy);
        let mut all: Vec<_> = all.map(|record| (record.key(), record)).collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all
    }

    /// Digests of all artifacts, sorted, each once.
    pub fn artifacts(&self) -> Vec<String> {
        let of_runs = self.runs.values().flat_map(|run| &run.artifacts);
        let of_versions = self.versions.values().map(|version| &version.file);
        let of_reports = self.reports.iter().map(|report| &report.file);
        let all = of_runs.chain(of_versions).chain(of_reports);
        let mut digests: Vec<String> = all.map(|artifact| artifact.digest.clone()).collect();
        digests.sort();
        digests.dedup();
        digests
    }

    fn put(&mut self, record: Record) {
        match record {
            Record::Model(model) => {
                self.models.insert(model.name.clone(), model);
            }
            Record::Version(version) => {
                self.versions.insert((version.model.clone(), version.version), version);
            }
            Record::Run(run) => {
                self.runs.insert(run.id.clone(), *run);
            }
            Record::Decision(decision) => {
                match self.decisions.binary_search_by_key(&decision.number, |there| there.number) {
                    Ok(at) => self.decisions[at] = *decision,
                    Err(at) => self.decisions.insert(at, *decision),
                }
            }
            Record::Audit(entry) => {
                match self.audit.binary_search_by_key(&entry.number, |there| there.number) {
                    Ok(at) => self.audit[at] = entry,
                    Err(at) => self.audit.insert(at, entry),
                }
            }
            Record::Report(report) => {
                match self.reports.binary_search_by_key(&report.number, |there| there.number) {
                    Ok(at) => self.reports[at] = *report,
                    Err(at) => self.reports.insert(at, *report),
                }
            }
            Record::Policy(text) => self.policy = Some(text),
        }
    }

    fn take_away(&mut self, key: &str) {
        let (kind, rest) = key.split_once('/').unwrap_or((key, ""));
        match kind {
            "models" => {
                unescaped(rest).map(|name| self.models.remove(&name));
            }
            "versions" => {
                let place = rest
                    .rsplit_once('/')
                    .and_then(|(name, number)| Some((unescaped(name)?, number.parse().ok()?)));
                if let Some(place) = place.filter(|(name, number)| version_key(name, *number) == key) {
                    self.versions.remove(&place);
                }
            }
            "runs" => {
                unescaped(rest).map(|id| self.runs.remove(&id));
            }
            "decisions" => {
                let number = rest.parse::<u64>();
                self.decisions.retain(|decision| Ok(decision.number) != number);
            }
            "reports" => {
                let number = rest.parse::<u64>();
                self.reports.retain(|report| Ok(report.number) != number);
            }
            "audit" => {
                let number = rest.parse::<u64>();
                self.audit.retain(|entry| Ok(entry.number) != number);
            }
            "policy" => self.policy = None,
            _ => {}
        }
    }
}
