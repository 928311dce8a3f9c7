//! A file as read.

use serde::{Deserialize, Serialize};

use super::{Column, Dialect, RowSample};

/// Something that the reader did and the user should know; never silent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ReadNote {
    /// Rows with fewer cells than the header; the rest was taken as missing.
    ShortRows {
        /// How many rows.
        rows: u64,
        /// 1-based line of the first.
        first_line: u64,
    },
    /// Rows with more cells than the header; the extra cells were left out.
    LongRows {
        /// How many rows.
        rows: u64,
        /// 1-based line of the first.
        first_line: u64,
    },
    /// A header that was blank or stood there already, and its new name.
    Renamed {
        /// 1-based position.
        position: u32,
        /// As in the file.
        from: String,
        /// As used from here on.
        to: String,
    },
    /// Bytes that are not valid in the encoding, read as U+FFFD.
    InvalidText {
        /// How many cells.
        cells: u64,
    },
    /// NUL characters inside cells.
    NulCharacters {
        /// How many cells.
        cells: u64,
    },
}

/// A file as read: its columns, and what there is to say about the reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Name of the file.
    pub name: String,
    /// Bytes read.
    pub bytes: u64,
    /// Records below the header.
    pub rows: u64,
    /// How the file is spelled.
    pub dialect: Dialect,
    /// What the reader did that the user should know.
    pub notes: Vec<ReadNote>,
    /// The columns in file order, all of `rows` cells.
    pub columns: Vec<Column>,
    /// The first rows, cell texts as in the file; at most [`PREVIEW_ROWS`].
    pub preview: Vec<Vec<String>>,
    /// A sample of whole rows.
    pub sample: Option<RowSample>,
}

/// Rows kept for the preview.
pub const PREVIEW_ROWS: usize = 100;
