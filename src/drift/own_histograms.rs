//! Histograms of the two sides of a column, each on bins of its own: what Evidently calls the small
//! distribution of a column.

use serde::{Deserialize, Serialize};

/// The two sides of one column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OwnHistograms {
    /// The reference; `None` where it has no usable value.
    pub reference: Option<OwnHistogram>,
    /// Current.
    pub current: Option<OwnHistogram>,
}

/// One side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OwnHistogram {
    /// Numbers: ten bins of equal width over the side's own range, as `numpy.histogram(density=True)`.
    Bins {
        /// Edges, ascending, one more than bins.
        edges: Vec<f64>,
        /// Share of the values in each bin over the bin's width.
        density: Vec<f64>,
    },
    /// Categories and their rows, in order of their names.
    Counts(Vec<(String, u64)>),
}
