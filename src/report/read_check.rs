//! A check read back from its JSON (`evenkeel.check`), as far as it is compared with another.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::check_json::{CHECK_FORMAT, CHECK_FORMAT_VERSION};
use super::error::ReportError;
use crate::data::Kind;
use crate::drift::{DatasetSummary, DatasetVerdict, Outcome, Severity};

/// A check as its file tells it. Numbers that were not finite are missing.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadCheck {
    /// Version of the program that wrote it.
    pub tool_version: String,
    /// Name of the reference, its rows and columns.
    pub reference: DatasetSummary,
    /// Name of the current data, its rows and columns.
    pub current: DatasetSummary,
    /// Identifier of the preset that it was judged by.
    pub preset: String,
    /// The policy as the file has it, by setting.
    pub policy: BTreeMap<String, Value>,
    /// The verdict on the whole.
    pub dataset: DatasetVerdict,
    /// One entry a column, in the file's order.
    pub columns: Vec<ReadColumn>,
}

/// A column of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadColumn {
    /// Name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// How bad: of its verdict, or of one that is not judged of its worst finding.
    pub severity: Severity,
    /// The worst of its findings.
    pub worst_finding: Severity,
    /// The verdict in one word; `None` where it was not judged.
    pub outcome: Option<Outcome>,
    /// Identifier of the method that judged; empty where it was not judged.
    pub method: String,
    /// What was held against the line: adjusted for many columns where the policy does so.
    pub score: Option<f64>,
    /// The line.
    pub threshold: Option<f64>,
    /// Size of the change against the reference.
    pub effect: Option<f64>,
    /// Reference side; `None` where the column stands in current only.
    pub reference: Option<ReadSide>,
    /// Current side; `None` where the column stands in the reference only.
    pub current: Option<ReadSide>,
}

/// One side of a column.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ReadSide {
    /// Usable cells.
    pub n: u64,
    /// Missing cells.
    pub missing: u64,
    /// Infinite cells.
    pub infinite: u64,
    /// Distinct usable values.
    pub distinct: u64,
    /// Arithmetic mean, of numbers.
    pub mean: Option<f64>,
    /// Smallest value, of numbers.
    pub min: Option<f64>,
    /// Largest value, of numbers.
    pub max: Option<f64>,
    /// Counts of the largest categories of both sides.
    #[serde(default)]
    pub counts: BTreeMap<String, u64>,
}

/// Reads a check that [`check_json`](super::check_json) wrote; `file` is its name, for the messages.
///
/// # Errors
///
/// [`ReportError::NotACheck`] for another format, [`ReportError::NewerCheck`] for a later version,
/// [`ReportError::DamagedCheck`] for what is no JSON or lacks something.
pub fn read_check(file: &str, bytes: &[u8]) -> Result<ReadCheck, ReportError> {
    let damaged = |reason: String| ReportError::DamagedCheck { file: file.to_owned(), reason };
    let head: Head = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
    if head.format != CHECK_FORMAT {
        return Err(ReportError::NotACheck { file: file.to_owned(), format: head.format });
    }
    if head.format_version > CHECK_FORMAT_VERSION {
        let (version, known) = (head.format_version, CHECK_FORMAT_VERSION);
        return Err(ReportError::NewerCheck { file: file.to_owned(), version, known });
    }
    let body: Body = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
    body.read().map_err(damaged)
}

#[derive(Deserialize)]
struct Head {
    format: String,
    format_version: u32,
}

#[derive(Deserialize)]
struct Body {
    tool: ToolText,
    reference: DatasetSummary,
    current: DatasetSummary,
    policy: Map<String, Value>,
    dataset: DatasetText,
    columns: Vec<ColumnText>,
}

#[derive(Deserialize)]
struct ToolText {
    version: String,
}

#[derive(Deserialize)]
struct DatasetText {
    columns: u64,
    drifted: u64,
    share: f64,
    share_threshold: f64,
    drift: bool,
    severity: String,
    too_few_rows: u64,
}

#[derive(Deserialize)]
struct ColumnText {
    name: String,
    kind: String,
    reference: Option<ReadSide>,
    current: Option<ReadSide>,
    verdict: Option<VerdictText>,
    effect: Option<EffectText>,
    findings: Vec<FindingText>,
}

#[derive(Deserialize)]
struct VerdictText {
    outcome: String,
    method: String,
    score: Option<f64>,
    threshold: Option<f64>,
    p_adjusted: Option<f64>,
    severity: String,
}

#[derive(Deserialize)]
struct EffectText {
    size: Option<f64>,
}

#[derive(Deserialize)]
struct FindingText {
    severity: String,
}

impl Body {
    fn read(self) -> Result<ReadCheck, String> {
        let dataset = DatasetVerdict {
            columns: self.dataset.columns,
            drifted: self.dataset.drifted,
            share: self.dataset.share,
            share_threshold: self.dataset.share_threshold,
            drift: self.dataset.drift,
            severity: named(&self.dataset.severity)?,
            too_few_rows: self.dataset.too_few_rows,
        };
        let preset = self.policy.get("preset").and_then(Value::as_str).ok_or("the policy has no preset")?;
        Ok(ReadCheck {
            tool_version: self.tool.version,
            reference: self.reference,
            current: self.current,
            preset: preset.to_owned(),
            policy: self.policy.into_iter().collect(),
            dataset,
            columns: self.columns.into_iter().map(ColumnText::read).collect::<Result<_, _>>()?,
        })
    }
}

impl ColumnText {
    fn read(self) -> Result<ReadColumn, String> {
        let mut worst = Severity::None;
        for finding in &self.findings {
            worst = worst.max(named(&finding.severity)?);
        }
        let (mut severity, mut outcome, mut score, mut threshold) = (worst, None, None, None);
        let mut method = String::new();
        if let Some(verdict) = self.verdict {
            severity = named(&verdict.severity)?;
            outcome = Some(outcome_of(&verdict.outcome)?);
            score = verdict.p_adjusted.or(verdict.score);
            threshold = verdict.threshold;
            method = verdict.method;
        }
        Ok(ReadColumn {
            kind: named(&self.kind)?,
            name: self.name,
            severity,
            worst_finding: worst,
            outcome,
            method,
            score,
            threshold,
            effect: self.effect.and_then(|effect| effect.size),
            reference: self.reference,
            current: self.current,
        })
    }
}

impl ReadSide {
    /// Share of missing cells; `None` without rows.
    pub fn missing_share(&self) -> Option<f64> {
        let rows = self.n.saturating_add(self.missing).saturating_add(self.infinite);
        (rows > 0).then(|| self.missing as f64 / rows as f64)
    }
}

/// What an identifier names.
fn named<T: FromStr>(id: &str) -> Result<T, String>
where
    T::Err: ToString,
{
    id.parse().map_err(|error: T::Err| error.to_string())
}

fn outcome_of(id: &str) -> Result<Outcome, String> {
    let all = [Outcome::Stable, Outcome::Drifted, Outcome::TooFewRows];
    all.into_iter()
        .find(|outcome| outcome.id() == id)
        .ok_or_else(|| format!("`{id}` is no outcome; use stable, drifted or too_few_rows"))
}
