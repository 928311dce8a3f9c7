//! A model that goes on learning while it is used.

use super::fit::row_weights;
use super::linear::fit_ftrl;
use super::{
    Algorithm, ClassWeights, Classifier, Design, FeatureMatrix, Model, ModelError, Predictions, Schema,
    Scorer,
};
use crate::data::RowView;
use crate::model::classifier::{LinearModel, NaiveBayes};

/// A model that learns from rows as their labels come in.
///
/// Inputs and preprocessing stay those of the model: numbers are scaled by the training part's means and
/// standard deviations, a text that is no level is *unseen*, classes are those of the model. What moves is
/// the classifier alone. Probabilities are as the classifier has them: a calibrator was fitted on other
/// weights and no longer holds, so it is dropped.
///
/// The same model, rows and batches give the same learner, bit by bit on one target.
///
/// # Class weights
///
/// Given ones hold here as in training. Balanced ones are n / (classes · rows of the class) over the rows
/// learned since the start, the new ones among them.
#[derive(Debug, Clone, PartialEq)]
pub struct OnlineLearner {
    model: Model,
    /// The classifier that it was made from.
    start: Classifier,
    /// Rows of each class that were learned since.
    learned: Vec<u64>,
}

impl OnlineLearner {
    /// The algorithms whose models can go on learning.
    pub const ALGORITHMS: [Algorithm; 2] = [Algorithm::NaiveBayes, Algorithm::Ftrl];

    /// A learner that starts as `model`, without its calibrator.
    ///
    /// # Errors
    ///
    /// [`ModelError::Mismatch`] for a model of another algorithm than [`ALGORITHMS`](Self::ALGORITHMS).
    pub fn from_model(model: Model) -> Result<Self, ModelError> {
        Self::check(model.algorithm)?;
        match &model.classifier {
            Classifier::NaiveBayes(_) | Classifier::Linear(LinearModel { ftrl: Some(_), .. }) => {}
            Classifier::Linear(_) | Classifier::Trees(_) => return Err(cannot_learn(model.algorithm)),
        }
        let model = Model { calibrator: None, ..model };
        let (start, learned) = (model.classifier.clone(), vec![0; model.schema.classes.len()]);
        Ok(Self { model, start, learned })
    }

    /// Whether models of an algorithm can go on learning.
    ///
    /// # Errors
    ///
    /// [`ModelError::Mismatch`] says which can.
    pub fn check(algorithm: Algorithm) -> Result<(), ModelError> {
        if Self::ALGORITHMS.contains(&algorithm) { Ok(()) } else { Err(cannot_learn(algorithm)) }
    }

    /// Inputs and classes.
    pub fn schema(&self) -> &Schema {
        &self.model.schema
    }

    /// The model as it is now.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The model as it is now.
    pub fn into_model(self) -> Model {
        self.model
    }

    /// Rows that were learned since the start, or since it began anew.
    pub fn learned(&self) -> u64 {
        self.learned.iter().sum()
    }

    /// Probabilities and labels of rows, by what was learned so far. `file` names them in errors.
    ///
    /// # Errors
    ///
    /// As [`Scorer::score`].
    pub fn predict(&self, rows: &RowView<'_>, file: &str) -> Result<Predictions, ModelError> {
        self.model.score(rows, file)
    }

    /// Learns from the rows that have a label, and says how many those were.
    ///
    /// | argument | shape | |
    /// |---|---|---|
    /// | `labels` | `[n]` | places in the schema's classes; `None` where there is no label |
    ///
    /// # Errors
    ///
    /// As [`learn_features`](Self::learn_features), and of rows that do not fit the schema. The learner is
    /// then as before.
    pub fn learn(
        &mut self,
        rows: &RowView<'_>,
        labels: &[Option<u32>],
        file: &str,
    ) -> Result<u64, ModelError> {
        let features = FeatureMatrix::of(&self.model.schema, rows, file)?;
        self.learn_features(&features, labels)
    }

