//! Calibration of probabilities: Platt's sigmoid and isotonic regression.
//!
//! Sources: J. Platt, *Advances in Large Margin Classifiers* (1999), 61-74; H.-T. Lin, C.-J. Lin,
//! R. C. Weng, *Mach. Learn.* 68 (2007), 267-276; R. E. Barlow et al., *Statistical Inference under
//! Order Restrictions* (1972), pool adjacent violators.

use serde::{Deserialize, Serialize};

use super::CalibrationMethod;
use crate::stats::sigmoid;

/// Probabilities are kept this far from 0 and 1 before their log-odds are taken.
const EDGE: f64 = 1e-15;
/// Most steps of Newton's method; five to ten are usual.
const STEPS_MAX: usize = 100;
/// Added to the diagonal of the second derivatives, so that they can be inverted.
const RIDGE: f64 = 1e-12;

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
        let occurs = |class: usize| labels.iter().any(|&label| label as usize == class);
        if classes < 2 || probabilities.len() != labels.len() * classes || !(0..classes).all(occurs) {
            return None;
        }
        let of_classes = if classes == 2 { 1..2 } else { 0..classes };
        let cases = of_classes.map(|class| -> Vec<Case> {
            let of_class = probabilities.iter().skip(class).step_by(classes);
            let cases = of_class.zip(labels);
            cases.map(|(&p, &label)| Case { p, positive: label as usize == class }).collect()
        });
        match method {
            CalibrationMethod::None => None,
            CalibrationMethod::Platt => Some(Self::Platt(cases.map(|of| PlattCurve::fit(&of)).collect())),
            CalibrationMethod::Isotonic => {
                Some(Self::Isotonic(cases.map(|of| IsotonicCurve::fit(&of)).collect()))
            }
        }
    }

    /// Calibrated probabilities `[rows · classes]`.
    pub fn apply(&self, probabilities: &[f64], classes: usize) -> Vec<f64> {
        let mut calibrated = probabilities.to_vec();
        for row in calibrated.chunks_exact_mut(classes.max(1)) {
            if let [negative, positive] = row {
                *positive = self.curve(0, *positive);
                *negative = 1.0 - *positive;
                continue;
            }
            row.iter_mut().enumerate().for_each(|(class, p)| *p = self.curve(class, *p));
            let sum: f64 = row.iter().sum();
            if sum > 0.0 {
                row.iter_mut().for_each(|p| *p /= sum);
            } else {
                row.fill(1.0 / classes as f64);
            }
        }
        calibrated
    }

    /// The value of one curve; p itself where there is no such curve.
    fn curve(&self, at: usize, p: f64) -> f64 {
        match self {
            Self::Platt(curves) => curves.get(at).map_or(p, |curve| curve.at(p)),
            Self::Isotonic(curves) => curves.get(at).map_or(p, |curve| curve.at(p)),
        }
    }
}

/// A probability and whether the class was the true one.
struct Case {
    p: f64,
    positive: bool,
}

fn log_odds(p: f64) -> f64 {
    let p = p.clamp(EDGE, 1.0 - EDGE);
    (p / (1.0 - p)).ln()
}

impl PlattCurve {
    /// The sigmoid at a probability.
    pub fn at(&self, p: f64) -> f64 {
        sigmoid(self.slope * log_odds(p) + self.intercept)
    }

    /// Least log loss against smoothed targets, (n₊ + 1) / (n₊ + 2) for the n₊ positive cases and
    /// 1 / (n₋ + 2) for the others, by Newton's method with halved steps.
    fn fit(cases: &[Case]) -> Self {
        let positive = cases.iter().filter(|case| case.positive).count() as f64;
        let negative = cases.len() as f64 - positive;
        let (high, low) = ((positive + 1.0) / (positive + 2.0), 1.0 / (negative + 2.0));
        let points: Vec<SmoothedCase> = cases
            .iter()
            .map(|case| SmoothedCase { x: log_odds(case.p), target: if case.positive { high } else { low } })
            .collect();
        let mut here = Self { slope: 0.0, intercept: ((positive + 1.0) / (negative + 1.0)).ln() };
        let mut loss = here.loss(&points);
        for _ in 0..STEPS_MAX {
            let Some((step, next, next_loss)) = here.newton(&points, loss) else { break };
            here = next;
            loss = next_loss;
            if step <= 1e-12 * (1.0 + here.slope.abs() + here.intercept.abs()) {
                break;
            }
        }
        here
    }

