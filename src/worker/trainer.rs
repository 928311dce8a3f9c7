//! A trainer's whole behaviour, with no browser in it: one task, then it ends.

use super::handler::{Attachment, Emit};
use super::model_tasks::{
    DataFile, LogBatch, ModelCard, ModelOrigin, ModelResult, ModelTask, Predictor, Scored,
};
use super::online::{OnlineOutcome, online};
use super::protocol::{JobError, JobId, Response, Stage};
use super::rows::{FileProgress, read_rows, score_rows};
use super::source::Source;
use super::task_error::TaskError;
use super::to_label::to_label;
use super::trainer_protocol::{TrainerAnswer, TrainerRequest};
use super::turn::turn;
use super::watching;
use super::{analysis, recording, training};
use crate::data::RowTable;
use crate::model::{self, FileNames, ModelError, Observed, Scorer, onnx};
use crate::report::{self, AnyModel, LogRecords, LogWriter};

/// Shuffles a column, for its importance.
const SHUFFLES: u32 = 5;

/// A result, and bytes beside it.
struct Outcome {
    result: ModelResult,
    bytes: Option<Vec<u8>>,
}

impl From<ModelResult> for Outcome {
    fn from(result: ModelResult) -> Self {
        Self { result, bytes: None }
    }
}

/// Answers one request, calling `emit` any number of times with [`Response::Progress`] and then
/// once with a final response.
pub fn handle(request: TrainerRequest, attachment: Option<Attachment>, emit: Emit<'_, TrainerAnswer>) {
    match request {
        TrainerRequest::Model { job, task } => {
            let files = match attachment {
                Some(Attachment::Sources(files)) => files,
                Some(Attachment::Source(file)) => vec![file],
                Some(Attachment::Bytes(_)) | None => Vec::new(),
            };
            let mut work = Work { job, files: files.into_iter(), emit };
            match work.run(*task) {
                Ok(Outcome { result, bytes }) => {
                    let answer = TrainerAnswer::Modelled(Box::new(result));
                    emit(Response::Done { job, answer }, bytes);
                }
                Err(error) => emit(Response::Failed { job, error: error.into() }, None),
            }
        }
        TrainerRequest::Analyse { job, analysis } => {
            let rows = match attachment {
                Some(Attachment::Bytes(bytes)) => bytes,
                _ => Vec::new(),
            };
            match analysis::analyse(job, &analysis, &rows, emit) {
                Ok(result) => {
                    let answer = TrainerAnswer::Analysed(Box::new(result));
                    emit(Response::Done { job, answer }, None);
                }
                Err(error) => emit(Response::Failed { job, error }, None),
            }
        }
    }
}

struct Work<'a> {
    job: JobId,
    files: std::vec::IntoIter<Box<dyn Source>>,
    emit: Emit<'a, TrainerAnswer>,
}

