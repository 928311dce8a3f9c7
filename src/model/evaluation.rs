//! What an evaluation, an explanation and a comparison of models tell.

use serde::{Deserialize, Serialize};

use super::metrics::{ClassificationMetrics, Metric};

/// How good predictions are on rows with known labels.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Evaluation {
    /// All metrics.
    pub metrics: ClassificationMetrics,
    /// Bootstrap intervals of the metrics that are defined, in order of [`Metric::ALL`].
    pub intervals: Vec<MetricInterval>,
    /// Curves of the positive class of two, or of each class against the rest; empty without
    /// probabilities.
    pub curves: Vec<Curves>,
    /// Rows left out because label, prediction or probability is missing.
    pub left_out: u64,
}

/// A metric and its bootstrap interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MetricInterval {
    /// Which metric.
    pub metric: Metric,
    /// On all rows.
    pub value: f64,
    /// 2.5 % quantile over the resamples; `None` where resampling was not asked for.
    pub low: Option<f64>,
    /// 97.5 % quantile over the resamples.
    pub high: Option<f64>,
}

/// Curves of one class against the rest.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Curves {
    /// The class.
    pub class: String,
    /// ROC: x is the false-positive rate, y the true-positive rate. At most a few hundred points.
    pub roc: Vec<CurvePoint>,
    /// Precision over recall: x is the recall, y the precision.
    pub precision_recall: Vec<CurvePoint>,
    /// Share of the class in each of ten bins of its probability.
    pub calibration: Vec<CalibrationBin>,
    /// Rows in each of twenty bins of the probability, by their true label.
    pub histogram: Vec<ScoreBin>,
    /// What happens at each threshold 0, 0.01, …, 1.
    pub thresholds: Vec<ThresholdCounts>,
}

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Abscissa.
    pub x: f64,
    /// Ordinate.
    pub y: f64,
}

/// A bin of a calibration curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CalibrationBin {
    /// Rows.
    pub rows: u64,
    /// Mean probability; 0 in an empty bin.
    pub mean_probability: f64,
    /// Share of rows that are of the class; 0 in an empty bin.
    pub share: f64,
}

/// A bin of a score histogram.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScoreBin {
    /// Rows that are not of the class.
    pub negatives: u64,
    /// Rows of the class.
    pub positives: u64,
}

/// Decisions at a threshold: positive where the probability is above it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ThresholdCounts {
    /// The threshold.
    pub threshold: f64,
    /// True positives.
    pub tp: u64,
    /// False positives.
    pub fp: u64,
    /// False negatives.
    pub fn_: u64,
    /// True negatives.
    pub tn: u64,
}

/// How much a metric suffers when one column is shuffled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Importance {
    /// The metric.
    pub metric: Metric,
    /// Its value on the rows as they are.
    pub baseline: f64,
    /// Rows it was measured on.
    pub rows: u64,
    /// Shuffles a column.
    pub repeats: u32,
    /// Most important first.
    pub features: Vec<FeatureImportance>,
}

/// Importance of one column: above 0 where shuffling harms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeatureImportance {
    /// Name of the column.
    pub name: String,
    /// Mean harm over the shuffles, in units of the metric.
    pub mean: f64,
    /// Standard deviation over the shuffles (ddof 0).
    pub std: f64,
}

/// Mean prediction when one column is set to a value in every row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartialDependence {
    /// Name of the column.
    pub column: String,
    /// The classes.
    pub classes: Vec<String>,
    /// Rows it was measured on.
    pub rows: u64,
    /// In order of the values, or of the levels.
    pub points: Vec<DependencePoint>,
}

/// Mean prediction at one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DependencePoint {
    /// The value; `None` for a level.
    pub value: Option<f64>,
    /// The value or level as text.
    pub label: String,
    /// Mean probability of each class.
    pub probabilities: Vec<f64>,
}

/// What the drift of each column does to the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HarmReport {
    /// The class that `mean_shift` is of: the positive one, or the most frequent of more than two.
    pub class: String,
    /// Current rows it was measured on.
    pub rows: u64,
    /// Whether the rows have labels.
    pub labelled: bool,
    /// Log loss on the current rows as they are.
    pub log_loss: Option<f64>,
    /// Log loss with every column swapped back at once.
    pub log_loss_all_back: Option<f64>,
    /// Most harmful first: by loss where there are labels, else by change of the predictions.
    pub columns: Vec<ColumnHarm>,
}

/// What the drift of one column does: current rows against the same rows with this column swapped
/// back to reference-like values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnHarm {
    /// Name of the column.
    pub name: String,
    /// Mean change of a row's probabilities (total variation), 0 to 1.
    pub mean_change: f64,
    /// Mean probability of the class as it is, less that with the column swapped back.
    pub mean_shift: f64,
    /// Share of rows whose label changes.
    pub flipped: f64,
    /// Log loss as it is, less that with the column swapped back: above 0 where the drift harms.
    pub loss: Option<f64>,
    /// 2.5 % quantile of `loss` over bootstrap resamples.
    pub loss_low: Option<f64>,
    /// 97.5 % quantile.
    pub loss_high: Option<f64>,
}

/// Two models, or two columns of predictions, on the same rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelComparison {
    /// Rows.
    pub rows: u64,
    /// The metrics of both, and their difference.
    pub metrics: Vec<MetricDifference>,
    /// Whether they are right on different rows.
    pub mcnemar: McNemar,
    /// Per segment, the largest difference first.
    pub segments: Vec<SegmentDifference>,
}

/// A metric of two models.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MetricDifference {
    /// Which metric.
    pub metric: Metric,
    /// Of the first.
    pub first: f64,
    /// Of the second.
    pub second: f64,
    /// Second less first.
    pub difference: f64,
    /// 2.5 % quantile of the difference over paired resamples.
    pub low: f64,
    /// 97.5 % quantile.
    pub high: f64,
}

/// McNemar's test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct McNemar {
    /// Rows that only the first has right.
    pub only_first: u64,
    /// Rows that only the second has right.
    pub only_second: u64,
    /// Chi-square with continuity correction; `None` where the exact test was used.
    pub statistic: Option<f64>,
    /// Two-sided; exact (binomial) below 25 rows on which they differ.
    pub p_value: f64,
}

/// Two models on the rows of one segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentDifference {
    /// Name of the column.
    pub column: String,
    /// Which rows, in words: a level, or a range.
    pub segment: String,
    /// Rows.
    pub rows: u64,
    /// The metric on them (log loss with probabilities, else accuracy).
    pub metric: MetricDifference,
}

/// Why a model answers one row as it does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowAnswer {
    /// The predicted class.
    pub label: String,
    /// The classes.
    pub classes: Vec<String>,
    /// Probability of each class.
    pub probabilities: Vec<f64>,
    /// What drove it, strongest first: the probability of `label` less the same with this input at
    /// its typical value (median, or most frequent level).
    pub drivers: Vec<Driver>,
}

/// What one input does to the answer of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Driver {
    /// Name of the column.
    pub name: String,
    /// The row's value as text; empty if missing.
    pub value: String,
    /// The typical value as text.
    pub typical: String,
    /// Change of the label's probability.
    pub effect: f64,
}
