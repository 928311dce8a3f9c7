//! Reports written by a trainer, with no browser in it: what the judge hands out becomes a file, together
//! with what the page knows and the workspace keeps.

use super::protocol::JobError;
use super::report_tasks::{CheckParts, ReportFormat, ReportModel, ReportTask};
use super::source::Source;
use super::task_error::TaskError;
use crate::data::DataError;
use crate::drift::{CheckReport, DatasetSummary};
use crate::lifecycle::{Decision, Digester, GateReport, LifecycleError, Workspace};
use crate::report::{self, AnyModel, Fingerprint};
use crate::store::{StoreError, WorkspaceStore};

/// Bytes asked for at a time.
const CHUNK: usize = 4 << 20;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Suggested name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What is known of the model that a report tells of.
struct KnownModel {
    name: String,
    bytes: Vec<u8>,
    model: AnyModel,
    /// Where it is registered: all that is kept, and which version.
    kept: Option<(Workspace, u32)>,
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
    let text = table(task, task.format, parts.as_ref())?;
    let _ = (&mut files, open, say);
    let of = match (task.format, &task.model, &parts) {
        (ReportFormat::ModelCard, Some(model), _) => "",
        (_, _, Some(parts)) => stem(&parts.report.current.name),
        (_, Some(model), None) => "",
        (_, None, None) => "",
    };
    Ok(Written { name: file_name(task.format, of), bytes: text.into_bytes() })
}

/// What follows from the comparison alone.
fn table(task: &ReportTask, format: ReportFormat, parts: Option<&CheckParts>) -> Result<String, TaskError> {
    let Some(parts) = parts else { return Err(not_loaded("a comparison")) };
    let check = &parts.report;
    Ok(match format {
        ReportFormat::Json => report::check_json_with(check, task.multivariate.as_ref()),
        ReportFormat::Csv => report::check_csv(check),
        ReportFormat::Markdown => report::check_markdown(check),
        ReportFormat::OpenMetrics => report::check_openmetrics(check, &[]),
        ReportFormat::Status => report::drift_status(check),
        ReportFormat::EvidentlySnapshot => report::evidently_snapshot(check, false),
        ReportFormat::EvidentlyLegacy => report::evidently_legacy(check, &parts.histograms, task.made_ms),
        ReportFormat::Html | ReportFormat::ModelCard => return Err(not_loaded("this format")),
    })
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

/// A file that was hashed.
struct Hashed<'a> {
    role: &'a str,
    name: &'a str,
    bytes: u64,
    sha256: String,
}

fn digests<'a>(
    task: &'a ReportTask,
    files: impl Iterator<Item = Box<dyn Source>>,
    say: &mut dyn FnMut(u64, u64),
) -> Result<Vec<Hashed<'a>>, TaskError> {
    let files: Vec<_> = files.collect();
    let total = files.iter().map(|file| file.size()).sum();
    let mut done = 0;
    let hashed = task.files.iter().zip(files).map(|((role, data), mut file)| {
        let mut digest = Digester::default();
        let mut take = |piece: &[u8]| {
            digest.push(piece);
            done += piece.len() as u64;
            say(done, total);
        };
        each_piece(&data.name, file.as_mut(), &mut take)?;
        Ok(Hashed { role, name: &data.name, bytes: file.size(), sha256: digest.finish() })
    });
    hashed.collect()
}

/// The files that went in; the sides of the comparison first, which need not be files.
fn fingerprints(
    check: Option<&CheckReport>,
    hashed: &[Hashed<'_>],
    model: Option<&KnownModel>,
) -> Vec<Fingerprint> {
    let mut rest: Vec<&Hashed<'_>> = hashed.iter().collect();
    let mut side = |role: &str, side: &DatasetSummary| {
        let at = rest.iter().position(|file| file.role == role && file.name == side.name);
        let file = at.map(|at| rest.remove(at));
        Fingerprint {
            role: role.to_owned(),
            name: side.name.clone(),
            rows: Some(side.rows),
            columns: Some(side.columns),
            bytes: file.map(|file| file.bytes),
            sha256: file.map(|file| file.sha256.clone()),
        }
    };
    let mut all = Vec::new();
    if let Some(check) = check {
        all.push(side("reference", &check.reference));
        all.push(side("current", &check.current));
    }
    all.extend(rest.into_iter().map(|file| Fingerprint {
        role: file.role.to_owned(),
        name: file.name.to_owned(),
        bytes: Some(file.bytes),
        sha256: Some(file.sha256.clone()),
        ..Fingerprint::default()
    }));
    all.extend(model.map(|model| Fingerprint {
        role: "model".to_owned(),
        name: model.name.clone(),
        bytes: Some(model.bytes.len() as u64),
        sha256: Some(crate::lifecycle::digest(&model.bytes)),
        ..Fingerprint::default()
    }));
    all
}

/// Reads the model that the task names.
async fn known_model<S: WorkspaceStore>(
    task: &ReportTask,
    open: impl AsyncFnOnce() -> Result<S, StoreError>,
) -> Result<Option<KnownModel>, TaskError> {
    let (name, bytes, kept) = match &task.model {
        None => return Ok(None),
        Some(ReportModel::File { name, bytes, .. }) => (name.clone(), bytes.clone(), None),
        Some(ReportModel::Registered { name, version }) => {
            let store = open().await.map_err(TaskError::Store)?;
            let workspace = store.load().await.map_err(TaskError::Store)?;
            let found = version.or_else(|| version_in_use(&workspace, name));
            let found = found.and_then(|version| workspace.versions.get(&(name.clone(), version)));
            let Some(found) = found else {
                return Err(TaskError::Lifecycle(LifecycleError::Unknown {
                    what: "model".to_owned(),
                    name: name.clone(),
                    there: workspace.models.keys().cloned().collect(),
                }));
            };
            let bytes = super::workspace::artifact(&store, &found.file.digest).await?;
            let version = found.version;
            (format!("{name} version {version}"), bytes, Some((workspace, version)))
        }
    };
    let model = AnyModel::read(&name, &bytes).map_err(TaskError::Report)?;
    Ok(Some(KnownModel { name, bytes, model, kept }))
}

/// The champion, else the newest version.
fn version_in_use(workspace: &Workspace, name: &str) -> Option<u32> {
    let model = workspace.models.get(name)?;
    let newest = || workspace.versions.keys().rev().find(|(of, _)| of == name).map(|(_, version)| *version);
    model.champion().or_else(newest)
}

/// The last decision about a registered model, and the gate's evidence where it stood before one.
fn last_turn<'a>(workspace: &'a Workspace, name: &str) -> Option<(&'a Decision, Option<&'a GateReport>)> {
    let decision = workspace.decisions.iter().rev().find(|decision| decision.model == name)?;
    let run = decision.run.as_ref().and_then(|run| workspace.runs.get(run));
    Some((decision, run.and_then(|run| run.gate.as_ref())))
}

/// Gives a file piece by piece.
fn each_piece(name: &str, file: &mut dyn Source, take: &mut dyn FnMut(&[u8])) -> Result<(), TaskError> {
    loop {
        let piece = file
            .next_chunk(CHUNK)
            .map_err(|reason| TaskError::Data(DataError::Io { file: name.to_owned(), reason }))?;
        if piece.is_empty() {
            return Ok(());
        }
        take(&piece);
    }
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
