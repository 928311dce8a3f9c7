//! Counts per category.

use serde::{Deserialize, Serialize};

/// How often each category occurred, in code-point order of the names.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CategoryCounts {
    names: Vec<String>,
    counts: Vec<u64>,
}
