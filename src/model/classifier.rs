//! What was learned: the numbers of a fitted classifier.

use serde::{Deserialize, Serialize};

use super::trees::TreeEnsemble;

/// A fitted classifier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Classifier {
    /// Logistic regression and FTRL: over a [`Design`](super::Design).
    Linear(LinearModel),
    /// Gaussian naive Bayes: over a [`Design`](super::Design).
    NaiveBayes(NaiveBayes),
    /// Trees: over a [`FeatureMatrix`](super::FeatureMatrix).
    Trees(TreeEnsemble),
}

/// Scores that are linear in the encoded columns.
///
/// With one output, of two classes: p = sigmoid(w · x + b). With one output a class: softmax.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LinearModel {
    /// `[outputs][width]`.
    pub weights: Vec<Vec<f64>>,
    /// `[outputs]`.
    pub intercepts: Vec<f64>,
    /// What FTRL needs to go on learning; `None` for logistic regression.
    pub ftrl: Option<FtrlState>,
}

/// Accumulators of FTRL-proximal, intercept last.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FtrlState {
    /// `[outputs][width + 1]`.
    pub z: Vec<Vec<f64>>,
    /// `[outputs][width + 1]`: sums of squared gradients.
    pub n: Vec<Vec<f64>>,
}

/// Gaussian naive Bayes: log p(class) + Σ log N(x; mean, variance), normalised.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NaiveBayes {
    /// Weighted rows of each class.
    pub counts: Vec<f64>,
    /// Natural logarithm of each class's share.
    pub log_priors: Vec<f64>,
    /// `[classes][width]`.
    pub means: Vec<Vec<f64>>,
    /// `[classes][width]`, smoothed, above 0.
    pub variances: Vec<Vec<f64>>,
}
