//! Whole rows of a file, for commands that need each row and not counts of them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::CliError;
use super::output::ProgressLine;
use crate::data::{DataError, ReadOptions, RowReader, RowStream, RowTable};
use crate::worker::native::{Progress, file_name};

/// Bytes read at once.
const CHUNK: usize = 1 << 20;

/// Reads a CSV as rows, in order and on one thread.
///
/// # Errors
///
/// [`CliError::Data`] where the file cannot be read or holds no table.
pub(super) fn read_rows(path: &Path, options: &ReadOptions, quiet: bool) -> Result<RowTable, CliError> {
    let io =
        |error: std::io::Error| DataError::Io { file: path.display().to_string(), reason: error.to_string() };
    let mut file = File::open(path).map_err(io)?;
    let total = file.metadata().map_err(io)?.len();
    let mut reader = RowReader::new(&file_name(path), options);
    let mut line = ProgressLine::new(quiet);
    let mut chunk = vec![0; CHUNK];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut chunk).map_err(io)?;
        let Some(part) = chunk.get(..read).filter(|part| !part.is_empty()) else { break };
        reader.push(part)?;
        bytes += read as u64;
        line.update(&Progress { bytes, total: total.max(bytes), rows: reader.rows() as u64 });
    }
    let table = reader.finish()?;
    line.update(&Progress { bytes, total: total.max(bytes), rows: table.rows as u64 });
    line.finish();
    Ok(table)
}

/// Reads a CSV block by block, so that a file of any size can be walked through, and calls `visit` with
/// the rows of each and the number of its first row, counted from 0.
///
/// # Errors
///
/// [`CliError::Data`] where the file cannot be read or holds no table; those of `visit`.
pub(super) fn for_each_block(
    path: &Path,
    options: &ReadOptions,
    quiet: bool,
    mut visit: impl FnMut(&RowTable, u64) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let name = file_name(path);
    let io =
        |error: std::io::Error| DataError::Io { file: path.display().to_string(), reason: error.to_string() };
    let mut file = File::open(path).map_err(io)?;
    let total = file.metadata().map_err(io)?.len();
    let mut stream = RowStream::new(&name, options);
    let mut line = ProgressLine::new(quiet);
    let mut chunk = vec![0; CHUNK];
    let (mut bytes, mut rows, mut ended) = (0, 0, false);
    while !ended {
        let read = file.read(&mut chunk).map_err(io)?;
        ended = read == 0;
        match chunk.get(..read) {
            Some(part) if !ended => stream.push(part)?,
            _ => stream.end()?,
        }
        while let Some(block) = stream.next_block() {
            visit(&block.table, rows)?;
            rows += block.table.rows as u64;
        }
        bytes += read as u64;
        line.update(&Progress { bytes, total: total.max(bytes), rows });
    }
    if rows == 0 {
        return Err(DataError::NoRows { file: name }.into());
    }
    line.finish();
    Ok(())
}
