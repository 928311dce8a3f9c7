//! What whole rows tell: segments, correlations, repeated rows, and all columns at once.

use crate::drift::multivariate::MultivariateReport;
use crate::drift::{CorrelationChange, Relations, Segment};
use crate::report::CheckPart;
use crate::report::document::{Block, Cell, Table, TableColumn, Text};
use crate::report::words::multivariate_words::{self, Card};
use crate::report::words::{format, relations_words, where_words};

/// Lines of a table before the rest is left out.
const LISTED: usize = 15;

/// Blocks of the section.
pub(super) fn blocks(part: &CheckPart<'_>) -> Vec<Block> {
    let mut blocks = match &part.report.relations {
        Some(relations) => of_relations(relations),
        None => vec![Block::Paragraph(Text::from(
            "Segments, correlations and repeated rows need whole rows, and a saved profile holds none unless it was \
             written with them.",
        ))],
    };
    if let Some(found) = part.multivariate {
        blocks.push(together(found));
    }
    blocks
}

fn of_relations(relations: &Relations) -> Vec<Block> {
    vec![
        Block::Paragraph(Text::from(format!(
            "{}. {}",
            relations_words::summary(relations),
            relations_words::rows(relations)
        ))),
        Block::Part {
            title: "Segments whose share changed most".to_owned(),
            blocks: vec![segments(&relations.segments)],
        },
        Block::Part {
            title: "Correlations that changed most".to_owned(),
            blocks: vec![correlations(&relations.correlations)],
        },
        Block::Part {
            title: "Repeated rows".to_owned(),
            blocks: vec![Block::Paragraph(Text::from(relations_words::repeated(&relations.repeated)))],
        },
    ]
}

fn segments(segments: &[Segment]) -> Block {
    if segments.is_empty() {
        return Block::Paragraph(Text::from("No segment of one or two conditions changed its share."));
    }
    let row = |segment: &Segment| {
        vec![
            Cell::of(where_words::conditions(&segment.conditions)),
            Cell::of(format::share(segment.reference)),
            Cell::of(format::share(segment.current)),
            Cell::of(format::p_value(segment.p_adjusted)),
        ]
    };
    Block::Table(Table {
        caption: "Segments: share of the rows on each side".to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Rows where"),
            TableColumn::numbers("Reference"),
            TableColumn::numbers("Current"),
            TableColumn::numbers("p adjusted"),
        ],
        rows: segments.iter().take(LISTED).map(row).collect(),
    })
}

fn correlations(changes: &[CorrelationChange]) -> Block {
    if changes.is_empty() {
        return Block::Paragraph(Text::from("No two numeric columns to correlate, or none that changed."));
    }
    let row = |change: &CorrelationChange| {
        vec![
            Cell::of(Text::code(change.first.clone()).and(" and ").and(Text::code(change.second.clone()))),
            Cell::of(format::number(change.reference)),
            Cell::of(format::number(change.current)),
            Cell::of(format::p_value(change.p_adjusted)),
        ]
    };
    Block::Table(Table {
        caption: "Spearman's rank correlations; p of Fisher's z-test, adjusted by Holm over all pairs"
            .to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Columns"),
            TableColumn::numbers("Reference"),
            TableColumn::numbers("Current"),
            TableColumn::numbers("p adjusted"),
        ],
        rows: changes.iter().take(LISTED).map(row).collect(),
    })
}

fn together(found: &MultivariateReport) -> Block {
    let mut blocks: Vec<Block> = multivariate_words::cards(found).iter().flat_map(card).collect();
    let skipped = multivariate_words::skipped(found);
    blocks.extend(skipped.iter().map(|sentence| Block::Paragraph(Text::sentence(sentence))));
    Block::Part { title: "All columns at once".to_owned(), blocks }
}

fn card(card: &Card) -> Vec<Block> {
    let lead = Text::strong(format!("{}. ", card.title));
    let mut text = lead.and(Text::sentence(&card.sentence)).and(format!(" {}", card.facts));
    for (at, column) in card.columns.iter().enumerate() {
        let before = if at == 0 { format!(" {}: ", card.columns_label) } else { ", ".to_owned() };
        text = text.and(before).and(Text::code(column.clone()));
    }
    let end = if card.columns.is_empty() { "" } else { "." };
    vec![Block::Paragraph(text.and(end))]
}
