//! The arguments of `evenkeel workspace`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(super) struct WorkspaceArgs {
    /// The workspace's folder; the first change makes it.
    #[arg(long, value_name = "DIR")]
    pub(super) workspace: PathBuf,
    /// Who acts, as the audit log shows it.
    #[arg(long, value_name = "NAME", default_value = "command")]
    pub(super) actor: String,
    #[command(subcommand)]
    pub(super) what: WorkspaceCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum WorkspaceCommand {
    /// List the registered models with their champions.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show a registered model and its versions, or one version.
    Show {
        /// A registered model, or one version of it.
        #[arg(value_name = "MODEL[@ALIAS|:VERSION]")]
        model: ModelName,
    },
    /// List the runs, the newest first.
    Runs {
        /// Sort by this metric, the greatest first.
        #[arg(long, value_name = "METRIC")]
        sort: Option<String>,
        /// Only runs with this tag; may be repeated.
        #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
        tag: Vec<Pair>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show runs side by side: parameters that differ, and metrics.
    Compare {
        /// Identifiers, or beginnings of them that are enough.
        #[arg(value_name = "RUN", num_args = 2.., required = true)]
        runs: Vec<String>,
    },
    /// Make a version the champion.
    Promote {
        #[arg(value_name = "MODEL")]
        model: String,
        #[arg(value_name = "VERSION")]
        version: u32,
        /// Why, for the audit log.
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Make the champion before this one, or a version, the champion again.
    Rollback {
        #[arg(value_name = "MODEL")]
        model: String,
        #[arg(value_name = "VERSION")]
        version: Option<u32>,
    },
    /// Turn down the version that waits as challenger.
    Decline {
        #[arg(value_name = "MODEL")]
        model: String,
        /// Why, for the audit log.
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Give a version an alias, or take the alias away where no version is named.
    Alias {
        #[arg(value_name = "MODEL")]
        model: String,
        #[arg(value_name = "ALIAS")]
        alias: String,
        #[arg(value_name = "VERSION")]
        version: Option<u32>,
    },
    /// Describe a registered model or a version.
    Describe {
        #[arg(value_name = "MODEL[:VERSION]")]
        model: ModelName,
        #[arg(value_name = "TEXT")]
        text: String,
    },
    /// Set a tag of a model, a version or a run, or take it away where no value is given.
    Tag {
        /// `MODEL`, `MODEL:VERSION`, or with `--run` a run's identifier.
        #[arg(value_name = "MODEL[:VERSION] | RUN")]
        subject: String,
        #[arg(value_name = "KEY")]
        key: String,
        #[arg(value_name = "VALUE")]
        value: Option<String>,
        /// The subject is a run.
        #[arg(long)]
        run: bool,
    },
    /// Give a run another name.
    RenameRun {
        #[arg(value_name = "RUN")]
        run: String,
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Delete a model with all its versions, one version, or with `--run` a run.
    Delete {
        /// `MODEL`, `MODEL:VERSION`, or with `--run` a run's identifier.
        #[arg(value_name = "MODEL[:VERSION] | RUN")]
        subject: String,
        /// The subject is a run.
        #[arg(long)]
        run: bool,
        /// Really delete it.
        #[arg(long)]
        yes: bool,
    },
    /// Make a version of a model's file, JSON or ONNX.
    Register {
        #[arg(value_name = "MODEL")]
        model: String,
        /// The file.
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        /// Make it the champion.
        #[arg(long)]
        champion: bool,
    },
    /// Say what a registered model is meant for and what not, for its model card.
    IntendedUse {
        #[arg(value_name = "MODEL")]
        model: String,
        /// The words, or after an `@` the file that they stand in. Empty words take them away.
        #[arg(value_name = "TEXT | @FILE")]
        text: String,
    },
    /// List the kept reports of checks, the newest last.
    Reports {
        /// Only those about this registered model.
        #[arg(long, value_name = "MODEL")]
        model: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show a kept report, or write its JSON.
    Report {
        #[arg(value_name = "NUMBER")]
        number: u64,
        /// Write the check as `evenkeel check --json` does to this file, or to stdout with `-`.
        #[arg(long, value_name = "FILE | -")]
        json: Option<PathBuf>,
    },
    /// Compare two kept reports: what drifted since, what recovered.
    CompareReports(CompareReportsArgs),
    /// Delete a kept report. Its number is not given again.
    DeleteReport {
        #[arg(value_name = "NUMBER")]
        number: u64,
        /// Really delete it.
        #[arg(long)]
        yes: bool,
    },
    /// List the decisions about retraining, the newest last.
    Decisions {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the audit log, the newest last.
    Audit {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write the whole workspace as one zip file.
    Export {
        /// The zip file, or stdout with `-`.
        #[arg(value_name = "FILE | -")]
        file: PathBuf,
    },
    /// Take in what a zip file holds; what is there stays.
    Import {
        /// The zip file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Write runs and registry as files that MLflow opens.
    Mlflow {
        /// An empty folder, or one that is to be made.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Write the model card of a version: what it is for, what it learned from, how good it is and for whom,
    /// what happened since.
    Card {
        /// Without an alias or a version the champion, else the newest version.
        #[arg(value_name = "MODEL[@ALIAS|:VERSION]")]
        model: ModelName,
        /// Write Markdown to this file, or to stdout with `-`. Default: stdout, unless HTML is asked for.
        #[arg(long, value_name = "FILE | -")]
        out: Option<PathBuf>,
        /// Write one HTML file.
        #[arg(long, value_name = "FILE | -")]
        html: Option<PathBuf>,
    },
    /// Write a version's file.
    Model {
        /// Without an alias or a version the champion.
        #[arg(value_name = "MODEL[@ALIAS|:VERSION]")]
        model: ModelName,
        /// Where it goes, or stdout with `-`.
        #[arg(long, value_name = "FILE | -")]
        out: PathBuf,
    },
}

/// Two kept reports, and where the comparison goes.
#[derive(Debug, Args)]
pub(super) struct CompareReportsArgs {
    #[arg(value_name = "EARLIER")]
    pub(super) earlier: u64,
    #[arg(value_name = "LATER")]
    pub(super) later: u64,
    /// Write JSON to this file, or to stdout with `-` (then no table is printed).
    #[arg(long, value_name = "FILE | -")]
    pub(super) json: Option<PathBuf>,
    /// Write Markdown.
    #[arg(long, value_name = "FILE | -")]
    pub(super) markdown: Option<PathBuf>,
    /// Write one HTML file.
    #[arg(long, value_name = "FILE | -")]
    pub(super) html: Option<PathBuf>,
    /// Exit with 1 when a column drifted since.
    #[arg(long)]
    pub(super) fail_on_new: bool,
}

/// A registered model, and perhaps a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ModelName {
    pub(super) model: String,
    pub(super) version: VersionName,
}

/// Which version is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum VersionName {
    /// None is named.
    None,
    /// By its number.
    Number(u32),
    /// By an alias.
    Alias(String),
}

impl FromStr for ModelName {
    type Err = String;

    /// Names of models have no `:`; the last `@` begins an alias.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((model, number)) = text.rsplit_once(':') {
            let number = number.parse();
            let number =
                number.map_err(|_| format!("`{text}`: after the `:` comes the number of a version"))?;
            return Ok(Self { model: model.to_owned(), version: VersionName::Number(number) });
        }
        Ok(match text.rsplit_once('@') {
            Some((model, alias)) => {
                Self { model: model.to_owned(), version: VersionName::Alias(alias.to_owned()) }
            }
            None => Self { model: text.to_owned(), version: VersionName::None },
        })
    }
}

/// `KEY=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: String,
}

fn pair(text: &str) -> Result<Pair, String> {
    match text.split_once('=') {
        Some((key, value)) => Ok(Pair { key: key.to_owned(), value: value.to_owned() }),
        None => Err(format!("`{text}` has no `=`: write it as KEY=VALUE")),
    }
}
