//! The options that say how columns are judged, and the policy file below them.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;

use super::CliError;
use crate::data::{DataError, Kind, Role};
use crate::drift::{Correction, Method, Policy, Preset, Rule, TestChoice, UnknownId};
use crate::lifecycle::RetrainPolicy;
use crate::monitor::MonitorPolicy;
use crate::report;
use crate::worker::native::file_name;

/// How columns are judged. What an option sets goes before the same setting of the policy file; a
/// column's setting goes before its kind's, that before the one for all columns.
#[derive(Debug, Args)]
#[command(next_help_heading = "Judging")]
pub(super) struct PolicyArgs {
    /// Read the policy from this file, usually evenkeel.toml; the options below override it.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Methods and thresholds: robust, evidently or nannyml. Default: the policy file's, else robust.
    #[arg(long, value_name = "NAME", value_parser = known::<Preset>)]
    preset: Option<Preset>,
    /// Correction for many columns: none, bonferroni, holm, benjamini_hochberg or
    /// benjamini_yekutieli. Default: the preset's own.
    #[arg(long, value_name = "NAME", value_parser = known::<Correction>)]
    correction: Option<Correction>,
    /// Method for all columns (`ks`), for a kind (`kind:numeric=psi`) or for one column (`age=psi`);
    /// may be repeated.
    #[arg(long, value_name = "[TARGET=]METHOD")]
    method: Vec<String>,
    /// Line of the method, for all columns (`0.01`), a kind (`kind:numeric=0.2`) or one column
    /// (`age=0.01`); may be repeated.
    #[arg(long, value_name = "[TARGET=]NUMBER", allow_hyphen_values = true)]
    threshold: Vec<String>,
    /// Least effect size beside significance, for the same targets; 0 asks for none.
    #[arg(long, value_name = "[TARGET=]NUMBER", allow_hyphen_values = true)]
    min_effect: Vec<String>,
    /// Set a column's kind, e.g. `zip=categorical`; may be repeated. Kinds: numeric,
    /// integer_category, categorical, boolean, text, datetime, identifier.
    #[arg(long, value_name = "COLUMN=KIND")]
    kind: Vec<String>,
    /// Set a column's role, e.g. `churned=target` or `note=ignore`; may be repeated. Roles: feature,
    /// target, prediction, probability, timestamp, id, split, version, ignore.
    #[arg(long, value_name = "COLUMN=ROLE")]
    role: Vec<String>,
}

/// Columns that a setting is for.
enum Target {
    All,
    Kind(Kind),
    Column(String),
}

/// A setting as given: for whom, and its value.
struct Setting<'a> {
    target: Target,
    value: &'a str,
}

impl PolicyArgs {
    /// The policy that holds: the file's, and over it the options.
    ///
    /// # Errors
    ///
    /// - [`CliError::Data`] and [`CliError::Report`] for a policy file that cannot be used.
    /// - [`CliError::Option`] for a value that is not understood.
    /// - [`CliError::Drift`] for a value out of its range.
    pub(super) fn policy(&self) -> Result<Policy, CliError> {
        let mut policy = self.policy.as_deref().map(read).transpose()?.unwrap_or_default();
        policy.preset = self.preset.unwrap_or(policy.preset);
        policy.correction = self.correction.or(policy.correction);
        for text in &self.method {
            let setting = Setting::of(text);
            let method = value::<Method>("--method", setting.value)?;
            let rule = setting.target.rule(&mut policy);
            if rule.method.replace(method) != Some(method) {
                // The file's line was drawn for the file's method.
                rule.threshold = None;
            }
        }
        for text in &self.threshold {
            let setting = Setting::of(text);
            setting.target.rule(&mut policy).threshold = Some(number("--threshold", setting.value)?);
        }
        for text in &self.min_effect {
            let setting = Setting::of(text);
            setting.target.rule(&mut policy).min_effect = Some(number("--min-effect", setting.value)?);
        }
        for text in &self.kind {
            let (column, id) = pair("--kind", text)?;
            policy.kinds.insert(column.to_owned(), value("--kind", id)?);
        }
        for text in &self.role {
            let (column, id) = pair("--role", text)?;
            policy.roles.insert(column.to_owned(), value::<Role>("--role", id)?);
        }
        policy.validate()?;
        Ok(policy)
    }

