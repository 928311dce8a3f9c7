//! What must hold for every pair of samples.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::stats::{
    CategoryCounts, Correction, CountPair, Ecdf, anderson_darling, brown_forsythe, chi_square_contingency,
    chi_square_yates, cramer_von_mises, cramers_v, energy, epps_singleton, fisher_exact, g_test, hellinger,
    hommel, jensen_shannon, jensen_shannon_base2, kl, ks, l_infinity, mann_whitney, mmd, nannyml_bins,
    numeric_distances, numeric_tests, psi, psi_deciles, sidak, student_t, total_variation, two_proportion_z,
    wasserstein, welch_t,
};
use proptest::prelude::*;

const CORRECTIONS: [Correction; 4] =
    [Correction::Bonferroni, Correction::Holm, Correction::BenjaminiHochberg, Correction::BenjaminiYekutieli];

/// Eighths, so that sums and differences are exact and ties happen.
fn sample() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec((-500_i32..500).prop_map(|x| f64::from(x) / 8.0), 1..80)
}

/// Few distinct values, few rows: the exact tests and heavy ties.
fn small_sample() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec((0_i32..12).prop_map(f64::from), 1..12)
}

/// Any finite numbers, the extremes among them.
fn any_sample() -> impl Strategy<Value = Vec<f64>> {
    let number = prop_oneof![
        any::<f64>().prop_filter("finite", |x| x.is_finite()),
        prop_oneof![Just(f64::MAX), Just(f64::MIN), Just(5e-324), Just(-0.0), Just(1e154), Just(-1e-154)],
    ];
    proptest::collection::vec(number, 1..20)
}

fn counts() -> impl Strategy<Value = (Vec<u64>, Vec<u64>)> {
    let cell = prop_oneof![Just(0_u64), 0_u64..40, 0_u64..5_000];
    proptest::collection::vec((cell.clone(), cell), 1..12).prop_map(|cells| {
        let (mut r, mut c): (Vec<u64>, Vec<u64>) = cells.into_iter().unzip();
        r[0] += 1;
        let last = c.len() - 1;
        c[last] += 1;
        (r, c)
    })
}

fn probabilities() -> impl Strategy<Value = Vec<f64>> {
    let p = prop_oneof![0.0..=1.0_f64, Just(0.0), Just(1.0), Just(0.05), 0.0..1e-9_f64];
    proptest::collection::vec(p, 0..25)
}

