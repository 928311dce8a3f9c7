//! What kind and role inference need to know of one side of a column.

use serde::{Deserialize, Serialize};

/// Counts about one side of a column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ColumnFacts {
    /// Cells.
    pub rows: u64,
    /// Missing cells.
    pub missing: u64,
    /// Cells that are finite numbers.
    pub numbers: u64,
    /// Cells that are `inf` or `-inf`.
    pub infinite: u64,
    /// Number cells written as integers.
    pub integers: u64,
    /// Distinct finite numbers.
    pub distinct_numbers: u64,
    /// Smallest and largest finite number.
    pub range: Option<Range>,
    /// Cells that are neither missing nor a number.
    pub texts: u64,
    /// Distinct texts.
    pub distinct_texts: u64,
    /// Text cells that are `true` or `false` (any case).
    pub booleans: u64,
    /// Text cells that parse as a date or date and time.
    pub datetimes: u64,
    /// Text cells that look like a UUID.
    pub uuids: u64,
    /// Mean length of the text cells, in characters.
    pub mean_text_length: f64,
    /// Text cells that are exactly `?`.
    pub question_marks: u64,
}

/// Smallest and largest value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// Smallest.
    pub min: f64,
    /// Largest.
    pub max: f64,
}
