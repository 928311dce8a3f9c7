//! Classifiers that skl2onnx wrote, scored here and by onnxruntime.
//!
//! `scripts/make_onnx_fixtures.py` made the files; `tests/onnx/README.md` says how.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

use evenkeel::data::{ReadOptions, RowReader, RowTable};
use evenkeel::model::onnx::OnnxModel;
use evenkeel::model::{ModelError, Scorer};
use serde::Deserialize;

/// onnxruntime adds 32-bit floats; we add 64-bit ones.
const AGREEMENT: f64 = 1e-5;

/// What onnxruntime said.
#[derive(Deserialize)]
struct Answers {
    data: String,
    columns: Option<Vec<String>>,
    label: Vec<String>,
    probabilities: Vec<Vec<f64>>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("onnx")
}

fn table(name: &str) -> RowTable {
    let mut reader = RowReader::new(name, &ReadOptions::default());
    reader.push(&fs::read(folder().join(name)).expect(name)).expect(name);
    reader.finish().expect(name)
}

fn names() -> Vec<String> {
    let files = fs::read_dir(folder()).expect("the folder of the fixtures");
    let files = files.map(|file| file.expect("a file").path());
    let models = files.filter(|path| path.extension().is_some_and(|end| end == "onnx"));
    let mut names: Vec<String> =
        models.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn model(name: &str) -> OnnxModel {
    let bytes = fs::read(folder().join(format!("{name}.onnx"))).expect(name);
    OnnxModel::read(name, &bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn scores_are_those_of_onnxruntime() {
    let names = names();
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        let text = fs::read_to_string(folder().join(format!("{name}.json"))).expect(&name);
        let answers: Answers = serde_json::from_str(&text).expect(&name);
        let table = table(&answers.data);
        let mut model = model(&name);
        assert_eq!(model.needs_columns(), answers.columns.as_ref().map(Vec::len), "{name}");
        if let Some(columns) = answers.columns {
            model = model.with_columns(columns);
        }
        let said =
            model.score(&table.view(), &answers.data).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(said.rows(), answers.label.len(), "{name}");
        for (row, label) in answers.label.iter().enumerate() {
            let class = said.labels[row] as usize;
            assert_eq!(&model.schema().classes[class], label, "{name}, row {row}");
            for (ours, theirs) in said.row(row).iter().zip(&answers.probabilities[row]) {
                assert!((ours - theirs).abs() < AGREEMENT, "{name}, row {row}: {ours} and {theirs}");
            }
        }
    }
}

#[test]
fn inputs_and_operators_are_told() {
    let model = model("logistic_columns");
    let features: Vec<&str> = model.schema().features.iter().map(|feature| feature.name.as_str()).collect();
    assert_eq!(features, ["age", "height", "dose", "colour", "size"]);
    assert_eq!(model.schema().classes, ["no", "yes"]);
    assert!(model.producer().starts_with("skl2onnx"), "{}", model.producer());
    assert!(model.operators().iter().any(|operator| operator == "LinearClassifier"));
}

#[test]
fn an_operator_that_is_lacking_is_named() {
    let mut bytes = fs::read(folder().join("tree.onnx")).expect("the fixture");
    let name = b"TreeEnsembleClassifier";
    let mut renamed = false;
    for at in 0..bytes.len() - name.len() {
        if &bytes[at..at + name.len()] == name {
            bytes[at..at + name.len()].copy_from_slice(b"SVMEnsembleClassifier_");
            renamed = true;
        }
    }
    assert!(renamed);
    let error = OnnxModel::read("tree.onnx", &bytes).expect_err("an operator that nobody knows");
    assert!(matches!(error, ModelError::UnknownOperator { .. }));
    assert!(error.to_string().contains("SVMEnsembleClassifier_"), "{error}");
}

#[test]
fn a_missing_column_is_named() {
    let no_columns = evenkeel::data::RowView { rows: 1, columns: Vec::new() };
    let error = model("logistic_columns").score(&no_columns, "t.csv").expect_err("no columns");
    assert!(error.to_string().contains("`age`"), "{error}");
}
