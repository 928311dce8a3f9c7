//! Against scikit-learn 1.9.1, and FTRL against its definition written down in Python.
//!
//! ```python
//! i = np.arange(60)
//! X = np.stack([(i*37 % 101)/50 - 1, (i*53 % 97)/48 - 1, (i*29 % 89)/44 - 1], 1)
//! s = X @ [1.5, -1.0, 0.5] + ((i*71 % 83)/41 - 1)*0.9
//! y2 = (s > 0.2).astype(int); y3 = (s > -0.5).astype(int) + (s > 0.7); w = 1.0 + i % 3
//! for y, c in ((y2, 1.0), (y3, 2.0)):
//!     m = LogisticRegression(C=c, tol=1e-10, max_iter=10000).fit(X, y, sample_weight=w)
//!     print(m.coef_, m.intercept_, m.predict_proba(X[:1]))
//!
//! def ftrl(X, Y, W, a, b, l1, l2):  # McMahan et al. 2013, algorithm 1, rows in order, one pass
//!     X1 = np.c_[X, np.ones(len(X))]; d = X1.shape[1]; K = Y.shape[1]
//!     z = np.zeros((K, d)); n = np.zeros((K, d))
//!     def wt(k, j):
//!         if j == d-1: return -z[k][j]/((b + n[k][j]**.5)/a)
//!         if abs(z[k][j]) <= l1: return 0.0
//!         return -(z[k][j] - np.sign(z[k][j])*l1)/((b + n[k][j]**.5)/a + l2)
//!     for x, y, v in zip(X1, Y, W):
//!         w = [[wt(k, j) for j in range(d)] for k in range(K)]
//!         s = [sum(p*q for p, q in zip(w[k], x)) for k in range(K)]
//!         P = [1/(1 + np.exp(-s[0]))] if K == 1 else np.exp(s)/np.exp(s).sum()
//!         for k in range(K):
//!             for j in range(d):
//!                 g = v*(P[k] - y[k])*x[j]
//!                 z[k][j] += g - ((n[k][j] + g*g)**.5 - n[k][j]**.5)/a*w[k][j]; n[k][j] += g*g
//!     return [[wt(k, j) for j in range(d)] for k in range(K)], z
//! ftrl(X, y2[:, None], w, 0.3, 1.0, 0.5, 0.1); ftrl(X, np.eye(3)[y3], w, 0.3, 1.0, 0.5, 0.1)
//! ```

use super::*;
use crate::model::classifier::{FtrlState, LinearModel};
use crate::model::{Design, FtrlSettings, LogisticSettings};

const ROWS: usize = 60;

/// Convex: both sides stop near the one minimum, ours where the gradient is below 10⁻⁶ a unit of
/// weight, where the least curvature is about 0.03.
const CONVEX: f64 = 5e-5;
/// The same operations in the same order, but for sums.
const SAME_STEPS: f64 = 1e-12;

pub(crate) fn design() -> Design {
    let values = (0..ROWS)
        .flat_map(|i| {
            let part = |factor: usize, modulus: usize, half: f64| (i * factor % modulus) as f64 / half - 1.0;
            [part(37, 101, 50.0), part(53, 97, 48.0), part(29, 89, 44.0)]
        })
        .collect();
    Design { rows: ROWS, width: 3, values }
}

/// Labels of two and of three classes.
pub(crate) fn labels() -> (Vec<u32>, Vec<u32>) {
    let design = design();
    let score = |i: usize| {
        let row = design.row(i);
        1.5 * row[0] - row[1] + 0.5 * row[2] + ((i * 71 % 83) as f64 / 41.0 - 1.0) * 0.9
    };
    let two = (0..ROWS).map(|i| u32::from(score(i) > 0.2)).collect();
    let three = (0..ROWS).map(|i| u32::from(score(i) > -0.5) + u32::from(score(i) > 0.7)).collect();
    (two, three)
}

