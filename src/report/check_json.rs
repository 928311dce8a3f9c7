//! The JSON report of a check, as the command and the page's download write it.
//!
//! The shape is documented by the JSON Schema beside this file
//! (`evenkeel.check.schema.json`). Numbers that are not finite are written as `null`,
//! and a finding says which and why.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::drift::{
    CheckReport, ColumnReport, ColumnVerdict, DatasetSummary, Finding, Policy, SideSummary, TestChoice,
    TestResult,
};

/// Name of the format.
pub const CHECK_FORMAT: &str = "evenkeel.check";
/// Version of the format that this build writes.
pub const CHECK_FORMAT_VERSION: u32 = 1;

/// The JSON Schema that every report validates against.
pub fn check_schema() -> &'static str {
    include_str!("evenkeel.check.schema.json")
}

/// Writes a check as JSON, indented, with a final newline.
pub fn check_json(report: &CheckReport) -> String {
    let file = CheckFile {
        format: CHECK_FORMAT,
        format_version: CHECK_FORMAT_VERSION,
        tool: Tool::THIS,
        reference: &report.reference,
        current: &report.current,
        policy: PolicyView::of(&report.policy),
        dataset: DatasetView {
            columns: report.dataset.columns,
            drifted: report.dataset.drifted,
            share: report.dataset.share,
            share_threshold: report.dataset.share_threshold,
            drift: report.dataset.drift,
            severity: report.dataset.severity.id(),
        },
        findings: report.findings.iter().map(FindingView::of).collect(),
        columns: report.columns.iter().map(ColumnView::of).collect(),
    };
    // Plain structs with string keys and finite or null numbers always serialise.
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// Which program wrote a file.
#[derive(Debug, Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    /// This build.
    pub(super) const THIS: Self = Self { name: "evenkeel", version: env!("CARGO_PKG_VERSION") };
}

#[derive(Serialize)]
struct CheckFile<'a> {
    format: &'static str,
    format_version: u32,
    tool: Tool,
    reference: &'a DatasetSummary,
    current: &'a DatasetSummary,
    policy: PolicyView<'a>,
    dataset: DatasetView,
    findings: Vec<FindingView<'a>>,
    columns: Vec<ColumnView<'a>>,
}

#[derive(Serialize)]
struct DatasetView {
    columns: u64,
    drifted: u64,
    share: f64,
    share_threshold: f64,
    drift: bool,
    severity: &'static str,
}

#[derive(Serialize)]
struct PolicyView<'a> {
    preset: &'static str,
    share_threshold: f64,
    method: Option<&'static str>,
    methods: Map<String, Value>,
    kinds: Map<String, Value>,
    roles: Map<String, Value>,
    tests: TestsView<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum TestsView<'a> {
    Word(&'a str),
    These(Vec<&'static str>),
}

impl<'a> PolicyView<'a> {
    fn of(policy: &'a Policy) -> Self {
        Self {
            preset: policy.preset.id(),
            share_threshold: policy.share_threshold,
            method: policy.method.map(|m| m.id()),
            methods: policy.methods.iter().map(|(name, m)| (name.clone(), m.id().into())).collect(),
            kinds: policy.kinds.iter().map(|(name, kind)| (name.clone(), kind.id().into())).collect(),
            roles: policy.roles.iter().map(|(name, role)| (name.clone(), role.id().into())).collect(),
            tests: match &policy.tests {
                TestChoice::All => TestsView::Word("all"),
                TestChoice::Preset => TestsView::Word("preset"),
                TestChoice::These(methods) => TestsView::These(methods.iter().map(|m| m.id()).collect()),
            },
        }
    }
}

#[derive(Serialize)]
struct FindingView<'a> {
    kind: &'static str,
    severity: &'static str,
    message: &'a str,
}

impl<'a> FindingView<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self { kind: finding.kind.id(), severity: finding.severity.id(), message: &finding.message }
    }
}

#[derive(Serialize)]
struct ColumnView<'a> {
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
    fn of(column: &'a ColumnReport) -> Self {
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
    method: &'static str,
    score: f64,
    threshold: f64,
    drifted: bool,
    p_adjusted: Option<f64>,
    severity: &'static str,
}

impl VerdictView {
    fn of(verdict: &ColumnVerdict) -> Self {
        Self {
            method: verdict.method.id(),
            score: verdict.score,
            threshold: verdict.threshold,
            drifted: verdict.drifted,
            p_adjusted: verdict.p_adjusted,
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
