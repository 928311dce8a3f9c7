//! Files that a trainer writes of what the judge hands out, as the page asks for them: the same as the
//! command writes of the same files.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use evenkeel::data::ReadOptions;
use evenkeel::drift::Policy;
use evenkeel::lifecycle::RetrainPolicy;
use evenkeel::monitor::MonitorPolicy;
use evenkeel::store::{FolderStore, ready};
use evenkeel::worker::handler::{Attachment, Session};
use evenkeel::worker::model_tasks::DataFile;
use evenkeel::worker::protocol::{Answer, JobError, JobId, Request, Response, Slot};
use evenkeel::worker::report_tasks::{ReportFormat, ReportModel, ReportTask};
use evenkeel::worker::reporting::{self, Written};
use evenkeel::worker::source::{MemorySource, Source};
use evenkeel::worker::task_error::TaskError;
use support::{Drifted, loans};

const JOB: JobId = JobId(1);
/// 2026-01-02T03:04:05Z, in seconds: `date -u -d 2026-01-02T03:04:05Z +%s`.
const MADE_S: i64 = 1_767_323_045;

/// A folder with a reference and a current file.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
    for (file, seed, drifted) in
        [("reference.csv", 1, Drifted::Nothing), ("current.csv", 3, Drifted::IncomeAndRegion)]
    {
        std::fs::write(folder.join(file), loans(600, seed, drifted)).expect("the test file can be written");
    }
    folder
}

/// What the command writes to standard output.
fn evenkeel(folder: &Path, words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", MADE_S.to_string())
        .args(words)
        .output()
        .expect("the command starts");
    assert_eq!(output.status.code(), Some(0), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("stdout is UTF-8")
}

fn check(folder: &Path, option: &str) -> String {
    evenkeel(folder, &["check", "--reference", "reference.csv", "--current", "current.csv", option, "-"])
}

fn ask(judge: &mut Session, request: Request, attachment: Option<Attachment>) -> (Option<Answer>, Vec<u8>) {
    let mut last = (None, Vec::new());
    judge.handle(request, attachment, &mut |response, bytes| match response {
        Response::Done { answer, .. } => last = (Some(answer), bytes.unwrap_or_default()),
        Response::Failed { error, .. } => panic!("{error}"),
        Response::Progress { .. } | Response::Ready { .. } => {}
    });
    last
}

fn bytes_of(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).expect("the test file is there")
}

/// What the judge hands out of the comparison of the folder's files.
fn parts(folder: &Path) -> Vec<u8> {
    let mut judge = Session::new();
    for (slot, name) in [(Slot::Reference, "reference.csv"), (Slot::Current(0), "current.csv")] {
        let read = Request::Read { job: JOB, name: name.to_owned(), options: ReadOptions::default() };
        let file = Attachment::Source(Box::new(MemorySource::new(bytes_of(folder, name))));
        let (_, profile) = ask(&mut Session::new(), read, Some(file));
        ask(&mut judge, Request::Install { slot }, Some(Attachment::Bytes(profile)));
    }
    let policy = Policy::default();
    ask(&mut judge, Request::Judge { job: JOB, slot: Slot::Current(0), policy }, None);
    let (answer, bytes) = ask(&mut judge, Request::Parts { job: JOB }, None);
    assert_eq!(answer, Some(Answer::Parts));
    bytes
}

fn task(format: ReportFormat) -> ReportTask {
    let file = |role: &str, name: &str| {
        (role.to_owned(), DataFile { name: name.to_owned(), options: ReadOptions::default() })
    };
    ReportTask {
        format,
        has_check: true,
        multivariate: None,
        timeline: None,
        monitor: MonitorPolicy::default(),
        retrain: RetrainPolicy::default(),
        turn: None,
        model: None,
        made_ms: MADE_S * 1000,
        files: vec![file("reference", "reference.csv"), file("current", "current.csv")],
    }
}

/// Writes what a task asks for, sent over the wire format, with these bytes attached first and the files of
/// the folder after them; the workspace is in `w`.
fn write(folder: &Path, task: &ReportTask, check: Option<Vec<u8>>) -> Result<Written, TaskError> {
    let wire = postcard::to_stdvec(task).expect("a task encodes");
    let arrived: ReportTask = postcard::from_bytes(&wire).expect("a task decodes");
    assert_eq!(&arrived, task);
    let files = arrived.files.iter().map(|(_, data)| bytes_of(folder, &data.name));
    let files = check.into_iter().chain(files);
    let files = files.map(|bytes| Box::new(MemorySource::new(bytes)) as Box<dyn Source>).collect();
    let open = async || Ok(FolderStore::new(folder.join("w")));
    ready(reporting::write(&arrived, files, open, &mut |done, total| assert!(done <= total)))
        .expect("a folder never waits")
}

