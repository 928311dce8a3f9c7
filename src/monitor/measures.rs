//! Which series there are, and a series' value in one window.

use super::facts::WindowFacts;
use super::sampling_error::{Sampled, SamplingErrors};
use super::{Point, Series, SeriesGroup, Unit, Worse};
use crate::model::metrics::Metric;

/// Most classes whose shares are series of their own.
const CLASSES: usize = 10;
/// Half the width of an interval, in sampling errors.
const ERRORS: f64 = 3.0;

/// One series.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Measure {
    /// Measured with labels.
    Realised(Metric),
    /// Estimated without labels.
    Estimated(Metric),
    /// Jensen-Shannon distance of the predictions from the reference's.
    PredictionDrift,
    /// Share of rows that are predicted to be of a class.
    PredictedShare(usize),
    /// Share of rows that are of a class.
    ClassShare(usize),
    /// Mean of the largest probability.
    Confidence,
    /// Mean entropy of the probabilities over ln k.
    Entropy,
    /// Share of drifted columns.
    DriftShare,
    /// Share of missing cells of the features.
    Missing,
    /// Size of the change of a column, by its place among the judged ones.
    Column(usize),
}

/// What is there to be measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Available<'a> {
    pub(super) classes: &'a [String],
    pub(super) labels: bool,
    pub(super) predictions: bool,
    pub(super) probabilities: bool,
    pub(super) estimates: bool,
    /// Names of the judged columns.
    pub(super) columns: &'a [String],
}

/// With labels, in order.
const REALISED: [Metric; 9] = [
    Metric::Accuracy,
    Metric::RocAuc,
    Metric::F1,
    Metric::Precision,
    Metric::Recall,
    Metric::AveragePrecision,
    Metric::LogLoss,
    Metric::Brier,
    Metric::Ece,
];
/// Without labels, in order.
const ESTIMATED: [Metric; 6] = [
    Metric::Accuracy,
    Metric::RocAuc,
    Metric::F1,
    Metric::Precision,
    Metric::Recall,
    Metric::AveragePrecision,
];

impl Measure {
    /// Every series of data that has these.
    pub(super) fn all(there: Available<'_>) -> Vec<Self> {
        let mut all = Vec::new();
        if there.labels && there.predictions {
            let usable = |metric: &Metric| there.probabilities || !metric.needs_probabilities();
            all.extend(REALISED.into_iter().filter(usable).map(Self::Realised));
        }
        if there.estimates {
            all.extend(ESTIMATED.map(Self::Estimated));
        }
        // Of two classes the share of the second says that of the first.
        let classes = if there.classes.len() == 2 { 1..2 } else { 0..there.classes.len().min(CLASSES) };
        if there.predictions {
            all.push(Self::PredictionDrift);
            all.extend(classes.clone().map(Self::PredictedShare));
        }
        if there.labels {
            all.extend(classes.map(Self::ClassShare));
        }
        if there.probabilities {
            all.extend([Self::Confidence, Self::Entropy]);
        }
        all.extend([Self::DriftShare, Self::Missing]);
        all.extend((0..there.columns.len()).map(Self::Column));
        all
    }

    /// The series without its values.
    pub(super) fn series(&self, there: Available<'_>) -> Series {
        let class = |at: usize| there.classes.get(at).map_or("", String::as_str);
        let (share, none) = ((Some(0.0), Some(1.0)), None);
        let named = |id: &str, label: &str| (id.to_owned(), label.to_owned());
        let ((id, label), group, unit, worse, range) = match self {
            Self::Realised(metric) | Self::Estimated(metric) => {
                let worse = if metric.higher_is_better() { Worse::Lower } else { Worse::Higher };
                let unit = if *metric == Metric::LogLoss || *metric == Metric::Brier {
                    Unit::Number
                } else {
                    Unit::Share
                };
                // The Brier score of more than two classes reaches 2, log loss has no end.
                let most = match metric {
                    Metric::LogLoss => none,
                    Metric::Brier if there.classes.len() > 2 => Some(2.0),
                    _ => Some(1.0),
                };
                let (name, group) = match self {
                    Self::Realised(_) => (named(metric.id(), metric.label()), SeriesGroup::Performance),
                    _ => (
                        (
                            format!("estimated_{}", metric.id()),
                            format!("Estimated {}", lower_first(metric.label())),
                        ),
                        SeriesGroup::Estimated,
                    ),
                };
                (name, group, unit, worse, (Some(0.0), most))
            }
            Self::PredictionDrift => (
                named("prediction_drift", "Prediction drift"),
                SeriesGroup::Predictions,
                Unit::Number,
                Worse::Higher,
                share,
            ),
            Self::PredictedShare(at) => (
                (format!("predicted_share:{}", class(*at)), format!("Share predicted {}", class(*at))),
                SeriesGroup::Predictions,
                Unit::Share,
                Worse::Either,
                share,
            ),
            Self::ClassShare(at) => (
                (format!("class_share:{}", class(*at)), format!("Share of class {}", class(*at))),
                SeriesGroup::Data,
                Unit::Share,
                Worse::Either,
                share,
            ),
            Self::Confidence => (
                named("confidence", "Mean confidence"),
                SeriesGroup::Predictions,
                Unit::Share,
                Worse::Either,
                share,
            ),
            Self::Entropy => (
                named("entropy", "Mean entropy"),
                SeriesGroup::Predictions,
                Unit::Share,
                Worse::Higher,
                share,
            ),
            Self::DriftShare => (
                named("drift_share", "Share of drifted columns"),
                SeriesGroup::Data,
                Unit::Share,
                Worse::Higher,
                share,
            ),
            Self::Missing => (
                named("missing_share", "Share of missing cells"),
                SeriesGroup::Data,
                Unit::Share,
                Worse::Higher,
                share,
            ),
            Self::Column(at) => {
                let column = there.columns.get(*at).map_or("", String::as_str);
                (
                    (format!("column:{column}"), format!("Change of {column}")),
                    SeriesGroup::Columns,
                    Unit::Number,
                    Worse::Higher,
                    (Some(0.0), None),
                )
            }
        };
        Series {
            id,
            label,
            group,
            unit,
            worse,
            range,
            reference: Vec::new(),
            band: None,
            line: None,
            points: Vec::new(),
            null: Vec::new(),
        }
    }

