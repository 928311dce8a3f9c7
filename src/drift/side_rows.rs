//! The sampled rows of one side and how much each counts.

use std::ops::Range;

use super::Frame;
use crate::data::RowSample;

/// The sampled rows of one side of a [`Frame`].
///
/// A row that occurred several times counts as often. While all distinct rows are kept that is
/// the file itself and its rows are the sample size; else rows came in clusters of the same text,
/// and the sample size is Kish's effective one:
///
/// ```text
/// n = (Σ wᵢ)² / Σ wᵢ²
/// ```
///
/// # Source
///
/// L. Kish, *Survey Sampling*, Wiley 1965, 11.7.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SideRows {
    /// Which rows of the frame.
    pub(super) rows: Range<usize>,
    /// How often each occurred.
    pub(super) counts: Vec<u32>,
    /// Sum of the counts.
    pub(super) total: f64,
    /// Sample size.
    pub(super) effective: f64,
}

/// Both sides.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BothRows {
    pub(super) reference: SideRows,
    pub(super) current: SideRows,
}

impl BothRows {
    pub(super) fn of(reference: &RowSample, current: &RowSample, frame: &Frame) -> Self {
        let middle = frame.reference_rows;
        Self {
            reference: SideRows::of(frame, 0..middle, reference.limit.is_none()),
            current: SideRows::of(frame, middle..frame.rows(), current.limit.is_none()),
        }
    }

    pub(super) fn sides(&self) -> [&SideRows; 2] {
        [&self.reference, &self.current]
    }
}

impl SideRows {
    fn of(frame: &Frame, rows: Range<usize>, whole: bool) -> Self {
        let counts = frame.counts.get(rows.clone()).unwrap_or_default().to_vec();
        let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
        let squares: f64 = counts.iter().map(|&count| f64::from(count).powi(2)).sum();
        let effective = if whole || squares == 0.0 { total } else { total * total / squares };
        Self { rows, counts, total, effective }
    }
}
