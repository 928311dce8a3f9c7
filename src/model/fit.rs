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

/// How much each row counts: the weight of its class, times its own where rows have one.
///
/// `own` has one entry a row, above 0. Balanced classes are balanced by weight, as scikit-learn's
/// `compute_class_weight(…, sample_weight=…)` has it, so that weight 2 is the row twice.
///
/// # Errors
///
/// [`ModelError::Setting`] for a weight that is no positive number, or of a class that there is not, and
/// where weights multiply beyond what is finite or to nothing.
pub(super) fn row_weights(
    classes: &[String],
    labels: &[u32],
    own: Option<&[f64]>,
    weights: &ClassWeights,
) -> Result<Vec<f64>, ModelError> {
    let own_of = |row: usize| own.and_then(|own| own.get(row)).copied().unwrap_or(1.0);
    let of_class: Vec<f64> = match weights {
        ClassWeights::Equal => vec![1.0; classes.len()],
        ClassWeights::Balanced => {
            let mut sums = vec![0.0; classes.len()];
            for (row, &label) in labels.iter().enumerate() {
                sums[label as usize] += own_of(row);
            }
            let total: f64 = sums.iter().sum();
            // A class without rows has none to weigh.
            let of_class = |sum: f64| if sum > 0.0 { total / (classes.len() as f64 * sum) } else { 1.0 };
            sums.into_iter().map(of_class).collect()
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
    let row_weight = |(row, &label): (usize, &u32)| of_class[label as usize] * own_of(row);
    let all: Vec<f64> = labels.iter().enumerate().map(row_weight).collect();
    let heaviest = all.iter().copied().fold(0.0, f64::max);
    // A forest may draw the heaviest row every time.
    if all.iter().any(|weight| *weight <= 0.0) || !(heaviest * all.len() as f64).is_finite() {
        return Err(ModelError::Setting {
            name: "the weight of a row times that of its class".to_owned(),
            value: "too small or too large to compute with".to_owned(),
            allowed: "any above 0 whose sum is finite: bring the weights nearer to 1".to_owned(),
        });
    }
    Ok(all)
}

/// Checks weights that were given for the rows of a table.
///
/// # Errors
///
/// [`ModelError::Mismatch`] where they are not one a row, [`ModelError::Setting`] for one that is no
/// number above 0.
pub(super) fn check_own_weights(own: &[f64], rows: usize, file: &str) -> Result<(), ModelError> {
    if own.len() != rows {
        return Err(ModelError::Mismatch(format!(
            "`{file}` has {rows} rows and {} weights: give one weight a row",
            own.len()
        )));
    }
    match own.iter().enumerate().find(|(_, weight)| !(weight.is_finite() && **weight > 0.0)) {
        Some((row, weight)) => Err(ModelError::Setting {
            name: format!("the weight of row {}", row + 1),
            value: weight.to_string(),
            allowed: "a number above 0".to_owned(),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balanced_weights_are_those_of_scikit_learn() {
        let classes = ["a".to_owned(), "b".to_owned()];
        // compute_class_weight("balanced", classes=[0, 1], y=[0, 0, 0, 1]) = [0.66666667, 2.].
        let weights = row_weights(&classes, &[0, 0, 0, 1], None, &ClassWeights::Balanced).unwrap();
        assert_eq!(weights, [4.0 / 6.0, 4.0 / 6.0, 4.0 / 6.0, 2.0]);
        let given = ClassWeights::Given(vec![("b".to_owned(), 3.0)]);
        assert_eq!(row_weights(&classes, &[0, 1], None, &given).unwrap(), [1.0, 3.0]);
        let unknown = ClassWeights::Given(vec![("c".to_owned(), 3.0)]);
        assert!(row_weights(&classes, &[0, 1], None, &unknown).is_err());
    }

    #[test]
    fn weights_of_rows_multiply_those_of_classes() {
        let classes = ["a".to_owned(), "b".to_owned()];
        let own = [2.0, 1.0, 0.5];
        let given = ClassWeights::Given(vec![("b".to_owned(), 3.0)]);
        assert_eq!(row_weights(&classes, &[0, 1, 1], Some(&own), &given).unwrap(), [2.0, 3.0, 1.5]);
        // compute_class_weight("balanced", classes=[0, 1], y=[0, 0, 1], sample_weight=[2, 4, 3]) = [.75, 1.5]
        let balanced = row_weights(&classes, &[0, 0, 1], Some(&[2.0, 4.0, 3.0]), &ClassWeights::Balanced);
        assert_eq!(balanced.unwrap(), [1.5, 3.0, 4.5]);
        let tiny = row_weights(
            &classes,
            &[0, 1],
            Some(&[1e-300, 1.0]),
            &ClassWeights::Given(vec![("a".to_owned(), 1e-100)]),
        );
        assert!(matches!(tiny, Err(ModelError::Setting { .. })), "{tiny:?}");
        let huge = row_weights(&classes, &[0, 1], Some(&[1e308, 1.7e308]), &ClassWeights::Equal);
        assert!(matches!(huge, Err(ModelError::Setting { .. })), "{huge:?}");
    }
}
