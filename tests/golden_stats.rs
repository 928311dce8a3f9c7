//! Every number of every golden drift case against ours: SciPy's, numpy's, statsmodels' and
//! Evidently's answers to the same columns. Run with `--nocapture` it prints, per key, how many
//! numbers were compared and the largest relative error.
#![cfg(not(target_arch = "wasm32"))]

#[path = "golden_stats/answers.rs"]
mod answers;
mod golden_support;

use answers::{Answer, Answers, categorical, numeric};
use evenkeel::stats::{
    Correction, CountPair, hommel, jensen_shannon_base2, nannyml_bins, nannyml_threshold, sidak,
};
use golden_support::{Tally, cases, folders, profile};
use serde_json::Value;

/// Keys that no function of ours answers, and why. A star at the end stands for any rest.
const NOT_ANSWERED: &[(&str, &str)] = &[
    ("kind", "an input: the kind that the case's author means"),
    ("pandas_dtype", "how pandas holds the column"),
    ("empty", "says that there is nothing below"),
    ("anderson.critical_values", "SciPy's table, from which p_midrank is read"),
    ("anderson.statistic_right", "another version of the statistic, for continuous data only"),
    ("cramer_von_mises.auto_method", "p_auto shows it: the exact and the asymptotic p differ"),
    ("evidently_methods.*.threshold", "policy, not statistics: tests/golden_drift.rs"),
    ("evidently_methods.*.drifted", "policy, not statistics: tests/golden_drift.rs"),
    (
        "evidently_methods.g_test.score",
        "a goodness of fit to row counts, which Evidently refuses when the sides differ in size; ours is of the table",
    ),
    ("evidently_methods.g_test.error", "the same: it raises when the sides differ in size"),
];

/// Top-level keys that another test compares, or that say how the case was made.
const NOT_STATISTICS: &[(&str, &str)] = &[
    ("schema", "version of the layout"),
    ("case", "name"),
    ("task", "what is compared"),
    ("note", "how the data were made"),
    ("made_by", "how the data were made"),
    ("versions", "of the programs that answered"),
    ("rows", "n_rows of every column says it"),
    ("tolerance", "read by this test"),
    ("columns", "every_drift_case_and_key"),
    ("multiple_testing", "every_drift_case_and_key"),
    ("evidently", "verdicts: tests/golden_drift.rs"),
    ("domain_classifier", "a model, not a statistic of two columns"),
];

#[test]
fn every_drift_case_and_key() {
    let mut tally = Tally::default();
    for case in cases() {
        for key in case.golden.as_object().unwrap().keys() {
            if !NOT_STATISTICS.iter().any(|(known, _)| known == key) {
                tally.fail(format!("{}: nobody compares the key {key}", case.name));
            }
        }
        for (name, want) in case.golden["columns"].as_object().unwrap() {
            let at = format!("{} {name}", case.name);
            let (r, c) = (case.reference.column(name).unwrap(), case.current.column(name).unwrap());
            let ours = if want.get("categories").is_some() { categorical(r, c) } else { numeric(r, c) };
            let mut compared =
                Comparison { tally: &mut tally, at: &at, ours: &ours, tolerance: &case.golden["tolerance"] };
            compared.block("", want);
        }
        multiple_testing(&mut tally, &case.name, &case.golden["multiple_testing"]);
    }
    tally.finish();
}

