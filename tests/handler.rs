//! The worker's behaviour, driven natively through its messages as the page drives it.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use evenkeel::data::ReadOptions;
use evenkeel::drift::multivariate::MultivariateSettings;
use evenkeel::drift::{CheckReport, Policy, SimulatedDrift, Simulation};
use evenkeel::worker::handler::{Attachment, Session};
use evenkeel::worker::protocol::{
    Answer, JobError, JobId, Origin, Request, Response, Slot, Stage, TableInfo,
};
use evenkeel::worker::report_tasks::CheckParts;
use evenkeel::worker::source::{MemorySource, Source};
use evenkeel::worker::trainer;
use evenkeel::worker::trainer_protocol::{Analysis, AnalysisResult, TrainerAnswer, TrainerRequest};
use support::{Drifted, loans};

const JOB: JobId = JobId(7);
const CURRENT: Slot = Slot::Current(0);

/// Sends one request over the wire format and gives every answer.
fn send(
    session: &mut Session,
    request: &Request,
    attachment: Option<Attachment>,
) -> Vec<(Response<Answer>, Option<Vec<u8>>)> {
    let wire = postcard::to_stdvec(request).expect("a request encodes");
    let request: Request = postcard::from_bytes(&wire).expect("a request decodes");
    let mut answers = Vec::new();
    session.handle(request, attachment, &mut |response, bytes| {
        let wire = postcard::to_stdvec(&response).expect("a response encodes");
        let back: Response<Answer> = postcard::from_bytes(&wire).expect("a response decodes");
        assert_eq!(back, response, "a response survives the wire");
        answers.push((response, bytes));
    });
    answers
}

fn read(text: impl Into<Vec<u8>>, name: &str) -> Result<(TableInfo, Vec<u8>), JobError> {
    let request = Request::Read { job: JOB, name: name.to_owned(), options: ReadOptions::default() };
    let source = Attachment::Source(Box::new(MemorySource::new(text.into())));
    let mut answers = send(&mut Session::new(), &request, Some(source));
    let last = answers.pop().expect("a read is answered");
    assert!(answers.iter().all(|(answer, _)| matches!(answer, Response::Progress { job: JOB, .. })));
    match last {
        (Response::Done { job: JOB, answer: Answer::Read(table) }, Some(profile)) => Ok((table, profile)),
        (Response::Failed { job: JOB, error }, None) => Err(error),
        (other, _) => panic!("unexpected answer {other:?}"),
    }
}

fn install(session: &mut Session, slot: Slot, profile: Vec<u8>) {
    let answers = send(session, &Request::Install { slot }, Some(Attachment::Bytes(profile)));
    assert!(answers.is_empty(), "{answers:?}");
}

fn loaded() -> Session {
    let mut judge = Session::new();
    let (_, reference) = read(loans(600, 1, Drifted::Nothing), "reference.csv").expect("readable");
    let (_, current) = read(loans(500, 3, Drifted::IncomeAndRegion), "current.csv").expect("readable");
    install(&mut judge, Slot::Reference, reference);
    install(&mut judge, CURRENT, current);
    judge
}

fn judge(session: &mut Session, slot: Slot) -> Result<CheckReport, JobError> {
    let request = Request::Judge { job: JOB, slot, policy: Policy::default() };
    match send(session, &request, None).pop() {
        Some((Response::Done { answer: Answer::Judged(report), .. }, None)) => Ok(*report),
        Some((Response::Failed { error, .. }, None)) => Err(error),
        other => panic!("unexpected answer {other:?}"),
    }
}

fn file(session: &mut Session, request: &Request) -> (String, Vec<u8>) {
    match send(session, request, None).pop() {
        Some((Response::Done { answer: Answer::File(name), .. }, Some(bytes))) => (name, bytes),
        other => panic!("unexpected answer {other:?}"),
    }
}

#[test]
fn a_csv_is_read_with_progress_and_summarised() {
    let (table, _) = read(loans(600, 1, Drifted::Nothing), "reference.csv").expect("readable");
    assert_eq!((table.rows, table.columns.len(), table.origin), (600, 8, Origin::Csv));
    assert_eq!(table.preview.rows(), 100);
    let note = table.columns.iter().find(|column| column.name == "note").expect("there is a note");
    assert_eq!((note.missing, note.distinct), (67, 2));
}

