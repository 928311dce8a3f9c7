//! Judging: from what was computed and a policy to verdicts. No statistic is computed here, so a
//! changed policy is judged again at once, wherever the report is.

use std::collections::BTreeMap;

use super::check::DatasetVerdict;
use super::preset::{MATERIAL_MISSING, P_THRESHOLD};
use super::words::{count, name};
use super::{
    CheckReport, ColumnReport, ColumnVerdict, Correction, EffectLine, Evidence, Finding, FindingKind, Level,
    Method, MissingVerdict, Policy, Preset, Rule, Severity, TestResult,
};
use crate::stats;

/// KS gap from which a drifted numeric column is critical.
pub const LARGE_KS_GAP: f64 = 0.3;
/// Total variation distance from which a drifted column of categories is critical.
pub const LARGE_TOTAL_VARIATION: f64 = 0.2;
/// How many times its threshold a distance has to be for the column to be critical.
pub const LARGE_DISTANCE: f64 = 3.0;
/// Change of the missing share from which a column that emptied or filled is critical.
pub const LARGE_MISSING_CHANGE: f64 = 0.5;
/// Shift in standard deviations that a column needs the rows to show: Cohen's "large".
pub const LARGE_SHIFT: f64 = 0.8;
/// How likely a shift of that size is to be found with those rows.
pub const POWER: f64 = 0.8;
/// Fewer usable rows than this on a side are never judged by the robust preset.
pub const LEAST_ROWS: u64 = 10;

/// What the policy decides for one column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resolved {
    /// The method that judges.
    pub method: Method,
    /// Who chose it.
    pub method_from: Level,
    /// Its line; `None` where neither policy nor preset has one.
    pub threshold: Option<f64>,
    /// Who set the line.
    pub threshold_from: Level,
    /// Least effect size beside significance; `None` when none is asked for.
    pub min_effect: Option<f64>,
    /// Who set the least effect size.
    pub min_effect_from: Level,
}

impl Policy {
    /// What holds for a column: its own rule goes before its kind's, that before the one for all
    /// columns, that before the preset's. A method that cannot judge the column is passed over.
    pub fn resolve(&self, column: &str, evidence: &Evidence) -> Resolved {
        let shape = evidence.shape;
        let none = Rule::default();
        let levels = [
            (Level::Column, self.column_rules.get(column).unwrap_or(&none)),
            (Level::Kind, self.kind_rules.get(&shape.kind).unwrap_or(&none)),
            (Level::Global, &self.rule),
        ];
        let chosen = levels
            .iter()
            .find_map(|(level, rule)| Some((*level, rule.method.filter(|method| method.applies(shape))?)));
        let (method_from, method) = chosen.unwrap_or((Level::Preset, self.preset.method(shape)));
        // A line belongs to the method that holds where it stands: narrower methods do not take it.
        let line = levels.iter().find_map(|(level, rule)| {
            let holds = *level <= method_from || rule.method == Some(method);
            Some((*level, rule.threshold.filter(|_| holds)?))
        });
        let effect = levels.iter().find_map(|(level, rule)| Some((*level, rule.min_effect?)));
        let preset_effect = self.preset.min_effect(Method::effect_size(shape));
        Resolved {
            method,
            method_from,
            threshold: line.map(|line| line.1).or_else(|| self.preset.threshold(method, evidence)),
            threshold_from: line.map_or(Level::Preset, |line| line.0),
            min_effect: effect.map_or(preset_effect, |effect| Some(effect.1)).filter(|least| *least > 0.0),
            min_effect_from: effect.map_or(Level::Preset, |effect| effect.0),
        }
    }
}

impl CheckReport {
    /// Judges again by another policy. `false`, and nothing changed, when that needs a test that was
    /// not made, or kinds or roles that the report does not have: then the profiles are needed.
    pub fn judge_again(&mut self, policy: &Policy) -> bool {
        if policy.kinds != self.policy.kinds || policy.roles != self.policy.roles {
            return false;
        }
        let answers = |column: &ColumnReport| {
            column.kinds.under(policy.preset) == column.kind
                && own_method_applies(column, policy)
                && column.evidence.as_ref().is_none_or(|evidence| {
                    let nannyml = policy.preset == Preset::Nannyml && !evidence.is_empty_side();
                    (!nannyml || evidence.nannyml.is_some())
                        && needed(&column.name, evidence, policy)
                            .iter()
                            .all(|method| column.tests.contains_key(method))
                })
        };
        if policy.validate().is_err() || !self.columns.iter().all(answers) {
            return false;
        }
        self.policy = policy.clone();
        self.judge();
        true
    }

