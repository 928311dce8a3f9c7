//! What our functions say about one column, under the golden files' keys.

use std::collections::BTreeMap;

use evenkeel::drift::ColumnProfile;
use evenkeel::stats::{
    CategoryCounts, CountPair, Ecdf, brown_forsythe, chi_square, chi_square_contingency, chi_square_yates,
    cramer_von_mises_asymptotic_p, cramers_v, epps_singleton, evidently_bins, fisher_exact, g_test,
    hellinger, jensen_shannon, jensen_shannon_base2, kl, kl_unfilled, ks, ks_asymptotic_p, ks_exact_p,
    l_infinity, mann_whitney_asymptotic_p, mann_whitney_exact_p, mmd_of_values, numeric_distances,
    numeric_tests, psi, psi_deciles, psi_floored, student_t, sturges_edges, sturges_edges_of_distinct,
    total_variation, two_proportion_z, wasserstein_normed, welch_t,
};
use serde_json::{Value, json};

/// One answer of ours.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    Number(f64),
    Numbers(Vec<f64>),
    /// Counts, names and flags.
    Exactly(Value),
    /// An `Err`, or a `None`.
    Refused,
}

#[derive(Default)]
pub(crate) struct Answers(BTreeMap<String, Answer>);

impl Answers {
    pub(crate) fn get(&self, path: &str) -> Option<&Answer> {
        self.0.get(path)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &Answer)> {
        self.0.iter()
    }

    fn number(&mut self, path: &str, value: f64) {
        self.0.insert(path.to_owned(), Answer::Number(value));
    }

    fn exactly(&mut self, path: &str, value: Value) {
        self.0.insert(path.to_owned(), Answer::Exactly(value));
    }

    /// Numbers of one result, or refusals where there is none.
    fn result<T, E>(&mut self, keys: &[&str], result: Result<T, E>, numbers: impl Fn(&T) -> Vec<f64>) {
        let numbers = result.ok().map(|found| numbers(&found));
        for (i, key) in keys.iter().enumerate() {
            let answer = numbers.as_ref().map_or(Answer::Refused, |n| Answer::Number(n[i]));
            self.0.insert((*key).to_owned(), answer);
        }
    }
}

pub(crate) fn numeric(reference: &ColumnProfile, current: &ColumnProfile) -> Answers {
    let mut out = Answers::default();
    facts(&mut out, reference, current);
    let (r, c) = (&reference.numbers, &current.numbers);
    out.exactly("n_inf", json!([reference.infinite(), current.infinite()]));
    out.exactly("n_unique_pooled", json!(r.merge(c).unwrap().distinct()));
    for (side, sample) in [("reference", r), ("current", c)] {
        summary(&mut out, side, sample);
    }
    if r.is_empty() || c.is_empty() {
        assert!(numeric_tests(r, c).is_err() && epps_singleton(r, c).is_err() && psi_deciles(r, c).is_err());
        return out;
    }
    merged(&mut out, r, c);
    for (test, found) in [("welch", welch_t(r, c)), ("student", student_t(r, c))] {
        let keys = ["t", "df", "p"].map(|key| format!("t_test.{test}.{key}"));
        out.result(&keys.each_ref().map(String::as_str), found, |t| vec![t.t, t.df, t.p_value]);
    }
    out.result(&["evidently_methods.t_test.score"], student_t(r, c), |t| vec![t.p_value]);
    out.result(
        &["epps_singleton.statistic", "epps_singleton.p", "evidently_methods.es.score"],
        epps_singleton(r, c),
        |t| vec![t.statistic, t.p_value, t.p_value],
    );
    out.result(&["brown_forsythe.statistic", "brown_forsythe.p"], brown_forsythe(r, c), |t| {
        vec![t.statistic, t.p_value]
    });
    out.result(&["mmd.mmd2_unbiased", "mmd.sigma"], mmd_of_values(r, c, 0, 1), |m| {
        vec![m.statistic, m.sigma]
    });
    deciles(&mut out, r, c);
    let edges = sturges_edges(r, c, false).unwrap();
    let shared = CountPair::from_edges(r, c, &edges).unwrap();
    out.0.insert("binned_sturges.edges".to_owned(), Answer::Numbers(edges));
    distances(&mut out, "binned_sturges", &shared);
    let integers = reference.is_integer() && current.is_integer();
    let pair = evidently_bins(r, c, integers).unwrap();
    out.number("evidently_methods.psi.score", psi(&pair));
    out.number("evidently_methods.jensenshannon.score", jensen_shannon(&pair));
    out.number("evidently_methods.kl_div.score", kl(&pair));
    let shared = CountPair::from_edges(r, c, &sturges_edges_of_distinct(r, c, integers).unwrap()).unwrap();
    out.number("evidently_methods.hellinger.score", hellinger(&shared));
    out
}

