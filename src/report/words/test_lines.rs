//! The lines of the test table: every test with its figures, its line, and what it says by itself.

use super::detail_words::{Figure, align, dash, number};
use super::effect_sizes::effect_size;
use super::{format, labels};
use crate::chart::{full, p_value};
use crate::drift::{ColumnReport, Method, Policy, Rule, TestResult};

/// What a test says by itself, before any correction and least effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Past its line.
    Drift,
    /// Not past its line.
    NoDrift,
    /// It has no line that fits this column.
    NoLine,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct TestLine {
    /// The method; `None` for the test of the missing share.
    pub method: Option<Method>,
    /// Its name.
    pub name: &'static str,
    /// Its name in full.
    pub full_name: &'static str,
    /// Statistic and p.
    pub figures: [Figure; 2],
    /// Effect size, e.g. `0.33 D`, with its meaning as title.
    pub effect: Figure,
    /// The line, e.g. `p ≤ 0.05`.
    pub line: String,
    /// What it says.
    pub says: Says,
    /// Whether it gave the verdict.
    pub is_judge: bool,
}

impl Says {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Drift => "drift",
            Self::NoDrift => "no drift",
            Self::NoLine => "no line",
        }
    }
}

/// Every test of a column, also the costly ones that came later, in the order of the methods, and the
/// test of the missing share last.
pub fn test_lines(column: &ColumnReport, costly: &[(Method, TestResult)], policy: &Policy) -> Vec<TestLine> {
    let mut tests: Vec<(Method, TestResult)> = column.tests.iter().map(|(m, r)| (*m, *r)).collect();
    tests.extend(costly.iter().filter(|(method, _)| !column.tests.contains_key(method)));
    tests.sort_by_key(|(method, _)| *method);
    let mut lines: Vec<TestLine> =
        tests.iter().map(|(method, result)| line(column, *method, *result, policy)).collect();
    lines.extend(missing_line(column));
    for at in 0..2 {
        align(lines.iter_mut().map(|line| &mut line.figures[at]).collect());
    }
    lines
}

fn line(column: &ColumnReport, method: Method, result: TestResult, policy: &Policy) -> TestLine {
    let judge = column.verdict.filter(|verdict| verdict.method == method);
    let threshold = match judge {
        Some(verdict) => Some(verdict.threshold),
        None => line_of(column, method, policy),
    };
    let score = result.p_value.filter(|_| method.is_p_value()).unwrap_or(result.statistic);
    let says = match threshold {
        Some(line) if method.drifted(score, line) => Says::Drift,
        Some(_) => Says::NoDrift,
        None => Says::NoLine,
    };
    let effect = effect_size(column, method, result).map_or_else(dash, |effect| Figure {
        text: format!("{} {}", format::number(effect.size), effect.symbol),
        full: effect.meaning.to_owned(),
    });
    TestLine {
        method: Some(method),
        name: labels::method(method),
        full_name: labels::method_in_full(method),
        figures: [number(Some(result.statistic)), p_figure(result.p_value)],
        effect,
        line: threshold.map_or("–".to_owned(), |line| format::threshold(line, method.is_p_value())),
        says,
        is_judge: judge.is_some(),
    }
}

/// The line that a method would have if it judged the column.
fn line_of(column: &ColumnReport, method: Method, policy: &Policy) -> Option<f64> {
    let evidence = column.evidence.as_ref()?;
    let rule = Rule { method: Some(method), ..Rule::default() };
    // Other columns' rules do not matter, and there may be many.
    let asked = Policy {
        kind_rules: policy.kind_rules.clone(),
        column_rules: [(column.name.clone(), rule)].into(),
        ..Policy { rule: policy.rule, correction: policy.correction, ..Policy::of(policy.preset) }
    };
    let resolved = asked.resolve(&column.name, evidence);
    resolved.threshold.filter(|_| resolved.method == method)
}

/// The test of the shares of missing cells, where any cell is missing.
fn missing_line(column: &ColumnReport) -> Option<TestLine> {
    let missing = column.evidence.as_ref()?.missing;
    if missing.reference <= 0.0 && missing.current <= 0.0 {
        return None;
    }
    let verdict = column.verdict.and_then(|verdict| verdict.missing);
    let change = missing.current - missing.reference;
    Some(TestLine {
        method: None,
        name: "missing share",
        full_name: "Two-proportion z test of the shares of missing cells",
        figures: [number(Some(missing.z)), p_figure(Some(missing.p_value))],
        effect: Figure { text: format::share_change(change), full: full(change) },
        line: verdict.map_or("–".to_owned(), |verdict| {
            format!("{}, ≥ {}", format::threshold(0.05, true), format::share(verdict.threshold))
        }),
        says: match verdict {
            Some(verdict) if verdict.drifted => Says::Drift,
            Some(_) => Says::NoDrift,
            None => Says::NoLine,
        },
        is_judge: verdict.is_some_and(|verdict| verdict.drifted),
    })
}

fn p_figure(p: Option<f64>) -> Figure {
    p.map_or_else(dash, |p| Figure { text: p_value(p), full: full(p) })
}
