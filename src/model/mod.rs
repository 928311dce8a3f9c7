//! Classifiers: learned from whole rows, evaluated, explained, taken away.
//!
//! [`FeatureMatrix`] is rows under a [`Schema`]; a [`Preprocessor`] turns it into the numbers that
//! linear models want, trees take it as it is. [`train`] makes a [`Model`], which scores rows as a
//! model that came as ONNX does: through [`Scorer`]. Only this room names the learning library.

mod answer;
pub mod calibration;
mod choose;
pub mod classifier;
pub mod columns;
mod compare;
mod curves;
mod dependence;
mod error;
mod evaluate;
pub mod evaluation;
mod features;
mod fit;
mod fitted;
mod fitted_check;
mod harm;
mod importance;
mod inputs;
pub mod linear;
mod mcnemar;
pub mod metrics;
pub mod naive_bayes;
mod observed;
mod observed_classes;
mod online;
pub mod onnx;
mod outputs;
mod predictions;
mod preprocess;
mod reference_like;
mod resample;
#[cfg(test)]
mod rule_scorer;
mod schema;
mod scorer;
mod segment_differences;
mod settings;
mod settings_check;
mod settings_set;
pub mod split;
mod split_content;
pub mod target;
mod train;
pub mod trees;

pub use answer::answer;
pub use choose::Tried;
pub use classifier::Classifier;
pub use columns::LeftOut;
pub use compare::compare;
pub use dependence::dependence;
pub use error::ModelError;
pub use evaluate::evaluate;
pub use features::{FeatureColumn, FeatureMatrix};
pub use fitted::Model;
pub use harm::{FileNames, harm};
pub use importance::importance;
pub use observed::{Observed, observed, observed_among, scored};
pub use online::OnlineLearner;
pub use onnx::OnnxModel;
pub use outputs::{OutputColumns, Outputs};
pub use predictions::Predictions;
pub use preprocess::{Design, EncodedColumn, Part, Preprocessor};
pub use schema::{CategoricalInput, Feature, Input, NumericInput, Schema};
pub use scorer::Scorer;
pub use settings::{
    Algorithm, AlgorithmChoice, BoostingSettings, CalibrationMethod, ClassWeights, ForestSettings,
    FtrlSettings, LogisticSettings, NaiveBayesSettings, SplitBy, SplitSettings, TrainSettings, TreeSettings,
};
pub use train::{TrainStage, Trained, TrainingFacts, train, train_weighted};