pub(crate) fn categorical(reference: &ColumnProfile, current: &ColumnProfile) -> Answers {
    let mut out = Answers::default();
    facts(&mut out, reference, current);
    let (r, c) = (named(reference), named(current));
    let pairs: Vec<_> = r.paired(&c).collect();
    let names = |keep: &dyn Fn(u64, u64) -> bool| -> Vec<&str> {
        pairs.iter().filter(|p| keep(p.reference, p.current)).map(|p| p.name).collect()
    };
    out.exactly("n_categories", json!(pairs.len()));
    out.exactly("categories", json!(names(&|_, _| true)));
    out.exactly("new_in_current", json!(names(&|r, _| r == 0)));
    out.exactly("gone_in_current", json!(names(&|_, c| c == 0)));
    out.exactly("counts.reference", json!(pairs.iter().map(|p| p.reference).collect::<Vec<_>>()));
    out.exactly("counts.current", json!(pairs.iter().map(|p| p.current).collect::<Vec<_>>()));
    let Ok(pair) = CountPair::from_categories(&r, &c) else { return out };
    for (name, found) in
        [("chi2_contingency", chi_square_contingency(&pair)), ("g_test_contingency", g_test(&pair))]
    {
        out.number(&format!("{name}.statistic"), found.statistic);
        out.number(&format!("{name}.p"), found.p_value);
        out.number(&format!("{name}.min_expected"), found.min_expected);
        out.exactly(&format!("{name}.dof"), json!(found.df));
    }
    let v = cramers_v(&pair);
    out.number("cramers_v.plain", v.plain);
    out.number("cramers_v.bias_corrected", v.bias_corrected);
    out.result(&["chi2_yates_2x2.statistic", "chi2_yates_2x2.p"], chi_square_yates(&pair), |t| {
        vec![t.statistic, t.p_value]
    });
    let fisher = fisher_exact(&pair);
    out.result(
        &[
            "fisher_exact_2x2.p_two_sided",
            "evidently_methods.fisher_exact.score",
            "fisher_exact_2x2.odds_ratio",
        ],
        fisher,
        |t| vec![t.p_value, t.p_value, t.odds_ratio.unwrap_or(f64::NAN)],
    );
    out.result(
        &["two_proportion_z.z", "two_proportion_z.p", "evidently_methods.z.score"],
        two_proportion_z(&pair),
        |t| vec![t.z, t.p_value, t.p_value],
    );
    out.exactly("two_proportion_z.category", json!(pairs.get(1).map(|p| p.name)));
    distances(&mut out, "distances", &pair);
    out.number("psi_floor_1e-4", psi_floored(&pair));
    out.number("evidently_methods.chisquare.score", chi_square(&pair).p_value);
    out.number("evidently_methods.psi.score", psi(&pair));
    out.number("evidently_methods.jensenshannon.score", jensen_shannon(&pair));
    out.number("evidently_methods.kl_div.score", kl(&pair));
    out.number("evidently_methods.hellinger.score", hellinger(&pair));
    out.number("evidently_methods.TVD_statistic", total_variation(&pair));
    out
}

