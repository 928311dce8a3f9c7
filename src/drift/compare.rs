//! Verdict of one column.

use std::collections::BTreeMap;

use super::comparable::Sides;
use super::preset::{self, FEW_VALUES, Shape};
use super::samples::Samples;
use super::views::{SideView, pooled_distinct};
use super::{
    ColumnPair, ColumnReport, ColumnVerdict, Method, Policy, Severity, Sparkline, TestResult, findings,
    sparkline, summary,
};
use crate::stats::{CountPair, two_proportion_z};

/// KS gap from which a drifted numeric column is critical.
pub const LARGE_KS_GAP: f64 = 0.3;
/// Total variation distance from which a drifted column of categories is critical.
pub const LARGE_TOTAL_VARIATION: f64 = 0.2;
/// How many times its threshold a distance has to be for the column to be critical.
pub const LARGE_DISTANCE: f64 = 3.0;
/// Change of the missing share from which a column that emptied or filled is critical.
pub const LARGE_MISSING_CHANGE: f64 = 0.5;

pub(super) fn compare(pair: &ColumnPair<'_>, policy: &Policy) -> ColumnReport {
    let Sides { reference, current } = Sides::of(pair.reference, pair.current, pair.kind);
    let mut report = ColumnReport {
        name: pair.name.to_owned(),
        kind: pair.kind,
        role: pair.role,
        reference: None,
        current: None,
        verdict: None,
        tests: BTreeMap::new(),
        sparkline: Sparkline::default(),
        effect: None,
        findings: Vec::new(),
    };
    let summaries = summary::summarise(reference.as_ref(), current.as_ref(), pair.kind);
    (report.reference, report.current) = (summaries.reference, summaries.current);
    if let (Some(left), Some(right)) = (&reference, &current)
        && preset::kind_is_judged(pair.kind)
        && preset::role_is_judged(pair.role)
    {
        if left.n() == 0 || right.n() == 0 {
            judge_missing(&mut report, left, right);
        } else {
            judge(&mut report, pair, left, right, policy);
        }
    }
    if preset::kind_is_judged(pair.kind) {
        report.sparkline = sparkline::sparkline(reference.as_ref(), current.as_ref());
    }
    report.findings = findings::of_column(pair, reference.as_ref(), current.as_ref(), &report);
    report
}

fn judge(
    report: &mut ColumnReport,
    pair: &ColumnPair<'_>,
    reference: &SideView<'_>,
    current: &SideView<'_>,
    policy: &Policy,
) {
    let shape = Shape {
        kind: report.kind,
        reference_rows: reference.n(),
        distinct: pooled_distinct(&reference.values, &current.values, FEW_VALUES),
    };
    let method = pair.method.unwrap_or_else(|| policy.preset.method(shape));
    let Some(threshold) = method.threshold() else { return };
    let Some(samples) = Samples::of(reference, current, pair.holds_integers()) else { return };
    report.effect = samples.effect(report.reference.as_ref().and_then(|summary| summary.std));
    for test in Method::ALL {
        if test == method || (policy.tests.includes(test) && test.applies(shape)) {
            report.tests.extend(samples.test(test).map(|result| (test, result)));
        }
    }
    let Some(own) = report.tests.get(&method).copied() else { return };
    let score = own.p_value.unwrap_or(own.statistic);
    let drifted = method.drifted(score, threshold);
    let large = drifted
        && match method {
            Method::Ks => own.statistic >= LARGE_KS_GAP,
            Method::ChiSquare | Method::TwoProportionZ => {
                samples.total_variation().is_some_and(|distance| distance >= LARGE_TOTAL_VARIATION)
            }
            _ => score >= LARGE_DISTANCE * threshold,
        };
    report.verdict = Some(verdict(method, score, threshold, drifted, large));
}

/// A column without usable values on a side is judged by the share of cells that have none.
fn judge_missing(report: &mut ColumnReport, reference: &SideView<'_>, current: &SideView<'_>) {
    let unusable = |side: &SideView<'_>| side.rows - side.n();
    let (left, right) = (unusable(reference), unusable(current));
    let cells = CountPair::new(vec![reference.n(), left], vec![current.n(), right]);
    let Ok(z) = cells.and_then(|cells| two_proportion_z(&cells)) else { return };
    let drifted = Method::TwoProportionZ.drifted(z.p_value, preset::P_THRESHOLD);
    let share = |unusable: u64, rows: u64| unusable as f64 / rows as f64;
    let change = (share(left, reference.rows) - share(right, current.rows)).abs();
    let large = drifted && change >= LARGE_MISSING_CHANGE;
    let result = TestResult { statistic: z.z, p_value: Some(z.p_value) };
    report.tests.insert(Method::TwoProportionZ, result);
    report.verdict = Some(verdict(Method::TwoProportionZ, z.p_value, preset::P_THRESHOLD, drifted, large));
}

fn verdict(method: Method, score: f64, threshold: f64, drifted: bool, large: bool) -> ColumnVerdict {
    let severity = match (drifted, large) {
        (false, _) => Severity::None,
        (true, false) => Severity::Warning,
        (true, true) => Severity::Critical,
    };
    let score_is_p = method.is_p_value();
    ColumnVerdict { method, score, threshold, score_is_p, drifted, p_adjusted: None, severity }
}
