//! Growing a tree on gradients: best leaf first, as in LightGBM and scikit-learn's
//! `HistGradientBoostingClassifier`.
//!
//! ```text
//! gain = G_l² / (H_l + λ) + G_r² / (H_r + λ) − G² / (H + λ)
//! leaf = −rate · G / (H + λ)
//! ```
//!
//! G and H are the sums of a node's first and second derivatives of the log loss. Of two children
//! only the smaller is counted; the histogram of the other is the parent's less that.

use super::bins::{BinnedMatrix, Cut, Edges, MOST_BINS};
use super::sums::{Derivatives, Sums, count, count_some, minus, plus, window};
use super::{Tree, partition};
use crate::model::BoostingSettings;

/// Least sum of second derivatives in a leaf.
const MIN_HESSIAN: f64 = 1e-3;

/// Rows `start..end` of [`GradientGrower::rows`] that fell into a leaf.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeafRows {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: f64,
}

/// A tree and its leaves.
pub(super) struct Grown {
    pub(super) tree: Tree,
    pub(super) leaves: Vec<LeafRows>,
}

/// Grows trees; keeps its buffers between them.
pub(super) struct GradientGrower<'a> {
    binned: &'a BinnedMatrix,
    derivatives: Derivatives,
    settings: &'a BoostingSettings,
    /// First slot of each feature in a histogram.
    offsets: Vec<usize>,
    slots: usize,
    /// Rows in the order of the leaves.
    pub(super) rows: Vec<u32>,
    scratch: Vec<u32>,
    /// Sums of the rows of the node that is counted, in its order.
    ordered: Vec<Sums>,
    /// Histograms that are free.
    pool: Vec<Vec<Sums>>,
}

/// A split of a node and what it gains, in units of the packed sums; while a node is searched, the
/// gain is without the parent's part, which is the same for all.
#[derive(Debug, Clone, Copy)]
struct Split {
    gain: f64,
    cut: Cut,
    left: Sums,
}

/// A node while the tree grows.
struct Node {
    start: usize,
    end: usize,
    depth: u32,
    sums: Sums,
    split: Option<Split>,
    histogram: Option<Vec<Sums>>,
    /// How it was divided.
    divided: Option<Divided>,
}

/// The cut of a node and the places of its children.
#[derive(Clone, Copy)]
struct Divided {
    cut: Cut,
    left: usize,
    right: usize,
}

impl<'a> GradientGrower<'a> {
    pub(super) fn new(
        binned: &'a BinnedMatrix,
        derivatives: Derivatives,
        settings: &'a BoostingSettings,
    ) -> Self {
        let mut slots = 0;
        let mut offsets = Vec::with_capacity(binned.columns.len());
        for column in &binned.columns {
            offsets.push(slots);
            slots += column.count();
        }
        Self {
            binned,
            derivatives,
            settings,
            offsets,
            // A window of 256 slots begins at each offset, also at the last.
            slots: slots + MOST_BINS,
            rows: Vec::new(),
            scratch: vec![0; binned.rows],
            ordered: Vec::new(),
            pool: Vec::new(),
        }
    }

    /// Grows a tree on the derivatives of all rows.
    pub(super) fn grow(&mut self, of_rows: &[Sums]) -> Grown {
        self.rows.clear();
        self.rows.extend(0..of_rows.len() as u32);
        let mut root = Node {
            start: 0,
            end: of_rows.len(),
            depth: 0,
            sums: of_rows.iter().fold([0, 0], |sums, &row| plus(sums, row)),
            split: None,
            histogram: None,
            divided: None,
        };
        if self.may_split(&root) {
            let mut histogram = self.free_histogram();
            for (column, &offset) in self.binned.columns.iter().zip(&self.offsets) {
                count(window(&mut histogram, offset), &column.bins, of_rows);
            }
            root.split = self.best(&histogram, &root);
            root.histogram = Some(histogram);
        }
        let mut nodes = vec![root];
        let mut leaves = 1;
        while leaves < self.settings.max_leaves as usize {
            let Some(at) = best_leaf(&nodes) else { break };
            leaves += 1;
            let more = leaves < self.settings.max_leaves as usize;
            self.divide(&mut nodes, at, of_rows, more);
        }
        for node in &mut nodes {
            self.pool.extend(node.histogram.take());
        }
        self.written(&nodes)
    }

