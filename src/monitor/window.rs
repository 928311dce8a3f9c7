//! How data is cut into windows: panes of rows, of a share, of a calendar period or one a file; a
//! window is one pane or several that follow each other, which slide by one.

use serde::{Deserialize, Serialize};

/// What one pane is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pane {
    /// One a file.
    #[default]
    File,
    /// So many rows, in the order of the files; the last may be shorter.
    Rows(u64),
    /// So many panes of the same number of rows, give or take one.
    Number(u64),
    /// A day of the timestamp, in UTC.
    Day,
    /// A week of the timestamp, from Monday on (ISO 8601).
    Week,
    /// A month of the timestamp.
    Month,
    /// A quarter of the timestamp.
    Quarter,
}

/// How data is cut into windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WindowRule {
    /// What one pane is.
    pub pane: Pane,
    /// Panes in a window: 1 is tumbling, more slide by one pane. At least 1.
    pub panes: u32,
}

impl Default for WindowRule {
    fn default() -> Self {
        Self { pane: Pane::File, panes: 1 }
    }
}

impl Pane {
    /// Whether panes are cut by the timestamp.
    pub fn is_calendar(self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month | Self::Quarter)
    }
}
