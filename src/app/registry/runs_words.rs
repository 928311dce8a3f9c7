//! Runs as rows: searched, sorted, in detail.

use std::cmp::Ordering;

use super::table::{TextCell, TextColumn, TextRow, numbers, words};
use crate::app::format;
use crate::lifecycle::{Run, RunKind, RunStatus, Workspace};
use crate::model::Algorithm;
use crate::model::metrics::Metric;
use crate::report::words::times;

/// Columns of [`run_rows`]; each can be sorted by.
pub const RUNS: [TextColumn; 8] = [
    words("run"),
    words("kind"),
    words("status"),
    words("algorithm"),
    numbers("ROC AUC, test"),
    numbers("log loss, test"),
    words("started"),
    numbers("duration"),
];
/// The column that runs are sorted by at first: the newest first.
pub const STARTED: usize = 6;
/// Columns of [`pair_rows`] of parameters.
pub const PARAMS: [TextColumn; 2] = [words("parameter"), words("value")];
/// Columns of [`metric_rows`].
pub const METRICS: [TextColumn; 2] = [words("metric"), numbers("value")];
/// Columns of [`data_rows`].
pub const DATA: [TextColumn; 5] =
    [words("data"), words("role"), numbers("rows"), numbers("columns"), words("SHA-256 of the cells")];
/// Columns of [`artifact_rows`].
pub const ARTIFACTS: [TextColumn; 3] = [words("artifact"), numbers("size"), words("SHA-256")];

/// What a run is sorted by.
enum Key {
    Text(String),
    Number(Option<f64>),
}

/// The runs that hold every word of `query` in name, identifier, kind, algorithm, tags or parameters, sorted
/// by a column. What has no value comes last either way.
pub fn run_rows(workspace: &Workspace, query: &str, by: usize, falls: bool) -> Vec<TextRow> {
    let wanted: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(Key, &Run)> = workspace
        .runs
        .values()
        .filter(|run| {
            let text = search_text(run);
            wanted.iter().all(|word| text.contains(word))
        })
        .map(|run| (key(run, by), run))
        .collect();
    found.sort_by(|a, b| order(&a.0, &b.0, falls).then_with(|| b.1.started_ms.cmp(&a.1.started_ms)));
    found.into_iter().map(|(_, run)| run_row(run)).collect()
}

fn order(a: &Key, b: &Key, falls: bool) -> Ordering {
    let turned = |order: Ordering| if falls { order.reverse() } else { order };
    match (a, b) {
        (Key::Text(a), Key::Text(b)) => turned(a.cmp(b)),
        (Key::Number(Some(a)), Key::Number(Some(b))) => turned(a.total_cmp(b)),
        (Key::Number(a), Key::Number(b)) => b.is_some().cmp(&a.is_some()),
        _ => Ordering::Equal,
    }
}

fn key(run: &Run, by: usize) -> Key {
    match by {
        0 => Key::Text(run.name.to_lowercase()),
        1 => Key::Text(kind(run.kind).to_owned()),
        2 => Key::Text(status(run).to_owned()),
        3 => Key::Text(algorithm(run)),
        4 => Key::Number(run.metrics.get("test_roc_auc").copied()),
        5 => Key::Number(run.metrics.get("test_log_loss").copied()),
        STARTED => Key::Number(Some(run.started_ms as f64)),
        _ => Key::Number(Some(run.ended_ms.saturating_sub(run.started_ms) as f64)),
    }
}

fn run_row(run: &Run) -> TextRow {
    let metric =
        |name: &str| run.metrics.get(name).map_or_else(|| TextCell::new("–"), |value| number(*value));
    TextRow {
        key: run.id.clone(),
        cells: vec![
            TextCell::new(run.name.clone()),
            TextCell::new(kind(run.kind)),
            TextCell::new(status(run)),
            TextCell::new(algorithm(run)),
            metric("test_roc_auc"),
            metric("test_log_loss"),
            TextCell::new(times::minute(run.started_ms)),
            TextCell::new(times::took(run.started_ms, run.ended_ms)),
        ],
        is_marked: false,
    }
}

fn search_text(run: &Run) -> String {
    let mut text = format!("{} {} {} {}", run.name, run.id, kind(run.kind), algorithm(run));
    for (name, value) in run.tags.iter().chain(&run.params) {
        text.push_str(&format!(" {name}={value}"));
    }
    text.to_lowercase()
}

/// The algorithm of a run in words; a dash where none is told.
pub fn algorithm(run: &Run) -> String {
    let told = run.params.get("algorithm").map_or("–", String::as_str);
    told.parse::<Algorithm>().map_or_else(|_| told.to_owned(), |algorithm| algorithm.label().to_owned())
}

/// What a run did, in words.
pub fn kind(kind: RunKind) -> &'static str {
    match kind {
        RunKind::Training => "training by hand",
        RunKind::Retraining => "retraining",
        RunKind::Online => "online learning",
        RunKind::Import => "import",
    }
}

/// How a run ended, as mark and word.
pub fn status(run: &Run) -> &'static str {
    match run.status {
        RunStatus::Finished => "✓ finished",
        RunStatus::Failed => "✕ failed",
    }
}

/// What a metric's name says: `test_roc_auc` is `ROC AUC, test`; a name that is not ours stays.
pub fn metric_label(name: &str) -> String {
    match metric_of(name) {
        Some(("", metric)) => metric.label().to_owned(),
        Some((part, metric)) => format!("{}, {}", metric.label(), part.replace('_', " ")),
        None => name.to_owned(),
    }
}

