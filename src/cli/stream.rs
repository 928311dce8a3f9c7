//! `evenkeel stream`: an online detector over a column, or over the errors of predictions.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use super::args::ReadingArgs;
use super::rows::for_each_block;
use super::{CliError, Outcome, output};
use crate::data::{Cell, CellColumn, RowTable};
use crate::model::ModelError;
use crate::stream::{Detections, DetectorKind, DetectorSettings, ParameterValue, Watch};
use crate::worker::native::file_name;

/// Rows and runs listed before the rest is only counted.
const MOST_SHOWN: usize = 20;

#[derive(Debug, Args)]
pub(super) struct StreamArgs {
    /// The CSV to watch, its rows in the order of time.
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// The column to watch: numbers, or errors (1 wrong, 0 right).
    #[arg(long, value_name = "COLUMN", required_unless_present = "prediction")]
    column: Option<String>,
    /// Watch the errors of this column of predicted labels instead: 1 where it differs from the target.
    #[arg(long, value_name = "COLUMN", requires = "target", conflicts_with = "column")]
    prediction: Option<String>,
    /// Column of true labels, beside `--prediction`.
    #[arg(long, value_name = "COLUMN", requires = "prediction")]
    target: Option<String>,
    /// adwin, page_hinkley or kswin for any numbers; ddm, eddm, hddm_a or hddm_w for errors.
    #[arg(long, value_name = "ID")]
    detector: String,
    /// A parameter of the detector, e.g. `delta=0.01`; may be repeated.
    #[arg(long, value_name = "NAME=VALUE")]
    param: Vec<String>,
    /// Decides the draws of kswin; the others draw nothing.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Write the rows as JSON to this file, or to stdout with `-` (then no table is printed).
    #[arg(long, value_name = "FILE | -")]
    json: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(super) fn run(args: &StreamArgs) -> Result<Outcome, CliError> {
    let settings = args.settings()?;
    let series = args.series()?;
    let mut watch = Watch::new(&settings)?;
    let mut agrees = false;
    for_each_block(&args.data, &args.reading.options()?, args.reading.quiet, |table, first_row| {
        match series {
            Series::Column(name) => {
                let column = column(table, name)?;
                for row in 0..table.rows {
                    watch.push(number(table, column, row, first_row)?)?;
                }
            }
            Series::Errors { prediction, target } => {
                let (predicted, truth) = (column(table, prediction)?, column(table, target)?);
                for row in 0..table.rows {
                    let wrong = is_wrong(predicted.cell(row), truth.cell(row));
                    agrees |= wrong == Some(false);
                    watch.push(wrong.map(|wrong| f64::from(u8::from(wrong))))?;
                }
            }
        }
        Ok(())
    })?;
    let found = watch.finish();
    if let Series::Errors { prediction, target } = series
        && !agrees
        && !args.reading.quiet
    {
        eprintln!("no `{prediction}` equals its `{target}`: check that both spell the labels alike");
    }
    match &args.json {
        Some(path) => {
            let mut text = as_json(&settings, args.seed, &found).to_string();
            text.push('\n');
            output::write(path, &text)?;
        }
        None => {
            let title = format!("{} of {}", series.label(), file_name(&args.data));
            output::print(&render(&title, &settings, &found)).map_err(output::stdout_failed)?;
        }
    }
    Ok(Outcome::Fine)
}

/// What is watched.
#[derive(Debug, Clone, Copy)]
enum Series<'a> {
    Column(&'a str),
    Errors { prediction: &'a str, target: &'a str },
}

impl Series<'_> {
    fn label(self) -> String {
        match self {
            Self::Column(name) => format!("`{name}`"),
            Self::Errors { prediction, target } => format!("errors of `{prediction}` against `{target}`"),
        }
    }
}

impl StreamArgs {
    fn settings(&self) -> Result<DetectorSettings, CliError> {
        let mut settings = self.detector.parse::<DetectorKind>()?.settings().with_seed(self.seed);
        for param in &self.param {
            let (name, value) = param.split_once('=').ok_or_else(|| CliError::Option {
                option: "--param",
                reason: format!("`{param}` has no `=`; write e.g. `delta=0.01`"),
            })?;
            settings.set(name.trim(), value)?;
        }
        settings.check()?;
        Ok(settings)
    }

    fn series(&self) -> Result<Series<'_>, CliError> {
        match (&self.column, &self.prediction, &self.target) {
            (Some(name), ..) => Ok(Series::Column(name)),
            (None, Some(prediction), Some(target)) => Ok(Series::Errors { prediction, target }),
            _ => Err(CliError::Option {
                option: "--column",
                reason: "give a column, or `--prediction` and `--target`".to_owned(),
            }),
        }
    }
}