/// Chunks of NannyML's univariate drift: value, threshold and alert.
#[test]
fn nannyml_jensen_shannon() {
    let mut tally = Tally::default();
    let found = folders(|golden| golden["task"] == "nannyml");
    assert!(found.len() >= 2, "golden cases are missing");
    for (folder, golden) in found {
        let sides =
            ["reference.csv", "current.csv"].map(|name| std::fs::read_to_string(folder.join(name)).unwrap());
        let reference = profile(sides[0].as_bytes());
        for (name, is_numeric) in
            [("numeric", true), ("categorical", false)].into_iter().flat_map(|(kind, number)| {
                golden[kind].as_array().unwrap().iter().map(move |n| (n.as_str().unwrap(), number))
            })
        {
            let whole = reference.column(name).unwrap();
            let bins = is_numeric.then(|| nannyml_bins(&whole.numbers).unwrap());
            let chunks = golden["univariate"].as_array().unwrap();
            let distance = |chunk: &Value| {
                let place = &chunk["chunk"];
                let side = &sides[usize::from(place["period"] == "analysis")];
                let index = |key: &str| place[key].as_u64().unwrap() as usize;
                let part = profile(lines(side, index("start_index"), index("end_index")).as_bytes());
                let part = part.column(name).unwrap();
                match &bins {
                    Some(bins) => bins.jensen_shannon(&part.numbers).unwrap(),
                    None => {
                        jensen_shannon_base2(&CountPair::from_categories(&whole.texts, &part.texts).unwrap())
                    }
                }
            };
            let distances: Vec<f64> = chunks.iter().map(distance).collect();
            let of_reference =
                chunks.iter().zip(&distances).filter(|(c, _)| c["chunk"]["period"] == "reference");
            let own: Vec<f64> = of_reference.map(|(_, d)| *d).collect();
            let threshold = nannyml_threshold(&own).unwrap();
            for (chunk, &got) in chunks.iter().zip(&distances) {
                let at = format!("{} {name} {}", golden["case"], chunk["chunk"]["key"]);
                let want = &chunk[name]["jensen_shannon"];
                tally.close("value", &at, got, &want["value"], 1e-9, 1e-12);
                tally.close("upper threshold", &at, threshold, &want["upper_threshold"], 1e-9, 1e-12);
                tally.equal("alert", &at, got > threshold, want["alert"].as_bool().unwrap());
                tally.equal("lower threshold", &at, &Value::Null, &want["lower_threshold"]);
            }
        }
    }
    tally.finish();
}

/// A CSV of the header and the rows `first` to `last`, both included.
fn lines(csv: &str, first: usize, last: usize) -> String {
    let mut lines = csv.split_inclusive('\n');
    let header = lines.next().unwrap();
    std::iter::once(header).chain(lines.skip(first).take(last + 1 - first)).collect()
}

fn multiple_testing(tally: &mut Tally, case: &str, golden: &Value) {
    let Some(p) = golden.get("p").and_then(Value::as_array) else { return };
    let p: Vec<f64> = p.iter().map(|p| p.as_f64().unwrap()).collect();
    let alpha = golden["alpha"].as_f64().unwrap();
    let known = ["over", "alpha", "columns", "p"];
    for (name, want) in golden.as_object().unwrap().iter().filter(|(name, _)| !known.contains(&name.as_str()))
    {
        let ours = match name.as_str() {
            "bonferroni" => Correction::Bonferroni.adjusted(&p),
            "holm" => Correction::Holm.adjusted(&p),
            "benjamini_hochberg" => Correction::BenjaminiHochberg.adjusted(&p),
            "benjamini_yekutieli" => Correction::BenjaminiYekutieli.adjusted(&p),
            "sidak" => sidak(&p),
            "hommel" => hommel(&p),
            _ => {
                tally.fail(format!("{case}: nobody compares the correction {name}"));
                continue;
            }
        };
        let method = format!("multiple_testing.{name}");
        let (adjusted, rejected) =
            (want["adjusted"].as_array().unwrap(), want["rejected"].as_array().unwrap());
        tally.equal(&method, case, ours.len(), adjusted.len());
        for ((got, adjusted), rejected) in ours.iter().zip(adjusted).zip(rejected) {
            tally.close(&method, case, *got, adjusted, 1e-9, 1e-12);
            tally.equal(&format!("{method} rejected"), case, *got <= alpha, rejected.as_bool().unwrap());
        }
    }
}

/// One column's golden answers beside ours.
struct Comparison<'a> {
    tally: &'a mut Tally,
    at: &'a str,
    ours: &'a Answers,
    tolerance: &'a Value,
}

