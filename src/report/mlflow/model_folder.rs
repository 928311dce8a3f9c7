//! A model as MLflow has it: `mlruns/1/models/m-…/`, with an `MLmodel` that `mlflow.onnx` and
//! `mlflow.pyfunc` load.

use serde_json::{Value, json};

use super::files::{Bytes, Files, bytes_of, run_id};
use super::names::{Names, Use};
use super::runs::{EXPERIMENT, EXPERIMENT_FOLDER, run_values};
use super::yaml::Mapping;
use crate::lifecycle::{Artifact, Workspace};
use crate::model::{Input, Model, Schema, onnx};
use crate::report::python::utc;
use crate::report::{AnyModel, ReportError};

/// `LoggedModelStatus.READY` of MLflow.
const READY: i64 = 2;
/// What a model needs; the oldest MLflow that has models of their own beside runs.
const REQUIREMENTS: &str = "mlflow>=3\nonnx\nonnxruntime>=1.12\n";
const PYTHON_ENV: &str =
    "python: \"3.11\"\nbuild_dependencies:\n- pip\ndependencies:\n- -r requirements.txt\n";
const CONDA: &str = "name: mlflow-env\nchannels:\n- conda-forge\ndependencies:\n- python=3.11\n- pip\n- pip:\n  \
                     - mlflow>=3\n  - onnx\n  - onnxruntime>=1.12\n";

/// A model that versions rest on.
#[derive(Debug)]
pub(super) struct ExportedModel {
    /// `m-` and 32 hexadecimal digits.
    pub(super) id: String,
    /// Name of the registered model.
    pub(super) name: String,
    /// The run that made it.
    pub(super) run: String,
    /// Its file.
    pub(super) file: Artifact,
    /// When it was first registered.
    pub(super) created_ms: i64,
}

impl ExportedModel {
    /// Where its files are, relative to the folder that holds `mlruns/`.
    pub(super) fn location(&self) -> String {
        format!("./{EXPERIMENT_FOLDER}/models/{}/artifacts", self.id)
    }
}

/// The model's files, and what is told of it.
///
/// # Errors
///
/// [`ReportError`] if the model's bytes are not there or cannot be read.
pub(super) fn write_model_folder(
    files: &mut Files,
    workspace: &Workspace,
    model: &ExportedModel,
    artifact: Bytes<'_>,
) -> Result<(), ReportError> {
    let bytes = bytes_of(&model.run, &model.file, artifact)?;
    let folder = format!("{EXPERIMENT_FOLDER}/models/{}", model.id);
    let meta = Mapping::default()
        .text("artifact_location", &model.location())
        .integer("creation_timestamp", model.created_ms)
        .text("experiment_id", EXPERIMENT)
        .integer("last_updated_timestamp", model.created_ms)
        .text("model_id", &model.id)
        .plain("model_type", "null")
        .text("name", &Names::default().give(&model.name, Use::Key))
        .text("source_run_id", &run_id(&model.run))
        .integer("status", READY)
        .plain("status_message", "null");
    files.put(format!("{folder}/meta.yaml"), meta.finish());
    if let Some(run) = workspace.runs.get(&model.run) {
        let values = run_values(run);
        files.put_texts(&format!("{folder}/params"), &values.params);
        for (name, value) in &values.metrics {
            let line = format!("{} {value:?} 0 {}\n", run.ended_ms, run_id(&run.id));
            files.put(format!("{folder}/metrics/{name}"), line);
        }
    }
    let folder = format!("{folder}/artifacts");
    let described = match AnyModel::read(&model.file.path, &bytes)? {
        AnyModel::Ours(file) => {
            files.put(format!("{folder}/model.onnx"), onnx::write(&file.model));
            files.put(format!("{folder}/evenkeel.model.json"), bytes);
            ml_model(model, Some(&file.model))
        }
        AnyModel::Onnx(_) => {
            files.put(format!("{folder}/model.onnx"), bytes);
            ml_model(model, None)
        }
    };
    files.put(format!("{folder}/MLmodel"), described);
    files.put(format!("{folder}/requirements.txt"), REQUIREMENTS);
    files.put(format!("{folder}/python_env.yaml"), PYTHON_ENV);
    files.put(format!("{folder}/conda.yaml"), CONDA);
    Ok(())
}

/// The text of `MLmodel`. A model from elsewhere has no signature: its inputs go to onnxruntime as
/// they are given.
fn ml_model(model: &ExportedModel, ours: Option<&Model>) -> String {
    let onnx = Mapping::default()
        .plain("code", "null")
        .text("data", "model.onnx")
        .plain("onnx_session_options", "null")
        .plain("providers", "[\"CPUExecutionProvider\"]");
    let env = Mapping::default().text("conda", "conda.yaml").text("virtualenv", "python_env.yaml");
    let python = Mapping::default()
        .text("data", "model.onnx")
        .mapping("env", env)
        .text("loader_module", "mlflow.onnx");
    let flavors = Mapping::default().mapping("onnx", onnx).mapping("python_function", python);
    let mut text = Mapping::default().text("artifact_path", &model.location()).mapping("flavors", flavors);
    if let Some(ours) = ours {
        let schema = &ours.schema;
        let facts = Mapping::default()
            .text("algorithm", ours.algorithm.id())
            .text("classes", &Value::from(schema.classes.clone()).to_string())
            .text("target", &schema.target)
            .text("threshold", &ours.threshold.to_string());
        let signature = Mapping::default()
            .text("inputs", &inputs(schema).to_string())
            .text("outputs", &outputs(schema).to_string())
            .plain("params", "null");
        text = text.mapping("metadata", facts).mapping("signature", signature);
    }
    text.text("model_id", &model.id)
        .text("model_uuid", &model.id)
        .text("run_id", &run_id(&model.run))
        .text("utc_time_created", &utc(model.created_ms))
        .finish()
}

/// Tensors `[n, 1]`, one a feature: only so does MLflow give the columns of a data frame to an ONNX
/// model of several inputs in the shape that it has.
fn inputs(schema: &Schema) -> Value {
    let of = |feature: &crate::model::Feature| {
        let element = match feature.input {
            Input::Numeric(_) => "float32",
            Input::Categorical(_) => "object",
        };
        tensor(&feature.name, element, &[-1, 1])
    };
    Value::Array(schema.features.iter().map(of).collect())
}

/// As [`onnx::write`] names them.
fn outputs(schema: &Schema) -> Value {
    let name = |wanted: &str| {
        let mut name = wanted.to_owned();
        while schema.features.iter().any(|feature| feature.name == name) {
            name.push('_');
        }
        name
    };
    let classes = i64::try_from(schema.classes.len()).unwrap_or(-1);
    json!([
        tensor(&name("label"), "object", &[-1]),
        tensor(&name("probabilities"), "float32", &[-1, classes])
    ])
}

fn tensor(name: &str, element: &str, shape: &[i64]) -> Value {
    json!({ "name": name, "type": "tensor", "tensor-spec": { "dtype": element, "shape": shape } })
}
