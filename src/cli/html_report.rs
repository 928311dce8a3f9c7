//! `evenkeel check --html`: the report for people.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::thread;

use sha2::{Digest, Sha256};

use super::check_outputs::Checked;
use super::predict::read_model;
use super::{CliError, made};
use crate::data::DataError;
use crate::drift::{self, DatasetProfile};
use crate::report::{self, CheckCommand, CheckPart, Fingerprint, FullReport, ModelCardFacts, Reproduce};
use crate::worker::native::file_name;

/// Bytes that are read at once to be hashed.
const BLOCK: usize = 1 << 16;

/// A file's size and digest.
pub(super) struct Hashed {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// The report of a check as HTML; `model` adds a model's card. Reads the files once more for their digests.
///
/// # Errors
///
/// - [`CliError::Data`] for a file that cannot be read any more.
/// - [`CliError::Report`] for a file that is no model.
/// - [`CliError::Option`] where `SOURCE_DATE_EPOCH` is no time.
pub(super) fn check_html(checked: &Checked<'_>, model: Option<&Path>) -> Result<String, CliError> {
    let made_ms = made::made_ms()?;
    let (reference, current) = (&checked.pair.reference, &checked.pair.current);
    let details = drift::details(reference, current, checked.report);
    let mut fingerprints = data_files(checked)?;
    let model =
        model.map(|path| Ok::<_, CliError>((file_name(path), read_model(path)?, path))).transpose()?;
    let card = model.as_ref().map(|(name, model, _)| ModelCardFacts::of_file(name, "", model));
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
