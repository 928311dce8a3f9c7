//! What `evenkeel check` writes, and where each goes.

use std::path::{Path, PathBuf};

use clap::Args;

use super::args::CheckArgs;
use super::check_formats::CheckFormats;
use super::pipeline::ProfilePair;
use super::{CliError, html_report, output};
use crate::drift::multivariate::MultivariateReport;
use crate::drift::{CheckReport, Policy};
use crate::report;

/// Files that a check writes beside its table.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct CheckOutputs {
    /// Write the report for people, one HTML file that opens offline, to this file, or to stdout with `-`.
    #[arg(long, value_name = "FILE | -")]
    pub(super) html: Option<PathBuf>,
    /// Write the JSON report to this file, or to stdout with `-` (then no table is printed).
    #[arg(long, value_name = "FILE | -")]
    pub(super) json: Option<PathBuf>,
    /// Save the policy that holds, options included, to this file, or to stdout with `-`.
    #[arg(long, value_name = "FILE | -")]
    pub(super) write_policy: Option<PathBuf>,
    #[command(flatten)]
    formats: CheckFormats,
}

/// A check that is done, as its outputs see it.
pub(super) struct Checked<'a> {
    /// What was asked.
    pub(super) args: &'a CheckArgs,
    /// Both sides.
    pub(super) pair: &'a ProfilePair,
    /// By what it was judged.
    pub(super) policy: &'a Policy,
    /// The comparison.
    pub(super) report: &'a CheckReport,
    /// What all columns together tell.
    pub(super) together: Option<&'a MultivariateReport>,
}

/// An option that names a file, and the file where one is named.
pub(super) struct Output<'a> {
    option: &'static str,
    path: Option<&'a Path>,
}

impl CheckOutputs {
    /// Whether one of them goes to stdout, so that no table is printed.
    ///
    /// # Errors
    ///
    /// [`CliError::Option`] where several go there.
    pub(super) fn take_stdout(&self) -> Result<bool, CliError> {
        let all = self.all();
        let mut to_stdout =
            all.iter().filter(|output| output.path.is_some_and(|path| path == Path::new("-")));
        let (first, second) = (to_stdout.next(), to_stdout.next());
        if let (Some(first), Some(second)) = (first, second) {
            let reason = format!("only one of {} and {} can go to stdout", first.option, second.option);
            return Err(CliError::Option { option: second.option, reason });
        }
        Ok(first.is_some())
    }

    /// Writes each that is asked for.
    ///
    /// # Errors
    ///
    /// [`CliError::Write`] for a file that cannot be written.
    pub(super) fn write(&self, checked: &Checked<'_>) -> Result<(), CliError> {
        if let Some(path) = &self.html {
            output::write(path, &html_report::check_html(checked)?)?;
        }
        if let Some(path) = &self.json {
            output::write(path, &report::check_json_with(checked.report, checked.together))?;
        }
        if let Some(path) = &self.write_policy {
            output::write(path, &checked.policy_text()?)?;
        }
        self.formats.write(checked)
    }

    /// Every output, also those that are not asked for: a new one is added here and in `write`.
    fn all(&self) -> Vec<Output<'_>> {
        let mut all = vec![
            Output::of("--html", &self.html),
            Output::of("--json", &self.json),
            Output::of("--write-policy", &self.write_policy),
        ];
        all.extend(self.formats.all());
        all
    }
}

impl<'a> Output<'a> {
    pub(super) fn of(option: &'static str, path: &'a Option<PathBuf>) -> Self {
        Self { option, path: path.as_deref() }
    }
}

impl Checked<'_> {
    /// The policy file: what holds for judging, and what the file says of watching and retraining.
    pub(super) fn policy_text(&self) -> Result<String, CliError> {
        let judging = &self.args.judging;
        Ok(report::write_policies(self.policy, &judging.monitor_policy()?, &judging.retrain_policy()?))
    }
}
