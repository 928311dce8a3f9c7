//! The command line: one file per command.
//!
//! Exit codes: 0 ran, nothing at or above `--fail-on`; 1 drift at or above `--fail-on`;
//! 2 wrong usage or bad input, with one clear sentence on stderr.

mod analyses;
mod args;
mod calibrate;
mod check;
mod check_formats;
mod check_keep;
mod check_outputs;
mod evaluate;
mod html_report;
mod loop_html;
mod made;
mod monitor;
mod monitor_args;
mod monitor_table;
mod monitor_tuning;
mod openmetrics_labels;
mod output;
mod pipeline;
mod policy_args;
mod predict;
mod profile;
mod registered;
mod retrain;
mod retrain_args;
mod retrain_report;
mod retry_after;
mod rows;
mod stream;
mod table;
mod train;
mod train_args;
mod webhook;
mod webhook_args;
mod webhook_error;
mod webhook_url;
mod whole_rows;
mod workspace;
mod workspace_args;
mod workspace_card;
mod workspace_json;
mod workspace_reports;
mod workspace_tables;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use args::{Cli, Command};

pub use webhook::{Pause, PostSettings, Posted, SystemPause, post, post_with};
pub use webhook_args::{WEBHOOK_VARIABLE, WebhookArgs};
pub use webhook_error::WebhookError;
pub use webhook_url::WebhookUrl;

/// Why the command ends with exit code 2: one sentence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CliError {
    /// A file could not be read.
    #[error("{0}")]
    Data(#[from] crate::data::DataError),
    /// A saved profile or a policy file could not be read.
    #[error("{0}")]
    Report(#[from] crate::report::ReportError),
    /// The comparison cannot be made as asked.
    #[error("{0}")]
    Drift(#[from] crate::drift::DriftError),
    /// A model could not be trained, read or used.
    #[error("{0}")]
    Model(#[from] crate::model::ModelError),
    /// A stream cannot be watched as asked.
    #[error("{0}")]
    Stream(#[from] crate::stream::StreamError),
    /// A webhook's address cannot be used, or it did not take the payload.
    #[error("{0}")]
    Webhook(#[from] WebhookError),
    /// A history cannot be watched as asked.
    #[error("{0}")]
    Monitor(#[from] crate::monitor::MonitorError),
    /// The workspace could not be read or changed.
    #[error("{0}")]
    Store(#[from] crate::store::StoreError),
    /// What was asked of the workspace cannot be done.
    #[error("{0}")]
    Lifecycle(#[from] crate::lifecycle::LifecycleError),
    /// A computation did not come to its end.
    #[error("{0}")]
    Job(String),
    /// An option's value cannot be used.
    #[error("{option}: {reason}")]
    Option {
        /// The option, e.g. `--kind`.
        option: &'static str,
        /// What is wrong, and what is right.
        reason: String,
    },
    /// Whole rows are asked for, but a saved profile holds none.
    #[error("{file} holds no rows: use the CSV, or a profile that was saved with its rows")]
    NoRows {
        /// Name of the file.
        file: String,
    },
    /// A file could not be written.
    #[error("{path} could not be written: {reason}")]
    Write {
        /// Path as given.
        path: String,
        /// The reason as the system words it.
        reason: String,
    },
}

/// Runs the command with the given arguments (the program's name first).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) if error.kind() == ErrorKind::ValueValidation => {
            // One sentence like every other; the rest only points at --help.
            let text = error.to_string();
            let sentence = text.lines().next().unwrap_or_default();
            eprintln!("evenkeel: {}", sentence.trim_start_matches("error: "));
            return ExitCode::from(2);
        }
        Err(error) => {
            // Help and version are not errors; printing to a closed pipe is not worth a panic.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let outcome = match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Calibrate(args) => calibrate::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Monitor(args) => monitor::run(&args),
        Command::Profile(args) => profile::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Predict(args) => predict::run(&args),
        Command::Retrain(args) => retrain::run(&args),
        Command::Stream(args) => stream::run(&args),
        Command::Workspace(args) => workspace::run(&args),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Drift) => ExitCode::from(1),
        Err(error) => {
            eprintln!("evenkeel: {error}");
            ExitCode::from(2)
        }
    }
}

/// How a command that could do its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing at or above `--fail-on`.
    Fine,
    /// Drift at or above `--fail-on`.
    Drift,
}
