//! What whole rows tell and single columns do not: repeated rows, correlations, segments.

use serde::{Deserialize, Serialize};

use super::pick::Pick;
use super::side_rows::BothRows;
use super::{Finding, Frame, correlations, segments};
use crate::data::RowSample;

/// What the samples of rows of both sides tell.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Relations {
    /// Sampled rows of the reference that this rests on.
    pub reference_rows: u64,
    /// Sampled rows of current.
    pub current_rows: u64,
    /// Repeated rows of both sides.
    pub repeated: RepeatedRows,
    /// Changes of the rank correlation of two numeric columns, largest first, at most 50.
    pub correlations: Vec<CorrelationChange>,
    /// Numeric columns whose correlations were looked at.
    pub correlated: Considered,
    /// Segments whose share changed most, largest first, at most 30.
    pub segments: Vec<Segment>,
    /// Columns of which pairs of conditions were looked at; single conditions are of all.
    pub segmented: Considered,
}

/// How many columns were looked at, since the work grows with their square.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Considered {
    /// Columns looked at.
    pub columns: u32,
    /// Columns that could have been.
    pub of: u32,
}

/// Shares of rows that repeat an earlier row, text by text.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct RepeatedRows {
    /// Share in the reference.
    pub reference: f64,
    /// Share in current.
    pub current: f64,
    /// Whether both shares are exact; else they are estimated from the sampled rows.
    pub exact: bool,
}

/// How the rank correlation of two numeric columns changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CorrelationChange {
    /// Name of one column.
    pub first: String,
    /// Name of the other.
    pub second: String,
    /// Spearman's rank correlation in the reference.
    pub reference: f64,
    /// In current.
    pub current: f64,
    /// Two-sided p of Fisher's z-test, adjusted by Holm over all pairs.
    pub p_adjusted: f64,
}

/// Rows that meet one or two conditions, and their share on both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// One or two conditions, of different columns.
    pub conditions: Vec<Condition>,
    /// Share of the reference's rows.
    pub reference: f64,
    /// Share of current's rows.
    pub current: f64,
    /// Two-sided p of the two-proportion test, adjusted by Holm over all segments looked at.
    pub p_adjusted: f64,
}

/// A condition on one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// Name of the column.
    pub column: String,
    /// Which of its cells.
    pub pick: Pick,
}

impl Relations {
    /// What the samples of both sides tell.
    pub(super) fn of(reference: &RowSample, current: &RowSample, frame: &Frame) -> Self {
        let rows = BothRows::of(reference, current, frame);
        let correlations = correlations::changes(frame, &rows);
        let segments = segments::changed(frame, &rows);
        Self {
            reference_rows: frame.reference_rows as u64,
            current_rows: frame.current_rows as u64,
            repeated: RepeatedRows::of(reference, current),
            correlations: correlations.changes,
            correlated: correlations.considered,
            segments: segments.segments,
            segmented: segments.considered,
        }
    }

    /// What of it is worth saying.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = self.repeated.finding().into_iter().collect();
        found.extend(correlations::findings(&self.correlations));
        found
    }
}
