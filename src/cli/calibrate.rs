//! `evenkeel calibrate`: how often a policy raises false alarms on this reference.

use std::fmt::Write;

use super::args::{CalibrateArgs, OfArg};
use super::output::{self, ProgressLine, StageLine};
use super::{CliError, Outcome, analyses, pipeline};
use crate::drift::{self, Calibration, CalibrationSettings, Frame, FrameValues, Policy, RateOf};
use crate::report;

pub(super) fn run(args: &CalibrateArgs) -> Result<Outcome, CliError> {
    let mut policy = args.judging.policy()?;
    let settings = settings(args)?;
    let options = args.reading.options()?;
    let mut line = ProgressLine::new(args.reading.quiet);
    let reference =
        pipeline::load(&args.reference, &options, args.reading.threads(), &mut |p| line.update(&p))?;
    line.finish();
    let mut frame = drift::plan(&reference, &reference, &policy)?
        .frame()
        .ok_or_else(|| CliError::NoRows { file: reference.name.clone() })?;
    if let Some(rows) = args.current_rows {
        keep_current(&mut frame, rows);
    }
    let mut stages = StageLine::new(args.reading.quiet);
    let calibration = analyses::calibrate(&frame, &policy, &settings, &mut |done, total| {
        stages.update("calibrating", done, total);
    })?;
    stages.finish();
    let text = render(&reference.name, &policy, &settings, &calibration);
    output::print(&text).map_err(output::stdout_failed)?;
    if let Some(path) = &args.set {
        for (name, threshold) in calibration.thresholds() {
            policy.column_rules.entry(name.to_owned()).or_default().threshold = Some(threshold);
        }
        let (monitor, retrain) = (args.judging.monitor_policy()?, args.judging.retrain_policy()?);
        output::write(path, &report::write_policies(&policy, &monitor, &retrain))?;
    }
    Ok(Outcome::Fine)
}

fn settings(args: &CalibrateArgs) -> Result<CalibrationSettings, CliError> {
    let wrong = |option, reason: String| Err(CliError::Option { option, reason });
    if !(args.wanted > 0.0 && args.wanted < 1.0) {
        return wrong("--wanted", format!("{} is not between 0 and 1", args.wanted));
    }
    if args.rounds == 0 {
        return wrong("--rounds", "at least 1 is needed".to_owned());
    }
    if args.current_rows == Some(0) {
        return wrong("--current-rows", "at least 1 is needed".to_owned());
    }
    let of = match args.of {
        OfArg::Check => RateOf::Check,
        OfArg::Column => RateOf::Column,
    };
    Ok(CalibrationSettings { rounds: args.rounds, seed: args.seed, wanted: args.wanted, of })
}

/// Leaves the first rows of the current part. Sampled rows stand in order of their hash, so that
/// the first are a sample of all.
fn keep_current(frame: &mut Frame, rows: usize) {
    frame.current_rows = rows.min(frame.current_rows);
    let rows = frame.rows();
    frame.counts.truncate(rows);
    for column in &mut frame.columns {
        match &mut column.values {
            FrameValues::Numbers(numbers) => numbers.truncate(rows),
            FrameValues::Categories { codes, .. } => codes.truncate(rows),
        }
    }
}

fn render(file: &str, policy: &Policy, settings: &CalibrationSettings, found: &Calibration) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_rates(&mut text, file, policy, settings, found);
    text
}

fn write_rates(
    out: &mut String,
    file: &str,
    policy: &Policy,
    settings: &CalibrationSettings,
    found: &Calibration,
) -> std::fmt::Result {
    writeln!(
        out,
        "{file}: {} splits, {} rows against {}, preset {}",
        found.rounds, found.reference_rows, found.current_rows, policy.preset
    )?;
    writeln!(out, "False alarms of the policy")?;
    writeln!(out, "  {:>7}  of the columns", percent(found.per_column))?;
    writeln!(out, "  {:>7}  of the checks have any", percent(found.per_check))?;
    writeln!(out, "  {:>7}  of the checks call the data set drifted\n", percent(found.dataset))?;
    let unit = match settings.of {
        RateOf::Check => "checks",
        RateOf::Column => "columns",
    };
    let width = found.columns.iter().map(|c| c.name.chars().count()).max().unwrap_or(0).clamp(6, 36);
    let wanted = format!("threshold for {} of the {unit}", percent(settings.wanted));
    writeln!(out, "{:width$}  {:>12}  {wanted}", "column", "false alarms")?;
    for column in &found.columns {
        let threshold = column.threshold.map_or_else(|| "-".to_owned(), |line| format!("{line:.4e}"));
        let name = super::table::cut(&column.name, width);
        writeln!(out, "{name:width$}  {:>12}  {threshold}", percent(column.rate))?;
    }
    writeln!(out, "\nWith these thresholds: {} of the {unit}", percent(found.achieved))
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
