//! Writer of `[monitor]` in the policy file: thresholds and alerts over time.
//!
//! Rules are written all or not at all, because those of a file replace the default ones.

use std::fmt::Write;

use super::policy_text::{number, quoted};
use crate::monitor::{AlertRule, Condition, MonitorPolicy, Watched};

/// Appends the section; nothing where the policy is the default.
pub(super) fn write_monitor(out: &mut String, policy: &MonitorPolicy) -> std::fmt::Result {
    let default = MonitorPolicy::default();
    if *policy == default {
        return Ok(());
    }
    writeln!(out, "\n# Thresholds and alerts over time: docs/alerts.md.\n[monitor]")?;
    writeln!(out, "standard_deviations = {}", number(policy.standard_deviations))?;
    if policy.rules.is_empty() {
        writeln!(out, "rule = []")?;
    }
    for (series, limits) in &policy.limits {
        writeln!(out, "\n[monitor.limits.{}]", quoted(series))?;
        for (side, limit) in [("lower", limits.lower), ("upper", limits.upper)] {
            if let Some(limit) = limit {
                writeln!(out, "{side} = {}", number(limit))?;
            }
        }
    }
    if policy.rules != default.rules {
        for rule in &policy.rules {
            write_rule(out, rule)?;
        }
    }
    Ok(())
}

fn write_rule(out: &mut String, rule: &AlertRule) -> std::fmt::Result {
    writeln!(out, "\n[[monitor.rule]]")?;
    writeln!(out, "name = {}", quoted(&rule.name))?;
    match &rule.watch {
        Watched::Series(id) => writeln!(out, "series = {}", quoted(id))?,
        Watched::Group(group) => writeln!(out, "group = \"{}\"", group.id())?,
    }
    match rule.condition {
        Condition::OutsideLimits => writeln!(out, "condition = \"{}\"", rule.condition.id())?,
        Condition::Above(value)
        | Condition::Below(value)
        | Condition::ChangeBy(value)
        | Condition::ChangeByShare(value) => writeln!(out, "{} = {}", rule.condition.id(), number(value))?,
    }
    writeln!(out, "k = {}\nof = {}", rule.k, rule.of)?;
    writeln!(out, "min_rows = {}\ncool_down = {}", rule.min_rows, rule.cool_down)?;
    writeln!(out, "severity = \"{}\"\nenabled = {}", rule.severity.id(), rule.enabled)
}
