//! A trained model: schema, preprocessing, classifier, calibration.

use serde::{Deserialize, Serialize};

use super::calibration::Calibrator;
use super::{
    Algorithm, Classifier, FeatureMatrix, ModelError, Predictions, Preprocessor, Schema, Scorer,
    TrainSettings,
};
use crate::data::RowView;

/// A model that was trained here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Inputs and classes.
    pub schema: Schema,
    /// The algorithm; `settings` may say `Auto`.
    pub algorithm: Algorithm,
    /// What was asked for.
    pub settings: TrainSettings,
    /// Features to numbers, for linear models.
    pub preprocessor: Preprocessor,
    /// What was learned.
    pub classifier: Classifier,
    /// Mends the probabilities; `None` where that was not asked for.
    pub calibrator: Option<Calibrator>,
    /// Of two classes the second is predicted where its probability is above this; else 0.5.
    pub threshold: f64,
}

impl Scorer for Model {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn score(&self, rows: &RowView<'_>, file: &str) -> Result<Predictions, ModelError> {
        let features = FeatureMatrix::of(&self.schema, rows, file)?;
        Ok(self.predict(&features))
    }
}

impl Model {
    /// Probabilities and labels of rows under the model's schema.
    pub fn predict(&self, features: &FeatureMatrix) -> Predictions {
        let classes = self.schema.classes.len();
        let raw = self.classifier.probabilities(&self.preprocessor, features);
        let probabilities = match &self.calibrator {
            Some(calibrator) => calibrator.apply(&raw, classes),
            None => raw,
        };
        Predictions::of(classes, probabilities, self.threshold)
    }
}
