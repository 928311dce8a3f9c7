//! The experiment and its runs: `mlruns/1/`.

use std::collections::BTreeMap;

use super::files::{Bytes, Files, bytes_of, run_id, span};
use super::model_folder::ExportedModel;
use super::names::{Names, RENAMED, Use, identifier, keyed};
use super::yaml::Mapping;
use crate::lifecycle::{DataUsed, Run, RunStatus, Workspace};
use crate::report::ReportError;

/// Identifier of the experiment that all runs are in; a database takes over integers only.
pub(super) const EXPERIMENT: &str = "1";
/// Folder of the experiment.
pub(super) const EXPERIMENT_FOLDER: &str = "mlruns/1";
/// Its name, and the name of what made the runs.
const EVENKEEL: &str = "evenkeel";
/// `SourceType.LOCAL` of MLflow.
const LOCAL: i64 = 4;
/// Metric that every run has.
const DURATION: &str = "duration_seconds";
/// MLflow allows so many characters of a digest.
const DIGEST: usize = 36;

pub(super) fn write_experiment(files: &mut Files, workspace: &Workspace) {
    let span = span(workspace);
    let meta = Mapping::default()
        .text("artifact_location", &format!("./{EXPERIMENT_FOLDER}"))
        .integer("creation_time", span.begin_ms)
        .text("experiment_id", EXPERIMENT)
        .integer("last_update_time", span.end_ms)
        .text("lifecycle_stage", "active")
        .text("name", EVENKEEL);
    files.put(format!("{EXPERIMENT_FOLDER}/meta.yaml"), meta.finish());
    files.put(format!("{EXPERIMENT_FOLDER}/tags/evenkeel.version"), env!("CARGO_PKG_VERSION"));
}

/// A run with its parameters, metrics, tags, data, models and other artifacts.
///
/// # Errors
///
/// [`ReportError::NoArtifact`] if the bytes of an artifact are not there.
pub(super) fn write_run(
    files: &mut Files,
    workspace: &Workspace,
    run: &Run,
    models: &[&ExportedModel],
    artifact: Bytes<'_>,
) -> Result<(), ReportError> {
    let id = run_id(&run.id);
    let folder = format!("{EXPERIMENT_FOLDER}/{id}");
    let meta = Mapping::default()
        .text("artifact_uri", &format!("./{folder}/artifacts"))
        .integer("end_time", run.ended_ms)
        .text("entry_point_name", "")
        .text("experiment_id", EXPERIMENT)
        .text("lifecycle_stage", "active")
        .text("run_id", &id)
        .text("run_name", &run.name)
        .text("source_name", EVENKEEL)
        .integer("source_type", LOCAL)
        .text("source_version", "")
        .integer("start_time", run.started_ms)
        .integer("status", status_number(run.status))
        .plain("tags", "[]")
        .text("user_id", EVENKEEL);
    files.put(format!("{folder}/meta.yaml"), meta.finish());
    let values = run_values(run);
    files.put_texts(&format!("{folder}/params"), &values.params);
    for (name, value) in &values.metrics {
        files.put(format!("{folder}/metrics/{name}"), format!("{} {value:?} 0\n", run.ended_ms));
    }
    for data in &run.data {
        write_data(files, &folder, data);
    }
    for model in models {
        let meta = Mapping::default()
            .text("destination_id", &model.id)
            .text("destination_type", "MODEL_OUTPUT")
            .text("source_id", &model.id)
            .text("source_type", "RUN_OUTPUT")
            .integer("step", 0)
            .plain("tags", "{}");
        files.put(format!("{folder}/outputs/{}/meta.yaml", model.id), meta.finish());
    }
    let mut names = Names::default();
    write_evidence(files, workspace, run, &format!("{folder}/artifacts"), &mut names);
    for file in &run.artifacts {
        if models.iter().all(|model| model.file.path != file.path) {
            let path = artifact_path(&file.path, &mut names);
            files.put(format!("{folder}/artifacts/{path}"), bytes_of(&run.id, file, artifact)?);
        }
    }
    let mut tags = values.tags;
    if let Some(renamed) = names.renamed() {
        tags.insert("evenkeel.renamed.artifacts".to_owned(), renamed);
    }
    files.put_texts(&format!("{folder}/tags"), &tags);
    Ok(())
}

/// Parameters, metrics and tags under names that MLflow takes.
pub(super) struct RunValues {
    pub(super) params: BTreeMap<String, String>,
    pub(super) metrics: BTreeMap<String, f64>,
    pub(super) tags: BTreeMap<String, String>,
}

