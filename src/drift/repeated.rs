//! Repeated rows: how many rows repeat an earlier one.

use super::words::share;
use super::{Finding, FindingKind, RepeatedRows, Severity};
use crate::data::RowSample;

/// Change of the share from which it is a warning.
const NOTABLE: f64 = 0.05;

impl RepeatedRows {
    /// Share of rows that repeat an earlier row, by their text.
    ///
    /// ```text
    /// share = 1 − distinct rows / rows,   estimated by 1 − sampled rows / Σ counts
    /// ```
    ///
    /// Every distinct row is as likely to be sampled as any other, so the mean count of sampled
    /// rows estimates rows per distinct row; it is exact while all are kept.
    pub(super) fn of(reference: &RowSample, current: &RowSample) -> Self {
        let share = |sample: &RowSample| match sample.weight() {
            0 => 0.0,
            weight => (weight - sample.len() as u64) as f64 / weight as f64,
        };
        Self {
            reference: share(reference),
            current: share(current),
            exact: reference.limit.is_none() && current.limit.is_none(),
        }
    }

    pub(super) fn finding(&self) -> Option<Finding> {
        if self.reference == 0.0 && self.current == 0.0 {
            return None;
        }
        let about = if self.exact { "" } else { "about " };
        let shares = format!(
            "{about}{} of current's rows repeat an earlier row, {about}{} of the reference's do",
            share(self.current),
            share(self.reference)
        );
        let notable = self.current - self.reference >= NOTABLE;
        let (severity, way_out) = if notable {
            (Severity::Warning, "Check whether current was joined or exported twice.")
        } else {
            (Severity::None, "Remove them where each row should stand for a case of its own.")
        };
        let mut sentence = shares;
        if let Some(first) = sentence.get(..1).map(str::to_uppercase) {
            sentence.replace_range(..1, &first);
        }
        Some(Finding::new(FindingKind::RepeatedRows, severity, format!("{sentence}. {way_out}")))
    }
}
