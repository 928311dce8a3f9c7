//! Drifted columns in the order in which they are told.

use crate::drift::{CheckReport, ColumnReport, ColumnVerdict};

/// The columns that drifted: the more severe first, then those with the larger effect, then in order of the
/// file.
pub(super) fn drifted_worst_first(report: &CheckReport) -> Vec<(&ColumnReport, ColumnVerdict)> {
    let mut drifted: Vec<(&ColumnReport, ColumnVerdict)> = report
        .columns
        .iter()
        .filter_map(|column| Some((column, column.verdict.filter(|verdict| verdict.drifted)?)))
        .collect();
    let effect = |column: &ColumnReport| column.effect.map_or(0.0, |effect| effect.size);
    drifted.sort_by(|(a, of_a), (b, of_b)| {
        of_b.severity.cmp(&of_a.severity).then(effect(b).total_cmp(&effect(a)))
    });
    drifted
}
