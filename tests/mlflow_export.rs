//! A workspace exported for MLflow: the structure here, and what MLflow makes of it by
//! `scripts/check_mlflow.py`, for which this writes an export and what is expected of it.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/labelled.rs"]
mod labelled;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use evenkeel::data::{ReadOptions, RowReader, RowTable};
use evenkeel::lifecycle::{
    Artifact, DataUsed, Decision, DecisionOutcome, GatePart, GateReport, ModelVersion, RegisteredModel, Run,
    RunKind, RunStatus, VersionStatus, Workspace,
};
use evenkeel::model::metrics::Metric;
use evenkeel::model::{Algorithm, AlgorithmChoice, TrainSettings};
use evenkeel::report::{AnyModel, ExportedFile, ModelFile, ReportError, mlflow_files, write_model};
use evenkeel::worker::training::train_file;
use labelled::{Shape, labelled};
use serde_json::{Value, json};

/// The first of the runs, which made `loan` version 1.
const FIRST: &str = "0123456789abcdef0123456789abcdef";
const SECOND: &str = "11111111111111111111111111111111";
const FAILED: &str = "22222222222222222222222222222222";
const ELSEWHERE: &str = "33333333333333333333333333333333";
/// 2024-02-29T23:59:59.042Z.
const TIME: i64 = 1_709_251_199_042;

/// A workspace and the bytes of its artifacts.
struct Sample {
    workspace: Workspace,
    blobs: BTreeMap<String, Vec<u8>>,
}

fn table(csv: &str) -> RowTable {
    let mut reader = RowReader::new("rows.csv", &ReadOptions::default());
    reader.push(csv.as_bytes()).expect("the test's CSV is sound");
    reader.finish().expect("the test's CSV has rows")
}

fn trained(algorithm: Algorithm, shape: Shape) -> ModelFile {
    let mut settings = TrainSettings::for_target("outcome");
    settings.algorithm = AlgorithmChoice::One(algorithm);
    settings.resamples = 20;
    settings.boosting.rounds = 20;
    train_file(&table(&labelled(400, 1, shape)), &settings, &mut |_, _, _| {}).expect("it can be learned")
}

