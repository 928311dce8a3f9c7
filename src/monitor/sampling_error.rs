//! How far a metric of few rows may lie from that of many: standard errors learned from the reference.
//!
//! Source: NannyML 0.13.1, *Estimation of Standard Error*; checked in `tests/golden_monitor.rs`.

use crate::model::Outputs;

/// Standard deviations of what each row adds to a metric, with the share of the rows that add to it.
/// A metric of n rows has the standard error std / √(n · share). NaN where it is not defined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SamplingErrors {
    accuracy: Component,
    roc_auc: Component,
    f1: Component,
    precision: Component,
    recall: Component,
}

/// One metric's spread per row.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Component {
    std: f64,
    share: f64,
}

/// The metrics that have a sampling error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sampled {
    Accuracy,
    RocAuc,
    F1,
    Precision,
    Recall,
}

impl SamplingErrors {
    /// Of the rows of the reference that have label and prediction. Of more than two classes, each
    /// class against the rest gives a variance; the mean of the classes then has the variance Σ vᵢ / k².
    pub(super) fn of(outputs: &Outputs, rows: &[u32]) -> Self {
        let (actual, predictions) = outputs.labelled(rows);
        let right: Vec<f64> =
            actual.iter().zip(&predictions.labels).map(|(a, p)| f64::from(u8::from(a == p))).collect();
        let accuracy = Component { std: std(&right), share: 1.0 };
        let classes = outputs.classes.len();
        let of_classes = if classes == 2 { 1..2 } else { 0..classes };
        let each: Vec<[Component; 4]> = of_classes
            .map(|class| {
                let truly: Vec<bool> = actual.iter().map(|&a| a as usize == class).collect();
                let said: Vec<bool> = predictions.labels.iter().map(|&p| p as usize == class).collect();
                let scores = predictions.of_class(class);
                [ranks(&truly, &scores), f1(&truly, &said), precision(&truly, &said), recall(&truly, &said)]
            })
            .collect();
        let together = |at: usize| {
            if let [only] = each.as_slice() {
                return only.get(at).copied().unwrap_or(Component::NONE);
            }
            let variances = each.iter().filter_map(|class| class.get(at)).map(|c| c.std * c.std / c.share);
            Component { std: variances.sum::<f64>().sqrt() / each.len() as f64, share: 1.0 }
        };
        Self { accuracy, roc_auc: together(0), f1: together(1), precision: together(2), recall: together(3) }
    }

    /// Standard error of a metric over so many rows; `None` where it is not defined.
    pub(super) fn at(&self, metric: Sampled, rows: u64) -> Option<f64> {
        let component = match metric {
            Sampled::Accuracy => self.accuracy,
            Sampled::RocAuc => self.roc_auc,
            Sampled::F1 => self.f1,
            Sampled::Precision => self.precision,
            Sampled::Recall => self.recall,
        };
        Some(component.std / (rows as f64 * component.share).sqrt()).filter(|error| error.is_finite())
    }
}

impl Component {
    const NONE: Self = Self { std: f64::NAN, share: 1.0 };

    fn of(values: &[f64], share: f64) -> Self {
        if values.is_empty() { Self::NONE } else { Self { std: std(values), share } }
    }
}

/// Standard deviation, ddof 0.
fn std(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n).sqrt()
}

/// Spread of the share of negatives that each positive row outranks; the rarer class counts as
/// positive.
fn ranks(truly: &[bool], scores: &[f64]) -> Component {
    if scores.len() != truly.len() || truly.is_empty() {
        return Component::NONE;
    }
    let positives = truly.iter().filter(|&&is| is).count();
    let flip = positives * 2 > truly.len();
    let mut order: Vec<usize> = (0..truly.len()).collect();
    let score = |row: usize| if flip { 1.0 - scores[row] } else { scores[row] };
    order.sort_by(|&a, &b| score(a).total_cmp(&score(b)));
    let positives = if flip { truly.len() - positives } else { positives };
    let negatives = truly.len() - positives;
    let mut below = Vec::with_capacity(positives);
    for (rank, &row) in order.iter().enumerate() {
        // The lowest rank of all is 0 and drops out, as in NannyML.
        if truly[row] != flip && rank > 0 {
            below.push((rank - below.len()) as f64 / negatives as f64);
        }
    }
    Component::of(&below, positives as f64 / truly.len() as f64)
}

/// Each row counted 1 where both are true, 0 where one is, others left out.
fn agreement(truly: &[bool], said: &[bool], counts: impl Fn(bool, bool) -> bool) -> Vec<f64> {
    let pairs = truly.iter().zip(said).filter(|&(&t, &s)| counts(t, s));
    pairs.map(|(&t, &s)| f64::from(u8::from(t && s))).collect()
}

fn f1(truly: &[bool], said: &[bool]) -> Component {
    let mut relevant = agreement(truly, said, |t, s| t || s);
    let hits: f64 = relevant.iter().sum();
    let rows = relevant.len() as f64;
    let factor = rows / ((rows - hits) * 0.5 + hits);
    relevant.iter_mut().for_each(|value| *value *= factor);
    Component::of(&relevant, rows / truly.len() as f64)
}

fn precision(truly: &[bool], said: &[bool]) -> Component {
    let relevant = agreement(truly, said, |_, s| s);
    Component::of(&relevant, relevant.len() as f64 / truly.len() as f64)
}

fn recall(truly: &[bool], said: &[bool]) -> Component {
    let relevant = agreement(truly, said, |t, _| t);
    Component::of(&relevant, relevant.len() as f64 / truly.len() as f64)
}