    /// Learns from rows under the schema.
    ///
    /// # Errors
    ///
    /// [`ModelError::Mismatch`] where rows and labels differ in number or a label is none of the classes,
    /// [`ModelError::NotFitted`] where numbers grow beyond what is finite. The learner is then as before.
    pub fn learn_features(
        &mut self,
        features: &FeatureMatrix,
        labels: &[Option<u32>],
    ) -> Result<u64, ModelError> {
        let rows = self.labelled(features, labels)?;
        let mut learned = self.learned.clone();
        rows.count(&mut learned);
        let weights = self.weights(&rows.labels, &learned)?;
        match &mut self.model.classifier {
            Classifier::NaiveBayes(bayes) => {
                bayes.update(&rows.design, &rows.labels, &weights, &self.model.settings.naive_bayes)?;
            }
            Classifier::Linear(linear) => {
                linear.update(&rows.design, &rows.labels, &weights, &self.model.settings.ftrl)?;
            }
            Classifier::Trees(_) => return Err(cannot_learn(self.model.algorithm)),
        }
        self.learned = learned;
        Ok(rows.labels.len() as u64)
    }

    /// Back to the model that it was made from.
    pub fn reset(&mut self) {
        self.model.classifier = self.start.clone();
        self.learned.fill(0);
    }

    /// Forgets what was learned and learns from these rows alone; says how many had a label.
    ///
    /// FTRL is fitted on them as in training: from nothing, in as many passes, in the order drawn from the
    /// model's seed. Naive Bayes cannot score before it has seen rows of every class: it begins with what
    /// the start says of each class, worth one row.
    ///
    /// # Errors
    ///
    /// As [`learn_features`](Self::learn_features).
    pub fn begin_anew(
        &mut self,
        features: &FeatureMatrix,
        labels: &[Option<u32>],
    ) -> Result<u64, ModelError> {
        let rows = self.labelled(features, labels)?;
        let classes = self.model.schema.classes.len();
        let mut learned = vec![0; classes];
        rows.count(&mut learned);
        let weights = self.weights(&rows.labels, &learned)?;
        let settings = &self.model.settings;
        self.model.classifier = match &self.start {
            Classifier::NaiveBayes(start) => {
                let mut bayes = NaiveBayes {
                    counts: vec![1.0; classes],
                    log_priors: vec![-(classes as f64).ln(); classes],
                    ..start.clone()
                };
                bayes.update(&rows.design, &rows.labels, &weights, &settings.naive_bayes)?;
                Classifier::NaiveBayes(bayes)
            }
            Classifier::Linear(_) => Classifier::Linear(fit_ftrl(
                &rows.design,
                &rows.labels,
                classes,
                &weights,
                &settings.ftrl,
                settings.seed,
                &mut |_, _| {},
            )?),
            Classifier::Trees(_) => return Err(cannot_learn(self.model.algorithm)),
        };
        self.learned = learned;
        Ok(rows.labels.len() as u64)
    }

    fn labelled(&self, features: &FeatureMatrix, labels: &[Option<u32>]) -> Result<Labelled, ModelError> {
        if labels.len() != features.rows {
            return Err(ModelError::Mismatch(format!(
                "{} rows have {} labels: give one a row, or none for a row without",
                features.rows,
                labels.len()
            )));
        }
        let rows = labels.iter().enumerate().filter_map(|(row, label)| Some((row as u32, (*label)?)));
        let (places, labels): (Vec<u32>, Vec<u32>) = rows.unzip();
        if labels.iter().any(|&label| label as usize >= self.model.schema.classes.len()) {
            return Err(ModelError::Mismatch(
                "a label is none of the model's classes: leave the row unlabelled".to_owned(),
            ));
        }
        let design = self.model.preprocessor.apply(&features.gather(&places));
        Ok(Labelled { design, labels })
    }

