//! Corrections for judging many columns at once, by their stable identifiers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::UnknownId;

/// How p-values are adjusted for the number of tests that could raise an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Correction {
    /// Each test by itself: with 100 columns, 5 false alarms at 0.05.
    None,
    /// p times the number of tests; the chance of any false alarm stays below the line.
    Bonferroni,
    /// Bonferroni, step by step: the same guarantee, never less powerful.
    Holm,
    /// The share of false alarms among the alarms stays below the line, for independent columns.
    BenjaminiHochberg,
    /// The same for columns that depend on each other in any way.
    BenjaminiYekutieli,
}

impl Correction {
    /// Every correction.
    pub const ALL: [Correction; 5] = [
        Correction::None,
        Correction::Bonferroni,
        Correction::Holm,
        Correction::BenjaminiHochberg,
        Correction::BenjaminiYekutieli,
    ];

    /// Stable identifier used in reports, policies and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Correction::None => "none",
            Correction::Bonferroni => "bonferroni",
            Correction::Holm => "holm",
            Correction::BenjaminiHochberg => "benjamini_hochberg",
            Correction::BenjaminiYekutieli => "benjamini_yekutieli",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Correction::None => "none",
            Correction::Bonferroni => "Bonferroni",
            Correction::Holm => "Holm",
            Correction::BenjaminiHochberg => "Benjamini-Hochberg",
            Correction::BenjaminiYekutieli => "Benjamini-Yekutieli",
        }
    }
}

impl fmt::Display for Correction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for Correction {
    type Err = UnknownId;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Correction::ALL
            .into_iter()
            .find(|correction| correction.id() == id)
            .ok_or_else(|| UnknownId::new("correction", id, Correction::ALL.into_iter().map(Correction::id)))
    }
}
