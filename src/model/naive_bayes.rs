//! Gaussian naive Bayes, fitted by `linfa-bayes`.
//!
//! The library's scores are not used: they lose a row whose likelihood is below the least number
//! under every class, and a model read from a file could not be put back into its private fields.

use std::collections::BTreeMap;

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_bayes::GaussianNb;
use ndarray::{Array1, ArrayView2};
use serde::Deserialize;

use super::classifier::NaiveBayes;
use super::linear::not_fitted;
use super::{Algorithm, Design, ModelError, NaiveBayesSettings};
use crate::stats::softmax;

/// Fits Gaussian naive Bayes.
///
/// ```text
/// p(k | x) ∝ p(k) Πⱼ N(xⱼ; mean_kj, variance_kj + ε),   ε = var_smoothing · maxⱼ Var(xⱼ)
/// ```
///
/// Variances are those of the population (ddof 0). Weights change the shares p(k) only: rows of one
/// class must weigh alike, as class weights make them.
///
/// | argument | shape | |
/// |---|---|---|
/// | `design` | `[n · width]` | |
/// | `labels` | `[n]` | in `0..classes` |
/// | `weights` | `[n]` | one value a class, above 0 |
///
/// # Errors
///
/// [`ModelError::NotFitted`] where a class has no rows, the rows of one weigh differently, or a
/// variance is 0.
///
/// # Source
///
/// scikit-learn's `GaussianNB`. Checked against it in the tests.
pub fn fit_naive_bayes(
    design: &Design,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &NaiveBayesSettings,
) -> Result<NaiveBayes, ModelError> {
    if !(settings.var_smoothing.is_finite() && settings.var_smoothing > 0.0) {
        return Err(ModelError::Setting {
            name: "var_smoothing".to_owned(),
            value: settings.var_smoothing.to_string(),
            allowed: "a number above 0".to_owned(),
        });
    }
    let class_weights = class_weights(labels, weights, classes)?;
    if design.width == 0 {
        return Err(failed("no encoded column is left: choose columns that vary"));
    }
    let rows = ArrayView2::from_shape((design.rows, design.width), &design.values).map_err(failed)?;
    let targets: Array1<usize> = labels.iter().map(|&label| label as usize).collect();
    let fitted = GaussianNb::params()
        .var_smoothing(settings.var_smoothing)
        .fit(&DatasetBase::new(rows, targets))
        .map_err(failed)?;
    // Its fields are private; serialised they can be read, and lose nothing.
    let fitted: Fitted = serde_json::to_value(fitted).and_then(serde_json::from_value).map_err(failed)?;
    let mut model = NaiveBayes::default();
    for (of_class, weight) in fitted.class_info.into_values().zip(class_weights) {
        model.counts.push(of_class.class_count as f64 * weight);
        model.means.push(of_class.theta.to_vec());
        model.variances.push(of_class.sigma.to_vec());
    }
    if !model.variances.iter().flatten().all(|variance| *variance > 0.0) {
        return Err(failed("a variance is 0: choose a larger `var_smoothing`"));
    }
    let total: f64 = model.counts.iter().sum();
    model.log_priors = model.counts.iter().map(|count| (count / total).ln()).collect();
    Ok(model)
}

/// What the library keeps, as it serialises it.
#[derive(Deserialize)]
struct Fitted {
    class_info: BTreeMap<usize, FittedClass>,
}

#[derive(Deserialize)]
struct FittedClass {
    class_count: usize,
    theta: Array1<f64>,
    sigma: Array1<f64>,
}

/// What a row of each class weighs.
fn class_weights(labels: &[u32], weights: &[f64], classes: usize) -> Result<Vec<f64>, ModelError> {
    let mut of_class: Vec<Option<f64>> = vec![None; classes];
    for (&label, &weight) in labels.iter().zip(weights) {
        let Some(first) = of_class.get_mut(label as usize) else {
            return Err(failed("a label is none of the classes"));
        };
        if *first.get_or_insert(weight) != weight || !(weight.is_finite() && weight > 0.0) {
            return Err(failed("rows of one class must weigh alike, and more than 0"));
        }
    }
    of_class.into_iter().collect::<Option<Vec<f64>>>().ok_or_else(|| failed("a class has no rows: add some"))
}

fn failed(reason: impl ToString) -> ModelError {
    not_fitted(Algorithm::NaiveBayes, reason.to_string())
}

