//! `evenkeel evaluate`: how good predictions are that stand beside the true labels.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::args::EvaluateArgs;
use super::output::{self, StageLine};
use super::{CliError, Outcome, rows};
use crate::model::evaluation::{Evaluation, MetricInterval};
use crate::model::metrics::ClassificationMetrics;
use crate::model::{evaluate, observed_among};
use crate::report;

/// Resamples for the intervals of the table unless told otherwise.
const RESAMPLES_SHOWN: u32 = 200;
/// Classes above which the table of predicted labels is left out.
const MOST_CLASSES_SHOWN: usize = 12;

pub(super) fn run(args: &EvaluateArgs) -> Result<Outcome, CliError> {
    let table = rows::read_rows(&args.data, &args.reading.options()?, args.reading.quiet)?;
    let found = observed_among(
        &table.view(),
        &table.name,
        &args.target,
        args.prediction.as_deref(),
        &args.probability,
        &args.classes,
    )?;
    let resamples = args.resamples.unwrap_or(if args.json.is_some() { 0 } else { RESAMPLES_SHOWN });
    let mut stages = StageLine::new(args.reading.quiet);
    let mut evaluation = evaluate(
        &found.classes,
        &found.actual,
        &found.predictions,
        resamples,
        args.seed,
        &mut |done, total| stages.update("resampling", done, total),
    )?;
    stages.finish();
    evaluation.left_out = found.left_out;
    match &args.json {
        Some(path) => {
            let mut text = serde_json::to_string_pretty(&as_json(&evaluation)).unwrap_or_default();
            text.push('\n');
            output::write(path, &text)?;
            if evaluation.left_out > 0 && !args.reading.quiet {
                eprintln!("{}", left_out(evaluation.left_out));
            }
        }
        None => output::print(&render(&table.name, &evaluation)).map_err(output::stdout_failed)?,
    }
    Ok(Outcome::Fine)
}

/// The metrics, with `left_out` where rows were left out and `intervals` where they were asked for.
fn as_json(evaluation: &Evaluation) -> Value {
    let mut block = report::metrics_json(&evaluation.metrics);
    if evaluation.left_out > 0 {
        block["left_out"] = json!(evaluation.left_out);
    }
    let interval = |i: &MetricInterval| Some((i.metric.id().to_owned(), json!([i.low?, i.high?])));
    let intervals: Map<String, Value> = evaluation.intervals.iter().filter_map(interval).collect();
    if !intervals.is_empty() {
        block["intervals"] = Value::Object(intervals);
    }
    block
}

fn left_out(rows: u64) -> String {
    let rows = if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
    format!("{rows} left out: label, prediction or probability is missing")
}

fn render(file: &str, evaluation: &Evaluation) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_metrics(&mut text, file, evaluation)
        .and_then(|()| write_classes(&mut text, &evaluation.metrics))
        .and_then(|()| write_confusion(&mut text, &evaluation.metrics));
    text
}

fn write_metrics(out: &mut String, file: &str, evaluation: &Evaluation) -> std::fmt::Result {
    let metrics = &evaluation.metrics;
    let positive =
        metrics.binary.as_ref().map_or_else(String::new, |b| format!(", `{}` is positive", b.positive));
    writeln!(out, "{file}: {} rows, {} classes{positive}", metrics.n, metrics.labels.len())?;
    if evaluation.left_out > 0 {
        writeln!(out, "{}", left_out(evaluation.left_out))?;
    }
    let has_intervals = evaluation.intervals.iter().any(|interval| interval.low.is_some());
    writeln!(out, "\n{:30}  {:>8}{}", "metric", "value", if has_intervals { "  95 % interval" } else { "" })?;
    for interval in &evaluation.intervals {
        let bounds = interval.low.zip(interval.high);
        let bounds = bounds.map_or_else(String::new, |(low, high)| format!("  {low:.4} to {high:.4}"));
        writeln!(out, "{:30}  {:>8.4}{bounds}", interval.metric.label(), interval.value)?;
    }
    Ok(())
}

fn write_classes(out: &mut String, metrics: &ClassificationMetrics) -> std::fmt::Result {
    let width = label_width(metrics);
    writeln!(out, "\n{:width$}  {:>9}  {:>9}  {:>9}  {:>9}", "class", "precision", "recall", "F1", "rows")?;
    for class in &metrics.per_class {
        let label = super::table::cut(&class.label, width);
        writeln!(
            out,
            "{label:width$}  {:>9.4}  {:>9.4}  {:>9.4}  {:>9}",
            class.precision, class.recall, class.f1, class.support
        )?;
    }
    Ok(())
}

fn write_confusion(out: &mut String, metrics: &ClassificationMetrics) -> std::fmt::Result {
    if metrics.labels.len() > MOST_CLASSES_SHOWN {
        return Ok(());
    }
    let width = label_width(metrics);
    write!(out, "\n{:width$}", "true")?;
    for label in &metrics.labels {
        write!(out, "  {:>9}", super::table::cut(&format!("as {label}"), 9))?;
    }
    writeln!(out)?;
    for (label, row) in metrics.labels.iter().zip(&metrics.confusion_matrix) {
        write!(out, "{:width$}", super::table::cut(label, width))?;
        for rows in row {
            write!(out, "  {rows:>9}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn label_width(metrics: &ClassificationMetrics) -> usize {
    metrics.labels.iter().map(|label| label.chars().count()).max().unwrap_or(0).clamp(5, 24)
}
