//! A file on disk as a [`Source`].

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::source::Source;

/// A file on disk, read in chunks.
#[derive(Debug)]
pub struct FileSource {
    file: File,
    size: u64,
}

impl FileSource {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// The reason as the system words it.
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| error.to_string())?;
        let size = file.metadata().map_err(|error| error.to_string())?.len();
        Ok(Self { file, size })
    }
}

impl Source for FileSource {
    fn size(&self) -> u64 {
        self.size
    }

    fn next_chunk(&mut self, limit: usize) -> Result<Vec<u8>, String> {
        let mut chunk = Vec::with_capacity(limit.min(usize::try_from(self.size).unwrap_or(limit).max(1)));
        self.file.by_ref().take(limit as u64).read_to_end(&mut chunk).map_err(|error| error.to_string())?;
        Ok(chunk)
    }
}