/// Parameters, metrics and tags of a run. The seed is a parameter and the duration a metric: the file
/// store takes no run without a folder of each. What MLflow shows beside a run are tags of its own.
pub(super) fn run_values(run: &Run) -> RunValues {
    let mut params = run.params.clone();
    params.entry("seed".to_owned()).or_insert_with(|| run.seed.to_string());
    let mut metrics = run.metrics.clone();
    let seconds = run.ended_ms.saturating_sub(run.started_ms) as f64 / 1_000.0;
    metrics.entry(DURATION.to_owned()).or_insert(seconds);
    let mut tags = run.tags.clone();
    let mut tag = |key: &str, value: &str| tags.insert(key.to_owned(), value.to_owned());
    tag("mlflow.runName", &run.name);
    tag("mlflow.source.name", EVENKEEL);
    tag("mlflow.source.type", "LOCAL");
    tag("mlflow.user", EVENKEEL);
    tag("evenkeel.kind", run.kind.id());
    if let Some(gate) = &run.gate {
        tag("evenkeel.gate", if gate.passed { "passed" } else { "rejected" });
        tag("evenkeel.gate.headline", &gate.headline);
    }
    if let Some(decision) = run.decision {
        tag("evenkeel.decision", &decision.to_string());
    }
    if run_id(&run.id) != run.id {
        tag("evenkeel.run_id", &run.id);
    }
    // One tag says what was changed in each of the three.
    let (mut of_params, mut of_metrics, mut of_tags) = (Names::default(), Names::default(), Names::default());
    let params = keyed(&params, &mut of_params);
    let metrics = keyed(&metrics, &mut of_metrics);
    let mut tags = keyed(&tags, &mut of_tags);
    for (what, names) in [("params", of_params), ("metrics", of_metrics), ("tags", of_tags)] {
        if let Some(renamed) = names.renamed() {
            tags.insert(format!("{RENAMED}.{what}"), renamed);
        }
    }
    RunValues { params, metrics, tags }
}

/// The run as it is kept, the gate's evidence and the decision, as files. The first is always there:
/// the file store takes no run without a folder of artifacts.
fn write_evidence(files: &mut Files, workspace: &Workspace, run: &Run, folder: &str, names: &mut Names) {
    let mut put = |name: &str, json: serde_json::Result<Vec<u8>>| {
        // Plain structs with string keys always serialise.
        if let Ok(bytes) = json {
            files.put(format!("{folder}/{}", names.give(name, Use::Key)), bytes);
        }
    };
    put("evenkeel.run.json", serde_json::to_vec_pretty(&Run { gate: None, ..run.clone() }));
    if let Some(gate) = &run.gate {
        put("evenkeel.gate.json", serde_json::to_vec_pretty(gate));
    }
    let decision = workspace.decisions.iter().find(|decision| Some(decision.number) == run.decision);
    if let Some(decision) = decision {
        put("evenkeel.decision.json", serde_json::to_vec_pretty(decision));
    }
}

/// Folders become parts of the name, so that no file lies where a folder has to be.
fn artifact_path(path: &str, names: &mut Names) -> String {
    names.give(path, Use::Key)
}

/// A dataset, and that it went into the run.
fn write_data(files: &mut Files, run_folder: &str, data: &DataUsed) {
    let id = identifier(&["data", &data.name, &data.digest]);
    let digest: String = data.digest.chars().take(DIGEST).collect();
    let profile = serde_json::json!({
        "num_rows": data.rows, "columns": data.columns, "sha256_of_cells": data.digest,
    });
    let source = serde_json::json!({ "uri": data.name });
    let meta = Mapping::default()
        .text("digest", &digest)
        .text("name", &data.name)
        .text("profile", &profile.to_string())
        .plain("schema", "null")
        .text("source", &source.to_string())
        .text("source_type", "local");
    files.put(format!("{EXPERIMENT_FOLDER}/datasets/{id}/meta.yaml"), meta.finish());
    let input = identifier(&["input", &data.name, &data.digest, &data.role]);
    let meta = Mapping::default()
        .text("destination_id", &id)
        .text("destination_type", "RUN")
        .text("source_id", &id)
        .text("source_type", "DATASET")
        .mapping("tags", Mapping::default().text("mlflow.data.context", &data.role));
    files.put(format!("{run_folder}/inputs/{input}/meta.yaml"), meta.finish());
}

/// Numbers of `RunStatus` in MLflow's `service.proto`.
fn status_number(status: RunStatus) -> i64 {
    match status {
        RunStatus::Finished => 3,
        RunStatus::Failed => 4,
    }
}
