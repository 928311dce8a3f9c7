//! Where bytes come from: a browser's `File`, or bytes in memory.

/// A file that is read in chunks from front to back.
pub trait Source {
    /// Bytes in all.
    fn size(&self) -> u64;

    /// The next at most `limit` bytes; empty at the end.
    ///
    /// # Errors
    ///
    /// The reason, as the browser or operating system words it.
    fn next_chunk(&mut self, limit: usize) -> Result<Vec<u8>, String>;
}

/// Bytes in memory as a [`Source`].
#[derive(Debug)]
pub struct MemorySource {
    bytes: Vec<u8>,
    at: usize,
}

impl MemorySource {
    /// A source that gives these bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, at: 0 }
    }
}

impl Source for MemorySource {
    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn next_chunk(&mut self, limit: usize) -> Result<Vec<u8>, String> {
        let end = self.bytes.len().min(self.at + limit);
        let chunk = self.bytes[self.at..end].to_vec();
        self.at = end;
        Ok(chunk)
    }
}