impl Work<'_> {
    fn run(&mut self, task: ModelTask) -> Result<Outcome, TaskError> {
        match task {
            ModelTask::Train { data, settings } => {
                let table = self.rows(&data)?;
                let mut say = |stage, done, total| self.say(stage, done, total);
                let file = training::train_file(&table, &settings, &mut say)?;
                let bytes = report::write_model(&file).into_bytes();
                let name = format!("{}-{}.json", file.model.algorithm.id(), settings.seed);
                let card = training::card(&file, &name, bytes.len() as u64);
                Ok(Outcome { result: ModelResult::Model(Box::new(card)), bytes: Some(bytes) })
            }
            ModelTask::Load { name } => self.load(&name),
            ModelTask::ExportOnnx { model } => match read_model(&model)? {
                AnyModel::Ours(file) => {
                    Ok(Outcome { result: ModelResult::Onnx, bytes: Some(onnx::write(&file.model)) })
                }
                AnyModel::Onnx(_) => Ok(Outcome { result: ModelResult::Onnx, bytes: Some(model) }),
            },
            ModelTask::Evaluate { data, by, target, resamples, seed } => {
                let table = self.rows(&data)?;
                let seen = observed(&table, &by, &target)?;
                let mut say = |done, total| self.say(Stage::Evaluating, done, total);
                model::evaluate(&seen.classes, &seen.actual, &seen.predictions, resamples, seed, &mut say)
                    .map(|evaluation| {
                        let left_out = seen.left_out;
                        let evaluation = model::evaluation::Evaluation { left_out, ..evaluation };
                        ModelResult::Evaluated(Box::new(evaluation)).into()
                    })
                    .map_err(TaskError::Model)
            }
            ModelTask::Importance { data, model, target, metric, seed } => {
                let table = self.rows(&data)?;
                let model = model_for(&model, &table, Some(&target))?;
                let scorer = model.scorer();
                let mut say = |done, total| self.say(Stage::Scoring, done, total);
                let view = table.view();
                model::importance(scorer, &view, &data.name, &target, metric, SHUFFLES, seed, &mut say)
                    .map(|importance| ModelResult::Importance(importance).into())
                    .map_err(TaskError::Model)
            }
            ModelTask::Dependence { data, model, column } => {
                let table = self.rows(&data)?;
                let model = model_for(&model, &table, None)?;
                let mut say = |done, total| self.say(Stage::Scoring, done, total);
                model::dependence(model.scorer(), &table.view(), &data.name, &column, &mut say)
                    .map(|dependence| ModelResult::Dependence(dependence).into())
                    .map_err(TaskError::Model)
            }
            ModelTask::Harm { reference, current, model, target, seed } => {
                let (left, right) = (self.rows(&reference)?, self.rows(&current)?);
                let model = model_for(&model, &left, target.as_deref())?;
                let names = FileNames { reference: &reference.name, current: &current.name };
                let mut say = |done, total| self.say(Stage::Scoring, done, total);
                let (left, right, target) = (left.view(), right.view(), target.as_deref());
                model::harm(model.scorer(), &left, &right, names, target, seed, &mut say)
                    .map(|report| ModelResult::Harm(report).into())
                    .map_err(TaskError::Model)
            }
            ModelTask::Compare { data, first, second, target, seed } => {
                let table = self.rows(&data)?;
                let both = Both::of(observed(&table, &first, &target)?, observed(&table, &second, &target)?)?;
                let mut rows = table.gather(&both.rows);
                rows.columns.retain(|column| {
                    column.name != target && !first.names(&column.name) && !second.names(&column.name)
                });
                let mut say = |done, total| self.say(Stage::Evaluating, done, total);
                let (first, second) = (&both.first, &both.second);
                model::compare(&both.classes, &both.actual, first, second, &rows.view(), seed, &mut say)
                    .map(|comparison| ModelResult::Compared(comparison).into())
                    .map_err(TaskError::Model)
            }
            ModelTask::Score { data, model, version, time } => self.score(&data, &model, &version, &time),
            ModelTask::Watch(task) => {
                let reference = self.rows(&task.reference)?;
                let current = self.all_rows(&task.current)?;
                let labels = task.labels.as_ref().map(|file| self.rows(file)).transpose()?;
                let mut say = |done, total| self.say(Stage::Watching, done, total);
                watching::history(&task, &reference, &current, labels.as_ref(), &mut say)
                    .map(|timeline| ModelResult::Watched(Box::new(timeline)).into())
            }
            ModelTask::Online(task) => {
                let reference = task.reference.as_ref().map(|file| self.rows(file)).transpose()?;
                let data = self.all_rows(&task.data)?;
                let mut say = |stage, done, total| self.say(stage, done, total);
                let OnlineOutcome { result, bytes } = online(&task, reference.as_ref(), &data, &mut say)?;
                Ok(Outcome { result: ModelResult::Online(Box::new(result)), bytes: Some(bytes) })
            }
            ModelTask::Signal { data, signal } => {
                let tables = self.all_rows(&data)?;
                watching::signal(&tables, &signal).map(|found| ModelResult::Signal(found).into())
            }
            ModelTask::Export(task) => Ok(ModelResult::Text(watching::export(&task)).into()),
            ModelTask::Turn(task) => {
                let reference = self.rows(&task.reference)?;
                let current = self.all_rows(&task.current)?;
                let labels = task.labels.as_ref().map(|file| self.rows(file)).transpose()?;
                let mut say = |stage, done, total| self.say(stage, done, total);
                let (outcome, bytes) = turn(&task, &reference, &current, labels.as_ref(), &mut say)?;
                Ok(Outcome { result: ModelResult::Turned(Box::new(outcome)), bytes })
            }
            ModelTask::ToLabel(task) => {
                let current = self.all_rows(&task.current)?;
                let labels = task.labels.as_ref().map(|file| self.rows(file)).transpose()?;
                let (found, bytes) = to_label(&task, &current, labels.as_ref())?;
                Ok(Outcome { result: ModelResult::ToLabel(found), bytes: Some(bytes) })
            }
            ModelTask::Record(task) => {
                let table = task.data.as_ref().map(|data| self.rows(data)).transpose()?;
                let run = recording::run(&task, table.as_ref()).map_err(TaskError::Report)?;
                Ok(ModelResult::Recorded(Box::new(run)).into())
            }
            // Opening the store takes waiting: `web` answers in the browser, the command by itself.
            ModelTask::Workspace(_) | ModelTask::Report(_) => {
                Err(TaskError::Job(JobError::NotLoaded { what: "the workspace".to_owned() }))
            }
            ModelTask::ScoreRow { model, cells, version, time } => {
                score_row(&model, &cells, &version, &time).map(Outcome::from)
            }
        }
    }

    fn load(&mut self, name: &str) -> Result<Outcome, TaskError> {
        let mut source = self.file(name)?;
        let mut bytes = Vec::new();
        loop {
            let chunk = source.next_chunk(CHUNK).map_err(|reason| io(name, reason))?;
            if chunk.is_empty() {
                break;
            }
            bytes.extend_from_slice(&chunk);
        }
        let size = bytes.len() as u64;
        let card = match AnyModel::read(name, &bytes).map_err(TaskError::Report)? {
            AnyModel::Ours(file) => training::card(&file, name, size),
            AnyModel::Onnx(model) => ModelCard {
                name: name.to_owned(),
                origin: ModelOrigin::Onnx {
                    producer: model.producer().to_owned(),
                    operators: model.operators().to_vec(),
                },
                schema: model.schema().clone(),
                training: None,
                bytes: size,
            },
        };
        Ok(Outcome { result: ModelResult::Model(Box::new(card)), bytes: Some(bytes) })
    }

    fn score(
        &mut self,
        data: &DataFile,
        model: &[u8],
        version: &str,
        time: &str,
    ) -> Result<Outcome, TaskError> {
        let mut model = read_model(model)?;
        if model.needs_columns().is_some() {
            // The columns have to be known first; the file is then read a second time from memory.
            let mut source = self.file(&data.name)?;
            let mut bytes = Vec::new();
            loop {
                let chunk = source.next_chunk(CHUNK).map_err(|reason| io(&data.name, reason))?;
                if chunk.is_empty() {
                    break;
                }
                bytes.extend_from_slice(&chunk);
            }
            let mut again = super::source::MemorySource::new(bytes.clone());
            let table = read_rows(data, &mut again, &mut |_| {}).map_err(TaskError::Data)?;
            model = model.for_data(&table, None, None).map_err(TaskError::Model)?;
            let files: Vec<Box<dyn Source>> = vec![Box::new(super::source::MemorySource::new(bytes))];
            self.files = files.into_iter();
        }
        let scorer = model.scorer();
        let mut log = LogWriter::new(scorer.schema(), time, version);
        let mut source = self.file(&data.name)?;
        let mut text = Vec::new();
        let mut sink = |piece: Vec<u8>| {
            text.extend_from_slice(&piece);
            Ok(())
        };
        let mut say = |p: FileProgress| self.say_file(Stage::Scoring, p);
        let rows = score_rows(data, source.as_mut(), scorer, Some(&mut log), &mut sink, &mut say)?;
        let stem = data.name.rsplit_once('.').map_or(data.name.as_str(), |(stem, _)| stem);
        let scored = Scored {
            name: format!("{stem}.scored.csv"),
            rows: rows.rows,
            labels: rows.labels,
            log: batch(scorer, log.finish()),
        };
        Ok(Outcome { result: ModelResult::Scored(scored), bytes: Some(text) })
    }

    fn rows(&mut self, data: &DataFile) -> Result<RowTable, TaskError> {
        let mut source = self.file(&data.name)?;
        let mut say = |p: FileProgress| self.say_file(Stage::Reading, p);
        read_rows(data, source.as_mut(), &mut say).map_err(TaskError::Data)
    }

    fn all_rows(&mut self, files: &[DataFile]) -> Result<Vec<RowTable>, TaskError> {
        files.iter().map(|file| self.rows(file)).collect()
    }

    fn file(&mut self, name: &str) -> Result<Box<dyn Source>, TaskError> {
        self.files.next().ok_or_else(|| TaskError::Job(JobError::NotLoaded { what: name.to_owned() }))
    }

    fn say(&mut self, stage: Stage, done: u64, total: u64) {
        (self.emit)(Response::Progress { job: self.job, stage, done, total, rows: 0 }, None);
    }

    fn say_file(&mut self, stage: Stage, progress: FileProgress) {
        let FileProgress { done, total, rows } = progress;
        (self.emit)(Response::Progress { job: self.job, stage, done, total, rows }, None);
    }
}

