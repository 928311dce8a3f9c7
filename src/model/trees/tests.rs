//! What fitted trees must be: hand-computed splits, scikit-learn's answers, properties.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::model::{BoostingSettings, FeatureColumn, FeatureMatrix, ForestSettings, TreeSettings};

fn numbers(columns: Vec<Vec<f32>>) -> FeatureMatrix {
    let rows = columns.first().map_or(0, Vec::len);
    FeatureMatrix { rows, columns: columns.into_iter().map(FeatureColumn::Numbers).collect() }
}

fn tree(
    features: &FeatureMatrix,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    depth: u32,
) -> TreeEnsemble {
    let settings = TreeSettings { max_depth: depth, min_leaf_rows: 1 };
    fit_tree(features, labels, classes, weights, &settings, &mut |_, _| {})
}

fn boosting(
    features: &FeatureMatrix,
    labels: &[u32],
    classes: usize,
    weights: &[f64],
    l2: f64,
) -> TreeEnsemble {
    let settings = BoostingSettings {
        rounds: 10,
        learning_rate: 0.2,
        max_leaves: 5,
        min_leaf_rows: 4,
        l2,
        ..BoostingSettings::default()
    };
    fit_boosting(features, labels, classes, weights, &settings, None, &mut |_, _| {})
}

fn forest(features: &FeatureMatrix, labels: &[u32], classes: usize, trees: u32, seed: u64) -> TreeEnsemble {
    let settings = ForestSettings { trees, max_depth: 8, min_leaf_rows: 2, features: None };
    fit_forest(features, labels, classes, &vec![1.0; features.rows], &settings, seed, &mut |_, _| {})
}

fn assert_close(got: &[f64], want: &[f64], within: f64) {
    assert_eq!(got.len(), want.len());
    for (at, (got, want)) in got.iter().zip(want).enumerate() {
        assert!((got - want).abs() <= within, "entry {at}: {got}, expected {want}");
    }
}

#[test]
fn the_purest_threshold_is_taken() {
    // Weighted Gini by hand, n·(1 − Σ p²) of both sides; labels 0 0 1 0 1 1 at x = 1 … 6:
    // after 1: 0 + 12/5 = 2.4; after 2: 0 + 3/2 = 1.5; after 3: 4/3 + 4/3 = 2.67;
    // after 4: 3/2 + 0 = 1.5; after 5: 12/5 + 0 = 2.4. The first of equals: x ≤ 2.5.
    let features = numbers(vec![vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]]);
    let fitted = tree(&features, &[0, 0, 1, 0, 1, 1], 2, &[1.0; 6], 1);
    assert_eq!(fitted.trees[0].feature, [0, Tree::LEAF, Tree::LEAF]);
    assert_eq!(fitted.trees[0].threshold[0], 2.5);
    assert_eq!(fitted.trees[0].right, [2, 0, 2]);
    assert_close(&fitted.probabilities(&features)[..2], &[1.0, 0.0], 0.0);
    assert_close(&fitted.probabilities(&features)[4..6], &[0.25, 0.75], 0.0);
    // With weight 3 on the zero at x = 4 the split after 4 leaves 6·(1 − (25 + 1)/36) + 0 = 1.67 and
    // that after 2 leaves 6·(1 − 2·(3/6)²) = 3: the other is taken.
    let fitted = tree(&features, &[0, 0, 1, 0, 1, 1], 2, &[1.0, 1.0, 1.0, 3.0, 1.0, 1.0], 1);
    assert_eq!(fitted.trees[0].threshold[0], 4.5);
}

#[test]
fn missing_numbers_go_where_they_fit() {
    let x = vec![1.0, 2.0, 3.0, 4.0, f32::NAN, f32::NAN];
    let features = numbers(vec![x]);
    for (labels, left) in [([0, 0, 1, 1, 0, 0], 1), ([0, 0, 1, 1, 1, 1], 0)] {
        let fitted = tree(&features, &labels, 2, &[1.0; 6], 1);
        assert_eq!((fitted.trees[0].threshold[0], fitted.trees[0].missing_left[0]), (2.5, left));
        let settings = BoostingSettings { rounds: 1, min_leaf_rows: 1, ..BoostingSettings::default() };
        let boosted = fit_boosting(&features, &labels, 2, &[1.0; 6], &settings, None, &mut |_, _| {});
        assert_eq!((boosted.trees[0].threshold[0], boosted.trees[0].missing_left[0]), (2.5, left));
    }
    // Missing against all others.
    let fitted = tree(&features, &[0, 0, 0, 0, 1, 1], 2, &[1.0; 6], 1);
    assert_eq!(fitted.trees[0].threshold[0], f32::MAX);
    let rows = numbers(vec![vec![f32::MAX, -5.0, f32::NAN]]);
    assert_close(&fitted.probabilities(&rows), &[1.0, 0.0, 1.0, 0.0, 0.0, 1.0], 0.0);
    // None was missing: the side with more rows.
    let features = numbers(vec![vec![1.0, 2.0, 3.0, 4.0, 5.0]]);
    for (labels, left) in [([0, 1, 1, 1, 1], 0), ([0, 0, 0, 0, 1], 1)] {
        assert_eq!(tree(&features, &labels, 2, &[1.0; 5], 1).trees[0].missing_left[0], left);
    }
}

