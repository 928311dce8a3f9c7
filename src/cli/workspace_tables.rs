//! What `evenkeel workspace` prints for people.

use std::collections::BTreeSet;

use super::table::{clean, cut, three_digits};
use crate::data::datetime::date_of;
use crate::lifecycle::{ModelVersion, RegisteredModel, Run, RunStatus, Workspace};

/// Characters of a run's identifier that are shown; enough to tell runs apart.
const SHORT_ID: usize = 8;
/// Widest cell.
const WIDEST: usize = 48;
const DAY_MS: i64 = 86_400_000;

/// Registered models, one a line.
pub(super) fn models(there: &Workspace) -> String {
    if there.models.is_empty() {
        return "no registered models\n".to_owned();
    }
    let row = |model: &RegisteredModel| {
        let count = there.versions.keys().filter(|(name, _)| *name == model.name).count();
        let number =
            |version: Option<u32>| version.map_or_else(|| "–".to_owned(), |number| number.to_string());
        vec![
            model.name.clone(),
            number(model.champion()),
            number(model.challenger()),
            count.to_string(),
            time(model.updated_ms),
            model.description.clone(),
        ]
    };
    let rows: Vec<_> = there.models.values().map(row).collect();
    columns(&["model", "champion", "challenger", "versions", "changed", "description"], &rows)
}

/// A registered model and its versions.
pub(super) fn model(there: &Workspace, model: &RegisteredModel) -> String {
    let mut text = head(&model.name, &model.description, &model.tags);
    if !model.intended_use.is_empty() {
        text.push_str(&format!("intended use: {}\n\n", clean(&model.intended_use)));
    }
    let rows: Vec<_> = there
        .versions
        .values()
        .filter(|version| version.model == model.name)
        .map(|version| {
            vec![
                version.version.to_string(),
                aliases(model, version.version),
                version.status.id().to_owned(),
                time(version.created_ms),
                short(&version.run),
                version.description.clone(),
            ]
        })
        .collect();
    text.push_str(&columns(&["version", "aliases", "gate", "made", "run", "description"], &rows));
    text
}

/// One version with its run.
pub(super) fn version(there: &Workspace, version: &ModelVersion) -> String {
    let name = format!("{} version {}", version.model, version.version);
    let mut text = head(&name, &version.description, &version.tags);
    let held = there.models.get(&version.model).map(|model| aliases(model, version.version));
    let mut rows = vec![
        vec!["aliases".to_owned(), held.unwrap_or_default()],
        vec!["gate".to_owned(), version.status.id().to_owned()],
        vec!["made".to_owned(), time(version.created_ms)],
        vec!["file".to_owned(), format!("{}, {} bytes", version.file.path, version.file.bytes)],
        vec!["sha-256".to_owned(), version.file.digest.clone()],
        vec!["run".to_owned(), version.run.clone()],
    ];
    if let Some(run) = there.runs.get(&version.run) {
        rows.extend(run.params.iter().map(|(name, value)| vec![name.clone(), value.clone()]));
        rows.extend(run.metrics.iter().map(|(name, value)| vec![name.clone(), three_digits(*value)]));
        rows.extend(run.gate.iter().map(|gate| vec!["evidence".to_owned(), gate.headline.clone()]));
    }
    text.push_str(&aligned(&rows));
    text
}

/// Runs in the order given, with a metric where one is sorted by.
pub(super) fn runs(runs: &[&Run], metric: Option<&str>) -> String {
    if runs.is_empty() {
        return "no runs\n".to_owned();
    }
    let rows: Vec<_> = runs
        .iter()
        .map(|run| {
            let status = if run.status == RunStatus::Failed { "failed" } else { "finished" };
            let mut row = vec![
                short(&run.id),
                run.name.clone(),
                run.kind.id().to_owned(),
                status.to_owned(),
                time(run.started_ms),
                format!("{:.1} s", (run.ended_ms - run.started_ms) as f64 / 1_000.0),
            ];
            row.extend(metric.map(|metric| value(run, metric)));
            row
        })
        .collect();
    let mut titles = vec!["run", "name", "kind", "status", "begun", "took"];
    titles.extend(metric);
    columns(&titles, &rows)
}

