//! The drift table: one row a column, the worst verdict first.

use super::verdict::tone_of;
use crate::drift::{CheckReport, ColumnReport, Correction, Severity};
use crate::report::document::{Badge, Block, Cell, Drawing, Table, TableColumn, Text, Tone};
use crate::report::words::{format, labels, verdict_words};

/// The anchor of a column's part; `position` is that in the report, so that no name gets into it.
pub(super) fn anchor(position: usize) -> String {
    format!("column-{}", position + 1)
}

/// What the table shows.
pub(super) fn sentence(report: &CheckReport) -> Block {
    if report.columns.is_empty() {
        return Block::Paragraph(Text::from("Neither side has a column."));
    }
    let adjusted = match report.policy.correction() {
        Correction::None => "",
        _ => " The adjusted p, where there is one, is what was held against the line.",
    };
    Block::Paragraph(Text::from(format!(
        "The worst verdict first. The small drawings show the reference filled and current as a line, on the same \
         bins. Effect is how far a column moved: σ is the Wasserstein distance in standard deviations of the \
         reference, TV the share of rows that changed their category.{adjusted}"
    )))
}

/// The table.
pub(super) fn table(report: &CheckReport, order: &[usize]) -> Table {
    let adjusted = report.policy.correction() != Correction::None;
    let mut columns = vec![
        TableColumn::words("Column"),
        TableColumn::words("Shape"),
        TableColumn::words("Kind"),
        TableColumn::numbers("Effect"),
        TableColumn::words("Method"),
        TableColumn::numbers("Score"),
    ];
    if adjusted {
        columns.push(TableColumn::numbers("Adjusted"));
    }
    columns.extend([
        TableColumn::numbers("Line"),
        TableColumn::words("Verdict"),
        TableColumn::numbers("Findings"),
    ]);
    let rows = order
        .iter()
        .enumerate()
        .filter_map(|(rank, at)| Some(row(report.columns.get(*at)?, anchor(*at), rank, adjusted)));
    Table { caption: "Drift of every column".to_owned(), sortable: true, columns, rows: rows.collect() }
}

/// A column's verdict as a word with a tone.
pub(super) fn badge(column: &ColumnReport) -> Badge {
    let word = verdict_words::of_column(column.verdict.as_ref()).to_owned();
    let tone = verdict_words::severity_of_column(column).map_or(Tone::Plain, tone_of);
    Badge { tone, word }
}

fn row(column: &ColumnReport, anchor: String, rank: usize, adjusted: bool) -> Vec<Cell> {
    let verdict = column.verdict.as_ref();
    let mut cells = vec![
        Cell::of(Text::link(anchor, column.name.clone())),
        Cell {
            drawing: Drawing::sparkline(&column.sparkline, !labels::is_numeric(column.kind)),
            ..Cell::default()
        },
        Cell::of(labels::kind(column.kind)),
        column.effect.map_or_else(Cell::default, |effect| {
            let unit = format::effect_unit(column.kind);
            number(format!("{}\u{a0}{unit}", format::number(effect.size)), effect.size)
        }),
        verdict.map_or_else(Cell::default, |verdict| Cell::of(labels::method(verdict.method))),
        verdict.map_or_else(Cell::default, |verdict| {
            number(format::score(verdict.score, verdict.score_is_p), verdict.score)
        }),
    ];
    if adjusted {
        let p = verdict.and_then(|verdict| verdict.p_adjusted);
        cells.push(p.map_or_else(Cell::default, |p| number(format::p_value(p), p)));
    }
    let line = verdict.map_or_else(Cell::default, |verdict| Cell {
        text: Text::from(format::threshold_short(verdict.threshold, verdict.score_is_p)),
        sort: sorted_by(verdict.threshold),
        ..Cell::default()
    });
    let worst = column.findings.iter().map(|finding| finding.severity).max();
    let findings = match column.findings.len() {
        0 => Cell { sort: Some(0.0), ..Cell::default() },
        many => Cell {
            text: Text::from(many.to_string()),
            sort: Some(many as f64),
            badge: worst.filter(|worst| *worst > Severity::None).map(|worst| Badge {
                tone: tone_of(worst),
                word: labels::finding_severity(worst).to_owned(),
            }),
            ..Cell::default()
        },
    };
    cells.extend([
        line,
        Cell { badge: Some(badge(column)), sort: Some(rank as f64), ..Cell::default() },
        findings,
    ]);
    cells
}

/// A number, sorted and shown in full by its value.
fn number(text: String, value: f64) -> Cell {
    Cell {
        text: Text::from(text),
        sort: sorted_by(value),
        full: Some(format::full(value)),
        ..Cell::default()
    }
}

/// Six digits are enough to sort by.
fn sorted_by(value: f64) -> Option<f64> {
    format!("{value:.5e}").parse().ok()
}
