//! A learner beside a champion as a task of a trainer: prequential evaluation, and the learner's file.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::model_tasks::{DataFile, ModelCard};
use super::protocol::{JobError, Stage};
use super::task_error::TaskError;
use super::training::{card, train_file};
use crate::data::RowTable;
use crate::lifecycle::{Prequential, PrequentialSettings, prequential};
use crate::model::{AlgorithmChoice, Model, ModelError, OnlineLearner, TrainSettings};
use crate::report::{self, AnyModel, ModelFile, ModelMetrics};

/// What is streamed past whom; the reference, if there is one, and then the data are attached in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OnlineTask {
    /// The rows that come one after the other, in order.
    pub data: Vec<DataFile>,
    /// What a fresh learner is trained on.
    pub reference: Option<DataFile>,
    /// File of the model that stays as it is, JSON or ONNX.
    pub champion: Option<Vec<u8>>,
    /// What the learner starts as.
    pub start: OnlineStart,
    /// Column of true labels; `None` is the learner's target.
    pub target: Option<String>,
    /// How.
    pub settings: PrequentialSettings,
}

/// What a learner starts as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OnlineStart {
    /// The champion, fitted by FTRL or naive Bayes.
    Champion,
    /// A model that is trained on the reference first, by FTRL or naive Bayes.
    Fresh(Box<TrainSettings>),
}

/// How it went. The file of the learner after the last row is attached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OnlineResult {
    /// Champion and learner, batch after batch.
    pub prequential: Prequential,
    /// What is shown of the learner.
    pub card: ModelCard,
}

/// What a task gives: the result, and the learner's file as it is written.
pub struct OnlineOutcome {
    /// The result.
    pub result: OnlineResult,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Runs a task on rows that were read.
///
/// The learner's file tells of the rows of its start and of those that it learned since. It has no
/// metrics: those of the start are of another state, and how good it is stands in the result. Its profile
/// is that of the start's training part.
///
/// # Errors
///
/// [`JobError::NotLoaded`] where champion or reference are needed and not there, [`TaskError::Model`] where a
/// model cannot go on learning, [`TaskError::Lifecycle`] where the stream does not fit.
pub fn online(
    task: &OnlineTask,
    reference: Option<&RowTable>,
    data: &[RowTable],
    progress: &mut dyn FnMut(Stage, u64, u64),
) -> Result<OnlineOutcome, TaskError> {
    task.settings.check().map_err(TaskError::Lifecycle)?;
    let stream = match data {
        [] => return Err(not_loaded("current data")),
        [one] => Cow::Borrowed(one),
        many => Cow::Owned(RowTable::stacked(many)),
    };
    let champion = match &task.champion {
        Some(bytes) => {
            let model = AnyModel::read("the champion", bytes).map_err(TaskError::Report)?;
            Some(model.for_data(&stream, None, task.target.as_deref()).map_err(TaskError::Model)?)
        }
        None => None,
    };
    let start = match (&task.start, &champion) {
        (OnlineStart::Champion, Some(AnyModel::Ours(file))) => file.as_ref().clone(),
        (OnlineStart::Champion, Some(AnyModel::Onnx(_))) => {
            return Err(TaskError::Model(ModelError::Mismatch(
                "an ONNX model does not go on learning: start a fresh learner on the reference".to_owned(),
            )));
        }
        (OnlineStart::Champion, None) => return Err(not_loaded("the champion")),
        (OnlineStart::Fresh(settings), _) => {
            if let AlgorithmChoice::One(algorithm) = settings.algorithm {
                OnlineLearner::check(algorithm).map_err(TaskError::Model)?;
            }
            train_file(reference.ok_or_else(|| not_loaded("the reference"))?, settings, progress)?
        }
    };
    let learner = OnlineLearner::from_model(start.model.clone()).map_err(TaskError::Model)?;
    let target = task.target.clone().unwrap_or_else(|| start.model.schema.target.clone());
    let mut say = |done, total| progress(Stage::Learning, done, total);
    let scorer = champion.as_ref().map(AnyModel::scorer);
    let run = prequential(&stream, &target, scorer, learner, &task.settings, &mut say)
        .map_err(TaskError::Lifecycle)?;
    let names: Vec<&str> = data.iter().map(|table| table.name.as_str()).collect();
    let file = learner_file(start, run.learner.into_model(), &names, &run.result);
    let bytes = report::write_model(&file).into_bytes();
    let name = format!("{}-online.json", file.model.algorithm.id());
    let card = card(&file, &name, bytes.len() as u64);
    Ok(OnlineOutcome { result: OnlineResult { prequential: run.result, card }, bytes })
}

/// The file of a learner that started as another.
fn learner_file(start: ModelFile, model: Model, names: &[&str], told: &Prequential) -> ModelFile {
    let mut training = start.training;
    training.data = format!("{} + {}", training.data, names.join(" + "));
    training.rows += told.rows;
    training.facts.labelled += told.labelled;
    training.facts.training += told.labelled;
    let tool = env!("CARGO_PKG_VERSION").to_owned();
    ModelFile { tool, model, training, metrics: ModelMetrics::default(), profile: start.profile }
}

fn not_loaded(what: &str) -> TaskError {
    TaskError::Job(JobError::NotLoaded { what: what.to_owned() })
}
