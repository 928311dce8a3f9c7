//! Growing a tree that parts classes: Gini impurity, depth first. For single trees and forests.

use rand_xoshiro::Xoshiro256PlusPlus;

use super::bins::{BinnedMatrix, Cut, Edges, MOST_BINS};
use super::draw::below;
use super::fixed_point::{Grid, Packing};
use super::{Tree, partition};

/// A row of a node.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    /// Place in the training part.
    pub(super) row: u32,
    /// Its class.
    pub(super) class: u32,
    /// A row and its weight, as [`Packing::row`] packs them.
    pub(super) packed: u64,
}

/// What bounds a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Deepest level.
    pub(super) max_depth: u32,
    /// Least rows in a leaf.
    pub(super) min_leaf_rows: u64,
}

/// Grows trees; keeps its buffers between them.
pub(super) struct GiniGrower<'a> {
    binned: &'a BinnedMatrix,
    classes: usize,
    packing: Packing,
    grid: Grid,
    limits: Limits,
    /// Features in the order they are looked at, of which only so many are.
    order: Vec<usize>,
    looks: usize,
    /// `[bins · classes]`; all zero between two searches.
    histogram: Vec<u64>,
    occupied: [u64; MOST_BINS / 64],
    /// Weights of the classes on the left side so far, and of those with a missing number.
    left: Vec<u64>,
    missing: Vec<u64>,
    scratch: Vec<Entry>,
    tree: Tree,
}

/// A cut and how pure it leaves the node: Σ over both sides of (Σ w²) / Σ w, larger is better.
#[derive(Debug, Clone, Copy)]
struct Split {
    purity: f64,
    cut: Cut,
}

impl<'a> GiniGrower<'a> {
    /// A grower that looks at `looks` features a node, drawn at random if they are not all.
    pub(super) fn new(
        binned: &'a BinnedMatrix,
        classes: usize,
        packing: Packing,
        grid: Grid,
        limits: Limits,
        looks: usize,
    ) -> Self {
        Self {
            binned,
            classes,
            packing,
            grid,
            limits,
            order: (0..binned.columns.len()).collect(),
            looks,
            histogram: vec![0; MOST_BINS * classes],
            occupied: [0; MOST_BINS / 64],
            left: vec![0; classes],
            missing: vec![0; classes],
            scratch: Vec::new(),
            tree: Tree::default(),
        }
    }

    /// Grows a tree of these rows.
    pub(super) fn grow(&mut self, entries: &mut [Entry], draws: Option<&mut Xoshiro256PlusPlus>) -> Tree {
        self.tree = Tree { leaf_width: self.classes as u32, ..Tree::default() };
        self.scratch.resize(entries.len(), Entry::default());
        self.node(entries, 0, draws);
        std::mem::take(&mut self.tree)
    }

    fn node(&mut self, entries: &mut [Entry], depth: u32, mut draws: Option<&mut Xoshiro256PlusPlus>) {
        let mut total = vec![0_u64; self.classes];
        for entry in entries.iter() {
            total[entry.class as usize] += entry.packed;
        }
        let at = self.tree.feature.len();
        let Some(split) = self.best(entries, &total, depth, draws.as_deref_mut()) else {
            let weights: Vec<f64> = total.iter().map(|&packed| self.packing.units(packed)).collect();
            let place = self.tree.values.len();
            self.push(Tree::LEAF, 0.0, false, place);
            self.tree.values.extend(self.grid.shares(&weights));
            return;
        };
        let cut = split.cut;
        let column = &self.binned.columns[cut.feature];
        let goes_left = column.left_bins(cut);
        let on_left = partition(entries, &mut self.scratch, |entry| {
            goes_left[usize::from(column.bins[entry.row as usize])]
        });
        self.push(cut.feature as u32, self.binned.threshold(cut), cut.missing_left, 0);
        let (left, right) = entries.split_at_mut(on_left);
        self.node(left, depth + 1, draws.as_deref_mut());
        self.tree.right[at] = self.tree.feature.len() as u32;
        self.node(right, depth + 1, draws);
    }

    fn push(&mut self, feature: u32, threshold: f32, missing_left: bool, right: usize) {
        self.tree.feature.push(feature);
        self.tree.threshold.push(threshold);
        self.tree.missing_left.push(u8::from(missing_left));
        self.tree.right.push(right as u32);
    }

    /// The best split of a node; `None` where it becomes a leaf.
    fn best(
        &mut self,
        entries: &[Entry],
        total: &[u64],
        depth: u32,
        mut draws: Option<&mut Xoshiro256PlusPlus>,
    ) -> Option<Split> {
        let classes = total.iter().filter(|&&packed| packed != 0).count();
        if classes < 2
            || depth >= self.limits.max_depth
            || (entries.len() as u64) < 2 * self.limits.min_leaf_rows
        {
            return None;
        }
        let parent = self.side(total.iter().copied());
        // A gain that is but rounding of the parent's purity is none.
        let mut purest = parent.purity() * (1.0 + 1e-12);
        let mut best = None;
        for looked in 0..self.order.len() {
            // Constant features are not worth a node without a split: look on until there is one.
            if looked >= self.looks && best.is_some() {
                break;
            }
            if let Some(draws) = draws.as_deref_mut() {
                let drawn = looked + below(draws, self.order.len() - looked);
                self.order.swap(looked, drawn);
            }
            let feature = self.order[looked];
            self.count(feature, entries);
            let split = match self.binned.columns[feature].edges {
                Edges::Numeric(ref thresholds) => self.numeric(feature, thresholds.len() + 1, total, purest),
                Edges::Codes(ref codes) => self.categorical(feature, codes.len(), total, purest),
            };
            self.clear();
            if let Some(split) = split {
                purest = split.purity;
                best = Some(split);
            }
        }
        best
    }

