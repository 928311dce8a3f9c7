//! Gradient boosting: each tree is grown on the derivatives of the log loss at the scores so far.

use super::bins::BinnedMatrix;
use super::fixed_point::{Packing, scale_for_signed};
use super::gradient::GradientGrower;
use super::score::add_trees;
use super::sums::{Derivatives, Sums};
use super::{Link, TreeEnsemble, Watched};
use crate::model::linear::FitProgress;
use crate::model::{BoostingSettings, FeatureMatrix};
use crate::stats::{sigmoid, softmax};

/// Least share of a class in the starting scores, so that they are finite.
const LEAST_PRIOR: f64 = 1e-9;

/// Fits gradient-boosted trees by the log loss.
///
/// ```text
/// two classes:  p = sigmoid(s),  g = w · (p − y),  h = w · p · (1 − p),  s₀ = ln(π₁ / π₀)
/// more:         p = softmax(s),  the same a class,                       s₀ = ln π
/// ```
///
/// π are the weighted shares of the classes. `weights` has one entry a row, at least 0.
///
/// With `watched` and [`BoostingSettings::patience`] fitting stops when the mean log loss of the
/// watched rows has not fallen for so many rounds; the rounds up to the least loss are kept.
///
/// # Source
///
/// J. Friedman, *Annals of Statistics* 29 (2001), 1189–1232; G. Ke et al., *LightGBM*, NIPS 2017
/// (histograms, best leaf first).
pub fn fit_boosting(
    features: &FeatureMatrix,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &BoostingSettings,
    watched: Option<Watched<'_>>,
    progress: FitProgress<'_>,
) -> TreeEnsemble {
    let classes = classes.max(2);
    let outputs = if classes == 2 { 1 } else { classes };
    let link = if classes == 2 { Link::Sigmoid } else { Link::Softmax };
    let base = starting_scores(labels, classes, weights);
    let mut ensemble = TreeEnsemble { outputs, base, trees: Vec::new(), link };

    let binned = BinnedMatrix::of(features);
    let total: f64 = weights.iter().sum();
    let packing = Packing::of(features.rows, total);
    let derivatives = Derivatives { gradient_scale: scale_for_signed(total), packing };
    let mut grower = GradientGrower::new(&binned, derivatives, settings);
    // Scores and derivatives class by class: a tree needs those of one class.
    let mut scores: Vec<Vec<f64>> = ensemble.base.iter().map(|&base| vec![base; features.rows]).collect();
    let mut of_rows: Vec<Vec<Sums>> = vec![vec![[0, 0]; features.rows]; outputs];
    let mut watch =
        settings.patience.zip(watched).map(|(patience, rows)| Watch::new(rows, patience, &ensemble));

    for round in 0..settings.rounds {
        progress(u64::from(round), u64::from(settings.rounds));
        derive(&scores, labels, weights, derivatives, &mut of_rows);
        for (output, (scores, of_rows)) in scores.iter_mut().zip(&of_rows).enumerate() {
            let mut grown = grower.grow(of_rows);
            grown.tree.output = output as u32;
            for leaf in &grown.leaves {
                for &row in &grower.rows[leaf.start..leaf.end] {
                    scores[row as usize] += leaf.value;
                }
            }
            ensemble.trees.push(grown.tree);
        }
        if let Some(watch) = &mut watch
            && watch.has_enough(&ensemble)
        {
            break;
        }
    }
    if let Some(watch) = watch {
        ensemble.trees.truncate(watch.best_trees);
    }
    progress(u64::from(settings.rounds), u64::from(settings.rounds));
    ensemble.round_to_grid();
    ensemble
}

/// Log-odds of the second class, or the logarithm of each class's share.
fn starting_scores(labels: &[u32], classes: usize, weights: &[f64]) -> Vec<f64> {
    let mut of_class = vec![0.0; classes];
    for (&label, weight) in labels.iter().zip(weights) {
        if let Some(sum) = of_class.get_mut(label as usize) {
            *sum += weight;
        }
    }
    let total: f64 = of_class.iter().sum();
    let shares = of_class.iter().map(|sum| if total > 0.0 { sum / total } else { 1.0 / classes as f64 });
    let logs: Vec<f64> = shares.map(|share| share.max(LEAST_PRIOR).ln()).collect();
    if classes == 2 { vec![logs[1] - logs[0]] } else { logs }
}

/// Derivatives of the log loss at these scores, for every output and row.
fn derive(
    scores: &[Vec<f64>],
    labels: &[u32],
    weights: &[f64],
    derivatives: Derivatives,
    of_rows: &mut [Vec<Sums>],
) {
    let sums = |p: f64, hit: bool, weight: f64| {
        derivatives.row(weight * (p - f64::from(u8::from(hit))), weight * p * (1.0 - p))
    };
    if let ([scores], [of_rows]) = (scores, &mut *of_rows) {
        let rows = scores.iter().zip(labels).zip(weights);
        for (slot, ((&score, &label), &weight)) in of_rows.iter_mut().zip(rows) {
            *slot = sums(sigmoid(score), label == 1, weight);
        }
        return;
    }
    let mut shares = vec![0.0; scores.len()];
    for (row, (&label, &weight)) in labels.iter().zip(weights).enumerate() {
        for (share, scores) in shares.iter_mut().zip(scores) {
            *share = scores[row];
        }
        softmax(&mut shares);
        for (class, (&share, of_rows)) in shares.iter().zip(of_rows.iter_mut()).enumerate() {
            of_rows[row] = sums(share, label as usize == class, weight);
        }
    }
}

/// The loss of watched rows, round by round.
struct Watch<'a> {
    rows: Watched<'a>,
    patience: usize,
    scores: Vec<f64>,
    /// Trees whose values are in the scores.
    scored: usize,
    rounds: usize,
    best_round: usize,
    best_trees: usize,
    best_loss: f64,
}

impl<'a> Watch<'a> {
    fn new(rows: Watched<'a>, patience: u32, ensemble: &TreeEnsemble) -> Self {
        Self {
            rows,
            patience: patience.max(1) as usize,
            scores: ensemble.sums(rows.features),
            scored: 0,
            rounds: 0,
            best_round: 0,
            best_trees: 0,
            best_loss: f64::INFINITY,
        }
    }

    /// Takes the trees of a round into account; true when it is time to stop.
    fn has_enough(&mut self, ensemble: &TreeEnsemble) -> bool {
        add_trees(&ensemble.trees[self.scored..], self.rows.features, ensemble.outputs, &mut self.scores);
        self.scored = ensemble.trees.len();
        self.rounds += 1;
        let loss = self.loss(ensemble.outputs);
        if loss < self.best_loss || self.best_trees == 0 {
            self.best_loss = loss;
            self.best_round = self.rounds;
            self.best_trees = self.scored;
        }
        self.rounds - self.best_round >= self.patience
    }

    /// Sum of −ln p of each row's class.
    fn loss(&self, outputs: usize) -> f64 {
        let mut shares = vec![0.0; outputs];
        let rows = self.scores.chunks(outputs).zip(self.rows.labels);
        rows.map(|(scores, &label)| {
            let p = if let [score] = scores {
                sigmoid(if label == 1 { *score } else { -score })
            } else {
                shares.copy_from_slice(scores);
                softmax(&mut shares);
                shares.get(label as usize).copied().unwrap_or(0.0)
            };
            -p.max(f64::MIN_POSITIVE).ln()
        })
        .sum()
    }
}
