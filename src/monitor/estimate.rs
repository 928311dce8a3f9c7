//! How good a model is likely to be where labels are missing: confidence-based performance estimation.
//!
//! A calibrated probability says how often a prediction is right. Summed over the rows of a window it
//! gives the expected confusion matrix:
//!
//! ```text
//! TP = Σ p where ŷ = 1    FP = Σ (1 − p) where ŷ = 1    FN = Σ p where ŷ = 0    TN = Σ (1 − p) where ŷ = 0
//! ```
//!
//! and, with the rows ordered by the model's own score, the expected ROC curve. It holds as long as
//! P(y | x) has not moved; concept drift is what it cannot see.
//!
//! Source: NannyML 0.13.1, *Confidence-based Performance Estimation (CBPE)*; checked in
//! `tests/golden_monitor.rs`.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::model::calibration::Calibrator;
use crate::model::{CalibrationMethod, Outputs};
use crate::stats::roc_auc;

/// Random splits by which it is told whether calibration helps.
const SPLITS: usize = 10;
/// Bins of the calibration error, of equally many rows.
const BINS: usize = 10;
/// A ROC AUC above which calibration is left alone.
const SEPARATED: f64 = 0.999;
/// Counts are rounded so that equal thresholds stay equal, as NannyML does.
const ROUNDING: f64 = 1e5;

/// Calibration of a model's probabilities, learned on the reference.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimator {
    classes: usize,
    /// Of the positive class of two, or one a class against the rest; `None` keeps the probability.
    curves: Vec<Option<Calibrator>>,
}

/// Expected metrics of rows; `None` where one is not defined.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Estimate {
    /// Rows with probabilities.
    pub rows: u64,
    /// Share of right labels.
    pub accuracy: Option<f64>,
    /// Area under the ROC curve; of more than two classes the mean of each against the rest.
    pub roc_auc: Option<f64>,
    /// F1 of the positive class, or the mean of the classes.
    pub f1: Option<f64>,
    /// Precision likewise.
    pub precision: Option<f64>,
    /// Recall likewise.
    pub recall: Option<f64>,
    /// Share of negatives that are predicted so, likewise.
    pub specificity: Option<f64>,
    /// Average precision, likewise.
    pub average_precision: Option<f64>,
}

impl Estimator {
    /// Learns on the rows of the reference that have label and probabilities; `None` without any, or
    /// where they are of one class. An isotonic curve is kept only where it lowers the expected
    /// calibration error on parts of the reference that it has not seen.
    pub fn fit(reference: &Outputs, rows: &[u32], seed: u64) -> Option<Self> {
        let classes = reference.classes.len();
        let (actual, predictions) = reference.labelled(rows);
        if !reference.has_probabilities() || actual.iter().min() == actual.iter().max() {
            return None;
        }
        let of_classes = if classes == 2 { 1..2 } else { 0..classes };
        let curves = of_classes.map(|class| {
            let scores = predictions.of_class(class);
            let truly: Vec<bool> = actual.iter().map(|&label| label as usize == class).collect();
            needs_calibration(&scores, &truly, seed).then(|| isotonic(&scores, &truly)).flatten()
        });
        Some(Self { classes, curves: curves.collect() })
    }

    /// Whether probabilities are changed at all.
    pub fn calibrates(&self) -> bool {
        self.curves.iter().any(Option::is_some)
    }

    /// Calibrated probabilities of one row, which sum to one.
    pub fn calibrated(&self, row: &[f64]) -> Vec<f64> {
        let curve = |at: usize, p: f64| match self.curves.get(at).and_then(Option::as_ref) {
            Some(curve) => curve.apply(&[1.0 - p, p], 2).last().copied().unwrap_or(p),
            None => p,
        };
        if let [_, positive] = row {
            let p = curve(0, *positive);
            return vec![1.0 - p, p];
        }
        let each: Vec<f64> = row.iter().enumerate().map(|(class, &p)| curve(class, p)).collect();
        let sum: f64 = each.iter().sum();
        let even = 1.0 / self.classes as f64;
        each.into_iter().map(|p| if sum > 0.0 { p / sum } else { even }).collect()
    }