impl NaiveBayes {
    /// Probabilities `[rows · classes]`.
    pub fn probabilities(&self, design: &Design) -> Vec<f64> {
        let classes = self.log_priors.len();
        // ln p(k) − ½ Σ ln(2π variance), which no row changes.
        let constants: Vec<f64> = self
            .log_priors
            .iter()
            .zip(&self.variances)
            .map(|(prior, variances)| {
                prior - 0.5 * variances.iter().map(|v| (std::f64::consts::TAU * v).ln()).sum::<f64>()
            })
            .collect();
        let mut probabilities = vec![0.0; design.rows * classes];
        for (at, scores) in probabilities.chunks_exact_mut(classes.max(1)).enumerate() {
            let row = design.row(at);
            let of_class = constants.iter().zip(self.means.iter().zip(&self.variances));
            for (score, (constant, (means, variances))) in scores.iter_mut().zip(of_class) {
                let far: f64 = row
                    .iter()
                    .zip(means.iter().zip(variances))
                    .map(|(x, (mean, variance))| (x - mean) * (x - mean) / variance)
                    .sum();
                *score = constant - 0.5 * far;
            }
            softmax(scores);
        }
        probabilities
    }
}

#[cfg(test)]
mod tests {
    use super::super::linear::tests::{design, labels};
    use super::*;

    // scikit-learn 1.9.1, X and y3 as in `linear/tests.rs`:
    // sw = np.array([1.0, 3.0, 0.5])[y3]
    // g = GaussianNB(var_smoothing=1e-3).fit(X, y3, sample_weight=sw)
    // print(g.theta_, g.var_, g.class_prior_, g.predict_proba(X[:2]), g.class_count_)
    const THETA: [f64; 9] = [
        -0.52875,
        0.13932291666666669,
        0.03693181818181818,
        -0.0006250000000000028,
        -0.02734375,
        -0.06321022727272728,
        0.6583333333333333,
        -0.37847222222222227,
        0.30113636363636365,
    ];
    const VARIANCE: [f64; 9] = [
        0.1213003004476584,
        0.4287762742974848,
        0.5767255070592288,
        0.2472639723226584,
        0.3049969774224847,
        0.20282262660339187,
        0.07424908516988062,
        0.16476399643531275,
        0.35470146694214866,
    ];
    const PRIOR: [f64; 3] = [0.13559322033898305, 0.8135593220338984, 0.05084745762711865];
    const PROBABILITY: [f64; 6] = [
        0.5607443722607716,
        0.4392556236270874,
        4.1121412193727e-09,
        0.10001240337359582,
        0.8998457491185953,
        0.00014184750780883677,
    ];

    fn fitted() -> NaiveBayes {
        let labels = labels().1;
        let weights: Vec<f64> = labels.iter().map(|&label| [1.0, 3.0, 0.5][label as usize]).collect();
        let settings = NaiveBayesSettings { var_smoothing: 1e-3 };
        fit_naive_bayes(&design(), &labels, 3, &weights, &settings).unwrap()
    }

    #[track_caller]
    fn assert_close(got: &[f64], want: &[f64]) {
        assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() <= 1e-12 * (1.0 + want.abs()), "{got} is not {want}");
        }
    }

    #[test]
    fn agrees_with_scikit_learn() {
        let model = fitted();
        assert_close(&model.means.concat(), &THETA);
        assert_close(&model.variances.concat(), &VARIANCE);
        assert_close(&model.log_priors.iter().map(|p| p.exp()).collect::<Vec<_>>(), &PRIOR);
        assert_close(&model.counts, &[16.0, 96.0, 6.0]);
        assert_close(&model.probabilities(&design())[..6], &PROBABILITY);
    }

    #[test]
    fn a_row_far_from_every_class_still_has_probabilities() {
        let far = Design { rows: 1, width: 3, values: vec![1e4, -1e4, 1e4] };
        let probabilities = fitted().probabilities(&far);
        assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn rows_of_one_class_must_weigh_alike() {
        let labels = labels().1;
        let weights: Vec<f64> = (0..labels.len()).map(|row| 1.0 + (row % 2) as f64).collect();
        let error = fit_naive_bayes(&design(), &labels, 3, &weights, &Default::default());
        assert!(matches!(error, Err(ModelError::NotFitted { .. })));
        let error = fit_naive_bayes(&design(), &labels, 4, &vec![1.0; 60], &Default::default());
        assert!(matches!(error, Err(ModelError::NotFitted { .. })));
    }
}
