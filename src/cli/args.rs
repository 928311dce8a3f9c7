//! The arguments of every command, and how their values are read.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::CliError;
use super::check_keep::KeepArgs;
use super::check_outputs::CheckOutputs;
use super::monitor_args::MonitorArgs;
use super::policy_args::PolicyArgs;
use super::predict::PredictArgs;
use super::retrain_args::RetrainArgs;
use super::stream::StreamArgs;
use super::train_args::TrainArgs;
use super::workspace_args::WorkspaceArgs;
use crate::data::{Encoding, ReadOptions};
use crate::drift::Severity;

/// Keeps a machine-learning classifier on an even keel: which columns drifted, and how badly.
#[derive(Debug, Parser)]
#[command(
    name = "evenkeel",
    version,
    after_help = "Exit codes: 0 nothing at or above --fail-on, 1 drift at or above --fail-on, 2 wrong usage or bad input."
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Compare current data with a reference and say which columns drifted.
    Check(CheckArgs),
    /// Say how often a policy raises false alarms on this reference, and find thresholds for a wanted rate.
    Calibrate(CalibrateArgs),
    /// Say how good predictions are that stand beside the true labels: accuracy, F1, ROC AUC, log loss
    /// and more, as scikit-learn defines them.
    Evaluate(EvaluateArgs),
    /// Write a reference profile: all that `check --reference` needs, without the rows.
    Profile(ProfileArgs),
    /// Train a classifier on a CSV and write it as a model file, and as ONNX if asked.
    Train(TrainArgs),
    /// Score every row of a CSV with a model: its columns, then `prediction` and `probability_<class>`.
    Predict(PredictArgs),
    /// Watch data and model over windows of time: drift, performance with and without labels, kinds of
    /// drift, alerts.
    Monitor(Box<MonitorArgs>),
    /// One turn of the loop: watch the champion, decide, and where the policy says so train a challenger,
    /// hold it to the gate and keep what came of it in a workspace.
    Retrain(Box<RetrainArgs>),
    /// Watch a column, or the errors of predictions, row by row and say where it changed.
    Stream(StreamArgs),
    /// Look into a workspace and change it: registered models, runs, decisions, audit log.
    Workspace(WorkspaceArgs),
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The data the model was made on: a CSV, or a profile written by `evenkeel profile`.
    #[arg(long, value_name = "FILE")]
    pub(super) reference: PathBuf,
    /// The data the model sees now: a CSV or a profile.
    #[arg(long, value_name = "FILE")]
    pub(super) current: PathBuf,
    /// Tests to write beside the verdict's own: `all`, `standard` (all but the costly epps_singleton
    /// and mmd), `preset` (none), or a list such as `ks,psi`. Default: the policy file's, else standard.
    #[arg(long, value_name = "LIST")]
    pub(super) methods: Option<String>,
    /// Compare whole rows too: domain classifier, PCA reconstruction error, maximum mean discrepancy.
    #[arg(long)]
    pub(super) multivariate: bool,
    /// Exit with 1 when the data set's severity is at or above this.
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    #[command(flatten)]
    pub(super) outputs: CheckOutputs,
    #[command(flatten)]
    pub(super) keep: KeepArgs,
    #[command(flatten)]
    pub(super) judging: PolicyArgs,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub(super) struct CalibrateArgs {
    /// The data the model was made on: a CSV, or a profile written with its sampled rows.
    #[arg(long, value_name = "FILE")]
    pub(super) reference: PathBuf,
    /// Rows that current data will have, at most half of the reference's. Default: half.
    #[arg(long, value_name = "N")]
    pub(super) current_rows: Option<usize>,
    /// Splits of the reference against itself.
    #[arg(long, default_value_t = 200, value_name = "N")]
    pub(super) rounds: u32,
    /// Decides the splits; the same seed gives the same answer.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
    /// False-alarm rate that thresholds are looked for.
    #[arg(long, default_value_t = 0.05, value_name = "RATE")]
    pub(super) wanted: f64,
    /// What the wanted rate is counted over: checks with any false alarm, or single columns.
    #[arg(long, default_value = "check", value_name = "WHAT")]
    pub(super) of: OfArg,
    /// Write the policy with the thresholds found to this file, or to stdout after the rates with `-`.
    #[arg(long, value_name = "FILE | -")]
    pub(super) set: Option<PathBuf>,
    #[command(flatten)]
    pub(super) judging: PolicyArgs,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub(super) struct EvaluateArgs {
    /// A CSV with the true labels and the predictions.
    #[arg(long, value_name = "FILE")]
    pub(super) data: PathBuf,
    /// Column of true labels.
    #[arg(long, value_name = "COLUMN")]
    pub(super) target: String,
    /// Column of predicted labels. Default: what the probabilities say (of two classes above 0.5).
    #[arg(long, value_name = "COLUMN")]
    pub(super) prediction: Option<String>,
    /// Column of probabilities: one, of the positive class, or one a class in order of the classes
    /// (then given once each).
    #[arg(long, value_name = "COLUMN")]
    pub(super) probability: Vec<String>,
    /// The classes in order, separated by commas; of two the second is positive. Default: the labels
    /// that occur, by number or in code-point order.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(super) classes: Vec<String>,
    /// Bootstrap resamples for 95 % intervals; 0 gives none. Default: 200 for the table, 0 for JSON.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub(super) resamples: Option<u32>,
    /// Decides the resamples; the same seed gives the same answer.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
    /// Write the metrics as JSON to this file, or to stdout with `-` (then no table is printed).
    #[arg(long, value_name = "FILE | -")]
    pub(super) json: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub(super) struct ProfileArgs {
    /// The CSV to profile.
    #[arg(value_name = "FILE")]
    pub(super) data: PathBuf,
    /// Where the profile goes; `-` is stdout. Default: the CSV's name with `.profile.json`.
    #[arg(long, short, value_name = "FILE | -")]
    pub(super) out: Option<PathBuf>,
    /// Also write the sample of whole rows (up to 20,000), which correlations, segments and repeated
    /// rows are compared by: then the file holds raw data.
    #[arg(long)]
    pub(super) with_rows: bool,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

/// How the CSV files are spelled; detected unless given.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct ReadingArgs {
    /// Delimiter: one character, or `tab`. Default: detected.
    #[arg(long, value_name = "CHAR")]
    delimiter: Option<String>,
    /// Encoding. Default: detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<EncodingArg>,
    /// Whether numbers have a decimal comma. Default: detected when the delimiter is `;` or a tab.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    decimal_comma: Option<bool>,
    /// Thousands separator inside numbers, e.g. `,`. Default: none.
    #[arg(long, value_name = "CHAR")]
    thousands: Option<char>,
    /// One more token that means missing, e.g. `?`; may be repeated.
    #[arg(long, value_name = "TOKEN")]
    missing: Vec<String>,
    /// Threads. Default: as many as there are cores.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Print no progress.
    #[arg(long)]
    pub(super) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OfArg {
    Check,
    Column,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Warning,
    Critical,
}

impl FailOn {
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Warning => Severity::Warning,
            Self::Critical => Severity::Critical,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EncodingArg {
    #[value(name = "utf-8")]
    Utf8,
    #[value(name = "utf-16le")]
    Utf16Le,
    #[value(name = "utf-16be")]
    Utf16Be,
    #[value(name = "windows-1252")]
    Windows1252,
}

impl ReadingArgs {
    /// # Errors
    ///
    /// [`CliError::Option`] for a delimiter that is not one ASCII character.
    pub(super) fn options(&self) -> Result<ReadOptions, CliError> {
        let delimiter = self.delimiter.as_deref().map(delimiter).transpose()?;
        Ok(ReadOptions {
            delimiter,
            encoding: self.encoding.map(|encoding| match encoding {
                EncodingArg::Utf8 => Encoding::Utf8,
                EncodingArg::Utf16Le => Encoding::Utf16Le,
                EncodingArg::Utf16Be => Encoding::Utf16Be,
                EncodingArg::Windows1252 => Encoding::Windows1252,
            }),
            decimal_comma: self.decimal_comma,
            thousands: self.thousands,
            missing_tokens: self.missing.clone(),
        })
    }

    /// Threads to use, at least one.
    pub(super) fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.threads.unwrap_or_else(cores).max(1)
    }
}

fn delimiter(text: &str) -> Result<char, CliError> {
    let mut chars = text.chars();
    match (text, chars.next(), chars.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(c), None) if c.is_ascii() && c != '"' && c != '\n' && c != '\r' => Ok(c),
        _ => Err(CliError::Option {
            option: "--delimiter",
            reason: format!("`{text}` is not one ASCII character; use e.g. `;` or `tab`"),
        }),
    }
}
