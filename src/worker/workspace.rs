//! All that is done with a workspace, over any store of it. Page and command share it.

use std::collections::BTreeMap;

use super::task_error::TaskError;
use super::workspace_tasks::{WorkspaceAnswer, WorkspaceResult, WorkspaceTask};
use crate::lifecycle::{Action, Change, KeptReport, LifecycleError, Stamp, Workspace, digest};
use crate::report::{
    CheckComparison, ExportedFile, KeptCheck, ReadCheck, compare_checks, mlflow_files, read_check,
};
use crate::store::archive::{self, Limits};
use crate::store::{StoreError, WorkspaceStore};

/// Name of the export for MLflow.
const MLFLOW_NAME: &str = "evenkeel-mlflow.zip";

/// How often a change is planned on what another program has just kept.
const TRIES: u32 = 3;

/// Answers a task; `file` is what is attached to it.
///
/// # Errors
///
/// [`TaskError::Store`] where the workspace cannot be read or changed, [`TaskError::Lifecycle`] where what
/// is asked for cannot be done. The workspace is then as it was.
pub async fn handle(
    store: &impl WorkspaceStore,
    task: WorkspaceTask,
    file: Option<Vec<u8>>,
) -> WorkspaceAnswer {
    match task {
        WorkspaceTask::Load => Ok((whole(store.load().await.map_err(TaskError::Store)?, Vec::new()), None)),
        WorkspaceTask::Act { stamp, actions, artifacts } => {
            let workspace = act(store, &stamp, &actions, artifacts).await?;
            Ok((whole(workspace, Vec::new()), None))
        }
        WorkspaceTask::Artifact { digest } => {
            let bytes = artifact(store, &digest).await?;
            Ok((WorkspaceResult::File { name: digest }, Some(bytes)))
        }
        WorkspaceTask::ExportZip => {
            let (workspace, artifacts) = everything(store).await?;
            let bytes = archive::write(&workspace, &artifacts).map_err(TaskError::Store)?;
            Ok((WorkspaceResult::File { name: archive::FILE_NAME.to_owned() }, Some(bytes)))
        }
        WorkspaceTask::ImportZip { name, stamp } => {
            import(store, &name, &stamp, file.unwrap_or_default()).await
        }
        WorkspaceTask::ExportMlflow => export_mlflow(store).await,
        WorkspaceTask::KeepReport { stamp, name, model, check } => {
            let workspace = keep_report(store, &stamp, &name, model.as_deref(), check).await?;
            Ok((whole(workspace, Vec::new()), None))
        }
        WorkspaceTask::CompareReports { earlier, later } => {
            let comparison = compare_reports(store, earlier, later).await?;
            Ok((WorkspaceResult::Compared(Box::new(comparison)), None))
        }
        WorkspaceTask::Clear { stamp } => {
            let plan = |workspace: &Workspace| Ok((workspace.cleared(&stamp), Vec::new()));
            let (workspace, _) = commit(store, plan, &BTreeMap::new()).await?;
            Ok((whole(workspace, Vec::new()), None))
        }
    }
}

/// Does all actions as one change, or none; gives back the workspace as it is then.
///
/// # Errors
///
/// As for [`handle`].
pub async fn act(
    store: &impl WorkspaceStore,
    stamp: &Stamp,
    actions: &[Action],
    artifacts: Vec<Vec<u8>>,
) -> Result<Workspace, TaskError> {
    let by_digest = artifacts.into_iter().map(|bytes| (digest(&bytes), bytes)).collect();
    let plan = |workspace: &Workspace| Ok((workspace.plan(actions, stamp)?, Vec::new()));
    Ok(commit(store, plan, &by_digest).await?.0)
}

/// The bytes of an artifact.
///
/// # Errors
///
/// As for [`handle`]; [`StoreError::Damaged`] where there is none.
pub async fn artifact(store: &impl WorkspaceStore, wanted: &str) -> Result<Vec<u8>, TaskError> {
    let found = store.artifact(wanted).await.map_err(TaskError::Store)?;
    found.ok_or_else(|| missing(wanted))
}

/// Keeps a check, given as its JSON; gives back the workspace as it is then, with the report as its last.
///
/// # Errors
///
/// As for [`handle`]; [`TaskError::Report`] for what is no check.
pub async fn keep_report(
    store: &impl WorkspaceStore,
    stamp: &Stamp,
    name: &str,
    model: Option<&str>,
    check: Vec<u8>,
) -> Result<Workspace, TaskError> {
    let read = read_check("the check", &check).map_err(TaskError::Report)?;
    let kept = read.kept(&check, stamp.time_ms, name, model);
    act(store, stamp, &[Action::KeepReport(Box::new(kept))], vec![check]).await
}