/// The metric that a name ends with, and what stands before it; the longest name counts, since `accuracy`
/// ends `balanced_accuracy` too.
pub fn metric_of(name: &str) -> Option<(&str, Metric)> {
    Metric::ALL
        .into_iter()
        .filter_map(|metric| {
            let before = name.strip_suffix(metric.id())?;
            let part = before.strip_suffix('_').or_else(|| before.is_empty().then_some(""))?;
            Some((part, metric))
        })
        .max_by_key(|(_, metric)| metric.id().len())
}

/// Names and values, such as parameters.
pub fn pair_rows<'a>(pairs: impl IntoIterator<Item = (&'a String, &'a String)>) -> Vec<TextRow> {
    pairs.into_iter().map(|(name, value)| TextRow::new(name.clone(), [name.clone(), value.clone()])).collect()
}

/// The metrics of a run.
pub fn metric_rows(run: &Run) -> Vec<TextRow> {
    let row = |(name, value): (&String, &f64)| TextRow {
        key: name.clone(),
        cells: vec![TextCell::with_full(metric_label(name), name.clone()), number(*value)],
        is_marked: false,
    };
    run.metrics.iter().map(row).collect()
}

/// The data of a run.
pub fn data_rows(run: &Run) -> Vec<TextRow> {
    let row = |data: &crate::lifecycle::DataUsed| TextRow {
        key: data.digest.clone(),
        cells: vec![
            TextCell::new(data.name.clone()),
            TextCell::new(data.role.clone()),
            TextCell::new(format::count(data.rows)),
            TextCell::with_full(format::count(data.columns.len() as u64), data.columns.join(", ")),
            digest(&data.digest),
        ],
        is_marked: false,
    };
    run.data.iter().map(row).collect()
}

/// The files that a run made.
pub fn artifact_rows(run: &Run) -> Vec<TextRow> {
    let row = |artifact: &crate::lifecycle::Artifact| TextRow {
        key: artifact.path.clone(),
        cells: vec![
            TextCell::new(artifact.path.clone()),
            TextCell::new(format::bytes(artifact.bytes)),
            digest(&artifact.digest),
        ],
        is_marked: false,
    };
    run.artifacts.iter().map(row).collect()
}

/// What is lost with a run.
pub fn run_lost(run: &Run) -> String {
    format!(
        "{} is lost with its parameters, metrics, tags and {}. The audit log keeps that it was there.",
        run.name,
        format::counted(run.artifacts.len() as u64, "artifact", "artifacts")
    )
}

/// A number with all its digits on hover.
pub fn number(value: f64) -> TextCell {
    TextCell::with_full(format::number(value), format::full(value))
}

fn digest(digest: &str) -> TextCell {
    const SHOWN: usize = 12;
    match digest.get(..SHOWN) {
        Some(begin) => TextCell::with_full(format!("{begin}…"), digest),
        None => TextCell::new("not known"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::registry_words::tests::{run, workspace};
    use super::*;

    fn names(workspace: &Workspace, query: &str, by: usize, falls: bool) -> Vec<String> {
        run_rows(workspace, query, by, falls).into_iter().map(|row| row.key).collect()
    }

    #[test]
    fn every_column_sorts_both_ways_and_what_is_missing_comes_last() {
        let mut workspace = workspace();
        let mut none = run("d", "forest", 0.0);
        none.metrics.clear();
        none.started_ms = 10;
        workspace.runs.insert("d".to_owned(), none);
        assert_eq!(names(&workspace, "", 4, true), ["c", "b", "a", "d"]);
        assert_eq!(names(&workspace, "", 4, false), ["a", "b", "c", "d"]);
        assert_eq!(names(&workspace, "", STARTED, true)[0], "d");
        assert_eq!(names(&workspace, "", 3, false)[3], "d", "random forest after decision tree");
        for by in 0..RUNS.len() {
            assert_eq!(names(&workspace, "", by, false).len(), 4);
        }
    }

    #[test]
    fn all_words_of_a_search_are_found_in_names_tags_and_parameters() {
        let mut workspace = workspace();
        let tagged = workspace.runs.get_mut("b").unwrap();
        tagged.tags.insert("team".to_owned(), "Risk".to_owned());
        assert_eq!(names(&workspace, "team=risk", 0, false), ["b"]);
        assert_eq!(names(&workspace, "decision RISK", 0, false), ["b"]);
        assert_eq!(names(&workspace, "algorithm=tree", 0, false).len(), 3);
        assert!(names(&workspace, "risk forest", 0, false).is_empty());
    }

    #[test]
    fn names_of_metrics_are_read_from_their_end() {
        assert_eq!(metric_label("test_roc_auc"), "ROC AUC, test");
        assert_eq!(metric_label("test_balanced_accuracy"), "Balanced accuracy, test");
        assert_eq!(metric_label("champion_test_log_loss"), "Log loss, champion test");
        assert_eq!(metric_label("accuracy"), "Accuracy");
        assert_eq!(metric_label("inaccuracy"), "inaccuracy");
    }

    #[test]
    fn a_digest_is_cut_and_whole_on_hover() {
        let cell = digest(&"ab".repeat(32));
        assert_eq!((cell.text.as_str(), cell.full.len()), ("abababababab…", 64));
        assert_eq!(digest("").text, "not known");
    }
}
