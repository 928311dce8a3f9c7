//! Why a file could not be read.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Errors of the [`data`](crate::data) room. Every message is one sentence that says
/// which file, where in it, and the way out.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum DataError {
    /// No bytes at all, or only blank lines or a byte order mark.
    #[error("{file} is empty: it needs a header line and at least one row")]
    Empty {
        /// Name of the file.
        file: String,
    },
    /// A header and nothing below it.
    #[error("{file} has a header but no rows: check that the export finished")]
    NoRows {
        /// Name of the file.
        file: String,
    },
    /// The bytes are of some other file type.
    #[error("{file} is not a CSV file but {found}: {way_out}")]
    NotCsv {
        /// Name of the file.
        file: String,
        /// What it is, with its article, e.g. "a PNG image".
        found: String,
        /// What to do, e.g. "save the sheet as CSV and use that file".
        way_out: String,
    },
    /// A quote was opened and the file ended before it was closed.
    #[error(
        "{file} line {line}, column {column}: the quote that opens here is never closed; close it or double the quotes inside the cell"
    )]
    UnterminatedQuote {
        /// Name of the file.
        file: String,
        /// 1-based line on which the quote opens.
        line: u64,
        /// Name of the column, or its 1-based number when it has none.
        column: String,
    },
    /// A cell larger than the reader accepts.
    #[error(
        "{file} line {line}, column {column}: the cell is larger than {limit_mb} MB; check for a quote that is not closed"
    )]
    CellTooLarge {
        /// Name of the file.
        file: String,
        /// 1-based line on which the record starts.
        line: u64,
        /// Name of the column, or its 1-based number when it has none.
        column: String,
        /// Limit in MB.
        limit_mb: u32,
    },
    /// More columns, rows or memory than the reader accepts.
    #[error("{file} line {line}: {what} is more than the limit of {limit}; {way_out}")]
    TooLarge {
        /// Name of the file.
        file: String,
        /// 1-based line.
        line: u64,
        /// What there is too much of, with its number.
        what: String,
        /// The limit.
        limit: u64,
        /// What to do.
        way_out: String,
    },
    /// The bytes are in an encoding that is not read.
    #[error("{file} is encoded as {encoding}, which is not read: save it as UTF-8")]
    Encoding {
        /// Name of the file.
        file: String,
        /// Name of the encoding.
        encoding: String,
    },
    /// The operating system or browser would not give the bytes.
    #[error("{file} could not be read: {reason}")]
    Io {
        /// Name of the file.
        file: String,
        /// The reason as the system words it.
        reason: String,
    },
}
