//! All metrics of one set of predictions.

use serde::{Deserialize, Serialize};

use super::Metric;
use super::scored_rows::ScoredRows;
use crate::model::{ModelError, Predictions};

/// All metrics of one set of predictions; `None` where a metric is not defined, such as the ROC AUC
/// of rows of one class.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ClassificationMetrics {
    /// Rows with a true label and a prediction.
    pub n: u64,
    /// The classes.
    pub labels: Vec<String>,
    /// `[true][predicted]`, rows.
    pub confusion_matrix: Vec<Vec<u64>>,
    /// Share of right labels.
    pub accuracy: f64,
    /// Mean recall of the classes that occur.
    pub balanced_accuracy: f64,
    /// Matthews correlation coefficient.
    pub mcc: f64,
    /// Cohen's kappa; `None` where every label and every prediction is the same class.
    pub cohen_kappa: Option<f64>,
    /// The same with linear weights.
    pub cohen_kappa_linear: Option<f64>,
    /// The same with quadratic weights.
    pub cohen_kappa_quadratic: Option<f64>,
    /// Plain mean over the classes.
    pub macro_average: Averaged,
    /// Over all decisions together.
    pub micro_average: Averaged,
    /// Mean over the classes, weighted by their rows.
    pub weighted_average: Averaged,
    /// One a class, in order of `labels`.
    pub per_class: Vec<ClassMetrics>,
    /// Of two classes.
    pub binary: Option<BinaryMetrics>,
    /// Of more than two classes, with probabilities.
    pub multiclass: Option<MulticlassMetrics>,
}

/// Precision, recall and F1 over all classes.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Averaged {
    /// Precision.
    pub precision: f64,
    /// Recall.
    pub recall: f64,
    /// F1.
    pub f1: f64,
}

/// Metrics of one class against the rest.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ClassMetrics {
    /// The class.
    pub label: String,
    /// Precision.
    pub precision: f64,
    /// Recall.
    pub recall: f64,
    /// F1.
    pub f1: f64,
    /// Rows of the class.
    pub support: u64,
}

/// Metrics of two classes. What needs probabilities is `None` without them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct BinaryMetrics {
    /// The positive class.
    pub positive: String,
    /// True positives.
    pub tp: u64,
    /// False positives.
    pub fp: u64,
    /// False negatives.
    pub fn_: u64,
    /// True negatives.
    pub tn: u64,
    /// tp / (tp + fp).
    pub precision: f64,
    /// tp / (tp + fn).
    pub recall: f64,
    /// Harmonic mean of precision and recall.
    pub f1: f64,
    /// tn / (tn + fp).
    pub specificity: f64,
    /// fp / (fp + tn).
    pub fpr: f64,
    /// fn / (fn + tp).
    pub fnr: f64,
    /// Area under the ROC curve.
    pub roc_auc: Option<f64>,
    /// 2 · ROC AUC − 1.
    pub gini: Option<f64>,
    /// Step sum over the precision-recall curve.
    pub average_precision: Option<f64>,
    /// Area under the precision-recall curve by trapezoids.
    pub pr_auc_trapezoid: Option<f64>,
    /// In nats; probabilities are kept away from 0 and 1 as scikit-learn does.
    pub log_loss: Option<f64>,
    /// Mean squared error of the probability.
    pub brier: Option<f64>,
    /// Largest gap between the score's distributions in the two classes.
    pub ks_statistic: Option<f64>,
    /// Expected calibration error, ten equal-width bins.
    pub ece: Option<f64>,
    /// Maximum calibration error over the same bins.
    pub mce: Option<f64>,
}

/// Metrics of more than two classes that need probabilities.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct MulticlassMetrics {
    /// One-vs-rest ROC AUC, mean over the classes.
    pub roc_auc_ovr_macro: Option<f64>,
    /// The same, weighted by the classes' rows.
    pub roc_auc_ovr_weighted: Option<f64>,
    /// One-vs-one ROC AUC, mean over the pairs.
    pub roc_auc_ovo_macro: Option<f64>,
    /// One a class, in order of the labels.
    pub roc_auc_per_class: Vec<Option<f64>>,
    /// One a class, in order of the labels.
    pub average_precision_per_class: Vec<Option<f64>>,
    /// Mean over the classes.
    pub average_precision_macro: Option<f64>,
    /// In nats.
    pub log_loss: f64,
    /// Mean over rows of the squared error summed over the classes, 0 to 2.
    pub brier_sum: f64,
    /// Expected calibration error of the most probable class.
    pub top_label_ece: f64,
    /// Maximum calibration error of the most probable class.
    pub top_label_mce: f64,
}

impl ClassificationMetrics {
    /// All metrics of predictions on rows with known labels, with the definitions of scikit-learn
    /// 1.9 and `zero_division=0`.
    ///
    /// | argument | shape | |
    /// |---|---|---|
    /// | `classes` | `[k]`, k ≥ 2 | of two, the second is the positive one |
    /// | `actual` | `[n]` | place of each row's class |
    /// | `predictions` | `[n]` | `probabilities` may be empty: then what needs them is `None` |
    ///
    /// # Errors
    ///
    /// [`ModelError::Mismatch`] where there are no rows, the lengths do not fit, a label is of no
    /// class, or a probability is outside 0 to 1.
    ///
    /// # Source
    ///
    /// `sklearn.metrics`; calibration errors after C. Guo et al., *On Calibration of Modern Neural
    /// Networks*, ICML 2017. Checked in `tests/golden_model.rs`.
    pub fn of(classes: &[String], actual: &[u32], predictions: &Predictions) -> Result<Self, ModelError> {
        Ok(ScoredRows::new(classes, actual, predictions)?.metrics())
    }

    /// One metric; `None` where it is not defined or needs what is not there.
    pub fn value(&self, metric: Metric) -> Option<f64> {
        let (binary, multi) = (self.binary.as_ref(), self.multiclass.as_ref());
        match metric {
            Metric::Accuracy => Some(self.accuracy),
            Metric::BalancedAccuracy => Some(self.balanced_accuracy),
            Metric::Precision => Some(binary.map_or(self.macro_average.precision, |b| b.precision)),
            Metric::Recall => Some(binary.map_or(self.macro_average.recall, |b| b.recall)),
            Metric::F1 => Some(binary.map_or(self.macro_average.f1, |b| b.f1)),
            Metric::Mcc => Some(self.mcc),
            Metric::CohenKappa => self.cohen_kappa,
            Metric::RocAuc => binary.map_or(multi.and_then(|m| m.roc_auc_ovr_macro), |b| b.roc_auc),
            Metric::AveragePrecision => {
                binary.map_or(multi.and_then(|m| m.average_precision_macro), |b| b.average_precision)
            }
            Metric::LogLoss => binary.map_or(multi.map(|m| m.log_loss), |b| b.log_loss),
            Metric::Brier => binary.map_or(multi.map(|m| m.brier_sum), |b| b.brier),
            Metric::Ece => binary.map_or(multi.map(|m| m.top_label_ece), |b| b.ece),
            Metric::Mce => binary.map_or(multi.map(|m| m.top_label_mce), |b| b.mce),
            Metric::Ks => binary.and_then(|b| b.ks_statistic),
            Metric::Gini => binary.and_then(|b| b.gini),
        }
    }
}
