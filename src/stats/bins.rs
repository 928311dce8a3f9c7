//! Shared bins: two samples as counts over the same cells.

use super::walk::{Step, Visit, walk};
use super::{CategoryCounts, Ecdf, StatsError};

/// Evidently bins a numeric column by its exact values up to this many distinct reference values.
pub const EXACT_VALUES_MAX: usize = 20;

/// Rows of both sides over the same cells (bins, values or categories).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CountPair {
    reference: Vec<u64>,
    current: Vec<u64>, // Invariant: as long as `reference`.
}

impl CountPair {
    /// From counts per cell.
    ///
    /// # Errors
    ///
    /// [`StatsError::Invalid`] if the lengths differ or the rows of a side are beyond 64 bits;
    /// [`StatsError::EmptySample`] if a side counts no rows.
    pub fn new(reference: Vec<u64>, current: Vec<u64>) -> Result<Self, StatsError> {
        if reference.len() != current.len() {
            return Err(StatsError::invalid("both sides need the same cells"));
        }
        if [&reference, &current].into_iter().any(|side| total(side).is_none()) {
            return Err(StatsError::invalid("the counts are too large"));
        }
        let pair = Self { reference, current };
        if pair.n_reference() == 0 {
            return Err(StatsError::empty("reference"));
        }
        if pair.n_current() == 0 {
            return Err(StatsError::empty("current"));
        }
        Ok(pair)
    }

    /// One cell a category, in code-point order; rows of categories that are not kept one by
    /// one form a last cell.
    ///
    /// # Errors
    ///
    /// [`StatsError::EmptySample`] if a side has no rows.
    pub fn from_categories(reference: &CategoryCounts, current: &CategoryCounts) -> Result<Self, StatsError> {
        let (mut r, mut c): (Vec<u64>, Vec<u64>) =
            reference.paired(current).map(|p| (p.reference, p.current)).unzip();
        if reference.other_rows() + current.other_rows() > 0 {
            r.push(reference.other_rows());
            c.push(current.other_rows());
        }
        Self::new(r, c)
    }

    /// One cell a distinct value, ascending.
    ///
    /// # Errors
    ///
    /// [`StatsError::EmptySample`] if a side has no values.
    pub fn from_values(reference: &Ecdf, current: &Ecdf) -> Result<Self, StatsError> {
        let (a, b) = (reference.values(), current.values());
        let (mut r, mut c) = (Vec::new(), Vec::new());
        let (mut i, mut j) = (0, 0);
        while i < a.len() || j < b.len() {
            let x = a.get(i).copied().unwrap_or(f64::INFINITY);
            let y = b.get(j).copied().unwrap_or(f64::INFINITY);
            r.push(if x <= y { reference.count(i) } else { 0 });
            c.push(if y <= x { current.count(j) } else { 0 });
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        Self::new(r, c)
    }

    /// Rows per bin, as `numpy.histogram` counts them; every value must lie within the edges.
    ///
    /// # Errors
    ///
    /// [`StatsError::EmptySample`] if a side has no values within the edges.
    pub fn from_edges(reference: &Ecdf, current: &Ecdf, edges: &[f64]) -> Result<Self, StatsError> {
        Self::new(reference.histogram(edges), current.histogram(edges))
    }

    /// Rows of the reference per cell.
    pub fn reference(&self) -> &[u64] {
        &self.reference
    }

    /// Rows of current per cell.
    pub fn current(&self) -> &[u64] {
        &self.current
    }

    /// Cells.
    pub fn cells(&self) -> usize {
        self.reference.len()
    }

    /// Rows of the reference.
    pub fn n_reference(&self) -> u64 {
        self.reference.iter().sum()
    }

    /// Rows of current.
    pub fn n_current(&self) -> u64 {
        self.current.iter().sum()
    }

    /// Shares of the reference per cell.
    pub fn reference_shares(&self) -> Vec<f64> {
        shares(&self.reference)
    }

    /// Shares of current per cell.
    pub fn current_shares(&self) -> Vec<f64> {
        shares(&self.current)
    }
}

/// Equal-width bin edges by Sturges' rule over both samples together, as
/// `numpy.histogram_bin_edges(pooled, bins="sturges")` cuts them.
///
/// ```text
/// bins = ⌈(max − min) / w⌉,   w = (max − min) / (log₂ n + 1)
/// ```
///
/// With `integers` (both samples are of integer type) a bin is at least 1 wide, as in numpy 2.
///
/// # Extreme ranges
///
/// A range beyond the largest double, where numpy raises, is cut on a scale of one half; the
/// edges are as even as doubles allow. A range of zero is one bin of width 1.
///
/// # Errors
///
/// [`StatsError::EmptySample`] without values.
///
/// # Source
///
/// H. A. Sturges, *J. Am. Stat. Assoc.* 21 (1926), 65-66; numpy's documentation of the rule.
/// Checked in `tests/golden` (`binned_sturges.edges`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, sturges_edges};
///
/// let sample = Ecdf::from_values(vec![0.0, 1.0, 2.0, 4.0])?;
/// // Eight values over both samples: ⌈log₂ 8 + 1⌉ bins.
/// assert_eq!(sturges_edges(&sample, &sample, false)?, [0.0, 1.0, 2.0, 3.0, 4.0]);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn sturges_edges(reference: &Ecdf, current: &Ecdf, integers: bool) -> Result<Vec<f64>, StatsError> {
    let first = reference.min().into_iter().chain(current.min()).reduce(f64::min);
    let last = reference.max().into_iter().chain(current.max()).reduce(f64::max);
    let (Some(first), Some(last)) = (first, last) else { return Err(StatsError::empty("pooled")) };
    let wanted = ((reference.n() + current.n()) as f64).log2() + 1.0;
    Ok(even_edges(first, last, wanted, integers))
}

