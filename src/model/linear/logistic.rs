//! Logistic regression, fitted by [`crate::stats`].

use super::{FitProgress, not_fitted};
use crate::model::classifier::LinearModel;
use crate::model::{Algorithm, Design, LogisticSettings, ModelError};
use crate::stats::{Logistic, LogisticControl, Softmax};

/// The fit stops where every entry of the gradient, per C and unit of weight, is at most this:
/// a hundredth of scikit-learn's default.
const FLAT: f64 = 1e-6;

/// Fits logistic regression.
///
/// ```text
/// minimise  ½ |W|² + C Σᵢ vᵢ · (log loss of row i)
/// ```
///
/// The intercepts are not penalised. Two classes have one output and the sigmoid, more have one
/// output a class and the softmax.
///
/// | argument | shape | |
/// |---|---|---|
/// | `design` | `[n · width]` | standardised |
/// | `labels` | `[n]` | in `0..classes` |
/// | `weights` | `[n]` | the vᵢ, at least 0 |
///
/// # Errors
///
/// [`ModelError::NotFitted`] where the rows cannot be learned from, [`ModelError::Setting`] where a
/// setting is out of its range.
///
/// # Source
///
/// The objective is that of scikit-learn's `LogisticRegression`. Checked against it in the tests.
pub fn fit_logistic(
    design: &Design,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &LogisticSettings,
    progress: FitProgress<'_>,
) -> Result<LinearModel, ModelError> {
    if !(settings.c.is_finite() && settings.c > 0.0) {
        return Err(ModelError::Setting {
            name: "c".to_owned(),
            value: settings.c.to_string(),
            allowed: "a number above 0".to_owned(),
        });
    }
    let control = LogisticControl { c: settings.c, steps: settings.iterations, flat: FLAT };
    let total = u64::from(settings.iterations);
    let mut step = |done: u32| progress(u64::from(done), total);
    let fitted = if classes == 2 {
        let positive: Vec<bool> = labels.iter().map(|&label| label == 1).collect();
        Logistic::fit_weighted(&design.values, design.width, &positive, weights, control, &mut step)
            .map(|model| (vec![model.weights], vec![model.intercept]))
    } else {
        Softmax::fit_weighted(&design.values, design.width, labels, classes, weights, control, &mut step)
            .map(|model| (model.weights, model.intercepts))
    };
    let (weights, intercepts) = fitted
        .map_err(|error| not_fitted(Algorithm::Logistic, format!("{error}: look at the training rows")))?;
    if !weights.iter().flatten().chain(&intercepts).all(|w| w.is_finite()) {
        return Err(not_fitted(Algorithm::Logistic, "the weights grew without bound: choose a smaller `c`"));
    }
    progress(total, total);
    Ok(LinearModel { weights, intercepts, ftrl: None })
}
