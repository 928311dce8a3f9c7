//! `evenkeel workspace card`: the model card of a version, as Markdown and HTML.

use std::path::Path;

use super::workspace::{model_of, version_of};
use super::workspace_args::ModelName;
use super::{CliError, Outcome, output};
use crate::report::document::{html, markdown};
use crate::report::{AnyModel, ModelCardFacts, model_card};
use crate::store::FolderStore;

/// Writes the card of the version that is named, else of the champion, else of the newest. A file that is not
/// in the workspace any more is said to be missing.
///
/// # Errors
///
/// [`CliError::Lifecycle`] for a model or a version that is not there; those of reading and writing.
pub(super) fn card(
    store: &FolderStore,
    model: &ModelName,
    out: Option<&Path>,
    as_html: Option<&Path>,
) -> Result<Outcome, CliError> {
    let to_stdout = |path: Option<&Path>| path.is_some_and(|path| path == Path::new("-"));
    if to_stdout(out) && to_stdout(as_html) {
        let reason = "only one of --out and --html can go to stdout".to_owned();
        return Err(CliError::Option { option: "--html", reason });
    }
    let there = store.read()?;
    let wanted = version_of(&there, model)?.map(|version| version.version);
    model_of(&there, &model.model)?;
    let told = ModelCardFacts::of(&there, &model.model, wanted, None);
    let version = told.as_ref().and_then(|facts| facts.version);
    let bytes = match version {
        Some(version) => store.read_artifact(&version.file.digest)?,
        None => None,
    };
    let file = match (version, &bytes) {
        (Some(version), Some(bytes)) => Some(AnyModel::read(&version.file.path, bytes)?),
        _ => None,
    };
    let Some(facts) = told.map(|facts| ModelCardFacts { model: file.as_ref(), ..facts }) else {
        return Ok(Outcome::Fine);
    };
    let document = model_card(&facts);
    if let Some(path) = as_html {
        output::write(path, &html(&document))?;
    }
    match (out, as_html) {
        (None, Some(_)) => {}
        (out, _) => output::write(out.unwrap_or(Path::new("-")), &markdown(&document))?,
    }
    Ok(Outcome::Fine)
}
