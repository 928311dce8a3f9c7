//! Logistic regression of two classes with a quadratic penalty, fitted by L-BFGS.
//!
//! Our own because the learning library (`linfa-logistic`) belongs to the room of models, wants
//! matrices of its own type and brings its optimiser along; this needs slices and 100 lines.

use std::collections::VecDeque;

use super::StatsError;

/// Steps that the curvature is estimated from.
const MEMORY: usize = 10;
/// Most steps.
const STEPS_MAX: usize = 200;
/// A gradient of this size, per row, is flat.
const FLAT: f64 = 1e-5;

/// A fitted logistic regression.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// One a column.
    pub weights: Vec<f64>,
    /// Log-odds of a row of zeros.
    pub intercept: f64,
}

impl Logistic {
    /// Fits the weights.
    ///
    /// ```text
    /// minimise  ½ |w|² + C Σᵢ ln(1 + exp(−yᵢ (w · xᵢ + b))),   yᵢ = 1 if positive, else −1
    /// ```
    ///
    /// The intercept b is not penalised. Standardise the columns first. Stops where the gradient
    /// is below 10⁻⁵ a row, or after 200 steps.
    ///
    /// | argument | shape | |
    /// |---|---|---|
    /// | `rows` | `[n · n_columns]` | row after row, finite |
    /// | `positive` | `[n]` | labels |
    /// | `c` | | positive; weight of the data against the penalty |
    ///
    /// # Errors
    ///
    /// [`StatsError::Invalid`] if the shapes do not fit, a value is not finite, or all labels agree.
    ///
    /// # Source
    ///
    /// D. C. Liu, J. Nocedal, *Math. Program.* 45 (1989), 503-528; the objective is that of
    /// scikit-learn's `LogisticRegression`.
    pub fn fit(rows: &[f64], n_columns: usize, positive: &[bool], c: f64) -> Result<Self, StatsError> {
        if n_columns == 0 || rows.len() != n_columns * positive.len() {
            return Err(StatsError::invalid("the values do not fit the labels"));
        }
        if !rows.iter().all(|x| x.is_finite()) {
            return Err(StatsError::invalid("a value is not a finite number"));
        }
        let n_positive = positive.iter().filter(|label| **label).count();
        if n_positive == 0 || n_positive == positive.len() {
            return Err(StatsError::invalid("every row has the same label"));
        }
        let objective = Objective { rows, n_columns, positive, c };
        let mut at = objective.minimise();
        let intercept = at.pop().unwrap_or(0.0);
        Ok(Self { weights: at, intercept })
    }

    /// Log-odds that a row is positive.
    pub fn log_odds(&self, row: &[f64]) -> f64 {
        self.intercept + dot(&self.weights, row)
    }
}

struct Objective<'a> {
    rows: &'a [f64],
    n_columns: usize,
    positive: &'a [bool],
    c: f64,
}

struct Point {
    at: Vec<f64>, // The weights, then the intercept.
    value: f64,
    gradient: Vec<f64>,
}

/// A step, the change of gradient along it, and one over their product.
struct Curvature {
    step: Vec<f64>,
    change: Vec<f64>,
    rho: f64,
}

impl Objective<'_> {
    fn minimise(&self) -> Vec<f64> {
        let mut here = self.point(vec![0.0; self.n_columns + 1]);
        let mut memory: VecDeque<Curvature> = VecDeque::with_capacity(MEMORY);
        let flat = FLAT * self.positive.len() as f64 * self.c;
        for _ in 0..STEPS_MAX {
            if here.gradient.iter().all(|g| g.abs() <= flat) {
                break;
            }
            let direction = descent(&here.gradient, &memory);
            let Some(next) = self.search(&here, &direction) else { break };
            let step = minus(&next.at, &here.at);
            let change = minus(&next.gradient, &here.gradient);
            let product = dot(&step, &change);
            if product > 0.0 {
                if memory.len() == MEMORY {
                    memory.pop_front();
                }
                memory.push_back(Curvature { step, change, rho: 1.0 / product });
            }
            here = next;
        }
        here.at
    }

    /// The first of ever shorter steps that goes down enough (Armijo); `None` where none does.
    fn search(&self, here: &Point, direction: &[f64]) -> Option<Point> {
        let slope = dot(&here.gradient, direction);
        let mut length = 1.0;
        for _ in 0..40 {
            let at = here.at.iter().zip(direction).map(|(x, d)| x + length * d).collect();
            let next = self.point(at);
            if next.value <= here.value + 1e-4 * length * slope {
                return Some(next);
            }
            length /= 2.0;
        }
        None
    }

    fn point(&self, at: Vec<f64>) -> Point {
        let (weights, intercept) = at.split_at(self.n_columns);
        let intercept = intercept.first().copied().unwrap_or(0.0);
        let mut gradient = at.clone();
        gradient[self.n_columns] = 0.0;
        let mut value = 0.5 * dot(weights, weights);
        for (row, positive) in self.rows.chunks_exact(self.n_columns).zip(self.positive) {
            let sign = if *positive { 1.0 } else { -1.0 };
            let margin = sign * (dot(weights, row) + intercept);
            // ln(1 + e^−m) and its slope, without an overflow on either side.
            let small = (-margin.abs()).exp();
            value += self.c * ((-margin).max(0.0) + small.ln_1p());
            let miss = if margin > 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) };
            let pull = -self.c * sign * miss;
            for (g, x) in gradient.iter_mut().zip(row) {
                *g += pull * x;
            }
            gradient[self.n_columns] += pull;
        }
        Point { at, value, gradient }
    }
}

/// The two-loop recursion: the gradient times the estimated inverse curvature, downhill.
fn descent(gradient: &[f64], memory: &VecDeque<Curvature>) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut factors = Vec::with_capacity(memory.len());
    for past in memory.iter().rev() {
        let factor = past.rho * dot(&past.step, &direction);
        add(&mut direction, -factor, &past.change);
        factors.push(factor);
    }
    let scale = match memory.back() {
        Some(last) => 1.0 / (last.rho * dot(&last.change, &last.change)),
        None => 1.0 / dot(gradient, gradient).sqrt().max(1.0),
    };
    direction.iter_mut().for_each(|d| *d *= scale);
    for (past, factor) in memory.iter().zip(factors.iter().rev()) {
        let back = past.rho * dot(&past.change, &direction);
        add(&mut direction, factor - back, &past.step);
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn add(to: &mut [f64], factor: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += factor * what);
}
