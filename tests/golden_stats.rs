//! Statistics of every golden column against SciPy, numpy and Evidently.
#![cfg(not(target_arch = "wasm32"))]

mod golden_support;

use evenkeel::stats::{
    CountPair, chi_square, evidently_bins, jensen_shannon, ks, psi, sturges_edges, total_variation,
    two_proportion_z, wasserstein, wasserstein_normed,
};
use golden_support::{Tally, cases};

#[test]
fn numeric_columns() {
    let mut t = Tally::default();
    for case in cases() {
        for (name, want) in case.golden["columns"].as_object().unwrap() {
            if want.get("ks").is_none() {
                continue;
            }
            let at = format!("{} {name}", case.name);
            let (pr, pc) = (case.reference.column(name).unwrap(), case.current.column(name).unwrap());
            let (r, c) = (&pr.numbers, &pc.numbers);
            let k = ks(r, c).unwrap();
            t.close("ks statistic", &at, k.statistic, &want["ks"]["statistic"], 1e-9, 1e-12);
            t.close("ks location", &at, k.location, &want["ks"]["statistic_location"], 0.0, 0.0);
            t.close("ks sign", &at, f64::from(k.sign), &want["ks"]["statistic_sign"], 0.0, 0.0);
            t.close("ks p", &at, k.p_value, &want["ks"]["p_auto"], 1e-6, 1e-14);
            let w = wasserstein(r, c).unwrap();
            t.close("wasserstein", &at, w, &want["wasserstein"]["w1"], 1e-8, 1e-12);
            let normed = wasserstein_normed(w, r).unwrap();
            t.close(
                "wasserstein_normed",
                &at,
                normed,
                &want["wasserstein"]["w1_normed_evidently"],
                1e-8,
                1e-12,
            );
            let edges = sturges_edges(r, c, false).unwrap();
            let pair = CountPair::from_edges(r, c, &edges).unwrap();
            let binned = &want["binned_sturges"];
            t.close(
                "jensen_shannon binned",
                &at,
                jensen_shannon(&pair),
                &binned["js_distance_nats"],
                1e-9,
                1e-12,
            );
            t.close(
                "total_variation binned",
                &at,
                total_variation(&pair),
                &binned["total_variation"],
                1e-9,
                1e-12,
            );
            let m = &want["evidently_methods"];
            let pair = evidently_bins(r, c, pr.is_integer() && pc.is_integer()).unwrap();
            t.close("psi", &at, psi(&pair), &m["psi"]["score"], 1e-9, 1e-12);
            t.close("jensen_shannon", &at, jensen_shannon(&pair), &m["jensenshannon"]["score"], 1e-9, 1e-12);
            for (side, e) in [("reference", r), ("current", c)] {
                let s = &want["summary"][side];
                t.close("mean", &at, e.mean().unwrap(), &s["mean"], 1e-9, 1e-12);
                t.close("std ddof 0", &at, e.std(0).unwrap(), &s["std_ddof0"], 1e-9, 1e-12);
                if let Some(std) = e.std(1) {
                    t.close("std ddof 1", &at, std, &s["std_ddof1"], 1e-9, 1e-12);
                }
                for (p, q) in s["quantiles"].as_object().unwrap() {
                    t.close("quantile", &at, e.quantile(p.parse().unwrap()).unwrap(), q, 1e-9, 1e-12);
                }
            }
        }
    }
    t.finish();
}

#[test]
fn categorical_columns() {
    let mut t = Tally::default();
    for case in cases() {
        let report =
            evenkeel::drift::check(&case.reference, &case.current, &evenkeel::drift::Policy::default())
                .unwrap();
        for (name, want) in case.golden["columns"].as_object().unwrap() {
            let (r, c) = (case.reference.column(name).unwrap(), case.current.column(name).unwrap());
            if want.get("distances").is_none() || !report.columns.iter().any(|x| x.name == *name) {
                continue;
            }
            let at = format!("{} {name}", case.name);
            let pair = if r.texts.total() + c.texts.total() == 0 {
                CountPair::from_values(&r.numbers, &c.numbers).unwrap()
            } else {
                CountPair::from_categories(&r.texts, &c.texts).unwrap()
            };
            let m = &want["evidently_methods"];
            t.close(
                "jensen_shannon",
                &at,
                jensen_shannon(&pair),
                &want["distances"]["js_distance_nats"],
                1e-9,
                1e-12,
            );
            t.close(
                "total_variation",
                &at,
                total_variation(&pair),
                &want["distances"]["total_variation"],
                1e-9,
                1e-12,
            );
            t.close("psi", &at, psi(&pair), &m["psi"]["score"], 1e-9, 1e-12);
            if pair.cells() > 1 {
                t.close(
                    "chi_square p",
                    &at,
                    chi_square(&pair).p_value,
                    &m["chisquare"]["score"],
                    1e-9,
                    1e-12,
                );
            }
            if pair.cells() == 2 {
                let z = two_proportion_z(&pair).unwrap();
                t.close("z", &at, z.z, &want["two_proportion_z"]["z"], 1e-9, 1e-13);
                t.close("z p", &at, z.p_value, &want["two_proportion_z"]["p"], 1e-9, 1e-13);
            }
        }
    }
    t.finish();
}
