//! Runs side by side: what differs, which value is best, and a metric as bars.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::runs_words::{metric_label, metric_of, number};
use super::table::{CellBar, TextCell, TextColumn, TextRow, words};
use crate::app::models::bars::BarScale;
use crate::lifecycle::Run;
use crate::report::words::times;

/// What is said of the best value, and of rows whose values differ.
const BEST: &str = "★ best";
const DIFFERS: &str = "≠ differs";

/// Columns of [`compare_rows`]: what, whether it differs, one a run.
pub fn columns(runs: &[&Run]) -> Vec<TextColumn> {
    let of_run = |run: &&Run| TextColumn { label: Cow::Owned(run.name.clone()), is_number: true };
    [words("what"), words("differs")].into_iter().chain(runs.iter().map(of_run)).collect()
}

/// Begin, parameters, then metrics of all runs. A row whose values differ is set apart, and of a metric the
/// best value is marked.
pub fn compare_rows(runs: &[&Run]) -> Vec<TextRow> {
    let started = runs.iter().map(|run| Some(times::minute(run.started_ms)));
    let mut rows = vec![texts_row("started".to_owned(), started.collect())];
    let params: BTreeSet<&String> = runs.iter().flat_map(|run| run.params.keys()).collect();
    rows.extend(
        params.into_iter().map(|name| {
            texts_row(name.clone(), runs.iter().map(|run| run.params.get(name).cloned()).collect())
        }),
    );
    rows.extend(metric_names(runs).into_iter().map(|name| metric_row(&name, runs)));
    rows
}

/// Names of the metrics that any of the runs has.
pub fn metric_names(runs: &[&Run]) -> Vec<String> {
    let names: BTreeSet<&String> = runs.iter().flat_map(|run| run.metrics.keys()).collect();
    names.into_iter().cloned().collect()
}

/// Columns of [`bar_rows`].
pub fn bar_columns(metric: &str) -> Vec<TextColumn> {
    let metric = TextColumn { label: Cow::Owned(metric_label(metric)), is_number: true };
    vec![words("run"), metric]
}

/// One metric over the runs, as bars from nought with their numbers.
pub fn bar_rows(runs: &[&Run], metric: &str) -> Vec<TextRow> {
    let scale = BarScale::of(runs.iter().filter_map(|run| run.metrics.get(metric).copied()));
    let best = best(runs, metric);
    let row = |run: &&Run| {
        let value = run.metrics.get(metric).copied();
        let cell = value.map_or_else(
            || TextCell::new("–"),
            |value| {
                let tone = if best == Some(value) { "gain" } else { "" };
                let bar = CellBar { shape: scale.bar(value, value, value), tone };
                TextCell { bar: Some(bar), ..marked(value, best) }
            },
        );
        let cells = vec![TextCell::new(run.name.clone()), cell];
        TextRow { key: run.id.clone(), cells, is_marked: false }
    };
    runs.iter().map(row).collect()
}

fn texts_row(name: String, values: Vec<Option<String>>) -> TextRow {
    let differs = values.windows(2).any(|pair| pair[0] != pair[1]);
    let cells = values.into_iter().map(|value| TextCell::new(value.unwrap_or_else(|| "–".to_owned())));
    row(name.clone(), name, differs, cells)
}

fn metric_row(name: &str, runs: &[&Run]) -> TextRow {
    let values: Vec<Option<f64>> = runs.iter().map(|run| run.metrics.get(name).copied()).collect();
    let differs = values.windows(2).any(|pair| pair[0] != pair[1]);
    let best = best(runs, name).filter(|_| differs);
    let cells =
        values.into_iter().map(|value| value.map_or_else(|| TextCell::new("–"), |value| marked(value, best)));
    row(name.to_owned(), metric_label(name), differs, cells)
}

fn row(key: String, name: String, differs: bool, cells: impl Iterator<Item = TextCell>) -> TextRow {
    let head = [TextCell::new(name), TextCell::new(if differs { DIFFERS } else { "" })];
    TextRow { key, cells: head.into_iter().chain(cells).collect(), is_marked: differs }
}

fn marked(value: f64, best: Option<f64>) -> TextCell {
    let mut cell = number(value);
    if best == Some(value) {
        cell.text = format!("{BEST} {}", cell.text);
    }
    cell
}

/// The best value of a metric; `None` where it is not known which way is better, or only one run has it.
fn best(runs: &[&Run], metric: &str) -> Option<f64> {
    let (_, known) = metric_of(metric)?;
    let values = runs.iter().filter_map(|run| run.metrics.get(metric).copied());
    if values.clone().count() < 2 {
        return None;
    }
    values.reduce(if known.higher_is_better() { f64::max } else { f64::min })
}

#[cfg(test)]
mod tests {
    use super::super::registry_words::tests::run;
    use super::*;

    fn texts(row: &TextRow) -> Vec<&str> {
        row.cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    #[test]
    fn what_differs_is_set_apart_and_the_best_is_marked_the_right_way() {
        let (mut a, mut b) = (run("a", "tree", 0.75), run("b", "forest", 0.875));
        a.metrics.insert("test_log_loss".to_owned(), 0.25);
        b.metrics.insert("test_log_loss".to_owned(), 0.5);
        a.metrics.insert("rows_per_second".to_owned(), 10.0);
        b.params.insert("trees".to_owned(), "100".to_owned());
        let rows = compare_rows(&[&a, &b]);
        let of = |key: &str| rows.iter().find(|row| row.key == key).unwrap();
        assert_eq!(texts(of("algorithm")), ["algorithm", "≠ differs", "tree", "forest"]);
        assert_eq!(texts(of("trees")), ["trees", "≠ differs", "–", "100"]);
        assert!(!of("started").is_marked);
        assert_eq!(texts(of("test_roc_auc")), ["ROC AUC, test", "≠ differs", "0.75", "★ best 0.875"]);
        assert_eq!(texts(of("test_log_loss"))[2..], ["★ best 0.25", "0.5"]);
        assert_eq!(texts(of("rows_per_second"))[2..], ["10", "–"], "which way is better is not known");
        assert_eq!(columns(&[&a, &b]).len(), 4);
    }

    #[test]
    fn equal_values_are_neither_apart_nor_best() {
        let (a, b) = (run("a", "tree", 0.75), run("b", "tree", 0.75));
        let rows = compare_rows(&[&a, &b]);
        assert!(rows.iter().all(|row| !row.is_marked));
        assert!(rows.iter().all(|row| row.cells.iter().all(|cell| !cell.text.contains(BEST))));
    }

    #[test]
    fn bars_share_a_scale_from_nought() {
        let (a, b) = (run("a", "tree", 0.4), run("b", "tree", 0.8));
        let rows = bar_rows(&[&a, &b], "test_roc_auc");
        let bar = |at: usize| rows[at].cells[1].bar.as_ref().unwrap();
        assert!((bar(0).shape.width - 50.0).abs() < 1e-9 && (bar(1).shape.width - 100.0).abs() < 1e-9);
        assert_eq!((bar(0).tone, bar(1).tone), ("", "gain"));
    }
}
