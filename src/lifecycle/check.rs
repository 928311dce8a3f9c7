//! One thing that was looked at for a decision, and what came of it.

use serde::{Deserialize, Serialize};

/// A condition and whether it holds: of a trigger, of a need, of a gate's rule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Check {
    /// Stable identifier, such as `severity`, `min_rows` or `non_inferior`.
    pub id: String,
    /// Whether it holds.
    pub holds: bool,
    /// What was found, where it is a number.
    pub have: Option<f64>,
    /// What it was held against, where it is a number.
    pub want: Option<f64>,
    /// In a sentence, with both numbers: `143 of 500 labelled rows`.
    pub words: String,
}

/// A check, and what the headline of a decision says of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    /// In a few words: `143 of 500 labels`.
    pub(super) short: String,
    /// The check.
    pub(super) check: Check,
}