/// Compares two kept reports by their numbers.
///
/// # Errors
///
/// As for [`handle`]; [`TaskError::Report`] where a report's file cannot be read.
pub async fn compare_reports(
    store: &impl WorkspaceStore,
    earlier: u64,
    later: u64,
) -> Result<CheckComparison, TaskError> {
    let workspace = store.load().await.map_err(TaskError::Store)?;
    let (earlier, later) = (report(&workspace, earlier)?, report(&workspace, later)?);
    let (before, now) = (check_of(store, earlier).await?, check_of(store, later).await?);
    let earlier = KeptCheck { kept: earlier, check: &before };
    Ok(compare_checks(earlier, KeptCheck { kept: later, check: &now }))
}

/// A kept report by its number.
///
/// # Errors
///
/// [`LifecycleError::Unknown`] with the numbers that there are.
pub fn report(workspace: &Workspace, number: u64) -> Result<&KeptReport, TaskError> {
    let found = workspace.reports.iter().find(|report| report.number == number);
    found.ok_or_else(|| {
        TaskError::Lifecycle(LifecycleError::Unknown {
            what: "kept report".to_owned(),
            name: number.to_string(),
            there: workspace.reports.iter().map(|report| report.number.to_string()).collect(),
        })
    })
}

/// The file of a kept report, read.
async fn check_of(store: &impl WorkspaceStore, kept: &KeptReport) -> Result<ReadCheck, TaskError> {
    let bytes = artifact(store, &kept.file.digest).await?;
    read_check(&format!("report {}", kept.number), &bytes).map_err(TaskError::Report)
}

async fn import(store: &impl WorkspaceStore, name: &str, stamp: &Stamp, bytes: Vec<u8>) -> WorkspaceAnswer {
    let taken = archive::read(name, &bytes, &Limits::default()).map_err(TaskError::Store)?;
    drop(bytes);
    let plan = |workspace: &Workspace| {
        let merged = workspace.merge(&taken.workspace, name, stamp)?;
        Ok((merged.change, merged.notes))
    };
    let (workspace, notes) = commit(store, plan, &taken.artifacts).await?;
    Ok((whole(workspace, notes), None))
}

/// Plans and commits; where another program came first, plans again on what it kept.
async fn commit(
    store: &impl WorkspaceStore,
    plan: impl Fn(&Workspace) -> Result<(Change, Vec<String>), LifecycleError>,
    artifacts: &BTreeMap<String, Vec<u8>>,
) -> Result<(Workspace, Vec<String>), TaskError> {
    let mut tries = 0;
    loop {
        tries += 1;
        let mut workspace = store.load().await.map_err(TaskError::Store)?;
        let (change, notes) = plan(&workspace).map_err(TaskError::Lifecycle)?;
        let bytes =
            change.new_artifacts.iter().map(|new| artifacts.get(new).cloned().ok_or_else(|| missing(new)));
        let bytes = bytes.collect::<Result<Vec<_>, _>>()?;
        match store.commit(&change, &bytes).await {
            Ok(()) => {
                workspace.apply(&change);
                return Ok((workspace, notes));
            }
            Err(StoreError::Conflict) if tries < TRIES => {}
            Err(error) => return Err(TaskError::Store(error)),
        }
    }
}

/// The workspace and the bytes of all its artifacts.
async fn everything(
    store: &impl WorkspaceStore,
) -> Result<(Workspace, BTreeMap<String, Vec<u8>>), TaskError> {
    let workspace = store.load().await.map_err(TaskError::Store)?;
    let mut artifacts = BTreeMap::new();
    for digest in workspace.artifacts() {
        let bytes = artifact(store, &digest).await?;
        artifacts.insert(digest, bytes);
    }
    Ok((workspace, artifacts))
}

async fn export_mlflow(store: &impl WorkspaceStore) -> WorkspaceAnswer {
    let files = mlflow(store).await?;
    let files = files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice()));
    let bytes = archive::pack(MLFLOW_NAME, files).map_err(TaskError::Store)?;
    Ok((WorkspaceResult::File { name: MLFLOW_NAME.to_owned() }, Some(bytes)))
}

/// Runs and registry as files that MLflow opens.
///
/// # Errors
///
/// As for [`handle`]; [`TaskError::Report`] where a version's file cannot be read.
pub async fn mlflow(store: &impl WorkspaceStore) -> Result<Vec<ExportedFile>, TaskError> {
    let (workspace, artifacts) = everything(store).await?;
    mlflow_files(&workspace, &|digest| artifacts.get(digest).cloned()).map_err(TaskError::Report)
}

fn missing(digest: &str) -> TaskError {
    TaskError::Store(StoreError::Damaged {
        what: format!("the artifact {digest}"),
        reason: "its bytes are not there".to_owned(),
    })
}

fn whole(workspace: Workspace, notes: Vec<String>) -> WorkspaceResult {
    WorkspaceResult::Workspace { workspace: Box::new(workspace), notes }
}
