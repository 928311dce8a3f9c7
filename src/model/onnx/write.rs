//! A model of ours as an ONNX file.

use prost::Message;

use super::graph::{GraphWriter, int};
use super::proto::{ML, ModelProto, OperatorSetId, StringStringEntry, element};
use super::write_calibration::{calibrated, sigmoid};
use super::write_inputs::{DesignValue, design, features};
use super::write_trees;
use crate::model::calibration::Calibrator;
use crate::model::classifier::{LinearModel, NaiveBayes};
use crate::model::trees::{Link, TreeEnsemble};
use crate::model::{Classifier, FeatureMatrix, Model};

/// Versions that onnxruntime knows since 1.12 (2022).
const IR: i64 = 8;
const OPSET: i64 = 15;
const OPSET_ML: i64 = 3;

/// Beyond this, a sigmoid is 0 or 1.
const FARTHEST_SUM: f64 = 1024.0;
/// From there to steps of 2⁻¹⁴⁰, far below those of sums.
const HALVINGS: u32 = 150;

/// Scores of rows, and what follows from them.
struct Scores {
    /// Probabilities `[n, classes]`, 64-bit floats.
    probabilities: String,
    /// What is largest where the probability is; `None` where that is asked of the probabilities.
    ranking: Option<String>,
    /// Sums `[n, 1]` that the probability of the positive class of two rises with, where they are
    /// exact.
    sum: Option<String>,
}

/// The model as the bytes of an ONNX file that gives its labels and, within 1e-5, its
/// probabilities.
///
/// One input a feature, named as its column, of shape `[n, 1]`: numbers are 32-bit floats, NaN where
/// they are missing; categories are texts, empty where they are missing. Outputs are `label`, texts
/// `[n]`, and `probabilities`, 32-bit floats `[n, classes]` in the order of the classes, which
/// stand in the file's metadata. (An output whose name a column has gets `_` behind it.) Inside,
/// numbers are 64-bit floats but for sums over trees, which are exact in 32 bits.
///
/// A level of true or false of at most six letters is known in any case; a longer one in lower and
/// upper case and capitalised.
pub fn write(model: &Model) -> Vec<u8> {
    let schema = &model.schema;
    let names: Vec<&str> = schema.features.iter().map(|feature| feature.name.as_str()).collect();
    let mut graph = GraphWriter::new("classifier", &names);
    let inputs = features(&mut graph, schema);
    let mut scores = match &model.classifier {
        Classifier::Linear(linear) => {
            let design = design(&mut graph, model, &inputs);
            linear_scores(&mut graph, linear, &design, &inputs)
        }
        Classifier::NaiveBayes(bayes) => {
            let design = design(&mut graph, model, &inputs);
            bayes_scores(&mut graph, bayes, &design, &inputs)
        }
        Classifier::Trees(ensemble) => {
            let floats: Vec<String> = inputs.iter().map(|input| graph.cast(input, element::FLOAT)).collect();
            let input = graph.beside(&floats);
            let sums = write_trees::sums(&mut graph, ensemble, schema, &input);
            tree_scores(&mut graph, ensemble, sums)
        }
    };
    let classes = schema.classes.len();
    if let Some(calibrator) = &model.calibrator {
        let probabilities = calibrated(&mut graph, calibrator, &scores.probabilities, classes);
        scores = Scores { probabilities, ranking: None, ..scores };
    }
    let label = label(&mut graph, model, &scores);
    let names = graph.texts(&schema.classes);
    let label = graph.node("Gather", &[&names, &label], vec![int("axis", 0)]);
    let probabilities = graph.cast(&scores.probabilities, element::FLOAT);
    graph.output("label", &label, element::STRING, &[None]);
    graph.output("probabilities", &probabilities, element::FLOAT, &[None, Some(classes as i64)]);

    let remark = |key: &str, value: String| StringStringEntry { key: key.to_owned(), value };
    let classes = serde_json::Value::from(schema.classes.clone()).to_string();
    let proto = ModelProto {
        ir_version: IR,
        producer_name: "evenkeel".to_owned(),
        producer_version: env!("CARGO_PKG_VERSION").to_owned(),
        doc_string: format!("Predicts `{}`.", schema.target),
        graph: Some(graph.finish()),
        opset_import: vec![
            OperatorSetId { domain: String::new(), version: OPSET },
            OperatorSetId { domain: ML.to_owned(), version: OPSET_ML },
        ],
        metadata_props: vec![
            remark("algorithm", model.algorithm.id().to_owned()),
            remark("classes", classes),
            remark("target", schema.target.clone()),
            remark("threshold", model.threshold.to_string()),
        ],
    };
    proto.encode_to_vec()
}

/// Place of the predicted class, `[n]`.
fn label(graph: &mut GraphWriter, model: &Model, scores: &Scores) -> String {
    if model.schema.classes.len() != 2 {
        let ranking = scores.ranking.as_ref().unwrap_or(&scores.probabilities);
        return graph.node("ArgMax", &[ranking], vec![int("axis", 1), int("keepdims", 0)]);
    }
    // A threshold may be the probability of a row: where sums are exact, so is the comparison.
    let exact = scores.sum.as_ref().and_then(|sum| Some((sum.clone(), critical_sum(model)?)));
    let (value, threshold) = match exact {
        Some((sum, threshold)) => (sum, threshold),
        None => (graph.columns(&scores.probabilities, vec![1]), model.threshold),
    };
    let place = graph.integers(vec![1]);
    let value = graph.node("Squeeze", &[&value, &place], Vec::new());
    let threshold = graph.double(threshold);
    let above = graph.node("Greater", &[&value, &threshold], Vec::new());
    graph.cast(&above, element::INT64)
}

