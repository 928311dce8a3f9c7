//! The files that went into a report, told apart by their digests.

use super::known_model::KnownModel;
use super::report_tasks::ReportTask;
use super::source::Source;
use super::task_error::TaskError;
use crate::data::DataError;
use crate::drift::{CheckReport, DatasetSummary};
use crate::lifecycle::Digester;
use crate::report::Fingerprint;

/// Bytes asked for at a time.
const CHUNK: usize = 4 << 20;

/// A file that was hashed.
pub(super) struct Hashed<'a> {
    role: &'a str,
    name: &'a str,
    bytes: u64,
    sha256: String,
}

/// Reads the files that a task names and gives their digests; `say` hears bytes read, and bytes in all.
///
/// # Errors
///
/// [`TaskError::Data`] for a file that cannot be read.
pub(super) fn digests<'a>(
    task: &'a ReportTask,
    files: impl Iterator<Item = Box<dyn Source>>,
    say: &mut dyn FnMut(u64, u64),
) -> Result<Vec<Hashed<'a>>, TaskError> {
    let files: Vec<_> = files.collect();
    let total = files.iter().map(|file| file.size()).sum();
    let mut done = 0;
    let hashed = task.files.iter().zip(files).map(|((role, data), mut file)| {
        let mut digest = Digester::default();
        let mut take = |piece: &[u8]| {
            digest.push(piece);
            done += piece.len() as u64;
            say(done, total);
        };
        each_piece(&data.name, file.as_mut(), &mut take)?;
        Ok(Hashed { role, name: &data.name, bytes: file.size(), sha256: digest.finish() })
    });
    hashed.collect()
}

/// The files that went in; the sides of the comparison first, which need not be files.
pub(super) fn fingerprints(
    check: Option<&CheckReport>,
    hashed: &[Hashed<'_>],
    model: Option<&KnownModel>,
) -> Vec<Fingerprint> {
    let mut rest: Vec<&Hashed<'_>> = hashed.iter().collect();
    let mut side = |role: &str, side: &DatasetSummary| {
        let at = rest.iter().position(|file| file.role == role);
        let file = at.map(|at| rest.remove(at));
        Fingerprint {
            role: role.to_owned(),
            name: file.map_or_else(|| side.name.clone(), |file| file.name.to_owned()),
            rows: Some(side.rows),
            columns: Some(side.columns),
            bytes: file.map(|file| file.bytes),
            sha256: file.map(|file| file.sha256.clone()),
        }
    };
    let mut all = Vec::new();
    if let Some(check) = check {
        all.push(side("reference", &check.reference));
        all.push(side("current", &check.current));
    }
    all.extend(rest.into_iter().map(|file| Fingerprint {
        role: file.role.to_owned(),
        name: file.name.to_owned(),
        bytes: Some(file.bytes),
        sha256: Some(file.sha256.clone()),
        ..Fingerprint::default()
    }));
    all.extend(model.map(|model| Fingerprint {
        role: "model".to_owned(),
        name: model.file.clone(),
        bytes: Some(model.bytes.len() as u64),
        sha256: Some(crate::lifecycle::digest(&model.bytes)),
        ..Fingerprint::default()
    }));
    all
}

/// Gives a file piece by piece.
///
/// # Errors
///
/// [`TaskError::Data`] where it cannot be read.
pub(super) fn each_piece(
    name: &str,
    file: &mut dyn Source,
    take: &mut dyn FnMut(&[u8]),
) -> Result<(), TaskError> {
    loop {
        let piece = file
            .next_chunk(CHUNK)
            .map_err(|reason| TaskError::Data(DataError::Io { file: name.to_owned(), reason }))?;
        if piece.is_empty() {
            return Ok(());
        }
        take(&piece);
    }
}