    /// The series' value in a window.
    pub(super) fn point(&self, facts: &WindowFacts, errors: Option<&SamplingErrors>) -> Point {
        let (value, rows, sampled) = match self {
            Self::Realised(metric) => {
                let value = facts.metrics.as_ref().and_then(|metrics| metrics.value(*metric));
                (value, facts.evaluated, sampled(*metric))
            }
            Self::Estimated(metric) => {
                let estimate = facts.estimate.unwrap_or_default();
                let value = match metric {
                    Metric::Accuracy => estimate.accuracy,
                    Metric::RocAuc => estimate.roc_auc,
                    Metric::F1 => estimate.f1,
                    Metric::Precision => estimate.precision,
                    Metric::Recall => estimate.recall,
                    Metric::AveragePrecision => estimate.average_precision,
                    _ => None,
                };
                (value, estimate.rows, sampled(*metric))
            }
            Self::PredictionDrift => (facts.prediction_drift, facts.predicted, None),
            Self::PredictedShare(at) => (part(&facts.predicted_counts, *at), facts.predicted, None),
            Self::ClassShare(at) => (part(&facts.class_counts, *at), facts.labelled, None),
            Self::Confidence => (facts.confidence, facts.predicted, None),
            Self::Entropy => (facts.entropy, facts.predicted, None),
            Self::DriftShare => (facts.drift_share, facts.rows, None),
            Self::Missing => (facts.missing_share, facts.rows, None),
            Self::Column(at) => {
                (facts.cells.get(*at).and_then(|cell| cell.effect).map(f64::abs), facts.rows, None)
            }
        };
        let value = value.filter(|value| value.is_finite());
        let error = sampled.and_then(|metric| errors?.at(metric, rows));
        let interval = value
            .zip(error)
            .map(|(value, error)| ((value - ERRORS * error).max(0.0), (value + ERRORS * error).min(1.0)));
        Point { value, rows, interval }
    }

    /// Whether it is measured with labels and lies between 0 and 1 at 1 for a model without errors.
    pub(super) fn is_rate(&self) -> bool {
        matches!(self, Self::Realised(metric) if sampled(*metric).is_some())
    }

    /// The series whose reference windows say what is usual: an estimate is held against what was
    /// measured, as in NannyML.
    pub(super) fn judged_by(&self) -> Option<Self> {
        match self {
            Self::Estimated(metric) => Some(Self::Realised(*metric)),
            _ => None,
        }
    }
}

fn sampled(metric: Metric) -> Option<Sampled> {
    match metric {
        Metric::Accuracy => Some(Sampled::Accuracy),
        Metric::RocAuc => Some(Sampled::RocAuc),
        Metric::F1 => Some(Sampled::F1),
        Metric::Precision => Some(Sampled::Precision),
        Metric::Recall => Some(Sampled::Recall),
        _ => None,
    }
}

/// Share of one count in all.
fn part(counts: &[u64], at: usize) -> Option<f64> {
    let all: u64 = counts.iter().sum();
    counts.get(at).filter(|_| all > 0).map(|&count| count as f64 / all as f64)
}

/// `Accuracy` to `accuracy`, `ROC AUC` as it is.
fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), label.chars().nth(1)) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => label.to_owned(),
    }
}
