//! Which columns a window judged.

use crate::drift::Outcome;
use crate::monitor::Timeline;

/// Name, and whether it drifted, of every column that the window at that place judged; those with too
/// few rows were not.
pub(super) fn judged_columns(timeline: &Timeline, window: usize) -> impl Iterator<Item = (&str, bool)> {
    timeline.columns.iter().filter_map(move |column| match column.cells.get(window)?.verdict?.outcome {
        Outcome::TooFewRows => None,
        outcome => Some((column.name.as_str(), outcome == Outcome::Drifted)),
    })
}
