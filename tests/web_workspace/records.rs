//! Small workspaces to keep, and changes of them.

use evenkeel::lifecycle::{
    Artifact, AuditEntry, Change, Decision, DecisionOutcome, KeyedRecord, ModelVersion, Record,
    RegisteredModel, Run, RunKind, RunStatus, VersionStatus, digest,
};

/// A change of records that are put, planned on a revision.
pub(super) fn put(expects: u64, records: Vec<Record>) -> Change {
    let keyed = |record: Record| KeyedRecord { key: record.key(), record: Some(record) };
    Change { expects, records: records.into_iter().map(keyed).collect(), new_artifacts: Vec::new() }
}

/// The same with artifacts, and the bytes to hand over.
pub(super) fn put_with(expects: u64, records: Vec<Record>, artifacts: &[&[u8]]) -> (Change, Vec<Vec<u8>>) {
    let new_artifacts = artifacts.iter().map(|bytes| digest(bytes)).collect();
    let bytes = artifacts.iter().map(|bytes| bytes.to_vec()).collect();
    (Change { new_artifacts, ..put(expects, records) }, bytes)
}

pub(super) fn entry(number: u64, words: &str) -> Record {
    Record::Audit(AuditEntry { number, words: words.to_owned(), ..AuditEntry::default() })
}

pub(super) fn run(id: &str, artifacts: &[&[u8]]) -> Record {
    Record::Run(Box::new(Run {
        id: id.to_owned(),
        name: format!("run {id}"),
        kind: RunKind::Training,
        status: RunStatus::Finished,
        started_ms: 1_769_851_800_000,
        ended_ms: 1_769_851_801_500,
        seed: u64::MAX,
        params: [("algorithm".to_owned(), "boosting".to_owned())].into(),
        metrics: [("test_roc_auc".to_owned(), 0.1 + 0.2)].into(),
        tags: [("é/🐚".to_owned(), "a\nb".to_owned())].into(),
        data: Vec::new(),
        artifacts: artifacts.iter().map(|bytes| artifact(bytes)).collect(),
        gate: None,
        decision: None,
    }))
}

pub(super) fn version(model: &str, version: u32, run: &str, file: &[u8]) -> Record {
    Record::Version(ModelVersion {
        model: model.to_owned(),
        version,
        run: run.to_owned(),
        created_ms: 3,
        description: String::new(),
        tags: Default::default(),
        status: VersionStatus::Ungated,
        file: artifact(file),
    })
}

pub(super) fn model(name: &str, last_version: u32) -> Record {
    let aliases = [("champion".to_owned(), last_version)].into();
    Record::Model(RegisteredModel { name: name.to_owned(), aliases, last_version, ..Default::default() })
}

pub(super) fn decision(number: u64) -> Record {
    Record::Decision(Box::new(Decision {
        number,
        time_ms: 4,
        model: "loan".to_owned(),
        outcome: DecisionOutcome::No,
        by_hand: false,
        headline: "nothing asks for it".to_owned(),
        severity: None,
        triggers: Vec::new(),
        needs: Vec::new(),
        newest: None,
        alerts: Vec::new(),
        run: None,
    }))
}

/// Bytes that no other seed gives; xorshift, Marsaglia 2003.
pub(super) fn noise(bytes: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..bytes).map(|_| next()).collect()
}

fn artifact(bytes: &[u8]) -> Artifact {
    Artifact { path: "model.json".to_owned(), digest: digest(bytes), bytes: bytes.len() as u64 }
}