    /// Adds the rows to the histogram of one feature.
    fn count(&mut self, feature: usize, entries: &[Entry]) {
        let bins = &self.binned.columns[feature].bins;
        let classes = self.classes;
        // In small nodes it pays to note which bins are in use; in large ones most are.
        if entries.len() > 4 * MOST_BINS {
            self.occupied = [u64::MAX; MOST_BINS / 64];
            for entry in entries {
                let bin = usize::from(bins[entry.row as usize]);
                self.histogram[bin * classes + entry.class as usize] += entry.packed;
            }
        } else {
            for entry in entries {
                let bin = usize::from(bins[entry.row as usize]);
                self.occupied[bin / 64] |= 1 << (bin % 64);
                self.histogram[bin * classes + entry.class as usize] += entry.packed;
            }
        }
    }

    /// Empties the histogram.
    fn clear(&mut self) {
        let classes = self.classes;
        for bin in Occupied::of(self.occupied) {
            self.histogram[bin * classes..(bin + 1) * classes].fill(0);
        }
        self.occupied = [0; MOST_BINS / 64];
    }

    /// The best threshold of a numeric feature with so many value bins, if purer than `purest`.
    ///
    /// Between two bins in use the cut is placed in the middle of the empty ones.
    fn numeric(&mut self, feature: usize, values: usize, total: &[u64], purest: f64) -> Option<Split> {
        let classes = self.classes;
        self.missing.copy_from_slice(&self.histogram[values * classes..(values + 1) * classes]);
        let any_missing = self.missing.iter().any(|&packed| packed != 0);
        self.left.fill(0);
        let mut before = None;
        let mut purest = purest;
        let mut best = None;
        let mut take = |purity: f64, bin: usize, missing_left: bool| {
            if purity > purest {
                purest = purity;
                best = Some(Split { purity, cut: Cut { feature, bin, missing_left } });
            }
        };
        for bin in Occupied::of(self.occupied) {
            let here = bin * classes..(bin + 1) * classes;
            if bin >= values || self.histogram[here.clone()].iter().all(|&packed| packed == 0) {
                continue;
            }
            if let Some(before) = before {
                let bin = (before + bin - 1) / 2;
                if let Some(purity) = self.purity(&self.left, total, None) {
                    take(purity, bin, !any_missing && self.heavier(&self.left, total));
                }
                if any_missing && let Some(purity) = self.purity(&self.left, total, Some(&self.missing)) {
                    take(purity, bin, true);
                }
            }
            for (left, packed) in self.left.iter_mut().zip(&self.histogram[here]) {
                *left += packed;
            }
            before = Some(bin);
        }
        if any_missing && let Some(purity) = self.purity(&self.left, total, None) {
            take(purity, values - 1, false);
        }
        best
    }

    /// The best code to split off, if purer than `purest`.
    fn categorical(&self, feature: usize, codes: usize, total: &[u64], purest: f64) -> Option<Split> {
        let classes = self.classes;
        let mut purest = purest;
        let mut best = None;
        for bin in Occupied::of(self.occupied).take_while(|&bin| bin < codes) {
            let left = &self.histogram[bin * classes..(bin + 1) * classes];
            if let Some(purity) = self.purity(left, total, None)
                && purity > purest
            {
                purest = purity;
                best = Some(Split { purity, cut: Cut { feature, bin, missing_left: false } });
            }
        }
        best
    }

    /// Purity of both sides, of which the left has `left` and `more`; `None` where a side is too
    /// small.
    #[inline]
    fn purity(&self, left: &[u64], total: &[u64], more: Option<&[u64]>) -> Option<f64> {
        let (mut on_left, mut on_right) = (Side::default(), Side::default());
        for class in 0..total.len() {
            let packed = left[class] + more.map_or(0, |more| more[class]);
            on_left.add(packed, self.packing);
            on_right.add(total[class] - packed, self.packing);
        }
        let least = self.packing.rows(on_left.packed).min(self.packing.rows(on_right.packed));
        let fits = least >= self.limits.min_leaf_rows && on_left.weight > 0.0 && on_right.weight > 0.0;
        fits.then(|| on_left.purity() + on_right.purity())
    }

    /// Whether the left side has more weight.
    fn heavier(&self, left: &[u64], total: &[u64]) -> bool {
        2.0 * self.side(left.iter().copied()).weight > self.side(total.iter().copied()).weight
    }

    fn side(&self, packed: impl Iterator<Item = u64>) -> Side {
        let mut side = Side::default();
        packed.for_each(|packed| side.add(packed, self.packing));
        side
    }
}

/// One side of a split.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    packed: u64,
    weight: f64,
    squares: f64,
}

impl Side {
    #[inline]
    fn add(&mut self, packed: u64, packing: Packing) {
        let weight = packing.units(packed);
        self.packed += packed;
        self.weight += weight;
        self.squares += weight * weight;
    }

    /// Weight · (1 − Gini impurity).
    #[inline]
    fn purity(self) -> f64 {
        self.squares / self.weight
    }
}

/// Places of the set bits, in order.
struct Occupied {
    words: [u64; MOST_BINS / 64],
    at: usize,
}

impl Occupied {
    fn of(words: [u64; MOST_BINS / 64]) -> Self {
        Self { words, at: 0 }
    }
}

impl Iterator for Occupied {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while let Some(word) = self.words.get_mut(self.at) {
            if *word != 0 {
                let bit = word.trailing_zeros() as usize;
                *word &= *word - 1;
                return Some(self.at * 64 + bit);
            }
            self.at += 1;
        }
        None
    }
}
