//! What multivariate methods are asked and what they answer.

use serde::{Deserialize, Serialize};

/// How the multivariate methods are run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MultivariateSettings {
    /// Decides which rows are drawn, folds and permutations.
    pub seed: u64,
    /// Permutations of the MMD test and of the domain classifier's.
    pub permutations: u32,
    /// Chunks that the reference is cut into for the PCA reconstruction error.
    pub chunks: u32,
}

/// What the multivariate methods found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MultivariateReport {
    /// By what.
    pub settings: MultivariateSettings,
    /// Sampled rows of the reference.
    pub reference_rows: u64,
    /// Sampled rows of current.
    pub current_rows: u64,
    /// Telling the sides apart; `None` when no column can be used, and why in `skipped`.
    pub domain_classifier: Option<DomainClassifier>,
    /// Reconstruction error.
    pub pca: Option<PcaReconstruction>,
    /// Maximum mean discrepancy.
    pub mmd: Option<Mmd>,
    /// Why a method could not be made, in sentences.
    pub skipped: Vec<String>,
}

/// How well a classifier tells reference rows from current rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DomainClassifier {
    /// Out-of-fold ROC AUC; 0.5 when the sides cannot be told apart.
    pub auc: f64,
    /// Largest AUC that chance explains at 5 %.
    pub threshold: f64,
    /// Whether `auc` is above it.
    pub drifted: bool,
    /// Rows of the reference used.
    pub reference_rows: u64,
    /// Rows of current used.
    pub current_rows: u64,
    /// The columns that give the difference away: loss of AUC when the column is shuffled, largest first.
    pub columns: Vec<ColumnWeight>,
}

/// A column and how much it matters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnWeight {
    /// Name of the column.
    pub name: String,
    /// How much, in the method's unit.
    pub weight: f64,
}

/// Mean distance of rows from their projection on the reference's principal components.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PcaReconstruction {
    /// Components kept.
    pub components: u64,
    /// Share of the reference's variance that they hold.
    pub explained: f64,
    /// Mean error of the reference's chunks.
    pub reference: f64,
    /// Mean error of current.
    pub current: f64,
    /// `mean − 3 std` of the reference's chunks.
    pub lower: f64,
    /// `mean + 3 std` of the reference's chunks.
    pub upper: f64,
    /// Whether current lies outside.
    pub drifted: bool,
    /// The columns whose own error grew most.
    pub columns: Vec<ColumnWeight>,
}

/// Maximum mean discrepancy of the standardised numeric columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mmd {
    /// Unbiased estimate of the squared discrepancy.
    pub mmd2: f64,
    /// Width of the kernel.
    pub sigma: f64,
    /// Share of permutations with at least this discrepancy.
    pub p_value: f64,
    /// Whether p is at or below 0.05.
    pub drifted: bool,
    /// Rows of the reference used.
    pub reference_rows: u64,
    /// Rows of current used.
    pub current_rows: u64,
}

impl Default for MultivariateSettings {
    fn default() -> Self {
        Self { seed: 1, permutations: 200, chunks: 10 }
    }
}