    /// What is expected of these rows.
    pub fn estimate(&self, outputs: &Outputs, rows: &[u32]) -> Estimate {
        let mut scores: Vec<Vec<f64>> = vec![Vec::new(); self.classes];
        let mut calibrated: Vec<Vec<f64>> = vec![Vec::new(); self.classes];
        let mut labels = Vec::new();
        for &row in rows {
            let at = row as usize;
            let (Some(p), Some(Some(label))) = (outputs.row(at), outputs.predicted.get(at)) else { continue };
            labels.push(*label as usize);
            for ((class, q), p) in self.calibrated(p).into_iter().enumerate().zip(p) {
                if let (Some(scores), Some(calibrated)) = (scores.get_mut(class), calibrated.get_mut(class)) {
                    scores.push(*p);
                    calibrated.push(q);
                }
            }
        }
        let n = labels.len();
        if n == 0 {
            return Estimate::default();
        }
        let right = labels.iter().enumerate().filter_map(|(row, &label)| calibrated.get(label)?.get(row));
        let of_classes = if self.classes == 2 { 1..2 } else { 0..self.classes };
        let counts: Vec<Expected> = of_classes
            .clone()
            .filter_map(|class| Some(Expected::of(&labels, class, calibrated.get(class)?)))
            .collect();
        let mean = |of: &dyn Fn(&Expected) -> f64| {
            Some(counts.iter().map(of).sum::<f64>() / counts.len() as f64).filter(|mean| mean.is_finite())
        };
        let mean_area = |of: fn(&[f64], &[f64]) -> Option<f64>| {
            let areas: Option<Vec<f64>> =
                of_classes.clone().map(|class| of(calibrated.get(class)?, scores.get(class)?)).collect();
            areas.map(|areas| areas.iter().sum::<f64>() / areas.len() as f64)
        };
        Estimate {
            rows: n as u64,
            accuracy: Some(right.sum::<f64>() / n as f64),
            roc_auc: mean_area(expected_roc_auc),
            f1: mean(&|c| ratio(c.tp, c.tp + 0.5 * (c.fp + c.fn_))),
            precision: mean(&|c| ratio(c.tp, c.tp + c.fp)),
            recall: mean(&|c| ratio(c.tp, c.tp + c.fn_)),
            specificity: mean(&|c| ratio(c.tn, c.tn + c.fp)),
            average_precision: mean_area(expected_average_precision),
        }
    }
}

/// Expected counts of one class against the rest.
struct Expected {
    tp: f64,
    fp: f64,
    fn_: f64,
    tn: f64,
}