fn texts(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    entries.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn run(id: &str, name: &str) -> Run {
    Run {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: RunKind::Training,
        status: RunStatus::Finished,
        started_ms: TIME,
        ended_ms: TIME + 1_500,
        seed: u64::MAX,
        params: texts(&[("algorithm", "logistic"), ("l2", "0.1")]),
        metrics: BTreeMap::from([("test_roc_auc".to_owned(), 0.1 + 0.2)]),
        tags: texts(&[("team", "credit")]),
        data: vec![DataUsed {
            name: "loans: \"2024\".csv".to_owned(),
            role: "reference".to_owned(),
            rows: 400,
            columns: vec!["amount".to_owned(), "größe".to_owned()],
            digest: "ab".repeat(32),
        }],
        artifacts: Vec::new(),
        gate: None,
        decision: None,
    }
}

fn version(model: &str, version: u32, run: &str, file: &Artifact) -> ModelVersion {
    ModelVersion {
        model: model.to_owned(),
        version,
        run: run.to_owned(),
        created_ms: TIME + 2_000,
        description: format!("version {version}: \"so\"\n# not a comment"),
        tags: texts(&[("reviewed by", "A. N. Other")]),
        status: VersionStatus::Passed,
        file: file.clone(),
    }
}

impl Sample {
    /// Keeps bytes; the digest only has to be a name of its own here.
    fn keep(&mut self, path: &str, bytes: Vec<u8>) -> Artifact {
        let digest = format!("{:064x}", self.blobs.len() + 1);
        let artifact = Artifact { path: path.to_owned(), digest: digest.clone(), bytes: bytes.len() as u64 };
        self.blobs.insert(digest, bytes);
        artifact
    }

    fn export(&self) -> Result<Vec<ExportedFile>, ReportError> {
        mlflow_files(&self.workspace, &|digest| self.blobs.get(digest).cloned())
    }

    /// Two classes and three, a model from elsewhere, a run that failed, and names of every sort.
    fn new() -> Self {
        let mut sample = Self { workspace: Workspace::default(), blobs: BTreeMap::new() };
        let two = trained(Algorithm::Logistic, Shape::Two);
        let three = trained(Algorithm::Boosting, Shape::Three);
        let first = sample.keep("model.json", write_model(&two).into_bytes());
        let second = sample.keep("model.json", write_model(&three).into_bytes());
        let onnx = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/onnx/logistic_columns.onnx"));
        let elsewhere = sample.keep("theirs.onnx", onnx.expect("the fixture"));
        let notes = sample.keep("notes/../scored rows.csv", b"a,b\r\n1,2\r\n".to_vec());

        let mut one = run(FIRST, "train: 'logistic' #1 – größe");
        one.artifacts = vec![first.clone(), notes];
        one.params.extend(texts(&[
            ("note", "two\nlines\n"),
            ("empty", ""),
            ("50% / a", "x"),
            ("../up", "y"),
        ]));
        let odd = [("nothing", f64::NAN), ("tiny", 5e-324), ("loss", -1.5e300)];
        one.metrics.extend(odd.map(|(name, value)| (name.to_owned(), value)));
        let mut two_runs = run(SECOND, "retraining");
        two_runs.kind = RunKind::Retraining;
        two_runs.artifacts = vec![second.clone()];
        two_runs.decision = Some(1);
        two_runs.gate = Some(gate(&three));
        let mut failed = run(FAILED, "no labels");
        failed.status = RunStatus::Failed;
        failed.tags = texts(&[("error", "the column `x` is missing")]);
        failed.metrics.clear();
        failed.data.clear();
        let mut theirs = run(ELSEWHERE, "import");
        theirs.kind = RunKind::Import;
        theirs.artifacts = vec![elsewhere.clone()];
        let runs = [one, two_runs, failed, theirs];
        sample.workspace.runs = runs.into_iter().map(|run| (run.id.clone(), run)).collect();
        sample.workspace.decisions = vec![decision()];

        let versions = [
            version("loan", 1, FIRST, &first),
            version("loan", 3, SECOND, &second),
            version("from / elsewhere", 1, ELSEWHERE, &elsewhere),
        ];
        sample.workspace.versions =
            versions.into_iter().map(|version| ((version.model.clone(), version.version), version)).collect();
        let loan = RegisteredModel {
            name: "loan".to_owned(),
            intended_use: String::new(),
            description: "who pays back: `yes`".to_owned(),
            tags: texts(&[("owner", "x: y")]),
            created_ms: TIME,
            updated_ms: TIME + 9,
            aliases: BTreeMap::from([("champion".to_owned(), 1), ("challenger".to_owned(), 3)]),
            past_champions: Vec::new(),
            last_version: 3,
        };
        let theirs = RegisteredModel {
            name: "from / elsewhere".to_owned(),
            aliases: BTreeMap::from([("latest".to_owned(), 1)]),
            last_version: 1,
            ..RegisteredModel::default()
        };
        sample.workspace.models =
            [loan, theirs].into_iter().map(|model| (model.name.clone(), model)).collect();
        sample
    }
}

fn gate(challenger: &ModelFile) -> GateReport {
    GateReport {
        passed: true,
        headline: "better by 0.01".to_owned(),
        rules: Vec::new(),
        parts: vec![GatePart {
            name: "test".to_owned(),
            rows: 60,
            judged: true,
            champion: None,
            challenger: challenger.metrics.test.clone().expect("there is a test part"),
            comparison: None,
        }],
        metric: Metric::RocAuc,
        names: ["champion".to_owned(), "challenger".to_owned()],
        notes: Vec::new(),
    }
}

fn decision() -> Decision {
    Decision {
        number: 1,
        time_ms: TIME,
        model: "loan".to_owned(),
        outcome: DecisionOutcome::Retrain,
        by_hand: true,
        headline: "by hand".to_owned(),
        severity: None,
        triggers: Vec::new(),
        needs: Vec::new(),
        newest: None,
        alerts: Vec::new(),
        run: Some(SECOND.to_owned()),
    }
}

fn text<'a>(files: &'a [ExportedFile], path: &str) -> &'a str {
    let file = files.iter().find(|file| file.path == path);
    let file = file.unwrap_or_else(|| {
        panic!("no {path} among {:#?}", files.iter().map(|f| &f.path).collect::<Vec<_>>())
    });
    std::str::from_utf8(&file.bytes).expect("it is text")
}