fn column<'a>(table: &'a RowTable, name: &str) -> Result<&'a CellColumn, CliError> {
    table.column(name).ok_or_else(|| {
        CliError::Model(ModelError::UnknownColumn {
            file: table.name.clone(),
            column: name.to_owned(),
            there: table.columns.iter().map(|column| column.name.clone()).collect(),
        })
    })
}

/// The number of a cell, nothing where it is missing. `first_row` is that of the block.
fn number(
    table: &RowTable,
    column: &CellColumn,
    row: usize,
    first_row: u64,
) -> Result<Option<f64>, CliError> {
    match column.cell(row) {
        Cell::Number(value) => Ok(Some(value)),
        Cell::Missing => Ok(None),
        Cell::Text(text) => Err(CliError::Option {
            option: "--column",
            reason: format!(
                "row {}, counted from 0, of `{}` in {} holds `{text}`, which is no number: choose a column of numbers, \
                 or skip such cells with `--missing {text}`",
                first_row + row as u64,
                column.name,
                table.name
            ),
        }),
    }
}

/// Whether a prediction differs from the truth; nothing where either is missing.
fn is_wrong(predicted: Cell<'_>, truth: Cell<'_>) -> Option<bool> {
    (predicted != Cell::Missing && truth != Cell::Missing).then(|| predicted != truth)
}

fn as_json(settings: &DetectorSettings, seed: u64, found: &Detections) -> Value {
    let kind = settings.kind();
    let mut params = Map::new();
    for (name, value) in values(settings) {
        let value = match value {
            ParameterValue::Whole(value) => json!(value),
            ParameterValue::Real(value) => json!(value),
            ParameterValue::Flag(value) => json!(value),
            ParameterValue::Direction(value) => json!(value.id()),
        };
        params.insert(name.to_owned(), value);
    }
    if kind == DetectorKind::Kswin {
        params.insert("seed".to_owned(), json!(seed));
    }
    let warnings: Vec<[u64; 2]> = found.warnings.iter().map(|run| [run.first, run.last]).collect();
    json!({
        "format": "evenkeel.stream",
        "format_version": 1,
        "detector": kind.id(),
        "params": params,
        "rows": found.rows,
        "skipped": found.skipped,
        "drift": found.drift,
        "warnings": warnings,
    })
}

fn values(settings: &DetectorSettings) -> impl Iterator<Item = (&'static str, ParameterValue)> + '_ {
    let parameters = settings.kind().parameters().iter();
    parameters.filter_map(|parameter| Some((parameter.name, settings.value(parameter.name).ok()?)))
}

/// What a person reads.
fn render(title: &str, settings: &DetectorSettings, found: &Detections) -> String {
    let mut text = String::new();
    let kind = settings.kind();
    let params: Vec<String> = values(settings).map(|(name, value)| format!("{name}={value}")).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{title}: {} rows", found.rows);
    if found.skipped > 0 {
        let _ = writeln!(text, "{} rows without a finite value were skipped", found.skipped);
    }
    let _ = writeln!(text, "{} with {}", kind.label(), params.join(", "));
    let drift: Vec<String> = found.drift.iter().map(u64::to_string).collect();
    let _ = writeln!(text, "\n{:<10}{}", "drift", listed(&drift, "row"));
    if kind.warns() {
        let run = |run: &crate::stream::RowRun| match run.first == run.last {
            true => run.first.to_string(),
            false => format!("{}-{}", run.first, run.last),
        };
        let warnings: Vec<String> = found.warnings.iter().map(run).collect();
        let _ = writeln!(text, "{:<10}{}", "warning", listed(&warnings, "run"));
    }
    text
}

/// "2 rows (counted from 0): 7, 90".
fn listed(items: &[String], what: &str) -> String {
    if items.is_empty() {
        return "none".to_owned();
    }
    let plural = if items.len() == 1 { "" } else { "s" };
    let mut text = format!("{} {what}{plural}, rows counted from 0: ", items.len());
    text.push_str(&items.iter().take(MOST_SHOWN).cloned().collect::<Vec<_>>().join(", "));
    if items.len() > MOST_SHOWN {
        let _ = write!(text, " and {} more (all of them with --json)", items.len() - MOST_SHOWN);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_a_label_that_differs() {
        let (one, yes) = (Cell::Number(1.0), Cell::Text("yes"));
        assert_eq!(is_wrong(one, Cell::Number(1.0)), Some(false));
        assert_eq!(is_wrong(yes, Cell::Text("no")), Some(true));
        assert_eq!(is_wrong(yes, one), Some(true));
        assert_eq!(is_wrong(yes, Cell::Missing), None);
    }

    #[test]
    fn long_lists_are_cut() {
        let items: Vec<String> = (0..23).map(|row| row.to_string()).collect();
        assert!(listed(&items, "row").ends_with("18, 19 and 3 more (all of them with --json)"));
        assert_eq!(listed(&items[..1], "row"), "1 row, rows counted from 0: 0");
        assert_eq!(listed(&[], "run"), "none");
    }
}
