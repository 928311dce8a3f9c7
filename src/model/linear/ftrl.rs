//! FTRL-proximal: logistic regression that learns row by row.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::{FitProgress, not_fitted, outputs};
use crate::model::classifier::{FtrlState, LinearModel};
use crate::model::{Algorithm, Design, FtrlSettings, ModelError};
use crate::stats::{sigmoid, softmax};

/// Rows between two calls of progress.
const ROWS_A_CALL: usize = 4096;

/// Fits FTRL-proximal: `epochs` passes over the rows, each in an order drawn from `seed`.
///
/// For a row with weight v, and each weight wᵢ of an output with probability p and truth y (1 or 0):
///
/// ```text
/// g  = v (p − y) xᵢ
/// zᵢ ← zᵢ + g − wᵢ (√(nᵢ + g²) − √nᵢ) / α
/// nᵢ ← nᵢ + g²
/// wᵢ = 0 if |zᵢ| ≤ λ₁, else −(zᵢ − sign(zᵢ) λ₁) / ((β + √nᵢ) / α + λ₂)
/// ```
///
/// The intercept is a weight whose x is 1 and whose λ₁ and λ₂ are 0. Two classes have one output and
/// the sigmoid, more have one output a class and the softmax.
///
/// | argument | shape | |
/// |---|---|---|
/// | `design` | `[n · width]` | standardised |
/// | `labels` | `[n]` | in `0..classes` |
/// | `weights` | `[n]` | the v, at least 0 |
///
/// # Errors
///
/// [`ModelError::Setting`] where a setting is out of its range, [`ModelError::Mismatch`] where shapes
/// do not fit, [`ModelError::NotFitted`] where the weights are no finite numbers.
///
/// # Source
///
/// H. B. McMahan et al., *KDD* 2013, 1222-1230, algorithm 1.
pub fn fit_ftrl(
    design: &Design,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    settings: &FtrlSettings,
    seed: u64,
    progress: FitProgress<'_>,
) -> Result<LinearModel, ModelError> {
    if settings.epochs == 0 {
        return Err(out_of_range("epochs", 0.0, "1 or more"));
    }
    let mut learner = Learner::of(FtrlState::zeros(outputs(classes), design.width), settings)?;
    check(design, labels, classes, weights)?;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..design.rows).collect();
    let total = design.rows as u64 * u64::from(settings.epochs);
    let mut done = 0;
    for _ in 0..settings.epochs {
        order.shuffle(&mut random);
        for some in order.chunks(ROWS_A_CALL) {
            for &row in some {
                learner.learn(design.row(row), labels[row] as usize, weights[row]);
            }
            done += some.len() as u64;
            progress(done, total);
        }
    }
    learner.into_model()
}

impl LinearModel {
    /// Goes on learning from more rows, in the order given, each once. The rules are those of
    /// [`fit_ftrl`].
    ///
    /// # Errors
    ///
    /// [`ModelError::Mismatch`] where the model was not fitted by FTRL or the rows do not fit it;
    /// else those of [`fit_ftrl`]. The model is then as before.
    pub fn update(
        &mut self,
        design: &Design,
        labels: &[u32],
        weights: &[f64],
        settings: &FtrlSettings,
    ) -> Result<(), ModelError> {
        let Some(state) = &self.ftrl else {
            return Err(ModelError::Mismatch(
                "only a model fitted by FTRL goes on learning: train one with that algorithm".to_owned(),
            ));
        };
        check(design, labels, self.classes(), weights)?;
        let fits = |rows: &Vec<Vec<f64>>| {
            rows.len() == self.intercepts.len() && rows.iter().all(|row| row.len() == design.width + 1)
        };
        if !(fits(&state.z) && fits(&state.n)) {
            return Err(mismatch("the rows have other columns than the model"));
        }
        let mut learner = Learner::of(state.clone(), settings)?;
        for (row, (&label, &weight)) in labels.iter().zip(weights).enumerate() {
            learner.learn(design.row(row), label as usize, weight);
        }
        *self = learner.into_model()?;
        Ok(())
    }
}

impl FtrlState {
    fn zeros(outputs: usize, width: usize) -> Self {
        let zeros = vec![vec![0.0; width + 1]; outputs];
        Self { z: zeros.clone(), n: zeros }
    }
}

fn check(design: &Design, labels: &[u32], classes: usize, weights: &[f64]) -> Result<(), ModelError> {
    if labels.len() != design.rows || weights.len() != design.rows {
        return Err(mismatch("rows, labels and weights differ in number"));
    }
    if labels.iter().any(|&label| label as usize >= classes) {
        return Err(mismatch("a label is none of the model's classes"));
    }
    if !weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0) {
        return Err(mismatch("the weight of a row is negative or not finite"));
    }
    Ok(())
}

fn mismatch(what: &str) -> ModelError {
    ModelError::Mismatch(format!("{what}: prepare the rows as those that the model was trained with"))
}

