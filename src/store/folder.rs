//! A workspace in a folder, natively.
//!
//! ```text
//! workspace.json                 the head
//! models/loan.json               one file a record, at its key
//! versions/loan/000001.json
//! artifacts/ab/ab…               bytes under their digest
//! workspace.lock                 held by who reads (shared) or changes (alone)
//! workspace.journal              only while a change is made
//! tmp/                           only while a change is made
//! ```
//!
//! A change is made in this order: its artifacts; then the journal, which holds all its records, is put in
//! place: from here on it is done; then the files of the records, the head, and the journal goes. Each
//! file is written under another name, waited for until it is on the disk, and put in its place. Who finds
//! a journal reads as if it were done, and who changes does it first. So a program that is killed
//! leaves what was before or what is after.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::folder_disk::{Disk, Files, failed};
use super::folder_journal::Journal;
use super::layout::{ARTIFACTS, HEAD, POLICY, RECORDS, artifact_path, digest_of, key_of, record_path};
use super::{StoreError, WorkspaceStore, record_json};
use crate::lifecycle::{Change, Head, KeyedRecord, Record, Workspace, digest, is_digest};

const LOCK: &str = "workspace.lock";
const JOURNAL: &str = "workspace.journal";
const TEMPORARY: &str = "tmp";
/// In [`TEMPORARY`] while there may be artifacts that nothing names: sweep them.
const SWEEP: &str = "sweep";

/// How long another program's lock is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// A workspace in a folder. Many programs may use it at once.
#[derive(Debug)]
pub struct FolderStore {
    folder: PathBuf,
    disk: Box<dyn Disk>,
    patience: Duration,
}

