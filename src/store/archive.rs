//! A whole workspace as one zip file, laid out as its folder.
//!
//! The same workspace gives the same bytes: entries are sorted and have no times. What is read comes from
//! elsewhere, so that paths, sizes and digests are checked before anything is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::layout::{HEAD, artifact_path, digest_of, key_of, record_path};
use super::{StoreError, record_json};
use crate::lifecycle::{Workspace, digest};

/// Name of the file when it is exported.
pub const FILE_NAME: &str = "evenkeel-workspace.zip";

/// What a zip file may hold at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Files.
    pub files: usize,
    /// Bytes of a record when it is unpacked.
    pub record: u64,
    /// Bytes of all when they are unpacked.
    pub total: u64,
}

impl Default for Limits {
    /// 200,000 files, 64 MiB a record, 2 GiB in all.
    fn default() -> Self {
        Self { files: 200_000, record: 64 << 20, total: 2 << 30 }
    }
}

/// A workspace out of a zip file.
#[derive(Debug, Clone, PartialEq)]
pub struct Archive {
    /// The workspace.
    pub workspace: Workspace,
    /// Bytes of its artifacts, by digest; every one is there.
    pub artifacts: BTreeMap<String, Vec<u8>>,
}

/// Writes a workspace and its artifacts, by digest.
///
/// # Errors
///
/// [`StoreError::Damaged`] where an artifact is missing.
pub fn write(workspace: &Workspace, artifacts: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, StoreError> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    files.insert(HEAD.to_owned(), record_json::encode_head(&workspace.head));
    for (key, record) in workspace.records() {
        files.insert(record_path(&key), record_json::encode(&record));
    }
    let mut all: Vec<(String, &[u8])> = Vec::new();
    // `artifacts/` sorts before the folders of the records.
    for digest in workspace.artifacts() {
        let bytes = artifacts.get(&digest).ok_or_else(|| StoreError::Damaged {
            what: format!("the artifact {digest}"),
            reason: "it is not there".to_owned(),
        })?;
        all.push((artifact_path(&digest), bytes));
    }
    all.extend(files.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())));
    pack(FILE_NAME, all.iter().map(|(path, bytes)| (path.as_str(), *bytes)))
}

/// Packs files in the order in which they come; `name` is that of the zip file, for the messages.
///
/// # Errors
///
/// [`StoreError::Archive`] where two files have the same path.
pub fn pack<'a>(
    name: &str,
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Result<Vec<u8>, StoreError> {
    let failed = |error: ZipError| StoreError::Archive { file: name.to_owned(), reason: error.to_string() };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    for (path, bytes) in files {
        zip.start_file(path, options).map_err(failed)?;
        zip.write_all(bytes).map_err(|error| failed(ZipError::from(error)))?;
    }
    Ok(zip.finish().map_err(failed)?.into_inner())
}

/// Reads a zip file; `file` is its name, for the messages.
///
/// # Errors
///
/// [`StoreError::Archive`] for what is no zip file of a workspace, is damaged, or too large;
/// [`StoreError::NewerWorkspace`].
pub fn read(file: &str, bytes: &[u8], limits: &Limits) -> Result<Archive, StoreError> {
    let refused = |reason: String| StoreError::Archive { file: file.to_owned(), reason };
    let broken = |error: ZipError| refused(format!("it is no zip file, or a damaged one ({error})"));
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if zip.len() > limits.files {
        return Err(refused(format!("it holds {} files, up to {} are taken", zip.len(), limits.files)));
    }
    let (mut head, mut records, mut artifacts) = (None, Vec::new(), BTreeMap::new());
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut left = limits.total;
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).map_err(broken)?;
        let path = entry.name().to_owned();
        // A folder that was packed by hand has entries for folders, and the lock.
        if entry.is_dir() || path == "workspace.lock" {
            continue;
        }
        let (key, artifact) = (key_of(&path), digest_of(&path));
        let is_known = path == HEAD || key.is_some() || artifact.is_some();
        if !is_known || !entry.is_file() || !seen.insert(path.clone()) {
            let path: String =
                path.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
            return Err(refused(format!(
                "`{path}` in it is no file of a workspace: use one that evenkeel exported"
            )));
        }
        let most = if artifact.is_some() { left } else { left.min(limits.record) };
        let mut content = Vec::new();
        // What the entry says of its size is not believed.
        let read = entry.by_ref().take(most.saturating_add(1)).read_to_end(&mut content);
        read.map_err(|error| refused(format!("`{path}` in it is damaged ({error})")))?;
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        if size > most {
            return Err(refused(format!(
                "`{path}` in it unpacks to more than {most} bytes, which is too much"
            )));
        }
        left -= size;
        match (artifact, key) {
            (Some(wanted), _) => {
                if digest(&content) != wanted {
                    return Err(refused(format!("the bytes of `{path}` are not those of its digest")));
                }
                artifacts.insert(wanted.to_owned(), content);
            }
            (None, Some(key)) => records.push(record_json::decode(key, &content)?),
            (None, None) => head = Some(record_json::decode_head(&content)?),
        }
    }
    let head =
        head.ok_or_else(|| refused(format!("there is no `{HEAD}` in it: use one that evenkeel exported")))?;
    let workspace = Workspace::from_records(head, records);
    let named = workspace.artifacts();
    if let Some(missing) = named.iter().find(|digest| !artifacts.contains_key(*digest)) {
        return Err(refused(format!("`{}` is missing in it", artifact_path(missing))));
    }
    artifacts.retain(|digest, _| named.binary_search(digest).is_ok());
    Ok(Archive { workspace, artifacts })
}
