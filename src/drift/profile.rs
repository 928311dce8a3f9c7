//! Profiles: all that drift needs to know of a column, without its rows.

use serde::{Deserialize, Serialize};

use crate::data::{Dialect, ReadNote};
use crate::stats::{CategoryCounts, Ecdf};

/// One column of one data set. Says nothing of kinds: numbers and texts are kept
/// apart, and the kind is decided when two profiles are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnProfile {
    /// Name of the column.
    pub name: String,
    /// Cells.
    pub rows: u64,
    /// Missing cells.
    pub missing: u64,
    /// Cells that are `inf`.
    pub positive_infinite: u64,
    /// Cells that are `-inf`.
    pub negative_infinite: u64,
    /// Number cells written as integers.
    pub integers: u64,
    /// The finite numbers.
    pub numbers: Ecdf,
    /// All other cells.
    pub texts: CategoryCounts,
}

/// All columns of one data set. Mergeable and serialisable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatasetProfile {
    /// Name of the file it was made from.
    pub name: String,
    /// Bytes of that file.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
    /// How the file was spelled.
    pub dialect: Dialect,
    /// What the reader did that the user should know.
    pub notes: Vec<ReadNote>,
    /// The columns in file order.
    pub columns: Vec<ColumnProfile>,
}
