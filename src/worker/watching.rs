//! Watching over time as tasks of a trainer: the history of a model, and one signal as a stream.

use serde::{Deserialize, Serialize};

use super::model_tasks::{DataFile, Predictor};
use super::task_error::TaskError;
use super::training::held_out;
use crate::data::RowTable;
use crate::model::{OutputColumns, Outputs};
use crate::monitor::{
    AlertSeverity, MonitorError, MonitorPolicy, PredictedBy, Sources, Timeline, WatchSettings, alerts, watch,
};
use crate::report::{AlertMessage, AnyModel, monitor_json, openmetrics};

/// What is watched; reference, current files in order and labels are attached in this order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WatchTask {
    /// The reference.
    pub reference: DataFile,
    /// Current data, in order.
    pub current: Vec<DataFile>,
    /// Labels that arrived in a file of their own.
    pub labels: Option<DataFile>,
    /// The model's file, JSON or ONNX; `None` takes predictions from columns.
    pub model: Option<Vec<u8>>,
    /// How.
    pub settings: WatchSettings,
}

/// One number a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Signal {
    /// The numbers of a column.
    Column(String),
    /// 1 where the predicted label is wrong, 0 where it is right.
    Errors {
        /// What predicts.
        by: Predictor,
        /// Column of true labels.
        target: String,
    },
}

/// A signal over the rows of all files.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SignalValues {
    /// One a row, in order of the files; NaN where there is none.
    pub values: Vec<f64>,
    /// Name of each file, and its rows.
    pub files: Vec<(String, u64)>,
}

/// A history that is written for others. The page leaves that to a worker, since few ask for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExportTask {
    /// The history.
    pub timeline: Timeline,
    /// Thresholds and rules.
    pub policy: MonitorPolicy,
    /// As what.
    pub format: ExportFormat,
}

/// As what a history is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportFormat {
    /// All of it as JSON.
    Json,
    /// The newest window as OpenMetrics text.
    OpenMetrics,
    /// What the newest window raised from a severity on, for Slack.
    Slack(AlertSeverity),
    /// The same as plain JSON.
    Alerts(AlertSeverity),
}

/// Writes a history; empty where there is nothing to tell of.
pub fn export(task: &ExportTask) -> String {
    let ExportTask { timeline, policy, format } = task;
    let raised = alerts(timeline, policy);
    let message = |least| AlertMessage::of(timeline, &raised, least);
    match *format {
        ExportFormat::Json => monitor_json(timeline, policy, &raised),
        ExportFormat::OpenMetrics => openmetrics(timeline, &raised, &|series| policy.limits(series), &[]),
        ExportFormat::Slack(least) if !message(least).is_empty() => message(least).slack(),
        ExportFormat::Alerts(least) if !message(least).is_empty() => message(least).json(),
        ExportFormat::Slack(_) | ExportFormat::Alerts(_) => String::new(),
    }
}