    /// How much each row counts, given how many of each class were learned with it.
    fn weights(&self, labels: &[u32], learned: &[u64]) -> Result<Vec<f64>, ModelError> {
        match &self.model.settings.class_weights {
            ClassWeights::Balanced => {
                let rows = learned.iter().sum::<u64>() as f64;
                let of_class = |&n: &u64| rows / (learned.len() as f64 * n.max(1) as f64);
                let of_class: Vec<f64> = learned.iter().map(of_class).collect();
                Ok(labels.iter().filter_map(|&label| of_class.get(label as usize).copied()).collect())
            }
            weights => row_weights(&self.model.schema.classes, labels, None, weights),
        }
    }
}

/// Encoded rows that have a label.
struct Labelled {
    design: Design,
    labels: Vec<u32>,
}

impl Labelled {
    /// Adds the rows of each class.
    fn count(&self, learned: &mut [u64]) {
        for &label in &self.labels {
            if let Some(rows) = learned.get_mut(label as usize) {
                *rows += 1;
            }
        }
    }
}

fn cannot_learn(algorithm: Algorithm) -> ModelError {
    let can = OnlineLearner::ALGORITHMS.map(Algorithm::label).join(" or ");
    ModelError::Mismatch(format!(
        "a model fitted by {} does not go on learning row by row: take one fitted by {can}",
        algorithm.label()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, RowReader, RowTable};
    use crate::model::target::Labels;
    use crate::model::{AlgorithmChoice, CalibrationMethod, TrainSettings, train};

    fn table(rows: std::ops::Range<usize>) -> RowTable {
        let mut csv = String::from("x,k,y\n");
        for row in rows {
            let x = (row * 37 % 101) as f64 / 100.0;
            let y = (x + (row * 53 % 97) as f64 / 200.0 > 0.75) as usize;
            csv.push_str(&format!("{x},{},{}\n", ["n", "s", "w"][row % 3], ["no", "yes"][y]));
        }
        let mut reader = RowReader::new("t.csv", &ReadOptions::default());
        reader.push(csv.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    fn settings(algorithm: Algorithm) -> TrainSettings {
        let algorithm = AlgorithmChoice::One(algorithm);
        TrainSettings { algorithm, calibration: CalibrationMethod::Platt, ..TrainSettings::for_target("y") }
    }

    fn model(settings: &TrainSettings) -> Model {
        train(&table(0..200), settings, &mut |_, _, _| {}).unwrap().model
    }

    fn labels(table: &RowTable) -> Vec<Option<u32>> {
        let classes = vec!["no".to_owned(), "yes".to_owned()];
        Labels::with(&table.view(), "y", classes, "t.csv").unwrap().codes
    }

    #[test]
    fn it_is_the_model_without_its_calibrator_until_it_learns() {
        for algorithm in OnlineLearner::ALGORITHMS {
            let model = model(&settings(algorithm));
            assert!(model.calibrator.is_some());
            let mut learner = OnlineLearner::from_model(model.clone()).unwrap();
            assert_eq!(*learner.model(), Model { calibrator: None, ..model });
            let (start, more) = (learner.clone(), table(200..260));
            let mut labels = labels(&more);
            labels[3] = None;
            assert_eq!(learner.learn(&more.view(), &labels, "t.csv"), Ok(59));
            assert_eq!(learner.learned(), 59);
            assert_ne!(learner.model().classifier, start.model().classifier);
            learner.model().check().unwrap();
            learner.reset();
            assert_eq!(learner, start);
        }
    }

    /// The same updates, written out.
    #[test]
    fn rows_without_a_label_teach_nothing_and_the_others_teach_the_classifier() {
        let more = table(200..230);
        let labels = labels(&more);
        let half: Vec<Option<u32>> =
            labels.iter().enumerate().map(|(row, label)| label.filter(|_| row < 15)).collect();
        for algorithm in OnlineLearner::ALGORITHMS {
            let start = OnlineLearner::from_model(model(&settings(algorithm))).unwrap();
            let (mut of_half, mut of_first) = (start.clone(), start.clone());
            of_half.learn(&more.view(), &half, "t.csv").unwrap();
            of_first.learn(&table(200..215).view(), &labels[..15], "t.csv").unwrap();
            assert_eq!(of_half, of_first, "{algorithm}");
            assert_eq!(of_half.predict(&more.view(), "t.csv"), of_half.model().score(&more.view(), "t.csv"));

            let model = start.model();
            let features = FeatureMatrix::of(&model.schema, &table(200..215).view(), "t.csv").unwrap();
            let design = model.preprocessor.apply(&features);
            let codes: Vec<u32> = labels[..15].iter().map(|label| label.unwrap()).collect();
            let mut classifier = model.classifier.clone();
            match &mut classifier {
                Classifier::NaiveBayes(bayes) => {
                    bayes.update(&design, &codes, &[1.0; 15], &model.settings.naive_bayes).unwrap();
                }
                Classifier::Linear(linear) => {
                    linear.update(&design, &codes, &[1.0; 15], &model.settings.ftrl).unwrap();
                }
                Classifier::Trees(_) => unreachable!("trees do not learn on"),
            }
            assert_eq!(of_half.model().classifier, classifier, "{algorithm}");
        }
    }

    #[test]
    fn begun_anew_it_knows_the_given_rows_alone() {
        let rows = table(0..400);
        let features =
            |learner: &OnlineLearner| FeatureMatrix::of(learner.schema(), &rows.view(), "t.csv").unwrap();
        // The truth turned around.
        let turned: Vec<Option<u32>> =
            labels(&rows).into_iter().map(|label| Some(1 - label.unwrap())).collect();
        for algorithm in OnlineLearner::ALGORITHMS {
            let mut learner = OnlineLearner::from_model(model(&settings(algorithm))).unwrap();
            assert_eq!(learner.begin_anew(&features(&learner), &turned), Ok(400));
            let predicted = learner.predict(&rows.view(), "t.csv").unwrap().labels;
            let right =
                predicted.iter().zip(&turned).filter(|(label, truth)| Some(**label) == **truth).count();
            assert!(right > 320, "{algorithm}: {right} of 400");
            // Of no rows: FTRL knows nothing, naive Bayes that the classes are alike in number.
            assert_eq!(learner.begin_anew(&features(&learner), &vec![None; 400]), Ok(0));
            assert_eq!(learner.learned(), 0);
            match &learner.model().classifier {
                Classifier::NaiveBayes(bayes) => assert_eq!(bayes.counts, [1.0, 1.0]),
                Classifier::Linear(linear) => assert_eq!(linear.weights.concat().iter().sum::<f64>(), 0.0),
                Classifier::Trees(_) => unreachable!("trees do not learn on"),
            }
            learner.model().check().unwrap();
        }
    }

    /// By hand: after 1 of `no` and 3 of `yes`, `no` counts 4 / (2 · 1) and `yes` 4 / (2 · 3); after 2 and 3,
    /// 5 / (2 · 2).
    #[test]
    fn balanced_classes_are_balanced_over_all_that_was_learned() {
        let settings = TrainSettings { class_weights: ClassWeights::Balanced, ..settings(Algorithm::Ftrl) };
        let learner = OnlineLearner::from_model(model(&settings)).unwrap();
        assert_eq!(learner.weights(&[1, 0, 1, 1], &[1, 3]).unwrap(), [4.0 / 6.0, 2.0, 4.0 / 6.0, 4.0 / 6.0]);
        assert_eq!(learner.weights(&[0], &[2, 3]).unwrap(), [1.25]);
    }

    #[test]
    fn what_cannot_learn_on_says_what_can() {
        let error = OnlineLearner::from_model(model(&settings(Algorithm::Tree))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a model fitted by decision tree does not go on learning row by row: take one fitted by Gaussian \
             naive Bayes or FTRL"
        );
        OnlineLearner::from_model(model(&settings(Algorithm::Logistic))).unwrap_err();
        let mut learner = OnlineLearner::from_model(model(&settings(Algorithm::Ftrl))).unwrap();
        let before = learner.clone();
        let rows = table(0..2);
        learner.learn(&rows.view(), &[Some(1)], "t.csv").unwrap_err();
        learner.learn(&rows.view(), &[Some(1), Some(2)], "t.csv").unwrap_err();
        assert_eq!(learner, before);
    }
}
