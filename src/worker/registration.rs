//! A model's file from elsewhere, as a run of its own and a version of a registered model.

use std::collections::BTreeMap;

use super::task_error::TaskError;
use crate::lifecycle::{
    Action, Artifact, DataUsed, NewVersion, Run, RunKind, RunStatus, Stamp, VersionStatus, digest,
};
use crate::model::evaluation::Evaluation;
use crate::report::{AnyModel, ModelFile};

/// The actions that keep a model's file and make a version of it; its bytes are handed over beside them.
///
/// The run is an import: parameters and metrics are those that the file tells, of which an ONNX
/// model has none.
///
/// # Errors
///
/// [`TaskError::Report`] for what is no model.
pub fn registration(
    name: &str,
    bytes: &[u8],
    model: &str,
    alias: Option<&str>,
    stamp: &Stamp,
) -> Result<Vec<Action>, TaskError> {
    let read = AnyModel::read(name, bytes).map_err(TaskError::Report)?;
    let own = digest(bytes);
    let (path, seed) = match &read {
        AnyModel::Ours(file) => ("model.json", file.model.settings.seed),
        AnyModel::Onnx(_) => ("model.onnx", 0),
    };
    let mut run = Run {
        // The same file that is registered twice at the same time is the same run.
        id: digest(format!("import\n{}\n{seed}\n{own}\n", stamp.time_ms).as_bytes())
            .chars()
            .take(32)
            .collect(),
        name: name.to_owned(),
        kind: RunKind::Import,
        status: RunStatus::Finished,
        started_ms: stamp.time_ms,
        ended_ms: stamp.time_ms,
        seed,
        params: BTreeMap::new(),
        metrics: BTreeMap::new(),
        tags: BTreeMap::from([("file".to_owned(), name.to_owned())]),
        data: Vec::new(),
        artifacts: vec![Artifact {
            path: path.to_owned(),
            digest: own,
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        }],
        gate: None,
        decision: None,
    };
    if let AnyModel::Ours(file) = &read {
        describe(&mut run, file);
    }
    let version = NewVersion {
        model: model.to_owned(),
        run: run.id.clone(),
        path: path.to_owned(),
        status: VersionStatus::Ungated,
        description: String::new(),
        alias: alias.map(str::to_owned),
    };
    Ok(vec![Action::LogRun(Box::new(run)), Action::Register(version)])
}

/// What the file tells of its training.
fn describe(run: &mut Run, file: &ModelFile) {
    run.params.insert("algorithm".to_owned(), file.model.algorithm.id().to_owned());
    run.params.insert("target".to_owned(), file.model.schema.target.clone());
    let parts = [("validation", &file.metrics.validation), ("test", &file.metrics.test)];
    for (part, evaluation) in parts {
        run.metrics.extend(evaluation.iter().flat_map(|evaluation| metrics(part, evaluation)));
    }
    let columns = file.model.schema.features.iter().map(|feature| feature.name.clone());
    run.data.push(DataUsed {
        name: file.training.data.clone(),
        role: "training".to_owned(),
        rows: file.training.rows,
        columns: columns.chain([file.model.schema.target.clone()]).collect(),
        // The file tells no digest of its rows.
        digest: String::new(),
    });
}

/// Metrics of a part by name: `test_roc_auc`.
fn metrics(part: &str, evaluation: &Evaluation) -> Vec<(String, f64)> {
    let finite = evaluation.intervals.iter().filter(|interval| interval.value.is_finite());
    finite.map(|interval| (format!("{part}_{}", interval.metric.id()), interval.value)).collect()
}
