//! Empirical distribution function.

use serde::{Deserialize, Serialize};

/// Empirical distribution function: sorted distinct finite values and how often each occurred.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ecdf {
    values: Vec<f64>,
    counts: Vec<u32>, // Invariant: empty when every value occurs once, else one per value, all > 0.
    n: u64,
}