fn weights() -> Vec<f64> {
    (0..ROWS).map(|i| 1.0 + (i % 3) as f64).collect()
}

fn logistic(classes: usize, labels: &[u32], c: f64) -> LinearModel {
    let settings = LogisticSettings { c, ..Default::default() };
    fit_logistic(&design(), labels, classes, &weights(), &settings, &mut |_, _| ()).unwrap()
}

#[track_caller]
fn assert_close(got: &[f64], want: &[f64], within: f64) {
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        assert!((got - want).abs() < within, "{got} is not {want}");
    }
}

#[test]
fn logistic_of_two_classes_agrees_with_scikit_learn() {
    let model = logistic(2, &labels().0, 1.0);
    assert_close(
        &model.weights.concat(),
        &[4.008374322157804, -0.7614927914744006, -0.3608277713955431],
        CONVEX,
    );
    assert_close(&model.intercepts, &[-0.3944741564433573], CONVEX);
    let probabilities = model.probabilities(&design());
    assert_close(&probabilities[..2], &[0.9637547290562322, 0.03624527094376783], CONVEX);
}

#[test]
fn logistic_of_three_classes_agrees_with_scikit_learn() {
    let model = logistic(3, &labels().1, 2.0);
    let want = [
        [-3.191978381551555, 2.0126731600515795, -0.5166212891143549],
        [-0.2173080126385837, 0.05277732588682483, -0.42011452163642865],
        [3.4092863941901363, -2.065450485938404, 0.936735810750784],
    ];
    assert_close(&model.weights.concat(), &want.concat(), CONVEX);
    assert_close(&model.intercepts, &[-0.20499400350790092, 1.4898631053500813, -1.2848691018421814], CONVEX);
    let probabilities = model.probabilities(&design());
    assert_close(
        &probabilities[..3],
        &[0.3572953449913309, 0.6404291786732296, 0.0022754763354395444],
        CONVEX,
    );
}

/// Rows that weigh k are rows that stand there k times.
#[test]
fn weights_are_repeated_rows() {
    let (design, labels) = (design(), labels().1);
    let mut repeated = Design { rows: 0, width: 3, values: Vec::new() };
    let mut repeated_labels = Vec::new();
    for (row, weight) in weights().into_iter().enumerate() {
        for _ in 0..weight as usize {
            repeated.rows += 1;
            repeated.values.extend(design.row(row));
            repeated_labels.push(labels[row]);
        }
    }
    let settings = LogisticSettings { c: 2.0, ..Default::default() };
    let ones = vec![1.0; repeated.rows];
    let of_repeated = fit_logistic(&repeated, &repeated_labels, 3, &ones, &settings, &mut |_, _| ()).unwrap();
    let of_weighted = logistic(3, &labels, 2.0);
    assert_close(&of_weighted.weights.concat(), &of_repeated.weights.concat(), 1e-9);
}

#[test]
fn rows_without_columns_give_the_shares_of_the_classes() {
    let (_, labels) = labels();
    let none = Design { rows: ROWS, width: 0, values: Vec::new() };
    let model =
        fit_logistic(&none, &labels, 3, &vec![1.0; ROWS], &Default::default(), &mut |_, _| ()).unwrap();
    // 16, 32 and 12 of 60 rows.
    assert_close(&model.probabilities(&none)[..3], &[16.0 / 60.0, 32.0 / 60.0, 12.0 / 60.0], 1e-4);
}

#[test]
fn one_class_cannot_be_learned_from() {
    let error = fit_logistic(&design(), &[1; ROWS], 2, &[1.0; ROWS], &Default::default(), &mut |_, _| ());
    assert!(matches!(error, Err(ModelError::NotFitted { .. })));
    let settings = LogisticSettings { c: 0.0, iterations: 10 };
    let error = fit_logistic(&design(), &labels().0, 2, &weights(), &settings, &mut |_, _| ());
    assert!(matches!(error, Err(ModelError::Setting { .. })));
}