/// Bytes asked for at a time.
const CHUNK: usize = 4 << 20;

fn io(name: &str, reason: String) -> TaskError {
    TaskError::Data(crate::data::DataError::Io { file: name.to_owned(), reason })
}

fn read_model(bytes: &[u8]) -> Result<AnyModel, TaskError> {
    AnyModel::read("the model", bytes).map_err(TaskError::Report)
}

/// The model with its columns named; the target is none of them.
fn model_for(bytes: &[u8], table: &RowTable, target: Option<&str>) -> Result<AnyModel, TaskError> {
    read_model(bytes)?.for_data(table, None, target).map_err(TaskError::Model)
}

/// Predictions of the rows of a file, by a model or as they stand in it.
fn observed(table: &RowTable, by: &Predictor, target: &str) -> Result<Observed, TaskError> {
    let view = table.view();
    match by {
        Predictor::Model { bytes, .. } => {
            let model = model_for(bytes, table, Some(target))?;
            model::scored(model.scorer(), &view, &table.name, target)
        }
        Predictor::Columns { prediction, probabilities } => {
            model::observed(&view, &table.name, target, prediction.as_deref(), probabilities)
        }
    }
    .map_err(TaskError::Model)
}

/// What two predictors say of the rows that both know.
struct Both {
    classes: Vec<String>,
    actual: Vec<u32>,
    first: model::Predictions,
    second: model::Predictions,
    rows: Vec<u32>,
}