/// The one path that begins and ends so.
fn path<'a>(files: &'a [ExportedFile], begin: &str, end: &str) -> &'a str {
    let mut found = files.iter().filter(|file| file.path.starts_with(begin) && file.path.ends_with(end));
    let file = found.next().unwrap_or_else(|| panic!("nothing from {begin} to {end}"));
    assert!(found.next().is_none(), "several from {begin} to {end}");
    &file.path
}

#[test]
fn paths_are_safe_and_no_file_lies_where_a_folder_is() {
    let files = Sample::new().export().expect("it can be exported");
    let paths: BTreeSet<String> = files.iter().map(|file| file.path.to_lowercase()).collect();
    assert_eq!(paths.len(), files.len(), "two files in one place, for a file system without case");
    for path in &paths {
        assert!(path == "readme.txt" || path.starts_with("mlruns/"), "{path}");
        for part in path.split('/') {
            let safe = !part.is_empty() && !part.starts_with('.') && !part.ends_with(['.', ' ']);
            assert!(safe && part.chars().all(|c| !c.is_control() && !"\\:*?\"<>|%".contains(c)), "{path}");
        }
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        assert!(folders.clone().all(|folder| !paths.contains(folder)), "{path} lies in a file");
    }
}

#[test]
fn a_run_is_written_as_the_file_store_has_it() {
    let files = Sample::new().export().expect("it can be exported");
    let folder = format!("mlruns/1/{FIRST}");
    let meta = text(&files, &format!("{folder}/meta.yaml"));
    for line in [
        format!("artifact_uri: \"./{folder}/artifacts\""),
        "experiment_id: \"1\"".to_owned(),
        format!("run_id: \"{FIRST}\""),
        "run_name: \"train: 'logistic' #1 – größe\"".to_owned(),
        "start_time: 1709251199042".to_owned(),
        "end_time: 1709251200542".to_owned(),
        "status: 3".to_owned(),
    ] {
        assert!(meta.lines().any(|found| found == line), "no {line} in\n{meta}");
    }
    assert_eq!(text(&files, &format!("{folder}/params/note")), "two\nlines\n");
    assert_eq!(text(&files, &format!("{folder}/params/seed")), "18446744073709551615");
    assert_eq!(text(&files, &format!("{folder}/params/50_ _ a")), "x");
    let renamed = text(&files, &format!("{folder}/tags/evenkeel.renamed.params"));
    let renamed: Value = serde_json::from_str(renamed).expect("it is JSON");
    assert_eq!(renamed, json!({ "50_ _ a": "50% / a", "_._up": "../up" }));
    assert_eq!(
        text(&files, &format!("{folder}/metrics/test_roc_auc")),
        "1709251200542 0.30000000000000004 0\n"
    );
    assert_eq!(text(&files, &format!("{folder}/metrics/nothing")), "1709251200542 NaN 0\n");
    assert_eq!(text(&files, &format!("{folder}/tags/mlflow.source.name")), "evenkeel");
    assert_eq!(text(&files, &format!("{folder}/artifacts/notes_.._scored rows.csv")), "a,b\r\n1,2\r\n");
    assert!(text(&files, &format!("mlruns/1/{FAILED}/meta.yaml")).contains("\nstatus: 4\n"));
    assert_eq!(text(&files, &format!("mlruns/1/{SECOND}/tags/evenkeel.gate")), "passed");
    assert!(
        text(&files, &format!("mlruns/1/{SECOND}/artifacts/evenkeel.gate.json")).contains("better by 0.01")
    );
    assert!(text(&files, &format!("mlruns/1/{SECOND}/artifacts/evenkeel.decision.json")).contains("by hand"));

    // The same data in three runs is one dataset.
    let data = text(&files, path(&files, "mlruns/1/datasets/", "/meta.yaml"));
    assert!(data.contains(&format!("digest: \"{}\"", "ab".repeat(18))), "{data}");
    let input = text(&files, path(&files, &format!("{folder}/inputs/"), "/meta.yaml"));
    assert!(input.ends_with("tags:\n  mlflow.data.context: \"reference\"\n"), "{input}");
}

