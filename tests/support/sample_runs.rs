//! Runs, decisions and versions for tests of the workspace: small, and told apart by their bytes.

use evenkeel::drift::{DatasetSummary, DatasetVerdict, Severity};
use evenkeel::lifecycle::{
    Action, Artifact, Decision, DecisionOutcome, KeptReport, NewVersion, Run, RunKind, RunStatus, Stamp,
    VersionStatus, digest,
};

/// The bytes of run `number`'s model.
pub(crate) fn model_bytes(number: u32) -> Vec<u8> {
    format!("model of run {number}").into_bytes()
}

/// Identifier of run `number`.
pub(crate) fn run_id(number: u32) -> String {
    format!("{number:032x}")
}

/// A finished run with one artifact, `model.json`.
pub(crate) fn run(number: u32) -> Run {
    let bytes = model_bytes(number);
    Run {
        id: run_id(number),
        name: format!("run {number}"),
        kind: RunKind::Training,
        status: RunStatus::Finished,
        started_ms: i64::from(number),
        ended_ms: i64::from(number) + 5,
        seed: u64::MAX - u64::from(number),
        params: [("algorithm".to_owned(), "logistic".to_owned())].into(),
        metrics: [("test_accuracy".to_owned(), 0.1 + f64::from(number))].into(),
        tags: Default::default(),
        data: Vec::new(),
        artifacts: vec![Artifact {
            path: "model.json".to_owned(),
            digest: digest(&bytes),
            bytes: bytes.len() as u64,
        }],
        gate: None,
        decision: None,
    }
}

/// Keeps run `number`.
pub(crate) fn log(number: u32) -> Action {
    Action::LogRun(Box::new(run(number)))
}

/// A version of `model` of run `number`.
pub(crate) fn register(model: &str, number: u32, alias: Option<&str>) -> Action {
    with_status(model, number, alias, VersionStatus::Ungated)
}

/// The same with what the gate said.
pub(crate) fn with_status(model: &str, number: u32, alias: Option<&str>, status: VersionStatus) -> Action {
    Action::Register(NewVersion {
        model: model.to_owned(),
        run: run_id(number),
        path: "model.json".to_owned(),
        status,
        description: String::new(),
        alias: alias.map(str::to_owned),
    })
}

/// A decision that names a run, or none.
pub(crate) fn decide(run: Option<u32>) -> Action {
    Action::Decide(Box::new(Decision {
        number: 0,
        time_ms: 7,
        model: "loan".to_owned(),
        outcome: if run.is_some() { DecisionOutcome::Retrain } else { DecisionOutcome::No },
        by_hand: false,
        headline: "nothing asks for it".to_owned(),
        severity: None,
        triggers: Vec::new(),
        needs: Vec::new(),
        newest: None,
        alerts: Vec::new(),
        run: run.map(run_id),
    }))
}

/// The bytes of report `seed`.
pub(crate) fn report_bytes(seed: u32) -> Vec<u8> {
    format!("check {seed}").into_bytes()
}

/// A report, told apart by its bytes and its name.
pub(crate) fn report(seed: u32, model: Option<&str>) -> KeptReport {
    let bytes = report_bytes(seed);
    let side = |name: &str| DatasetSummary { name: name.to_owned(), rows: 500, columns: 2 };
    KeptReport {
        number: 0,
        time_ms: i64::from(seed),
        name: format!("week {seed}"),
        model: model.map(str::to_owned),
        reference: side("reference.csv"),
        current: side("current.csv"),
        preset: "robust".to_owned(),
        dataset: DatasetVerdict {
            columns: 2,
            drifted: 1,
            share: 0.5,
            share_threshold: 0.5,
            drift: true,
            severity: Severity::Critical,
            too_few_rows: 0,
        },
        drifted: vec!["salary".to_owned()],
        file: Artifact {
            path: "evenkeel-check.json".to_owned(),
            digest: digest(&bytes),
            bytes: bytes.len() as u64,
        },
    }
}

/// Keeps report `seed`.
pub(crate) fn keep_report(seed: u32, model: Option<&str>) -> Action {
    Action::KeepReport(Box::new(report(seed, model)))
}

/// A clock that stands at `time_ms`.
pub(crate) fn stamp(time_ms: i64) -> Stamp {
    Stamp { time_ms, actor: "test".to_owned() }
}
