//! Tables of the windows, and of every series in the newest one.

use super::kinds::badge;
use crate::chart::HeatState;
use crate::monitor::{Alert, Series, SeriesGroup, Timeline, Window};
use crate::report::WatchedPart;
use crate::report::document::{Badge, Block, Cell, Table, TableColumn, Text, Tone};
use crate::report::words::gates::capital;
use crate::report::words::kinds::DriftKind;
use crate::report::words::{format, series as values};

/// Most windows that are listed; the newest are.
const MOST: usize = 200;

/// Blocks of the section.
pub(super) fn blocks(watched: &WatchedPart<'_>, raised: &[Alert]) -> Vec<Block> {
    let timeline = watched.timeline;
    let Some(last) = timeline.windows.len().checked_sub(1) else { return Vec::new() };
    let first = timeline.windows.len().saturating_sub(MOST);
    let mut blocks = Vec::new();
    if first > 0 {
        let text = format!("The newest {MOST} of {} windows.", format::count(timeline.windows.len() as u64));
        blocks.push(Block::Paragraph(Text::from(text)));
    }
    blocks.push(Block::Table(windows(timeline, raised, first)));
    let name = timeline.windows.get(last).map_or("", |window| window.name.as_str());
    let table = series(watched, last);
    if !table.rows.is_empty() {
        blocks.push(Block::Folded {
            id: None,
            summary: Text::from(format!(
                "{} in {name}, against their thresholds",
                format::counted(table.rows.len() as u64, "series", "series")
            )),
            badge: None,
            open: false,
            blocks: vec![Block::Table(table)],
        });
    }
    blocks
}

/// The series that stands for performance: measured accuracy, else the estimate of it.
fn accuracy(timeline: &Timeline) -> Option<&Series> {
    timeline.series("accuracy").or_else(|| timeline.series("estimated_accuracy"))
}

fn windows(timeline: &Timeline, raised: &[Alert], first: usize) -> Table {
    let accuracy = accuracy(timeline);
    let mut columns = vec![
        TableColumn::words("Window"),
        TableColumn::numbers("Rows"),
        TableColumn::numbers("With label"),
        TableColumn::numbers("Columns drifted"),
    ];
    columns.extend(accuracy.map(|series| TableColumn::numbers(&capital(&series.label))));
    columns.extend(DriftKind::ALL.map(|kind| TableColumn::words(kind.label())));
    columns.push(TableColumn::numbers("Alerts raised"));
    let row = |(place, window): (usize, &Window)| {
        let Judged { drifted, judged } = Judged::in_window(timeline, place);
        let mut cells = vec![
            Cell { sort: Some(place as f64), full: values::days(window), ..Cell::of(window.name.as_str()) },
            count(window.rows),
            count(window.labelled),
            Cell { sort: Some(drifted as f64), ..Cell::of(format!("{drifted} of {judged}")) },
        ];
        cells.extend(accuracy.map(|series| {
            let value = series.points.get(place).and_then(|point| point.value);
            Cell { sort: value, ..Cell::of(values::or_dash(series.unit, value)) }
        }));
        let kinds = timeline.kinds.get(place);
        cells.extend(DriftKind::ALL.map(|kind| match kinds.map(|kinds| kind.of(kinds)) {
            Some(verdict) => Cell {
                badge: Some(badge(verdict.moved)),
                sort: Some(verdict.moved.map_or(0.0, |moved| if moved { 2.0 } else { 1.0 })),
                ..Cell::default()
            },
            None => Cell::of(values::NONE),
        }));
        cells.push(count(raised.iter().filter(|alert| alert.window == place).count() as u64));
        cells
    };
    Table {
        caption: "Windows in order".to_owned(),
        sortable: true,
        columns,
        rows: timeline.windows.iter().enumerate().skip(first).map(row).collect(),
    }
}

/// How many columns a window's verdict rests on.
struct Judged {
    drifted: usize,
    judged: usize,
}

impl Judged {
    fn in_window(timeline: &Timeline, place: usize) -> Self {
        let states = || timeline.columns.iter().filter_map(|track| track.cells.get(place)).map(HeatState::of);
        let drifted = states().filter(|state| state.is_drifted()).count();
        Self { drifted, judged: drifted + states().filter(|state| *state == HeatState::Stable).count() }
    }
}

/// Every series but those of single columns, in one window.
fn series(watched: &WatchedPart<'_>, place: usize) -> Table {
    let timeline = watched.timeline;
    let shown = timeline.series.iter().filter(|series| series.group != SeriesGroup::Columns);
    let row = |series: &Series| {
        let limits = watched.policy.limits(series);
        let value = series.points.get(place).and_then(|point| point.value);
        let outside = value.and_then(|value| values::outside(series, limits, value));
        let badge = outside.map(|outside| Badge {
            tone: if outside.is_worse { Tone::Warning } else { Tone::Plain },
            word: outside.words,
        });
        vec![
            Cell::of(capital(&series.label)),
            Cell { sort: value, ..Cell::of(values::or_dash(series.unit, value)) },
            Cell::of(values::or_dash(series.unit, series.band.map(|band| band.mean))),
            Cell::of(values::limits(series, limits)),
            Cell { badge, ..Cell::default() },
        ]
    };
    Table {
        caption: "Series in the newest window".to_owned(),
        sortable: true,
        columns: vec![
            TableColumn::words("Series"),
            TableColumn::numbers("Value"),
            TableColumn::numbers("In the reference"),
            TableColumn::numbers("Thresholds"),
            TableColumn::words("Outside"),
        ],
        rows: shown.map(row).collect(),
    }
}

fn count(rows: u64) -> Cell {
    Cell { sort: Some(rows as f64), ..Cell::of(format::count(rows)) }
}
