//! What is asked of training. Plain values; they are checked when training starts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::ModelError;

/// A learning algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    /// Logistic regression, multinomial for more than two classes.
    Logistic,
    /// Gaussian naive Bayes.
    NaiveBayes,
    /// Follow the regularised leader: logistic regression that learns row by row.
    Ftrl,
    /// One decision tree.
    Tree,
    /// Random forest.
    Forest,
    /// Gradient-boosted trees.
    Boosting,
}

impl Algorithm {
    /// Every algorithm, simplest first.
    pub const ALL: [Self; 6] =
        [Self::Logistic, Self::NaiveBayes, Self::Ftrl, Self::Tree, Self::Forest, Self::Boosting];

    /// Stable identifier in artifacts and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Logistic => "logistic",
            Self::NaiveBayes => "naive_bayes",
            Self::Ftrl => "ftrl",
            Self::Tree => "tree",
            Self::Forest => "forest",
            Self::Boosting => "boosting",
        }
    }

    /// Its name in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Logistic => "logistic regression",
            Self::NaiveBayes => "Gaussian naive Bayes",
            Self::Ftrl => "FTRL",
            Self::Tree => "decision tree",
            Self::Forest => "random forest",
            Self::Boosting => "gradient boosting",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for Algorithm {
    type Err = ModelError;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|algorithm| algorithm.id() == id).ok_or_else(|| ModelError::Setting {
            name: "algorithm".to_owned(),
            value: id.to_owned(),
            allowed: "logistic, naive_bayes, ftrl, tree, forest, boosting or auto".to_owned(),
        })
    }
}

/// Which algorithm is to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlgorithmChoice {
    /// The one with the least log loss in cross-validation on the training part.
    Auto,
    /// This one.
    One(Algorithm),
}

/// How rows are divided into training, validation and test part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SplitBy {
    /// At random, every class in the same shares.
    Stratified,
    /// By a column of times: the earliest rows train, the latest test.
    Time {
        /// Name of the column.
        column: String,
    },
    /// By what stands in a row, so that it is in the same part whatever rows come beside it, and rows that
    /// repeat are in one part. The shares hold about.
    Content {
        /// Column that names the case of a row; `None` goes by all cells but the target's.
        id: Option<String>,
    },
}

/// Shares of the parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SplitSettings {
    /// Share of the validation part, in [0, 0.8].
    pub validation: f64,
    /// Share of the test part, in [0, 0.8].
    pub test: f64,
    /// How.
    pub by: SplitBy,
}

impl Default for SplitSettings {
    fn default() -> Self {
        Self { validation: 0.15, test: 0.15, by: SplitBy::Stratified }
    }
}

/// How much the rows of each class count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub enum ClassWeights {
    /// One each.
    #[default]
    Equal,
    /// n / (classes · rows of the class), as scikit-learn's `balanced`.
    Balanced,
    /// As given; classes that are not named count one.
    Given(Vec<(String, f64)>),
}

/// How probabilities are mended after training, on the validation part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum CalibrationMethod {
    /// Not.
    #[default]
    None,
    /// Platt's sigmoid of the log-odds.
    Platt,
    /// Isotonic regression.
    Isotonic,
}

/// Settings of logistic regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogisticSettings {
    /// Weight of the data against the quadratic penalty (scikit-learn's `C`), above 0.
    pub c: f64,
    /// Most steps, at least 1.
    pub iterations: u32,
}

/// Settings of Gaussian naive Bayes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NaiveBayesSettings {
    /// Share of the largest variance that is added to all, above 0.
    pub var_smoothing: f64,
}

/// Settings of FTRL-proximal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FtrlSettings {
    /// Learning rate, above 0.
    pub alpha: f64,
    /// Smoothing of the learning rate, at least 0.
    pub beta: f64,
    /// Absolute penalty, at least 0.
    pub l1: f64,
    /// Quadratic penalty, at least 0.
    pub l2: f64,
    /// Passes over the training part, at least 1.
    pub epochs: u32,
}

/// Settings of a decision tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeSettings {
    /// Deepest level, 1 to 32.
    pub max_depth: u32,
    /// Least rows in a leaf, at least 1.
    pub min_leaf_rows: u32,
}

