//! Online learning as a task of a trainer: files in, both sides' scores and the learner's file out.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/labelled.rs"]
mod labelled;

use evenkeel::data::ReadOptions;
use evenkeel::lifecycle::PrequentialSettings;
use evenkeel::model::{Algorithm, AlgorithmChoice, CalibrationMethod, OnlineLearner, TrainSettings};
use evenkeel::report;
use evenkeel::worker::handler::Attachment;
use evenkeel::worker::model_tasks::{DataFile, ModelResult, ModelTask};
use evenkeel::worker::online::{OnlineResult, OnlineStart, OnlineTask};
use evenkeel::worker::protocol::{JobError, JobId, Response, Stage};
use evenkeel::worker::source::{MemorySource, Source};
use evenkeel::worker::trainer;
use evenkeel::worker::trainer_protocol::{TrainerAnswer, TrainerRequest};
use labelled::{Shape, labelled};

fn file(name: &str) -> DataFile {
    DataFile { name: name.to_owned(), options: ReadOptions::default() }
}

fn settings(algorithm: Algorithm) -> TrainSettings {
    TrainSettings {
        algorithm: AlgorithmChoice::One(algorithm),
        calibration: CalibrationMethod::Platt,
        resamples: 0,
        ..TrainSettings::for_target("outcome")
    }
}

/// The answer, the bytes beside it, and the stages that were told.
type Answered = (Result<ModelResult, JobError>, Vec<u8>, Vec<Stage>);

fn ask(task: ModelTask, files: &[&str]) -> Answered {
    let sent = postcard::to_stdvec(&task).expect("a task encodes");
    let task = postcard::from_bytes(&sent).expect("a task arrives");
    let sources: Vec<Box<dyn Source>> = files
        .iter()
        .map(|csv| Box::new(MemorySource::new(csv.as_bytes().to_vec())) as Box<dyn Source>)
        .collect();
    let (mut answer, mut attached, mut stages) = (None, Vec::new(), Vec::new());
    let request = TrainerRequest::Model { job: JobId(1), task: Box::new(task) };
    trainer::handle(request, Some(Attachment::Sources(sources)), &mut |response, bytes| match response {
        Response::Progress { stage, .. } => stages.push(stage),
        Response::Done { answer: TrainerAnswer::Modelled(result), .. } => {
            let sent = postcard::to_stdvec(&result).expect("a result encodes");
            answer = Some(Ok(postcard::from_bytes(&sent).expect("a result arrives")));
            attached = bytes.unwrap_or_default();
        }
        Response::Failed { error, .. } => answer = Some(Err(error)),
        other => panic!("not an answer to a task on models: {other:?}"),
    });
    (answer.expect("there is a last word"), attached, stages)
}

fn trained(csv: &str, settings: TrainSettings) -> Vec<u8> {
    let (answer, bytes, _) = ask(ModelTask::Train { data: file("reference.csv"), settings }, &[csv]);
    assert!(answer.is_ok(), "{answer:?}");
    bytes
}

fn task(champion: Option<Vec<u8>>, start: OnlineStart) -> OnlineTask {
    OnlineTask {
        data: vec![file("may.csv"), file("june.csv")],
        reference: None,
        champion,
        start,
        target: None,
        settings: PrequentialSettings::default(),
    }
}

fn online(task: OnlineTask, files: &[&str]) -> Result<(OnlineResult, Vec<u8>), JobError> {
    let (answer, bytes, stages) = ask(ModelTask::Online(Box::new(task)), files);
    match answer? {
        ModelResult::Online(result) => {
            assert!(stages.contains(&Stage::Reading) && stages.last() == Some(&Stage::Learning));
            Ok((*result, bytes))
        }
        other => panic!("not of `Online`: {other:?}"),
    }
}

