//! What `evenkeel workspace` says of kept reports.

use std::fs;
use std::path::Path;

use super::table::{clean, three_digits};
use super::workspace_args::CompareReportsArgs;
use super::workspace_tables::{aligned, columns, time};
use super::{CliError, Outcome, output, workspace_json};
use crate::data::DataError;
use crate::lifecycle::{KeptReport, Workspace};
use crate::report::document::{html, markdown};
use crate::report::{
    ChangeKind, CheckComparison, ColumnChange, ColumnState, comparison_document, comparison_json,
};

const NOTHING: &str = "–";

/// The kept reports, one a line; of one registered model where it is named.
pub(super) fn list(there: &Workspace, model: Option<&str>, json: bool) -> String {
    let wanted = |report: &&KeptReport| model.is_none() || report.model.as_deref() == model;
    let reports: Vec<&KeptReport> = there.reports.iter().filter(wanted).collect();
    if json {
        return workspace_json::reports(&reports);
    }
    if reports.is_empty() {
        return "no kept reports\n".to_owned();
    }
    let row = |report: &&KeptReport| {
        vec![
            report.number.to_string(),
            time(report.time_ms),
            report.name.clone(),
            report.model.clone().unwrap_or_else(|| NOTHING.to_owned()),
            report.reference.name.clone(),
            report.current.name.clone(),
            drifted(report),
            report.dataset.severity.id().to_owned(),
        ]
    };
    let rows: Vec<_> = reports.iter().map(row).collect();
    columns(&["report", "made", "name", "model", "reference", "current", "drifted", "severity"], &rows)
}

/// One kept report.
pub(super) fn one(report: &KeptReport) -> String {
    let data = |data: &crate::drift::DatasetSummary| {
        format!("{}, {} rows, {} columns", data.name, data.rows, data.columns)
    };
    let mut rows = vec![
        ["report", &report.number.to_string()].map(str::to_owned).to_vec(),
        vec!["name".to_owned(), report.name.clone()],
        vec!["made".to_owned(), time(report.time_ms)],
        vec!["model".to_owned(), report.model.clone().unwrap_or_else(|| NOTHING.to_owned())],
        vec!["reference".to_owned(), data(&report.reference)],
        vec!["current".to_owned(), data(&report.current)],
        vec!["preset".to_owned(), report.preset.clone()],
        vec!["severity".to_owned(), report.dataset.severity.id().to_owned()],
        vec!["drifted".to_owned(), drifted(report)],
        vec!["sha-256".to_owned(), report.file.digest.clone()],
    ];
    rows.extend(report.drifted.iter().map(|column| vec![String::new(), column.clone()]));
    aligned(&rows)
}

/// Writes a comparison where it is asked for, or prints it.
///
/// # Errors
///
/// [`CliError::Option`] where several outputs go to stdout, [`CliError::Write`].
pub(super) fn compared(args: &CompareReportsArgs, comparison: &CheckComparison) -> Result<Outcome, CliError> {
    let outputs = [("--json", &args.json), ("--markdown", &args.markdown), ("--html", &args.html)];
    let mut to_stdout =
        outputs.iter().filter(|(_, path)| path.as_deref() == Some(Path::new("-"))).map(|(option, _)| *option);
    let (first, second) = (to_stdout.next(), to_stdout.next());
    if let (Some(first), Some(second)) = (first, second) {
        let reason = format!("only one of {first} and {second} can go to stdout");
        return Err(CliError::Option { option: second, reason });
    }
    if let Some(path) = &args.json {
        output::write(path, &comparison_json(comparison))?;
    }
    if let Some(path) = &args.markdown {
        output::write(path, &markdown(&comparison_document(comparison)))?;
    }
    if let Some(path) = &args.html {
        output::write(path, &html(&comparison_document(comparison)))?;
    }
    if first.is_none() {
        output::print(&since(comparison)).map_err(output::stdout_failed)?;
    }
    let has_new = comparison.of_kind(ChangeKind::Drifted).next().is_some();
    Ok(if args.fail_on_new && has_new { Outcome::Drift } else { Outcome::Fine })
}

/// Words of the command line, or after an `@` those of a file, without the blanks at their ends.
///
/// # Errors
///
/// [`CliError`] for a file that cannot be read.
pub(super) fn words_or_file(text: &str) -> Result<String, CliError> {
    let Some(path) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
    let failed = |error: std::io::Error| DataError::Io { file: path.to_owned(), reason: error.to_string() };
    Ok(fs::read_to_string(path).map_err(failed)?.trim().to_owned())
}

fn drifted(report: &KeptReport) -> String {
    format!("{} of {}", report.dataset.drifted, report.dataset.columns)
}

/// Counts, notes, and the columns that something happened to.
fn since(comparison: &CheckComparison) -> String {
    let (earlier, later) = (&comparison.earlier, &comparison.later);
    let mut text = format!(
        "from report {} ({}, {} of {} columns drifted) to report {} ({}, {} of {})\n",
        earlier.number,
        time(earlier.time_ms),
        earlier.drifted,
        earlier.columns,
        later.number,
        time(later.time_ms),
        later.drifted,
        later.columns,
    );
    let counts = ChangeKind::ALL.into_iter().filter_map(|kind| {
        let count = comparison.of_kind(kind).count();
        (count > 0 || kind == ChangeKind::Drifted).then(|| format!("{count} {}", kind.words()))
    });
    text.push_str(&format!("{}\n", counts.collect::<Vec<_>>().join(", ")));
    for note in &comparison.notes {
        text.push_str(&format!("note: {}\n", clean(note)));
    }
    let changed: Vec<&ColumnChange> =
        comparison.columns.iter().filter(|column| column.change != ChangeKind::Stable).collect();
    if !changed.is_empty() {
        let rows: Vec<_> = changed.into_iter().map(row).collect();
        text.push('\n');
        text.push_str(&columns(&["column", "since", "before", "now", "effect", "mean", "missing"], &rows));
    }
    text
}

fn row(column: &ColumnChange) -> Vec<String> {
    let (before, now) = (column.earlier.as_ref(), column.later.as_ref());
    let both = |value: fn(&ColumnState) -> Option<f64>| {
        let shown = |state: Option<&ColumnState>| {
            state.and_then(value).map_or_else(|| NOTHING.to_owned(), three_digits)
        };
        format!("{} → {}", shown(before), shown(now))
    };
    vec![
        column.name.clone(),
        column.change.words().to_owned(),
        before.map_or(NOTHING, ColumnState::words).to_owned(),
        now.map_or(NOTHING, ColumnState::words).to_owned(),
        both(|state| state.effect),
        both(|state| state.mean),
        both(|state| state.missing),
    ]
}