#[test]
fn two_profiles_are_compared_and_explained() {
    let mut session = loaded();
    let report = judge(&mut session, CURRENT).expect("both are loaded");
    let drifted: Vec<&str> = report
        .columns
        .iter()
        .filter(|column| column.verdict.is_some_and(|verdict| verdict.drifted))
        .map(|column| column.name.as_str())
        .collect();
    assert!(drifted.contains(&"income") && drifted.contains(&"region"), "{drifted:?}");
    for column in &report.columns {
        let request = Request::Detail { job: JOB, column: column.name.clone() };
        match send(&mut session, &request, None).pop() {
            Some((Response::Done { answer: Answer::Detail(Some(detail)), .. }, None)) => {
                assert!(!detail.sentences.is_empty(), "{}: no words", column.name);
            }
            other => panic!("unexpected answer {other:?}"),
        }
    }
    let request = Request::Detail { job: JOB, column: "no such column".to_owned() };
    assert!(matches!(
        send(&mut session, &request, None).pop(),
        Some((Response::Done { answer: Answer::Detail(None), .. }, _))
    ));
}

#[test]
fn a_downloaded_profile_reads_back_to_the_same_verdicts() {
    let mut session = loaded();
    let before = judge(&mut session, CURRENT).expect("both are loaded");
    let (name, bytes) = file(&mut session, &Request::ProfileFile { job: JOB, slot: Slot::Reference });
    assert_eq!(name, "reference.profile.json");
    let (table, profile) = read(bytes, &name).expect("a profile that we wrote is readable");
    assert_eq!((table.origin, table.name.as_str()), (Origin::Profile, "reference.csv"));
    assert!(table.preview.is_empty(), "a profile holds no rows");
    install(&mut session, Slot::Reference, profile);
    // A saved profile holds no rows, so that only what rows tell is missing.
    let after = judge(&mut session, CURRENT).expect("both are loaded");
    assert!(before.relations.is_some() && after.relations.is_none());
    assert_eq!((after.columns, after.dataset), (before.columns, before.dataset));
}

#[test]
fn the_parts_of_a_report_are_what_was_judged() {
    let mut session = loaded();
    let report = judge(&mut session, CURRENT).expect("both are loaded");
    let answers = send(&mut session, &Request::Parts { job: JOB }, None);
    let [(Response::Done { answer: Answer::Parts, .. }, Some(bytes))] = answers.as_slice() else {
        panic!("unexpected answer {answers:?}");
    };
    let parts: CheckParts = postcard::from_bytes(bytes).expect("the parts decode");
    let names = |parts: &CheckParts| parts.details.iter().map(|d| d.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&parts), report.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>());
    assert_eq!(parts.histograms.len(), report.columns.len());
    assert_eq!(parts.report, report);
}

#[test]
fn what_is_not_loaded_is_said() {
    let mut session = Session::new();
    assert!(matches!(judge(&mut session, CURRENT), Err(JobError::NotLoaded { .. })));
    let answers = send(&mut session, &Request::Parts { job: JOB }, None);
    assert!(matches!(answers.as_slice(), [(Response::Failed { .. }, None)]));
    let mut session = loaded();
    assert!(send(&mut session, &Request::Remove { slot: Slot::Reference }, None).is_empty());
    assert!(matches!(judge(&mut session, CURRENT), Err(JobError::NotLoaded { .. })));
}

#[test]
fn bad_files_and_bad_bytes_are_refused_not_fatal() {
    let error = read(&b"\x89PNG\r\n\x1a\n\0\0"[..], "photo.csv").expect_err("a picture is not a table");
    assert!(error.to_string().contains("photo.csv is not a CSV file but a PNG image"), "{error}");
    let mut session = Session::new();
    let request = Request::Install { slot: Slot::Reference };
    let answers = send(&mut session, &request, Some(Attachment::Bytes(vec![0xff; 40])));
    assert!(matches!(answers.as_slice(), [(Response::Failed { error: JobError::BuildMismatch, .. }, None)]));
}

/// A source that fails after its first chunk, as a file does that is deleted while it is read.
struct Vanishing(bool);

impl Source for Vanishing {
    fn size(&self) -> u64 {
        1 << 20
    }

    fn next_chunk(&mut self, _limit: usize) -> Result<Vec<u8>, String> {
        if std::mem::replace(&mut self.0, true) {
            Err("it is gone".to_owned())
        } else {
            Ok(b"a,b\n1,2\n".to_vec())
        }
    }
}

