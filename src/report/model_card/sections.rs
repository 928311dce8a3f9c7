//! The card as a document, and as sections of a report.

use super::{ModelCardFacts, data, details, history, limits, quality, segments};
use crate::report::document::{Block, Document, Section, Text, Tone};

/// The card alone.
pub fn model_card(facts: &ModelCardFacts<'_>) -> Document {
    Document {
        title: format!("Model card: {}", facts.title()),
        subtitle: details::subtitle(facts),
        sections: model_card_sections(facts),
    }
}

/// The card's sections, in the order of Mitchell et al.: details, intended use, data, metrics, segments, then
/// what happened since, versions and limits.
pub fn model_card_sections(facts: &ModelCardFacts<'_>) -> Vec<Section> {
    let section = |id: &str, title: &str, blocks: Vec<Block>| Section {
        id: id.to_owned(),
        title: title.to_owned(),
        blocks,
    };
    let mut sections = vec![
        section("model", &format!("Model: {}", facts.title()), details::blocks(facts)),
        section("intended-use", "Intended use", vec![intended_use(facts)]),
        section("training-data", "Data that the model learned from", data::blocks(facts)),
        section("model-quality", "How good the model is", quality::blocks(facts)),
        section("model-segments", "How good it is for whom", segments::blocks(facts)),
    ];
    if facts.registered.is_some() {
        sections.push(section("model-history", "What happened since", history::happened(facts)));
        sections.push(section("model-versions", "Versions", history::versions(facts)));
    }
    sections.push(section("model-limits", "Known limits", vec![limits::block(facts)]));
    sections
}

fn intended_use(facts: &ModelCardFacts<'_>) -> Block {
    if !facts.intended_use.trim().is_empty() {
        return Block::Paragraph(Text::from(facts.intended_use.trim()));
    }
    let way = match facts.registered {
        Some(_) => Text::from("Not stated. Say what the model is for and what not by ")
            .and(Text::code("evenkeel workspace intended-use"))
            .and(", or under its name on the Registry tab."),
        None => Text::from("Not stated. Say what the model is for and what not by ")
            .and(Text::code("--intended-use"))
            .and(" of the command, or register the model and say it there."),
    };
    Block::Note { tone: Tone::Warning, text: way }
}
