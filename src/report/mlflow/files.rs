//! The files of an export, and what is written in which order.

use std::collections::BTreeMap;

use super::model_folder::{ExportedModel, write_model_folder};
use super::names::{identifier, is_identifier};
use super::registry::write_registry;
use super::runs::{write_experiment, write_run};
use crate::lifecycle::{Artifact, Run, Workspace};
use crate::report::ReportError;

/// What stands beside `mlruns/`.
const README: &str = "\
Runs and registered models of an evenkeel workspace, as a file store of MLflow 3.

Every location in it is relative to this folder, so begin MLflow here. MLflow opens file stores
where it is told that it may:

    MLFLOW_ALLOW_FILE_STORE=true mlflow server --backend-store-uri ./mlruns

or takes them over into a database:

    MLFLOW_ALLOW_FILE_STORE=true mlflow migrate-filestore --source . --target sqlite:///mlflow.db
    mlflow server --backend-store-uri sqlite:///mlflow.db
";

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// Path with `/`, without `..`, relative to the folder of the export.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Files in the making, by path.
#[derive(Debug, Default)]
pub(super) struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// A file; what several runs share, such as a dataset, may be put again with the same bytes.
    pub(super) fn put(&mut self, path: String, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path, bytes.into());
    }

    /// One file an entry, as MLflow keeps parameters and tags.
    pub(super) fn put_texts<'a>(
        &mut self,
        folder: &str,
        texts: impl IntoIterator<Item = (&'a String, &'a String)>,
    ) {
        for (name, text) in texts {
            self.put(format!("{folder}/{name}"), text.as_bytes());
        }
    }
}

/// The bytes of an artifact by its digest.
pub(super) type Bytes<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// Runs and registry of a workspace as a file store of MLflow 3: every run with its parameters,
/// metrics, tags, data and artifacts; every registered model with its description, tags, aliases and
/// versions; the file of every version as an MLflow model that `mlflow.onnx` and `mlflow.pyfunc` load.
///
/// `artifact` gives the bytes of an artifact by its digest. The same workspace gives the same files.
/// Names that MLflow does not take are changed, and a tag `evenkeel.renamed` says so. Decisions
/// without a run, the audit log and the policy are not part of it.
///
/// # Errors
///
/// - [`ReportError::NoArtifact`] if the bytes of an artifact are not there.
/// - What [`AnyModel::read`](crate::report::AnyModel::read) says if the file of a version cannot be read.
///
/// # Source
///
/// MLflow 3.18.0; see the module.
pub fn mlflow_files(workspace: &Workspace, artifact: Bytes<'_>) -> Result<Vec<ExportedFile>, ReportError> {
    let mut files = Files::default();
    files.put("README.txt".to_owned(), README);
    write_experiment(&mut files, workspace);
    let models = exported_models(workspace);
    for run in workspace.runs.values() {
        let of_run: Vec<&ExportedModel> = models.values().filter(|model| model.run == run.id).collect();
        write_run(&mut files, workspace, run, &of_run, artifact)?;
    }
    for model in models.values() {
        write_model_folder(&mut files, workspace, model, artifact)?;
    }
    write_registry(&mut files, workspace, &models);
    Ok(files.0.into_iter().map(|(path, bytes)| ExportedFile { path, bytes }).collect())
}

/// The models that versions rest on, by run and path: two versions may rest on one.
pub(super) type Models = BTreeMap<(String, String), ExportedModel>;

fn exported_models(workspace: &Workspace) -> Models {
    let mut models = Models::new();
    for version in workspace.versions.values() {
        let key = (version.run.clone(), version.file.path.clone());
        models.entry(key).or_insert_with(|| ExportedModel {
            id: format!("m-{}", identifier(&["model", &version.run, &version.file.path])),
            name: version.model.clone(),
            run: version.run.clone(),
            file: version.file.clone(),
            created_ms: version.created_ms,
        });
    }
    models
}

/// Name of a run's folder: its identifier, unless MLflow would not take it.
pub(super) fn run_id(id: &str) -> String {
    if is_identifier(id) { id.to_owned() } else { identifier(&["run", id]) }
}

/// The bytes of a run's artifact.
///
/// # Errors
///
/// [`ReportError::NoArtifact`] if they are not there.
pub(super) fn bytes_of(run: &str, file: &Artifact, artifact: Bytes<'_>) -> Result<Vec<u8>, ReportError> {
    artifact(&file.digest).ok_or_else(|| ReportError::NoArtifact {
        run: run.to_owned(),
        path: file.path.clone(),
        digest: file.digest.clone(),
    })
}

/// First begin and last end of the runs; 0 without runs.
pub(super) fn span(workspace: &Workspace) -> Span {
    let runs = || workspace.runs.values();
    Span {
        begin_ms: runs().map(|run: &Run| run.started_ms).min().unwrap_or(0),
        end_ms: runs().map(|run| run.ended_ms).max().unwrap_or(0),
    }
}

/// From when to when.
pub(super) struct Span {
    pub(super) begin_ms: i64,
    pub(super) end_ms: i64,
}