#[test]
fn a_file_that_vanishes_while_it_is_read_is_an_error() {
    let request = Request::Read { job: JOB, name: "gone.csv".to_owned(), options: ReadOptions::default() };
    let source = Attachment::Source(Box::new(Vanishing(false)));
    let answer = send(&mut Session::new(), &request, Some(source)).pop();
    let Some((Response::Failed { error, .. }, None)) = answer else { panic!("unexpected answer {answer:?}") };
    assert_eq!(error.to_string(), "gone.csv could not be read: it is gone");
}

fn simulate(
    session: &mut Session,
    drift: SimulatedDrift,
    amount: f64,
    columns: &[&str],
    seed: u64,
) -> CheckReport {
    let settings = Simulation {
        drift,
        amount,
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        rows: 600,
        seed,
    };
    let slot = Slot::Current(9);
    let answer = send(session, &Request::Simulate { job: JOB, slot, settings }, None).pop();
    assert!(
        matches!(answer, Some((Response::Done { answer: Answer::Simulated(_), .. }, None))),
        "{answer:?}"
    );
    judge(session, slot).expect("the simulation is loaded")
}

#[test]
fn the_simulator_moves_only_what_it_is_told_to() {
    let mut session = loaded();
    let drifted = |report: &CheckReport, name: &str| {
        let column = report.columns.iter().find(|column| column.name == name).expect("the column exists");
        column.verdict.expect("the column is judged").drifted
    };
    let shifted = simulate(&mut session, SimulatedDrift::Shift, 0.5, &["income"], 11);
    assert!(drifted(&shifted, "income") && !drifted(&shifted, "age") && !drifted(&shifted, "region"));
    let effect =
        shifted.columns.iter().find(|c| c.name == "income").and_then(|c| c.effect).expect("an effect");
    assert!(
        (effect.size - 0.5).abs() < 0.15,
        "a shift by half a standard deviation measures {}",
        effect.size
    );
    assert!(drifted(&simulate(&mut session, SimulatedDrift::Scale, 1.0, &["income"], 11), "income"));
    assert!(drifted(&simulate(&mut session, SimulatedDrift::Relabel, 0.5, &["region"], 11), "region"));
    let dropped = simulate(&mut session, SimulatedDrift::Drop, 0.3, &["age"], 11);
    let age = dropped.columns.iter().find(|column| column.name == "age").expect("the column exists");
    let missing = age.current.as_ref().expect("a current side").missing;
    assert!((120..=240).contains(&missing), "30 % of 600 is 180, drawn {missing}");
    assert!(!age.findings.is_empty(), "new missing values are a finding");
}

#[test]
fn the_simulator_repeats_itself_for_a_seed() {
    let mut session = loaded();
    let first = simulate(&mut session, SimulatedDrift::Shift, 0.3, &["income"], 5);
    assert_eq!(simulate(&mut session, SimulatedDrift::Shift, 0.3, &["income"], 5), first);
    assert_ne!(simulate(&mut session, SimulatedDrift::Shift, 0.3, &["income"], 6), first);
}

#[test]
fn the_simulator_refuses_what_it_cannot_do() {
    let mut session = loaded();
    for (columns, amount, rows) in [("nothing", 0.5, 10), ("income", f64::NAN, 10), ("income", 0.5, 0)] {
        let settings = Simulation {
            drift: SimulatedDrift::Drop,
            amount,
            columns: vec![columns.to_owned()],
            rows,
            seed: 1,
        };
        let answers = send(&mut session, &Request::Simulate { job: JOB, slot: CURRENT, settings }, None);
        assert!(matches!(answers.as_slice(), [(Response::Failed { error: JobError::Drift(_), .. }, None)]));
    }
}

#[test]
fn rows_behind_a_condition_are_picked() {
    use evenkeel::drift::{Condition, Pick, PickedRows};
    let rows = |session: &mut Session, conditions: Vec<Condition>| -> Result<PickedRows, JobError> {
        match send(session, &Request::Rows { job: JOB, conditions }, None).pop() {
            Some((Response::Done { answer: Answer::Rows(rows), .. }, None)) => Ok(rows),
            Some((Response::Failed { error, .. }, None)) => Err(error),
            other => panic!("unexpected answer {other:?}"),
        }
    };
    let mut session = loaded();
    assert!(matches!(rows(&mut session, Vec::new()), Err(JobError::NotLoaded { .. })));
    judge(&mut session, CURRENT).expect("both are loaded");
    let all = rows(&mut session, Vec::new()).expect("a comparison is there");
    assert_eq!((all.reference.len(), all.reference_total, all.current_total), (50, 600, 500));
    let north = Condition { column: "region".to_owned(), pick: Pick::Category("north".to_owned()) };
    let missing = Condition { column: "note".to_owned(), pick: Pick::Missing };
    let picked = rows(&mut session, vec![north, missing]).expect("a comparison is there");
    let place = |name: &str| picked.columns.iter().position(|column| column == name).expect("a column");
    let (region, note) = (place("region"), place("note"));
    assert!(picked.current_total > 0);
    assert!(picked.current.iter().all(|row| row[region] == "north" && row[note].is_empty()), "{picked:?}");
}

