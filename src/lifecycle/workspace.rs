//! All that is kept, as one value in memory, and the changes that a store keeps whole or not at all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AuditEntry, Decision, KeptReport, ModelVersion, RegisteredModel, Run};

/// Version of the records that this build writes and the newest it reads. Version 2 brought reports that are
/// kept and what a registered model is meant for.
pub const WORKSPACE_FORMAT_VERSION: u32 = 2;

/// What is told of a workspace itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// [`WORKSPACE_FORMAT_VERSION`] of the build that wrote it.
    pub format_version: u32,
    /// Counts the changes; a change is refused where another came before it.
    pub revision: u64,
    /// The newest number that was given to a kept report; a deleted one is not given again.
    pub last_report: u64,
}

/// Registry, runs, decisions, kept reports and audit log. Artifacts are not in it: a store gives them by digest.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Workspace {
    /// About itself.
    pub head: Head,
    /// Registered models, by name.
    pub models: BTreeMap<String, RegisteredModel>,
    /// Versions, by model and number.
    pub versions: BTreeMap<(String, u32), ModelVersion>,
    /// Runs, by identifier.
    pub runs: BTreeMap<String, Run>,
    /// Decisions, the first first.
    pub decisions: Vec<Decision>,
    /// Kept reports, the first first.
    pub reports: Vec<KeptReport>,
    /// Audit log, the first first.
    pub audit: Vec<AuditEntry>,
    /// Text of the policy file, where one is kept.
    pub policy: Option<String>,
}

/// One thing that is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Record {
    /// `models/<name>`.
    Model(RegisteredModel),
    /// `versions/<model>/<number>`.
    Version(ModelVersion),
    /// `runs/<id>`.
    Run(Box<Run>),
    /// `decisions/<number>`.
    Decision(Box<Decision>),
    /// `reports/<number>`.
    Report(Box<KeptReport>),
    /// `audit/<number>`.
    Audit(AuditEntry),
    /// `policy`.
    Policy(String),
}

/// A record under its key; `None` is taken away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyedRecord {
    /// [`Record::key`].
    pub key: String,
    /// What is kept there from now on.
    pub record: Option<Record>,
}

/// What a store keeps whole or not at all.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Change {
    /// Revision that it was planned on; the store is at one more after it.
    pub expects: u64,
    /// Records that are put or taken away, each key once.
    pub records: Vec<KeyedRecord>,
    /// Digests of artifacts that are new; their bytes are handed over beside the change.
    pub new_artifacts: Vec<String>,
}

impl Default for Head {
    fn default() -> Self {
        Self { format_version: WORKSPACE_FORMAT_VERSION, revision: 0, last_report: 0 }
    }
}

impl Head {
    /// The head once a change is made.
    #[must_use]
    pub fn after(&self, change: &Change) -> Self {
        let reports = change.records.iter().filter_map(|keyed| match &keyed.record {
            Some(Record::Report(report)) => Some(report.number),
            _ => None,
        });
        Self {
            format_version: WORKSPACE_FORMAT_VERSION,
            revision: change.expects.saturating_add(1),
            last_report: reports.fold(self.last_report, u64::max),
        }
    }
}

impl Record {
    /// Where it lies: parts between `/`, names escaped so that each is one part.
    pub fn key(&self) -> String {
        match self {
            Self::Model(model) => model_key(&model.name),
            Self::Version(version) => version_key(&version.model, version.version),
            Self::Run(run) => run_key(&run.id),
            Self::Decision(decision) => format!("decisions/{:08}", decision.number),
            Self::Report(report) => report_key(report.number),
            Self::Audit(entry) => format!("audit/{:08}", entry.number),
            Self::Policy(_) => "policy".to_owned(),
        }
    }
}

/// Key of a registered model.
pub(super) fn model_key(name: &str) -> String {
    format!("models/{}", escaped(name))
}

/// Key of a run.
pub(super) fn run_key(id: &str) -> String {
    format!("runs/{}", escaped(id))
}

/// Key of a kept report.
pub(super) fn report_key(number: u64) -> String {
    format!("reports/{number:08}")
}

/// Key of a version.
pub(super) fn version_key(model: &str, version: u32) -> String {
    format!("versions/{}/{version:06}", escaped(model))
}

/// A name as one part of a key, safe as a file's name on every system: letters, digits, `-`, `_` and `.`
/// inside stay, every other byte becomes `%XX`; a `.` at the begin or end too.
pub(super) fn escaped(name: &str) -> String {
    let last = name.len().saturating_sub(1);
    let mut text = String::with_capacity(name.len());
    for (at, byte) in name.bytes().enumerate() {
        let stays = byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_')
            || (byte == b'.' && at > 0 && at < last);
        if stays {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// The name that [`escaped`] made a part of a key of.
pub(super) fn unescaped(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let (high, low) = (char::from(rest.next()?), char::from(rest.next()?));
            bytes.push(u8::try_from(high.to_digit(16)? * 16 + low.to_digit(16)?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_part_of_a_key_and_no_two_names_share_it() {
        let key =
            |name: &str| Record::Model(RegisteredModel { name: name.to_owned(), ..Default::default() }).key();
        assert_eq!(key("loan-v1.2_x"), "models/loan-v1.2_x");
        assert_eq!(key("../a b/ü"), "models/%2E.%2Fa%20b%2F%C3%BC");
        assert_eq!(key("."), "models/%2E");
        assert_eq!(version_key("a/b", 7), "versions/a%2Fb/000007");
        for name in ["loan-v1.2_x", "../a b/ü", ".", "%", "漢"] {
            assert_eq!(unescaped(&escaped(name)).as_deref(), Some(name));
        }
        assert_eq!(unescaped("%2"), None);
        assert_eq!(unescaped("%FF"), None);
    }
}