fn out_of_range(name: &str, value: f64, allowed: &str) -> ModelError {
    ModelError::Setting { name: name.to_owned(), value: value.to_string(), allowed: allowed.to_owned() }
}

/// One output: what is kept, and what follows from it.
struct Output {
    z: Vec<f64>,
    n: Vec<f64>,
    roots: Vec<f64>, // √n.
    weights: Vec<f64>,
}

struct Learner<'a> {
    settings: &'a FtrlSettings,
    width: usize,
    outputs: Vec<Output>,
    scores: Vec<f64>,
}

impl<'a> Learner<'a> {
    fn of(state: FtrlState, settings: &'a FtrlSettings) -> Result<Self, ModelError> {
        if !(settings.alpha.is_finite() && settings.alpha > 0.0) {
            return Err(out_of_range("alpha", settings.alpha, "a number above 0"));
        }
        for (name, value) in [("beta", settings.beta), ("l1", settings.l1), ("l2", settings.l2)] {
            if !(value.is_finite() && value >= 0.0) {
                return Err(out_of_range(name, value, "a number of at least 0"));
            }
        }
        let width = state.z.first().map_or(0, |z| z.len().saturating_sub(1));
        let outputs: Vec<Output> = state
            .z
            .into_iter()
            .zip(state.n)
            .map(|(z, n)| {
                let roots: Vec<f64> = n.iter().map(|n| n.sqrt()).collect();
                let mut weights: Vec<f64> =
                    z.iter().zip(&roots).map(|(z, root)| weight(*z, *root, settings)).collect();
                if let (Some(b), Some(z), Some(root)) = (weights.last_mut(), z.last(), roots.last()) {
                    *b = intercept(*z, *root, settings);
                }
                Output { z, n, roots, weights }
            })
            .collect();
        let scores = vec![0.0; outputs.len()];
        Ok(Self { settings, width, outputs, scores })
    }

    fn learn(&mut self, row: &[f64], label: usize, row_weight: f64) {
        for (score, output) in self.scores.iter_mut().zip(&self.outputs) {
            let (weights, intercept) = output.weights.split_at(self.width);
            *score = weights.iter().zip(row).map(|(w, x)| w * x).sum::<f64>()
                + intercept.first().copied().unwrap_or(0.0);
        }
        match self.scores.as_mut_slice() {
            [score] => *score = sigmoid(*score) - label as f64,
            scores => {
                softmax(scores);
                scores[label] -= 1.0;
            }
        }
        for (miss, output) in self.scores.iter().zip(&mut self.outputs) {
            output.step(row, row_weight * miss, self.settings);
        }
    }

    fn into_model(self) -> Result<LinearModel, ModelError> {
        let mut model = LinearModel::default();
        let mut state = FtrlState::default();
        for mut output in self.outputs {
            if !output.weights.iter().all(|w| w.is_finite()) {
                return Err(not_fitted(
                    Algorithm::Ftrl,
                    "the weights are no finite numbers: choose a smaller `alpha`",
                ));
            }
            model.intercepts.extend(output.weights.pop());
            model.weights.push(output.weights);
            state.z.push(output.z);
            state.n.push(output.n);
        }
        model.ftrl = Some(state);
        Ok(model)
    }
}

impl Output {
    fn step(&mut self, row: &[f64], pull: f64, settings: &FtrlSettings) {
        let width = row.len();
        let all = self.z.iter_mut().zip(&mut self.n).zip(&mut self.roots).zip(&mut self.weights);
        for ((((z, n), root), w), x) in all.zip(row) {
            advance(pull * x, z, n, root, *w, settings.alpha);
            *w = weight(*z, *root, settings);
        }
        if let (Some(z), Some(n), Some(root), Some(w)) = (
            self.z.get_mut(width),
            self.n.get_mut(width),
            self.roots.get_mut(width),
            self.weights.get_mut(width),
        ) {
            advance(pull, z, n, root, *w, settings.alpha);
            *w = intercept(*z, *root, settings);
        }
    }
}

#[inline]
fn advance(g: f64, z: &mut f64, n: &mut f64, root: &mut f64, w: f64, alpha: f64) {
    *n += g * g;
    let next = n.sqrt();
    *z += g - w * ((next - *root) / alpha);
    *root = next;
}

#[inline]
fn weight(z: f64, root: f64, settings: &FtrlSettings) -> f64 {
    let beyond = if z.abs() > settings.l1 { z - settings.l1.copysign(z) } else { 0.0 };
    // With β = λ₂ = 0 nothing has been learned where √n is 0, and z is 0 too.
    let rate = (settings.beta + root) / settings.alpha + settings.l2;
    if rate > 0.0 { -beyond / rate } else { 0.0 }
}

#[inline]
fn intercept(z: f64, root: f64, settings: &FtrlSettings) -> f64 {
    let rate = (settings.beta + root) / settings.alpha;
    if rate > 0.0 { -z / rate } else { 0.0 }
}
