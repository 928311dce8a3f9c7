//! The sections.

use super::{before_after, decision};
use crate::report::TurnPart;
use crate::report::document::Section;

/// What a report tells of a decision and of what came of it; without a challenger there is no before and
/// after.
pub fn turn_sections(turn: &TurnPart<'_>) -> Vec<Section> {
    let decided = Section {
        id: "decision".to_owned(),
        title: "Decision about retraining".to_owned(),
        blocks: decision::blocks(turn),
    };
    let compared = turn.gate.map(|gate| Section {
        id: "before-and-after".to_owned(),
        title: "Before and after".to_owned(),
        blocks: before_after::blocks(gate, turn.policy.promotion),
    });
    std::iter::once(decided).chain(compared).collect()
}
