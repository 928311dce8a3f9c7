//! The algorithm with the least log loss in cross-validation.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::fit::{Rows, fit, row_weights};
use super::linear::FitProgress;
use super::{Algorithm, FeatureMatrix, ModelError, Schema, TrainSettings};

/// Parts that the rows are divided into; each is predicted once by what the others taught.
const FOLDS: usize = 3;
/// Most rows that are looked at.
const MOST_ROWS: usize = 20_000;

/// An algorithm and how well it did.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Tried {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// Mean log loss over the rows of all folds, in nats; weighted where rows have weights of their own.
    pub log_loss: f64,
}

/// The rows that are tried on; `own` weights multiply those of the classes.
#[derive(Debug, Clone, Copy)]
pub(super) struct TrainingRows<'a> {
    pub(super) features: &'a FeatureMatrix,
    pub(super) labels: &'a [u32],
    pub(super) own: Option<&'a [f64]>,
}

/// Tries every algorithm on the training part; best first. What is left out of a fold's fit is asked
/// about with its weight, so that the choice is for the rows that matter.
pub(super) fn choose(
    schema: &Schema,
    rows: TrainingRows<'_>,
    settings: &TrainSettings,
    progress: FitProgress<'_>,
) -> Result<Vec<Tried>, ModelError> {
    let folds = folds(rows.labels, schema.classes.len(), settings.seed);
    let total = (Algorithm::ALL.len() * FOLDS) as u64;
    let mut tried = Vec::new();
    let mut last = None;
    for (at, algorithm) in Algorithm::ALL.into_iter().enumerate() {
        match out_of_fold(algorithm, schema, rows, &folds, settings, &mut |fold| {
            progress((at * FOLDS) as u64 + fold, total);
        }) {
            Ok(log_loss) if log_loss.is_finite() => tried.push(Tried { algorithm, log_loss }),
            Ok(_) => {}
            Err(error) => last = Some(error),
        }
    }
    tried.sort_by(|a, b| a.log_loss.total_cmp(&b.log_loss));
    match (tried.is_empty(), last) {
        (true, Some(error)) => Err(error),
        _ => Ok(tried),
    }
}

/// Rows of each fold, every class spread evenly.
fn folds(labels: &[u32], classes: usize, seed: u64) -> Vec<Vec<u32>> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let keep = (MOST_ROWS as f64 / labels.len().max(1) as f64).min(1.0);
    let mut folds = vec![Vec::new(); FOLDS];
    for class in 0..classes as u32 {
        let of_class = labels.iter().enumerate().filter(|(_, label)| **label == class);
        let mut rows: Vec<u32> = of_class.map(|(row, _)| row as u32).collect();
        rows.shuffle(&mut random);
        rows.truncate(((rows.len() as f64 * keep).ceil() as usize).max(FOLDS));
        rows.iter().enumerate().for_each(|(at, &row)| folds[at % FOLDS].push(row));
    }
    folds.iter_mut().for_each(|rows| rows.sort_unstable());
    folds
}

fn out_of_fold(
    algorithm: Algorithm,
    schema: &Schema,
    all: TrainingRows<'_>,
    folds: &[Vec<u32>],
    settings: &TrainSettings,
    fold_done: &mut dyn FnMut(u64),
) -> Result<f64, ModelError> {
    let classes = schema.classes.len();
    let TrainingRows { features, labels, own } = all;
    let own_of = |rows: &[u32]| -> Option<Vec<f64>> {
        own.map(|own| rows.iter().filter_map(|&row| own.get(row as usize).copied()).collect())
    };
    let (mut sum, mut total) = (0.0, 0.0);
    for (held, out) in folds.iter().enumerate() {
        let others: Vec<u32> = folds
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != held)
            .flat_map(|(_, rows)| rows.clone())
            .collect();
        let of = |rows: &[u32]| rows.iter().map(|&row| labels[row as usize]).collect::<Vec<_>>();
        let (training, training_labels) = (features.gather(&others), of(&others));
        let own = own_of(&others);
        let weights =
            row_weights(&schema.classes, &training_labels, own.as_deref(), &settings.class_weights)?;
        let learned = Rows { features: &training, labels: &training_labels, weights: &weights };
        let fitted = fit(algorithm, schema, &learned, None, settings, &mut |_, _| {})?;
        let probabilities = fitted.probabilities(&features.gather(out));
        let held_weights = own_of(out).unwrap_or_else(|| vec![1.0; out.len()]);
        for ((row, label), weight) in probabilities.chunks_exact(classes).zip(of(out)).zip(held_weights) {
            sum -= weight * row[label as usize].max(f64::EPSILON).ln();
            total += weight;
        }
        fold_done(held as u64 + 1);
    }
    Ok(if total > 0.0 { sum / total } else { 0.0 })
}
