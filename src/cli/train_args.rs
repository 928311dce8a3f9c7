//! The arguments of `evenkeel train`, and the settings that they make.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::CliError;
use super::args::ReadingArgs;
use crate::model::{AlgorithmChoice, CalibrationMethod, ClassWeights, SplitBy, TrainSettings};

#[derive(Debug, Args)]
pub(super) struct TrainArgs {
    /// The CSV to learn from.
    #[arg(long, value_name = "FILE")]
    pub(super) data: PathBuf,
    /// Column of true labels.
    #[arg(long, value_name = "COLUMN")]
    pub(super) target: String,
    /// logistic, naive_bayes, ftrl, tree, forest, boosting, or auto: the best in cross-validation.
    #[arg(long, default_value = "boosting", value_name = "NAME")]
    algorithm: String,
    /// A hyper-parameter, e.g. `rounds=200`, or `forest.trees=50` beside `auto`; may be repeated.
    #[arg(long, value_name = "NAME=VALUE")]
    param: Vec<String>,
    /// Columns to learn from, comma-separated. Default: all that are fit for it.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    features: Option<Vec<String>>,
    /// A column to leave out; may be repeated.
    #[arg(long, value_name = "COLUMN", conflicts_with = "features")]
    pub(super) exclude: Vec<String>,
    /// A column to take as numbers; may be repeated.
    #[arg(long, value_name = "COLUMN")]
    numeric: Vec<String>,
    /// A column to take as categories; may be repeated.
    #[arg(long, value_name = "COLUMN")]
    categorical: Vec<String>,
    /// Share of the validation part.
    #[arg(long, default_value_t = 0.15, value_name = "SHARE")]
    validation: f64,
    /// Share of the test part.
    #[arg(long, default_value_t = 0.15, value_name = "SHARE")]
    test: f64,
    /// Split by this column of times, the latest rows for the test. Default: at random, stratified.
    #[arg(long, value_name = "COLUMN")]
    split_by: Option<String>,
    /// random, content, or content:COLUMN: the part of a row follows from its cells, or from the column that
    /// names its case, and stays the same when other rows come.
    #[arg(long, value_name = "HOW", conflicts_with = "split_by")]
    split: Option<String>,
    /// equal, balanced, or `class=weight` comma-separated.
    #[arg(long, default_value = "equal", value_name = "WEIGHTS")]
    class_weights: String,
    /// Mend the probabilities on the validation part.
    #[arg(long, default_value = "none", value_name = "METHOD")]
    calibration: CalibrationArg,
    /// Resamples of the bootstrap intervals.
    #[arg(long, default_value_t = 200, value_name = "N")]
    resamples: u32,
    /// Decides every random choice; the same seed gives the same model.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Where the model file goes (JSON).
    #[arg(long, value_name = "FILE")]
    pub(super) model: PathBuf,
    /// Write the model as ONNX too.
    #[arg(long, value_name = "FILE")]
    pub(super) onnx: Option<PathBuf>,
    /// Write the metrics as JSON to this file, or to stdout with `-` (then no table is printed).
    #[arg(long, value_name = "FILE | -")]
    pub(super) metrics: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CalibrationArg {
    None,
    Platt,
    Isotonic,
}

impl TrainArgs {
    /// The settings that were asked for.
    pub(super) fn settings(&self) -> Result<TrainSettings, CliError> {
        let mut settings = TrainSettings::for_target(&self.target);
        settings.algorithm = match self.algorithm.as_str() {
            "auto" => AlgorithmChoice::Auto,
            id => AlgorithmChoice::One(id.parse()?),
        };
        settings.features = self.features.clone();
        settings.exclude = self.exclude.clone();
        settings.numeric = (self.numeric.iter().map(|name| (name.clone(), true)))
            .chain(self.categorical.iter().map(|name| (name.clone(), false)))
            .collect();
        settings.split.validation = self.validation;
        settings.split.test = self.test;
        if let Some(column) = &self.split_by {
            settings.split.by = SplitBy::Time { column: column.clone() };
        }
        if let Some(how) = &self.split {
            settings.split.by = split(how)?;
        }
        settings.class_weights = class_weights(&self.class_weights)?;
        settings.calibration = match self.calibration {
            CalibrationArg::None => CalibrationMethod::None,
            CalibrationArg::Platt => CalibrationMethod::Platt,
            CalibrationArg::Isotonic => CalibrationMethod::Isotonic,
        };
        settings.seed = self.seed;
        settings.resamples = self.resamples;
        for param in &self.param {
            let (name, value) = param.split_once('=').ok_or_else(|| CliError::Option {
                option: "--param",
                reason: format!("`{param}` has no `=`; write e.g. `rounds=200`"),
            })?;
            settings.set(name.trim(), value.trim())?;
        }
        Ok(settings)
    }
}

fn split(how: &str) -> Result<SplitBy, CliError> {
    match (how, how.split_once(':')) {
        ("random", _) => Ok(SplitBy::Stratified),
        ("content", _) => Ok(SplitBy::Content { id: None }),
        (_, Some(("content", id))) if !id.is_empty() => Ok(SplitBy::Content { id: Some(id.to_owned()) }),
        _ => Err(CliError::Option {
            option: "--split",
            reason: format!(
                "`{how}` is not `random`, `content` or e.g. `content:customer_id`; `--split-by` takes a column of times"
            ),
        }),
    }
}

fn class_weights(text: &str) -> Result<ClassWeights, CliError> {
    match text {
        "equal" => Ok(ClassWeights::Equal),
        "balanced" => Ok(ClassWeights::Balanced),
        list => {
            let weight = |part: &str| {
                let (class, weight) = part.rsplit_once('=')?;
                Some((class.to_owned(), weight.trim().parse().ok()?))
            };
            let given: Option<Vec<(String, f64)>> = list.split(',').map(weight).collect();
            given.map(ClassWeights::Given).ok_or_else(|| CliError::Option {
                option: "--class-weights",
                reason: format!("`{list}` is not `equal`, `balanced` or e.g. `yes=5,no=1`"),
            })
        }
    }
}
