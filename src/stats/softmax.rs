//! Logistic regression of any number of classes with a quadratic penalty, fitted by L-BFGS.

use super::StatsError;
use super::elementary::{exp_not_above_zero, ln_from_one};
use super::lbfgs::{Stop, add, dot, minimise};
use super::logistic::{BLOCK, LogisticControl, blocks, check};

/// A fitted multinomial logistic regression: p(class) ∝ exp(w · x + b).
#[derive(Debug, Clone, PartialEq)]
pub struct Softmax {
    /// `[classes][columns]`.
    pub weights: Vec<Vec<f64>>,
    /// `[classes]`; they sum to 0.
    pub intercepts: Vec<f64>,
}

impl Softmax {
    /// Fits one set of weights a class.
    ///
    /// ```text
    /// minimise  ½ Σₖ |wₖ|² + C Σᵢ vᵢ (ln Σₖ exp(wₖ · xᵢ + bₖ) − (w_yᵢ · xᵢ + b_yᵢ))
    /// ```
    ///
    /// The intercepts are not penalised. Standardise the columns first.
    ///
    /// | argument | shape | |
    /// |---|---|---|
    /// | `rows` | `[n · n_columns]` | row after row, finite |
    /// | `labels` | `[n]` | in `0..classes` |
    /// | `row_weights` | `[n]` | the vᵢ, finite, at least 0 |
    /// | `progress` | | is called with the number of each step |
    ///
    /// # Errors
    ///
    /// [`StatsError::Invalid`] if the shapes do not fit, a value is not finite, a weight is
    /// negative, a label is out of range, or no row weighs anything.
    ///
    /// # Source
    ///
    /// The objective is that of scikit-learn's `LogisticRegression` with `sample_weight`.
    pub fn fit_weighted(
        rows: &[f64],
        n_columns: usize,
        labels: &[u32],
        classes: usize,
        row_weights: &[f64],
        control: LogisticControl,
        progress: &mut dyn FnMut(u32),
    ) -> Result<Self, StatsError> {
        check(rows, n_columns, row_weights, labels.len())?;
        if labels.iter().any(|&label| label as usize >= classes) {
            return Err(StatsError::invalid("a label is none of the classes"));
        }
        let total: f64 = row_weights.iter().sum();
        if total <= 0.0 {
            return Err(StatsError::invalid("no row weighs anything"));
        }
        let data = Data { rows, n_columns, labels, classes, row_weights, c: control.c };
        let stop = Stop { flat: control.flat * control.c * total, steps: control.steps };
        let mut objective = |at: &[f64], gradient: &mut [f64]| data.loss(at, gradient);
        let at = minimise(vec![0.0; classes * (n_columns + 1)], &mut objective, stop, progress);
        let mut fitted = Self { weights: Vec::new(), intercepts: Vec::new() };
        for of_class in at.chunks_exact(n_columns + 1) {
            let (weights, intercept) = of_class.split_at(n_columns);
            fitted.weights.push(weights.to_vec());
            fitted.intercepts.extend(intercept);
        }
        Ok(fitted)
    }
}

struct Data<'a> {
    rows: &'a [f64],
    n_columns: usize,
    labels: &'a [u32],
    classes: usize,
    row_weights: &'a [f64],
    c: f64,
}

impl Data<'_> {
    /// The penalised loss at `at`: class after class, weights then intercept.
    fn loss(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let (width, stride) = (self.n_columns.max(1), self.n_columns + 1);
        let mut value = 0.0;
        for (slopes, at) in gradient.chunks_exact_mut(stride).zip(at.chunks_exact(stride)) {
            slopes.copy_from_slice(at);
            slopes[self.n_columns] = 0.0;
            value += 0.5 * dot(&at[..self.n_columns], &at[..self.n_columns]);
        }
        // `[classes][BLOCK]`: the loops over rows are the inner ones, and can be vectorised.
        let mut scores = vec![[0.0; BLOCK]; self.classes];
        let labels = self.labels.chunks(BLOCK).zip(self.row_weights.chunks(BLOCK));
        for ((labels, row_weights), block) in labels.zip(blocks(self.rows, self.n_columns)) {
            for (scores, at) in scores.iter_mut().zip(at.chunks_exact(stride)) {
                scores.fill(at[self.n_columns]);
                for (score, row) in scores.iter_mut().zip(block.chunks_exact(width)) {
                    *score += dot(&at[..self.n_columns], row);
                }
            }
            value += self.c * to_pulls(&mut scores, labels, row_weights, self.c);
            for (scores, slopes) in scores.iter().zip(gradient.chunks_exact_mut(stride)) {
                let (slopes, of_intercept) = slopes.split_at_mut(self.n_columns);
                for (pull, row) in scores.iter().zip(block.chunks_exact(width)) {
                    add(slopes, *pull, row);
                }
                of_intercept[0] += scores[..labels.len()].iter().sum::<f64>();
            }
        }
        value
    }
}

/// Turns scores into the slopes of the loss along them, and gives the weighted log loss.
fn to_pulls(scores: &mut [[f64; BLOCK]], labels: &[u32], row_weights: &[f64], c: f64) -> f64 {
    let (mut most, mut sums, mut of_label) = ([f64::NEG_INFINITY; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
    for scores in scores.iter() {
        most.iter_mut().zip(scores).for_each(|(most, score)| *most = f64::max(*most, *score));
    }
    for (at, label) in labels.iter().enumerate() {
        of_label[at] = scores[*label as usize][at] - most[at];
    }
    for scores in scores.iter_mut() {
        for at in 0..BLOCK {
            scores[at] = exp_not_above_zero(scores[at] - most[at]);
            sums[at] += scores[at];
        }
    }
    let mut value = 0.0;
    for (at, (label, v)) in labels.iter().zip(row_weights).enumerate() {
        value += v * (ln_from_one(sums[at]) - of_label[at]);
        let factor = c * v / sums[at];
        scores.iter_mut().for_each(|scores| scores[at] *= factor);
        scores[*label as usize][at] -= c * v;
    }
    value
}
