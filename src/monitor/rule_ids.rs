//! What conditions, severities, states and groups are called, in files and for people.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::rule::{AlertSeverity, Condition};
use super::timeline::SeriesGroup;
use crate::drift::UnknownId;

/// What a person did about an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// Nobody has looked at it.
    #[default]
    New,
    /// Somebody knows of it.
    Acknowledged,
    /// It is dealt with.
    Resolved,
}

impl Condition {
    /// The identifiers of every condition.
    pub const IDS: [&str; 5] = ["outside_limits", "above", "below", "change_by", "change_by_share"];

    /// Stable identifier used in policies.
    pub fn id(self) -> &'static str {
        match self {
            Self::OutsideLimits => "outside_limits",
            Self::Above(_) => "above",
            Self::Below(_) => "below",
            Self::ChangeBy(_) => "change_by",
            Self::ChangeByShare(_) => "change_by_share",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::OutsideLimits => "Outside its thresholds",
            Self::Above(_) => "Above",
            Self::Below(_) => "Below",
            Self::ChangeBy(_) => "Changed by more than",
            Self::ChangeByShare(_) => "Changed by more than a share of",
        }
    }

    /// The number beside it, where it has one.
    pub fn value(self) -> Option<f64> {
        match self {
            Self::OutsideLimits => None,
            Self::Above(value) | Self::Below(value) | Self::ChangeBy(value) | Self::ChangeByShare(value) => {
                Some(value)
            }
        }
    }
}

impl AlertSeverity {
    /// Every severity, the mildest first.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Critical];

    /// Stable identifier used in policies and reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Info => "Info",
            Self::Warning => "Warning",
            Self::Critical => "Critical",
        }
    }
}

impl AlertState {
    /// Every state, in the order of an alert's life.
    pub const ALL: [Self; 3] = [Self::New, Self::Acknowledged, Self::Resolved];

    /// Stable identifier used in logs.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Acknowledged => "Acknowledged",
            Self::Resolved => "Resolved",
        }
    }
}

impl SeriesGroup {
    /// Every group, in the order they are shown.
    pub const ALL: [Self; 5] =
        [Self::Performance, Self::Estimated, Self::Predictions, Self::Data, Self::Columns];

    /// Stable identifier used in policies and reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Performance => "performance",
            Self::Estimated => "estimated",
            Self::Predictions => "predictions",
            Self::Data => "data",
            Self::Columns => "columns",
        }
    }
}

impl fmt::Display for AlertSeverity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl fmt::Display for AlertState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for AlertSeverity {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, UnknownId> {
        found("severity", id, &Self::ALL, Self::id)
    }
}

impl FromStr for AlertState {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, UnknownId> {
        found("state", id, &Self::ALL, Self::id)
    }
}

impl FromStr for SeriesGroup {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, UnknownId> {
        found("group", id, &Self::ALL, Self::id)
    }
}

fn found<T: Copy>(what: &str, id: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, UnknownId> {
    all.iter().copied().find(|one| name(*one) == id).ok_or_else(|| {
        let names: Vec<&str> = all.iter().copied().map(name).collect();
        let known = match names.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            one => one.concat(),
        };
        UnknownId { what: what.to_owned(), id: id.to_owned(), known }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_and_are_those_of_messages() {
        for severity in AlertSeverity::ALL {
            assert_eq!(severity.id().parse(), Ok(severity));
            assert_eq!(serde_json::to_value(severity).unwrap(), severity.id());
        }
        for state in AlertState::ALL {
            assert_eq!(state.id().parse(), Ok(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.id());
        }
        for group in SeriesGroup::ALL {
            assert_eq!(group.id().parse(), Ok(group));
            assert_eq!(serde_json::to_value(group).unwrap(), group.id());
        }
        let error = "fatal".parse::<AlertSeverity>().unwrap_err().to_string();
        assert_eq!(error, "\"fatal\" is not a severity; use info, warning or critical");
    }

    #[test]
    fn severities_order_by_how_bad_they_are() {
        assert!(AlertSeverity::ALL.is_sorted() && AlertSeverity::Critical > AlertSeverity::Info);
    }
}
