//! What a verdict rests on: enough to judge a column again by another policy, without its profiles.

use serde::{Deserialize, Serialize};

use super::nannyml::NannymlEvidence;
use super::preset::Shape;
use super::{Finding, Preset};
use crate::data::{Kind, KindRule};

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

impl Evidence {
    /// Whether a side has no usable value: then the share of cells without one is judged.
    pub fn is_empty_side(&self) -> bool {
        self.shape.reference_rows == 0 || self.shape.current_rows == 0
    }

    /// Harmonic mean of the usable rows of both sides.
    pub(super) fn effective_rows(&self) -> f64 {
        2.0 / (1.0 / self.shape.reference_rows as f64 + 1.0 / self.shape.current_rows as f64)
    }
}

impl KindByRule {
    /// The kind under a preset.
    pub fn under(self, preset: Preset) -> Kind {
        match preset.kind_rule() {
            KindRule::Evidently => self.evidently,
            KindRule::Both => self.both,
        }
    }
}

impl MissingShares {
    /// Whether any cell of either side is missing.
    pub fn any(&self) -> bool {
        self.reference > 0.0 || self.current > 0.0
    }
}
