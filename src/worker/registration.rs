//! A model's file from elsewhere, as a run of its own and a version of a registered model.

use super::recording::{self, RecordTask};
use super::task_error::TaskError;
use crate::lifecycle::{Action, NewVersion, RunKind, Stamp, VersionStatus};

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
    let task = RecordTask {
        name: name.to_owned(),
        model: bytes.to_vec(),
        kind: RunKind::Import,
        started_ms: stamp.time_ms,
        ended_ms: stamp.time_ms,
        data: None,
    };
    let mut run = recording::run(&task, None).map_err(TaskError::Report)?;
    run.tags.insert("file".to_owned(), name.to_owned());
    let version = NewVersion {
        model: model.to_owned(),
        run: run.id.clone(),
        path: run.artifacts.first().map(|artifact| artifact.path.clone()).unwrap_or_default(),
        status: VersionStatus::Ungated,
        description: String::new(),
        alias: alias.map(str::to_owned),
    };
    Ok(vec![Action::LogRun(Box::new(run)), Action::Register(version)])
}
