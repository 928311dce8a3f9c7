//! Which cells of a column: a range, a category, the missing ones.

use serde::{Deserialize, Serialize};

/// Which cells of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Pick {
    /// Numbers from `from` up to, not including, `to`; including it when `closed`. Infinite ends are open.
    Range {
        /// Smallest.
        from: f64,
        /// Largest.
        to: f64,
        /// Whether `to` belongs to it.
        closed: bool,
    },
    /// One category.
    Category(String),
    /// Cells without a value.
    Missing,
}

/// A part of a column that contributes to its drift: where the drift is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Which cells.
    pub pick: Pick,
    /// Rows of the reference there.
    pub reference: u64,
    /// Rows of current there.
    pub current: u64,
    /// Share of the reference's usable rows; where the share of missing cells changed, of these
    /// and the missing ones.
    pub reference_share: f64,
    /// The same of current.
    pub current_share: f64,
    /// Part of the squared Jensen-Shannon distance between the two sides that comes from here, 0 to
    /// 1; the parts of all cells, listed or not, add up to 1.
    pub part: f64,
}

/// Sampled rows of both sides that a [`Pick`] (or several) selects, as texts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PickedRows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows of the reference, at most as many as asked for.
    pub reference: Vec<Vec<String>>,
    /// Rows of current.
    pub current: Vec<Vec<String>>,
    /// Sampled rows of the reference that are selected in all.
    pub reference_total: u64,
    /// Sampled rows of current that are selected in all.
    pub current_total: u64,
    /// Sampled rows of the reference; 0 when it has no sample, as a profile that was saved without.
    pub reference_sampled: u64,
    /// Sampled rows of current.
    pub current_sampled: u64,
}