    fn loss(&self, points: &[SmoothedCase]) -> f64 {
        points
            .iter()
            .map(|point| {
                let score = self.slope * point.x + self.intercept;
                // t ln(1 + e^−s) + (1 − t) ln(1 + e^s), without an overflow.
                score.max(0.0) - point.target * score + (-score.abs()).exp().ln_1p()
            })
            .sum()
    }

    /// A step that lowers the loss: its size, where it leads, and the loss there.
    fn newton(&self, points: &[SmoothedCase], loss: f64) -> Option<(f64, Self, f64)> {
        let (mut of_slope, mut of_intercept) = (0.0, 0.0);
        let (mut xx, mut x1, mut one) = (RIDGE, 0.0, RIDGE);
        for point in points {
            let p = sigmoid(self.slope * point.x + self.intercept);
            let (miss, curvature) = (p - point.target, p * (1.0 - p));
            of_slope += miss * point.x;
            of_intercept += miss;
            xx += curvature * point.x * point.x;
            x1 += curvature * point.x;
            one += curvature;
        }
        let determinant = xx * one - x1 * x1;
        if determinant.is_nan() || determinant <= 0.0 {
            return None;
        }
        let slope = -(one * of_slope - x1 * of_intercept) / determinant;
        let intercept = -(xx * of_intercept - x1 * of_slope) / determinant;
        let mut length = 1.0;
        for _ in 0..30 {
            let next =
                Self { slope: self.slope + length * slope, intercept: self.intercept + length * intercept };
            let next_loss = next.loss(points);
            if next_loss < loss {
                return Some((length * (slope.abs() + intercept.abs()), next, next_loss));
            }
            length /= 2.0;
        }
        None
    }
}

struct SmoothedCase {
    x: f64,
    target: f64,
}

/// Cases whose calibrated probability is the same.
struct Pool {
    first: f32,
    last: f32,
    positive: f64,
    cases: f64,
}

impl Pool {
    fn share(&self) -> f64 {
        self.positive / self.cases
    }
}

impl IsotonicCurve {
    /// The curve at a probability.
    pub fn at(&self, p: f64) -> f64 {
        let p = p as f32;
        let knot = self.x.partition_point(|x| *x <= p).saturating_sub(1);
        let (Some(&x), Some(&y), Some(&slope)) = (self.x.get(knot), self.y.get(knot), self.slope.get(knot))
        else {
            return f64::from(p);
        };
        if p < x {
            return f64::from(y);
        }
        (f64::from(y) + (f64::from(p) - f64::from(x)) * f64::from(slope)).clamp(0.0, 1.0)
    }

