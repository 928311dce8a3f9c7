//! A decision about retraining, with its reasons.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Check, LifecycleError};
use crate::monitor::AlertSeverity;

/// What was decided. Recorded whatever it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Counted from 1 in a workspace; 0 before it is recorded.
    pub number: u64,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub time_ms: i64,
    /// Registered model that it is about.
    pub model: String,
    /// What was decided.
    pub outcome: DecisionOutcome,
    /// Whether a person asked for it.
    pub by_hand: bool,
    /// In one line: `critical drift, 143 of 500 labels`.
    pub headline: String,
    /// The worst alert that is open in the newest window.
    pub severity: Option<AlertSeverity>,
    /// Every trigger that the policy has; `holds` where it asks for a retraining.
    pub triggers: Vec<Check>,
    /// Every need; `holds` where it is met.
    pub needs: Vec<Check>,
    /// The newest window that was looked at.
    pub newest: Option<WindowMark>,
    /// Messages of the alerts that are open in it.
    pub alerts: Vec<String>,
    /// The run that came of it.
    pub run: Option<String>,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionOutcome {
    /// Nothing asks for a retraining, or it is too soon for another.
    No,
    /// It is asked for, and something that it needs is missing.
    Deferred,
    /// A challenger is trained.
    Retrain,
}

/// Where in a history a decision stands, to count the windows after it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WindowMark {
    /// Name of the window.
    pub name: String,
    /// Latest time in it, in milliseconds since the epoch; `None` without times.
    pub end_ms: Option<i64>,
    /// Its last row, counted from 0 over all files.
    pub last_row: u64,
}

impl DecisionOutcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::No, Self::Deferred, Self::Retrain];

    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Deferred => "deferred",
            Self::Retrain => "retrain",
        }
    }
}

impl fmt::Display for DecisionOutcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for DecisionOutcome {
    type Err = LifecycleError;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|outcome| outcome.id() == id).ok_or_else(|| LifecycleError::Unknown {
            what: "outcome".to_owned(),
            name: id.to_owned(),
            there: Self::ALL.iter().map(|outcome| outcome.id().to_owned()).collect(),
        })
    }
}