#[test]
fn one_code_is_split_from_the_rest() {
    let codes = vec![0, 1, 2, 3, 0, 1, 2, 3];
    let features = FeatureMatrix { rows: 8, columns: vec![FeatureColumn::Codes { codes, count: 4 }] };
    let labels = [0, 0, 1, 0, 0, 0, 1, 0];
    let fitted = tree(&features, &labels, 2, &[1.0; 8], 1);
    assert_eq!(fitted.trees[0].threshold[0], 2.0);
    let p = fitted.probabilities(&features);
    assert_close(&p[..8], &[1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0], 0.0);
    let settings = BoostingSettings { rounds: 1, min_leaf_rows: 1, ..BoostingSettings::default() };
    let boosted = fit_boosting(&features, &labels, 2, &[1.0; 8], &settings, None, &mut |_, _| {});
    assert_eq!(boosted.trees[0].threshold[0], 2.0);
    // One Newton step by hand: p = 1/4, G = 2 · (1/4 − 1), H = 2 · 3/16, so 0.1 · 4 = 0.4 on ln(1/3).
    assert_close(&boosted.sums(&features)[2..3], &[(1.0_f64 / 3.0).ln() + 0.4], 1e-6);
}

#[test]
fn more_codes_than_bins_keep_the_frequent_ones() {
    let mut codes: Vec<u32> = (0..1_000).collect();
    codes.extend([777; 20]);
    let labels: Vec<u32> = codes.iter().map(|&code| u32::from(code == 777)).collect();
    let features =
        FeatureMatrix { rows: codes.len(), columns: vec![FeatureColumn::Codes { codes, count: 1_000 }] };
    let fitted = tree(&features, &labels, 2, &vec![1.0; labels.len()], 4);
    assert_eq!(fitted.trees[0].threshold[0], 777.0);
    let p = fitted.probabilities(&features);
    assert!(labels.iter().enumerate().all(|(row, &label)| p[2 * row + 1] == f64::from(label)));
}

/// Data of the comparisons with scikit-learn, from the generator of C's `rand`:
///
/// ```text
/// s = 1
/// def draw(m):
///     global s
///     s = (s * 1103515245 + 12345) % 2**31
///     return (s >> 16) % m
/// for i in range(rows):
///     a, b, c, noise = draw(16), draw(16), draw(16), draw(8)
///     X.append([a, b, c]); y.append(int(a + 2*b - c + noise > 20) + int(c > 10 and noise > 3))
/// w = 1 + np.arange(rows) % 3
/// ```
struct Drawn {
    columns: Vec<Vec<f32>>,
    labels: Vec<u32>,
    weights: Vec<f64>,
}

fn drawn(rows: usize) -> Drawn {
    let mut state = 1_u64;
    let mut draw = |most: u64| {
        state = (state * 1_103_515_245 + 12_345) % (1 << 31);
        ((state >> 16) % most) as i32
    };
    let mut drawn = Drawn { columns: vec![Vec::new(); 3], labels: Vec::new(), weights: Vec::new() };
    for row in 0..rows {
        let (a, b, c, noise) = (draw(16), draw(16), draw(16), draw(8));
        for (column, value) in drawn.columns.iter_mut().zip([a, b, c]) {
            column.push(value as f32);
        }
        drawn.labels.push(u32::from(a + 2 * b - c + noise > 20) + u32::from(c > 10 && noise > 3));
        drawn.weights.push(1.0 + (row % 3) as f64);
    }
    drawn
}

