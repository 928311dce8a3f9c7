//! The operations on files that change a workspace's folder.
//!
//! They go through one trait, so that the tests can let the program die, or the disk be full, at any of
//! them.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::StoreError;

/// What changes files.
pub(super) trait Disk: Debug {
    /// Writes a new file and waits until it is on the disk.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Puts a file in the place of another, or where there was none.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes a file away; one that is not there is no error.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Takes an empty folder away; one that is not empty, or not there, is no error.
    fn remove_empty(&self, path: &Path);

    /// Makes a folder and those around it; one that is there is no error.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Waits until the names in a folder are on the disk. Not every system can, and one that cannot says so
    /// in many ways: what it says is not looked at.
    fn sync_folder(&self, path: &Path);
}

/// The files of the system.
#[derive(Debug)]
pub(super) struct Files;

impl Disk for Files {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn remove_empty(&self, path: &Path) {
        let _ = fs::remove_dir(path);
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn sync_folder(&self, path: &Path) {
        let _ = File::open(path).and_then(|folder| folder.sync_all());
    }
}

/// What an operation's failure means for the user.
pub(super) fn failed(folder: &Path, path: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            StoreError::DiskFull { folder: folder.display().to_string() }
        }
        _ => StoreError::Io { path: path.display().to_string(), reason: error.to_string() },
    }
}
