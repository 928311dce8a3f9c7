//! The arguments of every command, and how their values are read.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::CliError;
use crate::data::{Encoding, Kind, ReadOptions, Role};
use crate::drift::{Method, Policy, Preset, Severity, TestChoice};

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
    /// Write a reference profile: all that `check --reference` needs, without the rows.
    Profile(ProfileArgs),
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The data the model was made on: a CSV, or a profile written by `evenkeel profile`.
    #[arg(long, value_name = "FILE")]
    pub(super) reference: PathBuf,
    /// The data the model sees now: a CSV or a profile.
    #[arg(long, value_name = "FILE")]
    pub(super) current: PathBuf,
    /// Methods and thresholds.
    #[arg(long, default_value = "evidently", value_name = "NAME", value_parser = preset)]
    pub(super) preset: Preset,
    /// Set the method for all columns (`ks`) or for one (`age=psi`); may be repeated. Methods: ks,
    /// wasserstein_normed, psi, jensen_shannon, chi_square, two_proportion_z.
    #[arg(long, value_name = "METHOD | COLUMN=METHOD")]
    pub(super) method: Vec<String>,
    /// Set a column's kind, e.g. `zip=categorical`; may be repeated. Kinds: numeric,
    /// integer_category, categorical, boolean, text, datetime, identifier.
    #[arg(long, value_name = "COLUMN=KIND")]
    pub(super) kind: Vec<String>,
    /// Set a column's role, e.g. `churned=target` or `note=ignore`; may be repeated. Roles: feature,
    /// target, prediction, probability, timestamp, id, split, version, ignore.
    #[arg(long, value_name = "COLUMN=ROLE")]
    pub(super) role: Vec<String>,
    /// Tests to write beside the verdict's own: `all`, `preset`, or a list such as `ks,psi`.
    #[arg(long, default_value = "all", value_name = "LIST")]
    pub(super) methods: String,
    /// Exit with 1 when the data set's severity is at or above this.
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,
    /// Write the JSON report to this file, or to stdout with `-` (then no table is printed).
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

impl CheckArgs {
    /// # Errors
    ///
    /// [`CliError::Option`] for a pair that is not `COLUMN=VALUE` or a value that is not known.
    pub(super) fn policy(&self) -> Result<Policy, CliError> {
        let mut policy = Policy { preset: self.preset, ..Policy::default() };
        for text in &self.method {
            if let Ok(method) = text.parse() {
                policy.method = Some(method);
            } else {
                let (column, method) = pair("--method", text)?;
                policy.methods.insert(column, method);
            }
        }
        policy.kinds = self.kind.iter().map(|text| pair::<Kind>("--kind", text)).collect::<Result<_, _>>()?;
        policy.roles = self.role.iter().map(|text| pair::<Role>("--role", text)).collect::<Result<_, _>>()?;
        policy.tests = match self.methods.as_str() {
            "all" => TestChoice::All,
            "preset" => TestChoice::Preset,
            list => TestChoice::These(
                list.split(',')
                    .map(|id| value::<Method>("--methods", id.trim()))
                    .collect::<Result<_, _>>()?,
            ),
        };
        Ok(policy)
    }
}

fn preset(text: &str) -> Result<Preset, String> {
    text.parse().map_err(|error: crate::drift::UnknownId| error.to_string())
}

/// Splits `COLUMN=VALUE` at the last `=`, since column names may hold one.
fn pair<T: FromStr<Err: ToString>>(option: &'static str, text: &str) -> Result<(String, T), CliError> {
    let (column, id) = text.rsplit_once('=').ok_or_else(|| CliError::Option {
        option,
        reason: format!("`{text}` is not of the form COLUMN=VALUE"),
    })?;
    Ok((column.to_owned(), value(option, id)?))
}

fn value<T: FromStr<Err: ToString>>(option: &'static str, id: &str) -> Result<T, CliError> {
    id.parse().map_err(|error: T::Err| CliError::Option { option, reason: error.to_string() })
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
