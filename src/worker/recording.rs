//! A model's file as a run of the workspace: its settings, its metrics, its data, its digest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model_tasks::DataFile;
use crate::data::RowTable;
use crate::lifecycle::{Artifact, DataUsed, Run, RunKind, RunStatus, digest};
use crate::model::evaluation::Evaluation;
use crate::model::metrics::Metric;
use crate::report::words::settings::params;
use crate::report::{AnyModel, ModelFile, ReportError};

/// Makes a run of a model; its training data is attached where it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordTask {
    /// Name of the run.
    pub name: String,
    /// The model's file, JSON or ONNX.
    pub model: Vec<u8>,
    /// What was done.
    pub kind: RunKind,
    /// Begin, in milliseconds since 1970-01-01T00:00:00Z.
    pub started_ms: i64,
    /// End.
    pub ended_ms: i64,
    /// The training data.
    pub data: Option<DataFile>,
}

/// The run; the model's file is its only artifact. `table` is the training data where it is attached, else
/// the file names it without a digest.
///
/// # Errors
///
/// [`ReportError`] where the file is no model.
pub fn run(task: &RecordTask, table: Option<&RowTable>) -> Result<Run, ReportError> {
    let file_digest = digest(&task.model);
    let mut run = Run {
        id: String::new(),
        name: task.name.clone(),
        kind: task.kind,
        status: RunStatus::Finished,
        started_ms: task.started_ms,
        ended_ms: task.ended_ms,
        seed: 0,
        params: BTreeMap::new(),
        metrics: BTreeMap::new(),
        tags: BTreeMap::new(),
        data: table.map(|table| DataUsed::of(table, "training")).into_iter().collect(),
        artifacts: Vec::new(),
        gate: None,
        decision: None,
    };
    let path = match AnyModel::read(&task.name, &task.model)? {
        AnyModel::Ours(file) => {
            tell(&file, &mut run);
            "model.json"
        }
        AnyModel::Onnx(model) => {
            run.params.insert("producer".to_owned(), model.producer().to_owned());
            "model.onnx"
        }
    };
    let bytes = task.model.len() as u64;
    run.artifacts.push(Artifact { path: path.to_owned(), digest: file_digest.clone(), bytes });
    let data: String = run.data.iter().map(|data| data.digest.as_str()).collect();
    let whole = digest(format!("{} {} {data} {file_digest}", run.started_ms, run.seed).as_bytes());
    run.id = whole.chars().take(32).collect();
    Ok(run)
}

/// What the file says of its training.
fn tell(file: &ModelFile, run: &mut Run) {
    run.seed = file.model.settings.seed;
    run.params = params(&file.model);
    if let Some(metrics) = &file.metrics.validation {
        metrics_of("validation", metrics, &mut run.metrics);
    }
    if let Some(metrics) = &file.metrics.test {
        metrics_of("test", metrics, &mut run.metrics);
    }
    if run.data.is_empty() {
        let schema = &file.model.schema;
        let mut columns: Vec<String> = schema.features.iter().map(|feature| feature.name.clone()).collect();
        columns.push(schema.target.clone());
        run.data.push(DataUsed {
            name: file.training.data.clone(),
            role: "training".to_owned(),
            rows: file.training.rows,
            columns,
            digest: String::new(),
        });
    }
}

/// The metrics of a part that are defined and finite, as `test_roc_auc`.
pub fn metrics_of(part: &str, evaluation: &Evaluation, into: &mut BTreeMap<String, f64>) {
    for metric in Metric::ALL {
        if let Some(value) = evaluation.metrics.value(metric).filter(|value| value.is_finite()) {
            into.insert(format!("{part}_{}", metric.id()), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::training;
    use super::*;
    use crate::data::CellColumn;
    use crate::model::{Algorithm, AlgorithmChoice, TrainSettings};

    fn table() -> RowTable {
        let x: Vec<f64> = (0..80).map(|row| f64::from(row % 20)).collect();
        let y: Vec<f64> = (0..80).map(|row| f64::from(u8::from(row % 20 > 9))).collect();
        RowTable {
            name: "rows.csv".to_owned(),
            rows: 80,
            notes: Vec::new(),
            columns: vec![CellColumn::from_numbers("x", x), CellColumn::from_numbers("y", y)],
        }
    }

    fn task(model: Vec<u8>) -> RecordTask {
        RecordTask {
            name: "tree 1".to_owned(),
            model,
            kind: RunKind::Training,
            started_ms: 1_000,
            ended_ms: 3_500,
            data: None,
        }
    }

    fn trained() -> (ModelFile, Vec<u8>) {
        let settings = TrainSettings {
            algorithm: AlgorithmChoice::One(Algorithm::Tree),
            resamples: 0,
            seed: 7,
            ..TrainSettings::for_target("y")
        };
        let file = training::train_file(&table(), &settings, &mut |_, _, _| {}).unwrap();
        let bytes = crate::report::write_model(&file).into_bytes();
        (file, bytes)
    }

    #[test]
    fn a_run_tells_what_the_file_and_the_data_say() {
        let (file, bytes) = trained();
        let run = run(&task(bytes.clone()), Some(&table())).unwrap();
        assert_eq!(run.id.len(), 32);
        assert_eq!((run.seed, run.params["algorithm"].as_str()), (7, "tree"));
        assert_eq!(run.params["max_depth"], file.model.settings.tree.max_depth.to_string());
        assert!(!run.params.keys().any(|name| name.contains("learning_rate")), "of boosting");
        assert_eq!(run.params["split.test"], "0.15");
        let test = file.metrics.test.unwrap();
        assert_eq!(run.metrics.get("test_accuracy"), test.metrics.value(Metric::Accuracy).as_ref());
        assert_eq!(run.artifacts[0].digest, digest(&bytes));
        assert_eq!(run.data[0].columns, ["x", "y"]);
        assert_eq!((run.data[0].rows, run.data[0].digest.len()), (80, 64));
    }

    #[test]
    fn without_the_data_the_file_names_it_and_what_is_no_model_is_refused() {
        let (_, bytes) = trained();
        let known = run(&task(bytes.clone()), Some(&table())).unwrap();
        let run_of = run(&task(bytes), None).unwrap();
        assert_eq!((run_of.data[0].name.as_str(), run_of.data[0].digest.as_str()), ("rows.csv", ""));
        assert_ne!(run_of.id, known.id, "other data is another run");
        assert!(run(&task(b"{}".to_vec()), None).is_err());
    }
}