#[test]
fn a_champion_goes_on_as_a_learner_over_several_files() {
    let (reference, may, june) =
        (labelled(600, 1, Shape::Two), labelled(400, 2, Shape::Two), labelled(230, 3, Shape::Two));
    for algorithm in OnlineLearner::ALGORITHMS {
        let champion = trained(&reference, settings(algorithm));
        let asked = || task(Some(champion.clone()), OnlineStart::Champion);
        let (told, bytes) = online(asked(), &[&may, &june]).expect("it learns");
        let both = &told.prequential;
        assert_eq!((both.rows, both.labelled, both.points.len()), (630, 630, 13));
        let champion_totals = both.champion.expect("there is a champion");
        assert_eq!((champion_totals.rows, both.learner.rows), (630, 630));
        assert!(champion_totals.accuracy > Some(0.7), "{algorithm}: {champion_totals:?}");

        let learner = report::read_model("learner.json", &bytes).expect("it is a model file");
        let start = report::read_model("champion.json", &champion).expect("it is a model file");
        assert!(start.model.calibrator.is_some() && learner.model.calibrator.is_none());
        assert_eq!(learner.model.schema, start.model.schema);
        assert_ne!(learner.model.classifier, start.model.classifier);
        assert_eq!(learner.training.data, "reference.csv + may.csv + june.csv");
        assert_eq!(learner.training.rows, 1_230);
        assert_eq!(learner.training.facts.training, start.training.facts.training + 630);
        assert!(learner.metrics.test.is_none());
        assert_eq!(told.card.name, format!("{algorithm}-online.json"));
        assert_eq!(told.card.bytes, bytes.len() as u64);
        assert_eq!(online(asked(), &[&may, &june]).expect("it learns again"), (told, bytes), "{algorithm}");
    }
}

#[test]
fn a_fresh_learner_is_trained_on_the_reference_beside_any_champion() {
    let (reference, may, june) =
        (labelled(500, 4, Shape::Three), labelled(200, 5, Shape::Three), labelled(100, 6, Shape::Three));
    let champion = trained(&reference, settings(Algorithm::Tree));
    let (answer, onnx, _) = ask(ModelTask::ExportOnnx { model: champion.clone() }, &[]);
    assert_eq!(answer, Ok(ModelResult::Onnx));
    let with = |champion: Option<Vec<u8>>, algorithm| {
        let reference_file = Some(file("reference.csv"));
        let fresh = OnlineStart::Fresh(Box::new(settings(algorithm)));
        let asked = OnlineTask { reference: reference_file, ..task(champion, fresh) };
        online(asked, &[&reference, &may, &june])
    };
    let (of_json, _) = with(Some(champion), Algorithm::Ftrl).expect("it learns");
    let (of_onnx, _) = with(Some(onnx), Algorithm::Ftrl).expect("it learns");
    let (alone, _) = with(None, Algorithm::Ftrl).expect("it learns");
    assert_eq!(of_json.prequential.learner, alone.prequential.learner);
    assert_eq!(alone.prequential.champion, None);
    let accuracy = |told: &OnlineResult| told.prequential.champion.and_then(|totals| totals.accuracy);
    assert_eq!(accuracy(&of_json), accuracy(&of_onnx));
    let error = with(None, Algorithm::Forest).expect_err("a forest does not learn on").to_string();
    assert!(error.contains("random forest does not go on learning"), "{error}");
}

#[test]
fn what_is_lacking_is_said() {
    let rows = labelled(200, 7, Shape::Two);
    let sentence = |task, files: &[&str]| online(task, files).expect_err("it cannot be done").to_string();
    let champion = || Some(trained(&rows, settings(Algorithm::Logistic)));
    let error = sentence(task(champion(), OnlineStart::Champion), &[&rows, &rows]);
    assert!(error.contains("logistic regression does not go on learning"), "{error}");
    let error = sentence(task(None, OnlineStart::Champion), &[&rows, &rows]);
    assert!(error.starts_with("the champion is not loaded"), "{error}");
    let fresh = || OnlineStart::Fresh(Box::new(settings(Algorithm::Ftrl)));
    let error = sentence(task(None, fresh()), &[&rows, &rows]);
    assert!(error.starts_with("the reference is not loaded"), "{error}");
    let champion = Some(trained(&rows, settings(Algorithm::Ftrl)));
    let wrong = OnlineTask { target: Some("truth".to_owned()), ..task(champion, OnlineStart::Champion) };
    let error = sentence(wrong, &[&rows, &rows]);
    assert!(error.contains("has no column `truth`"), "{error}");
}
