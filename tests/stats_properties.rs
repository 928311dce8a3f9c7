//! What must hold for every pair of samples.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::stats::{CountPair, Ecdf, jensen_shannon, ks, psi, total_variation, wasserstein};
use proptest::prelude::*;

fn sample() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec((-500_i32..500).prop_map(|x| f64::from(x) / 8.0), 1..80)
}

fn ecdf(values: &[f64]) -> Ecdf {
    Ecdf::from_values(values.to_vec()).unwrap()
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
    fn distances_are_symmetric_and_bounded(a in sample(), b in sample()) {
        let (a, b) = (ecdf(&a), ecdf(&b));
        let (ab, ba) = (ks(&a, &b).unwrap(), ks(&b, &a).unwrap());
        prop_assert_eq!(ab.statistic, ba.statistic);
        prop_assert!((ab.p_value - ba.p_value).abs() < 1e-12);
        prop_assert!((0.0..=1.0).contains(&ab.p_value) && (0.0..=1.0).contains(&ab.statistic));
        let (w, v) = (wasserstein(&a, &b).unwrap(), wasserstein(&b, &a).unwrap());
        prop_assert!((w - v).abs() < 1e-9 && w >= 0.0);
        prop_assert!((a.mean().unwrap() - b.mean().unwrap()).abs() <= w + 1e-9);
        let pair = CountPair::from_values(&a, &b).unwrap();
        prop_assert!((0.0..=0.832_555).contains(&jensen_shannon(&pair)) && psi(&pair) >= -1e-12);
        prop_assert!((0.0..=1.0 + 1e-12).contains(&total_variation(&pair)));
    }

    #[test]
    fn identical_samples_do_not_differ(a in sample()) {
        let e = ecdf(&a);
        let k = ks(&e, &e).unwrap();
        prop_assert_eq!((k.statistic, k.p_value, wasserstein(&e, &e).unwrap()), (0.0, 1.0, 0.0));
    }

    #[test]
    fn a_monotone_change_of_scale_leaves_ks_alone(a in sample(), b in sample()) {
        let cube = |x: &Vec<f64>| x.iter().map(|x| x * x * x).collect::<Vec<_>>();
        let plain = ks(&ecdf(&a), &ecdf(&b)).unwrap();
        let cubed = ks(&ecdf(&cube(&a)), &ecdf(&cube(&b))).unwrap();
        prop_assert_eq!((plain.statistic, plain.p_value), (cubed.statistic, cubed.p_value));
    }
}