    /// Fills verdicts, findings and the data set's verdict in from tests, evidence and policy.
    pub(super) fn judge(&mut self) {
        let Self { policy, columns, findings: of_files, dataset: of_all, .. } = self;
        let mut p_values = Vec::new();
        for column in columns.iter_mut() {
            column.verdict = first_verdict(column, policy);
            if let Some(verdict) = &column.verdict {
                p_values.extend(verdict.score_is_p.then_some(verdict.score));
                p_values.extend(verdict.missing.map(|missing| missing.p_value));
            }
        }
        let tests = p_values.len();
        let adjusted = adjust(policy.correction(), &p_values);
        let mut adjusted = adjusted.into_iter();
        for column in columns.iter_mut() {
            let Some(verdict) = &mut column.verdict else {
                unjudged(column, policy);
                continue;
            };
            if policy.correction() != Correction::None {
                if verdict.score_is_p {
                    verdict.p_adjusted = adjusted.next();
                }
                if let Some(missing) = &mut verdict.missing {
                    missing.p_adjusted = adjusted.next();
                }
            }
            settle(verdict, column.evidence.as_ref(), &column.tests, policy, tests);
            column.findings = findings(column, policy.preset);
        }
        *of_all = dataset(columns, of_files, policy);
    }
}

/// Whether the method that the policy names for this very column, if any, can judge it.
fn own_method_applies(column: &ColumnReport, policy: &Policy) -> bool {
    let own = policy.column_rules.get(&column.name).and_then(|rule| rule.method);
    own.is_none_or(|method| column.evidence.as_ref().is_some_and(|evidence| method.applies(evidence.shape)))
}

/// Methods that a verdict under the policy needs.
pub(super) fn needed(column: &str, evidence: &Evidence, policy: &Policy) -> Vec<Method> {
    if evidence.is_empty_side() {
        return vec![Method::TwoProportionZ];
    }
    let resolved = policy.resolve(column, evidence);
    let mut all = vec![resolved.method];
    if resolved.min_effect.is_some() && resolved.method.is_p_value() {
        all.push(Method::effect_size(evidence.shape));
    }
    all
}

/// The verdict before p is adjusted; `drifted` and severity are still open.
fn first_verdict(column: &ColumnReport, policy: &Policy) -> Option<ColumnVerdict> {
    let evidence = column.evidence.as_ref()?;
    let missing = &evidence.missing;
    if evidence.is_empty_side() {
        return Some(ColumnVerdict {
            method: Method::TwoProportionZ,
            method_from: Level::Preset,
            score: missing.p_value,
            threshold: P_THRESHOLD,
            threshold_from: Level::Preset,
            score_is_p: true,
            drifted: false,
            p_adjusted: None,
            effect: None,
            missing: None,
            rows_needed: None,
            severity: Severity::None,
        });
    }
    let resolved = policy.resolve(&column.name, evidence);
    let own = own_result(column, evidence, policy, resolved.method)?;
    let threshold = resolved.threshold?;
    let effect_method = Method::effect_size(evidence.shape);
    let score_is_p = resolved.method.is_p_value();
    let effect = resolved.min_effect.filter(|_| score_is_p).and_then(|threshold| {
        Some(EffectLine {
            method: effect_method,
            size: column.tests.get(&effect_method)?.statistic,
            threshold,
            threshold_from: resolved.min_effect_from,
        })
    });
    let missing = (policy.preset.is_robust() && missing.any()).then_some(MissingVerdict {
        p_value: missing.p_value,
        p_adjusted: None,
        change: missing.current - missing.reference,
        threshold: MATERIAL_MISSING,
        drifted: false,
    });
    Some(ColumnVerdict {
        method: resolved.method,
        method_from: resolved.method_from,
        score: own.p_value.unwrap_or(own.statistic),
        threshold,
        threshold_from: resolved.threshold_from,
        score_is_p,
        drifted: false,
        p_adjusted: None,
        effect,
        missing,
        rows_needed: None,
        severity: Severity::None,
    })
}

