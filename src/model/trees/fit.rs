//! Fitting single trees and forests.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

use super::bins::BinnedMatrix;
use super::draw::below;
use super::fixed_point::{Grid, Packing};
use super::gini::{Entry, GiniGrower, Limits};
use super::{Link, TreeEnsemble};
use crate::model::linear::FitProgress;
use crate::model::{FeatureMatrix, ForestSettings, TreeSettings};

/// Rows that early stopping watches.
#[derive(Debug, Clone, Copy)]
pub struct Watched<'a> {
    /// The rows.
    pub features: &'a FeatureMatrix,
    /// Their labels.
    pub labels: &'a [u32],
}

/// Fits one decision tree by Gini impurity.
///
/// ```text
/// Gini = 1 − Σ pₖ²;  a node is divided where the weighted mean Gini of its two sides is least
/// ```
///
/// `weights` has one entry a row; rows of weight 0 do not count. Leaves hold the weighted shares
/// of the classes. Missing numbers take the side on which the split is purer; where a node has
/// none of them, that of the greater weight.
///
/// # Source
///
/// L. Breiman et al., *Classification and Regression Trees*, 1984.
pub fn fit_tree(
    features: &FeatureMatrix,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &TreeSettings,
    progress: FitProgress<'_>,
) -> TreeEnsemble {
    progress(0, 1);
    let classes = classes.max(2);
    let binned = BinnedMatrix::of(features);
    let packing = Packing::of(features.rows, weights.iter().sum());
    let limits =
        Limits { max_depth: settings.max_depth, min_leaf_rows: u64::from(settings.min_leaf_rows.max(1)) };
    let grid = Grid::for_sums(1.0);
    let mut grower = GiniGrower::new(&binned, classes, packing, grid, limits, features.columns.len());
    let mut entries = entries(labels, weights, packing, |_| 1);
    let tree = grower.grow(&mut entries, None);
    progress(1, 1);
    TreeEnsemble { outputs: classes, base: vec![0.0; classes], trees: vec![tree], link: Link::Share }
}

/// Fits a random forest: trees as [`fit_tree`]'s, each of as many rows as there are, drawn with
/// replacement, each node looking at some features only.
///
/// Probabilities are the mean of the trees' shares. `min_leaf_rows` counts rows that were drawn
/// once or more.
///
/// # Source
///
/// L. Breiman, *Machine Learning* 45 (2001), 5–32.
pub fn fit_forest(
    features: &FeatureMatrix,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &ForestSettings,
    seed: u64,
    progress: FitProgress<'_>,
) -> TreeEnsemble {
    let classes = classes.max(2);
    let binned = BinnedMatrix::of(features);
    let columns = features.columns.len();
    let root = (columns as f64).sqrt() as usize;
    let looks = settings.features.map_or(root, |features| features as usize).clamp(1, columns.max(1));
    let limits =
        Limits { max_depth: settings.max_depth, min_leaf_rows: u64::from(settings.min_leaf_rows.max(1)) };
    // The heaviest row could be drawn every time.
    let heaviest = weights.iter().copied().fold(0.0, f64::max);
    let packing = Packing::of(features.rows, heaviest * features.rows as f64);
    let grid = Grid::for_sums(f64::from(settings.trees));
    let mut grower = GiniGrower::new(&binned, classes, packing, grid, limits, looks);
    let mut draws = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut trees = Vec::with_capacity(settings.trees as usize);
    for tree in 0..settings.trees {
        progress(u64::from(tree), u64::from(settings.trees));
        let mut drawn = vec![0_u32; features.rows];
        for _ in 0..features.rows {
            drawn[below(&mut draws, features.rows)] += 1;
        }
        let mut entries = entries(labels, weights, packing, |row| drawn[row]);
        trees.push(grower.grow(&mut entries, Some(&mut draws)));
    }
    progress(u64::from(settings.trees), u64::from(settings.trees));
    TreeEnsemble { outputs: classes, base: vec![0.0; classes], trees, link: Link::Share }
}

/// The rows that count, each so many times.
fn entries(labels: &[u32], weights: &[f64], packing: Packing, times: impl Fn(usize) -> u32) -> Vec<Entry> {
    let rows = labels.iter().zip(weights).enumerate();
    rows.filter_map(|(row, (&class, &weight))| {
        let weight = weight * f64::from(times(row));
        (weight > 0.0).then(|| Entry { row: row as u32, class, packed: packing.row(weight) })
    })
    .collect()
}