/// What `FileStore._is_valid_run_directory` of MLflow asks for, and files cannot say of an empty folder.
#[test]
fn every_run_has_a_parameter_a_metric_and_an_artifact() {
    let sample = Sample::new();
    let files = sample.export().expect("it can be exported");
    for id in sample.workspace.runs.keys() {
        for folder in ["params", "metrics", "artifacts"] {
            let begin = format!("mlruns/1/{id}/{folder}/");
            assert!(files.iter().any(|file| file.path.starts_with(&begin)), "nothing in {begin}");
        }
    }
    assert_eq!(text(&files, &format!("mlruns/1/{FAILED}/metrics/duration_seconds")), "1709251200542 1.5 0\n");
}

#[test]
fn versions_aliases_and_models_refer_to_each_other() {
    let sample = Sample::new();
    let files = sample.export().expect("it can be exported");
    assert_eq!(text(&files, "mlruns/models/loan/aliases/champion"), "1");
    assert_eq!(text(&files, "mlruns/models/loan/aliases/challenger"), "3");
    assert_eq!(text(&files, "mlruns/models/loan/tags/owner"), "x: y");
    assert_eq!(text(&files, "mlruns/models/loan/version-3/tags/evenkeel.gate"), "passed");
    assert!(text(&files, "mlruns/models/loan/meta.yaml").contains("description: \"who pays back: `yes`\"\n"));
    assert_eq!(text(&files, "mlruns/models/from _ elsewhere/aliases/latest_"), "1");
    assert_eq!(text(&files, "mlruns/models/from _ elsewhere/tags/evenkeel.name"), "from / elsewhere");

    let output = path(&files, &format!("mlruns/1/{FIRST}/outputs/m-"), "/meta.yaml");
    let id = output.split('/').nth(4).expect("the model's folder");
    let folder = format!("mlruns/1/models/{id}");
    let meta = text(&files, "mlruns/models/loan/version-1/meta.yaml");
    for line in [
        format!("source: \"models:/{id}\""),
        format!("model_id: \"{id}\""),
        format!("storage_location: \"./{folder}/artifacts\""),
        format!("run_id: \"{FIRST}\""),
        r##"description: "version 1: \"so\"\n# not a comment""##.to_owned(),
    ] {
        assert!(meta.lines().any(|found| found == line), "no {line} in\n{meta}");
    }
    assert!(text(&files, &format!("{folder}/meta.yaml")).contains(&format!("source_run_id: \"{FIRST}\"")));
    let described = text(&files, &format!("{folder}/artifacts/MLmodel"));
    assert!(described.contains("    loader_module: \"mlflow.onnx\"\n"), "{described}");
    assert!(described.contains("utc_time_created: \"2024-03-01 00:00:01.042000\"\n"), "{described}");
    let json = text(&files, &format!("{folder}/artifacts/evenkeel.model.json"));
    assert_eq!(json.as_bytes(), sample.blobs[&sample.workspace.runs[FIRST].artifacts[0].digest]);
    assert!(files.iter().any(|file| file.path == format!("{folder}/artifacts/model.onnx")));
}

#[test]
fn the_same_workspace_gives_the_same_files() {
    let sample = Sample::new();
    assert_eq!(sample.export(), sample.export());
}

#[test]
fn an_empty_workspace_is_an_empty_experiment() {
    let files = mlflow_files(&Workspace::default(), &|_| None).expect("there is nothing to be missing");
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["README.txt", "mlruns/1/meta.yaml", "mlruns/1/tags/evenkeel.version"]);
}

#[test]
fn an_artifact_that_is_not_there_is_named() {
    let mut sample = Sample::new();
    sample.blobs.remove(&format!("{:064x}", 4));
    let error = sample.export().expect_err("a file is missing");
    assert!(matches!(&error, ReportError::NoArtifact { run, .. } if run == FIRST), "{error}");
    assert!(error.to_string().contains("scored rows.csv"), "{error}");
}