/// Settings of a random forest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForestSettings {
    /// Trees, 1 to 2,000.
    pub trees: u32,
    /// Deepest level, 1 to 32.
    pub max_depth: u32,
    /// Least rows in a leaf, at least 1.
    pub min_leaf_rows: u32,
    /// Features looked at for each split; `None` is the square root of their number.
    pub features: Option<u32>,
}

/// Settings of gradient boosting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoostingSettings {
    /// Rounds, 1 to 5,000; each makes one tree a class (one for two classes).
    pub rounds: u32,
    /// Shrinkage of each tree, in (0, 1].
    pub learning_rate: f64,
    /// Most leaves of a tree, 2 to 255.
    pub max_leaves: u32,
    /// Deepest level, 1 to 32.
    pub max_depth: u32,
    /// Least rows in a leaf, at least 1.
    pub min_leaf_rows: u32,
    /// Quadratic penalty on leaf values, at least 0.
    pub l2: f64,
    /// Stop when the validation loss has not fallen for this many rounds; `None` never stops early.
    pub patience: Option<u32>,
}

impl Default for LogisticSettings {
    fn default() -> Self {
        Self { c: 1.0, iterations: 200 }
    }
}

impl Default for NaiveBayesSettings {
    fn default() -> Self {
        Self { var_smoothing: 1e-9 }
    }
}

impl Default for FtrlSettings {
    fn default() -> Self {
        Self { alpha: 0.05, beta: 1.0, l1: 0.0, l2: 0.0, epochs: 5 }
    }
}

impl Default for TreeSettings {
    fn default() -> Self {
        Self { max_depth: 8, min_leaf_rows: 20 }
    }
}

impl Default for ForestSettings {
    fn default() -> Self {
        Self { trees: 100, max_depth: 16, min_leaf_rows: 5, features: None }
    }
}

impl Default for BoostingSettings {
    fn default() -> Self {
        Self {
            rounds: 100,
            learning_rate: 0.1,
            max_leaves: 31,
            max_depth: 32,
            min_leaf_rows: 20,
            l2: 0.0,
            patience: None,
        }
    }
}

/// All that decides what training gives: the same rows, settings and seed give the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainSettings {
    /// Name of the target's column.
    pub target: String,
    /// Names of the columns to learn from; `None` takes every column that is fit for it.
    pub features: Option<Vec<String>>,
    /// Names of columns not to learn from.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Columns whose kind the user decided: `true` numeric, `false` categorical.
    pub numeric: Vec<(String, bool)>,
    /// The algorithm.
    pub algorithm: AlgorithmChoice,
    /// The split.
    pub split: SplitSettings,
    /// Class weights.
    pub class_weights: ClassWeights,
    /// Calibration of the probabilities.
    pub calibration: CalibrationMethod,
    /// Decides every random choice.
    pub seed: u64,
    /// Resamples of the bootstrap intervals; 0 makes none.
    pub resamples: u32,
    /// Of logistic regression.
    pub logistic: LogisticSettings,
    /// Of naive Bayes.
    pub naive_bayes: NaiveBayesSettings,
    /// Of FTRL.
    pub ftrl: FtrlSettings,
    /// Of a tree.
    pub tree: TreeSettings,
    /// Of a forest.
    pub forest: ForestSettings,
    /// Of boosting.
    pub boosting: BoostingSettings,
}

impl TrainSettings {
    /// The defaults for a target.
    pub fn for_target(target: impl Into<String>) -> Self {
        Self {
            target: target.into(),
            features: None,
            exclude: Vec::new(),
            numeric: Vec::new(),
            algorithm: AlgorithmChoice::One(Algorithm::Boosting),
            split: SplitSettings::default(),
            class_weights: ClassWeights::default(),
            calibration: CalibrationMethod::default(),
            seed: 1,
            resamples: 200,
            logistic: LogisticSettings::default(),
            naive_bayes: NaiveBayesSettings::default(),
            ftrl: FtrlSettings::default(),
            tree: TreeSettings::default(),
            forest: ForestSettings::default(),
            boosting: BoostingSettings::default(),
        }
    }
}