/// The tests of one merge, which have to agree with those that walk alone.
fn merged(out: &mut Answers, r: &Ecdf, c: &Ecdf) {
    let (n, m) = (r.n(), c.n());
    let all = numeric_tests(r, c).unwrap();
    let cheap = numeric_distances(r, c).unwrap();
    assert_eq!((cheap.ks, cheap.wasserstein), (all.ks, all.wasserstein));
    let k = ks(r, c).unwrap();
    out.number("ks.statistic", k.statistic);
    out.number("ks.statistic_location", k.location);
    out.number("ks.d_plus", k.d_plus);
    out.number("ks.d_minus", k.d_minus);
    out.number("ks.p_auto", k.p_value);
    out.number("evidently_methods.ks.score", k.p_value);
    out.number("ks.p_asymp", ks_asymptotic_p(k.statistic, n, m));
    out.number("ks.p_exact", if n.max(m) <= 10_000 { ks_exact_p(k.statistic, n, m) } else { 0.0 });
    out.exactly("ks.statistic_sign", json!(k.sign));
    out.exactly(
        "ks.auto_method",
        json!(if format!("{:?}", k.method) == "Exact" { "exact" } else { "asymp" }),
    );
    let a = all.anderson_darling;
    out.number("anderson.statistic_midrank", a.statistic);
    out.number("anderson.p_midrank", a.p_value);
    out.number("evidently_methods.anderson.score", a.p_value);
    out.exactly("anderson.p_is_clipped", json!(a.p_is_clipped));
    let v = all.cramer_von_mises;
    out.number("cramer_von_mises.statistic", v.statistic);
    out.number("cramer_von_mises.p_auto", v.p_value);
    out.number("evidently_methods.cramer_von_mises.score", v.p_value);
    out.number("cramer_von_mises.p_asymptotic", cramer_von_mises_asymptotic_p(v.statistic, n, m));
    out.number("cramer_von_mises.p_exact", if n.max(m) <= 20 { v.p_value } else { 0.0 });
    let u = all.mann_whitney;
    out.number("mann_whitney.u_ref", u.u);
    out.number("mann_whitney.p_auto", u.p_value);
    out.number("mann_whitney.p_less_auto", u.p_less);
    out.number("evidently_methods.mannw.score", u.p_less);
    out.number("mann_whitney.common_language_effect", u.common_language_effect);
    out.exactly("mann_whitney.ties", json!(u.ties));
    for (key, continuity) in [("p_asymptotic_cc", true), ("p_asymptotic_nocc", false)] {
        out.number(&format!("mann_whitney.{key}"), mann_whitney_asymptotic_p(r, c, continuity).unwrap());
    }
    let few = !u.ties && n * m <= 10_000;
    out.number("mann_whitney.p_exact", if few { mann_whitney_exact_p(u.u, n, m) } else { 0.0 });
    out.number("wasserstein.w1", all.wasserstein);
    let normed = wasserstein_normed(all.wasserstein, r).unwrap();
    out.number("wasserstein.w1_normed_evidently", normed);
    out.number("evidently_methods.wasserstein.score", normed);
    out.number("energy_distance", all.energy);
    out.number("evidently_methods.ed.score", all.energy);
}

fn facts(out: &mut Answers, reference: &ColumnProfile, current: &ColumnProfile) {
    out.exactly("n_rows", json!([reference.rows, current.rows]));
    out.exactly("n_missing", json!([reference.missing, current.missing]));
}

fn summary(out: &mut Answers, side: &str, sample: &Ecdf) {
    let at = |key: &str| format!("summary.{side}.{key}");
    out.exactly(&at("n"), json!(sample.n()));
    out.exactly(&at("n_unique"), json!(sample.distinct()));
    out.exactly(&at("negatives"), json!(sample.count_below(0.0)));
    out.exactly(&at("zeros"), json!(sample.count_at_most(0.0) - sample.count_below(0.0)));
    for (key, value) in [
        ("min", sample.min()),
        ("max", sample.max()),
        ("mean", sample.mean()),
        ("std_ddof0", sample.std(0)),
        ("std_ddof1", sample.std(1)),
        ("skew_biased", sample.skewness()),
        ("kurtosis_excess_biased", sample.excess_kurtosis()),
    ] {
        out.result(&[&at(key)], value.ok_or(()), |&x| vec![x]);
    }
    for p in ["0.01", "0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95", "0.99"] {
        let quantile = sample.quantile(p.parse().unwrap());
        out.result(&[&at(&format!("quantiles.{p}"))], quantile.ok_or(()), |&x| vec![x]);
    }
}

fn deciles(out: &mut Answers, r: &Ecdf, c: &Ecdf) {
    let found = psi_deciles(r, c).unwrap();
    let shown = |shares: Vec<f64>| {
        Answer::Numbers(shares.into_iter().map(|s| if s == 0.0 { 1e-4 } else { s }).collect())
    };
    out.number("psi_decile.psi", found.psi);
    out.0.insert("psi_decile.inner_edges".to_owned(), Answer::Numbers(found.inner_edges));
    out.0.insert("psi_decile.ref_share".to_owned(), shown(found.cells.reference_shares()));
    out.0.insert("psi_decile.cur_share".to_owned(), shown(found.cells.current_shares()));
}

fn distances(out: &mut Answers, block: &str, pair: &CountPair) {
    for (key, value) in [
        ("js_distance_nats", jensen_shannon(pair)),
        ("js_distance_base2", jensen_shannon_base2(pair)),
        ("hellinger", hellinger(pair)),
        ("total_variation", total_variation(pair)),
        ("l_infinity", l_infinity(pair)),
        ("kl_ref_cur_raw", kl_unfilled(pair)),
    ] {
        out.number(&format!("{block}.{key}"), value);
    }
}

/// Categories by name; whole numbers are spelled without a point.
fn named(column: &ColumnProfile) -> CategoryCounts {
    let numbers =
        CategoryCounts::from_counts(column.numbers.points().map(|p| (p.value.to_string(), p.count)));
    column.texts.merge(&numbers)
}