/// The sum over trees above which the positive class of two is predicted, found by halving.
/// `None` where calibration does not rise.
fn critical_sum(model: &Model) -> Option<f64> {
    if let Some(Calibrator::Platt(curves)) = &model.calibrator
        && curves.iter().any(|curve| curve.slope < 0.0)
    {
        return None;
    }
    let above = |sum: f64| {
        let ensemble = TreeEnsemble { outputs: 1, base: vec![sum], trees: Vec::new(), link: Link::Sigmoid };
        let raw = ensemble.probabilities(&FeatureMatrix { rows: 1, columns: Vec::new() });
        let calibrator = model.calibrator.as_ref();
        let probabilities = calibrator.map_or(raw.clone(), |calibrator| calibrator.apply(&raw, 2));
        probabilities.get(1).is_some_and(|&positive| positive > model.threshold)
    };
    let (mut low, mut high) = (-FARTHEST_SUM, FARTHEST_SUM);
    if above(low) {
        return Some(f64::NEG_INFINITY);
    }
    if !above(high) {
        return Some(f64::INFINITY);
    }
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if above(middle) { high = middle } else { low = middle }
    }
    Some(low)
}

fn linear_scores(
    graph: &mut GraphWriter,
    model: &LinearModel,
    design: &DesignValue,
    inputs: &[String],
) -> Scores {
    let outputs = model.intercepts.len();
    let intercepts = graph.doubles(&[outputs], model.intercepts.clone());
    let product = match &design.value {
        Some(value) => {
            let rows: Vec<Vec<f64>> = model.weights.iter().map(|weights| design.ordered(weights)).collect();
            let weights = graph.doubles(&[design.order.len(), outputs], by_column(&rows, design.order.len()));
            graph.node("MatMul", &[value, &weights], Vec::new())
        }
        None => zeros(graph, inputs),
    };
    let scores = graph.node("Add", &[&product, &intercepts], Vec::new());
    if outputs == 1 { of_positive(graph, &scores) } else { softmax(graph, scores) }
}

/// log p(class) − ½ Σ ln(2π·variance) − ½ Σ (x − mean)² / variance.
fn bayes_scores(
    graph: &mut GraphWriter,
    model: &NaiveBayes,
    design: &DesignValue,
    inputs: &[String],
) -> Scores {
    let mut constants = Vec::new();
    let mut columns = Vec::new();
    for (class, log_prior) in model.log_priors.iter().enumerate() {
        let of = |rows: &[Vec<f64>]| rows.get(class).map(|row| design.ordered(row)).unwrap_or_default();
        let (means, variances) = (of(&model.means), of(&model.variances));
        let normaliser: f64 = variances.iter().map(|v| (std::f64::consts::TAU * v).ln()).sum();
        constants.push(log_prior - 0.5 * normaliser);
        columns.push(match &design.value {
            Some(value) => {
                let width = means.len();
                let means = graph.doubles(&[width], means);
                let from = graph.node("Sub", &[value, &means], Vec::new());
                let squared = graph.node("Mul", &[&from, &from], Vec::new());
                let factors = variances.iter().map(|v| -0.5 / v).collect();
                let factors = graph.doubles(&[width, 1], factors);
                graph.node("MatMul", &[&squared, &factors], Vec::new())
            }
            None => zeros(graph, inputs),
        });
    }
    let distances = graph.beside(&columns);
    let constants = graph.doubles(&[constants.len()], constants);
    let scores = graph.node("Add", &[&distances, &constants], Vec::new());
    softmax(graph, scores)
}

fn tree_scores(graph: &mut GraphWriter, ensemble: &TreeEnsemble, sums: String) -> Scores {
    match ensemble.link {
        Link::Sigmoid => Scores { sum: Some(sums.clone()), ..of_positive(graph, &sums) },
        Link::Softmax => softmax(graph, sums),
        Link::Share => {
            let axis = graph.integers(vec![1]);
            let total = graph.node("ReduceSum", &[&sums, &axis], vec![int("keepdims", 1)]);
            let probabilities = graph.node("Div", &[&sums, &total], Vec::new());
            Scores { probabilities, ranking: None, sum: None }
        }
    }
}

/// Both probabilities of the log-odds of the positive class.
fn of_positive(graph: &mut GraphWriter, log_odds: &str) -> Scores {
    let positive = sigmoid(graph, log_odds);
    let one = graph.double(1.0);
    let negative = graph.node("Sub", &[&one, &positive], Vec::new());
    Scores { probabilities: graph.beside(&[negative, positive]), ranking: None, sum: None }
}

fn softmax(graph: &mut GraphWriter, scores: String) -> Scores {
    let probabilities = graph.node("Softmax", &[&scores], vec![int("axis", 1)]);
    Scores { probabilities, ranking: Some(scores), sum: None }
}

/// Zeros `[n, 1]`, for a model over no encoded column.
fn zeros(graph: &mut GraphWriter, inputs: &[String]) -> String {
    let Some(input) = inputs.first() else { return graph.doubles(&[1, 1], vec![0.0]) };
    let same = graph.node("Equal", &[input, input], Vec::new());
    let same = graph.cast(&same, element::DOUBLE);
    let zero = graph.double(0.0);
    graph.node("Mul", &[&same, &zero], Vec::new())
}

/// Rows of weights as one matrix of a column each.
fn by_column(rows: &[Vec<f64>], width: usize) -> Vec<f64> {
    (0..width).flat_map(|at| rows.iter().map(move |row| row.get(at).copied().unwrap_or(0.0))).collect()
}
