//! What the detail panel and the charts draw of one column. No rows, only summaries.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::comparable::Sides;
use super::contributions::contributions;
use super::preset::kind_is_judged;
use super::{
    CheckReport, ColumnProfile, ColumnReport, Contribution, DatasetProfile, Method, Policy, TestResult,
    compare, drawing, plan, reasons,
};
use crate::data::{KindRule, kind};

/// Everything the detail panel draws of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnDetail {
    /// Name of the column.
    pub name: String,
    /// The reasons in words, most important first: what happened, to what, how much.
    pub sentences: Vec<String>,
    /// Histogram overlay, for numeric columns with at least one usable value.
    pub histogram: Option<HistogramPair>,
    /// ECDF overlay, for numeric columns with usable values on both sides.
    pub ecdf: Option<EcdfPair>,
    /// Quantile table, for numeric columns; empty otherwise.
    pub quantiles: Vec<QuantileRow>,
    /// Category bars, for categorical columns.
    pub bars: Option<BarPair>,
    /// Where the drift is: the bins or categories that contribute most, largest first, at most 8.
    pub contributions: Vec<Contribution>,
    /// Tests that the report does not hold because they are costly.
    pub costly: BTreeMap<Method, TestResult>,
}

/// Two histograms on shared bins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistogramPair {
    /// Bin edges, ascending; one more than bins.
    pub edges: Vec<f64>,
    /// Rows of the reference per bin.
    pub reference: Vec<u64>,
    /// Rows of current per bin.
    pub current: Vec<u64>,
    /// Usable rows of the reference below the first and above the last edge (a huge range is cut at
    /// the smaller 0.5 % and the larger 99.5 % quantile of the two sides).
    pub reference_outside: u64,
    /// Usable rows of current outside the edges.
    pub current_outside: u64,
}

/// One point of a step curve: the share of values ≤ `x`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Value.
    pub x: f64,
    /// Share, 0 to 1.
    pub y: f64,
}

/// Two empirical distribution functions, thinned to at most 512 points each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EcdfPair {
    /// The reference's.
    pub reference: Vec<CurvePoint>,
    /// Current's.
    pub current: Vec<CurvePoint>,
    /// Where they are farthest apart.
    pub gap: KsGap,
}

/// Where two distribution functions are farthest apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KsGap {
    /// Value at which the gap is largest.
    pub x: f64,
    /// Share of the reference at or below `x`.
    pub reference: f64,
    /// Share of current at or below `x`.
    pub current: f64,
}

/// One row of the quantile table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct QuantileRow {
    /// Probability: 0 is the minimum, 1 the maximum.
    pub p: f64,
    /// The reference's quantile.
    pub reference: Option<f64>,
    /// Current's quantile.
    pub current: Option<f64>,
}

/// Shares of categories, largest first, at most 20, the rest under `other`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BarPair {
    /// One bar pair a category.
    pub bars: Vec<CategoryBar>,
    /// The categories that are not listed, taken together; `None` when all are.
    pub other: Option<CategoryBar>,
    /// How many categories `other` stands for.
    pub other_categories: u64,
}

/// One category on both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CategoryBar {
    /// Name of the category.
    pub name: String,
    /// Rows in the reference.
    pub reference: u64,
    /// Rows in current.
    pub current: u64,
    /// Share of the reference's usable rows.
    pub reference_share: f64,
    /// Share of current's usable rows.
    pub current_share: f64,
}

/// What the detail panel draws of one compared column. `None` when the report has no such column.
pub fn detail(
    reference: &DatasetProfile,
    current: &DatasetProfile,
    report: &CheckReport,
    column: &str,
) -> Option<ColumnDetail> {
    let entry = report.columns.iter().find(|entry| entry.name == column)?;
    let drawn = drawn(entry, &report.policy, reference.column(column), current.column(column));
    Some(ColumnDetail { costly: costly(reference, current, report, column), ..drawn })
}

/// What is drawn of every compared column, in the report's order, without the costly tests: the work grows
/// with the number of columns, not with its square.
pub fn details(
    reference: &DatasetProfile,
    current: &DatasetProfile,
    report: &CheckReport,
) -> Vec<ColumnDetail> {
    let (left, right) = (by_name(reference), by_name(current));
    report
        .columns
        .iter()
        .map(|entry| {
            let name = entry.name.as_str();
            drawn(entry, &report.policy, left.get(name).copied(), right.get(name).copied())
        })
        .collect()
}

fn by_name(profile: &DatasetProfile) -> BTreeMap<&str, &ColumnProfile> {
    profile.columns.iter().map(|column| (column.name.as_str(), column)).collect()
}

/// All but the costly tests.
fn drawn(
    entry: &ColumnReport,
    policy: &Policy,
    left: Option<&ColumnProfile>,
    right: Option<&ColumnProfile>,
) -> ColumnDetail {
    let facts = [left, right].map(|profile| profile.map(ColumnProfile::facts));
    let by_both = kind::infer(facts[0].as_ref(), facts[1].as_ref(), KindRule::Both);
    let sides = Sides::of(left, right, entry.kind);
    let (left, right) = (sides.reference.as_ref(), sides.current.as_ref());
    let judged = kind_is_judged(entry.kind);
    ColumnDetail {
        name: entry.name.clone(),
        sentences: reasons::sentences(entry, policy, by_both),
        histogram: drawing::histogram(left, right),
        ecdf: drawing::ecdf(left, right),
        quantiles: drawing::quantiles(left, right),
        bars: if judged { drawing::bars(left, right) } else { None },
        contributions: if judged { contributions(left, right) } else { Vec::new() },
        costly: BTreeMap::new(),
    }
}

/// Costly tests of one column that its report does not hold.
fn costly(
    reference: &DatasetProfile,
    current: &DatasetProfile,
    report: &CheckReport,
    column: &str,
) -> BTreeMap<Method, TestResult> {
    let Ok(plan) = plan(reference, current, &report.policy) else { return BTreeMap::new() };
    let entry = report.columns.iter().find(|entry| entry.name == column);
    let pair = plan.pairs().iter().find(|pair| pair.name == column);
    let (Some(entry), Some(pair)) = (entry, pair) else { return BTreeMap::new() };
    compare::costly_tests(pair, pair.holds_integers(), entry)
}
