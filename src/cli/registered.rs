//! The model that a workspace has under a name, for commands that use it.

use std::path::Path;

use super::CliError;
use crate::lifecycle::{CHAMPION, RegisteredModel, Workspace};
use crate::store::FolderStore;

/// A version of a registered model, with its file.
pub(super) struct Registered {
    /// As shown: `loan version 3`.
    pub(super) name: String,
    /// JSON or ONNX.
    pub(super) bytes: Vec<u8>,
}

/// The file of the version that `wanted` names: `MODEL`, which is its champion, or `MODEL@ALIAS`.
///
/// # Errors
///
/// [`CliError::Job`] where there is none of that name, or the workspace cannot be read.
pub(super) fn registered(folder: &Path, wanted: &str) -> Result<Registered, CliError> {
    let store = FolderStore::new(folder);
    let workspace = store.read().map_err(failed)?;
    let (model, alias) = match wanted.rsplit_once('@') {
        Some((model, alias)) if !workspace.models.contains_key(wanted) => (model, alias),
        _ => (wanted, CHAMPION),
    };
    let there = || workspace.models.keys().cloned().collect::<Vec<_>>().join("`, `");
    let Some(known) = workspace.models.get(model) else {
        let there = match there() {
            names if names.is_empty() => "none".to_owned(),
            names => format!("`{names}`"),
        };
        let folder = folder.display();
        return Err(CliError::Job(format!(
            "there is no registered model `{model}` in {folder}; there is {there}"
        )));
    };
    match version_of(&store, &workspace, known, alias)? {
        Some(found) => Ok(found),
        None => Err(CliError::Job(format!("`{model}` has no version under the alias `{alias}`"))),
    }
}

/// The file of the version under an alias; `None` where there is none.
///
/// # Errors
///
/// [`CliError::Job`] where its bytes cannot be read.
pub(super) fn version_of(
    store: &FolderStore,
    workspace: &Workspace,
    model: &RegisteredModel,
    alias: &str,
) -> Result<Option<Registered>, CliError> {
    let Some(number) = model.aliases.get(alias) else { return Ok(None) };
    let Some(version) = workspace.versions.get(&(model.name.clone(), *number)) else { return Ok(None) };
    let name = format!("{} version {number}", model.name);
    match store.read_artifact(&version.file.digest).map_err(failed)? {
        Some(bytes) => Ok(Some(Registered { name, bytes })),
        None => Err(CliError::Job(format!("the file of {name} is not in the workspace: import it again"))),
    }
}

/// Why the workspace could not be read or changed.
pub(super) fn failed(error: impl ToString) -> CliError {
    CliError::Job(error.to_string())
}
