//! The model that a report tells of, read from the workspace or as the page hands it over.

use super::report_tasks::{ReportModel, ReportTask};
use super::task_error::TaskError;
use crate::lifecycle::{Decision, GateReport, LifecycleError, Workspace};
use crate::report::{AnyModel, ModelCardFacts};
use crate::store::{StoreError, WorkspaceStore};

/// What is known of the model that a report tells of.
pub(super) struct KnownModel {
    /// As shown: `loan version 3`.
    pub(super) name: String,
    /// Name of its file, as the page downloads it.
    pub(super) file: String,
    /// Its file.
    pub(super) bytes: Vec<u8>,
    model: AnyModel,
    kept: Option<Kept>,
}

/// Where a model is registered.
struct Kept {
    workspace: Workspace,
    name: String,
    version: u32,
}

impl KnownModel {
    /// What its card tells.
    pub(super) fn facts<'a>(&'a self, task: &'a ReportTask) -> ModelCardFacts<'a> {
        let kept = self.kept.as_ref().and_then(|kept| {
            ModelCardFacts::of(&kept.workspace, &kept.name, Some(kept.version), Some(&self.model))
        });
        kept.unwrap_or_else(|| {
            let intended_use = match &task.model {
                Some(ReportModel::File { intended_use, .. }) => intended_use.as_str(),
                _ => "",
            };
            ModelCardFacts::of_file(&self.name, intended_use, &self.model)
        })
    }

    /// The last decision about the registered model, and the gate's evidence where it stood before one.
    pub(super) fn last_turn(&self) -> Option<(&Decision, Option<&GateReport>)> {
        let Kept { workspace, name, .. } = self.kept.as_ref()?;
        let decision = workspace.decisions.iter().rev().find(|decision| decision.model == *name)?;
        let run = decision.run.as_ref().and_then(|run| workspace.runs.get(run));
        Some((decision, run.and_then(|run| run.gate.as_ref())))
    }
}

/// Reads the model that a task names; `open` opens the workspace, where it is registered there.
///
/// # Errors
///
/// [`TaskError`] where there is no such model or version, and where it cannot be read.
pub(super) async fn known_model<S: WorkspaceStore>(
    task: &ReportTask,
    open: impl AsyncFnOnce() -> Result<S, StoreError>,
) -> Result<Option<KnownModel>, TaskError> {
    let (name, bytes, kept) = match &task.model {
        None => return Ok(None),
        Some(ReportModel::File { name, bytes, .. }) => (name.clone(), bytes.clone(), None),
        Some(ReportModel::Registered { name, version }) => {
            let store = open().await.map_err(TaskError::Store)?;
            let workspace = store.load().await.map_err(TaskError::Store)?;
            let facts = ModelCardFacts::of(&workspace, name, *version, None);
            let Some(found) = facts.and_then(|facts| facts.version) else {
                return Err(TaskError::Lifecycle(LifecycleError::Unknown {
                    what: "registered model".to_owned(),
                    name: name.clone(),
                    there: workspace.models.keys().cloned().collect(),
                }));
            };
            let bytes = super::workspace::artifact(&store, &found.file.digest).await?;
            let version = found.version;
            (
                format!("{name} version {version}"),
                bytes,
                Some(Kept { workspace, name: name.clone(), version }),
            )
        }
    };
    let model = AnyModel::read(&name, &bytes).map_err(TaskError::Report)?;
    let ending = match model {
        AnyModel::Ours(_) => "json",
        AnyModel::Onnx(_) => "onnx",
    };
    let stem = kept.as_ref().map_or_else(|| name.clone(), |kept| format!("{}_{}", kept.name, kept.version));
    let file = format!("{}.{ending}", stem.replace(' ', "_"));
    Ok(Some(KnownModel { name, file, bytes, model, kept }))
}