fn ecdf(values: &[f64]) -> Ecdf {
    Ecdf::from_values(values.to_vec()).unwrap()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

fn is_p(p: f64) -> bool {
    (0.0..=1.0).contains(&p)
}

proptest! {
    #[test]
    fn merged_parts_are_the_whole_in_any_order(a in sample(), b in sample()) {
        let whole = ecdf(&[a.clone(), b.clone()].concat());
        prop_assert_eq!(&ecdf(&a).merge(&ecdf(&b)).unwrap(), &whole);
        prop_assert_eq!(&ecdf(&b).merge(&ecdf(&a)).unwrap(), &whole);
        let mut turned = [a, b].concat();
        turned.reverse();
        prop_assert_eq!(&ecdf(&turned), &whole);
    }

    #[test]
    fn tests_see_neither_parts_nor_row_order(a in sample(), b in sample(), c in sample()) {
        let parts = ecdf(&a).merge(&ecdf(&b)).unwrap();
        let mut rows = [b, a].concat();
        rows.reverse();
        let (whole, other) = (ecdf(&rows), ecdf(&c));
        prop_assert_eq!(numeric_tests(&parts, &other), numeric_tests(&whole, &other));
        prop_assert_eq!(welch_t(&parts, &other), welch_t(&whole, &other));
        prop_assert_eq!(brown_forsythe(&parts, &other), brown_forsythe(&whole, &other));
        prop_assert_eq!(epps_singleton(&other, &parts), epps_singleton(&other, &whole));
        prop_assert_eq!(psi_deciles(&parts, &other), psi_deciles(&whole, &other));
        prop_assert_eq!(nannyml_bins(&parts), nannyml_bins(&whole));
    }

    #[test]
    fn categories_see_neither_parts_nor_row_order(a in "[a-e]{1,40}", b in "[a-e]{1,40}") {
        let count = |text: &str| CategoryCounts::from_counts(text.chars().map(|c| (c.to_string(), 1)));
        let whole = count(&[a.clone(), b.clone()].concat());
        prop_assert_eq!(&count(&a).merge(&count(&b)), &whole);
        prop_assert_eq!(&count(&b).merge(&count(&a)), &whole);
    }

    #[test]
    fn the_fused_pass_says_what_each_test_says(a in small_sample(), b in sample()) {
        for (r, c) in [(ecdf(&a), ecdf(&b)), (ecdf(&b), ecdf(&a)), (ecdf(&a), ecdf(&a))] {
            let all = numeric_tests(&r, &c).unwrap();
            let cheap = numeric_distances(&r, &c).unwrap();
            prop_assert_eq!((all.ks, all.wasserstein), (cheap.ks, cheap.wasserstein));
            prop_assert_eq!((all.ks, all.wasserstein), (ks(&r, &c).unwrap(), wasserstein(&r, &c).unwrap()));
            prop_assert_eq!(all.energy, energy(&r, &c).unwrap());
            prop_assert_eq!(all.cramer_von_mises, cramer_von_mises(&r, &c).unwrap());
            prop_assert_eq!(all.anderson_darling, anderson_darling(&r, &c).unwrap());
            prop_assert_eq!(all.mann_whitney, mann_whitney(&r, &c).unwrap());
        }
    }

    /// Against the definitions, taken literally: over all pairs, and over all ranks.
    #[test]
    fn rank_statistics_are_their_definitions(a in small_sample(), b in small_sample()) {
        let (n, m) = (a.len() as f64, b.len() as f64);
        let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
        let u: f64 = pairs.map(|(x, y)| if x > y { 1.0 } else if x == y { 0.5 } else { 0.0 }).sum();
        let tests = numeric_tests(&ecdf(&a), &ecdf(&b)).unwrap();
        prop_assert_eq!(tests.mann_whitney.u, u);
        let pooled = [a.clone(), b.clone()].concat();
        let rank = |x: f64| {
            let below = pooled.iter().filter(|&&y| y < x).count() as f64;
            let tied = pooled.iter().filter(|&&y| y == x).count() as f64;
            below + (tied + 1.0) / 2.0
        };
        let squares = |side: &[f64]| {
            let mut sorted = side.to_vec();
            sorted.sort_by(f64::total_cmp);
            sorted.iter().enumerate().map(|(i, &x)| (rank(x) - (i + 1) as f64).powi(2)).sum::<f64>()
        };
        let t = (n * squares(&a) + m * squares(&b)) / (n * m * (n + m)) - (4.0 * n * m - 1.0) / (6.0 * (n + m));
        prop_assert!(near(tests.cramer_von_mises.statistic, t), "{} {t}", tests.cramer_von_mises.statistic);
    }

    #[test]
    fn numeric_tests_are_symmetric_and_bounded(a in sample(), b in sample()) {
        let (a, b) = (ecdf(&a), ecdf(&b));
        let (ab, ba) = (numeric_tests(&a, &b).unwrap(), numeric_tests(&b, &a).unwrap());
        prop_assert_eq!(ab.ks.statistic, ba.ks.statistic);
        prop_assert_eq!((ab.ks.d_plus, ab.ks.d_minus), (ba.ks.d_minus, ba.ks.d_plus));
        prop_assert!((ab.ks.p_value - ba.ks.p_value).abs() < 1e-12);
        prop_assert!(is_p(ab.ks.p_value) && (0.0..=1.0).contains(&ab.ks.statistic));
        prop_assert!(near(ab.wasserstein, ba.wasserstein) && ab.wasserstein >= 0.0);
        prop_assert!((a.mean().unwrap() - b.mean().unwrap()).abs() <= ab.wasserstein + 1e-9);
        prop_assert!(near(ab.energy, ba.energy) && ab.energy >= 0.0);
        // The squared gap is at most the gap.
        prop_assert!(ab.energy * ab.energy <= 2.0 * ab.wasserstein + 1e-9);
        prop_assert!(near(ab.cramer_von_mises.statistic, ba.cramer_von_mises.statistic));
        prop_assert!(near(ab.cramer_von_mises.p_value, ba.cramer_von_mises.p_value) && is_p(ab.cramer_von_mises.p_value));
        prop_assert!(near(ab.anderson_darling.statistic, ba.anderson_darling.statistic));
        prop_assert!(is_p(ab.anderson_darling.p_value));
        let (u, v) = (ab.mann_whitney, ba.mann_whitney);
        prop_assert_eq!(u.u + v.u, a.n() as f64 * b.n() as f64);
        prop_assert!(near(u.common_language_effect + v.common_language_effect, 1.0));
        prop_assert!(near(u.p_value, v.p_value) && is_p(u.p_value) && is_p(u.p_less));
    }

    #[test]
    fn tests_of_moments_are_symmetric_and_bounded(a in sample(), b in sample()) {
        let (a, b) = (ecdf(&a), ecdf(&b));
        for (ab, ba) in [(welch_t(&a, &b), welch_t(&b, &a)), (student_t(&a, &b), student_t(&b, &a))] {
            if let (Ok(ab), Ok(ba)) = (&ab, &ba) {
                prop_assert!(ab.t == -ba.t && near(ab.df, ba.df) && near(ab.p_value, ba.p_value) && is_p(ab.p_value));
            }
            prop_assert_eq!(ab.is_ok(), ba.is_ok());
        }
        if let (Ok(ab), Ok(ba)) = (brown_forsythe(&a, &b), brown_forsythe(&b, &a)) {
            prop_assert!(near(ab.p_value, ba.p_value) && is_p(ab.p_value) && ab.statistic >= 0.0);
        }
        if let (Ok(ab), Ok(ba)) = (epps_singleton(&a, &b), epps_singleton(&b, &a)) {
            prop_assert!((ab.p_value - ba.p_value).abs() < 1e-5 && is_p(ab.p_value) && ab.statistic >= 0.0);
        }
    }

    #[test]
    fn identical_samples_do_not_differ(a in sample()) {
        let e = ecdf(&a);
        let tests = numeric_tests(&e, &e).unwrap();
        prop_assert_eq!((tests.ks.statistic, tests.ks.p_value), (0.0, 1.0));
        prop_assert_eq!((tests.wasserstein, tests.energy), (0.0, 0.0));
        prop_assert_eq!((tests.mann_whitney.p_value, tests.mann_whitney.common_language_effect), (1.0, 0.5));
        prop_assert!(tests.cramer_von_mises.p_value > 0.97, "{:?}", tests.cramer_von_mises);
        prop_assert!(tests.anderson_darling.p_value >= 0.25 && tests.anderson_darling.statistic <= 0.0);
        for t in [welch_t(&e, &e), student_t(&e, &e)].into_iter().flatten() {
            prop_assert_eq!((t.t, t.p_value), (0.0, 1.0));
        }
        for t in [brown_forsythe(&e, &e), epps_singleton(&e, &e)].into_iter().flatten() {
            prop_assert_eq!((t.statistic, t.p_value), (0.0, 1.0));
        }
        prop_assert_eq!(psi_deciles(&e, &e).unwrap().psi, 0.0);
        prop_assert_eq!(nannyml_bins(&e).unwrap().jensen_shannon(&e).unwrap(), 0.0);
    }

    #[test]
    fn a_monotone_change_of_scale_leaves_rank_tests_alone(a in sample(), b in sample()) {
        let cube = |x: &Vec<f64>| x.iter().map(|x| x * x * x).collect::<Vec<_>>();
        let plain = numeric_tests(&ecdf(&a), &ecdf(&b)).unwrap();
        let cubed = numeric_tests(&ecdf(&cube(&a)), &ecdf(&cube(&b))).unwrap();
        prop_assert_eq!((plain.ks.statistic, plain.ks.p_value), (cubed.ks.statistic, cubed.ks.p_value));
        prop_assert_eq!(plain.mann_whitney, cubed.mann_whitney);
        prop_assert_eq!(plain.cramer_von_mises, cubed.cramer_von_mises);
        prop_assert_eq!(plain.anderson_darling, cubed.anderson_darling);
    }

    /// No panic, no p-value outside 0 to 1, whatever the numbers.
    #[test]
    fn extreme_numbers_are_survived(a in any_sample(), b in any_sample()) {
        let (a, b) = (ecdf(&a), ecdf(&b));
        let tests = numeric_tests(&a, &b).unwrap();
        for p in [tests.ks.p_value, tests.cramer_von_mises.p_value, tests.anderson_darling.p_value, tests.mann_whitney.p_value] {
            prop_assert!(is_p(p));
        }
        prop_assert!(tests.wasserstein >= 0.0 && tests.energy >= 0.0);
        for t in [welch_t(&a, &b), student_t(&a, &b)].into_iter().flatten() {
            prop_assert!(is_p(t.p_value), "{t:?}");
        }
        for t in [brown_forsythe(&a, &b), epps_singleton(&a, &b)].into_iter().flatten() {
            prop_assert!(is_p(t.p_value), "{t:?}");
        }
        prop_assert!(psi_deciles(&a, &b).unwrap().psi >= 0.0);
        let distance = nannyml_bins(&a).unwrap().jensen_shannon(&b).unwrap();
        prop_assert!((0.0..=1.0 + 1e-12).contains(&distance));
    }

    #[test]
    fn distances_of_counts_are_symmetric_and_bounded((r, c) in counts()) {
        let pair = CountPair::new(r.clone(), c.clone()).unwrap();
        let turned = CountPair::new(c, r.clone()).unwrap();
        for distance in [jensen_shannon_base2, hellinger, total_variation, l_infinity] {
            prop_assert!(near(distance(&pair), distance(&turned)));
            prop_assert!((0.0..=1.0 + 1e-12).contains(&distance(&pair)));
        }
        prop_assert!((0.0..=0.832_555).contains(&jensen_shannon(&pair)));
        prop_assert!(near(psi(&pair), psi(&turned)) && psi(&pair) >= -1e-12 && kl(&pair) >= 0.0);
        // Le Cam's inequality.
        prop_assert!(hellinger(&pair).powi(2) <= total_variation(&pair) + 1e-12);
        let (v, w) = (cramers_v(&pair), cramers_v(&turned));
        prop_assert!(near(v.plain, w.plain) && (0.0..=1.0 + 1e-12).contains(&v.plain));
        prop_assert!((0.0..=1.0 + 1e-12).contains(&v.bias_corrected));
        let same = CountPair::new(r.clone(), r).unwrap();
        for distance in [jensen_shannon, hellinger, total_variation, l_infinity, psi, kl] {
            prop_assert_eq!(distance(&same), 0.0);
        }
    }

    #[test]
    fn tests_of_counts_are_symmetric_and_bounded((r, c) in counts()) {
        let pair = CountPair::new(r.clone(), c.clone()).unwrap();
        let turned = CountPair::new(c, r.clone()).unwrap();
        let same = CountPair::new(r.clone(), r).unwrap();
        for test in [chi_square_contingency, g_test] {
            let (t, s) = (test(&pair), test(&turned));
            prop_assert!(near(t.statistic, s.statistic) && near(t.p_value, s.p_value) && is_p(t.p_value));
            prop_assert_eq!((test(&same).statistic, test(&same).p_value), (0.0, 1.0));
        }
        prop_assert_eq!(fisher_exact(&pair).is_ok(), pair.cells() <= 2);
        if pair.cells() == 2 {
            let (f, g) = (fisher_exact(&pair).unwrap(), fisher_exact(&turned).unwrap());
            prop_assert!((f.p_value - g.p_value).abs() <= 1e-9 * g.p_value && is_p(f.p_value), "{f:?} {g:?}");
            prop_assert!(near(fisher_exact(&same).unwrap().p_value, 1.0));
            let (yates, plain) = (chi_square_yates(&pair).unwrap(), chi_square_contingency(&pair));
            prop_assert!(yates.p_value >= plain.p_value - 1e-12);
            // With two cells the pooled z is the root of the same statistic.
            let z = two_proportion_z(&pair).unwrap();
            prop_assert!(near(z.z * z.z, plain.statistic) && near(z.p_value, plain.p_value));
        }
    }

    #[test]
    fn corrections_raise_p_and_keep_its_order(p in probabilities()) {
        let adjusted: Vec<Vec<f64>> =
            CORRECTIONS.iter().map(|c| c.adjusted(&p)).chain([sidak(&p), hommel(&p)]).collect();
        for q in &adjusted {
            prop_assert_eq!(q.len(), p.len());
            for i in 0..p.len() {
                prop_assert!(q[i] <= 1.0 && q[i] >= p[i] * (1.0 - 1e-12), "{} {}", p[i], q[i]);
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || q[i] <= q[j] * (1.0 + 1e-12), "order of {} and {}", p[i], p[j]);
                }
            }
        }
        // Each is at least as strong as the one it refines.
        let [bonferroni, holm, hochberg, yekutieli, _, hommel] = &adjusted[..] else { unreachable!() };
        for i in 0..p.len() {
            prop_assert!(hommel[i] <= holm[i] + 1e-12 && holm[i] <= bonferroni[i] + 1e-12);
            prop_assert!(hochberg[i] <= hommel[i] + 1e-12 && hochberg[i] <= yekutieli[i] + 1e-12);
        }
    }

    #[test]
    fn mmd_is_symmetric_repeatable_and_blind_to_shift(a in sample(), b in sample(), seed in any::<u64>()) {
        prop_assume!(a.len() > 1 && b.len() > 1);
        let found = mmd(&a, &b, 1, 19, seed).unwrap();
        prop_assert_eq!(found, mmd(&a, &b, 1, 19, seed).unwrap());
        prop_assert!((0.05..=1.0).contains(&found.p_value) && found.sigma > 0.0);
        let by = |x: &[f64]| x.iter().map(|x| x + 16.0).collect::<Vec<_>>();
        prop_assert!(near(mmd(&by(&a), &by(&b), 1, 0, seed).unwrap().statistic, found.statistic));
        // Two equal columns are one column at √2 times the distance, and the kernel follows.
        let twice = |x: &[f64]| x.iter().flat_map(|x| [*x, *x]).collect::<Vec<_>>();
        let wide = mmd(&twice(&a), &twice(&b), 2, 19, seed).unwrap();
        if a.iter().any(|x| *x != a[0]) && found.sigma != 0.5_f64.sqrt() {
            prop_assert!(near(wide.statistic, found.statistic) && near(wide.p_value, found.p_value));
        }
    }
}
