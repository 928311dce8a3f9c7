//! What the user decided about judging.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Correction, DriftError, Method, Shape, UnknownId};
use crate::data::{Kind, Role};

/// A named set of methods and thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Preset {
    /// Few false alarms for any number of rows: significant after Holm's correction, and material.
    #[default]
    Robust,
    /// Evidently 0.7's choice.
    Evidently,
    /// NannyML 0.13's choice: Jensen-Shannon against the reference's own chunks.
    Nannyml,
}

/// Which tests are made beside the ones that the verdict needs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum TestChoice {
    /// Every test that applies to the column.
    All,
    /// Every one that applies and is not [costly](Method::is_costly) there.
    #[default]
    Standard,
    /// Only what the verdict needs.
    Preset,
    /// What the verdict needs, and these.
    These(Vec<Method>),
}

/// Method and lines for a set of columns; what is `None` is decided at the next wider level.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rule {
    /// Method that judges, where it applies to the column.
    pub method: Option<Method>,
    /// Line of the method that holds at this level: p-values drift at or below, distances at or
    /// above. It is not handed down to columns that get another method at a narrower level.
    pub threshold: Option<f64>,
    /// Least effect size for drift, beside significance: `wasserstein_normed` for numbers,
    /// `cramers_v` for categories. 0 asks for none.
    pub min_effect: Option<f64>,
}

/// What the user decided about judging. A column's rule goes before its kind's, that before the
/// one for all columns, that before the preset's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// Methods and thresholds.
    pub preset: Preset,
    /// Share of drifted columns from which the data set has drifted.
    pub share_threshold: f64,
    /// Correction for many columns; `None` is the preset's own.
    pub correction: Option<Correction>,
    /// For all columns.
    pub rule: Rule,
    /// By kind.
    pub kind_rules: BTreeMap<Kind, Rule>,
    /// By column name.
    pub column_rules: BTreeMap<String, Rule>,
    /// Kinds that the user set, by column name.
    pub kinds: BTreeMap<String, Kind>,
    /// Roles that the user set, by column name.
    pub roles: BTreeMap<String, Role>,
    /// Which tests are made.
    pub tests: TestChoice,
}

/// Where a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// The policy names it for this column.
    Column,
    /// The policy names it for columns of this kind.
    Kind,
    /// The policy names it for all columns.
    Global,
    /// The preset's own.
    Preset,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            preset: Preset::default(),
            share_threshold: 0.5,
            correction: None,
            rule: Rule::default(),
            kind_rules: BTreeMap::new(),
            column_rules: BTreeMap::new(),
            kinds: BTreeMap::new(),
            roles: BTreeMap::new(),
            tests: TestChoice::default(),
        }
    }
}

impl Policy {
    /// A preset without any change to it.
    pub fn of(preset: Preset) -> Self {
        Self { preset, ..Self::default() }
    }

    /// The correction that holds.
    pub fn correction(&self) -> Correction {
        self.correction.unwrap_or(self.preset.correction())
    }
}

impl Policy {
    /// Whether the settings are in range and every named method has a line.
    ///
    /// # Errors
    ///
    /// - [`DriftError::Setting`] names the setting and what is allowed.
    /// - [`DriftError::NoThreshold`] if a rule names a method that has no line of its own, and sets none.
    pub fn validate(&self) -> Result<(), DriftError> {
        let setting = |name: String, allowed: &str| DriftError::Setting { name, allowed: allowed.to_owned() };
        if !(0.0..=1.0).contains(&self.share_threshold) {
            return Err(setting("share_threshold".to_owned(), "0 to 1"));
        }
        let of_kinds = self.kind_rules.iter().map(|(kind, rule)| (format!("kind.{kind}."), rule));
        let of_columns = self.column_rules.iter().map(|(name, rule)| (format!("column.{name}."), rule));
        for (place, rule) in std::iter::once((String::new(), &self.rule)).chain(of_kinds).chain(of_columns) {
            if rule.min_effect.is_some_and(|least| !(least.is_finite() && least >= 0.0)) {
                return Err(setting(format!("{place}min_effect"), "0 or more"));
            }
            match (rule.method, rule.threshold) {
                (Some(method), Some(line)) if method.is_p_value() && !(0.0..=1.0).contains(&line) => {
                    return Err(setting(format!("{place}threshold"), "0 to 1, because it is a p-value"));
                }
                (_, Some(line)) if !(line.is_finite() && line >= 0.0) => {
                    return Err(setting(format!("{place}threshold"), "0 or more"));
                }
                (Some(method), None) if method.threshold().is_none() => {
                    return Err(DriftError::NoThreshold { method, instead: Method::WassersteinNormed });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Rule {
    /// Whether it decides nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl TestChoice {
    /// Whether a test that the verdict does not need is made.
    pub fn includes(&self, method: Method, shape: Shape) -> bool {
        match self {
            TestChoice::All => true,
            TestChoice::Standard => !method.is_costly(shape),
            TestChoice::Preset => false,
            TestChoice::These(methods) => methods.contains(&method),
        }
    }
}

impl Level {
    /// Stable identifier used in reports.
    pub fn id(self) -> &'static str {
        match self {
            Level::Column => "column",
            Level::Kind => "kind",
            Level::Global => "global",
            Level::Preset => "preset",
        }
    }
}

impl Preset {
    /// Every preset.
    pub const ALL: [Preset; 3] = [Preset::Robust, Preset::Evidently, Preset::Nannyml];

    /// Stable identifier used in policies and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Preset::Robust => "robust",
            Preset::Evidently => "evidently",
            Preset::Nannyml => "nannyml",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Preset::Robust => "Robust",
            Preset::Evidently => "Evidently",
            Preset::Nannyml => "NannyML",
        }
    }

    /// The preset's own correction.
    pub fn correction(self) -> Correction {
        match self {
            Preset::Robust => Correction::Holm,
            Preset::Evidently | Preset::Nannyml => Correction::None,
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
