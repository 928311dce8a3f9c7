//! Models and rows made by hand, of every kind, for tests.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::data::{Cell, CellColumn};
use crate::model::calibration::{Calibrator, IsotonicCurve, PlattCurve};
use crate::model::classifier::{LinearModel, NaiveBayes};
use crate::model::trees::{Link, Tree, TreeEnsemble};
use crate::model::{
    Algorithm, CategoricalInput, Classifier, EncodedColumn, Feature, Input, Model, NumericInput, Part,
    Preprocessor, Schema, TrainSettings,
};

/// A model and its name.
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) model: Model,
}

fn categorical(name: &str, levels: &[&str], boolean: bool) -> Feature {
    let levels: Vec<String> = levels.iter().map(|&level| level.to_owned()).collect();
    let input = CategoricalInput { levels, boolean, ..CategoricalInput::default() };
    Feature { name: name.to_owned(), input: Input::Categorical(input) }
}

fn numeric(name: &str) -> Feature {
    Feature { name: name.to_owned(), input: Input::Numeric(NumericInput::default()) }
}

/// Inputs of every kind; one is named as an output.
pub(crate) fn schema(classes: usize) -> Schema {
    Schema {
        target: "species".to_owned(),
        classes: ["ant", "Bee \"x\"", "cat, größer", "dog"]
            .iter()
            .take(classes)
            .map(|&c| c.to_owned())
            .collect(),
        features: vec![
            numeric("a"),
            categorical("colour", &["Rot", "blau", "grün"], false),
            numeric("label"),
            categorical("yes?", &["No", "yes"], true),
            categorical("size", &["1", "10", "2.5"], false),
            numeric("evenkeel.b c"),
        ],
    }
}

/// Cells of every kind for [`schema`].
pub(crate) fn columns(rows: usize, seed: u64) -> Vec<CellColumn> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut numbers = |name: &str| {
        let number = |_| match random.gen_range(0..20) {
            0 => f64::NAN,
            1 => f64::INFINITY,
            2 => f64::NEG_INFINITY,
            3 => 1e300,
            4 => 0.5,
            5 => -1.25,
            _ => random.gen_range(-3.0..3.0),
        };
        CellColumn::from_numbers(name, (0..rows).map(number).collect())
    };
    let (a, label, b) = (numbers("a"), numbers("label"), numbers("evenkeel.b c"));
    let mut texts = |name: &str, of: &[&'static str]| {
        let cell = |_| match of[random.gen_range(0..of.len())] {
            "" => Cell::Missing,
            text => text.parse().map_or(Cell::Text(text), Cell::Number),
        };
        CellColumn::from_cells(name, (0..rows).map(cell).collect::<Vec<_>>())
    };
    let colour = texts("colour", &["Rot", "blau", "grün", "ROT", "pink", "", "blau"]);
    let yes = texts("yes?", &["No", "NO", "no", "nO", "YES", "Yes", "yes", "yEs", "maybe", ""]);
    let size = texts("size", &["1", "10", "2.5", "3", ""]);
    vec![a, colour, label, yes, size, b]
}

/// Every kind of classifier with every kind of calibration.
pub(crate) fn samples() -> Vec<Sample> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
    let mut samples = Vec::new();
    for classes in [2, 3, 4] {
        for kind in ["linear", "softmax", "bayes", "sigmoid", "softmax_trees", "share", "no_trees", "flat"] {
            // Of two classes, linear models have one output.
            if classes == 2 && kind == "softmax" {
                continue;
            }
            if classes > 2 && matches!(kind, "linear" | "sigmoid" | "no_trees" | "flat") {
                continue;
            }
            for calibration in ["none", "platt", "isotonic"] {
                let preprocessor = match kind {
                    "flat" => Preprocessor::default(),
                    _ => preprocessor(),
                };
                let width = preprocessor.columns.len();
                let threshold = if calibration == "none" { 0.5 } else { random.gen_range(0.2..0.8) };
                let model = Model {
                    schema: schema(classes),
                    algorithm: Algorithm::Logistic,
                    settings: TrainSettings::for_target("species"),
                    preprocessor,
                    classifier: classifier(kind, classes, width, &mut random),
                    calibrator: calibrator(calibration, classes, &mut random),
                    threshold,
                };
                samples.push(Sample { name: format!("{kind}_{classes}_{calibration}"), model });
            }
        }
    }
    samples
}

fn preprocessor() -> Preprocessor {
    let part = |feature, part| EncodedColumn { feature, part };
    Preprocessor {
        columns: vec![
            part(0, Part::Value { mean: 0.25, std: 1.5 }),
            part(0, Part::Missing),
            part(1, Part::Code(0)),
            part(1, Part::Code(2)),
            part(1, Part::Code(3)),
            part(2, Part::Value { mean: -1e5, std: 3e4 }),
            part(3, Part::Code(0)),
            part(3, Part::Code(3)),
            part(4, Part::Code(1)),
            part(4, Part::Code(4)),
            part(5, Part::Missing),
        ],
    }
}

