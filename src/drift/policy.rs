//! What the user decided about judging.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Method, UnknownId};
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
    /// Method that judges in place of the preset's, where it applies to the column.
    pub method: Option<Method>,
    /// Methods that judge single columns, by column name; before `method`.
    pub methods: BTreeMap<String, Method>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            preset: Preset::Evidently,
            share_threshold: 0.5,
            kinds: BTreeMap::new(),
            roles: BTreeMap::new(),
            tests: TestChoice::All,
            method: None,
            methods: BTreeMap::new(),
        }
    }
}

impl TestChoice {
    /// Whether a test beside the verdict's own is written.
    pub fn includes(&self, method: Method) -> bool {
        match self {
            TestChoice::All => true,
            TestChoice::Preset => false,
            TestChoice::These(methods) => methods.contains(&method),
        }
    }
}

impl Preset {
    /// Every preset.
    pub const ALL: [Preset; 1] = [Preset::Evidently];

    /// Stable identifier used in policies and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Preset::Evidently => "evidently",
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for Preset {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Preset::ALL
            .into_iter()
            .find(|preset| preset.id() == id)
            .ok_or_else(|| UnknownId::new("preset", id, Preset::ALL.into_iter().map(Preset::id)))
    }
}