/// The result that a method is judged by: under NannyML's preset on its own bins.
fn own_result(
    column: &ColumnReport,
    evidence: &Evidence,
    policy: &Policy,
    method: Method,
) -> Option<TestResult> {
    match (&evidence.nannyml, policy.preset, method) {
        (Some(found), Preset::Nannyml, Method::JensenShannonBase2) => {
            Some(TestResult { statistic: found.statistic, p_value: None })
        }
        _ => column.tests.get(&method).copied(),
    }
}

/// Decides drift, too few rows, and severity.
fn settle(
    verdict: &mut ColumnVerdict,
    evidence: Option<&Evidence>,
    tests: &BTreeMap<Method, TestResult>,
    policy: &Policy,
    family: usize,
) {
    let Some(evidence) = evidence else { return };
    // NannyML alerts above its line, not at it: a column that never varies stays at 0.
    let by_nannyml = policy.preset == Preset::Nannyml && verdict.threshold_from == Level::Preset;
    let significant = if by_nannyml && verdict.method == Method::JensenShannonBase2 {
        verdict.score > verdict.threshold
    } else {
        verdict.method.drifted(verdict.judged_score(), verdict.threshold)
    };
    // A size that overflowed is no reason to stay silent.
    let material =
        verdict.effect.is_none_or(|effect| effect.size.is_nan() || effect.size >= effect.threshold);
    let mut values_drifted = significant && material;
    if evidence.is_empty_side() {
        let change = (evidence.missing.current - evidence.missing.reference).abs();
        verdict.drifted = significant;
        verdict.severity = severity(significant, change >= LARGE_MISSING_CHANGE);
        return;
    }
    if policy.preset.is_robust() {
        let least = evidence.shape.reference_rows.min(evidence.shape.current_rows);
        let needed =
            rows_needed(P_THRESHOLD, if policy.correction() == Correction::None { 1 } else { family });
        if least < LEAST_ROWS || (!significant && evidence.effective_rows() < needed as f64) {
            values_drifted = false;
            verdict.rows_needed = Some(needed);
        }
    }
    if let Some(missing) = &mut verdict.missing {
        let p = missing.p_adjusted.unwrap_or(missing.p_value);
        missing.drifted = p <= P_THRESHOLD && missing.change.abs() >= missing.threshold;
    }
    let missing_drifted = verdict.missing.is_some_and(|missing| missing.drifted);
    let emptied = missing_drifted && verdict.missing.is_some_and(|m| m.change.abs() >= LARGE_MISSING_CHANGE);
    verdict.drifted = values_drifted || missing_drifted;
    if verdict.drifted {
        verdict.rows_needed = None;
    }
    let large = values_drifted && is_large(verdict, evidence, tests);
    verdict.severity = severity(verdict.drifted, large || emptied);
}

fn is_large(verdict: &ColumnVerdict, evidence: &Evidence, tests: &BTreeMap<Method, TestResult>) -> bool {
    if !verdict.score_is_p {
        return verdict.score >= LARGE_DISTANCE * verdict.threshold;
    }
    if evidence.shape.is_counted() {
        return evidence.total_variation.is_some_and(|distance| distance >= LARGE_TOTAL_VARIATION);
    }
    let gap = evidence.ks_gap.or(tests.get(&Method::Ks).map(|test| test.statistic));
    gap.is_some_and(|gap| gap >= LARGE_KS_GAP)
}

fn severity(drifted: bool, large: bool) -> Severity {
    match (drifted, large) {
        (false, _) => Severity::None,
        (true, false) => Severity::Warning,
        (true, true) => Severity::Critical,
    }
}

