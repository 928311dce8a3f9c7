//! Fitted trees.
//!
//! Leaf values are multiples of a power of two so coarse that any sum of them is exact in a 32-bit
//! float: onnxruntime, which adds in that type and in an order of its own, then gives our sums.

use serde::{Deserialize, Serialize};

/// Trees whose leaf values are added up.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TreeEnsemble {
    /// Outputs a row: 1 or one a class.
    pub outputs: usize,
    /// Added to every row's sums; `[outputs]`, exact in 32 bits with the sums.
    pub base: Vec<f64>,
    /// The trees.
    pub trees: Vec<Tree>,
    /// From sums to probabilities.
    pub link: Link,
}

/// From sums to probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// One output, of two classes: p = sigmoid(sum).
    #[default]
    Sigmoid,
    /// One output a class: softmax of the sums.
    Softmax,
    /// One output a class: each sum over the total of the row's sums. Of trees whose leaves hold
    /// shares of classes.
    Share,
}

/// One tree in pre-order: the left child of node i is node i + 1. All vectors have one entry a
/// node but `values`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tree {
    /// Feature that is asked; [`Tree::LEAF`] in a leaf.
    pub feature: Vec<u32>,
    /// Numeric feature: left if x ≤ threshold. Categorical feature: left if its code is this.
    /// 0 in a leaf.
    pub threshold: Vec<f32>,
    /// 1 where a missing number goes left, else 0. Categorical features have a code for missing.
    pub missing_left: Vec<u8>,
    /// Right child; of a leaf, its place in `values`.
    pub right: Vec<u32>,
    /// First output that the leaf values are of: 0, or the class of a boosted tree.
    pub output: u32,
    /// Leaf values: as many a leaf as the tree has outputs (1 for a boosted tree).
    pub values: Vec<f32>,
    /// Values a leaf.
    pub leaf_width: u32,
}

impl Tree {
    /// In place of a feature, in a leaf.
    pub const LEAF: u32 = u32::MAX;
}
