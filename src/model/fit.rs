//! One classifier on prepared rows.

use super::classifier::Classifier;
use super::linear::{self, FitProgress};
use super::naive_bayes::fit_naive_bayes;
use super::trees::{self, Watched};
use super::{
    Algorithm, ClassWeights, Design, FeatureMatrix, ModelError, Preprocessor, Schema, TrainSettings,
};

/// Rows, their labels and how much each counts.
pub(super) struct Rows<'a> {
    pub(super) features: &'a FeatureMatrix,
    pub(super) labels: &'a [u32],
    pub(super) weights: &'a [f64],
}

/// What fitting gives.
pub(super) struct Fitted {
    pub(super) preprocessor: Preprocessor,
    pub(super) classifier: Classifier,
}

impl Fitted {
    /// Probabilities `[rows · classes]`, not calibrated.
    pub(super) fn probabilities(&self, features: &FeatureMatrix) -> Vec<f64> {
        self.classifier.probabilities(&self.preprocessor, features)
    }
}

impl Classifier {
    /// Probabilities `[rows · classes]`, not calibrated.
    pub(super) fn probabilities(&self, preprocessor: &Preprocessor, features: &FeatureMatrix) -> Vec<f64> {
        match self {
            Self::Linear(model) => model.probabilities(&preprocessor.apply(features)),
            Self::NaiveBayes(model) => model.probabilities(&preprocessor.apply(features)),
            Self::Trees(model) => model.probabilities(features),
        }
    }
}

/// Fits one algorithm. `watched` is what boosting may stop early by.
pub(super) fn fit(
    algorithm: Algorithm,
    schema: &Schema,
    rows: &Rows<'_>,
    watched: Option<Watched<'_>>,
    settings: &TrainSettings,
    progress: FitProgress<'_>,
) -> Result<Fitted, ModelError> {
    let Rows { features, labels, weights } = *rows;
    let classes = schema.classes.len();
    let wants_numbers = matches!(algorithm, Algorithm::Logistic | Algorithm::NaiveBayes | Algorithm::Ftrl);
    let (preprocessor, design) = if wants_numbers {
        let preprocessor = Preprocessor::fit(schema, features);
        let design = preprocessor.apply(features);
        (preprocessor, design)
    } else {
        (Preprocessor::default(), Design::default())
    };
    let classifier = match algorithm {
        Algorithm::Logistic => Classifier::Linear(linear::fit_logistic(
            &design,
            labels,
            classes,
            weights,
            &settings.logistic,
            progress,
        )?),
        Algorithm::NaiveBayes => {
            Classifier::NaiveBayes(fit_naive_bayes(&design, labels, classes, weights, &settings.naive_bayes)?)
        }
        Algorithm::Ftrl => Classifier::Linear(linear::fit_ftrl(
            &design,
            labels,
            classes,
            weights,
            &settings.ftrl,
            settings.seed,
            progress,
        )?),
        Algorithm::Tree => {
            Classifier::Trees(trees::fit_tree(features, labels, classes, weights, &settings.tree, progress))
        }
        Algorithm::Forest => Classifier::Trees(trees::fit_forest(
            features,
            labels,
            classes,
            weights,
            &settings.forest,
            settings.seed,
            progress,
        )),
        Algorithm::Boosting => Classifier::Trees(trees::fit_boosting(
            features,
            labels,
            classes,
            weights,
            &settings.boosting,
            watched,
            progress,
        )),
    };
    Ok(Fitted { preprocessor, classifier })
}

/// How much each row counts.
///
/// # Errors
///
/// [`ModelError::Setting`] for a weight that is no positive number, or of a class that there is not.
pub(super) fn row_weights(
    classes: &[String],
    labels: &[u32],
    weights: &ClassWeights,
) -> Result<Vec<f64>, ModelError> {
    let of_class: Vec<f64> = match weights {
        ClassWeights::Equal => vec![1.0; classes.len()],
        ClassWeights::Balanced => {
            let mut rows = vec![0_u64; classes.len()];
            labels.iter().for_each(|&label| rows[label as usize] += 1);
            rows.iter().map(|&n| labels.len() as f64 / (classes.len() as f64 * n.max(1) as f64)).collect()
        }
        ClassWeights::Given(given) => {
            let mut of_class = vec![1.0; classes.len()];
            for (class, weight) in given {
                let wrong = |value: String, allowed: String| ModelError::Setting {
                    name: format!("the weight of class `{class}`"),
                    value,
                    allowed,
                };
                let at = classes.iter().position(|known| known == class).ok_or_else(|| {
                    wrong("of no class of the target".to_owned(), format!("one of {}", classes.join(", ")))
                })?;
                if !(weight.is_finite() && *weight > 0.0) {
                    return Err(wrong(weight.to_string(), "a number above 0".to_owned()));
                }
                of_class[at] = *weight;
            }
            of_class
        }
    };
    Ok(labels.iter().map(|&label| of_class[label as usize]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balanced_weights_are_those_of_scikit_learn() {
        let classes = ["a".to_owned(), "b".to_owned()];
        // compute_class_weight("balanced", classes=[0, 1], y=[0, 0, 0, 1]) = [0.66666667, 2.].
        let weights = row_weights(&classes, &[0, 0, 0, 1], &ClassWeights::Balanced).unwrap();
        assert_eq!(weights, [4.0 / 6.0, 4.0 / 6.0, 4.0 / 6.0, 2.0]);
        let given = ClassWeights::Given(vec![("b".to_owned(), 3.0)]);
        assert_eq!(row_weights(&classes, &[0, 1], &given).unwrap(), [1.0, 3.0]);
        let unknown = ClassWeights::Given(vec![("c".to_owned(), 3.0)]);
        assert!(row_weights(&classes, &[0, 1], &unknown).is_err());
    }
}