fn classifier(kind: &str, classes: usize, width: usize, random: &mut Xoshiro256PlusPlus) -> Classifier {
    let mut numbers = |count: usize, from: f64, to: f64| -> Vec<f64> {
        (0..count).map(|_| random.gen_range(from..to)).collect()
    };
    let outputs = if matches!(kind, "linear" | "flat") { 1 } else { classes };
    match kind {
        "linear" | "flat" | "softmax" => Classifier::Linear(LinearModel {
            weights: (0..outputs).map(|_| numbers(width, -2.0, 2.0)).collect(),
            intercepts: numbers(outputs, -1.0, 1.0),
            ftrl: None,
        }),
        "bayes" => Classifier::NaiveBayes(NaiveBayes {
            counts: vec![1.0; classes],
            log_priors: vec![-(classes as f64).ln(); classes],
            means: (0..classes).map(|_| numbers(width, -1.0, 1.0)).collect(),
            variances: (0..classes).map(|_| numbers(width, 0.3, 2.0)).collect(),
        }),
        "no_trees" => Classifier::Trees(TreeEnsemble {
            outputs: 1,
            base: vec![0.125],
            trees: Vec::new(),
            link: Link::Sigmoid,
        }),
        "share" => Classifier::Trees(TreeEnsemble {
            outputs: classes,
            base: vec![0.0; classes],
            trees: (0..9).map(|depth| tree(random, depth % 6, 0, classes, 1..512)).collect(),
            link: Link::Share,
        }),
        _ => {
            let outputs = if kind == "sigmoid" { 1 } else { classes };
            let trees = (0..12).map(|at| tree(random, 5, at % outputs, 1, -512..512)).collect();
            let base = (0..outputs).map(|at| at as f64 / 8.0).collect();
            let link = if kind == "sigmoid" { Link::Sigmoid } else { Link::Softmax };
            Classifier::Trees(TreeEnsemble { outputs, base, trees, link })
        }
    }
}

fn tree(
    random: &mut Xoshiro256PlusPlus,
    depth: usize,
    output: usize,
    leaf_width: usize,
    leaves: std::ops::Range<i32>,
) -> Tree {
    let mut tree = Tree { output: output as u32, leaf_width: leaf_width as u32, ..Tree::default() };
    grow(&mut tree, random, depth, &leaves);
    tree
}

fn grow(tree: &mut Tree, random: &mut Xoshiro256PlusPlus, depth: usize, leaves: &std::ops::Range<i32>) {
    let at = tree.feature.len();
    let feature = random.gen_range(0..6_u32);
    let codes = [0, 5, 0, 4, 5, 0];
    let leaf = depth == 0 || (depth < 4 && random.gen_bool(0.2));
    tree.feature.push(if leaf { Tree::LEAF } else { feature });
    tree.threshold.push(match codes[feature as usize] {
        _ if leaf => 0.0,
        0 => [0.5, -1.25, random.gen_range(-3.0..3.0)][random.gen_range(0..3)],
        count => random.gen_range(0..count) as f32,
    });
    tree.missing_left.push(u8::from(!leaf && random.gen_bool(0.5)));
    tree.right.push(if leaf { tree.values.len() as u32 } else { 0 });
    if leaf {
        for _ in 0..tree.leaf_width {
            tree.values.push(random.gen_range(leaves.clone()) as f32 / 512.0);
        }
        return;
    }
    grow(tree, random, depth - 1, leaves);
    tree.right[at] = tree.feature.len() as u32;
    grow(tree, random, depth - 1, leaves);
}

fn calibrator(kind: &str, classes: usize, random: &mut Xoshiro256PlusPlus) -> Option<Calibrator> {
    let curves = if classes == 2 { 1 } else { classes };
    match kind {
        "platt" => Some(Calibrator::Platt(
            (0..curves)
                .map(|_| PlattCurve {
                    slope: random.gen_range(0.5..1.5),
                    intercept: random.gen_range(-0.5..0.5),
                })
                .collect(),
        )),
        "isotonic" => Some(Calibrator::Isotonic((0..curves).map(isotonic).collect())),
        _ => None,
    }
}

/// Curves of 7, 8 … knots; the first ones have a flat piece at 0.
fn isotonic(curve: usize) -> IsotonicCurve {
    let knots = 7 + curve;
    let x: Vec<f32> = (0..knots).map(|at| 0.05 + 0.9 * at as f32 / knots as f32).collect();
    let y: Vec<f32> = (0..knots).map(|at| ((at as f32 - 1.0) / knots as f32).max(0.0)).collect();
    let rise = |at: usize| match (x.get(at + 1), y.get(at + 1)) {
        (Some(&next_x), Some(&next_y)) => (next_y - y[at]) / (next_x - x[at]),
        _ => 0.0,
    };
    let slope = (0..knots).map(rise).collect();
    IsotonicCurve { x, y, slope }
}
