//! Fitting at once: by `linfa-bayes` where the rows of each class weigh alike.
//!
//! The library knows no weights of rows: where they weigh apart, an unlearned model is updated by all.
//! Its scores are not used: they lose a row whose likelihood is below the least number
//! under every class, and a model read from a file could not be put back into its private fields.

use std::collections::BTreeMap;

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_bayes::GaussianNb;
use ndarray::{Array1, ArrayView2};
use serde::Deserialize;

use crate::model::classifier::NaiveBayes;
use crate::model::linear::not_fitted;
use crate::model::{Algorithm, Design, ModelError, NaiveBayesSettings};
use crate::stats::softmax;

/// Fits Gaussian naive Bayes.
///
/// ```text
/// p(k | x) ∝ p(k) Πⱼ N(xⱼ; mean_kj, variance_kj + ε),   ε = var_smoothing · maxⱼ Var(xⱼ)
/// ```
///
/// Means and variances (of the population, ddof 0) and the shares p(k) are weighted; Var(xⱼ) counts every
/// row once.
///
/// | argument | shape | |
/// |---|---|---|
/// | `design` | `[n · width]` | |
/// | `labels` | `[n]` | in `0..classes` |
/// | `weights` | `[n]` | above 0 |
///
/// # Errors
///
/// [`ModelError::Mismatch`] where rows, labels and weights do not fit each other, a label is no class or a
/// weight not above 0; [`ModelError::NotFitted`] where a class has no rows, or a variance is 0.
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
    if design.width == 0 {
        return Err(failed("no encoded column is left: choose columns that vary"));
    }
    let mut model = NaiveBayes::unlearned(classes, design.width);
    model.check_rows(design, labels, weights)?;
    let Some(class_weights) = class_weights(labels, weights, classes)? else {
        model.update(design, labels, weights, settings)?;
        return Ok(model);
    };
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

/// What a row of each class weighs; `None` where rows of one class weigh apart.
fn class_weights(labels: &[u32], weights: &[f64], classes: usize) -> Result<Option<Vec<f64>>, ModelError> {
    let mut of_class: Vec<Option<f64>> = vec![None; classes];
    let mut alike = true;
    for (&label, &weight) in labels.iter().zip(weights) {
        if let Some(first) = of_class.get_mut(label as usize) {
            alike &= *first.get_or_insert(weight) == weight;
        }
    }
    match of_class.into_iter().collect::<Option<Vec<f64>>>() {
        Some(of_class) => Ok(alike.then_some(of_class)),
        None => Err(failed("a class has no rows: add some")),
    }
}

pub(super) fn failed(reason: impl ToString) -> ModelError {
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
    use super::*;
    use crate::model::linear::tests::{design, labels};

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

    // g = GaussianNB(var_smoothing=1e-3).fit(X, y3, sample_weight=w), w as in `linear/tests.rs`
    // print(g.theta_, g.var_, g.class_prior_, g.class_count_, g.predict_proba(X[:2]))
    const THETA_OF_ROWS: [f64; 9] = [
        -0.49419354838709684,
        0.24798387096774194,
        -0.0703812316715543,
        -0.023582089552238804,
        -0.08644278606965175,
        -0.15264586160108545,
        0.6836363636363636,
        -0.38920454545454547,
        0.21384297520661158,
    ];
    const VARIANCE_OF_ROWS: [f64; 9] = [
        0.12260201903506734,
        0.3667932506803442,
        0.47993580185427254,
        0.2677539569552324,
        0.30160929624138877,
        0.15208502518629874,
        0.055138639807162534,
        0.17445170368457302,
        0.3616713168784009,
    ];
    const PRIOR_OF_ROWS: [f64; 3] = [0.25833333333333336, 0.5583333333333333, 0.18333333333333332];
    const PROBABILITY_OF_ROWS: [f64; 6] = [
        0.5999120905119429,
        0.4000879094690342,
        1.9023191175716594e-11,
        0.24980480212315742,
        0.7501331173552834,
        6.208052155913167e-05,
    ];

    #[test]
    fn rows_that_weigh_apart_agree_with_scikit_learn() {
        let labels = labels().1;
        let weights: Vec<f64> = (0..labels.len()).map(|row| 1.0 + (row % 3) as f64).collect();
        let settings = NaiveBayesSettings { var_smoothing: 1e-3 };
        let model = fit_naive_bayes(&design(), &labels, 3, &weights, &settings).unwrap();
        assert_close(&model.means.concat(), &THETA_OF_ROWS);
        assert_close(&model.variances.concat(), &VARIANCE_OF_ROWS);
        assert_close(&model.log_priors.iter().map(|p| p.exp()).collect::<Vec<_>>(), &PRIOR_OF_ROWS);
        assert_close(&model.counts, &[31.0, 67.0, 22.0]);
        assert_close(&model.probabilities(&design())[..6], &PROBABILITY_OF_ROWS);
    }

    /// But for ε, which counts every row once: it is at most `var_smoothing` · the largest variance apart.
    #[test]
    fn weights_are_repeated_rows() {
        let (design, labels) = (design(), labels().1);
        let mut repeated = Design { rows: 0, width: 3, values: Vec::new() };
        let (mut repeated_labels, mut weights) = (Vec::new(), Vec::new());
        for (row, &label) in labels.iter().enumerate() {
            weights.push(1.0 + (row % 3) as f64);
            for _ in 0..=row % 3 {
                repeated.rows += 1;
                repeated.values.extend(design.row(row));
                repeated_labels.push(label);
            }
        }
        let settings = NaiveBayesSettings { var_smoothing: 1e-14 };
        let ones = vec![1.0; repeated.rows];
        let of_repeated = fit_naive_bayes(&repeated, &repeated_labels, 3, &ones, &settings).unwrap();
        let of_weighted = fit_naive_bayes(&design, &labels, 3, &weights, &settings).unwrap();
        assert_close(&of_weighted.means.concat(), &of_repeated.means.concat());
        assert_close(&of_weighted.variances.concat(), &of_repeated.variances.concat());
        assert_close(&of_weighted.log_priors, &of_repeated.log_priors);
    }

    #[test]
    fn a_class_without_rows_cannot_be_fitted_nor_weights_that_are_none() {
        let labels = labels().1;
        let fit = |classes, weights: &[f64]| {
            fit_naive_bayes(&design(), &labels, classes, weights, &Default::default())
        };
        assert!(matches!(fit(4, &[1.0; 60]), Err(ModelError::NotFitted { .. })));
        assert!(matches!(fit(3, &[0.0; 60]), Err(ModelError::Mismatch(_))));
        assert!(matches!(fit(2, &[1.0; 60]), Err(ModelError::Mismatch(_))));
    }
}
