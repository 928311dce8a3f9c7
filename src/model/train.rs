//! From rows to a model: choose columns, split, learn the inputs, fit, calibrate.

use serde::{Deserialize, Serialize};

use super::calibration::Calibrator;
use super::choose::{self, TrainingRows, Tried};
use super::columns::{ColumnChoice, LeftOut};
use super::fit::{Rows, check_own_weights, fit, row_weights};
use super::inputs;
use super::split::Parts;
use super::target::Labels;
use super::trees::Watched;
use super::{
    Algorithm, AlgorithmChoice, CalibrationMethod, FeatureMatrix, Model, ModelError, Schema, TrainSettings,
};
use crate::data::RowTable;

/// What training is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrainStage {
    /// Cross-validation of every algorithm.
    Choosing,
    /// Fitting the classifier.
    Fitting,
}

/// What is known of a training beside the model.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TrainingFacts {
    /// Rows of the file that have a label.
    pub labelled: u64,
    /// Rows of the training part.
    pub training: u64,
    /// Rows of the validation part.
    pub validation: u64,
    /// Rows of the test part.
    pub test: u64,
    /// Columns that were left out, and why.
    pub left_out: Vec<LeftOut>,
    /// The algorithms in order of their log loss in cross-validation, where that was asked for.
    pub tried: Vec<Tried>,
}

/// A model, and the parts of the rows it was made on.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// The model.
    pub model: Model,
    /// What is known beside.
    pub facts: TrainingFacts,
    /// Which rows are in which part.
    pub parts: Parts,
}

/// Trains a model. The same rows, settings and seed give the same model, bit by bit on one target.
///
/// # Errors
///
/// [`ModelError`] for settings out of range, a target that cannot be learned, columns that cannot
/// be learned from.
pub fn train(
    table: &RowTable,
    settings: &TrainSettings,
    progress: &mut dyn FnMut(TrainStage, u64, u64),
) -> Result<Trained, ModelError> {
    train_weighted(table, settings, None, progress)
}

/// Trains a model on rows of which some count more than others, recent ones for instance.
///
/// `weights` has one entry a row of the table, rows of other parts and without a label among them. They
/// multiply the class weights where classifiers are fitted and where `auto` compares them. Columns,
/// preprocessing, early stopping, calibration and evaluation count every row once. Logistic regression's
/// `c` and the penalties of other algorithms stand against the sum of the weights: weights of mean 1
/// leave them their meaning.
///
/// # Errors
///
/// Those of [`train`]; [`ModelError::Mismatch`] where there is not one weight a row,
/// [`ModelError::Setting`] for one that is not finite and above 0.
pub fn train_weighted(
    table: &RowTable,
    settings: &TrainSettings,
    weights: Option<&[f64]>,
    progress: &mut dyn FnMut(TrainStage, u64, u64),
) -> Result<Trained, ModelError> {
    settings.check()?;
    if let Some(weights) = weights {
        check_own_weights(weights, table.rows, &table.name)?;
    }
    let view = table.view();
    let labels = Labels::of(&view, &settings.target, &table.name)?;
    if let [class] = labels.classes.as_slice() {
        return Err(ModelError::OneClass { column: settings.target.clone(), class: class.clone() });
    }
    let choice = ColumnChoice::of(table, &labels, settings)?;
    let parts = Parts::of(table, &labels, &settings.target, &settings.split, settings.seed)?;
    let schema = Schema {
        target: settings.target.clone(),
        classes: labels.classes.clone(),
        features: inputs::learn(table, &choice.chosen, &parts.training),
    };
    let all = FeatureMatrix::of(&schema, &view, &table.name)?;
    let labels_of = |rows: &[u32]| -> Vec<u32> {
        rows.iter().filter_map(|&row| labels.codes.get(row as usize).copied().flatten()).collect()
    };
    let (training, training_labels) = (all.gather(&parts.training), labels_of(&parts.training));
    let (validation, validation_labels) = (all.gather(&parts.validation), labels_of(&parts.validation));
    drop(all);
    let own: Option<Vec<f64>> =
        weights.map(|own| parts.training.iter().filter_map(|&row| own.get(row as usize).copied()).collect());
    let own = own.as_deref();

    let (algorithm, tried) = match settings.algorithm {
        AlgorithmChoice::One(algorithm) => (algorithm, Vec::new()),
        AlgorithmChoice::Auto => {
            let mut say = |done, total| progress(TrainStage::Choosing, done, total);
            let rows = TrainingRows { features: &training, labels: &training_labels, own };
            let tried = choose::choose(&schema, rows, settings, &mut say)?;
            (tried.first().map_or(Algorithm::Logistic, |best| best.algorithm), tried)
        }
    };
    let weights = row_weights(&schema.classes, &training_labels, own, &settings.class_weights)?;
    let rows = Rows { features: &training, labels: &training_labels, weights: &weights };
    let watched = Watched { features: &validation, labels: &validation_labels };
    let watched = (validation.rows > 0).then_some(watched);
    let mut say = |done, total| progress(TrainStage::Fitting, done, total);
    let fitted = fit(algorithm, &schema, &rows, watched, settings, &mut say)?;
    let calibrator = Calibrator::fit(
        settings.calibration,
        &fitted.probabilities(&validation),
        &validation_labels,
        schema.classes.len(),
    );
    if settings.calibration != CalibrationMethod::None && calibrator.is_none() {
        return Err(ModelError::Setting {
            name: "calibration".to_owned(),
            value: "asked for where the validation part has no row of some class".to_owned(),
            allowed: "with a larger validation part".to_owned(),
        });
    }
    let facts = TrainingFacts {
        labelled: labels.codes.iter().flatten().count() as u64,
        training: parts.training.len() as u64,
        validation: parts.validation.len() as u64,
        test: parts.test.len() as u64,
        left_out: choice.left_out,
        tried,
    };
    let model = Model {
        schema,
        algorithm,
        settings: settings.clone(),
        preprocessor: fitted.preprocessor,
        classifier: fitted.classifier,
        calibrator,
        threshold: 0.5,
    };
    Ok(Trained { model, facts, parts })
}