/// Edges as [`sturges_edges`], but `n` counts every distinct value once: what Evidently's
/// Hellinger distance is taken on.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
///
/// # Source
///
/// Found from Evidently 0.7.23's answers; checked in `tests/golden`
/// (`evidently_methods.hellinger`).
pub fn sturges_edges_of_distinct(
    reference: &Ecdf,
    current: &Ecdf,
    integers: bool,
) -> Result<Vec<f64>, StatsError> {
    let Distinct { n, first, last } = walk(reference, current, Distinct::default())?;
    Ok(even_edges(first, last, (n as f64).log2() + 1.0, integers))
}

/// Counts the distinct values of both sides.
#[derive(Debug, Clone, Copy, Default)]
struct Distinct {
    n: u64,
    first: f64,
    last: f64,
}

impl Visit for Distinct {
    fn stretch(&mut self, _: f64, _: f64, _: f64) {}

    fn value(&mut self, step: &Step) {
        self.first = if self.n == 0 { step.at } else { self.first };
        self.last = step.at;
        self.n += 1;
    }
}

/// The cells that Evidently compares two numeric samples on: Sturges bins when the reference
/// has more than [`EXACT_VALUES_MAX`] distinct values, else the exact values.
///
/// # Errors
///
/// As [`sturges_edges`] and [`CountPair::new`].
pub fn evidently_bins(reference: &Ecdf, current: &Ecdf, integers: bool) -> Result<CountPair, StatsError> {
    if reference.is_empty() {
        return Err(StatsError::empty("reference"));
    }
    if current.is_empty() {
        return Err(StatsError::empty("current"));
    }
    if reference.distinct() > EXACT_VALUES_MAX {
        CountPair::from_edges(reference, current, &sturges_edges(reference, current, integers)?)
    } else {
        CountPair::from_values(reference, current)
    }
}

/// Edges of ⌈`wanted`⌉ bins from `first` to `last`, as numpy cuts them from a width.
pub(super) fn even_edges(first: f64, last: f64, wanted: f64, integers: bool) -> Vec<f64> {
    let range = last - first;
    if !range.is_finite() {
        let bins = wanted.ceil();
        return (0..=bins as u64)
            .map(|i| first * (1.0 - i as f64 / bins) + last * (i as f64 / bins))
            .collect();
    }
    if range == 0.0 {
        return vec![first - 0.5, last + 0.5];
    }
    let mut width = range / wanted;
    if integers && width < 1.0 {
        width = 1.0;
    }
    let bins = if width > 0.0 { (range / width).ceil().max(1.0) as usize } else { 1 };
    let step = range / bins as f64;
    let mut edges: Vec<f64> = (0..=bins)
        .map(|i| if step == 0.0 { i as f64 / bins as f64 * range + first } else { i as f64 * step + first })
        .collect();
    edges[bins] = last;
    edges
}

fn total(counts: &[u64]) -> Option<u64> {
    counts.iter().try_fold(0_u64, |sum, &count| sum.checked_add(count))
}

fn shares(counts: &[u64]) -> Vec<f64> {
    let n = counts.iter().sum::<u64>() as f64;
    counts.iter().map(|&c| c as f64 / n).collect()
}
