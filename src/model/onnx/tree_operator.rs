//! `TreeEnsembleClassifier` and `TreeEnsembleRegressor`, prepared for walking.

use std::collections::BTreeMap;

use super::node::Attributes;
use super::operators_ml::Transform;
use super::tensor::{Fault, Tensor};

/// How a node asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Leaf,
    Leq,
    Lt,
    Gte,
    Gt,
    Eq,
    Neq,
}

#[derive(Debug, Clone)]
struct TreeNode {
    mode: Mode,
    feature: usize,
    value: f64,
    missing_yes: bool,
    yes: usize,
    no: usize,
    /// Of a leaf: targets and what is added to them.
    weights: Vec<(usize, f64)>,
}

/// An ensemble as the two operators describe it.
#[derive(Debug, Clone)]
pub(super) struct Ensemble {
    nodes: Vec<TreeNode>,
    roots: Vec<usize>,
    base: Vec<f64>,
    targets: usize,
    average: bool,
    transform: Transform,
    classifier: bool,
    /// Of a classifier: all leaf values are of one class, although there are two.
    single: bool,
    /// Of a classifier: no leaf value is below 0.
    positive: bool,
}

impl Ensemble {
    /// Reads the attributes.
    pub(super) fn of(attributes: Attributes<'_>, classifier: bool) -> Result<Self, Fault> {
        let trees = attributes.ints("nodes_treeids");
        let ids = attributes.ints("nodes_nodeids");
        let of_node: BTreeMap<(i64, i64), usize> =
            trees.iter().zip(ids).enumerate().map(|(at, (&tree, &id))| ((tree, id), at)).collect();
        let place =
            |tree: i64, id: i64| of_node.get(&(tree, id)).copied().ok_or("a tree lacks a node".to_owned());
        let modes = attributes.texts("nodes_modes");
        let values = attributes.floats("nodes_values")?;
        let int = |name: &str, at: usize| attributes.ints(name).get(at).copied().unwrap_or(0);
        let mut nodes = Vec::with_capacity(trees.len());
        let mut is_child = vec![false; trees.len()];
        for (at, &tree) in trees.iter().enumerate() {
            let mode = match modes.get(at).map(String::as_str) {
                Some("LEAF") => Mode::Leaf,
                Some("BRANCH_LEQ") => Mode::Leq,
                Some("BRANCH_LT") => Mode::Lt,
                Some("BRANCH_GTE") => Mode::Gte,
                Some("BRANCH_GT") => Mode::Gt,
                Some("BRANCH_EQ") => Mode::Eq,
                Some("BRANCH_NEQ") => Mode::Neq,
                other => return Err(format!("a tree node of mode {other:?}")),
            };
            let leaf = mode == Mode::Leaf;
            let child = |name: &str| if leaf { Ok(at) } else { place(tree, int(name, at)) };
            let (yes, no) = (child("nodes_truenodeids")?, child("nodes_falsenodeids")?);
            if !leaf {
                is_child[yes] = true;
                is_child[no] = true;
            }
            nodes.push(TreeNode {
                mode,
                feature: usize::try_from(int("nodes_featureids", at)).map_err(|_| "a feature below 0")?,
                value: values.get(at).copied().unwrap_or(0.0),
                missing_yes: int("nodes_missing_value_tracks_true", at) == 1,
                yes,
                no,
                weights: Vec::new(),
            });
        }
        let kind = if classifier { "class" } else { "target" };
        let name = |what: &str| format!("{kind}_{what}");
        let targets_of = attributes.ints(&name("ids"));
        let weights = attributes.floats(&name("weights"))?;
        let leaves = attributes.ints(&name("treeids")).iter().zip(attributes.ints(&name("nodeids")));
        for ((&tree, &id), (&target, &weight)) in leaves.zip(targets_of.iter().zip(&weights)) {
            let target = usize::try_from(target).map_err(|_| "a target below 0")?;
            nodes[place(tree, id)?].weights.push((target, weight));
        }
        let targets = match classifier {
            true => attributes.classes().len(),
            false => usize::try_from(attributes.int("n_targets", 1)).unwrap_or(1),
        };
        if targets > 10_000 || targets_of.iter().any(|&target| target >= targets.max(1) as i64) {
            return Err("a leaf is of a class that does not exist".to_owned());
        }
        let aggregate = attributes.text("aggregate_function");
        if !matches!(aggregate.as_str(), "" | "SUM" | "AVERAGE") {
            return Err(format!("trees put together by {aggregate}, which is not known here"));
        }
        Ok(Self {
            roots: (0..nodes.len()).filter(|&at| !is_child[at]).collect(),
            nodes,
            base: attributes.floats("base_values")?,
            targets: targets.max(1),
            average: aggregate == "AVERAGE",
            transform: Transform::of(attributes)?,
            classifier,
            single: classifier && targets == 2 && targets_of.windows(2).all(|pair| pair[0] == pair[1]),
            positive: weights.iter().all(|&weight| weight >= 0.0),
        })
    }

