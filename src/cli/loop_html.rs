//! `--html` of `evenkeel monitor` and `evenkeel retrain`: check, history, decision and model in one report.

use std::path::{Path, PathBuf};

use super::args::ReadingArgs;
use super::html_report::hash;
use super::output::ProgressLine;
use super::pipeline::{self, ProfilePair};
use super::policy_args::PolicyArgs;
use super::{CliError, made};
use crate::drift::{self, CheckReport, ColumnDetail, DatasetProfile, DriftError};
use crate::report::{
    self, CheckPart, Fingerprint, FullReport, ModelCardFacts, Reproduce, TurnPart, WatchedPart,
};
use crate::worker::native::file_name;

/// What the command was asked, as far as the report tells it.
pub(super) struct Files<'a> {
    /// The reference.
    pub(super) reference: &'a Path,
    /// Current data, in order; may be none.
    pub(super) current: &'a [PathBuf],
    /// Labels of their own.
    pub(super) labels: Option<&'a Path>,
    /// A model's file.
    pub(super) model: Option<&'a Path>,
    /// How CSV is read.
    pub(super) reading: &'a ReadingArgs,
    /// By what is judged.
    pub(super) judging: &'a PolicyArgs,
}

/// What there is to tell beside the comparison.
#[derive(Clone, Copy, Default)]
pub(super) struct Told<'a> {
    /// The history.
    pub(super) watched: Option<WatchedPart<'a>>,
    /// The decision.
    pub(super) turn: Option<TurnPart<'a>>,
    /// The model.
    pub(super) card: Option<&'a ModelCardFacts<'a>>,
}

/// The report as HTML. The reference is compared with all current files together, which are read once more.
///
/// # Errors
///
/// Those of reading and comparing; [`CliError::Option`] where `SOURCE_DATE_EPOCH` is no time.
pub(super) fn loop_html(files: &Files<'_>, told: Told<'_>) -> Result<String, CliError> {
    let made_ms = made::made_ms()?;
    let mut fingerprints = Vec::new();
    let compared = Compared::of(files, &mut fingerprints)?;
    let rest = files.labels.map(|path| ("labels", path)).into_iter();
    for (role, path) in rest.chain(files.model.map(|path| ("model", path))) {
        fingerprints.push(fingerprint(role, path, None)?);
    }
    let policy = report::write_policies(
        &files.judging.policy()?,
        &files.judging.monitor_policy()?,
        &files.judging.retrain_policy()?,
    );
    Ok(report::report_html(&FullReport {
        made_ms: Some(made_ms),
        check: compared.as_ref().map(|compared| CheckPart {
            report: &compared.report,
            details: &compared.details,
            multivariate: None,
        }),
        watched: told.watched,
        turn: told.turn,
        card: told.card,
        reproduce: Reproduce { command: command(), policy },
        fingerprints,
    }))
}

/// The comparison of the reference with current data.
struct Compared {
    report: CheckReport,
    details: Vec<ColumnDetail>,
}

impl Compared {
    /// `None` without current data. Every file that is read is told of in `fingerprints`.
    fn of(files: &Files<'_>, fingerprints: &mut Vec<Fingerprint>) -> Result<Option<Self>, CliError> {
        let (options, threads) = (files.reading.options()?, files.reading.threads());
        let mut line = ProgressLine::new(files.reading.quiet);
        let mut load = |role: &str, path: &Path| {
            let profile = pipeline::load(path, &options, threads, &mut |progress| line.update(&progress))?;
            fingerprints.push(fingerprint(role, path, Some(&profile))?);
            Ok::<_, CliError>(profile)
        };
        let reference = load("reference", files.reference)?;
        let mut current = None;
        for path in files.current {
            let profile = load("current", path)?;
            current = Some(together(current, profile)?);
        }
        line.finish();
        let Some(current) = current else { return Ok(None) };
        let pair = ProfilePair { reference, current };
        let report = pipeline::compare(&pair, &files.judging.policy()?, threads)?;
        let details = drift::details(&pair.reference, &pair.current, &report);
        Ok(Some(Self { report, details }))
    }
}

/// What came before and the next file together, under both names; where their columns differ, the next file
/// alone, since it is newer.
fn together(before: Option<DatasetProfile>, next: DatasetProfile) -> Result<DatasetProfile, CliError> {
    let Some(before) = before else { return Ok(next) };
    match before.merge(&next) {
        Ok(merged) => {
            let first = before.name.split(" … ").next().unwrap_or_default();
            Ok(DatasetProfile { name: format!("{first} … {}", next.name), ..merged })
        }
        Err(DriftError::ColumnsDiffer { .. }) => Ok(next),
        Err(error) => Err(error.into()),
    }
}

fn fingerprint(role: &str, path: &Path, profile: Option<&DatasetProfile>) -> Result<Fingerprint, CliError> {
    let hashed = hash(path)?;
    Ok(Fingerprint {
        role: role.to_owned(),
        name: file_name(path),
        rows: profile.map(|profile| profile.rows),
        columns: profile.map(|profile| profile.columns.len() as u64),
        bytes: Some(hashed.bytes),
        sha256: Some(hashed.sha256),
    })
}

/// The command as it was typed, quoted for a shell.
fn command() -> String {
    let typed = std::env::args_os().skip(1);
    let words = typed.map(|word| report::shell_quoted(&word.to_string_lossy()));
    std::iter::once("evenkeel".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}
