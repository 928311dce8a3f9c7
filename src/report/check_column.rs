//! One column as it stands in the JSON report.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::drift::{ColumnReport, ColumnVerdict, Finding, MissingVerdict, SideSummary, TestResult};

#[derive(Serialize)]
pub(super) struct FindingView<'a> {
    kind: &'static str,
    severity: &'static str,
    message: &'a str,
}

impl<'a> FindingView<'a> {
    pub(super) fn of(finding: &'a Finding) -> Self {
        Self { kind: finding.kind.id(), severity: finding.severity.id(), message: &finding.message }
    }
}

#[derive(Serialize)]
pub(super) struct ColumnView<'a> {
    name: &'a str,
    kind: &'static str,
    role: &'static str,
    reference: Option<SideView>,
    current: Option<SideView>,
    verdict: Option<VerdictView>,
    effect: Option<EffectView>,
    tests: Map<String, Value>,
    findings: Vec<FindingView<'a>>,
}

impl<'a> ColumnView<'a> {
    pub(super) fn of(column: &'a ColumnReport) -> Self {
        Self {
            name: &column.name,
            kind: column.kind.id(),
            role: column.role.id(),
            reference: column.reference.as_ref().map(SideView::of),
            current: column.current.as_ref().map(SideView::of),
            verdict: column.verdict.as_ref().map(VerdictView::of),
            effect: column.effect.map(|effect| EffectView { size: effect.size, shift: effect.shift }),
            tests: column
                .tests
                .iter()
                .map(|(method, test)| (method.id().to_owned(), test_value(test)))
                .collect(),
            findings: column.findings.iter().map(FindingView::of).collect(),
        }
    }
}

fn test_value(test: &TestResult) -> Value {
    let mut entry = Map::new();
    entry.insert("statistic".to_owned(), Value::from(test.statistic));
    if let Some(p) = test.p_value {
        entry.insert("p_value".to_owned(), Value::from(p));
    }
    Value::Object(entry)
}

#[derive(Serialize)]
struct EffectView {
    size: f64,
    shift: Option<f64>,
}

#[derive(Serialize)]
struct VerdictView {
    outcome: &'static str,
    method: &'static str,
    method_from: &'static str,
    score: f64,
    threshold: f64,
    threshold_from: &'static str,
    drifted: bool,
    p_adjusted: Option<f64>,
    effect: Option<EffectLineView>,
    missing: Option<MissingVerdict>,
    rows_needed: Option<u64>,
    severity: &'static str,
}

#[derive(Serialize)]
struct EffectLineView {
    method: &'static str,
    size: f64,
    threshold: f64,
    from: &'static str,
}

impl VerdictView {
    fn of(verdict: &ColumnVerdict) -> Self {
        Self {
            outcome: verdict.outcome().id(),
            method: verdict.method.id(),
            method_from: verdict.method_from.id(),
            score: verdict.score,
            threshold: verdict.threshold,
            threshold_from: verdict.threshold_from.id(),
            drifted: verdict.drifted,
            p_adjusted: verdict.p_adjusted,
            effect: verdict.effect.map(|effect| EffectLineView {
                method: effect.method.id(),
                size: effect.size,
                threshold: effect.threshold,
                from: effect.threshold_from.id(),
            }),
            missing: verdict.missing,
            rows_needed: verdict.rows_needed,
            severity: verdict.severity.id(),
        }
    }
}

#[derive(Serialize)]
struct SideView {
    n: u64,
    missing: u64,
    infinite: u64,
    distinct: u64,
    #[serde(flatten)]
    values: ValuesView,
}

/// Moments for numbers, counts for categories, neither for a kind that is not counted.
#[derive(Serialize)]
#[serde(untagged)]
enum ValuesView {
    Counts {
        counts: Map<String, Value>,
        other: u64,
    },
    Moments {
        mean: Option<f64>,
        std: Option<f64>,
        min: Option<f64>,
        max: Option<f64>,
        quantiles: Map<String, Value>,
    },
}

impl SideView {
    fn of(side: &SideSummary) -> Self {
        let values = match &side.counts {
            Some(counts) => ValuesView::Counts {
                counts: counts.iter().map(|(name, count)| (name.clone(), (*count).into())).collect(),
                other: side.other,
            },
            None => ValuesView::Moments {
                mean: side.mean,
                std: side.std,
                min: side.min,
                max: side.max,
                quantiles: side.quantiles.iter().map(|(p, value)| (p.to_string(), (*value).into())).collect(),
            },
        };
        Self { n: side.n, missing: side.missing, infinite: side.infinite, distinct: side.distinct, values }
    }
}