    /// Divides a node by its split; looks for splits of the children if `more` are wanted.
    fn divide(&mut self, nodes: &mut Vec<Node>, at: usize, of_rows: &[Sums], more: bool) {
        let Some(split) = nodes[at].split.take() else { return };
        let (start, end, depth) = (nodes[at].start, nodes[at].end, nodes[at].depth + 1);
        let column = &self.binned.columns[split.cut.feature];
        let left_bins = column.left_bins(split.cut);
        let goes_left = |row: &u32| left_bins[usize::from(column.bins[*row as usize])];
        let middle = start + partition(&mut self.rows[start..end], &mut self.scratch, goes_left);
        let child =
            |start, end, sums| Node { start, end, depth, sums, split: None, histogram: None, divided: None };
        let mut left = child(start, middle, split.left);
        let mut right = child(middle, end, minus(nodes[at].sums, split.left));
        let (left_may, right_may) = (more && self.may_split(&left), more && self.may_split(&right));
        if let Some(parents) = nodes[at].histogram.take() {
            if left_may || right_may {
                let mut histogram = self.free_histogram();
                let left_is_small = middle - start <= end - middle;
                let (small, large) =
                    if left_is_small { (&mut left, &mut right) } else { (&mut right, &mut left) };
                self.fill(&mut histogram, small.start, small.end, of_rows);
                let mut rest = parents;
                for (sums, small) in rest.iter_mut().zip(&histogram) {
                    *sums = minus(*sums, *small);
                }
                small.histogram = Some(histogram);
                large.histogram = Some(rest);
            } else {
                self.pool.push(parents);
            }
        }
        for (node, may) in [(&mut left, left_may), (&mut right, right_may)] {
            if may && let Some(histogram) = &node.histogram {
                node.split = self.best(histogram, node);
            }
            if node.split.is_none() {
                self.pool.extend(node.histogram.take());
            }
        }
        nodes[at].divided = Some(Divided { cut: split.cut, left: nodes.len(), right: nodes.len() + 1 });
        nodes.push(left);
        nodes.push(right);
    }

    fn may_split(&self, node: &Node) -> bool {
        node.depth < self.settings.max_depth
            && (node.end - node.start) as u64 >= 2 * u64::from(self.settings.min_leaf_rows)
            && self.derivatives.hessian(node.sums) >= 2.0 * self.least_hessian()
    }

    fn least_hessian(&self) -> f64 {
        MIN_HESSIAN * self.derivatives.packing.scale()
    }

    fn free_histogram(&mut self) -> Vec<Sums> {
        match self.pool.pop() {
            Some(mut histogram) => {
                histogram.fill([0, 0]);
                histogram
            }
            None => vec![[0, 0]; self.slots],
        }
    }

    /// Counts the rows `start..end` into an empty histogram.
    fn fill(&mut self, histogram: &mut [Sums], start: usize, end: usize, of_rows: &[Sums]) {
        let rows = &self.rows[start..end];
        self.ordered.clear();
        self.ordered.extend(rows.iter().map(|&row| of_rows[row as usize]));
        for (column, &offset) in self.binned.columns.iter().zip(&self.offsets) {
            count_some(window(histogram, offset), &column.bins, rows, &self.ordered);
        }
    }

    /// The best split of a node, if one gains anything.
    fn best(&self, histogram: &[Sums], node: &Node) -> Option<Split> {
        let mut best: Option<Split> = None;
        for (feature, (column, &offset)) in self.binned.columns.iter().zip(&self.offsets).enumerate() {
            let slots = &histogram[offset..offset + column.count()];
            match &column.edges {
                Edges::Numeric(_) => self.numeric(feature, slots, node.sums, &mut best),
                Edges::Codes(codes) => {
                    for (bin, &left) in slots.iter().enumerate().take(codes.len()) {
                        self.offer(node.sums, left, Cut { feature, bin, missing_left: false }, &mut best);
                    }
                }
            }
        }
        let gradient = self.derivatives.gradient(node.sums);
        let parent = gradient * gradient / self.penalised(node.sums);
        // Less than this is rounding.
        best.filter(|split| split.gain > parent * (1.0 + 1e-12))
            .map(|split| Split { gain: split.gain - parent, ..split })
    }

    /// Second derivatives and the penalty.
    #[inline]
    fn penalised(&self, sums: Sums) -> f64 {
        self.derivatives.hessian(sums) + self.settings.l2 * self.derivatives.packing.scale()
    }

