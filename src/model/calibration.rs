//! Calibration of probabilities: Platt's sigmoid and isotonic regression.

use serde::{Deserialize, Serialize};

use super::CalibrationMethod;

/// Curves from probabilities to calibrated ones: one of the positive class of two, else one a
/// class, whose results are divided by their sum (all equal where the sum is 0).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calibrator {
    /// sigmoid(slope · ln(p / (1 − p)) + intercept), p kept within [1e-15, 1 − 1e-15].
    Platt(Vec<PlattCurve>),
    /// Between knots yᵢ + (p − xᵢ) · slopeᵢ for the last xᵢ ≤ p (the first, if none); the result is
    /// kept within [0, 1].
    Isotonic(Vec<IsotonicCurve>),
}

/// A sigmoid of the log-odds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlattCurve {
    /// Factor of the log-odds.
    pub slope: f64,
    /// Log-odds at even probability.
    pub intercept: f64,
}

/// A rising piecewise linear curve. The last slope, and that before the first knot, are 0. All are
/// 32-bit floats, as ONNX holds them; p is looked up as a 32-bit float.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IsotonicCurve {
    /// Knots, ascending.
    pub x: Vec<f32>,
    /// Calibrated probability at each knot.
    pub y: Vec<f32>,
    /// Slope after each knot.
    pub slope: Vec<f32>,
}

impl Calibrator {
    /// Learns the curves from probabilities `[rows · classes]` and true labels; `None` for
    /// [`CalibrationMethod::None`], or where a class does not occur.
    pub fn fit(
        method: CalibrationMethod,
        probabilities: &[f64],
        labels: &[u32],
        classes: usize,
    ) -> Option<Self> {
        let _ = (method, probabilities, labels, classes);
        None
    }

    /// Calibrated probabilities `[rows · classes]`.
    pub fn apply(&self, probabilities: &[f64], classes: usize) -> Vec<f64> {
        let _ = classes;
        probabilities.to_vec()
    }
}
