//! One column as read, before anyone has decided what kind it is.

use serde::{Deserialize, Serialize};

/// One column as read: numbers apart from texts, so that its kind can be decided
/// (and decided again) after the whole file has been seen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Column {
    /// Header, made unique (`a`, `a.1`) and never blank (`Unnamed: 3`), as pandas does.
    pub name: String,
    /// Finite numbers in row order.
    pub numbers: Vec<f64>,
    /// Cells written as integers: optional sign and digits only, within 64 bits.
    pub integers: u64,
    /// Cells that read as `inf`, `infinity` and their like.
    pub positive_infinite: u64,
    /// Cells that read as `-inf` and its like.
    pub negative_infinite: u64,
    /// Missing cells: empty, or a missing token.
    pub missing: u64,
    /// All other cells.
    pub texts: TextCounts,
}

/// Distinct texts of a column and how often each occurred, bounded in memory.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TextCounts {
    // Owned by the data room's reader; placeholder until it lands.
    entries: Vec<(String, u64)>,
}
