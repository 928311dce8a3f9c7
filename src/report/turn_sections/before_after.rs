//! Champion and challenger on the same held-out rows: rules of the gate, metrics, segments, curves.

use super::checks::{Look, table};
use crate::chart;
use crate::lifecycle::{GatePart, GateReport, Promotion};
use crate::model::evaluation::{MetricDifference, SegmentDifference};
use crate::model::metrics::Metric;
use crate::report::document::{Badge, Block, Cell, Table, TableColumn, Text, Tone};
use crate::report::evaluation_blocks::{metrics_table, number, short_curves};
use crate::report::words::evaluations::{Favours, mcnemar};
use crate::report::words::gates::{RULE, capital, favours, part_heading, segments_summary};
use crate::report::words::{decisions, format};

/// Most segments that are listed of a part: those that differ most.
const MOST: usize = 60;

/// Blocks of the section.
pub(super) fn blocks(gate: &GateReport, promotion: Promotion) -> Vec<Block> {
    let (tone, word) = if gate.passed { (Tone::Stable, "passed") } else { (Tone::Critical, "rejected") };
    // The headline begins with the same word.
    let told = gate.headline.strip_prefix(word).map(|rest| rest.trim_start_matches([':', ' ']));
    let told = told.unwrap_or(&gate.headline);
    let has_champion = gate.parts.iter().any(|part| part.comparison.is_some());
    let mut blocks = vec![Block::Verdict {
        tone,
        headline: format!("The challenger {}", if gate.passed { "passed the gate" } else { "is rejected" }),
        facts: Text::sentence(&capital(told)),
    }];
    blocks.push(Block::Paragraph(Text::from(decisions::fate(gate, promotion, None))));
    if has_champion {
        let [champion, challenger] = &gate.names;
        let text = Text::from("Champion is ")
            .and(Text::code(champion.clone()))
            .and(", challenger is ")
            .and(Text::code(challenger.clone()))
            .and(". A difference is the challenger’s value less the champion’s.");
        blocks.push(Block::Paragraph(text));
    }
    let rules = Look { marks: RULE, holds: Tone::Stable, fails: Tone::Critical };
    blocks.extend(table("Rules of the gate", "Rule", &gate.rules, rules));
    blocks.extend(gate.parts.iter().map(|part| of_part(part, gate)));
    if !gate.notes.is_empty() {
        blocks.push(Block::List(gate.notes.iter().map(|note| Text::sentence(note)).collect()));
    }
    blocks
}

fn of_part(part: &GatePart, gate: &GateReport) -> Block {
    let heading = part_heading(part);
    let mut blocks = Vec::new();
    match &part.comparison {
        Some(comparison) => {
            blocks.push(Block::Table(beside(&comparison.metrics, &heading, gate.metric)));
            let words = mcnemar(&comparison.mcnemar, "The champion", "the challenger");
            blocks.push(Block::Paragraph(Text::from(capital(&words))));
            blocks.extend(segments(&comparison.segments, &heading));
        }
        None => blocks.push(Block::Table(metrics_table(&part.challenger, format!("Metrics: {heading}")))),
    }
    blocks.extend(curves(part));
    if part.judged {
        return Block::Part { title: heading, blocks };
    }
    Block::Folded { id: None, summary: Text::from(heading), badge: None, open: false, blocks }
}

/// Curves of both on a part that judges; of the others figures would only be repeated.
fn curves(part: &GatePart) -> Option<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    if part.judged {
        blocks.extend(part.champion.iter().flat_map(|champion| short_curves("Champion", champion)));
        blocks.extend(short_curves("Challenger", &part.challenger));
    }
    (!blocks.is_empty()).then(|| Block::Folded {
        id: None,
        summary: Text::from("Curves before and after"),
        badge: None,
        open: false,
        blocks,
    })
}

/// Metrics of both with the interval of their difference.
fn beside(metrics: &[MetricDifference], heading: &str, main: Metric) -> Table {
    let row = |found: &MetricDifference| {
        let label = found.metric.label();
        let name = if found.metric == main { Text::strong(label) } else { Text::from(label) };
        let mut cells = vec![Cell::of(name)];
        cells.extend(both(found));
        cells
    };
    Table {
        caption: format!("Metrics: {heading}"),
        sortable: false,
        columns: [vec![TableColumn::words("Metric")], sides()].concat(),
        rows: metrics.iter().map(row).collect(),
    }
}

fn segments(segments: &[SegmentDifference], heading: &str) -> Option<Block> {
    let row = |segment: &SegmentDifference| {
        let mut cells = vec![
            Cell::of(Text::code(segment.column.clone()).and(format!(": {}", segment.segment))),
            Cell { sort: Some(segment.rows as f64), ..Cell::of(format::count(segment.rows)) },
        ];
        cells.extend(both(&segment.metric));
        cells
    };
    let table = Table {
        caption: format!("Segments: {heading}"),
        sortable: true,
        columns: [vec![TableColumn::words("Segment"), TableColumn::numbers("Rows")], sides()].concat(),
        rows: segments.iter().take(MOST).map(row).collect(),
    };
    let mut blocks = vec![Block::Table(table)];
    if segments.len() > MOST {
        let text = format!("The {MOST} that differ most of {}.", format::count(segments.len() as u64));
        blocks.push(Block::Paragraph(Text::from(text)));
    }
    (!segments.is_empty()).then(|| Block::Folded {
        id: None,
        summary: Text::from(segments_summary(segments)),
        badge: None,
        open: false,
        blocks,
    })
}

fn sides() -> Vec<TableColumn> {
    vec![
        TableColumn::numbers("Champion"),
        TableColumn::numbers("Challenger"),
        TableColumn::numbers("Difference"),
        TableColumn::numbers("95 % interval"),
        TableColumn::words("Which"),
    ]
}

fn both(found: &MetricDifference) -> [Cell; 5] {
    let tone = match Favours::of(found) {
        Favours::First => Tone::Warning,
        Favours::Second => Tone::Stable,
        Favours::Neither => Tone::Plain,
    };
    let interval = format!("{} to {}", format::number(found.low), format::number(found.high));
    [
        number(found.first),
        number(found.second),
        Cell {
            full: Some(format::full(found.difference)),
            sort: Some(found.difference),
            ..Cell::of(chart::signed(found.difference))
        },
        Cell::of(interval),
        Cell { badge: Some(Badge { tone, word: favours(found).to_owned() }), ..Cell::default() },
    ]
}
