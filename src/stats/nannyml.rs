//! NannyML's univariate drift: Jensen-Shannon distance of a chunk from the reference, on bins
//! that the reference alone decides, and a threshold from the reference's own chunks.
//!
//! Behaviour of NannyML 0.13.1, checked in `tests/golden` (`n_*`). The bin rule: D. P. Doane,
//! *Am. Stat.* 30 (1976), 181-183, as `numpy.histogram_bin_edges(bins="doane")` applies it.

use super::bins::even_edges;
use super::{CountPair, Ecdf, StatsError, jensen_shannon_base2};

/// How many standard deviations above the mean a chunk of the reference may be expected.
const DEVIATIONS: f64 = 3.0;

/// Bins cut from a reference, and its rows in them.
#[derive(Debug, Clone, PartialEq)]
pub struct NannymlBins {
    edges: Vec<f64>,
    reference: Vec<u64>,
}

/// Bins of a reference by Doane's rule.
///
/// ```text
/// bins = ⌈1 + log₂ n + log₂(1 + |g| / s)⌉,   s = sqrt(6 (n − 2) / ((n + 1) (n + 3)))
/// ```
///
/// of equal width from the smallest to the largest value; `g` is the skewness. One bin for up to
/// two values, or where nothing varies.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if the reference has no values.
///
/// # Source
///
/// See the module.
///
/// # Example
///
/// ```
/// use evenkeel::stats::{Ecdf, nannyml_bins};
///
/// let reference = Ecdf::from_values((0..=100).map(f64::from).collect())?;
/// // No skew: ⌈1 + log₂ 101⌉.
/// assert_eq!(nannyml_bins(&reference)?.edges().len() - 1, 8);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn nannyml_bins(reference: &Ecdf) -> Result<NannymlBins, StatsError> {
    let (Some(first), Some(last)) = (reference.min(), reference.max()) else {
        return Err(StatsError::empty("reference"));
    };
    let n = reference.n() as f64;
    let wanted = match reference.skewness() {
        Some(skewness) if n > 2.0 => {
            let spread = (6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0))).sqrt();
            1.0 + n.log2() + (1.0 + (skewness / spread).abs()).log2()
        }
        _ => 1.0,
    };
    let edges = even_edges(first, last, wanted, false);
    let reference = reference.histogram(&edges);
    Ok(NannymlBins { edges, reference })
}

impl NannymlBins {
    /// Edges of the bins, ascending.
    pub fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// Rows of the reference and of a chunk per bin; rows of the chunk outside the reference's
    /// range form a last cell.
    ///
    /// # Errors
    ///
    /// [`StatsError::EmptySample`] if the chunk has no values.
    pub fn counted(&self, chunk: &Ecdf) -> Result<CountPair, StatsError> {
        let mut inside = chunk.histogram(&self.edges);
        let mut reference = self.reference.clone();
        let outside = chunk.n() - inside.iter().sum::<u64>();
        if outside > 0 {
            inside.push(outside);
            reference.push(0);
        }
        CountPair::new(reference, inside)
    }

    /// Jensen-Shannon distance of a chunk from the reference, base 2; 0 to 1.
    ///
    /// # Errors
    ///
    /// [`StatsError::EmptySample`] if the chunk has no values.
    pub fn jensen_shannon(&self, chunk: &Ecdf) -> Result<f64, StatsError> {
        Ok(jensen_shannon_base2(&self.counted(chunk)?))
    }
}

/// The distance above which a chunk raises an alert: mean + 3 standard deviations (ddof 0) of
/// the reference's own chunks. `None` without chunks.
///
/// # Source
///
/// See the module.
pub fn nannyml_threshold(reference_chunks: &[f64]) -> Option<f64> {
    if reference_chunks.is_empty() {
        return None;
    }
    let n = reference_chunks.len() as f64;
    let mean = reference_chunks.iter().sum::<f64>() / n;
    let variance = reference_chunks.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    Some(mean + DEVIATIONS * variance.sqrt())
}
