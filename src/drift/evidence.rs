//! What a verdict rests on: enough to judge a column again by another policy, without its profiles.

use serde::{Deserialize, Serialize};

use super::Finding;
use super::nannyml::NannymlEvidence;
use super::preset::Shape;
use crate::data::Kind;

/// What a verdict rests on, beside the tests of the [`super::ColumnReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What a method is chosen by.
    pub shape: Shape,
    /// Both sides' cells without a value.
    pub missing: MissingShares,
    /// NannyML's statistic and line; `None` where they cannot be drawn.
    pub nannyml: Option<NannymlEvidence>,
    /// Largest gap of the distribution functions; numbers only.
    pub ks_gap: Option<f64>,
    /// Half the sum of the differences of the shares; categories, and numbers with few values.
    pub total_variation: Option<f64>,
    /// Findings that hold under every policy.
    pub findings: Vec<Finding>,
    /// Findings about what Evidently would say; shown under its preset.
    pub evidently_findings: Vec<Finding>,
}

/// Cells without a usable value, and the test of their shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MissingShares {
    /// Share in the reference.
    pub reference: f64,
    /// Share in current.
    pub current: f64,
    /// Pooled two-sided test of the two shares; 1 where no cell is missing on either side.
    pub p_value: f64,
    /// Its statistic.
    pub z: f64,
}

/// The kind of a column by each rule; the same where the user set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindByRule {
    /// As Evidently infers it, from current alone.
    pub evidently: Kind,
    /// As both sides together suggest.
    pub both: Kind,
}
