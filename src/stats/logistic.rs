//! Logistic regression of two classes with a quadratic penalty, fitted by L-BFGS.
//!
//! Our own because `linfa-logistic` knows no weights of rows and took nine times as long as
//! scikit-learn (`docs/algorithms.md`). More than two classes: [`Softmax`](super::Softmax).

use super::StatsError;
use super::elementary::{exp_not_above_zero, ln_1p_to_one};
use super::lbfgs::{Stop, add, dot, minimise};

/// Rows that are taken at once: few enough to stay in the cache between the two looks at them.
pub(super) const BLOCK: usize = 128;

/// How logistic regression is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogisticControl {
    /// Weight of the data against the penalty, above 0.
    pub c: f64,
    /// Most steps.
    pub steps: u32,
    /// The fit stops where every entry of the gradient, per C and unit of weight, is at most this.
    pub flat: f64,
}

impl Default for LogisticControl {
    /// C = 1, 200 steps, 10⁻⁵.
    fn default() -> Self {
        Self { c: 1.0, steps: 200, flat: 1e-5 }
    }
}

/// A fitted logistic regression.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// One a column.
    pub weights: Vec<f64>,
    /// Log-odds of a row of zeros.
    pub intercept: f64,
}

impl Logistic {
    /// Fits the weights to rows that weigh alike, by the default of [`LogisticControl`] but for C.
    ///
    /// Arguments, errors and source are those of [`Self::fit_weighted`].
    ///
    /// # Errors
    ///
    /// [`StatsError::Invalid`].
    pub fn fit(rows: &[f64], n_columns: usize, positive: &[bool], c: f64) -> Result<Self, StatsError> {
        let row_weights = vec![1.0; positive.len()];
        let control = LogisticControl { c, ..LogisticControl::default() };
        Self::fit_weighted(rows, n_columns, positive, &row_weights, control, &mut |_| ())
    }

    /// Fits the weights.
    ///
    /// ```text
    /// minimise  ½ |w|² + C Σᵢ vᵢ ln(1 + exp(−yᵢ (w · xᵢ + b))),   yᵢ = 1 if positive, else −1
    /// ```
    ///
    /// The intercept b is not penalised. Standardise the columns first.
    ///
    /// | argument | shape | |
    /// |---|---|---|
    /// | `rows` | `[n · n_columns]` | row after row, finite |
    /// | `positive` | `[n]` | labels |
    /// | `row_weights` | `[n]` | the vᵢ, finite, at least 0 |
    /// | `progress` | | is called with the number of each step |
    ///
    /// # Errors
    ///
    /// [`StatsError::Invalid`] if the shapes do not fit, a value is not finite, a weight is
    /// negative, or all rows that weigh anything have the same label.
    ///
    /// # Source
    ///
    /// The objective is that of scikit-learn's `LogisticRegression` with `sample_weight`.
    pub fn fit_weighted(
        rows: &[f64],
        n_columns: usize,
        positive: &[bool],
        row_weights: &[f64],
        control: LogisticControl,
        progress: &mut dyn FnMut(u32),
    ) -> Result<Self, StatsError> {
        check(rows, n_columns, row_weights, positive.len())?;
        let of = |side: bool| -> f64 {
            positive.iter().zip(row_weights).filter(|(label, _)| **label == side).map(|(_, v)| v).sum()
        };
        let (of_positive, of_negative) = (of(true), of(false));
        if !(of_positive > 0.0 && of_negative > 0.0) {
            return Err(StatsError::invalid("every row has the same label"));
        }
        // The sign of the label and C times the weight, in one number a row.
        let pulls: Vec<f64> = positive
            .iter()
            .zip(row_weights)
            .map(|(label, v)| if *label { v * control.c } else { -v * control.c })
            .collect();
        let stop =
            Stop { flat: control.flat * control.c * (of_positive + of_negative), steps: control.steps };
        let mut objective = |at: &[f64], gradient: &mut [f64]| loss(rows, n_columns, &pulls, at, gradient);
        let mut at = minimise(vec![0.0; n_columns + 1], &mut objective, stop, progress);
        let intercept = at.pop().unwrap_or(0.0);
        Ok(Self { weights: at, intercept })
    }

    /// Log-odds that a row is positive.
    pub fn log_odds(&self, row: &[f64]) -> f64 {
        self.intercept + dot(&self.weights, row)
    }
}

/// Whether shapes fit and numbers can be learned from.
pub(super) fn check(
    rows: &[f64],
    n_columns: usize,
    row_weights: &[f64],
    n_labels: usize,
) -> Result<(), StatsError> {
    if rows.len() != n_columns * n_labels || row_weights.len() != n_labels {
        return Err(StatsError::invalid("the values do not fit the labels"));
    }
    if !rows.iter().all(|x| x.is_finite()) {
        return Err(StatsError::invalid("a value is not a finite number"));
    }
    if !row_weights.iter().all(|v| v.is_finite() && *v >= 0.0) {
        return Err(StatsError::invalid("the weight of a row is negative or not finite"));
    }
    Ok(())
}

/// The penalised loss at the weights and intercept `at`. The sign of a pull is the row's label, its
/// size C times the row's weight.
fn loss(rows: &[f64], n_columns: usize, pulls: &[f64], at: &[f64], gradient: &mut [f64]) -> f64 {
    let (weights, intercept) = at.split_at(n_columns);
    let (slopes, slope) = gradient.split_at_mut(n_columns);
    slopes.copy_from_slice(weights);
    let (mut value, mut of_intercept) = (0.0, 0.0);
    let mut scores = [0.0; BLOCK];
    for (pulls, block) in pulls.chunks(BLOCK).zip(blocks(rows, n_columns)) {
        let scores = &mut scores[..pulls.len()];
        scores.fill(intercept.first().copied().unwrap_or(0.0));
        for (score, row) in scores.iter_mut().zip(block.chunks_exact(n_columns.max(1))) {
            *score += dot(weights, row);
        }
        for (score, pull) in scores.iter_mut().zip(pulls) {
            // ln(1 + e^−m) and its slope at the margin m, without an overflow on either side.
            let margin = if *pull >= 0.0 { *score } else { -*score };
            let small = exp_not_above_zero(-margin.abs());
            value += pull.abs() * (f64::max(-margin, 0.0) + ln_1p_to_one(small));
            let of_greater = 1.0 / (1.0 + small);
            let miss = if margin > 0.0 { small * of_greater } else { of_greater };
            *score = -pull * miss;
        }
        for (pull, row) in scores.iter().zip(block.chunks_exact(n_columns.max(1))) {
            add(slopes, *pull, row);
        }
        of_intercept += scores.iter().sum::<f64>();
    }
    slope.fill(of_intercept);
    value + 0.5 * dot(weights, weights)
}

/// Blocks of rows; empty ones without end where there are no columns.
pub(super) fn blocks(rows: &[f64], n_columns: usize) -> impl Iterator<Item = &[f64]> {
    let size = BLOCK * n_columns;
    (0..).map(move |at| rows.get(at * size..).map_or(&[][..], |rest| &rest[..size.min(rest.len())]))
}
