//! Calibration in a graph.

use super::graph::{GraphWriter, int};
use super::proto::element;
use super::write_trees::{Question, TreeNodes};
use crate::model::calibration::{Calibrator, IsotonicCurve, PlattCurve};

/// Probabilities are kept this far from 0 and 1 before their log-odds are taken.
const EDGE: f64 = 1e-15;

/// Calibrated probabilities `[n, classes]` of probabilities `[n, classes]`, both 64-bit floats.
pub(super) fn calibrated(
    graph: &mut GraphWriter,
    calibrator: &Calibrator,
    probabilities: &str,
    classes: usize,
) -> String {
    let one = graph.double(1.0);
    let curves = match calibrator {
        Calibrator::Platt(curves) => curves.len(),
        Calibrator::Isotonic(curves) => curves.len(),
    };
    if classes == 2 && curves == 1 {
        let positive = graph.columns(probabilities, vec![1]);
        let positive = match calibrator {
            Calibrator::Platt(curves) => platt(graph, curves, &positive),
            Calibrator::Isotonic(curves) => isotonic(graph, curves, &positive),
        };
        let negative = graph.node("Sub", &[&one, &positive], Vec::new());
        return graph.beside(&[negative, positive]);
    }
    let each = match calibrator {
        Calibrator::Platt(curves) => platt(graph, curves, probabilities),
        Calibrator::Isotonic(curves) => {
            let mut columns = Vec::with_capacity(curves.len());
            for (class, curve) in curves.iter().enumerate() {
                let column = graph.columns(probabilities, vec![class as i64]);
                columns.push(isotonic(graph, std::slice::from_ref(curve), &column));
            }
            graph.beside(&columns)
        }
    };
    let axis = graph.integers(vec![1]);
    let total = graph.node("ReduceSum", &[&each, &axis], vec![int("keepdims", 1)]);
    let zero = graph.double(0.0);
    let none = graph.node("Equal", &[&total, &zero], Vec::new());
    let divided = graph.node("Div", &[&each, &total], Vec::new());
    let even = graph.double(1.0 / classes as f64);
    graph.node("Where", &[&none, &even, &divided], Vec::new())
}

fn platt(graph: &mut GraphWriter, curves: &[PlattCurve], probabilities: &str) -> String {
    let low = graph.double(EDGE);
    let high = graph.double(1.0 - EDGE);
    let one = graph.double(1.0);
    let p = graph.node("Max", &[probabilities, &low], Vec::new());
    let p = graph.node("Min", &[&p, &high], Vec::new());
    let rest = graph.node("Sub", &[&one, &p], Vec::new());
    let odds = graph.node("Div", &[&p, &rest], Vec::new());
    let log_odds = graph.node("Log", &[&odds], Vec::new());
    let slope = graph.doubles(&[curves.len()], curves.iter().map(|curve| curve.slope).collect());
    let intercept = graph.doubles(&[curves.len()], curves.iter().map(|curve| curve.intercept).collect());
    let scaled = graph.node("Mul", &[&log_odds, &slope], Vec::new());
    let moved = graph.node("Add", &[&scaled, &intercept], Vec::new());
    sigmoid(graph, &moved)
}

/// 1 / (1 + exp(−x)).
pub(super) fn sigmoid(graph: &mut GraphWriter, x: &str) -> String {
    let one = graph.double(1.0);
    let negative = graph.node("Neg", &[x], Vec::new());
    let exp = graph.node("Exp", &[&negative], Vec::new());
    let below = graph.node("Add", &[&one, &exp], Vec::new());
    graph.node("Div", &[&one, &below], Vec::new())
}

/// One curve over a column `[n, 1]`. Its segments are found by a tree whose leaves hold x, y and
/// slope: ONNX has no binary search.
fn isotonic(graph: &mut GraphWriter, curves: &[IsotonicCurve], column: &str) -> String {
    let Some(curve) = curves.first().filter(|curve| !curve.x.is_empty()) else { return column.to_owned() };
    let mut nodes = TreeNodes::default();
    nodes.begin_tree();
    // Segment 0 lies before the first knot, segment i after knot i − 1.
    let mut next = 0;
    segments(&mut nodes, curve, 0, curve.x.len(), &mut next);
    let single = graph.cast(column, element::FLOAT);
    let found = nodes.write(graph, &single, 3);
    let found = graph.cast(&found, element::DOUBLE);
    let x = graph.columns(&found, vec![0]);
    let y = graph.columns(&found, vec![1]);
    let slope = graph.columns(&found, vec![2]);
    let after = graph.node("Sub", &[column, &x], Vec::new());
    let rise = graph.node("Mul", &[&after, &slope], Vec::new());
    let value = graph.node("Add", &[&y, &rise], Vec::new());
    let zero = graph.double(0.0);
    let one = graph.double(1.0);
    let value = graph.node("Max", &[&value, &zero], Vec::new());
    graph.node("Min", &[&value, &one], Vec::new())
}

/// Writes the nodes that tell segments `from..=to` apart, in pre-order.
fn segments(nodes: &mut TreeNodes, curve: &IsotonicCurve, from: usize, to: usize, next: &mut usize) {
    let node = *next;
    *next += 1;
    let at = |values: &[f32], place: usize| values.get(place).copied().unwrap_or(0.0);
    if from == to {
        let knot = from.saturating_sub(1);
        let slope = if from == 0 { 0.0 } else { at(&curve.slope, knot) };
        return nodes.leaf(node, 0, &[at(&curve.x, knot), at(&curve.y, knot), slope]);
    }
    // Below knot `middle` are segments up to `middle`. A segment is one node more than twice its
    // leaves less two.
    let middle = from + (to - from) / 2;
    let left_nodes = 2 * (middle - from + 1) - 1;
    let question = Question {
        feature: 0,
        mode: "BRANCH_LT",
        value: at(&curve.x, middle),
        missing_yes: false,
        yes: node + 1,
        no: node + 1 + left_nodes,
    };
    nodes.ask(node, question);
    segments(nodes, curve, from, middle, next);
    segments(nodes, curve, middle + 1, to, next);
}