impl FolderStore {
    /// The workspace in `folder`, which is made by the first change where it is not there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), disk: Box::new(Files), patience: PATIENCE }
    }

    /// The same on another disk, and with less patience.
    #[cfg(test)]
    pub(super) fn with_disk(folder: impl Into<PathBuf>, disk: Box<dyn Disk>) -> Self {
        Self { folder: folder.into(), disk, patience: Duration::from_millis(50) }
    }

    /// All but the artifacts.
    ///
    /// # Errors
    ///
    /// As for [`WorkspaceStore::load`].
    pub fn read(&self) -> Result<Workspace, StoreError> {
        if !self.is_begun()? {
            return Ok(Workspace::default());
        }
        let _lock = self.lock_to_read()?;
        let journal = self.journal()?;
        let head = match (&journal, self.head()?) {
            (Some(journal), _) => journal.head(),
            (None, head) => head,
        };
        let mut workspace = Workspace::from_records(head.clone(), self.records()?);
        if let Some(journal) = journal {
            workspace.apply(&journal_change(&journal)?);
        }
        Ok(workspace)
    }

    /// The bytes of an artifact.
    ///
    /// # Errors
    ///
    /// As for [`WorkspaceStore::artifact`].
    pub fn read_artifact(&self, wanted: &str) -> Result<Option<Vec<u8>>, StoreError> {
        if !is_digest(wanted) {
            return Ok(None);
        }
        match self.optional(&artifact_path(wanted))? {
            Some(bytes) if digest(&bytes) == wanted => Ok(Some(bytes)),
            Some(_) => Err(damaged_artifact(wanted)),
            None => Ok(None),
        }
    }

    /// Keeps a change.
    ///
    /// # Errors
    ///
    /// As for [`WorkspaceStore::commit`].
    pub fn keep(&self, change: &Change, artifacts: &[Vec<u8>]) -> Result<(), StoreError> {
        check_artifacts(change, artifacts)?;
        self.is_begun()?;
        self.at(&self.folder, self.disk.make_folder(&self.folder))?;
        let _lock = self.lock_to_change()?;
        if let Some(journal) = self.journal()? {
            self.finish(&journal)?;
        }
        let head = self.head()?;
        if head.revision != change.expects {
            return Err(StoreError::Conflict);
        }
        let temporary = self.folder.join(TEMPORARY);
        let was_killed = has_entries(&temporary);
        let takes_away = change.records.iter().any(|keyed| keyed.record.is_none());
        let sweeps = was_killed || takes_away || !artifacts.is_empty();
        self.at(&temporary, self.disk.make_folder(&temporary))?;
        if sweeps {
            self.at(&temporary, self.disk.write(&temporary.join(SWEEP), b""))?;
        }
        let prepared = self.put_artifacts(change, artifacts).and_then(|()| {
            let journal = Journal::of(change, &head);
            self.put(JOURNAL, &journal.bytes())?;
            Ok(journal)
        });
        let journal = match prepared {
            Ok(journal) => journal,
            Err(error) => {
                // What was written is taken away as far as it goes; the next change sweeps the rest.
                let _ = self.sweep(true);
                return Err(error);
            }
        };
        // It is decided. What fails from here on is done by the next change, and readers see it done.
        if self.finish(&journal).is_ok() {
            let _ = self.sweep(was_killed || takes_away);
        }
        Ok(())
    }

    /// Whether there is a workspace, or the beginning of one.
    fn is_begun(&self) -> Result<bool, StoreError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(failed(&self.folder, &self.folder, &error)),
        };
        let names: Vec<String> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        // Looked for by name after the listing, which may have begun before another program's first change.
        if self.folder.join(HEAD).exists() {
            return Ok(true);
        }
        // The first change may have been killed before there was a head.
        let has_begun = self.folder.join(LOCK).exists();
        let own = |name: &str| {
            matches!(name, LOCK | JOURNAL | TEMPORARY | ARTIFACTS)
                || RECORDS.contains(&name)
                || key_of(name) == Some(POLICY)
        };
        match names.iter().find(|name| !(name.starts_with('.') || has_begun && own(name))) {
            Some(found) => Err(StoreError::NotAWorkspace {
                folder: self.folder.display().to_string(),
                found: found.clone(),
            }),
            None => Ok(has_begun),
        }
    }

    fn head(&self) -> Result<Head, StoreError> {
        match self.optional(HEAD)? {
            Some(bytes) => record_json::decode_head(&bytes),
            None => Ok(Head::default()),
        }
    }

    fn journal(&self) -> Result<Option<Journal>, StoreError> {
        self.optional(JOURNAL)?.map_or(Ok(None), |bytes| Journal::read(&bytes))
    }

    /// Every record that lies in the files.
    fn records(&self) -> Result<Vec<Record>, StoreError> {
        let mut paths: Vec<String> = vec![record_path(POLICY)];
        for folder in RECORDS {
            self.collect(folder, &mut paths)?;
        }
        let mut records = Vec::with_capacity(paths.len());
        for path in paths {
            let Some(key) = key_of(&path) else { continue };
            if let Some(bytes) = self.optional(&path)? {
                records.push(record_json::decode(key, &bytes)?);
            }
        }
        Ok(records)
    }

    /// Paths of the files below a folder, with `/` between their parts.
    fn collect(&self, folder: &str, paths: &mut Vec<String>) -> Result<(), StoreError> {
        let place = self.folder.join(folder);
        let entries = match fs::read_dir(&place) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(failed(&self.folder, &place, &error)),
        };
        for entry in entries {
            let entry = self.at(&place, entry)?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if self.at(&place, entry.file_type())?.is_dir() {
                self.collect(&path, paths)?;
            } else {
                paths.push(path);
            }
        }
        Ok(())
    }

    fn put_artifacts(&self, change: &Change, artifacts: &[Vec<u8>]) -> Result<(), StoreError> {
        for (wanted, bytes) in change.new_artifacts.iter().zip(artifacts) {
            // One of a killed change may be there, and be good.
            if !matches!(self.read_artifact(wanted), Ok(Some(_))) {
                self.put(&artifact_path(wanted), bytes)?;
            }
        }
        Ok(())
    }

    /// Does what a journal says, and takes it away. To do it again does no harm.
    fn finish(&self, journal: &Journal) -> Result<(), StoreError> {
        let temporary = self.folder.join(TEMPORARY);
        self.at(&temporary, self.disk.make_folder(&temporary))?;
        for (key, text) in &journal.records {
            let path = record_path(key);
            if key_of(&path).is_none() {
                return Err(StoreError::Damaged {
                    what: "the workspace's journal".to_owned(),
                    reason: format!("no record has the key `{key}`"),
                });
            }
            match text {
                Some(text) => self.put(&path, text.as_bytes())?,
                None => {
                    let place = self.folder.join(&path);
                    self.at(&place, self.disk.remove(&place))?;
                    if let Some(folder) = place.parent().filter(|folder| *folder != self.folder) {
                        self.disk.sync_folder(folder);
                        self.disk.remove_empty(folder);
                    }
                }
            }
        }
        self.put(HEAD, &record_json::encode_head(&journal.head()))?;
        let place = self.folder.join(JOURNAL);
        self.at(&place, self.disk.remove(&place))?;
        self.disk.sync_folder(&self.folder);
        Ok(())
    }

    /// Takes temporary files away, and artifacts that nothing names where there may be some.
    fn sweep(&self, artifacts_too: bool) -> Result<(), StoreError> {
        if artifacts_too {
            let named = Workspace::from_records(Head::default(), self.records()?).artifacts();
            let mut paths = Vec::new();
            self.collect(ARTIFACTS, &mut paths)?;
            for path in paths {
                let is_named = |digest: &str| named.binary_search_by(|one| one.as_str().cmp(digest)).is_ok();
                if digest_of(&path).is_some_and(|digest| !is_named(digest)) {
                    let place = self.folder.join(&path);
                    self.at(&place, self.disk.remove(&place))?;
                }
            }
        }
        let temporary = self.folder.join(TEMPORARY);
        let mut paths = Vec::new();
        self.collect(TEMPORARY, &mut paths)?;
        // The mark goes last: without it nobody sweeps.
        paths.sort_by_key(|path| path.ends_with(SWEEP));
        for path in paths {
            let place = self.folder.join(path);
            self.at(&place, self.disk.remove(&place))?;
        }
        self.disk.remove_empty(&temporary);
        Ok(())
    }

    /// Writes a file and puts it in its place.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let place = self.folder.join(path);
        let folder = place.parent().unwrap_or(&self.folder);
        let temporary = self.folder.join(TEMPORARY).join("file");
        if !folder.is_dir() {
            self.at(folder, self.disk.make_folder(folder))?;
            let above = folder.parent().unwrap_or(folder);
            self.disk.sync_folder(above);
        }
        self.at(&temporary, self.disk.write(&temporary, bytes))?;
        self.at(&place, self.disk.rename(&temporary, &place))?;
        self.disk.sync_folder(folder);
        Ok(())
    }

    /// The bytes of a file; `None` where there is none.
    fn optional(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let place = self.folder.join(path);
        match fs::read(&place) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(&self.folder, &place, &error)),
        }
    }

    /// The lock of who changes.
    fn lock_to_change(&self) -> Result<File, StoreError> {
        let place = self.folder.join(LOCK);
        let options = File::options().read(true).write(true).create(true).truncate(false).open(&place);
        let file = self.at(&place, options)?;
        self.wait(|| file.try_lock())?;
        Ok(file)
    }

    /// The lock of who reads; none where the folder can only be read and has no file for it.
    fn lock_to_read(&self) -> Result<Option<File>, StoreError> {
        let place = self.folder.join(LOCK);
        let open = File::open(&place)
            .or_else(|_| File::options().read(true).write(true).create(true).truncate(false).open(&place));
        let Ok(file) = open else { return Ok(None) };
        self.wait(|| file.try_lock_shared())?;
        Ok(Some(file))
    }

    fn wait(&self, lock: impl Fn() -> Result<(), fs::TryLockError>) -> Result<(), StoreError> {
        let begin = Instant::now();
        loop {
            match lock() {
                Ok(()) => return Ok(()),
                Err(fs::TryLockError::WouldBlock) if begin.elapsed() < self.patience => thread::sleep(LOOK),
                Err(fs::TryLockError::WouldBlock) => {
                    let folder = self.folder.display().to_string();
                    return Err(StoreError::Locked { folder, seconds: self.patience.as_secs() });
                }
                Err(fs::TryLockError::Error(error)) => {
                    return Err(failed(&self.folder, &self.folder.join(LOCK), &error));
                }
            }
        }
    }

    fn at<T>(&self, path: &Path, done: io::Result<T>) -> Result<T, StoreError> {
        done.map_err(|error| failed(&self.folder, path, &error))
    }
}

