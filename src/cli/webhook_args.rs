//! The options that send alerts away: a webhook, and a text for Prometheus.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::webhook::{PostSettings, Posted, post};
use super::{CliError, WebhookUrl, openmetrics_labels, output};
use crate::data::DataError;
use crate::monitor::{Alert, AlertSeverity, Limits, Series, Timeline};
use crate::report::{AlertMessage, openmetrics};

/// Holds the webhook's address where it stands in no list of processes.
pub const WEBHOOK_VARIABLE: &str = "EVENKEEL_WEBHOOK";

/// Where alerts go. Nothing is sent unless an address is given.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sending alerts")]
pub struct WebhookArgs {
    /// Post alerts of the newest window to this address. It is a secret that a list of processes shows:
    /// better put it in a file, or in the variable `EVENKEEL_WEBHOOK`.
    #[arg(long, value_name = "URL", conflicts_with = "webhook_url_file")]
    webhook: Option<Secret>,
    /// Read the address from this file, which holds nothing else.
    #[arg(long, value_name = "PATH")]
    webhook_url_file: Option<PathBuf>,
    /// slack for Slack, Mattermost and what is compatible; json for everything else.
    #[arg(long, value_name = "FORMAT", default_value = "slack")]
    webhook_format: WebhookFormat,
    /// The least severity that is posted.
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    webhook_on: LeastSeverity,
    /// Post over plain http to other machines too. On this machine http is always allowed.
    #[arg(long)]
    webhook_allow_http: bool,
    /// Write the newest window as OpenMetrics text, as Prometheus' textfile collector reads it, or to
    /// stdout with `-`.
    #[arg(long, value_name = "PATH | -")]
    openmetrics: Option<PathBuf>,
    /// A label for every sample, e.g. `model=churn`, so that several models can be told apart; may be
    /// repeated.
    #[arg(long, value_name = "NAME=VALUE", requires = "openmetrics")]
    openmetrics_label: Vec<String>,
}

/// A text that `Debug` does not show.
#[derive(Clone)]
struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

// It is checked later: what clap finds wrong it prints.
impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WebhookFormat {
    Slack,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LeastSeverity {
    Info,
    Warning,
    Critical,
}

impl LeastSeverity {
    fn severity(self) -> AlertSeverity {
        match self {
            Self::Info => AlertSeverity::Info,
            Self::Warning => AlertSeverity::Warning,
            Self::Critical => AlertSeverity::Critical,
        }
    }
}

impl WebhookArgs {
    /// The address to post to, where one is given: the option's, the file's, or the one in
    /// [`WEBHOOK_VARIABLE`]. To be asked for before anything is computed, so that a wrong one costs no time.
    ///
    /// # Errors
    ///
    /// [`CliError::Webhook`] for an address that cannot be used, [`CliError::Data`] for a file that
    /// cannot be read.
    pub fn url(&self) -> Result<Option<WebhookUrl>, CliError> {
        self.url_or(std::env::var_os(WEBHOOK_VARIABLE))
    }

    /// The same with the variable's value.
    ///
    /// # Errors
    ///
    /// As [`url`](Self::url).
    pub fn url_or(&self, variable: Option<OsString>) -> Result<Option<WebhookUrl>, CliError> {
        let text = match (&self.webhook, &self.webhook_url_file) {
            (Some(secret), _) => secret.0.clone(),
            (None, Some(path)) => std::fs::read_to_string(path).map_err(|error| DataError::Io {
                file: path.display().to_string(),
                reason: error.to_string(),
            })?,
            // A variable that is set to nothing, as a missing secret of a CI is, asks for nothing.
            (None, None) => match variable {
                Some(text) if !text.is_empty() => text.to_string_lossy().into_owned(),
                _ => return Ok(None),
            },
        };
        Ok(Some(WebhookUrl::parse(&text, self.webhook_allow_http)?))
    }

    /// Whether the text for Prometheus goes to stdout.
    pub(super) fn prints(&self) -> bool {
        self.openmetrics.as_deref() == Some(std::path::Path::new("-"))
    }

    /// The payload of what the newest window raised; `None` where that is nothing of the wanted severity.
    pub fn payload(&self, timeline: &Timeline, alerts: &[Alert]) -> Option<String> {
        let message = AlertMessage::of(timeline, alerts, self.webhook_on.severity());
        let text = || match self.webhook_format {
            WebhookFormat::Slack => message.slack(),
            WebhookFormat::Json => message.json(),
        };
        (!message.is_empty()).then(text)
    }

    /// Posts what the newest window raised; `None` where that is nothing of the wanted severity.
    ///
    /// # Errors
    ///
    /// [`CliError::Webhook`] where it did not arrive.
    pub fn send(
        &self,
        url: &WebhookUrl,
        timeline: &Timeline,
        alerts: &[Alert],
    ) -> Result<Option<Posted>, CliError> {
        let Some(payload) = self.payload(timeline, alerts) else { return Ok(None) };
        Ok(Some(post(url, &payload, &PostSettings::default())?))
    }

    /// Writes the text for Prometheus, where it is asked for: whole or not at all.
    ///
    /// # Errors
    ///
    /// [`CliError::Write`] with the system's reason, [`CliError::Option`] for a label that cannot be used.
    pub fn write_openmetrics(
        &self,
        timeline: &Timeline,
        alerts: &[Alert],
        limits: &dyn Fn(&Series) -> Limits,
    ) -> Result<(), CliError> {
        let Some(path) = &self.openmetrics else { return Ok(()) };
        output::write(
            path,
            &openmetrics(timeline, alerts, limits, &openmetrics_labels::read(&self.openmetrics_label)?),
        )
    }
}
