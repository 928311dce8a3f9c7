//! Method, threshold, score and verdict of every column of every golden case, against Evidently 0.7.23.
#![cfg(not(target_arch = "wasm32"))]

mod golden_support;

use evenkeel::data::Kind;
use evenkeel::drift::{ColumnReport, FindingKind, Method, Policy, Preset, SideSummary, check};
use golden_support::{Tally, cases};

fn method(name: &str) -> &str {
    match name {
        "K-S p_value" => "ks",
        "chi-square p_value" => "chi_square",
        "Z-test p_value" => "two_proportion_z",
        "Jensen-Shannon distance" => "jensen_shannon",
        "Wasserstein distance (normed)" => "wasserstein_normed",
        other => panic!("unknown method {other}"),
    }
}

fn judge_all(types: &str) {
    let mut tally = Tally::default();
    for case in cases() {
        let mut policy = Policy::of(Preset::Evidently);
        if types == "declared_types" {
            for (name, column) in case.golden["columns"].as_object().unwrap() {
                let kind = if column["kind"] == "num" { Kind::Numeric } else { Kind::Categorical };
                policy.kinds.insert(name.clone(), kind);
            }
        }
        let report = check(&case.reference, &case.current, &policy).unwrap();
        let golden = &case.golden["evidently"][types];
        for (name, want) in golden["columns"].as_object().unwrap() {
            let at = format!("{} {name}", case.name);
            let column = report.columns.iter().find(|c| c.name == *name).unwrap();
            if let Some(error) = want["error"].as_str() {
                refused(&mut tally, &at, column, error);
                continue;
            }
            let Some(v) = column.verdict else {
                tally.equal("has a verdict", &at, false, true);
                continue;
            };
            let id = method(want["method"].as_str().unwrap());
            tally.equal("method", &at, v.method.id(), id);
            tally.equal("drifted", &at, v.drifted, want["drifted"].as_bool().unwrap());
            tally.close("threshold", &at, v.threshold, &want["threshold"], 0.0, 0.0);
            let (rel, abs) = match id {
                "ks" => (1e-6, 1e-14),
                "two_proportion_z" => (0.0, 1e-13),
                "wasserstein_normed" => (1e-8, 1e-12),
                _ => (1e-9, 1e-12),
            };
            tally.close(&format!("score {id}"), &at, v.score, &want["score"], rel, abs);
        }
        let dataset = &golden["dataset"];
        if !dataset.is_null() {
            tally.close(
                "drifted columns",
                &case.name,
                report.dataset.drifted as f64,
                &dataset["drifted_columns"],
                0.0,
                0.0,
            );
            tally.close("share", &case.name, report.dataset.share, &dataset["share"], 1e-12, 0.0);
            tally.equal(
                "dataset drift",
                &case.name,
                report.dataset.drift,
                dataset["dataset_drift"].as_bool().unwrap(),
            );
        }
    }
    tally.finish();
}

/// What we say about a column over which Evidently fails.
fn refused(tally: &mut Tally, at: &str, column: &ColumnReport, error: &str) {
    let message = |kind| column.findings.iter().find(|f| f.kind == kind).map(|f| f.message.as_str());
    let differs = message(FindingKind::EvidentlyDiffers).unwrap_or_default();
    tally.equal("finding names the column", at, differs.contains(&format!("`{}`", column.name)), true);
    let Some(verdict) = column.verdict else {
        tally.equal("refused column has a verdict", at, false, true);
        return;
    };
    if error.contains("empty column") || error.contains("Cannot calculate drift metric") {
        tally.equal("empty column has its finding", at, message(FindingKind::Empty).is_some(), true);
        tally.equal(
            "empty column says why",
            at,
            differs.contains("share of its cells without a usable value"),
            true,
        );
        tally.equal("empty column's method", at, verdict.method, Method::TwoProportionZ);
        let p = missing_share_p(column);
        tally.close("empty column's p", at, verdict.score, &p.into(), 0.0, 1e-13);
        tally.equal("empty column's verdict", at, verdict.drifted, p < 0.05);
    } else if error.contains("feature type unknown") {
        tally.equal("boolean with gaps", at, column.kind, Kind::Boolean);
        tally.equal("boolean with gaps says why", at, differs.contains("stand beside missing cells"), true);
    } else {
        // Evidently trains a text classifier on these and finds no words.
        tally.equal("lone text", at, column.kind, Kind::Categorical);
        tally.equal("lone text says why", at, differs.contains("refuses the whole report over it"), true);
        tally.equal("lone text's method", at, verdict.method, Method::TwoProportionZ);
    }
}

/// Two-sided p of the pooled z-test on the shares of cells without a usable value.
fn missing_share_p(column: &ColumnReport) -> f64 {
    let (reference, current) = (column.reference.as_ref().unwrap(), column.current.as_ref().unwrap());
    let rows = |side: &SideSummary| (side.n + side.missing + side.infinite) as f64;
    let without = |side: &SideSummary| (side.missing + side.infinite) as f64;
    let (n, m) = (rows(reference), rows(current));
    let pooled = (without(reference) + without(current)) / (n + m);
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    let z = (without(reference) / n - without(current) / m) / error;
    if error == 0.0 { 1.0 } else { statrs::function::erf::erfc(z.abs() / std::f64::consts::SQRT_2) }
}

#[test]
fn types_as_evidently_infers_them() {
    judge_all("auto_types");
}

#[test]
fn types_as_declared() {
    judge_all("declared_types");
}
