//! Trees as `TreeEnsembleRegressor`: the operator adds 32-bit floats, which for our leaf values is
//! exact.

use super::graph::{GraphWriter, floats, int, ints, strings, text};
use crate::model::trees::{Tree, TreeEnsemble};
use crate::model::{Input, Schema};

/// Columns of the operator's attributes.
#[derive(Debug, Default)]
pub(super) struct TreeNodes {
    trees: i64,
    treeids: Vec<i64>,
    nodeids: Vec<i64>,
    featureids: Vec<i64>,
    modes: Vec<&'static str>,
    values: Vec<f32>,
    truenodeids: Vec<i64>,
    falsenodeids: Vec<i64>,
    missing_true: Vec<i64>,
    target_treeids: Vec<i64>,
    target_nodeids: Vec<i64>,
    target_ids: Vec<i64>,
    target_weights: Vec<f32>,
}

/// A question: true leads to `yes`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question {
    pub(super) feature: i64,
    pub(super) mode: &'static str,
    pub(super) value: f32,
    pub(super) missing_yes: bool,
    pub(super) yes: usize,
    pub(super) no: usize,
}

impl TreeNodes {
    /// Begins another tree.
    pub(super) fn begin_tree(&mut self) {
        self.trees += 1;
    }

    /// An inner node of the tree that was begun last.
    pub(super) fn ask(&mut self, node: usize, question: Question) {
        self.treeids.push(self.trees - 1);
        self.nodeids.push(node as i64);
        self.featureids.push(question.feature);
        self.modes.push(question.mode);
        self.values.push(question.value);
        self.missing_true.push(i64::from(question.missing_yes));
        self.truenodeids.push(question.yes as i64);
        self.falsenodeids.push(question.no as i64);
    }

    /// A leaf of the tree that was begun last; its values are of targets from `first` on.
    pub(super) fn leaf(&mut self, node: usize, first: usize, values: &[f32]) {
        self.ask(node, Question { feature: 0, mode: "LEAF", value: 0.0, missing_yes: false, yes: 0, no: 0 });
        for (at, &value) in values.iter().enumerate() {
            self.target_treeids.push(self.trees - 1);
            self.target_nodeids.push(node as i64);
            self.target_ids.push((first + at) as i64);
            self.target_weights.push(value);
        }
    }

    /// Adds the operator: sums `[n, targets]` as 32-bit floats.
    pub(super) fn write(self, graph: &mut GraphWriter, input: &str, targets: usize) -> String {
        graph.ml(
            "TreeEnsembleRegressor",
            &[input],
            vec![
                int("n_targets", targets as i64),
                text("aggregate_function", "SUM"),
                text("post_transform", "NONE"),
                ints("nodes_treeids", self.treeids),
                ints("nodes_nodeids", self.nodeids),
                ints("nodes_featureids", self.featureids),
                strings("nodes_modes", &self.modes),
                floats("nodes_values", self.values),
                ints("nodes_truenodeids", self.truenodeids),
                ints("nodes_falsenodeids", self.falsenodeids),
                ints("nodes_missing_value_tracks_true", self.missing_true),
                ints("target_treeids", self.target_treeids),
                ints("target_nodeids", self.target_nodeids),
                ints("target_ids", self.target_ids),
                floats("target_weights", self.target_weights),
            ],
        )
    }
}

/// Sums of the ensemble `[n, outputs]` as 64-bit floats, base included. `input` is `[n, features]`.
pub(super) fn sums(graph: &mut GraphWriter, ensemble: &TreeEnsemble, schema: &Schema, input: &str) -> String {
    let mut nodes = TreeNodes::default();
    for tree in &ensemble.trees {
        nodes.begin_tree();
        for at in 0..tree.feature.len() {
            node(&mut nodes, tree, at, schema);
        }
    }
    if ensemble.trees.is_empty() {
        // The operator wants a node; this one adds nothing.
        nodes.begin_tree();
        nodes.leaf(0, 0, &[0.0]);
    }
    let sums = nodes.write(graph, input, ensemble.outputs);
    let sums = graph.cast(&sums, super::proto::element::DOUBLE);
    if ensemble.base.iter().all(|&base| base == 0.0) {
        return sums;
    }
    let base = graph.doubles(&[ensemble.base.len()], ensemble.base.clone());
    graph.node("Add", &[&sums, &base], Vec::new())
}

fn node(nodes: &mut TreeNodes, tree: &Tree, at: usize, schema: &Schema) {
    let feature = tree.feature[at];
    let right = tree.right.get(at).copied().unwrap_or(0) as usize;
    if feature == Tree::LEAF {
        let values = tree.values.get(right..right + tree.leaf_width as usize).unwrap_or_default();
        return nodes.leaf(at, tree.output as usize, values);
    }
    let input = schema.features.get(feature as usize).map(|feature| &feature.input);
    let mode = if matches!(input, Some(Input::Categorical(_))) { "BRANCH_EQ" } else { "BRANCH_LEQ" };
    let question = Question {
        feature: i64::from(feature),
        mode,
        value: tree.threshold.get(at).copied().unwrap_or(0.0),
        missing_yes: tree.missing_left.get(at).copied().unwrap_or(0) == 1,
        yes: at + 1,
        no: right,
    };
    nodes.ask(at, question);
}
