//! What was done in a workspace, one entry an action. Entries are only ever added.

use serde::{Deserialize, Serialize};

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Counted from 1, without a gap.
    pub number: u64,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub time_ms: i64,
    /// Who: `page`, `command`, or the name that the user gave.
    pub actor: String,
    /// Stable identifier of the action, such as `promote`.
    pub action: String,
    /// What it was done to, such as `loan version 3`.
    pub subject: String,
    /// In a sentence.
    pub words: String,
}
