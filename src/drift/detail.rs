//! What the detail panel and the charts draw of one column. No rows, only summaries.

use serde::{Deserialize, Serialize};

/// Everything the detail panel draws of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnDetail {
    /// Name of the column.
    pub name: String,
    /// The reasons in words, most important first: what happened, to what, how much.
    pub sentences: Vec<String>,
    /// Histogram overlay, for numeric columns with at least one usable value.
    pub histogram: Option<HistogramPair>,
    /// ECDF overlay, for numeric columns with usable values on both sides.
    pub ecdf: Option<EcdfPair>,
    /// Quantile table, for numeric columns; empty otherwise.
    pub quantiles: Vec<QuantileRow>,
    /// Category bars, for categorical columns.
    pub bars: Option<BarPair>,
}

/// Two histograms on shared bins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistogramPair {
    /// Bin edges, ascending; one more than bins.
    pub edges: Vec<f64>,
    /// Rows of the reference per bin.
    pub reference: Vec<u64>,
    /// Rows of current per bin.
    pub current: Vec<u64>,
    /// Usable rows of the reference below the first and above the last edge (a huge range is cut at
    /// the 0.5 % and 99.5 % quantiles of both sides together).
    pub reference_outside: u64,
    /// Usable rows of current outside the edges.
    pub current_outside: u64,
}

/// One point of a step curve: the share of values ≤ `x`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Value.
    pub x: f64,
    /// Share, 0 to 1.
    pub y: f64,
}

/// Two empirical distribution functions, thinned to at most 512 points each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EcdfPair {
    /// The reference's.
    pub reference: Vec<CurvePoint>,
    /// Current's.
    pub current: Vec<CurvePoint>,
    /// Where they are farthest apart.
    pub gap: KsGap,
}

/// Where two distribution functions are farthest apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KsGap {
    /// Value at which the gap is largest.
    pub x: f64,
    /// Share of the reference at or below `x`.
    pub reference: f64,
    /// Share of current at or below `x`.
    pub current: f64,
}

/// One row of the quantile table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct QuantileRow {
    /// Probability: 0 is the minimum, 1 the maximum.
    pub p: f64,
    /// The reference's quantile.
    pub reference: Option<f64>,
    /// Current's quantile.
    pub current: Option<f64>,
}

/// Shares of categories, largest first, at most 20, the rest under `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BarPair {
    /// One bar pair a category.
    pub bars: Vec<CategoryBar>,
    /// The categories that are not listed, taken together; `None` when all are.
    pub other: Option<CategoryBar>,
    /// How many categories `other` stands for.
    pub other_categories: u64,
}

/// One category on both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CategoryBar {
    /// Name of the category.
    pub name: String,
    /// Rows in the reference.
    pub reference: u64,
    /// Rows in current.
    pub current: u64,
    /// Share of the reference's usable rows.
    pub reference_share: f64,
    /// Share of current's usable rows.
    pub current_share: f64,
}