/// scikit-learn 1.9.1: `DecisionTreeClassifier(max_depth=3).fit(X, y, sample_weight=w)
/// .predict_proba(X)[::5]` of 60 rows; the same for every `random_state` from 0 to 19.
#[test]
fn a_tree_is_scikit_learns() {
    let data = drawn(60);
    let features = numbers(data.columns);
    let p = tree(&features, &data.labels, 3, &data.weights, 3).probabilities(&features);
    let got: Vec<f64> = p.chunks(3).step_by(5).flatten().copied().collect();
    let want = [
        [0.0, 1.0, 0.0],
        [0.0, 1.0, 0.0],
        [0.9393939393939394, 0.06060606060606061, 0.0],
        [0.14285714285714285, 0.21428571428571427, 0.6428571428571429],
        [0.35714285714285715, 0.6428571428571429, 0.0],
        [0.9393939393939394, 0.06060606060606061, 0.0],
        [0.9393939393939394, 0.06060606060606061, 0.0],
        [0.42857142857142855, 0.5714285714285714, 0.0],
        [0.0, 1.0, 0.0],
        [0.3333333333333333, 0.6666666666666666, 0.0],
        [0.14285714285714285, 0.21428571428571427, 0.6428571428571429],
        [0.9393939393939394, 0.06060606060606061, 0.0],
    ];
    assert_close(&got, want.as_flattened(), 1e-6);
}

/// scikit-learn 1.9.1: `HistGradientBoostingClassifier(max_iter=10, max_leaf_nodes=5,
/// min_samples_leaf=4, learning_rate=0.2, early_stopping=False, l2_regularization=l2)
/// .fit(X, y, sample_weight=w).predict_proba(X)[::10]` of 120 rows. It keeps derivatives in 32 bits,
/// hence the tolerance.
const HIST_GRADIENT_BOOSTING: f64 = 2e-6;

/// Two classes: `y > 0`, with `X[::7, 0] = X[y == 2, 1] = X[3::11, 1] = nan`; the second class's share.
#[test]
fn boosting_with_missing_values_is_scikit_learns() {
    let mut data = drawn(120);
    for row in 0..120 {
        if row % 7 == 0 {
            data.columns[0][row] = f32::NAN;
        }
        if data.labels[row] == 2 || row % 11 == 3 {
            data.columns[1][row] = f32::NAN;
        }
        data.labels[row] = data.labels[row].min(1);
    }
    let features = numbers(data.columns);
    let plain = [
        0.93225683, 0.27609171, 0.85917283, 0.14898066, 0.69201463, 0.88548026, 0.44868918, 0.84513176,
        0.40492938, 0.93651941, 0.86424703, 0.4484573,
    ];
    let penalised = [
        0.90313412, 0.28563829, 0.8408455, 0.15142546, 0.65955836, 0.86295077, 0.41318519, 0.85959021,
        0.48616459, 0.90521844, 0.7956292, 0.40685247,
    ];
    for (l2, want) in [(0.0, plain), (1.0, penalised)] {
        let p = boosting(&features, &data.labels, 2, &data.weights, l2).probabilities(&features);
        let got: Vec<f64> = p.chunks(2).step_by(10).map(|row| row[1]).collect();
        assert_close(&got, &want, HIST_GRADIENT_BOOSTING);
    }
}

/// Three classes, l2 = 1.
#[test]
fn boosting_of_three_classes_is_scikit_learns() {
    let data = drawn(120);
    let features = numbers(data.columns);
    let fitted = boosting(&features, &data.labels, 3, &data.weights, 1.0);
    assert_eq!((fitted.trees.len(), fitted.outputs, fitted.link), (30, 3, Link::Softmax));
    let p = fitted.probabilities(&features);
    let got: Vec<f64> = p.chunks(3).step_by(10).flatten().copied().collect();
    let want = [
        [0.01206873, 0.98513919, 0.00279208],
        [0.53862783, 0.45028795, 0.01108422],
        [0.10210392, 0.89127491, 0.00662117],
        [0.92022312, 0.0731283, 0.00664858],
        [0.35688325, 0.59725724, 0.04585951],
        [0.04839581, 0.61161259, 0.3399916],
        [0.5347867, 0.43784005, 0.02737326],
        [0.23923368, 0.74534829, 0.01541804],
        [0.80772446, 0.18306682, 0.00920872],
        [0.02457901, 0.97007226, 0.00534873],
        [0.19657731, 0.77651682, 0.02690587],
        [0.5035029, 0.47987762, 0.01661948],
    ];
    assert_close(&got, want.as_flattened(), HIST_GRADIENT_BOOSTING);
}

