//! Files read as rows, and scored row by row, from any [`Source`].

use super::model_tasks::DataFile;
use super::source::Source;
use super::task_error::TaskError;
use crate::data::{DataError, RowReader, RowStream, RowTable};
use crate::model::{ModelError, Scorer};
use crate::report::{LogWriter, ScoredWriter};

/// Bytes asked for at a time.
const CHUNK: usize = 4 << 20;

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileProgress {
    /// Bytes done.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
    /// Rows done.
    pub rows: u64,
}

/// Reads a whole file as rows.
///
/// # Errors
///
/// [`DataError`] of the file.
pub fn read_rows(
    file: &DataFile,
    source: &mut dyn Source,
    progress: &mut dyn FnMut(FileProgress),
) -> Result<RowTable, DataError> {
    let mut reader = RowReader::new(&file.name, &file.options);
    let (mut done, total) = (0, source.size());
    loop {
        let chunk = next(file, source)?;
        if chunk.is_empty() {
            return reader.finish();
        }
        reader.push(&chunk)?;
        done += chunk.len() as u64;
        progress(FileProgress { done, total, rows: reader.rows() as u64 });
    }
}

/// Scores a file block by block, so that a file of any size needs little memory. The scored CSV
/// goes to `sink` piece by piece; `log` gets every prediction.
///
/// # Errors
///
/// [`TaskError`] of the file, of rows that do not fit the model, or of the sink.
pub fn score_rows(
    file: &DataFile,
    source: &mut dyn Source,
    model: &dyn Scorer,
    mut log: Option<&mut LogWriter>,
    sink: &mut dyn FnMut(Vec<u8>) -> Result<(), TaskError>,
    progress: &mut dyn FnMut(FileProgress),
) -> Result<ScoredRows, TaskError> {
    let mut stream = RowStream::new(&file.name, &file.options);
    let (mut done, total) = (0, source.size());
    let mut writer: Option<ScoredWriter> = None;
    loop {
        let chunk = next(file, source).map_err(TaskError::Data)?;
        if chunk.is_empty() {
            stream.end().map_err(TaskError::Data)?;
        } else {
            stream.push(&chunk).map_err(TaskError::Data)?;
        }
        done += chunk.len() as u64;
        while let Some(block) = stream.next_block() {
            let names = stream.names().unwrap_or_default();
            let writer = writer.get_or_insert_with(|| ScoredWriter::new(names, &model.schema().classes));
            let before = writer.rows();
            let predictions = model
                .score(&block.table.view(), &file.name)
                .map_err(|error| TaskError::Model(from_row(error, before)))?;
            writer.push(&block, &predictions);
            if let Some(log) = log.as_deref_mut() {
                log.push(names, &block, &predictions);
            }
            sink(writer.take())?;
            progress(FileProgress { done, total, rows: writer.rows() });
        }
        if chunk.is_empty() {
            break;
        }
    }
    let writer = writer
        .filter(|writer| writer.rows() > 0)
        .ok_or_else(|| TaskError::Data(DataError::NoRows { file: file.name.clone() }))?;
    Ok(ScoredRows { rows: writer.rows(), labels: writer.labels() })
}

/// What scoring a file gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredRows {
    /// Rows.
    pub rows: u64,
    /// Rows of each predicted class, in order of the classes.
    pub labels: Vec<(String, u64)>,
}

fn next(file: &DataFile, source: &mut dyn Source) -> Result<Vec<u8>, DataError> {
    source.next_chunk(CHUNK).map_err(|reason| DataError::Io { file: file.name.clone(), reason })
}

/// A block counts its own rows; the user counts those of the file.
fn from_row(error: ModelError, before: u64) -> ModelError {
    match error {
        ModelError::NotANumber { column, text, row } => {
            ModelError::NotANumber { column, text, row: row + before }
        }
        other => other,
    }
}