fn text(written: Written) -> String {
    String::from_utf8(written.bytes).expect("it is text")
}

/// A folder with a workspace in which `loan` is a tree, and the tree's file.
fn with_model(name: &str) -> PathBuf {
    let folder = folder(name);
    let train =
        ["train", "--quiet", "--data", "reference.csv", "--target", "approved", "--algorithm", "tree"];
    evenkeel(&folder, &[&train[..], &["--resamples", "0", "--model", "tree.json"]].concat());
    let workspace = ["workspace", "--workspace", "w"];
    evenkeel(&folder, &[&workspace[..], &["register", "loan", "--file", "tree.json", "--champion"]].concat());
    folder
}

#[test]
fn every_file_is_what_the_command_writes() {
    let folder = folder("reporting_formats");
    let parts = parts(&folder);
    for (format, option, name) in [
        (ReportFormat::Json, "--json", "evenkeel-check-current.json"),
        (ReportFormat::Csv, "--csv", "evenkeel-drift-current.csv"),
        (ReportFormat::Markdown, "--markdown", "evenkeel-summary-current.md"),
        (ReportFormat::OpenMetrics, "--openmetrics", "evenkeel-check-current.prom"),
        (ReportFormat::Status, "--status", "drift_status.json"),
        (ReportFormat::EvidentlySnapshot, "--evidently", "evidently-snapshot-current.json"),
        (ReportFormat::EvidentlyLegacy, "--evidently-legacy", "evidently-legacy-current.json"),
        (ReportFormat::Html, "--html", "evenkeel-report-current.html"),
    ] {
        let written = write(&folder, &task(format), Some(parts.clone())).expect("it can be written");
        assert_eq!(written.name, name);
        assert_eq!(text(written), check(&folder, option), "{option}");
    }
}

#[test]
fn the_report_tells_the_digests_of_the_files() {
    let folder = folder("reporting_digests");
    let html =
        text(write(&folder, &task(ReportFormat::Html), Some(parts(&folder))).expect("it can be written"));
    for name in ["reference.csv", "current.csv"] {
        // By another implementation.
        let output = Command::new("sha256sum").arg(folder.join(name)).output().expect("coreutils are there");
        let said = String::from_utf8(output.stdout).expect("it is text");
        let digest = said.split_whitespace().next().expect("a digest");
        assert!(digest.len() == 64 && html.contains(digest), "{name}");
    }
}

#[test]
fn a_report_tells_of_the_registered_model_and_its_card_is_written_alone() {
    let folder = with_model("reporting_model");
    let model = Some(ReportModel::Registered { name: "loan".to_owned(), version: None });
    let html = ReportTask { model: model.clone(), ..task(ReportFormat::Html) };
    let html = text(write(&folder, &html, Some(parts(&folder))).expect("it can be written"));
    assert!(html.contains("loan version 1"), "the card is in the report");
    let alone = ReportTask { model, has_check: false, files: Vec::new(), ..task(ReportFormat::ModelCard) };
    let written = write(&folder, &alone, None).expect("it can be written");
    assert_eq!(written.name, "model-card-loan.md");
    assert!(text(written).starts_with("# Model card: loan version 1"));
}

#[test]
fn a_model_that_is_not_registered_has_a_card_too() {
    let folder = with_model("reporting_file");
    let model = ReportModel::File {
        name: "tree 1".to_owned(),
        bytes: bytes_of(&folder, "tree.json"),
        intended_use: "To *see* who pays".to_owned(),
    };
    let alone = ReportTask {
        model: Some(model),
        has_check: false,
        files: Vec::new(),
        ..task(ReportFormat::ModelCard)
    };
    let written = write(&folder, &alone, None).expect("it can be written");
    assert_eq!(written.name, "model-card-tree_1.md");
    let card = text(written);
    assert!(card.contains("To \\*see\\* who pays"), "{card}");
}

#[test]
fn what_cannot_be_written_is_said() {
    let folder = folder("reporting_refused");
    let nothing = ReportTask { has_check: false, ..task(ReportFormat::Json) };
    let error = write(&folder, &nothing, None).expect_err("nothing was compared");
    assert!(error.to_string().contains("a comparison is not loaded"), "{error}");
    let model = Some(ReportModel::Registered { name: "loan".to_owned(), version: None });
    let unknown = ReportTask { model, has_check: false, ..task(ReportFormat::ModelCard) };
    let error = write(&folder, &unknown, None).expect_err("there is no such model");
    assert!(error.to_string().contains("loan"), "{error}");
    let error = write(&folder, &task(ReportFormat::Csv), Some(vec![0xff; 40])).expect_err("no parts");
    assert_eq!(error, TaskError::Job(JobError::BuildMismatch));
}