    /// Of a classifier places of the labels and probabilities; of a regressor only the latter.
    pub(super) fn apply(&self, x: &Tensor) -> Result<(Vec<usize>, Tensor), Fault> {
        let size = x.matrix();
        let numbers = x.numbers()?;
        let mut labels = Vec::with_capacity(size.rows);
        let mut all = Vec::with_capacity(size.rows * self.targets);
        for row in numbers.chunks_exact(size.columns.max(1)) {
            let mut sums = vec![0.0; self.targets];
            for &root in &self.roots {
                let leaf = self.leaf(root, row)?;
                for &(target, weight) in &self.nodes[leaf].weights {
                    sums[target] += weight;
                }
            }
            if self.average {
                sums.iter_mut().for_each(|sum| *sum /= self.roots.len().max(1) as f64);
            }
            if self.single {
                labels.push(self.one_class(&mut sums));
            } else {
                sums.iter_mut().zip(&self.base).for_each(|(sum, base)| *sum += base);
                let later = |best: usize, at: usize| if sums[at] > sums[best] { at } else { best };
                labels.push((0..sums.len()).fold(0, later));
                self.transform.apply(&mut sums);
            }
            all.extend(sums);
        }
        Ok((labels, Tensor::floats(vec![size.rows, self.targets], all)?))
    }

    /// Two classes of which only one has leaf values: the second is what is left.
    fn one_class(&self, sums: &mut [f64]) -> usize {
        // Which of the two ids the leaves bear makes no difference.
        let sum: f64 = sums.iter().sum::<f64>() + self.base.iter().rev().take(1).sum::<f64>();
        let above = sum > if self.positive && self.transform == Transform::None { 0.5 } else { 0.0 };
        let pair = match self.transform {
            Transform::Logistic => [1.0 / (1.0 + sum.exp()), 1.0 / (1.0 + (-sum).exp())],
            Transform::None if self.positive => [1.0 - sum, sum],
            transform => {
                let mut pair = [-sum, sum];
                transform.apply(&mut pair);
                pair
            }
        };
        sums.copy_from_slice(&pair);
        usize::from(above)
    }

    fn leaf(&self, root: usize, row: &[f64]) -> Result<usize, Fault> {
        let mut at = root;
        // A path visits no node twice, unless the file is malformed.
        for _ in 0..=self.nodes.len() {
            let node = &self.nodes[at];
            if node.mode == Mode::Leaf {
                return Ok(at);
            }
            let x = *row.get(node.feature).ok_or("a tree asks for a column that is not there")?;
            let yes = match node.mode {
                _ if x.is_nan() && node.missing_yes => true,
                Mode::Leq => x <= node.value,
                Mode::Lt => x < node.value,
                Mode::Gte => x >= node.value,
                Mode::Gt => x > node.value,
                Mode::Eq => x == node.value,
                Mode::Neq | Mode::Leaf => x != node.value,
            };
            at = if yes { node.yes } else { node.no };
        }
        Err("a tree that turns in a circle".to_owned())
    }

    /// Whether labels come beside the sums.
    pub(super) fn is_classifier(&self) -> bool {
        self.classifier
    }
}
