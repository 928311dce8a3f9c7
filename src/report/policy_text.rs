//! Writer of `evenkeel.toml`, the policy file.
//!
//! Always in the same order, so that two policies can be compared line by line, and only what
//! differs from the preset's own. The reader is [`read_policies`](super::read_policies).

use std::collections::BTreeSet;
use std::fmt::Write;

use super::POLICY_FORMAT_VERSION;
use super::monitor_text::write_monitor;
use super::retrain_text::write_retrain;
use crate::drift::{Policy, Rule, TestChoice};
use crate::lifecycle::RetrainPolicy;
use crate::monitor::MonitorPolicy;

const HEADER: &str = "\
# Evenkeel policy: by which methods and thresholds columns are judged.
# A column's setting goes before its kind's, that before the one for all columns, that before the
# preset's. Every setting is described in docs/policy.md.
";

/// Writes a policy as TOML with a final newline. [`read_policy`](super::read_policy) reads it back
/// as the same policy; rules that decide nothing are not written.
pub fn write_policy(policy: &Policy) -> String {
    let mut text = String::from(HEADER);
    // Writing to a String cannot fail.
    let _ = write_all(&mut text, policy);
    text
}

/// Writes all policies likewise; [`read_policies`](super::read_policies) reads them back. What is
/// the default of watching or of retraining is not written.
pub fn write_policies(drift: &Policy, monitor: &MonitorPolicy, retrain: &RetrainPolicy) -> String {
    let mut text = write_policy(drift);
    let _ = write_monitor(&mut text, monitor);
    let _ = write_retrain(&mut text, retrain);
    text
}

fn write_all(out: &mut String, policy: &Policy) -> std::fmt::Result {
    writeln!(out, "format_version = {POLICY_FORMAT_VERSION}")?;
    writeln!(out, "preset = \"{}\"", policy.preset.id())?;
    if let Some(correction) = policy.correction {
        writeln!(out, "correction = \"{}\"", correction.id())?;
    }
    writeln!(out, "share_threshold = {}", number(policy.share_threshold))?;
    write_rule(out, &policy.rule)?;
    match &policy.tests {
        TestChoice::Standard => {}
        TestChoice::All => writeln!(out, "tests = \"all\"")?,
        TestChoice::Preset => writeln!(out, "tests = \"preset\"")?,
        TestChoice::These(methods) => {
            let ids: Vec<String> = methods.iter().map(|method| format!("\"{}\"", method.id())).collect();
            writeln!(out, "tests = [{}]", ids.join(", "))?;
        }
    }
    for (kind, rule) in policy.kind_rules.iter().filter(|(_, rule)| !rule.is_empty()) {
        writeln!(out, "\n[kind.{}]", kind.id())?;
        write_rule(out, rule)?;
    }
    let ruled = policy.column_rules.iter().filter(|(_, rule)| !rule.is_empty()).map(|(name, _)| name);
    let named: BTreeSet<&String> = ruled.chain(policy.kinds.keys()).chain(policy.roles.keys()).collect();
    for name in named {
        writeln!(out, "\n[column.{}]", quoted(name))?;
        if let Some(rule) = policy.column_rules.get(name) {
            write_rule(out, rule)?;
        }
        if let Some(kind) = policy.kinds.get(name) {
            writeln!(out, "kind = \"{}\"", kind.id())?;
        }
        if let Some(role) = policy.roles.get(name) {
            writeln!(out, "role = \"{}\"", role.id())?;
        }
    }
    Ok(())
}

fn write_rule(out: &mut String, rule: &Rule) -> std::fmt::Result {
    if let Some(method) = rule.method {
        writeln!(out, "method = \"{}\"", method.id())?;
    }
    if let Some(threshold) = rule.threshold {
        writeln!(out, "threshold = {}", number(threshold))?;
    }
    if let Some(least) = rule.min_effect {
        writeln!(out, "min_effect = {}", number(least))?;
    }
    Ok(())
}

/// The shortest text that reads back as the same number, with a point or an exponent.
pub(super) fn number(value: f64) -> String {
    format!("{value:?}")
}

/// A TOML basic string.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            letter if letter.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