fn samples(session: &mut Session) -> Result<Vec<u8>, JobError> {
    match send(session, &Request::Samples { job: JOB }, None).pop() {
        Some((Response::Done { job: JOB, answer: Answer::Samples }, Some(rows))) => Ok(rows),
        Some((Response::Failed { job: JOB, error }, None)) => Err(error),
        other => panic!("unexpected answer {other:?}"),
    }
}

/// Sends the rows to a trainer, over the wire format as well.
fn analyse(rows: Vec<u8>) -> Vec<(Response<TrainerAnswer>, Option<Vec<u8>>)> {
    let settings = MultivariateSettings { permutations: 49, ..MultivariateSettings::default() };
    let request = TrainerRequest::Analyse { job: JOB, analysis: Analysis::Multivariate(settings) };
    let wire = postcard::to_stdvec(&request).expect("a request encodes");
    let request = postcard::from_bytes(&wire).expect("a request decodes");
    let mut answers = Vec::new();
    trainer::handle(request, Some(Attachment::Bytes(rows)), &mut |response, bytes| {
        let wire = postcard::to_stdvec(&response).expect("a response encodes");
        let back: Response<TrainerAnswer> = postcard::from_bytes(&wire).expect("a response decodes");
        assert_eq!(back, response, "a response survives the wire");
        answers.push((response, bytes));
    });
    answers
}

#[test]
fn a_trainer_compares_the_rows_that_the_judge_hands_out() {
    let mut session = loaded();
    assert!(matches!(samples(&mut session), Err(JobError::NotLoaded { .. })), "nothing is compared yet");
    judge(&mut session, CURRENT).expect("both are loaded");
    let rows = samples(&mut session).expect("both files were read");
    let mut answers = analyse(rows);
    let last = answers.pop().expect("an analysis is answered");
    let mut stages = Vec::new();
    for (answer, _) in &answers {
        let Response::Progress { stage, done, total, rows, .. } = answer else {
            panic!("unexpected answer {answer:?}")
        };
        assert!(done <= total && *rows == 1_100, "{answer:?}");
        if stages.last() != Some(stage) {
            stages.push(*stage);
        }
    }
    assert_eq!(stages, [Stage::Classifying, Stage::Projecting, Stage::Permuting]);
    let (Response::Done { job: JOB, answer: TrainerAnswer::Analysed(result) }, None) = last else {
        panic!("unexpected answer {last:?}")
    };
    let AnalysisResult::Multivariate(report) = *result else { panic!("unexpected result {result:?}") };
    assert_eq!((report.reference_rows, report.current_rows), (600, 500));
    let classifier = report.domain_classifier.expect("it was computed");
    let given_away: Vec<&str> = classifier.columns.iter().map(|column| column.name.as_str()).collect();
    assert!(classifier.drifted, "income and region moved: {classifier:?}");
    assert!(given_away.contains(&"income"), "{given_away:?}");
    assert!(!given_away.contains(&"application_id"), "{given_away:?}");
}

#[test]
fn rows_that_cannot_be_read_are_refused() {
    for (rows, wanted) in [
        (Vec::new(), JobError::NotLoaded { what: "a sample of rows".to_owned() }),
        (vec![0xff; 40], JobError::BuildMismatch),
    ] {
        assert_eq!(analyse(rows), [(Response::Failed { job: JOB, error: wanted }, None)]);
    }
}

#[test]
fn a_profile_without_rows_says_how_to_get_them() {
    let mut session = loaded();
    let (name, bytes) = file(&mut session, &Request::ProfileFile { job: JOB, slot: Slot::Reference });
    let (_, profile) = read(bytes, &name).expect("a profile that we wrote is readable");
    install(&mut session, Slot::Reference, profile);
    judge(&mut session, CURRENT).expect("both are loaded");
    let error = samples(&mut session).expect_err("the profile was saved without rows");
    assert_eq!(
        error.to_string(),
        "the saved profile of the reference holds no rows: make it with `evenkeel profile --with-rows`"
    );
}
