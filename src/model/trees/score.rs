//! Scoring rows with fitted trees.

use super::{Link, Tree, TreeEnsemble};
use crate::model::{FeatureColumn, FeatureMatrix};
use crate::stats::{sigmoid, softmax};

/// Rows that are scored together: their values stay in the processor's cache.
const BLOCK: usize = 1024;

/// A node as it is asked.
#[derive(Debug, Clone, Copy)]
struct Node {
    feature: u32,
    threshold: f32,
    right: u32,
    /// Whether the left side is of one code alone.
    code: bool,
    missing_left: bool,
}

impl TreeEnsemble {
    /// Sums `[rows · outputs]`, before the link.
    ///
    /// ```text
    /// sum = base + Σ value of the row's leaf, over the trees
    /// ```
    pub fn sums(&self, features: &FeatureMatrix) -> Vec<f64> {
        let mut sums = Vec::with_capacity(features.rows * self.outputs);
        for _ in 0..features.rows {
            sums.extend((0..self.outputs).map(|output| self.base.get(output).copied().unwrap_or(0.0)));
        }
        add_trees(&self.trees, features, self.outputs, &mut sums);
        sums
    }

    /// Probabilities `[rows · classes]`; those of a row add up to 1.
    pub fn probabilities(&self, features: &FeatureMatrix) -> Vec<f64> {
        let mut sums = self.sums(features);
        match self.link {
            Link::Sigmoid => sums
                .into_iter()
                .flat_map(|sum| {
                    let positive = sigmoid(sum);
                    [1.0 - positive, positive]
                })
                .collect(),
            Link::Softmax => {
                sums.chunks_mut(self.outputs.max(1)).for_each(softmax);
                sums
            }
            Link::Share => {
                for row in sums.chunks_mut(self.outputs.max(1)) {
                    let total: f64 = row.iter().sum();
                    let even = 1.0 / row.len() as f64;
                    row.iter_mut().for_each(|sum| *sum = if total > 0.0 { *sum / total } else { even });
                }
                sums
            }
        }
    }

    /// What is wrong with trees that were read from a file, if anything: scoring such trees would
    /// not be meaningful. `inputs` is how many features the model has.
    pub fn fault(&self, inputs: usize) -> Option<String> {
        if self.outputs == 0 || self.base.len() != self.outputs {
            return Some("the trees have no base value for each output".to_owned());
        }
        if (self.link == Link::Sigmoid) != (self.outputs == 1) {
            return Some("the number of outputs does not fit the link".to_owned());
        }
        let finite = |values: &[f32]| values.iter().all(|value| value.is_finite());
        self.trees.iter().enumerate().find_map(|(at, tree)| {
            let nodes = tree.feature.len();
            let even = [tree.threshold.len(), tree.missing_left.len(), tree.right.len()] == [nodes; 3];
            let width = tree.leaf_width as usize;
            let outputs = (tree.output as usize).saturating_add(width) <= self.outputs;
            let sound = (0..nodes).all(|node| match (tree.feature[node], tree.right.get(node)) {
                (Tree::LEAF, Some(&place)) => (place as usize).saturating_add(width) <= tree.values.len(),
                (feature, Some(&right)) => {
                    (feature as usize) < inputs && right as usize > node + 1 && (right as usize) < nodes
                }
                (_, None) => false,
            });
            let fits = nodes > 0 && even && width > 0 && outputs && sound;
            let fits = fits && finite(&tree.values) && finite(&tree.threshold);
            (!fits).then(|| format!("tree {} does not hold together", at + 1))
        })
    }
}

/// Adds the leaf values of trees to `sums`, which are `[rows · outputs]`.
pub(super) fn add_trees(trees: &[Tree], features: &FeatureMatrix, outputs: usize, sums: &mut [f64]) {
    let is_code: Vec<bool> =
        features.columns.iter().map(|column| matches!(column, FeatureColumn::Codes { .. })).collect();
    let nodes: Vec<Vec<Node>> = trees.iter().map(|tree| nodes_of(tree, &is_code)).collect();
    let width = features.columns.len();
    let mut block = vec![0.0_f32; BLOCK * width];
    for (start, sums) in (0..features.rows).step_by(BLOCK).zip(sums.chunks_mut(BLOCK * outputs.max(1))) {
        let rows = (features.rows - start).min(BLOCK);
        for (place, column) in features.columns.iter().enumerate() {
            for row in 0..rows {
                block[row * width + place] = match column {
                    FeatureColumn::Numbers(values) => values[start + row],
                    FeatureColumn::Codes { codes, .. } => codes[start + row] as f32,
                };
            }
        }
        for (tree, nodes) in trees.iter().zip(&nodes) {
            for (row, sums) in sums.chunks_mut(outputs.max(1)).enumerate().take(rows) {
                let leaf = leaf_of(nodes, &block[row * width..(row + 1) * width]);
                let values = tree.values.iter().skip(leaf).take(tree.leaf_width as usize);
                for (sum, value) in sums.iter_mut().skip(tree.output as usize).zip(values) {
                    *sum += f64::from(*value);
                }
            }
        }
    }
}

fn nodes_of(tree: &Tree, is_code: &[bool]) -> Vec<Node> {
    let asked = tree.feature.iter().zip(&tree.threshold).zip(tree.missing_left.iter().zip(&tree.right));
    asked
        .map(|((&feature, &threshold), (&missing_left, &right))| Node {
            feature,
            threshold,
            right,
            code: is_code.get(feature as usize).copied().unwrap_or(false),
            missing_left: missing_left != 0,
        })
        .collect()
}

/// Where in the tree's values those of the row's leaf begin.
#[inline]
fn leaf_of(nodes: &[Node], row: &[f32]) -> usize {
    let mut at = 0;
    while let Some(node) = nodes.get(at) {
        let Some(&value) = row.get(node.feature as usize) else {
            return node.right as usize;
        };
        let left = match node.code {
            true => value == node.threshold,
            false => value <= node.threshold || (value.is_nan() && node.missing_left),
        };
        // A child comes after its parent, so that this ends whatever a damaged file says.
        at = if left { at + 1 } else { (node.right as usize).max(at + 1) };
    }
    0
}
