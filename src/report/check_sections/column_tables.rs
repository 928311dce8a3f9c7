//! The tables of one column: where it moved, tests, quantiles, both sides.

use crate::drift::{ColumnDetail, ColumnReport, Contribution, Method, Policy, QuantileRow, TestResult};
use crate::report::document::{Badge, Block, Cell, Table, TableColumn, Text, Tone};
use crate::report::words::detail_words::{quantile_figures, summary_rows};
use crate::report::words::test_lines::{Says, TestLine, test_lines};
use crate::report::words::{format, where_words};

/// Ranges or categories that are listed of a column.
const LISTED: usize = 5;

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
        caption: "Where it moved".to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Values"),
            TableColumn::numbers("Reference"),
            TableColumn::numbers("Current"),
            TableColumn::numbers("Part of the drift"),
        ],
        rows: parts.iter().take(LISTED).map(row).collect(),
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

/// Counts, moments and quantiles of both sides; `quantiles` may be empty.
pub(super) fn numbers(column: &ColumnReport, quantiles: &[QuantileRow]) -> Block {
    let sides = summary_rows(column.reference.as_ref(), column.current.as_ref());
    // Quantiles begin and end with the minimum and the maximum.
    let is_said = |name: &str| quantiles.is_empty() || !(name == "minimum" || name == "maximum");
    let sides = sides.iter().filter(|row| is_said(row.name)).map(|row| {
        vec![Cell::of(row.name), Cell::of(row.reference.text.as_str()), Cell::of(row.current.text.as_str())]
    });
    let figures = quantile_figures(quantiles);
    let quantiles = figures.iter().map(|row| {
        let figures = row.figures.iter().map(|figure| Cell::of(trimmed(&figure.text)));
        std::iter::once(Cell::of(quantile_name(&row.name))).chain(figures).collect()
    });
    let mut columns = vec![
        TableColumn::words("In numbers"),
        TableColumn::numbers("Reference"),
        TableColumn::numbers("Current"),
    ];
    columns.extend((!figures.is_empty()).then(|| TableColumn::numbers("Difference")));
    Block::Table(Table {
        caption: "Both sides".to_owned(),
        sortable: false,
        columns,
        rows: sides.chain(quantiles).collect(),
    })
}

/// A share of the rows is named as such beside means and counts.
fn quantile_name(name: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("{name} quantile") } else { name.to_owned() }
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
        Cell::of(trimmed(&line.effect.text)),
        Cell::of(trimmed(&line.line)),
        says,
    ]
}

/// Without the blanks that stand for digits, which only a page with fixed columns needs; nothing for a dash.
fn trimmed(text: &str) -> &str {
    if text == "–" { "" } else { text.trim_end_matches(['\u{2007}', '\u{2008}']) }
}