impl Both {
    fn of(first: Observed, second: Observed) -> Result<Self, TaskError> {
        if first.classes != second.classes {
            return Err(TaskError::Model(ModelError::Mismatch(format!(
                "the first predicts {} and the second {}: compare predictions of the same classes",
                first.classes.join(", "),
                second.classes.join(", ")
            ))));
        }
        let rows: Vec<u32> =
            first.rows.iter().copied().filter(|row| second.rows.binary_search(row).is_ok()).collect();
        let places = |of: &Observed| -> Vec<usize> {
            rows.iter().filter_map(|row| of.rows.binary_search(row).ok()).collect()
        };
        let (left, right) = (places(&first), places(&second));
        let actual = left.iter().filter_map(|&at| first.actual.get(at).copied()).collect();
        Ok(Self {
            actual,
            first: first.predictions.gather(&left),
            second: second.predictions.gather(&right),
            classes: first.classes,
            rows,
        })
    }
}

fn score_row(
    model: &[u8],
    cells: &[(String, String)],
    version: &str,
    time: &str,
) -> Result<ModelResult, TaskError> {
    let model = read_model(model)?;
    let scorer = model.scorer();
    let answer = model::answer(scorer, cells).map_err(TaskError::Model)?;
    let label = answer.classes.iter().position(|class| *class == answer.label).unwrap_or(0);
    let predictions = model::Predictions {
        classes: answer.classes.len(),
        probabilities: answer.probabilities.clone(),
        labels: vec![label as u32],
    };
    let inputs: Vec<&str> = scorer
        .schema()
        .features
        .iter()
        .map(|feature| {
            let cell = cells.iter().find(|(name, _)| *name == feature.name);
            cell.map_or("", |(_, text)| text.as_str())
        })
        .collect();
    let mut log = LogWriter::new(scorer.schema(), time, version);
    log.push_row(&inputs, &predictions, 0);
    Ok(ModelResult::Row(Box::new(answer), batch(scorer, log.finish())))
}

fn batch(scorer: &dyn Scorer, records: LogRecords) -> LogBatch {
    LogBatch { header: report::log_header(scorer.schema()), body: records.body, rows: records.rows }
}
