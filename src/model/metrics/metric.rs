//! Which metrics are compared and given intervals.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::ModelError;

/// A single number that says how good predictions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Share of right labels.
    Accuracy,
    /// Mean recall of the classes.
    BalancedAccuracy,
    /// Of the positive class; macro mean for more than two.
    Precision,
    /// Of the positive class; macro mean for more than two.
    Recall,
    /// Of the positive class; macro mean for more than two.
    F1,
    /// Matthews correlation coefficient.
    Mcc,
    /// Cohen's kappa.
    CohenKappa,
    /// Area under the ROC curve; one-vs-rest macro mean for more than two classes.
    RocAuc,
    /// Average precision; macro mean for more than two classes.
    AveragePrecision,
    /// Mean negative log probability of the true class, in nats.
    LogLoss,
    /// Mean squared error of the positive class's probability; summed over classes for more than two.
    Brier,
    /// Expected calibration error, ten bins; of the top label for more than two classes.
    Ece,
    /// Maximum calibration error, ten bins.
    Mce,
    /// Largest gap between the score's distributions in the two classes.
    Ks,
    /// 2 · ROC AUC − 1.
    Gini,
}

impl Metric {
    /// Every metric, in the order of tables.
    pub const ALL: [Self; 15] = [
        Self::Accuracy,
        Self::BalancedAccuracy,
        Self::Precision,
        Self::Recall,
        Self::F1,
        Self::Mcc,
        Self::CohenKappa,
        Self::RocAuc,
        Self::AveragePrecision,
        Self::LogLoss,
        Self::Brier,
        Self::Ece,
        Self::Mce,
        Self::Ks,
        Self::Gini,
    ];

    /// Stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::BalancedAccuracy => "balanced_accuracy",
            Self::Precision => "precision",
            Self::Recall => "recall",
            Self::F1 => "f1",
            Self::Mcc => "mcc",
            Self::CohenKappa => "cohen_kappa",
            Self::RocAuc => "roc_auc",
            Self::AveragePrecision => "average_precision",
            Self::LogLoss => "log_loss",
            Self::Brier => "brier",
            Self::Ece => "ece",
            Self::Mce => "mce",
            Self::Ks => "ks_statistic",
            Self::Gini => "gini",
        }
    }

    /// Its name in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Accuracy => "Accuracy",
            Self::BalancedAccuracy => "Balanced accuracy",
            Self::Precision => "Precision",
            Self::Recall => "Recall",
            Self::F1 => "F1",
            Self::Mcc => "MCC",
            Self::CohenKappa => "Cohen’s kappa",
            Self::RocAuc => "ROC AUC",
            Self::AveragePrecision => "Average precision",
            Self::LogLoss => "Log loss",
            Self::Brier => "Brier score",
            Self::Ece => "Calibration error (ECE)",
            Self::Mce => "Largest calibration error (MCE)",
            Self::Ks => "KS of the score",
            Self::Gini => "Gini",
        }
    }

    /// Whether more is better.
    pub fn higher_is_better(self) -> bool {
        !matches!(self, Self::LogLoss | Self::Brier | Self::Ece | Self::Mce)
    }

    /// Whether it needs probabilities and not labels alone.
    pub fn needs_probabilities(self) -> bool {
        use Metric::{AveragePrecision, Brier, Ece, Gini, Ks, LogLoss, Mce, RocAuc};
        matches!(self, RocAuc | AveragePrecision | LogLoss | Brier | Ece | Mce | Ks | Gini)
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for Metric {
    type Err = ModelError;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|metric| metric.id() == id).ok_or_else(|| ModelError::Setting {
            name: "metric".to_owned(),
            value: id.to_owned(),
            allowed: Self::ALL.map(Self::id).join(", "),
        })
    }
}