impl WorkspaceStore for FolderStore {
    async fn load(&self) -> Result<Workspace, StoreError> {
        self.read()
    }

    async fn artifact(&self, digest: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read_artifact(digest)
    }

    async fn commit(&self, change: &Change, artifacts: &[Vec<u8>]) -> Result<(), StoreError> {
        self.keep(change, artifacts)
    }
}

/// The change that a journal is.
fn journal_change(journal: &Journal) -> Result<Change, StoreError> {
    let record = |(key, text): &(String, Option<String>)| {
        let record = text.as_ref().map(|text| record_json::decode(key, text.as_bytes())).transpose()?;
        Ok(KeyedRecord { key: key.clone(), record })
    };
    let records = journal.records.iter().map(record).collect::<Result<_, _>>()?;
    Ok(Change { expects: journal.revision.saturating_sub(1), records, new_artifacts: Vec::new() })
}

/// Whether the bytes are those that the change names.
fn check_artifacts(change: &Change, artifacts: &[Vec<u8>]) -> Result<(), StoreError> {
    let wanted = &change.new_artifacts;
    if wanted.len() != artifacts.len() {
        return Err(StoreError::Damaged {
            what: "the change".to_owned(),
            reason: format!("it names {} new artifacts and brings {}", wanted.len(), artifacts.len()),
        });
    }
    match wanted.iter().zip(artifacts).find(|(wanted, bytes)| digest(bytes) != **wanted) {
        Some((wanted, _)) => Err(damaged_artifact(wanted)),
        None => Ok(()),
    }
}

fn damaged_artifact(wanted: &str) -> StoreError {
    StoreError::Damaged {
        what: format!("the artifact {wanted}"),
        reason: "its bytes are not those of its digest".to_owned(),
    }
}

fn has_entries(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}
