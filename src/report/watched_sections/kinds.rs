//! Covariate, prior and concept drift: in which windows, and the evidence of one.

use crate::monitor::{DriftKinds, Timeline};
use crate::report::document::{Badge, Block, Text, Tone};
use crate::report::words::kinds::{DriftKind, KindMark, caption, newest, number};

/// Blocks of the section.
pub(super) fn blocks(timeline: &Timeline) -> Vec<Block> {
    let Some(place) = newest(&timeline.kinds) else { return Vec::new() };
    let mut blocks = vec![Block::Paragraph(Text::from(caption(&timeline.kinds)))];
    if let (Some(window), Some(kinds)) = (timeline.windows.get(place), timeline.kinds.get(place)) {
        blocks.push(Block::Part {
            title: format!("Evidence in {}", window.name),
            blocks: DriftKind::ALL.into_iter().map(|kind| evidence(kind, kinds)).collect(),
        });
    }
    blocks
}

fn evidence(kind: DriftKind, kinds: &DriftKinds) -> Block {
    let verdict = kind.of(kinds);
    let mut blocks = vec![Block::Paragraph(Text::sentence(&verdict.words))];
    let numbers: Vec<(String, Text)> = verdict
        .numbers
        .iter()
        .map(|(id, value)| number(id, *value))
        .map(|(name, value)| (name, Text::from(value)))
        .collect();
    if !numbers.is_empty() {
        blocks.push(Block::Facts(numbers));
    }
    blocks.push(Block::Paragraph(Text::from(kind.explanation())));
    Block::Folded {
        id: None,
        summary: Text::strong(kind.label()).and(format!(", {}", kind.symbol())),
        badge: Some(badge(verdict.moved)),
        open: verdict.moved == Some(true),
        blocks,
    }
}

/// What a kind shows, as a word with a tone.
pub(super) fn badge(moved: Option<bool>) -> Badge {
    let tone = match moved {
        Some(true) => Tone::Warning,
        Some(false) => Tone::Stable,
        None => Tone::Plain,
    };
    Badge { tone, word: KindMark::of(moved).word.to_owned() }
}