    /// What the policy file says of watching; the default without one.
    ///
    /// # Errors
    ///
    /// [`CliError::Data`] and [`CliError::Report`] for a policy file that cannot be used.
    pub(super) fn monitor_policy(&self) -> Result<MonitorPolicy, CliError> {
        let Some(path) = &self.policy else { return Ok(MonitorPolicy::default()) };
        Ok(report::read_monitor_policy(&file_name(path), &text_of(path)?)?)
    }

    /// What the policy file says of retraining; the default without one.
    ///
    /// # Errors
    ///
    /// [`CliError::Data`] and [`CliError::Report`] for a policy file that cannot be used.
    pub(super) fn retrain_policy(&self) -> Result<RetrainPolicy, CliError> {
        let Some(path) = &self.policy else { return Ok(RetrainPolicy::default()) };
        Ok(report::read_retrain_policy(&file_name(path), &text_of(path)?)?)
    }

    /// Name of the policy file, where there is one.
    pub(super) fn file(&self) -> Option<String> {
        self.policy.as_deref().map(file_name)
    }
}

/// The tests that `--methods` asks for.
///
/// # Errors
///
/// [`CliError::Option`] for a method that is not known.
pub(super) fn tests(text: &str) -> Result<TestChoice, CliError> {
    Ok(match text {
        "all" => TestChoice::All,
        "standard" => TestChoice::Standard,
        "preset" => TestChoice::Preset,
        list => TestChoice::These(
            list.split(',').map(|id| value::<Method>("--methods", id.trim())).collect::<Result<_, _>>()?,
        ),
    })
}

/// Reads a policy file.
///
/// # Errors
///
/// [`CliError::Data`] if it cannot be read, [`CliError::Report`] if it cannot be used.
fn read(path: &Path) -> Result<Policy, CliError> {
    Ok(report::read_policy(&file_name(path), &text_of(path)?)?)
}

fn text_of(path: &Path) -> Result<String, CliError> {
    let io =
        |error: std::io::Error| DataError::Io { file: path.display().to_string(), reason: error.to_string() };
    Ok(std::fs::read_to_string(path).map_err(io)?)
}

impl<'a> Setting<'a> {
    /// Splits at the last `=`, since column names may hold one. `kind:` and a known kind is that
    /// kind; a column of such a name can be set in the policy file.
    fn of(text: &'a str) -> Self {
        let Some((target, value)) = text.rsplit_once('=') else {
            return Self { target: Target::All, value: text };
        };
        let kind = target.strip_prefix("kind:").and_then(|id| id.parse().ok());
        Self { target: kind.map_or_else(|| Target::Column(target.to_owned()), Target::Kind), value }
    }
}

impl Target {
    fn rule(self, policy: &mut Policy) -> &mut Rule {
        match self {
            Target::All => &mut policy.rule,
            Target::Kind(kind) => policy.kind_rules.entry(kind).or_default(),
            Target::Column(name) => policy.column_rules.entry(name).or_default(),
        }
    }
}

fn known<T: FromStr<Err = UnknownId>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: UnknownId| error.to_string())
}

fn pair<'a>(option: &'static str, text: &'a str) -> Result<(&'a str, &'a str), CliError> {
    text.rsplit_once('=').ok_or_else(|| CliError::Option {
        option,
        reason: format!("`{text}` is not of the form COLUMN=VALUE"),
    })
}

fn number(option: &'static str, text: &str) -> Result<f64, CliError> {
    text.parse().map_err(|_| CliError::Option { option, reason: format!("`{text}` is not a number") })
}

fn value<T: FromStr<Err: ToString>>(option: &'static str, id: &str) -> Result<T, CliError> {
    id.parse().map_err(|error: T::Err| CliError::Option { option, reason: error.to_string() })
}
