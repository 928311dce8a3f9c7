//! `evenkeel train`: a model from a CSV.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use serde_json::json;

use super::output::{self, StageLine};
use super::rows::read_rows;
use super::train_args::TrainArgs;
use super::{CliError, Outcome};
use crate::data::DataError;
use crate::model::evaluation::Evaluation;
use crate::model::{self, TrainStage, onnx};
use crate::report::{self, ModelFile};
use crate::worker::file_source::FileSource;
use crate::worker::protocol::Stage;
use crate::worker::task_error::TaskError;
use crate::worker::training;

pub(super) fn run(args: &TrainArgs) -> Result<Outcome, CliError> {
    let options = args.reading.options()?;
    let mut line = StageLine::new(args.reading.quiet);
    let settings = args.settings()?;
    let table = read_rows(&args.data, &options, args.reading.quiet)?;

    let started = Instant::now();
    let trained = model::train(&table, &settings, &mut |stage, done, total| {
        line.update(if stage == TrainStage::Choosing { "choosing" } else { "fitting" }, done, total);
    })?;
    let fit_seconds = started.elapsed().as_secs_f64();
    let file = training::finish(&table, trained, &mut |stage, done, total| {
        line.update(if stage == Stage::Evaluating { "evaluating" } else { "fitting" }, done, total);
    })?;
    line.finish();

    output::write(&args.model, &report::write_model(&file))?;
    if let Some(path) = &args.onnx {
        output::write_bytes(path, &onnx::write(&file.model))?;
    }
    match &args.metrics {
        Some(path) => output::write(path, &metrics(&file, fit_seconds))?,
        None => output::print(&table_of(&file, fit_seconds)).map_err(output::stdout_failed)?,
    }
    Ok(Outcome::Fine)
}

/// Opens a file to read.
pub(super) fn open(path: &Path) -> Result<FileSource, CliError> {
    FileSource::open(path)
        .map_err(|reason| CliError::Data(DataError::Io { file: path.display().to_string(), reason }))
}

impl From<TaskError> for CliError {
    fn from(error: TaskError) -> Self {
        match error {
            TaskError::Data(error) => Self::Data(error),
            TaskError::Report(error) => Self::Report(error),
            TaskError::Model(error) => Self::Model(error),
            TaskError::Store(error) => Self::Store(error),
            TaskError::Lifecycle(error) => Self::Lifecycle(error),
            other => Self::Job(other.to_string()),
        }
    }
}

fn metrics(file: &ModelFile, fit_seconds: f64) -> String {
    let facts = &file.training.facts;
    let part =
        |evaluation: &Option<Evaluation>| evaluation.as_ref().map(|e| report::metrics_json(&e.metrics));
    let intervals = |evaluation: &Option<Evaluation>| {
        evaluation.as_ref().map(|evaluation| {
            let one = |i: &crate::model::evaluation::MetricInterval| {
                (i.metric.id().to_owned(), json!({ "value": i.value, "low": i.low, "high": i.high }))
            };
            evaluation.intervals.iter().map(one).collect::<serde_json::Map<_, _>>()
        })
    };
    let value = json!({
        "format": "evenkeel.metrics",
        "format_version": 1,
        "tool": { "name": "evenkeel", "version": file.tool },
        "algorithm": file.model.algorithm.id(),
        "seed": file.model.settings.seed,
        "fit_seconds": fit_seconds,
        "rows": { "training": facts.training, "validation": facts.validation, "test": facts.test },
        "left_out": facts.left_out,
        "tried": facts.tried,
        "validation": part(&file.metrics.validation),
        "validation_intervals": intervals(&file.metrics.validation),
        "test": part(&file.metrics.test),
        "test_intervals": intervals(&file.metrics.test),
    });
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

/// What a person reads.
fn table_of(file: &ModelFile, fit_seconds: f64) -> String {
    let (model, facts) = (&file.model, &file.training.facts);
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{} of `{}` on {}: {} inputs, {} rows to learn from, {} validation, {} test; fitted in {fit_seconds:.2} s",
        model.algorithm.label(),
        model.schema.target,
        file.training.data,
        model.schema.features.len(),
        facts.training,
        facts.validation,
        facts.test,
    );
    for tried in &facts.tried {
        let _ = writeln!(
            text,
            "  {:<12} log loss {:.4} in cross-validation",
            tried.algorithm.id(),
            tried.log_loss
        );
    }
    for out in &facts.left_out {
        let _ = writeln!(text, "  left out: `{}` {}", out.column, out.reason);
    }
    let parts = [("validation", &file.metrics.validation), ("test", &file.metrics.test)];
    for (name, evaluation) in parts {
        if let Some(evaluation) = evaluation {
            let _ = writeln!(text, "\n{name}");
            text.push_str(&intervals_table(evaluation));
        }
    }
    text
}

/// One metric a line, with its interval.
pub(super) fn intervals_table(evaluation: &Evaluation) -> String {
    let mut text = String::new();
    for interval in &evaluation.intervals {
        let _ = write!(text, "  {:<32} {:>8.4}", interval.metric.label(), interval.value);
        if let (Some(low), Some(high)) = (interval.low, interval.high) {
            let _ = write!(text, "   {low:.4} to {high:.4}");
        }
        text.push('\n');
    }
    text
}
