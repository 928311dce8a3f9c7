//! The options of `evenkeel retrain`.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, ValueEnum};

use super::CliError;
use super::args::ReadingArgs;
use super::loop_html::Files;
use super::policy_args::PolicyArgs;
use crate::data::datetime::{DayOrder, parse};
use crate::model::{AlgorithmChoice, TrainSettings};
use crate::monitor::{AlertSeverity, Pane, WatchSettings, WindowRule};

#[derive(Debug, Args)]
pub(super) struct RetrainArgs {
    /// Folder of the workspace; it is made where it is not there.
    #[arg(long, value_name = "FOLDER")]
    pub(super) workspace: PathBuf,
    /// Name of the registered model. The first turn trains it on the reference.
    #[arg(long, value_name = "NAME")]
    pub(super) model: String,
    /// What the first model is trained on and current data is compared with: a CSV with labels.
    #[arg(long, value_name = "FILE")]
    pub(super) reference: PathBuf,
    /// Current data in order, one file or several; not needed for a first model.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) current: Vec<PathBuf>,
    /// True labels that arrived later, joined by an identifier or by row order.
    #[arg(long, value_name = "FILE", requires = "current")]
    pub(super) labels: Option<PathBuf>,
    /// Column that joins the labels to the rows. Default: one that is named like an identifier.
    #[arg(long, value_name = "COLUMN", requires = "labels")]
    label_id: Option<String>,
    /// Column of the file of labels that holds them. Default: one that is named like a target.
    #[arg(long, value_name = "COLUMN", requires = "labels")]
    label_column: Option<String>,
    /// Column of true labels. Needed for a first model. Default: that of the champion.
    #[arg(long, value_name = "COLUMN")]
    target: Option<String>,
    /// Column of times, for windows by the calendar. Default: one that is named so.
    #[arg(long, value_name = "COLUMN")]
    timestamp: Option<String>,
    /// How data is cut: file, rows:500 (so many rows each), number:10 (so many windows), day, week, month or
    /// quarter. Default: file where there are several, else number:10.
    #[arg(long, value_name = "HOW", value_parser = pane)]
    windows: Option<Pane>,
    /// logistic, naive_bayes, ftrl, tree, forest, boosting, or auto: of a first model, and of later ones in
    /// place of what the policy says. Default: the policy's, else boosting for a first model.
    #[arg(long, value_name = "NAME")]
    algorithm: Option<String>,
    /// A hyper-parameter beside `--algorithm`, e.g. `rounds=200`; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", requires = "algorithm")]
    param: Vec<String>,
    /// Retrain although nothing asks for it; labels are needed all the same.
    #[arg(long)]
    pub(super) by_hand: bool,
    /// Say what would be done, and leave the workspace as it is.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Write the unlabelled rows that are most worth a label to this CSV, or to stdout with `-`.
    #[arg(long, value_name = "FILE | -")]
    pub(super) to_label: Option<PathBuf>,
    /// Most rows of `--to-label`.
    #[arg(long, value_name = "N", default_value_t = 200, requires = "to_label")]
    pub(super) most: u64,
    /// Write decision and gate as JSON to this file, or to stdout with `-` (then nothing else is printed).
    #[arg(long, value_name = "FILE | -")]
    pub(super) json: Option<PathBuf>,
    /// Write the report for people to this HTML file: the reference against all current data, performance over
    /// time, the decision, before and after, and the champion's card.
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
    /// Exit with 1 when an alert at or above a severity is open in the newest window (info, warning,
    /// critical), when the retraining is deferred, or when the challenger is rejected or its training fails;
    /// several separated by commas.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(super) fail_on: Vec<FailOn>,
    /// Time of the turn, ISO 8601 in UTC or milliseconds since 1970. Default: now.
    #[arg(long, value_name = "TIME", value_parser = time)]
    time: Option<i64>,
    /// Who does it, for the audit log.
    #[arg(long, value_name = "NAME", default_value = "command")]
    pub(super) actor: String,
    /// Decides every random choice of watching and of a first training.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    #[command(flatten)]
    pub(super) judging: PolicyArgs,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

/// What ends the command with exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Info,
    Warning,
    Critical,
    Deferred,
    Rejected,
}

impl FailOn {
    /// The severity from which on alerts fail; `None` where it is not about alerts.
    pub(super) fn severity(self) -> Option<AlertSeverity> {
        match self {
            Self::Info => Some(AlertSeverity::Info),
            Self::Warning => Some(AlertSeverity::Warning),
            Self::Critical => Some(AlertSeverity::Critical),
            Self::Deferred | Self::Rejected => None,
        }
    }
}

impl RetrainArgs {
    /// # Errors
    ///
    /// Those of the policy.
    pub(super) fn watch(&self) -> Result<WatchSettings, CliError> {
        let default = if self.current.len() > 1 { Pane::File } else { Pane::Number(10) };
        Ok(WatchSettings {
            windows: WindowRule { pane: self.windows.unwrap_or(default), panes: 1 },
            target: self.target.clone(),
            timestamp: self.timestamp.clone(),
            label_id: self.label_id.clone(),
            label_column: self.label_column.clone(),
            policy: self.judging.policy()?,
            seed: self.seed,
            ..WatchSettings::default()
        })
    }

    /// The files that a report tells of.
    pub(super) fn files(&self) -> Files<'_> {
        Files {
            reference: &self.reference,
            current: &self.current,
            labels: self.labels.as_deref(),
            model: None,
            reading: &self.reading,
            judging: &self.judging,
        }
    }

    /// The algorithm that is asked for.
    ///
    /// # Errors
    ///
    /// [`CliError::Model`] for one that is not known.
    pub(super) fn algorithm(&self) -> Result<Option<AlgorithmChoice>, CliError> {
        Ok(match self.algorithm.as_deref() {
            None => None,
            Some("auto") => Some(AlgorithmChoice::Auto),
            Some(id) => Some(AlgorithmChoice::One(id.parse()?)),
        })
    }

    /// How a first model is trained, and every one by another algorithm than the champion's.
    ///
    /// # Errors
    ///
    /// [`CliError::Option`] and [`CliError::Model`] for a hyper-parameter that is none.
    pub(super) fn training(&self) -> Result<TrainSettings, CliError> {
        let mut settings = TrainSettings::for_target(self.target.clone().unwrap_or_default());
        settings.seed = self.seed;
        settings.algorithm = self.algorithm()?.unwrap_or(settings.algorithm);
        for param in &self.param {
            let (name, value) = param.split_once('=').ok_or_else(|| CliError::Option {
                option: "--param",
                reason: format!("`{param}` has no `=`; write e.g. `rounds=200`"),
            })?;
            settings.set(name.trim(), value.trim())?;
        }
        Ok(settings)
    }

    /// Time of the turn, in milliseconds since 1970-01-01T00:00:00Z.
    pub(super) fn time_ms(&self) -> i64 {
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64);
        self.time.unwrap_or_else(now)
    }
}

fn time(text: &str) -> Result<i64, String> {
    if let Ok(millis) = text.parse() {
        return Ok(millis);
    }
    parse(text, DayOrder::DayFirst).ok_or_else(|| {
        format!("`{text}` is no time: write e.g. 2026-11-21T06:00:00Z, or milliseconds since 1970")
    })
}

fn pane(text: &str) -> Result<Pane, String> {
    text.parse().map_err(|error: crate::monitor::MonitorError| error.to_string())
}
