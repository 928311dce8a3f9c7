//! What the user decided about judging.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Method;
use crate::data::{Kind, Role};

/// A named set of methods and thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Preset {
    /// Evidently 0.7's choice.
    Evidently,
}

/// Which tests are written beside the one that gives the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum TestChoice {
    /// Every test that applies to the column.
    #[default]
    All,
    /// Only the preset's own.
    Preset,
    /// The preset's own and these.
    These(Vec<Method>),
}

/// What the user decided about judging.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Methods and thresholds.
    pub preset: Preset,
    /// Share of drifted columns from which the data set has drifted; Evidently's is 0.5.
    pub share_threshold: f64,
    /// Kinds that the user set, by column name.
    pub kinds: BTreeMap<String, Kind>,
    /// Roles that the user set, by column name.
    pub roles: BTreeMap<String, Role>,
    /// Which tests are written.
    pub tests: TestChoice,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            preset: Preset::Evidently,
            share_threshold: 0.5,
            kinds: BTreeMap::new(),
            roles: BTreeMap::new(),
            tests: TestChoice::All,
        }
    }
}
