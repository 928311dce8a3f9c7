//! What the page asks a trainer, and what it answers. A trainer is a worker of its own for each
//! task, so that to cancel is to end it.
//!
//! Files travel beside the message, in the order that a task names them; a model travels as the
//! bytes of its file, JSON or ONNX.

use serde::{Deserialize, Serialize};

use super::loop_tasks::{ToLabel, ToLabelTask, TurnOutcome, TurnTask};
use super::online::{OnlineResult, OnlineTask};
use super::recording::RecordTask;
use super::report_tasks::ReportTask;
use super::watching::{ExportTask, Signal, SignalValues, WatchTask};
use super::workspace_tasks::{WorkspaceResult, WorkspaceTask};
use crate::data::ReadOptions;
use crate::lifecycle::Run;
use crate::model::evaluation::{
    Evaluation, HarmReport, Importance, ModelComparison, PartialDependence, RowAnswer,
};
use crate::model::metrics::Metric;
use crate::model::{Algorithm, Schema, TrainSettings};
use crate::monitor::Timeline;

/// A file that is posted beside the message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataFile {
    /// Its name.
    pub name: String,
    /// How to read it.
    pub options: ReadOptions,
}

/// Where predictions come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Predictor {
    /// A model.
    Model {
        /// Name of its file.
        name: String,
        /// Its file, JSON or ONNX.
        bytes: Vec<u8>,
    },
    /// Columns of the data itself.
    Columns {
        /// Column of predicted labels; `None` where they follow from the probabilities.
        prediction: Option<String>,
        /// Columns of probabilities: one, of the positive class, or one a class in order of the
        /// classes. May be empty.
        probabilities: Vec<String>,
    },
}

impl Predictor {
    /// Whether a column holds these predictions.
    pub fn names(&self, column: &str) -> bool {
        match self {
            Self::Model { .. } => false,
            Self::Columns { prediction, probabilities } => {
                prediction.as_deref() == Some(column) || probabilities.iter().any(|name| name == column)
            }
        }
    }
}

/// A long job of a trainer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ModelTask {
    /// Train on the attached file.
    Train {
        /// The file.
        data: DataFile,
        /// How.
        settings: TrainSettings,
    },
    /// Read the attached model file, JSON or ONNX.
    Load {
        /// Its name.
        name: String,
    },
    /// Write a model that was trained here as ONNX.
    ExportOnnx {
        /// Its JSON file.
        model: Vec<u8>,
    },
    /// Evaluate predictions on the attached file.
    Evaluate {
        /// The file.
        data: DataFile,
        /// What predicts.
        by: Predictor,
        /// Column of true labels.
        target: String,
        /// Bootstrap resamples.
        resamples: u32,
        /// Decides the resamples.
        seed: u64,
    },
    /// Permutation importance on the attached file.
    Importance {
        /// The file.
        data: DataFile,
        /// The model's file.
        model: Vec<u8>,
        /// The column with the true labels.
        target: String,
        /// The metric.
        metric: Metric,
        /// Decides the shuffles.
        seed: u64,
    },
    /// Partial dependence on the attached file.
    Dependence {
        /// The file.
        data: DataFile,
        /// The model's file.
        model: Vec<u8>,
        /// Column.
        column: String,
    },
    /// Which drift hurts; reference and current file are attached.
    Harm {
        /// The reference.
        reference: DataFile,
        /// Current data.
        current: DataFile,
        /// The model's file.
        model: Vec<u8>,
        /// Column of true labels, if current has them.
        target: Option<String>,
        /// Decides which rows are reassigned.
        seed: u64,
    },
    /// Two sources of predictions on the rows of the attached file.
    Compare {
        /// The file.
        data: DataFile,
        /// The first.
        first: Predictor,
        /// The second.
        second: Predictor,
        /// Column of true labels.
        target: String,
        /// Decides the resamples.
        seed: u64,
    },
    /// Score every row of the attached file.
    Score {
        /// The file.
        data: DataFile,
        /// The model's file.
        model: Vec<u8>,
        /// Name and version of the model, for the prediction log.
        version: String,
        /// When, as ISO 8601, for the prediction log.
        time: String,
    },
    /// Watch a model over windows of time.
    Watch(Box<WatchTask>),
    /// Learn from the attached files row by row, beside a champion.
    Online(Box<OnlineTask>),
    /// One number a row of the attached files, for detectors.
    Signal {
        /// The files, in order.
        data: Vec<DataFile>,
        /// Which number.
        signal: Signal,
    },
    /// Write a history for others.
    Export(Box<ExportTask>),
    /// One turn of the loop.
    Turn(Box<TurnTask>),
    /// Rows that are most worth labelling.
    ToLabel(Box<ToLabelTask>),
    /// On the workspace that is kept.
    Workspace(Box<WorkspaceTask>),
    /// Make a run of a model, to be kept in the workspace; its training data is attached where it is named.
    Record(Box<RecordTask>),
    /// Write a report of a comparison, of a history, of a model.
    Report(Box<ReportTask>),
    /// Score one row that was typed in.
    ScoreRow {
        /// The model's file.
        model: Vec<u8>,
        /// Cells by the name of the input; empty is missing.
        cells: Vec<(String, String)>,
        /// Name and version of the model, for the prediction log.
        version: String,
        /// When, as ISO 8601, for the prediction log.
        time: String,
    },
}