/// Runs side by side: parameters that differ, and metrics.
pub(super) fn compared(runs: &[&Run]) -> String {
    let mut rows = vec![
        row("name", runs, |run| run.name.clone()),
        row("kind", runs, |run| run.kind.id().to_owned()),
        row("begun", runs, |run| time(run.started_ms)),
        row("seed", runs, |run| run.seed.to_string()),
    ];
    let params: BTreeSet<&String> = runs.iter().flat_map(|run| run.params.keys()).collect();
    for name in params {
        let cells = row(name, runs, |run| run.params.get(name).cloned().unwrap_or_else(|| "–".to_owned()));
        if cells.iter().skip(2).any(|cell| Some(cell) != cells.get(1)) {
            rows.push(cells);
        }
    }
    let metrics: BTreeSet<&String> = runs.iter().flat_map(|run| run.metrics.keys()).collect();
    for name in metrics {
        rows.push(row(name, runs, |run| value(run, name)));
    }
    let ids: Vec<String> = runs.iter().map(|run| short(&run.id)).collect();
    let titles: Vec<&str> = [""].into_iter().chain(ids.iter().map(String::as_str)).collect();
    columns(&titles, &rows)
}

/// Decisions, the first first.
pub(super) fn decisions(there: &Workspace) -> String {
    if there.decisions.is_empty() {
        return "no decisions\n".to_owned();
    }
    let rows: Vec<_> = there
        .decisions
        .iter()
        .map(|decision| {
            vec![
                decision.number.to_string(),
                time(decision.time_ms),
                decision.model.clone(),
                decision.outcome.id().to_owned(),
                decision.run.as_deref().map(short).unwrap_or_default(),
                decision.headline.clone(),
            ]
        })
        .collect();
    wide(&["number", "time", "model", "outcome", "run", "why"], &rows)
}

/// The audit log, the first first.
pub(super) fn audit(there: &Workspace) -> String {
    if there.audit.is_empty() {
        return "nothing was done yet\n".to_owned();
    }
    let rows: Vec<_> = there
        .audit
        .iter()
        .map(|entry| {
            vec![entry.number.to_string(), time(entry.time_ms), entry.actor.clone(), entry.words.clone()]
        })
        .collect();
    wide(&["number", "time", "who", "what"], &rows)
}

fn row(name: &str, runs: &[&Run], cell: impl Fn(&Run) -> String) -> Vec<String> {
    [name.to_owned()].into_iter().chain(runs.iter().map(|run| cell(run))).collect()
}

fn value(run: &Run, metric: &str) -> String {
    run.metrics.get(metric).map_or_else(|| "–".to_owned(), |value| three_digits(*value))
}

fn head(name: &str, description: &str, tags: &std::collections::BTreeMap<String, String>) -> String {
    let mut text = format!("{}\n", clean(name));
    if !description.is_empty() {
        text.push_str(&format!("{}\n", clean(description)));
    }
    for (key, value) in tags {
        text.push_str(&format!("{} = {}\n", clean(key), clean(value)));
    }
    text.push('\n');
    text
}

fn aliases(model: &RegisteredModel, version: u32) -> String {
    let held = model.aliases.iter().filter(|(_, named)| **named == version);
    held.map(|(alias, _)| alias.as_str()).collect::<Vec<_>>().join(", ")
}

fn short(id: &str) -> String {
    id.chars().take(SHORT_ID).collect()
}

/// `2026-11-21 23:08`, in UTC.
pub(super) fn time(time_ms: i64) -> String {
    let (year, month, day) = date_of(time_ms.div_euclid(DAY_MS));
    let minutes = time_ms.rem_euclid(DAY_MS) / 60_000;
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", minutes / 60, minutes % 60)
}

/// A table whose cells are cut where they are wide.
pub(super) fn columns(titles: &[&str], rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| cut(cell, WIDEST)).collect()).collect();
    wide(titles, &rows)
}

/// A table with a head.
fn wide(titles: &[&str], rows: &[Vec<String>]) -> String {
    let titles = titles.iter().map(|title| (*title).to_owned()).collect();
    let all: Vec<Vec<String>> = [titles].into_iter().chain(rows.iter().cloned()).collect();
    aligned(&all)
}

/// Cells under each other, two blanks between them.
pub(super) fn aligned(rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| clean(cell)).collect()).collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..count).map(|at| width(at).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}
