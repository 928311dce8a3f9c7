//! From rows to probabilities.

use super::outputs;
use crate::model::Design;
use crate::model::classifier::LinearModel;
use crate::stats::{dot, sigmoid, softmax};

impl LinearModel {
    /// Number of classes.
    pub fn classes(&self) -> usize {
        self.intercepts.len().max(2)
    }

    /// Probabilities `[rows · classes]`: of two classes 1 − sigmoid(w · x + b) and sigmoid(w · x + b),
    /// of more softmax(W x + b).
    pub fn probabilities(&self, design: &Design) -> Vec<f64> {
        let classes = self.classes();
        let mut probabilities = vec![0.0; design.rows * classes];
        for (at, of_row) in probabilities.chunks_exact_mut(classes).enumerate() {
            let scores = &mut of_row[..outputs(classes)];
            self.scores(design.row(at), scores);
            match of_row {
                [negative, positive] => {
                    *positive = sigmoid(*negative);
                    *negative = 1.0 - *positive;
                }
                scores => softmax(scores),
            }
        }
        probabilities
    }

    /// Scores of a row, one an output.
    pub(super) fn scores(&self, row: &[f64], scores: &mut [f64]) {
        for ((score, weights), intercept) in scores.iter_mut().zip(&self.weights).zip(&self.intercepts) {
            *score = intercept + dot(weights, row);
        }
    }
}