#[test]
fn watched_rows_stop_boosting_at_their_least_loss() {
    let data = drawn(120);
    let features = numbers(data.columns);
    // Labels of the watched rows that have nothing to do with the features.
    let noise: Vec<u32> = (0..120).map(|row| u32::from(row * row % 7 > 2)).collect();
    let labels: Vec<u32> = data.labels.iter().map(|&label| label.min(1)).collect();
    let settings = BoostingSettings { rounds: 60, patience: Some(5), ..BoostingSettings::default() };
    let fit = |watched: &[u32], settings: &BoostingSettings| {
        let watched = Watched { features: &features, labels: watched };
        fit_boosting(&features, &labels, 2, &data.weights, settings, Some(watched), &mut |_, _| {})
    };
    let stopped = fit(&noise, &settings).trees.len();
    assert!((1..20).contains(&stopped), "{stopped} rounds");
    assert_eq!(fit(&labels, &settings).trees.len(), 60, "the training rows' own loss falls to the end");
    // The loss at every length, from scratch: none is less than at the one kept.
    let loss = |rounds: u32| {
        let settings = BoostingSettings { rounds, patience: None, ..settings.clone() };
        let p = fit(&noise, &settings).probabilities(&features);
        noise.iter().enumerate().map(|(row, &label)| -p[2 * row + label as usize].ln()).sum::<f64>()
    };
    let kept = loss(stopped as u32);
    assert!((1..=stopped as u32 + 5).all(|rounds| loss(rounds) > kept - 1e-4));
}

#[test]
fn the_same_seed_gives_the_same_forest_and_another_another() {
    let data = drawn(120);
    let features = numbers(data.columns);
    let fitted = forest(&features, &data.labels, 3, 7, 1);
    assert_eq!(fitted, forest(&features, &data.labels, 3, 7, 1));
    assert_ne!(fitted, forest(&features, &data.labels, 3, 7, 2));
    assert_eq!(fitted.fault(3), None);
    assert!(fitted.fault(2).is_some(), "a third feature is asked");
}

#[test]
fn damaged_trees_are_found_and_scored_without_end_or_panic() {
    let data = drawn(60);
    let features = numbers(data.columns);
    let sound = tree(&features, &data.labels, 3, &data.weights, 3);
    let damages: [fn(&mut Tree); 5] = [
        |tree| tree.right[0] = 0,
        |tree| tree.feature[0] = 9,
        |tree| tree.values.truncate(2),
        |tree| tree.threshold.truncate(1),
        |tree| tree.output = 4,
    ];
    for damage in damages {
        let mut damaged = sound.clone();
        damage(&mut damaged.trees[0]);
        assert!(damaged.fault(3).is_some());
        assert_eq!(damaged.probabilities(&features).len(), 180);
    }
}

#[test]
fn degenerate_inputs_give_probabilities() {
    let empty = numbers(vec![vec![]]);
    let constant = numbers(vec![vec![7.0; 4], vec![f32::NAN; 4]]);
    for (features, labels) in [(&empty, &[][..]), (&constant, &[0, 1, 0, 1][..]), (&constant, &[1; 4][..])] {
        let weights = vec![1.0; labels.len()];
        for fitted in [
            tree(features, labels, 2, &weights, 3),
            forest(features, labels, 2, 3, 1),
            boosting(features, labels, 2, &weights, 0.0),
        ] {
            let p = fitted.probabilities(&constant);
            assert!(p.chunks(2).all(|row| row[0] >= 0.0 && (row[0] + row[1] - 1.0).abs() < 1e-12));
            assert_eq!(fitted.fault(2), None);
        }
    }
}

/// Small tables with missing numbers and a categorical column, three classes.
fn tables() -> impl Strategy<Value = (FeatureMatrix, Vec<u32>, Vec<u32>)> {
    let row = (
        prop_oneof![9 => (-50_i16..50).prop_map(|x| f32::from(x) * 0.37), 1 => Just(f32::NAN)],
        0..5_u32,
        0..3_u32,
        1..4_u32,
    );
    vec(row, 6..120).prop_map(|rows| {
        let numbers = FeatureColumn::Numbers(rows.iter().map(|row| row.0).collect());
        let codes = FeatureColumn::Codes { codes: rows.iter().map(|row| row.1).collect(), count: 5 };
        let features = FeatureMatrix { rows: rows.len(), columns: vec![numbers, codes] };
        (features, rows.iter().map(|row| row.2).collect(), rows.iter().map(|row| row.3).collect())
    })
}

