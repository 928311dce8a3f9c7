//! An evaluation as tables and drawings of a document: metrics with intervals, confusion, classes, curves.

use super::document::{Block, Cell, Figure, Table, TableColumn, Text};
use super::words::evaluations::{areas, metric_rows};
use super::words::format;
use crate::chart::{Chart, ModelCurve};
use crate::model::evaluation::{Curves, Evaluation};

/// Width of a curve, in CSS pixels.
const CURVE_WIDTH: u32 = 340;
/// More classes than this, and the confusion matrix is left out: its table would be as wide.
const MOST_CONFUSED: usize = 12;
/// Most classes whose curves are drawn.
const MOST_DRAWN: usize = 3;

/// A number in three digits, with all of them on hover.
pub(super) fn number(value: f64) -> Cell {
    Cell { full: Some(format::full(value)), sort: Some(value), ..Cell::of(format::number(value)) }
}

/// The same; a dash where there is none.
pub(super) fn number_or_dash(value: Option<f64>) -> Cell {
    value.map_or_else(|| Cell::of("–"), number)
}

/// The metrics that are defined, with their bootstrap intervals.
pub(super) fn metrics_table(evaluation: &Evaluation, caption: String) -> Table {
    let row = |row: crate::report::words::evaluations::MetricRow| {
        vec![
            Cell::of(row.name),
            Cell { full: Some(row.full), ..Cell::of(row.value) },
            Cell::of(row.interval),
            Cell::of(row.better),
        ]
    };
    Table {
        caption,
        sortable: false,
        columns: vec![
            TableColumn::words("Metric"),
            TableColumn::numbers("Value"),
            TableColumn::numbers("95 % interval"),
            TableColumn::words("Better"),
        ],
        rows: metric_rows(evaluation).into_iter().map(row).collect(),
    }
}

/// Rows by true and predicted class; `None` without rows, or where it would be too wide.
pub(super) fn confusion_table(evaluation: &Evaluation, caption: String) -> Option<Table> {
    let metrics = &evaluation.metrics;
    if metrics.labels.is_empty() || metrics.labels.len() > MOST_CONFUSED {
        return None;
    }
    let mut columns = vec![TableColumn::words("True class")];
    columns.extend(metrics.labels.iter().map(|label| TableColumn::numbers(&format!("predicted {label}"))));
    let row = |(label, counts): (&String, &Vec<u64>)| {
        let rows: u64 = counts.iter().sum();
        let cell = |&count: &u64| Cell {
            full: Some(format!("{} of the class’s rows", format::share_of(count, rows))),
            sort: Some(count as f64),
            ..Cell::of(format::count(count))
        };
        let mut cells = vec![Cell::of(Text::code(label.clone()))];
        cells.extend(counts.iter().map(cell));
        cells
    };
    let rows = metrics.labels.iter().zip(&metrics.confusion_matrix).map(row).collect();
    Some(Table { caption, sortable: false, columns, rows })
}

/// Precision, recall and F1 of each class.
pub(super) fn class_table(evaluation: &Evaluation, caption: String) -> Table {
    let rows = evaluation.metrics.per_class.iter().map(|class| {
        vec![
            Cell::of(Text::code(class.label.clone())),
            Cell { sort: Some(class.support as f64), ..Cell::of(format::count(class.support)) },
            number(class.precision),
            number(class.recall),
            number(class.f1),
        ]
    });
    Table {
        caption,
        sortable: true,
        columns: vec![
            TableColumn::words("Class"),
            TableColumn::numbers("Rows"),
            TableColumn::numbers("Precision"),
            TableColumn::numbers("Recall"),
            TableColumn::numbers("F1"),
        ],
        rows: rows.collect(),
    }
}

/// ROC, precision-recall and calibration curve of the positive class, or of each of a few classes; none
/// without probabilities. `who` stands before the name of each, and may be empty.
pub(super) fn curves(who: &str, evaluation: &Evaluation) -> Vec<Block> {
    let drawn = evaluation.curves.iter().take(MOST_DRAWN);
    drawn.flat_map(|curves| of_class(who, evaluation, curves)).map(Block::Figure).collect()
}

/// ROC and calibration curve, to be held against those of another model.
pub(super) fn short_curves(who: &str, evaluation: &Evaluation) -> Vec<Block> {
    // Of two classes there is one set of curves, of more the first class's stands for all.
    let first = evaluation.curves.first();
    let all = first.map(|curves| of_class(who, evaluation, curves)).unwrap_or_default();
    let mut kept = all.into_iter().collect::<Vec<_>>();
    if kept.len() == 3 {
        kept.remove(1);
    }
    kept.into_iter().map(Block::Figure).collect()
}

fn of_class(who: &str, evaluation: &Evaluation, curves: &Curves) -> Vec<Figure> {
    let areas = areas(evaluation, &curves.class);
    let charts = [
        ModelCurve::roc(curves, areas.roc_auc),
        ModelCurve::precision_recall(curves, areas.average_precision),
        ModelCurve::calibration(curves),
    ];
    let named = |curve: ModelCurve| {
        let figure = Figure::of_chart(&Chart::Model(curve), CURVE_WIDTH);
        let before = if who.is_empty() { String::new() } else { format!("{who}: ") };
        let name = format!("{before}{} of {}", figure.name, curves.class);
        figure.named(name)
    };
    charts.into_iter().map(named).collect()
}