/// The history of a model, from rows.
///
/// # Errors
///
/// [`TaskError::Monitor`], and those of the model's file.
pub fn history(
    task: &WatchTask,
    reference: &RowTable,
    current: &[RowTable],
    labels: Option<&RowTable>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Timeline, TaskError> {
    let settings = &task.settings;
    let Some(bytes) = &task.model else {
        let sources = Sources { reference, current, labels, by: PredictedBy::Columns };
        return watch(sources, settings, progress).map_err(TaskError::Monitor);
    };
    let model = AnyModel::read("the model", bytes).map_err(TaskError::Report)?;
    let model = model.for_data(reference, None, settings.target.as_deref()).map_err(TaskError::Model)?;
    history_of(&model, settings, reference, current, labels, progress)
}

/// The history of a model that was read.
///
/// # Errors
///
/// [`TaskError::Monitor`].
pub(super) fn history_of(
    model: &AnyModel,
    settings: &WatchSettings,
    reference: &RowTable,
    current: &[RowTable],
    labels: Option<&RowTable>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Timeline, TaskError> {
    let mut settings = settings.clone();
    let mut kept = None;
    if let AnyModel::Ours(file) = model {
        settings.target.get_or_insert_with(|| file.model.schema.target.clone());
        kept = held_out(file, reference);
    }
    let by = PredictedBy::Model { scorer: model.scorer(), held_out: kept.as_deref() };
    let sources = Sources { reference, current, labels, by };
    watch(sources, &settings, progress).map_err(TaskError::Monitor)
}

/// One number a row of all files.
///
/// # Errors
///
/// [`TaskError::Monitor`] for a column that is not there, [`TaskError::Model`] for predictions that are
/// none or a model that does not fit.
pub fn signal(tables: &[RowTable], signal: &Signal) -> Result<SignalValues, TaskError> {
    let files = tables.iter().map(|table| (table.name.clone(), table.rows as u64)).collect();
    let rows = RowTable::stacked(tables);
    let values = match signal {
        Signal::Column(name) => match rows.column(name) {
            Some(column) => column.numbers().to_vec(),
            None => {
                return Err(TaskError::Monitor(MonitorError::UnknownColumn {
                    file: rows.name.clone(),
                    column: name.clone(),
                    there: rows.columns.iter().map(|column| column.name.clone()).collect(),
                }));
            }
        },
        Signal::Errors { by, target } => {
            let outputs = outputs(&rows, by, target).map_err(|error| *error)?;
            let error = |(said, truly): (&Option<u32>, &Option<u32>)| match (said, truly) {
                (Some(said), Some(truly)) => f64::from(u8::from(said != truly)),
                _ => f64::NAN,
            };
            outputs.predicted.iter().zip(&outputs.actual).map(error).collect()
        }
    };
    Ok(SignalValues { values, files })
}

fn outputs(rows: &RowTable, by: &Predictor, target: &str) -> Result<Outputs, Box<TaskError>> {
    let view = rows.view();
    match by {
        Predictor::Model { bytes, .. } => {
            let model =
                AnyModel::read("the model", bytes).map_err(|error| Box::new(TaskError::Report(error)))?;
            let model =
                model.for_data(rows, None, Some(target)).map_err(|e| Box::new(TaskError::Model(e)))?;
            Outputs::of_model(model.scorer(), &view, &rows.name, Some(target))
        }
        Predictor::Columns { prediction, probabilities } => {
            let columns =
                OutputColumns { target: Some(target), prediction: prediction.as_deref(), probabilities };
            Outputs::classes_of(&view, &rows.name, columns)
                .and_then(|classes| Outputs::of_columns(&view, &rows.name, &classes, columns))
        }
    }
    .map_err(|error| Box::new(TaskError::Model(error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, RowReader};

    fn table(name: &str, text: &str) -> RowTable {
        let mut reader = RowReader::new(name, &ReadOptions::default());
        reader.push(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    #[test]
    fn a_signal_runs_through_all_files_and_keeps_gaps() {
        let tables = [table("a.csv", "x,y,p\n1,0,0\n2,1,0\n"), table("b.csv", "x,y,p\n,0,1\n4,,1\n")];
        let found = signal(&tables, &Signal::Column("x".to_owned())).unwrap();
        assert_eq!(found.files, [("a.csv".to_owned(), 2), ("b.csv".to_owned(), 2)]);
        assert_eq!(
            (&found.values[..2], found.values[2].is_nan(), found.values[3]),
            (&[1.0, 2.0][..], true, 4.0)
        );
        let by = Predictor::Columns { prediction: Some("p".to_owned()), probabilities: Vec::new() };
        let errors = signal(&tables, &Signal::Errors { by, target: "y".to_owned() }).unwrap();
        assert_eq!(errors.values[..3], [0.0, 1.0, 1.0]);
        assert!(errors.values[3].is_nan());
        assert!(signal(&tables, &Signal::Column("q".to_owned())).is_err());
    }

    #[test]
    fn a_history_arrives_as_it_was_sent() {
        let reference = table("r.csv", &format!("x,y,p\n{}", "1,0,0\n2,1,1\n3,1,0\n".repeat(40)));
        let current = table("c.csv", &format!("x,y,p\n{}", "1,0,0\n2,,1\n3,1,0\n".repeat(20)));
        let file = |name: &str| DataFile { name: name.to_owned(), options: ReadOptions::default() };
        let task = WatchTask {
            reference: file("r.csv"),
            current: vec![file("c.csv")],
            labels: None,
            model: None,
            settings: WatchSettings::default(),
        };
        let sent = postcard::to_stdvec(&task).unwrap();
        assert_eq!(postcard::from_bytes::<WatchTask>(&sent).unwrap(), task);
        let timeline = history(&task, &reference, &[current], None, &mut |_, _| ()).unwrap();
        let sent = postcard::to_stdvec(&timeline).unwrap();
        assert_eq!(postcard::from_bytes::<Timeline>(&sent).unwrap(), timeline);
        let policy = MonitorPolicy::default();
        let task = ExportTask { timeline, policy, format: ExportFormat::Json };
        let sent = postcard::to_stdvec(&task).unwrap();
        assert_eq!(postcard::from_bytes::<ExportTask>(&sent).unwrap(), task);
        assert!(export(&task).contains("\"format\": \"evenkeel.monitor\""));
        let none = ExportTask { format: ExportFormat::Slack(AlertSeverity::Critical), ..task };
        assert_eq!(export(&none), "");
    }
}
