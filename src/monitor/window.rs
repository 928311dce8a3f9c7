//! How data is cut into windows: panes of rows, of a share, of a calendar period or one a file; a
//! window is one pane or several that follow each other, which slide by one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::MonitorError;

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

impl fmt::Display for Pane {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => out.write_str("file"),
            Self::Rows(rows) => write!(out, "rows:{rows}"),
            Self::Number(number) => write!(out, "number:{number}"),
            Self::Day => out.write_str("day"),
            Self::Week => out.write_str("week"),
            Self::Month => out.write_str("month"),
            Self::Quarter => out.write_str("quarter"),
        }
    }
}

impl FromStr for Pane {
    type Err = MonitorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || MonitorError::UnknownPane { given: text.to_owned() };
        if let Some((name, number)) = text.split_once(':') {
            let number = number.parse().ok().filter(|number| *number > 0).ok_or_else(unknown)?;
            return match name {
                "rows" => Ok(Self::Rows(number)),
                "number" => Ok(Self::Number(number)),
                _ => Err(unknown()),
            };
        }
        let plain = [Self::File, Self::Day, Self::Week, Self::Month, Self::Quarter];
        plain.into_iter().find(|pane| pane.to_string() == text).ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_read_back() {
        for text in ["file", "rows:500", "number:10", "day", "week", "month", "quarter"] {
            assert_eq!(text.parse::<Pane>().map(|pane| pane.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("rows:500".parse(), Ok(Pane::Rows(500)));
        for text in ["", "rows", "rows:0", "rows:-1", "number:x", "year", "day:2", "Month"] {
            let error = text.parse::<Pane>().unwrap_err().to_string();
            assert!(error.contains("use file, rows:500"), "{error}");
        }
    }
}
