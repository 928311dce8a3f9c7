//! `evenkeel check --html`: the report for people.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::thread;

use sha2::{Digest, Sha256};

use super::check_outputs::Checked;
use super::predict::read_model;
use super::registered::version_of;
use super::{CliError, made};
use crate::data::DataError;
use crate::drift::{self, DatasetProfile};
use crate::lifecycle::{CHAMPION, Workspace};
use crate::report::{
    self, AnyModel, CheckCommand, CheckPart, Fingerprint, FullReport, ModelCardFacts, Reproduce,
};
use crate::store::FolderStore;
use crate::worker::native::file_name;

/// Bytes that are read at once to be hashed.
const BLOCK: usize = 1 << 16;

/// A file's size and digest.
pub(super) struct Hashed {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// The report of a check as HTML, with the card of the model that it is about. Reads the files once more for
/// their digests.
///
/// # Errors
///
/// - [`CliError::Data`] for a file that cannot be read any more.
/// - [`CliError::Report`] for a file that is no model.
/// - [`CliError::Option`] where `SOURCE_DATE_EPOCH` is no time.
pub(super) fn check_html(checked: &Checked<'_>) -> Result<String, CliError> {
    let keep = &checked.args.keep;
    let name = keep.model.as_deref();
    // With a workspace it is the name of a registered model, else a file.
    let model = name.filter(|_| keep.workspace.is_none()).map(Path::new);
    let registered = match (&keep.workspace, name) {
        (Some(folder), Some(name)) => Some(OfWorkspace::read(folder, name)?),
        _ => None,
    };
    let made_ms = made::made_ms()?;
    let (reference, current) = (&checked.pair.reference, &checked.pair.current);
    let details = drift::details(reference, current, checked.report);
    let mut fingerprints = data_files(checked)?;
    let model =
        model.map(|path| Ok::<_, CliError>((file_name(path), read_model(path)?, path))).transpose()?;
    let of_file = model.as_ref().map(|(name, model, _)| ModelCardFacts::of_file(name, "", model));
    let card = of_file.or_else(|| registered.as_ref().and_then(OfWorkspace::card));
    if let Some((name, _, path)) = &model {
        let hashed = hash(path)?;
        fingerprints.push(Fingerprint {
            role: "model".to_owned(),
            name: name.clone(),
            rows: None,
            columns: None,
            bytes: Some(hashed.bytes),
            sha256: Some(hashed.sha256),
        });
    }
    Ok(report::report_html(&FullReport {
        made_ms: Some(made_ms),
        check: Some(CheckPart { report: checked.report, details: &details, multivariate: checked.together }),
        watched: None,
        turn: None,
        card: card.as_ref(),
        reproduce: reproduce(checked, model.as_ref().map(|(_, _, path)| *path))?,
        fingerprints,
    }))
}

/// A registered model, and the file of its champion where there is one.
struct OfWorkspace<'a> {
    workspace: Workspace,
    name: &'a str,
    file: Option<AnyModel>,
}

impl<'a> OfWorkspace<'a> {
    fn read(folder: &Path, name: &'a str) -> Result<Self, CliError> {
        let store = FolderStore::new(folder);
        let workspace = store.read()?;
        let found = match workspace.models.get(name) {
            Some(model) => version_of(&store, &workspace, model, CHAMPION)?,
            None => None,
        };
        let file = found.map(|found| AnyModel::read(&found.name, &found.bytes)).transpose()?;
        Ok(Self { workspace, name, file })
    }

    fn card(&self) -> Option<ModelCardFacts<'_>> {
        ModelCardFacts::of(&self.workspace, self.name, None, self.file.as_ref())
    }
}

fn reproduce(checked: &Checked<'_>, model: Option<&Path>) -> Result<Reproduce, CliError> {
    let args = checked.args;
    let text = |path: &Path| path.display().to_string();
    let model = model.map(text);
    let command = report::check_command(&CheckCommand {
        reference: &text(&args.reference),
        current: &text(&args.current),
        reading: &args.reading.options()?,
        policy: checked.policy,
        multivariate: args.multivariate,
        model: model.as_deref(),
    });
    Ok(Reproduce { command, policy: checked.policy_text()? })
}

/// Both files, hashed at the same time.
fn data_files(checked: &Checked<'_>) -> Result<Vec<Fingerprint>, CliError> {
    let args = checked.args;
    let (reference, current) = thread::scope(|scope| {
        let reference = scope.spawn(|| hash(&args.reference));
        let current = hash(&args.current);
        // A panic of the thread is handed on as one of this.
        (reference.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), current)
    });
    let of = |role: &str, path: &Path, profile: &DatasetProfile, hashed: Hashed| Fingerprint {
        role: role.to_owned(),
        name: file_name(path),
        rows: Some(profile.rows),
        columns: Some(profile.columns.len() as u64),
        bytes: Some(hashed.bytes),
        sha256: Some(hashed.sha256),
    };
    Ok(vec![
        of("reference", &args.reference, &checked.pair.reference, reference?),
        of("current", &args.current, &checked.pair.current, current?),
    ])
}

/// Size and SHA-256 of a file, as `sha256sum` prints it, read piece by piece.
pub(super) fn hash(path: &Path) -> Result<Hashed, CliError> {
    let failed =
        |error: io::Error| DataError::Io { file: path.display().to_string(), reason: error.to_string() };
    let mut file = File::open(path).map_err(failed)?;
    let (mut hasher, mut block, mut bytes) = (Sha256::new(), vec![0; BLOCK], 0);
    loop {
        match file.read(&mut block) {
            Ok(0) => break,
            Ok(read) => {
                hasher.update(block.get(..read).unwrap_or_default());
                bytes += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error).into()),
        }
    }
    let sha256 = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Hashed { bytes, sha256 })
}