    /// Offers every threshold of a numeric feature; its last slot is of missing values.
    fn numeric(&self, feature: usize, slots: &[Sums], total: Sums, best: &mut Option<Split>) {
        let Some((&missing, values)) = slots.split_last() else { return };
        let any_missing = self.derivatives.rows(missing) > 0;
        let all = self.derivatives.rows(total);
        let least = u64::from(self.settings.min_leaf_rows);
        let mut left = [0, 0];
        for (bin, &slot) in values.iter().enumerate() {
            let rows = self.derivatives.rows(slot);
            left = plus(left, slot);
            let on_left = self.derivatives.rows(left);
            // An empty bin repeats the split before it.
            if rows == 0 {
                continue;
            }
            if any_missing {
                self.offer(total, left, Cut { feature, bin, missing_left: false }, best);
                if bin + 1 < values.len() {
                    self.offer(total, plus(left, missing), Cut { feature, bin, missing_left: true }, best);
                }
            } else if on_left + least > all {
                break;
            } else if on_left >= least {
                self.offer(total, left, Cut { feature, bin, missing_left: 2 * on_left > all }, best);
            }
        }
    }

    /// Takes a split if it is allowed and gains more than the best so far.
    #[inline]
    fn offer(&self, total: Sums, left: Sums, cut: Cut, best: &mut Option<Split>) {
        let derivatives = self.derivatives;
        let right = minus(total, left);
        let least = u64::from(self.settings.min_leaf_rows).max(1);
        if derivatives.rows(left) < least || derivatives.rows(right) < least {
            return;
        }
        let bound = self.least_hessian();
        if derivatives.hessian(left) < bound || derivatives.hessian(right) < bound {
            return;
        }
        let (left_gradient, right_gradient) = (derivatives.gradient(left), derivatives.gradient(right));
        let (left_hessian, right_hessian) = (self.penalised(left), self.penalised(right));
        // Both sides over one denominator: one division in place of two.
        let gain = (left_gradient * left_gradient * right_hessian
            + right_gradient * right_gradient * left_hessian)
            / (left_hessian * right_hessian);
        if best.is_none_or(|best| gain > best.gain) {
            *best = Some(Split { gain, cut, left });
        }
    }

    /// The tree in pre-order.
    fn written(&self, nodes: &[Node]) -> Grown {
        let mut tree = Tree { leaf_width: 1, ..Tree::default() };
        let mut leaves = Vec::new();
        // Nodes to be written, and the parent whose right child each is.
        let mut open: Vec<(usize, Option<usize>)> = vec![(0, None)];
        while let Some((at, parent)) = open.pop() {
            let node = &nodes[at];
            let place = tree.feature.len();
            if let Some(parent) = parent {
                tree.right[parent] = place as u32;
            }
            let asked = node.divided;
            tree.feature.push(asked.map_or(Tree::LEAF, |asked| asked.cut.feature as u32));
            tree.threshold.push(asked.map_or(0.0, |asked| self.binned.threshold(asked.cut)));
            tree.missing_left.push(u8::from(asked.is_some_and(|asked| asked.cut.missing_left)));
            tree.right.push(tree.values.len() as u32);
            if let Some(asked) = asked {
                open.push((asked.right, Some(place)));
                open.push((asked.left, None));
            } else {
                let value = self.leaf_value(node.sums);
                tree.values.push(value);
                leaves.push(LeafRows { start: node.start, end: node.end, value: f64::from(value) });
            }
        }
        Grown { tree, leaves }
    }

    fn leaf_value(&self, sums: Sums) -> f32 {
        let gradient = self.derivatives.gradient(sums) / self.derivatives.gradient_scale;
        let hessian = self.derivatives.hessian(sums) / self.derivatives.packing.scale() + self.settings.l2;
        if hessian > 0.0 { (-self.settings.learning_rate * gradient / hessian) as f32 } else { 0.0 }
    }
}

/// The leaf whose split gains most; of equals the earliest.
fn best_leaf(nodes: &[Node]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (at, node) in nodes.iter().enumerate() {
        if let Some(split) = &node.split
            && best.is_none_or(|(_, gain)| split.gain > gain)
        {
            best = Some((at, split.gain));
        }
    }
    best.map(|(at, _)| at)
}