/// Rows that each side needs so that a large shift is found with [`POWER`] at the first step of the
/// correction.
///
/// ```text
/// n = 2 · ((z₁₋α/₂ₘ + z_power) / d)²,   d = 0.8
/// ```
///
/// `tests` is m, the number of tests that could raise an alarm.
///
/// # Source
///
/// J. Cohen, *Statistical Power Analysis for the Behavioral Sciences*, 2nd ed. (1988), ch. 2: the
/// normal approximation of the two-sample t-test.
pub fn rows_needed(alpha: f64, tests: usize) -> u64 {
    let quantile = |p: f64| stats::normal_quantile(p);
    let sum = quantile(1.0 - alpha / (2.0 * tests.max(1) as f64)) + quantile(POWER);
    ((2.0 * (sum / LARGE_SHIFT).powi(2)).ceil() as u64).max(LEAST_ROWS)
}

fn adjust(correction: Correction, p_values: &[f64]) -> Vec<f64> {
    let correction = match correction {
        Correction::None => return Vec::new(),
        Correction::Bonferroni => stats::Correction::Bonferroni,
        Correction::Holm => stats::Correction::Holm,
        Correction::BenjaminiHochberg => stats::Correction::BenjaminiHochberg,
        Correction::BenjaminiYekutieli => stats::Correction::BenjaminiYekutieli,
    };
    correction.adjusted(p_values)
}

/// Says of a column that could be judged why it is not: its method has no result here.
fn unjudged(column: &mut ColumnReport, policy: &Policy) {
    let Some(evidence) = &column.evidence else { return };
    let method = policy.resolve(&column.name, evidence).method;
    let message = format!(
        "{} is not judged, because {} cannot be computed from {} and {} usable rows. Choose another method.",
        name(&column.name),
        method.label(),
        count(evidence.shape.reference_rows),
        count(evidence.shape.current_rows)
    );
    let mut all = evidence.findings.clone();
    all.push(Finding::new(FindingKind::NotJudged, Severity::None, message));
    column.findings = all;
}

/// What is worth saying under a preset.
fn findings(column: &ColumnReport, preset: Preset) -> Vec<Finding> {
    let Some(evidence) = &column.evidence else { return column.findings.clone() };
    let mut all = evidence.findings.clone();
    if preset == Preset::Evidently {
        all.extend(evidence.evidently_findings.iter().cloned());
    }
    if let Some(rows) = column.verdict.and_then(|verdict| verdict.rows_needed) {
        all.push(Finding::new(
            FindingKind::TooFewRows,
            Severity::None,
            format!(
                "{} has {} usable rows in the reference and {} in current, too few to judge: about {} on each side would show a large change. Collect more rows, or judge a longer period.",
                name(&column.name),
                count(evidence.shape.reference_rows),
                count(evidence.shape.current_rows),
                count(rows)
            ),
        ));
    }
    all.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    all
}

fn dataset(columns: &[ColumnReport], findings: &[Finding], policy: &Policy) -> DatasetVerdict {
    let verdicts = || columns.iter().filter_map(|column| column.verdict);
    let too_few_rows = verdicts().filter(|verdict| verdict.rows_needed.is_some()).count() as u64;
    let judged = verdicts().count() as u64 - too_few_rows;
    let drifted = verdicts().filter(|verdict| verdict.drifted).count() as u64;
    let share = if judged == 0 { 0.0 } else { drifted as f64 / judged as f64 };
    let drift = judged > 0 && share >= policy.share_threshold;
    let of_columns = columns.iter().flat_map(|column| &column.findings);
    let worst = of_columns.chain(findings).map(|finding| finding.severity).max();
    let severity = if drift {
        Severity::Critical
    } else if drifted > 0 || worst == Some(Severity::Critical) {
        Severity::Warning
    } else {
        Severity::None
    };
    DatasetVerdict {
        columns: judged,
        drifted,
        share,
        share_threshold: policy.share_threshold,
        drift,
        severity,
        too_few_rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_needed_are_cohen_s() {
        // Cohen's table 2.4.1: n = 26 for d = 0.8, power 0.8, two-sided 0.05 (t; the normal gives 25).
        assert_eq!(rows_needed(0.05, 1), 25);
        assert!(rows_needed(0.05, 20) > rows_needed(0.05, 2));
    }
}
