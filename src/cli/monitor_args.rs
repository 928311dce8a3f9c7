//! The options of `evenkeel monitor`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::args::ReadingArgs;
use super::loop_html::Files;
use super::policy_args::PolicyArgs;
use super::webhook_args::WebhookArgs;
use super::{CliError, Outcome};
use crate::monitor::{Alert, AlertSeverity, Pane, Slice, WatchSettings, WindowRule};

#[derive(Debug, Args)]
pub(super) struct MonitorArgs {
    /// What is usual: a CSV with the columns of current data, with labels and predictions if there are any.
    #[arg(long, value_name = "FILE")]
    pub(super) reference: PathBuf,
    /// Current data in order, one file or several.
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub(super) current: Vec<PathBuf>,
    /// True labels that arrived later, joined by an identifier or by row order.
    #[arg(long, value_name = "FILE")]
    pub(super) labels: Option<PathBuf>,
    /// Column that joins the labels to the rows. Default: one that is named like an identifier.
    #[arg(long, value_name = "COLUMN", requires = "labels")]
    label_id: Option<String>,
    /// Column of the file of labels that holds them. Default: one that is named like a target.
    #[arg(long, value_name = "COLUMN", requires = "labels")]
    label_column: Option<String>,
    /// Score the rows with this model, a JSON file of `evenkeel train` or an ONNX classifier, instead of
    /// taking predictions from columns.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["prediction", "probability"])]
    pub(super) model: Option<PathBuf>,
    /// Column of true labels. Default: one that is named like a target, or that holds the classes of the
    /// predictions and agrees with them.
    #[arg(long, value_name = "COLUMN")]
    pub(super) target: Option<String>,
    /// Column of predicted labels. Default: one that is named so.
    #[arg(long, value_name = "COLUMN")]
    prediction: Option<String>,
    /// Column of probabilities: one, of the positive class, or one a class (then given once each).
    #[arg(long, value_name = "COLUMN")]
    probability: Vec<String>,
    /// Column of times, for windows by the calendar. Default: one that is named so.
    #[arg(long, value_name = "COLUMN")]
    timestamp: Option<String>,
    /// How data is cut: file, rows:500 (so many rows each), number:10 (so many windows), day, week, month or
    /// quarter. Default: file where there are several, else number:10.
    #[arg(long, value_name = "HOW", value_parser = pane)]
    windows: Option<Pane>,
    /// Let windows slide: each holds so many of those pieces, and the next begins one later.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    slide: u32,
    /// Only rows of a slice: column=value, column=10..20, column=missing.
    #[arg(long, value_name = "CONDITION")]
    segment: Option<String>,
    /// Compare the rates of the groups of this column (demographic parity, equalised odds).
    #[arg(long, value_name = "COLUMN")]
    sensitive: Option<String>,
    /// The class that is selected for, for rates of groups. Default: the last class.
    #[arg(long, value_name = "CLASS", requires = "sensitive")]
    positive: Option<String>,
    /// Decides draws; the same seed gives the same answer.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Exit with 1 when an alert at or above this severity is open in the newest window.
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<FailOnAlert>,
    /// Write the history as JSON to this file, or to stdout with `-` (then no table is printed).
    #[arg(long, value_name = "FILE | -")]
    pub(super) json: Option<PathBuf>,
    /// Write the report for people to this HTML file: the reference against all current data, alerts, kinds of
    /// drift, performance over time, and the model's card.
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
    /// What the model is meant for and what not, for its card.
    #[arg(long, value_name = "TEXT", requires = "model", requires = "html", default_value = "")]
    pub(super) intended_use: String,
    /// Print too what other thresholds and other k of n windows would have raised, on this history and
    /// on windows drawn from the reference, where every alert is false; marks the most sensitive setting with
    /// at most RATE false alarms per 100 windows (1 unless told otherwise).
    #[arg(long, value_name = "RATE", num_args = 0..=1, default_missing_value = "1", value_parser = rate)]
    pub(super) tune: Option<f64>,
    #[command(flatten)]
    pub(super) sending: WebhookArgs,
    #[command(flatten)]
    pub(super) judging: PolicyArgs,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOnAlert {
    Info,
    Warning,
    Critical,
}

impl MonitorArgs {
    /// # Errors
    ///
    /// [`CliError::Monitor`] for a slice that is none, and those of the policy.
    pub(super) fn settings(&self) -> Result<WatchSettings, CliError> {
        let default = if self.current.len() > 1 { Pane::File } else { Pane::Number(10) };
        Ok(WatchSettings {
            windows: WindowRule { pane: self.windows.unwrap_or(default), panes: self.slide },
            target: self.target.clone(),
            prediction: self.prediction.clone(),
            probabilities: self.probability.clone(),
            timestamp: self.timestamp.clone(),
            slice: self.segment.as_deref().map(Slice::read).transpose()?,
            sensitive: self.sensitive.clone(),
            positive: self.positive.clone(),
            label_id: self.label_id.clone(),
            label_column: self.label_column.clone(),
            policy: self.judging.policy()?,
            seed: self.seed,
        })
    }

    /// Whether the table goes to stdout, which JSON or the text for Prometheus may have taken.
    ///
    /// # Errors
    ///
    /// [`CliError::Option`] where the tuning is asked for and has no place to be printed.
    pub(super) fn prints_table(&self) -> Result<bool, CliError> {
        let is_taken = self.json.as_deref() == Some(Path::new("-")) || self.sending.prints();
        if is_taken && self.tune.is_some() {
            let reason = "prints a table, but stdout is taken by `-`: write the other to a file".to_owned();
            return Err(CliError::Option { option: "--tune", reason });
        }
        Ok(!is_taken)
    }

    /// The files that a report tells of.
    pub(super) fn files(&self) -> Files<'_> {
        Files {
            reference: &self.reference,
            current: &self.current,
            labels: self.labels.as_deref(),
            model: self.model.as_deref(),
            reading: &self.reading,
            judging: &self.judging,
        }
    }

    /// How the command ends, by the alerts that are open in the newest window.
    pub(super) fn outcome(&self, alerts: &[Alert]) -> Outcome {
        let Some(level) = self.fail_on else { return Outcome::Fine };
        let least = match level {
            FailOnAlert::Info => AlertSeverity::Info,
            FailOnAlert::Warning => AlertSeverity::Warning,
            FailOnAlert::Critical => AlertSeverity::Critical,
        };
        let fails = alerts.iter().any(|alert| alert.over.is_none() && alert.severity >= least);
        if fails { Outcome::Drift } else { Outcome::Fine }
    }
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate >= 0.0);
    rate.ok_or_else(|| format!("`{text}` is no rate: write false alarms per 100 windows, 0 or more"))
}

fn pane(text: &str) -> Result<Pane, String> {
    text.parse().map_err(|error: crate::monitor::MonitorError| error.to_string())
}