/// Writes an export, and what MLflow has to find in it, to `target/tmp/mlflow` for
/// `scripts/check_mlflow.py`. What is expected is taken from the workspace, not from the export.
#[test]
fn an_export_for_the_script_is_written() {
    let sample = Sample::new();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mlflow");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder of an earlier test");
    }
    for file in sample.export().expect("it can be exported") {
        let path = folder.join(file.path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
        fs::write(path, file.bytes).expect("a file");
    }
    let expected = serde_json::to_string_pretty(&expected(&sample)).expect("plain values");
    fs::write(folder.join("expected.json"), expected).expect("a file");
    assert!(folder.join("mlruns").join("models").join("loan").is_dir());
}

/// Names that the export changes, by the original.
fn written(name: &str) -> &str {
    match name {
        "50% / a" => "50_ _ a",
        "../up" => "_._up",
        "from / elsewhere" => "from _ elsewhere",
        "latest" => "latest_",
        "notes/../scored rows.csv" => "notes_.._scored rows.csv",
        other => other,
    }
}

fn expected(sample: &Sample) -> Value {
    let workspace = &sample.workspace;
    let rows = labelled(12, 77, Shape::Two);
    let theirs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/onnx/rows.csv"));
    let theirs = theirs.expect("the fixture");
    let predictions = |version: &ModelVersion| {
        let csv = if version.run == ELSEWHERE { &theirs } else { &rows };
        let model = AnyModel::read("model", &sample.blobs[&version.file.digest]).expect("it can be read");
        let said = model.scorer().score(&table(csv).view(), "rows.csv").expect("the rows fit");
        let class = |label: &u32| &model.scorer().schema().classes[*label as usize];
        let labels: Vec<&String> = said.labels.iter().map(class).collect();
        let probabilities: Vec<&[f64]> = (0..said.rows()).map(|row| said.row(row)).collect();
        json!({ "csv": csv, "labels": labels, "probabilities": probabilities })
    };
    let of_run = |run: &Run| {
        let mut params: BTreeMap<&str, &str> =
            run.params.iter().map(|(key, value)| (written(key), value.as_str())).collect();
        let seed = run.seed.to_string();
        params.insert("seed", &seed);
        // All of these runs took 1,500 ms.
        let mut metrics = run.metrics.clone();
        metrics.insert("duration_seconds".to_owned(), 1.5);
        let mut tags = run.tags.clone();
        tags.extend(texts(&[("mlflow.runName", &run.name), ("mlflow.source.name", "evenkeel")]));
        let data: Vec<Value> = run
            .data
            .iter()
            .map(|data| json!([data.name, data.digest[..36], data.rows, [data.role]]))
            .collect();
        let versions = workspace.versions.values().filter(|version| version.run == run.id);
        let models: Vec<&str> = versions.map(|version| version.file.path.as_str()).collect();
        let others = run.artifacts.iter().filter(|file| !models.contains(&file.path.as_str()));
        let artifacts: BTreeMap<&str, u64> = others.map(|file| (written(&file.path), file.bytes)).collect();
        json!({
            "id": run.id, "name": run.name,
            "status": if run.status == RunStatus::Finished { "FINISHED" } else { "FAILED" },
            "started_ms": run.started_ms, "ended_ms": run.ended_ms, "params": params,
            // JSON has no NaN: it becomes null.
            "metrics": metrics, "tags": tags, "data": data, "artifacts": artifacts, "models": models.len(),
        })
    };
    let of_model = |model: &RegisteredModel| {
        let aliases: BTreeMap<&str, u32> =
            model.aliases.iter().map(|(alias, version)| (written(alias), *version)).collect();
        let (name, description) = (written(&model.name), &model.description);
        json!({ "name": name, "description": description, "tags": model.tags, "aliases": aliases })
    };
    let of_version = |version: &ModelVersion| {
        json!({
            "model": written(&version.model), "version": version.version, "run": version.run,
            "description": version.description, "tags": version.tags, "predictions": predictions(version),
        })
    };
    json!({
        "runs": workspace.runs.values().map(of_run).collect::<Vec<_>>(),
        "models": workspace.models.values().map(of_model).collect::<Vec<_>>(),
        "versions": workspace.versions.values().map(of_version).collect::<Vec<_>>(),
    })
}
