//! Files of a check for other programs.

use std::path::PathBuf;

use clap::Args;

use super::check_outputs::{Checked, Output};
use super::{CliError, made, openmetrics_labels, output};
use crate::drift::own_histograms;
use crate::report;

/// Files that other programs read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct CheckFormats {
    /// Write the drift table as CSV, one row a column, or to stdout with `-`.
    #[arg(long, value_name = "FILE | -")]
    csv: Option<PathBuf>,
    /// Write a summary as Markdown, for a pull request, or to stdout with `-`.
    #[arg(long, value_name = "FILE | -")]
    markdown: Option<PathBuf>,
    /// Write the verdicts as OpenMetrics text, as Prometheus' textfile collector reads it, or to stdout
    /// with `-`.
    #[arg(long, value_name = "FILE | -")]
    openmetrics: Option<PathBuf>,
    /// A label for every sample, e.g. `model=churn`, so that several models can be told apart; may be
    /// repeated.
    #[arg(long, value_name = "NAME=VALUE", requires = "openmetrics")]
    openmetrics_label: Vec<String>,
    /// Write the smallest signal, `drift_status.json`: drift or not, severity, drifted columns; or to stdout
    /// with `-`.
    #[arg(long, value_name = "FILE | -")]
    status: Option<PathBuf>,
    /// Write the check as Evidently 0.7 writes a snapshot of its DataDriftPreset, or to stdout with `-`.
    /// With `--preset evidently` it says what Evidently says.
    #[arg(long, value_name = "FILE | -")]
    evidently: Option<PathBuf>,
    /// Put Evidently's tests into that file too.
    #[arg(long, requires = "evidently")]
    evidently_tests: bool,
    /// Write the check as older Evidently writes DatasetDriftMetric and DataDriftTable, or to stdout with `-`.
    #[arg(long, value_name = "FILE | -")]
    evidently_legacy: Option<PathBuf>,
}

impl CheckFormats {
    /// Writes each that is asked for.
    ///
    /// # Errors
    ///
    /// [`CliError::Write`] for a file that cannot be written, [`CliError::Option`] for a label that cannot
    /// be used.
    pub(super) fn write(&self, checked: &Checked<'_>) -> Result<(), CliError> {
        let found = checked.report;
        if let Some(path) = &self.csv {
            output::write(path, &report::check_csv(found))?;
        }
        if let Some(path) = &self.markdown {
            output::write(path, &report::check_markdown(found))?;
        }
        if let Some(path) = &self.openmetrics {
            let labels = openmetrics_labels::read(&self.openmetrics_label)?;
            output::write(path, &report::check_openmetrics(found, &labels))?;
        }
        if let Some(path) = &self.status {
            output::write(path, &report::drift_status(found))?;
        }
        if let Some(path) = &self.evidently {
            output::write(path, &report::evidently_snapshot(found, self.evidently_tests))?;
        }
        if let Some(path) = &self.evidently_legacy {
            let histograms = own_histograms(&checked.pair.reference, &checked.pair.current, found);
            output::write(path, &report::evidently_legacy(found, &histograms, made::made_ms()?))?;
        }
        Ok(())
    }

    /// Every output, also those that are not asked for.
    pub(super) fn all(&self) -> Vec<Output<'_>> {
        vec![
            Output::of("--csv", &self.csv),
            Output::of("--markdown", &self.markdown),
            Output::of("--openmetrics", &self.openmetrics),
            Output::of("--status", &self.status),
            Output::of("--evidently", &self.evidently),
            Output::of("--evidently-legacy", &self.evidently_legacy),
        ]
    }
}