impl Comparison<'_> {
    /// `path` names the block within the column.
    fn block(&mut self, path: &str, golden: &Value) {
        let block = golden.as_object().unwrap();
        // Where one of a test's numbers is not a number, SciPy has no answer: ours may refuse.
        let undefined = block.values().any(|v| v == "nan");
        for (key, want) in block {
            let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            if want.is_object() {
                self.block(&inner, want);
            } else {
                self.leaf(&inner, want, undefined);
            }
        }
    }

    fn leaf(&mut self, path: &str, want: &Value, undefined: bool) {
        if listed(path) {
            return;
        }
        if let Some(block) = path.strip_suffix(".error").or(path.strip_suffix("error")) {
            self.raised(block);
            return;
        }
        let Some(ours) = self.ours.get(path) else {
            self.tally.fail(format!("{} {path}: neither compared nor listed", self.at));
            return;
        };
        let (rel, abs) = self.allowed(path);
        let (tally, at) = (&mut *self.tally, self.at);
        let method = named(path);
        match ours {
            Answer::Refused if undefined || want.is_null() => {
                tally.equal(&format!("{method} (no answer)"), at, true, true)
            }
            Answer::Refused => tally.fail(format!("{at} {path}: we refuse, want {want}")),
            Answer::Number(got) => match want.as_str() {
                _ if want.is_null() => {
                    tally.equal(&format!("{method} (no answer)"), at, got.is_finite(), true)
                }
                Some("nan") => tally.equal(&format!("{method} (no answer)"), at, got.is_nan(), false),
                Some("inf") => tally.equal(&method, at, *got, f64::INFINITY),
                Some("-inf") => tally.equal(&method, at, *got, f64::NEG_INFINITY),
                _ if got.is_infinite() && want.as_f64().is_some_and(|want| want > 1e30) => {
                    // A division by the rounding of a zero.
                    tally.equal(&method, at, *got, f64::INFINITY);
                }
                _ => tally.close(&method, at, *got, want, rel, abs),
            },
            Answer::Exactly(got) => tally.equal(&method, at, got, want),
            Answer::Numbers(got) => {
                let want = want.as_array().unwrap();
                tally.equal(&method, at, got.len(), want.len());
                got.iter().zip(want).for_each(|(got, want)| tally.close(&method, at, *got, want, rel, abs));
            }
        }
    }

    /// The library raised: what we say under that key is an error or a finite number.
    fn raised(&mut self, block: &str) {
        let sound = |answer: &Answer| match answer {
            Answer::Number(got) => got.is_finite(),
            Answer::Numbers(got) => got.iter().all(|x| x.is_finite()),
            Answer::Refused | Answer::Exactly(_) => true,
        };
        let ours = self.ours.iter().filter(|(path, _)| path.starts_with(block));
        let (all, good) = ours.fold((0, 0), |(all, good), (_, a)| (all + 1, good + usize::from(sound(a))));
        self.tally.equal(&format!("{block} (raised)"), self.at, good, all);
    }

    /// Relative and absolute tolerance of a key, from the file.
    fn allowed(&self, path: &str) -> (f64, f64) {
        let last = path.rsplit('.').next().unwrap_or(path);
        let is_p = last.starts_with("p_") || last == "p" || last == "score";
        let has = |word: &str| path.contains(word);
        let rule = if has("ks.") && is_p {
            "ks.p_*"
        } else if has("anderson") && is_p {
            "anderson.p*"
        } else if has("cramer_von_mises") && is_p && last != "p_exact" {
            "cramer_von_mises.p_asymptotic"
        } else if has("mann") && is_p {
            "mann_whitney.p_*"
        } else if has("two_proportion_z") || has("methods.z.") {
            "z, evidently z"
        } else if has("fisher_exact") {
            "fisher_exact"
        } else if has("epps_singleton") || has("methods.es.") {
            "epps_singleton"
        } else if has("energy") || has("wasserstein") || has("methods.ed.") {
            "energy, wasserstein"
        } else {
            "default"
        };
        assert!(self.tolerance[rule].is_object(), "the file has no tolerance for {rule}");
        // SciPy's statistic of two equal samples is the rounding of a zero: the general absolute tolerance.
        let fallback = if rule == "epps_singleton" && last == "statistic" { "default" } else { rule };
        let of = |key: &str| {
            let own = self.tolerance[rule][key].as_f64();
            own.or(self.tolerance[fallback][key].as_f64()).unwrap_or(0.0)
        };
        (of("rel"), of("abs"))
    }
}

/// The row of the table for a path: both sides and all quantiles together.
fn named(path: &str) -> String {
    let path = path.replace(".reference.", ".").replace(".current.", ".");
    match path.split_once(".quantiles.") {
        Some((before, _)) => format!("{before}.quantiles"),
        None => path.replace(".p_", ". p_").replace(". p_", " p_"),
    }
}

fn listed(path: &str) -> bool {
    NOT_ANSWERED.iter().any(|(pattern, _)| match pattern.split_once(".*.") {
        Some((before, after)) => path.starts_with(before) && path.ends_with(&format!(".{after}")),
        None => *pattern == path,
    })
}