    /// Least squares among rising curves; cases with the same probability are one point. Knots are
    /// both ends of each pool, as in scikit-learn's `IsotonicRegression`.
    fn fit(cases: &[Case]) -> Self {
        let mut sorted: Vec<&Case> = cases.iter().collect();
        sorted.sort_by(|a, b| a.p.total_cmp(&b.p));
        let mut pools: Vec<Pool> = Vec::new();
        for case in sorted {
            let (x, positive) = (case.p as f32, f64::from(u8::from(case.positive)));
            match pools.last_mut() {
                Some(pool) if pool.last == x && pool.first == x => {
                    pool.positive += positive;
                    pool.cases += 1.0;
                }
                _ => pools.push(Pool { first: x, last: x, positive, cases: 1.0 }),
            }
        }
        let mut risen: Vec<Pool> = Vec::with_capacity(pools.len());
        for mut pool in pools {
            while let Some(before) = risen.pop_if(|before| before.share() >= pool.share()) {
                pool.first = before.first;
                pool.positive += before.positive;
                pool.cases += before.cases;
            }
            risen.push(pool);
        }
        let mut curve = Self { x: Vec::new(), y: Vec::new(), slope: Vec::new() };
        for pool in &risen {
            curve.x.push(pool.first);
            curve.y.push(pool.share() as f32);
            if pool.last > pool.first {
                curve.x.push(pool.last);
                curve.y.push(pool.share() as f32);
            }
        }
        let ends = curve.x.iter().zip(&curve.y);
        curve.slope = ends
            .clone()
            .zip(ends.skip(1))
            .map(|((x, y), (next_x, next_y))| (next_y - y) / (next_x - x))
            .chain([0.0])
            .collect();
        curve.slope.truncate(curve.x.len());
        curve
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // i = np.arange(60); p = np.round((i*43 % 61 + 0.5)/61*20)/20*0.96 + 0.02
    // y = (p + ((i*31 % 59)/59 - .5)*.8 > .55).astype(int)
    fn cases() -> (Vec<f64>, Vec<u32>) {
        let one = |i: usize| (((i * 43 % 61) as f64 + 0.5) / 61.0 * 20.0).round() / 20.0 * 0.96 + 0.02;
        let p: Vec<f64> = (0..60).map(one).collect();
        let label = |(i, p): (usize, &f64)| u32::from(p + ((i * 31 % 59) as f64 / 59.0 - 0.5) * 0.8 > 0.55);
        let labels = p.iter().enumerate().map(label).collect();
        (p.iter().flat_map(|p| [1.0 - p, *p]).collect(), labels)
    }

    #[track_caller]
    fn assert_close(got: &[f64], want: &[f64], within: f64) {
        assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() < within, "{got} is not {want}");
        }
    }

    /// Least loss by SciPy's `minimize(method="BFGS")` with the gradient given, its largest entry
    /// 1e-10; scikit-learn 1.9.1's `_SigmoidCalibration` gives the same to 1e-8.
    #[test]
    fn platt_agrees_with_scipy() {
        let (p, labels) = cases();
        let Some(Calibrator::Platt(curves)) = Calibrator::fit(CalibrationMethod::Platt, &p, &labels, 2)
        else {
            panic!("no curve");
        };
        assert_close(
            &[curves[0].slope, curves[0].intercept],
            &[1.1790962238371336, -0.45276347649970466],
            1e-10,
        );
    }

    /// `IsotonicRegression(out_of_bounds="clip").fit(p.astype(np.float32).astype(float), y)` of
    /// scikit-learn 1.9.1: `X_thresholds_`, `y_thresholds_`, `predict`. To 32 bits.
    #[test]
    fn isotonic_agrees_with_scikit_learn() {
        let (p, labels) = cases();
        let Some(Calibrator::Isotonic(curves)) = Calibrator::fit(CalibrationMethod::Isotonic, &p, &labels, 2)
        else {
            panic!("no curve");
        };
        let wide = |xs: &[f32]| xs.iter().map(|&x| f64::from(x)).collect::<Vec<_>>();
        let x = [
            0.019999999552965164,
            0.164000004529953,
            0.21199999749660492,
            0.30799999833106995,
            0.35600000619888306,
            0.5,
            0.5479999780654907,
            0.6439999938011169,
            0.6919999718666077,
            0.8360000252723694,
            0.8840000033378601,
            0.9800000190734863,
        ];
        let (four, five) = (0.4444444444444444, 0.8333333333333334);
        assert_close(&wide(&curves[0].x), &x, 1e-9);
        let y = [0.0, 0.0, 0.125, 0.125, 0.25, 0.25, four, four, five, five, 1.0, 1.0];
        assert_close(&wide(&curves[0].y), &y, 1e-7);
        let got = [0.0, 0.3, 0.45, 0.52, 0.61, 1.0].map(|p| curves[0].at(p));
        assert_close(&got, &[0.0, 0.125, 0.25, 0.3310185555414823, four, 1.0], 1e-6);
    }

    #[test]
    fn nothing_is_fitted_where_a_class_does_not_occur() {
        let probabilities = [0.2, 0.3, 0.5, 0.6, 0.3, 0.1];
        assert_eq!(Calibrator::fit(CalibrationMethod::Platt, &probabilities, &[0, 2], 3), None);
        assert_eq!(Calibrator::fit(CalibrationMethod::None, &[0.5; 4], &[0, 1], 2), None);
    }

    proptest! {
        #[test]
        fn calibrated_rows_sum_to_one_and_curves_rise(
            raw in proptest::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, 0.01..1.0_f64, 0..3_u32), 3..60),
            isotonic in any::<bool>(),
        ) {
            let rows = raw.iter().map(|(a, b, c, _)| (a + b + c, [a, b, c]));
            let p: Vec<f64> = rows.flat_map(|(sum, of)| of.map(|x| x / sum)).collect();
            let labels: Vec<u32> = raw.iter().map(|row| row.3).collect();
            let method = if isotonic { CalibrationMethod::Isotonic } else { CalibrationMethod::Platt };
            if let Some(calibrator) = Calibrator::fit(method, &p, &labels, 3) {
                for row in calibrator.apply(&p, 3).chunks_exact(3) {
                    prop_assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                    prop_assert!(row.iter().all(|p| (0.0..=1.0).contains(p)));
                }
                if let Calibrator::Isotonic(curves) = calibrator {
                    for curve in curves {
                        prop_assert!(curve.x.is_sorted_by(|a, b| a < b) && curve.y.is_sorted());
                        prop_assert!(curve.slope.len() == curve.x.len());
                        prop_assert!(curve.slope.last() == Some(&0.0));
                    }
                }
            }
        }
    }
}
