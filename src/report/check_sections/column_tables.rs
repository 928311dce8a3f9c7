//! The tables of one column: where it moved, tests, quantiles, both sides.

use crate::drift::{ColumnDetail, ColumnReport, Contribution, Method, Policy, QuantileRow, TestResult};
use crate::report::document::{Badge, Block, Cell, Table, TableColumn, Text, Tone};
use crate::report::words::detail_words::{quantile_figures, summary_rows};
use crate::report::words::test_lines::{Says, TestLine, test_lines};
use crate::report::words::{format, where_words};

/// The ranges or categories that contribute most, where any does.
pub(super) fn contributions(parts: &[Contribution]) -> Option<Block> {
    let row = |part: &Contribution| {
        vec![
            Cell::of(where_words::pick(&part.pick)),
            Cell::of(format::share(part.reference_share)),
            Cell::of(format::share(part.current_share)),
            Cell::of(format::share(part.part)),
        ]
    };
    let table = Table {
        caption: "Where it moved: parts of the squared Jensen-Shannon distance".to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Where it moved"),
            TableColumn::numbers("Reference"),
            TableColumn::numbers("Current"),
            TableColumn::numbers("Part of the drift"),
        ],
        rows: parts.iter().map(row).collect(),
    };
    (!parts.is_empty()).then_some(Block::Table(table))
}

/// Every test, with the line that it would have if it judged the column.
pub(super) fn tests(column: &ColumnReport, detail: Option<&ColumnDetail>, policy: &Policy) -> Option<Block> {
    let costly: Vec<(Method, TestResult)> = detail
        .map(|detail| detail.costly.iter().map(|(method, result)| (*method, *result)).collect())
        .unwrap_or_default();
    let lines = test_lines(column, &costly, policy);
    let table = Table {
        caption: "Tests, each by itself".to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Test"),
            TableColumn::numbers("Statistic"),
            TableColumn::numbers("p"),
            TableColumn::numbers("Effect"),
            TableColumn::words("Drift if"),
            TableColumn::words("Says"),
        ],
        rows: lines.iter().map(test_row).collect(),
    };
    (!lines.is_empty()).then_some(Block::Table(table))
}

/// Quantiles of both sides, where there are any.
pub(super) fn quantiles(rows: &[QuantileRow]) -> Option<Block> {
    let figures = quantile_figures(rows);
    let row = |row: &crate::report::words::detail_words::QuantileFigures| {
        let mut cells = vec![Cell::of(row.name.as_str())];
        cells.extend(row.figures.iter().map(|figure| Cell::of(trimmed(&figure.text))));
        cells
    };
    let table = Table {
        caption: "Quantiles".to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Quantile"),
            TableColumn::numbers("Reference"),
            TableColumn::numbers("Current"),
            TableColumn::numbers("Difference"),
        ],
        rows: figures.iter().map(row).collect(),
    };
    (!figures.is_empty()).then_some(Block::Table(table))
}

/// Counts and moments of both sides.
pub(super) fn both_sides(column: &ColumnReport) -> Block {
    let rows = summary_rows(column.reference.as_ref(), column.current.as_ref());
    Block::Table(Table {
        caption: "Both sides".to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Cells"),
            TableColumn::numbers("Reference"),
            TableColumn::numbers("Current"),
        ],
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    Cell::of(row.name),
                    Cell::of(row.reference.text.as_str()),
                    Cell::of(row.current.text.as_str()),
                ]
            })
            .collect(),
    })
}

fn test_row(line: &TestLine) -> Vec<Cell> {
    let name = if line.is_judge { Text::strong(line.full_name) } else { Text::from(line.full_name) };
    let says = match (line.is_judge, line.says) {
        // What gave the verdict stands out.
        (true, says) => {
            let tone = if says == Says::Drift { Tone::Warning } else { Tone::Stable };
            Cell { badge: Some(Badge { tone, word: says.word().to_owned() }), ..Cell::default() }
        }
        (false, says) => Cell::of(says.word()),
    };
    let [statistic, p] = &line.figures;
    vec![
        Cell::of(name),
        Cell::of(trimmed(&statistic.text)),
        Cell::of(trimmed(&p.text)),
        Cell::of(line.effect.text.as_str()),
        Cell::of(line.line.as_str()),
        says,
    ]
}

/// Without the blanks that stand for digits, which only a page with fixed columns needs.
fn trimmed(text: &str) -> &str {
    text.trim_end_matches(['\u{2007}', '\u{2008}'])
}
