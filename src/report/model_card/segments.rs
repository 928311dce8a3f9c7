//! For whom the model is how good: the segments that the gate compared.

use super::ModelCardFacts;
use crate::model::evaluation::SegmentDifference;
use crate::report::document::{Block, Cell, Table, TableColumn, Text, Tone};
use crate::report::evaluation_blocks::number;
use crate::report::words::format;

/// Most segments that are listed.
const MOST: usize = 40;

/// Blocks of the section.
pub(super) fn blocks(facts: &ModelCardFacts<'_>) -> Vec<Block> {
    let segments = facts.gate_part("test").and_then(|part| Some(&part.comparison.as_ref()?.segments));
    let Some(segments) = segments.filter(|segments| !segments.is_empty()) else {
        return vec![Block::Note { tone: Tone::Warning, text: unknown(facts) }];
    };
    let metric = segments.first().map_or("", |segment| segment.metric.metric.label());
    let higher = segments.first().is_some_and(|segment| segment.metric.metric.higher_is_better());
    let mut sorted: Vec<&SegmentDifference> = segments.iter().collect();
    sorted.sort_by(|a, b| {
        let order = a.metric.second.total_cmp(&b.metric.second);
        if higher { order } else { order.reverse() }
    });
    let shown = sorted.len().min(MOST);
    let listed = match sorted.len() - shown {
        0 => String::new(),
        more => format!(" The worst {shown} are listed, {more} more are in the evidence of the gate."),
    };
    let text = format!(
        "{} of the test part by {metric} ({} is better), the worst first, as the gate compared them with the champion \
         before.{listed}",
        format::counted(segments.len() as u64, "segment", "segments"),
        if higher { "higher" } else { "lower" }
    );
    let row = |segment: &&SegmentDifference| {
        vec![
            Cell::of(Text::code(segment.column.clone())),
            Cell::of(segment.segment.as_str()),
            Cell { sort: Some(segment.rows as f64), ..Cell::of(format::count(segment.rows)) },
            number(segment.metric.second),
        ]
    };
    let table = Table {
        caption: format!("Segments of the test part by {metric}"),
        sortable: true,
        columns: vec![
            TableColumn::words("Column"),
            TableColumn::words("Segment"),
            TableColumn::numbers("Rows"),
            TableColumn::numbers(metric),
        ],
        rows: sorted.iter().take(shown).map(row).collect(),
    };
    vec![Block::Paragraph(Text::from(text)), Block::Table(table)]
}

fn unknown(facts: &ModelCardFacts<'_>) -> Text {
    let begin = match facts.run.and_then(|run| run.gate.as_ref()) {
        Some(_) => {
            "Not known: the gate found no segments to compare, or there was no champion to compare with."
        }
        None => "Not known: this version was not compared with another by segments.",
    };
    Text::from(begin)
        .and(" A mean over all rows can hide a group for whom the model is bad. ")
        .and(Text::code("evenkeel monitor --sensitive COLUMN"))
        .and(" measures the rates of groups; a gate with a champion compares segments.")
}