const FTRL: FtrlSettings = FtrlSettings { alpha: 0.3, beta: 1.0, l1: 0.5, l2: 0.1, epochs: 1 };

fn unlearned(outputs: usize) -> LinearModel {
    let zeros = vec![vec![0.0; 4]; outputs];
    LinearModel {
        weights: vec![vec![0.0; 3]; outputs],
        intercepts: vec![0.0; outputs],
        ftrl: Some(FtrlState { z: zeros.clone(), n: zeros }),
    }
}

/// Weights and intercept, output after output.
fn all_weights(model: &LinearModel) -> Vec<f64> {
    let outputs = model.weights.iter().zip(&model.intercepts);
    outputs.flat_map(|(weights, intercept)| weights.iter().chain([intercept])).copied().collect()
}

#[test]
fn ftrl_agrees_with_its_definition() {
    let mut two = unlearned(1);
    two.update(&design(), &labels().0, &weights(), &FTRL).unwrap();
    let want = [1.6879306668784462, -0.17463399974306487, -0.03710637695968936, -0.1904706308512776];
    assert_close(&all_weights(&two), &want, SAME_STEPS);
    let z = [-25.58203162200095, 3.432016912483928, 1.0255133819777211, 4.941983922338862];
    assert_close(&two.ftrl.unwrap().z.concat(), &z, 1e-10);

    let mut three = unlearned(3);
    three.update(&design(), &labels().1, &weights(), &FTRL).unwrap();
    let want = [
        [-0.9353300118760058, 0.5710703696325117, -0.036905785411505826, -0.20197739471433346],
        [-0.002353526902633426, -0.09640086188745363, -0.2945044050621483, 0.4365496190755807],
        [0.8704626261251752, -0.3863534777563543, 0.3751361433485972, -0.5278165259867732],
    ];
    assert_close(&all_weights(&three), &want.concat(), SAME_STEPS);
}

#[test]
fn ftrl_is_decided_by_its_seed_and_nears_the_logistic_fit() {
    let (labels, _) = labels();
    let settings = FtrlSettings { l1: 0.0, l2: 0.0, epochs: 100, ..FTRL };
    let fit = |seed| fit_ftrl(&design(), &labels, 2, &weights(), &settings, seed, &mut |_, _| ()).unwrap();
    assert_eq!(fit(1), fit(1));
    assert_ne!(fit(1), fit(2));
    // Without penalties both look for the same minimum; FTRL, a row at a time, only nears it.
    let loss = |model: &LinearModel| -> f64 {
        let probabilities = model.probabilities(&design());
        let rows = probabilities.chunks_exact(2).zip(&labels).zip(weights());
        rows.map(|((p, &label), weight)| -weight * p[label as usize].ln()).sum()
    };
    let (least, reached) = (loss(&logistic(2, &labels, 1e6)), loss(&fit(1)));
    assert!(least <= reached && reached < 1.02 * least, "{reached} beside {least}");
}

/// What was learned in two parts is what was learned at once.
#[test]
fn ftrl_goes_on_where_it_stopped() {
    let (labels, weights, all) = (labels().1, weights(), design());
    let part = |rows: std::ops::Range<usize>| Design {
        rows: rows.len(),
        width: 3,
        values: all.values[rows.start * 3..rows.end * 3].to_vec(),
    };
    let mut at_once = unlearned(3);
    at_once.update(&all, &labels, &weights, &FTRL).unwrap();
    let mut in_parts = unlearned(3);
    in_parts.update(&part(0..25), &labels[..25], &weights[..25], &FTRL).unwrap();
    in_parts.update(&part(25..60), &labels[25..], &weights[25..], &FTRL).unwrap();
    assert_eq!(in_parts, at_once);
}

#[test]
fn only_ftrl_goes_on_learning() {
    let mut model = logistic(2, &labels().0, 1.0);
    let error = model.update(&design(), &labels().0, &weights(), &FTRL);
    assert!(matches!(error, Err(ModelError::Mismatch(_))));
}
