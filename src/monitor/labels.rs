//! Labels that arrive later, in a file of their own: joined to the rows by an identifier or by order.

use serde::{Deserialize, Serialize};

/// What of a file of labels matched.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LabelMatch {
    /// Name of the file of labels.
    pub file: String,
    /// Column that joins; `None` where rows were joined by their order.
    pub by: Option<String>,
    /// Column that holds the labels.
    pub target: String,
    /// Rows of data that got a label.
    pub matched: u64,
    /// Rows of data without one.
    pub unlabelled: u64,
    /// Labels that belong to no row of data.
    pub unused: u64,
    /// Identifiers that occur more than once in the file of labels with the same label.
    pub repeated: u64,
    /// Identifiers that occur more than once there with different labels: the last one counts.
    pub contradicting: u64,
    /// Labels that are missing cells.
    pub missing: u64,
}