impl Expected {
    fn of(labels: &[usize], class: usize, calibrated: &[f64]) -> Self {
        let mut counts = Self { tp: 0.0, fp: 0.0, fn_: 0.0, tn: 0.0 };
        for (&label, &p) in labels.iter().zip(calibrated) {
            if label == class {
                counts.tp += p;
                counts.fp += 1.0 - p;
            } else {
                counts.fn_ += p;
                counts.tn += 1.0 - p;
            }
        }
        counts
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// Area under the expected ROC curve: rows from the highest score down, each adding its calibrated
/// probability to the true positives and the rest to the false ones. `None` where either is nothing.
fn expected_roc_auc(calibrated: &[f64], scores: &[f64]) -> Option<f64> {
    let mut area = 0.0;
    let (mut tp, mut fp) = (0.0, 0.0);
    for next in expected_counts(calibrated, scores) {
        area += (next.1 - fp) * (next.0 + tp) / 2.0;
        (tp, fp) = next;
    }
    (tp > 0.0 && fp > 0.0).then(|| area / (tp * fp))
}

/// Expected average precision, Σ (rᵢ − rᵢ₋₁) pᵢ over the rows from the highest score down.
fn expected_average_precision(calibrated: &[f64], scores: &[f64]) -> Option<f64> {
    let (mut sum, mut tp) = (0.0, 0.0);
    for (row, (next, _)) in expected_counts(calibrated, scores).enumerate() {
        sum += (next - tp) * next / (row + 1) as f64;
        tp = next;
    }
    (tp > 0.0).then(|| sum / tp)
}

/// Expected true and false positives among the rows at or above each row's score, from the highest down.
fn expected_counts(calibrated: &[f64], scores: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    let score = |row: usize| scores.get(row).copied().unwrap_or(0.0);
    order.sort_by(|&a, &b| score(b).total_cmp(&score(a)));
    let round = |count: f64| (count * ROUNDING).round_ties_even() / ROUNDING;
    let mut sum = 0.0;
    order.into_iter().enumerate().map(move |(rows, row)| {
        sum += calibrated.get(row).copied().unwrap_or(0.0);
        (round(sum), round((rows + 1) as f64 - sum))
    })
}

fn isotonic(scores: &[f64], truly: &[bool]) -> Option<Calibrator> {
    let both: Vec<f64> = scores.iter().flat_map(|&p| [1.0 - p, p]).collect();
    let labels: Vec<u32> = truly.iter().map(|&is| u32::from(is)).collect();
    Calibrator::fit(CalibrationMethod::Isotonic, &both, &labels, 2)
}

/// Whether isotonic calibration lowers the expected calibration error on tenths of the reference that
/// it has not seen, over ten stratified splits taken together.
fn needs_calibration(scores: &[f64], truly: &[bool], seed: u64) -> bool {
    match roc_auc(scores, truly) {
        Ok(area) if area <= SEPARATED => {}
        _ => return false,
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut unseen: Vec<(f64, f64, bool)> = Vec::new();
    for _ in 0..SPLITS {
        let Some((train, test)) = stratified_tenth(truly, &mut random) else { return false };
        let of =
            |rows: &[usize]| -> (Vec<f64>, Vec<bool>) { rows.iter().map(|&r| (scores[r], truly[r])).unzip() };
        let (train_scores, train_truly) = of(&train);
        let Some(curve) = isotonic(&train_scores, &train_truly) else { return false };
        let (test_scores, test_truly) = of(&test);
        for (&p, &is) in test_scores.iter().zip(&test_truly) {
            let q = curve.apply(&[1.0 - p, p], 2).last().copied().unwrap_or(p);
            unseen.push((p, q, is));
        }
    }
    let before: Vec<(f64, bool)> = unseen.iter().map(|&(p, _, is)| (p, is)).collect();
    let after: Vec<(f64, bool)> = unseen.iter().map(|&(_, q, is)| (q, is)).collect();
    calibration_error(before) > calibration_error(after)
}

/// Places of nine tenths and of one tenth of the rows, each class shared out alike.
fn stratified_tenth(truly: &[bool], random: &mut Xoshiro256PlusPlus) -> Option<(Vec<usize>, Vec<usize>)> {
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for class in [false, true] {
        let mut rows: Vec<usize> = (0..truly.len()).filter(|&row| truly[row] == class).collect();
        for at in (1..rows.len()).rev() {
            // Not `usize`, whose draws differ between 32 and 64 bits.
            rows.swap(at, random.gen_range(0..=at as u64) as usize);
        }
        let tenth = rows.len().div_ceil(10);
        test.extend_from_slice(rows.get(..tenth)?);
        train.extend_from_slice(rows.get(tenth..)?);
    }
    (!train.is_empty() && !test.is_empty()).then_some((train, test))
}

/// Expected calibration error over bins of equally many rows, the last one taking what is left.
fn calibration_error(mut rows: Vec<(f64, bool)>) -> f64 {
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let bins = if rows.len() <= 2 * BINS { rows.len() / 2 } else { BINS }.max(1);
    let width = (rows.len() / bins).max(1);
    let mut error = 0.0;
    for bin in 0..bins {
        let end = if bin + 1 == bins { rows.len() } else { (bin + 1) * width };
        let part = rows.get(bin * width..end).unwrap_or_default();
        let gap: f64 = part.iter().map(|&(p, is)| p - f64::from(u8::from(is))).sum();
        error += gap.abs() / rows.len() as f64;
    }
    error
}
