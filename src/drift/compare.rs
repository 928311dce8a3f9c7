//! Everything that a verdict on one column may rest on.

use std::collections::BTreeMap;

use super::comparable::Sides;
use super::preset::{self, FEW_VALUES, Shape};
use super::samples::Samples;
use super::views::{SideView, pooled_distinct};
use super::{
    ColumnPair, ColumnReport, Evidence, Method, MissingShares, Policy, Preset, Sparkline, TestChoice,
    TestResult, findings, judge, nannyml, sparkline, summary,
};
use crate::data::Kind;
use crate::stats::{CountPair, ProportionZ, two_proportion_z};

/// Compares one column; the verdict is left to [`judge`].
pub(super) fn compare(pair: &ColumnPair<'_>, policy: &Policy) -> ColumnReport {
    let Sides { reference, current } = Sides::of(pair.reference, pair.current, pair.kind);
    let summaries = summary::summarise(reference.as_ref(), current.as_ref(), pair.kind);
    let mut report = ColumnReport {
        name: pair.name.to_owned(),
        kind: pair.kind,
        kinds: pair.kinds,
        role: pair.role,
        reference: summaries.reference,
        current: summaries.current,
        verdict: None,
        tests: BTreeMap::new(),
        sparkline: Sparkline::default(),
        effect: None,
        findings: Vec::new(),
        evidence: None,
    };
    if let (Some(left), Some(right)) = (&reference, &current)
        && preset::kind_is_judged(pair.kind)
        && preset::role_is_judged(pair.role)
        && let Some(found) = gather(pair.name, pair.kind, pair.holds_integers(), left, right, policy)
    {
        let std = report.reference.as_ref().and_then(|summary| summary.std);
        report.effect = found.samples.and_then(|samples| samples.effect(std));
        report.tests = found.tests;
        report.evidence = Some(found.evidence);
    }
    if preset::kind_is_judged(pair.kind) {
        report.sparkline = sparkline::sparkline(reference.as_ref(), current.as_ref());
    }
    let found = findings::of_column(pair, reference.as_ref(), current.as_ref(), &report);
    match &mut report.evidence {
        Some(evidence) => {
            (evidence.findings, evidence.evidently_findings) = (found.always, found.under_evidently);
        }
        None => report.findings = found.always,
    }
    report
}

/// What a method is chosen by.
pub(super) fn shape(kind: Kind, reference: &SideView<'_>, current: &SideView<'_>) -> Shape {
    Shape {
        kind,
        reference_rows: reference.n(),
        current_rows: current.n(),
        distinct: pooled_distinct(&reference.values, &current.values, FEW_VALUES),
    }
}

/// What was computed of two sides.
pub(super) struct Gathered<'a> {
    pub(super) tests: BTreeMap<Method, TestResult>,
    pub(super) evidence: Evidence,
    /// `None` when a side has no usable value.
    samples: Option<Samples<'a>>,
}

/// Makes the tests and gathers what else a verdict rests on; `None` when there is nothing to judge.
/// `integers` says that numbers are of integer type on both sides.
pub(super) fn gather<'a>(
    column: &str,
    kind: Kind,
    integers: bool,
    reference: &'a SideView<'_>,
    current: &'a SideView<'_>,
    policy: &Policy,
) -> Option<Gathered<'a>> {
    let mut evidence = Evidence {
        shape: shape(kind, reference, current),
        missing: missing(reference, current)?,
        nannyml: None,
        ks_gap: None,
        total_variation: None,
        findings: Vec::new(),
        evidently_findings: Vec::new(),
    };
    if evidence.is_empty_side() {
        let missing = evidence.missing;
        let result = TestResult { statistic: missing.z, p_value: Some(missing.p_value) };
        let tests = [(Method::TwoProportionZ, result)].into();
        return Some(Gathered { tests, evidence, samples: None });
    }
    let shape = evidence.shape;
    let needed = judge::needed(column, &evidence, policy);
    let wanted: Vec<Method> = Method::ALL
        .into_iter()
        .filter(|test| needed.contains(test) || (policy.tests.includes(*test, shape) && test.applies(shape)))
        .collect();
    let samples = Samples::of(reference, current, integers, &wanted)?;
    let by_nannyml = policy.preset == Preset::Nannyml;
    if by_nannyml || (policy.tests != TestChoice::Preset && !shape.has_many_rows()) {
        evidence.nannyml = nannyml::evidence(&samples, by_nannyml);
    }
    evidence.ks_gap = samples.ks_gap();
    evidence.total_variation = samples.total_variation();
    let tests = wanted.iter().filter_map(|test| Some((*test, samples.test(*test)?))).collect();
    Some(Gathered { tests, evidence, samples: Some(samples) })
}

/// The tests that apply and that a report does not hold, because they are costly.
pub(super) fn costly_tests(
    pair: &ColumnPair<'_>,
    integers: bool,
    report: &ColumnReport,
) -> BTreeMap<Method, TestResult> {
    let none = BTreeMap::new();
    let Some(evidence) = report.evidence.as_ref().filter(|evidence| !evidence.is_empty_side()) else {
        return none;
    };
    let sides = Sides::of(pair.reference, pair.current, pair.kind);
    let (Some(left), Some(right)) = (&sides.reference, &sides.current) else { return none };
    let wanted: Vec<Method> = Method::ALL
        .into_iter()
        .filter(|method| method.applies(evidence.shape) && !report.tests.contains_key(method))
        .collect();
    let Some(samples) = Samples::of(left, right, integers, &wanted) else { return none };
    wanted.iter().filter_map(|method| Some((*method, samples.test(*method)?))).collect()
}

/// Shares of the cells that have no value, and their test. Where a side has no usable value at all,
/// infinite cells count as without one. `None` when a side has no rows.
fn missing(reference: &SideView<'_>, current: &SideView<'_>) -> Option<MissingShares> {
    let empty = reference.n() == 0 || current.n() == 0;
    let without = |side: &SideView<'_>| if empty { side.rows - side.n() } else { side.missing };
    let (left, right) = (without(reference), without(current));
    let cells = CountPair::new(vec![reference.rows - left, left], vec![current.rows - right, right]).ok()?;
    let none = ProportionZ { z: 0.0, p_value: 1.0 };
    let test = if left + right == 0 { none } else { two_proportion_z(&cells).unwrap_or(none) };
    Some(MissingShares {
        reference: left as f64 / reference.rows as f64,
        current: right as f64 / current.rows as f64,
        p_value: test.p_value,
        z: test.z,
    })
}