/// What a trainer answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ModelResult {
    /// Of `Train` and `Load`; of `Train` the model's JSON file is attached.
    Model(Box<ModelCard>),
    /// Of `ExportOnnx`; the file is attached.
    Onnx,
    /// Of `Evaluate`.
    Evaluated(Box<Evaluation>),
    /// Of `Importance`.
    Importance(Importance),
    /// Of `Dependence`.
    Dependence(PartialDependence),
    /// Of `Harm`.
    Harm(HarmReport),
    /// Of `Compare`.
    Compared(ModelComparison),
    /// Of `Score`; the scored CSV is attached.
    Scored(Scored),
    /// Of `Watch`.
    Watched(Box<Timeline>),
    /// Of `Online`; the learner's JSON file is attached.
    Online(Box<OnlineResult>),
    /// Of `Signal`.
    Signal(SignalValues),
    /// Of `Export`.
    Text(String),
    /// Of `Turn`; the challenger's JSON file is attached where there is one.
    Turned(Box<TurnOutcome>),
    /// Of `ToLabel`; the CSV is attached.
    ToLabel(ToLabel),
    /// Of `Workspace`; some have bytes attached.
    Workspace(Box<WorkspaceResult>),
    /// Of `Record`.
    Recorded(Box<Run>),
    /// Of `Report`; the file is attached.
    File {
        /// Suggested name.
        name: String,
    },
    /// Of `ScoreRow`.
    Row(Box<RowAnswer>, LogBatch),
}

/// What scoring a file gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// Suggested name of the scored CSV.
    pub name: String,
    /// Rows.
    pub rows: u64,
    /// Rows of each predicted class, in order of the classes.
    pub labels: Vec<(String, u64)>,
    /// What goes into the prediction log.
    pub log: LogBatch,
}

/// Predictions as they go into the log: CSV of time, model, inputs, label and probabilities.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LogBatch {
    /// Header record, with its line end.
    pub header: String,
    /// Records, each with its line end.
    pub body: Vec<u8>,
    /// Rows.
    pub rows: u64,
}

/// What the page shows of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelCard {
    /// Name of its file.
    pub name: String,
    /// Where it comes from.
    pub origin: ModelOrigin,
    /// Inputs and classes.
    pub schema: Schema,
    /// How it was trained; `None` for ONNX from elsewhere.
    pub training: Option<TrainingCard>,
    /// Bytes of its file.
    pub bytes: u64,
}

/// Where a model comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ModelOrigin {
    /// Trained by this tool.
    Evenkeel,
    /// ONNX from elsewhere.
    Onnx {
        /// Who wrote it, as the file says.
        producer: String,
        /// Its operators, in order of first use.
        operators: Vec<String>,
    },
}

/// How a model was trained and how good it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingCard {
    /// Name of the training file.
    pub data: String,
    /// The algorithm.
    pub algorithm: Algorithm,
    /// What was asked for.
    pub settings: TrainSettings,
    /// Rows of the training, validation and test part.
    pub rows: [u64; 3],
    /// Columns that were left out, and why.
    pub left_out: Vec<(String, String)>,
    /// Mean log loss of each algorithm in cross-validation, where `Auto` was asked for.
    pub tried: Vec<(Algorithm, f64)>,
    /// On the validation part, if there is one.
    pub validation: Option<Evaluation>,
    /// On the test part, if there is one.
    pub test: Option<Evaluation>,
    /// Of two classes, the probability above which the positive one is predicted.
    pub threshold: f64,
    /// Version of the tool.
    pub tool: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_arrives_as_it_was_sent() {
        // The message format tells no fields apart: one that is sometimes left out shifts all that follow.
        for exclude in [Vec::new(), vec!["id".to_owned()]] {
            let settings = TrainSettings { exclude, ..TrainSettings::for_target("y") };
            let data = DataFile { name: "rows.csv".to_owned(), options: ReadOptions::default() };
            let task = ModelTask::Train { data, settings };
            let sent = postcard::to_stdvec(&task).expect("a task encodes");
            assert_eq!(postcard::from_bytes::<ModelTask>(&sent).expect("it arrives"), task);
        }
    }
}
