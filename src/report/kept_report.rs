//! What a workspace keeps of a check, in short.

use super::drift_status::drifted;
use super::{ReadCheck, ReadColumn};
use crate::drift::{CheckReport, Outcome};
use crate::lifecycle::{Artifact, KeptReport, digest};

/// Path of the JSON file among the artifacts.
const PATH: &str = "evenkeel-check.json";

/// What is kept of a check; `json` is its file, made at `time_ms`. The workspace numbers it.
pub fn kept_report(
    report: &CheckReport,
    json: &str,
    time_ms: i64,
    name: &str,
    model: Option<&str>,
) -> KeptReport {
    KeptReport {
        number: 0,
        time_ms,
        name: name.to_owned(),
        model: model.map(str::to_owned),
        reference: report.reference.clone(),
        current: report.current.clone(),
        preset: report.policy.preset.id().to_owned(),
        dataset: report.dataset.clone(),
        drifted: drifted(report).into_iter().map(|column| column.name.clone()).collect(),
        file: file(json.as_bytes()),
    }
}

impl ReadCheck {
    /// The same of a check that was read back; `json` are the bytes that it was read from.
    pub fn kept(&self, json: &[u8], time_ms: i64, name: &str, model: Option<&str>) -> KeptReport {
        let mut drifted: Vec<_> =
            self.columns.iter().filter(|column| column.outcome == Some(Outcome::Drifted)).collect();
        // As `order::worst_first` has those of a check that was just made; the sort is stable.
        let rank = |column: &ReadColumn| (column.severity, column.worst_finding);
        let effect = |column: &ReadColumn| column.effect.unwrap_or(f64::NEG_INFINITY);
        drifted.sort_by(|one, other| {
            rank(other).cmp(&rank(one)).then_with(|| effect(other).total_cmp(&effect(one)))
        });
        KeptReport {
            number: 0,
            time_ms,
            name: name.to_owned(),
            model: model.map(str::to_owned),
            reference: self.reference.clone(),
            current: self.current.clone(),
            preset: self.preset.clone(),
            dataset: self.dataset.clone(),
            drifted: drifted.into_iter().map(|column| column.name.clone()).collect(),
            file: file(json),
        }
    }
}

fn file(json: &[u8]) -> Artifact {
    Artifact { path: PATH.to_owned(), digest: digest(json), bytes: json.len() as u64 }
}
