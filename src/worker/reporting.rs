//! Reports written by a trainer, with no browser in it: what the judge hands out becomes a file, together
//! with what the page knows and the workspace keeps.

use super::fingerprints::{Hashed, digests, each_piece, fingerprints};
use super::known_model::{KnownModel, known_model};
use super::protocol::JobError;
use super::report_tasks::{CheckParts, ReportFormat, ReportTask};
use super::source::Source;
use super::task_error::TaskError;
use crate::drift::CheckReport;
use crate::report::{self, CheckCommand, CheckPart, FullReport, Reproduce, TurnPart, WatchedPart, document};
use crate::store::{StoreError, WorkspaceStore};

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Suggested name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Writes the file that a task asks for. `files` are what is attached to it; `open` opens the workspace,
/// where the task needs it; `say` hears bytes read, and bytes in all.
///
/// # Errors
///
/// [`TaskError`] where nothing was compared and the format tells of a comparison, where a file or the
/// workspace cannot be read, and where there is no such model.
pub async fn write<S: WorkspaceStore>(
    task: &ReportTask,
    files: Vec<Box<dyn Source>>,
    open: impl AsyncFnOnce() -> Result<S, StoreError>,
    say: &mut dyn FnMut(u64, u64),
) -> Result<Written, TaskError> {
    let mut files = files.into_iter();
    let parts = if task.has_check { Some(parts(files.next())?) } else { None };
    let text = match task.format {
        ReportFormat::Html => {
            let digests = digests(task, files, say)?;
            let model = known_model(task, open).await?;
            html(task, parts.as_ref(), &digests, model.as_ref())
        }
        ReportFormat::ModelCard => {
            let model = known_model(task, open).await?.ok_or_else(|| not_loaded("a model"))?;
            document::markdown(&report::model_card(&model.facts(task)))
        }
        _ => table(task, parts.as_ref())?,
    };
    let of = match (task.format, &task.model, &parts) {
        (ReportFormat::ModelCard, Some(model), _) | (_, Some(model), None) => model.name(),
        (_, _, Some(parts)) => stem(&parts.report.current.name),
        (_, None, None) => "",
    };
    Ok(Written { name: file_name(task.format, of), bytes: text.into_bytes() })
}

/// What follows from the comparison alone.
fn table(task: &ReportTask, parts: Option<&CheckParts>) -> Result<String, TaskError> {
    let Some(parts) = parts else { return Err(not_loaded("a comparison")) };
    let check = &parts.report;
    Ok(match task.format {
        ReportFormat::Csv => report::check_csv(check),
        ReportFormat::Markdown => report::check_markdown(check),
        ReportFormat::OpenMetrics => report::check_openmetrics(check, &[]),
        ReportFormat::Status => report::drift_status(check),
        ReportFormat::EvidentlySnapshot => report::evidently_snapshot(check, false),
        ReportFormat::EvidentlyLegacy => report::evidently_legacy(check, &parts.histograms, task.made_ms),
        ReportFormat::Json | ReportFormat::Html | ReportFormat::ModelCard => {
            report::check_json_with(check, task.multivariate.as_ref())
        }
    })
}

/// All that is known.
fn html(
    task: &ReportTask,
    parts: Option<&CheckParts>,
    hashed: &[Hashed<'_>],
    model: Option<&KnownModel>,
) -> String {
    let card = model.map(|model| model.facts(task));
    let turn = match &task.turn {
        Some((decision, gate)) => Some((decision.as_ref(), gate.as_deref())),
        None => model.and_then(KnownModel::last_turn),
    };
    report::report_html(&FullReport {
        made_ms: Some(task.made_ms),
        check: parts.map(|parts| CheckPart {
            report: &parts.report,
            details: &parts.details,
            multivariate: task.multivariate.as_ref(),
        }),
        watched: task.timeline.as_ref().map(|timeline| WatchedPart { timeline, policy: &task.monitor }),
        turn: turn.map(|(decision, gate)| TurnPart { decision, gate, policy: &task.retrain }),
        card: card.as_ref(),
        reproduce: parts.map(|parts| reproduce(task, &parts.report, model)).unwrap_or_default(),
        fingerprints: fingerprints(parts.map(|parts| &parts.report), hashed, model),
    })
}

/// The command that makes the same comparison, unless a side was simulated, and the policy file.
fn reproduce(task: &ReportTask, check: &CheckReport, model: Option<&KnownModel>) -> Reproduce {
    let file = |side: &str| task.files.iter().find(|(role, _)| role == side).map(|(_, data)| data);
    let command = file("reference").zip(file("current")).map(|(reference, current)| {
        report::check_command(&CheckCommand {
            reference: &reference.name,
            current: &current.name,
            reading: &current.options,
            policy: &check.policy,
            multivariate: task.multivariate.is_some(),
            model: model.map(|model| model.file.as_str()),
        })
    });
    let command = command.unwrap_or_default();
    Reproduce { command, policy: report::write_policies(&check.policy, &task.monitor, &task.retrain) }
}

/// The parts that the judge handed out.
fn parts(file: Option<Box<dyn Source>>) -> Result<CheckParts, TaskError> {
    let Some(mut file) = file else { return Err(not_loaded("a comparison")) };
    let mut bytes = Vec::with_capacity(usize::try_from(file.size()).unwrap_or(0));
    let mut take = |piece: &[u8]| bytes.extend_from_slice(piece);
    each_piece("the comparison", file.as_mut(), &mut take)?;
    // Only a page of another build can send what this build does not decode.
    postcard::from_bytes(&bytes).map_err(|_| TaskError::Job(JobError::BuildMismatch))
}

fn not_loaded(what: &str) -> TaskError {
    TaskError::Job(JobError::NotLoaded { what: what.to_owned() })
}

/// Suggested name of a file about `of`.
fn file_name(format: ReportFormat, of: &str) -> String {
    let (begin, end) = match format {
        ReportFormat::Html => ("evenkeel-report", "html"),
        ReportFormat::Json => ("evenkeel-check", "json"),
        ReportFormat::Csv => ("evenkeel-drift", "csv"),
        ReportFormat::Markdown => ("evenkeel-summary", "md"),
        ReportFormat::OpenMetrics => ("evenkeel-check", "prom"),
        // The name that scripts look for.
        ReportFormat::Status => return "drift_status.json".to_owned(),
        ReportFormat::EvidentlySnapshot => ("evidently-snapshot", "json"),
        ReportFormat::EvidentlyLegacy => ("evidently-legacy", "json"),
        ReportFormat::ModelCard => ("model-card", "md"),
    };
    let of = plain(of);
    if of.is_empty() { format!("{begin}.{end}") } else { format!("{begin}-{of}.{end}") }
}

/// A name as a part of a file's name on every system: other characters than letters, digits, `.`, `-` and
/// `_` become `_`.
fn plain(name: &str) -> String {
    const LONGEST: usize = 80;
    let plain = |letter: char| {
        let stays = letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
        if stays { letter } else { '_' }
    };
    name.chars().take(LONGEST).map(plain).collect()
}

/// A file's name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}
