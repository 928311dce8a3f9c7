//! A policy in words: what judges a column and who said so, rules as one line, outcomes.

use super::{format, labels};
use crate::drift::{ColumnVerdict, Level, Outcome, Rule};

/// Who decided something, e.g. `column`.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Column => "column",
        Level::Kind => "kind",
        Level::Global => "all columns",
        Level::Preset => "preset",
    }
}

/// What judges a column, e.g. `KS, p ≤ 0.05, from: column`; the narrower of who chose the method
/// and who set its line.
pub fn judged_by(verdict: &ColumnVerdict) -> String {
    let from = verdict.method_from.min(verdict.threshold_from);
    format!(
        "{}, {}, from: {}",
        labels::method(verdict.method),
        format::threshold(verdict.threshold, verdict.score_is_p),
        level(from)
    )
}

/// The same in full, for a title: method, line and least effect each with who set it.
pub fn judged_by_in_full(verdict: &ColumnVerdict) -> String {
    let mut parts = vec![
        format!("{} (from: {})", labels::method_in_full(verdict.method), level(verdict.method_from)),
        format!(
            "drift if {} (from: {})",
            format::threshold(verdict.threshold, verdict.score_is_p),
            level(verdict.threshold_from)
        ),
    ];
    if let Some(effect) = verdict.effect {
        parts.push(format!(
            "and {} {} (from: {})",
            labels::method_in_full(effect.method),
            format::threshold(effect.threshold, false),
            level(effect.threshold_from)
        ));
    }
    parts.join(", ")
}

/// A verdict in words.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Stable => "stable",
        Outcome::Drifted => "drifted",
        Outcome::TooFewRows => "too few rows",
    }
}

/// What a rule decides, e.g. `KS, line 0.01, effect at least 0.2`.
pub fn rule(rule: &Rule) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(rule.method.map(|method| labels::method(method).to_owned()));
    parts.extend(rule.threshold.map(|line| match rule.method {
        Some(method) => format::threshold(line, method.is_p_value()),
        None => format!("line {line}"),
    }));
    parts.extend(rule.min_effect.map(|least| format!("effect at least {least}")));
    if parts.is_empty() { "as by default".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::{EffectLine, Method, Severity};

    fn verdict() -> ColumnVerdict {
        ColumnVerdict {
            method: Method::Ks,
            method_from: Level::Preset,
            score: 0.2,
            threshold: 0.05,
            threshold_from: Level::Column,
            score_is_p: true,
            drifted: false,
            p_adjusted: None,
            effect: Some(EffectLine {
                method: Method::WassersteinNormed,
                size: 0.02,
                threshold: 0.1,
                threshold_from: Level::Global,
            }),
            missing: None,
            rows_needed: None,
            severity: Severity::None,
        }
    }

    fn plain(text: String) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn what_judges_says_who_said_so() {
        assert_eq!(plain(judged_by(&verdict())), "KS, p ≤ 0.05, from: column");
        let by_preset = ColumnVerdict { threshold_from: Level::Preset, ..verdict() };
        assert_eq!(plain(judged_by(&by_preset)), "KS, p ≤ 0.05, from: preset");
        assert_eq!(
            plain(judged_by_in_full(&verdict())),
            "Kolmogorov-Smirnov (from: preset), drift if p ≤ 0.05 (from: column), and Wasserstein distance, normed ≥ 0.1 (from: all columns)"
        );
    }

    #[test]
    fn rules_are_one_line() {
        let own = Rule { method: Some(Method::Psi), threshold: Some(0.2), min_effect: None };
        assert_eq!(plain(rule(&own)), "PSI, ≥ 0.2");
        assert_eq!(rule(&Rule { min_effect: Some(0.2), ..Rule::default() }), "effect at least 0.2");
        assert_eq!(rule(&Rule::default()), "as by default");
    }
}