/// How many rows fall into each leaf, by scoring raw values with marked leaves.
fn rows_of_leaves(tree: &Tree, features: &FeatureMatrix) -> Vec<usize> {
    let leaves = tree.values.len() / tree.leaf_width as usize;
    let mut rows = vec![0; leaves];
    let mut marked = tree.clone();
    marked.leaf_width = 1;
    marked.output = 0;
    marked.values = (0..leaves).map(|leaf| leaf as f32).collect();
    for (feature, right) in marked.feature.iter().zip(&mut marked.right) {
        if *feature == Tree::LEAF {
            *right /= tree.leaf_width;
        }
    }
    let marked = TreeEnsemble { outputs: 1, base: vec![0.0], trees: vec![marked], link: Link::Sigmoid };
    for leaf in marked.sums(features) {
        rows[leaf as usize] += 1;
    }
    rows
}

proptest! {
    #[test]
    fn whole_weights_are_repeated_rows((features, labels, times) in tables()) {
        let weights: Vec<f64> = times.iter().map(|&times| f64::from(times)).collect();
        let repeated: Vec<u32> = times.iter().enumerate()
            .flat_map(|(row, &times)| std::iter::repeat_n(row as u32, times as usize)).collect();
        let more_labels: Vec<u32> = repeated.iter().map(|&row| labels[row as usize]).collect();
        let more = features.gather(&repeated);
        let ones = vec![1.0; repeated.len()];
        prop_assert_eq!(tree(&features, &labels, 3, &weights, 5), tree(&more, &more_labels, 3, &ones, 5));
    }

    #[test]
    fn shares_add_up_to_one_and_leaves_are_large_enough((features, labels, _) in tables(), least in 1..9_u32) {
        let ones = vec![1.0; labels.len()];
        let settings = TreeSettings { max_depth: 6, min_leaf_rows: least };
        let single = fit_tree(&features, &labels, 3, &ones, &settings, &mut |_, _| {});
        let settings = BoostingSettings { rounds: 3, min_leaf_rows: least, ..BoostingSettings::default() };
        let boosted = fit_boosting(&features, &labels, 3, &ones, &settings, None, &mut |_, _| {});
        for fitted in [&single, &boosted] {
            prop_assert_eq!(fitted.fault(2), None);
            for row in fitted.probabilities(&features).chunks(3) {
                prop_assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                prop_assert!(row.iter().all(|p| (0.0..=1.0).contains(p)));
            }
            for tree in &fitted.trees {
                let rows = rows_of_leaves(tree, &features);
                prop_assert!(rows.len() == 1 || rows.iter().all(|&rows| rows >= least as usize));
            }
        }
        // A tree's leaves hold the shares of the rows that raw values lead to them.
        let p = single.probabilities(&features);
        let sums: Vec<f64> = (0..3).map(|class| p.iter().skip(class).step_by(3).sum()).collect();
        for (class, sum) in sums.iter().enumerate() {
            let rows = labels.iter().filter(|&&label| label as usize == class).count();
            prop_assert!((sum - rows as f64).abs() < 1e-4);
        }
    }

    #[test]
    fn sums_are_exact_in_32_bits_in_any_order((features, labels, times) in tables(), seed in 0..9_u64) {
        let weights: Vec<f64> = times.iter().map(|&times| f64::from(times) * 0.731).collect();
        for fitted in [
            boosting(&features, &labels, 3, &weights, 0.0),
            boosting(&features, &labels.iter().map(|&label| label.min(1)).collect::<Vec<_>>(), 2, &weights, 0.5),
            forest(&features, &labels, 3, 11, seed),
        ] {
            let whole = fitted.sums(&features);
            let mut sums: Vec<f32> = vec![0.0; whole.len()];
            for tree in fitted.trees.iter().rev() {
                let one = TreeEnsemble { base: vec![0.0; fitted.outputs], trees: vec![tree.clone()], ..fitted.clone() };
                for (sum, value) in sums.iter_mut().zip(one.sums(&features)) {
                    *sum += value as f32;
                }
            }
            for (at, sum) in sums.iter_mut().enumerate() {
                *sum += fitted.base[at % fitted.outputs] as f32;
            }
            prop_assert!(sums.iter().zip(&whole).all(|(&short, &long)| f64::from(short) == long));
        }
    }

    #[test]
    fn forests_give_shares((features, labels, _) in tables()) {
        let p = forest(&features, &labels, 3, 5, 3).probabilities(&features);
        prop_assert!(p.chunks(3).all(|row| (row.iter().sum::<f64>() - 1.0).abs() < 1e-12));
    }
}
