//! Writer of `[retrain]` in the policy file: when to retrain, on which rows, and the gate.

use std::fmt::Write;

use super::policy_text::{number, quoted};
use super::retrain_file::{AUTO, CHAMPIONS, NEVER};
use crate::lifecycle::{GatePolicy, RetrainNeeds, RetrainPolicy, SeriesLine, TrainingRows};
use crate::model::AlgorithmChoice;

/// Appends the section; nothing where the policy is the default.
pub(super) fn write_retrain(out: &mut String, policy: &RetrainPolicy) -> std::fmt::Result {
    if *policy == RetrainPolicy::default() {
        return Ok(());
    }
    writeln!(out, "\n# When to retrain, and what a challenger must show: docs/retraining.md.\n[retrain]")?;
    let when = &policy.when;
    writeln!(out, "severity = \"{}\"", when.severity.map_or(NEVER, |severity| severity.id()))?;
    optional(out, "alerts", when.alerts)?;
    optional(out, "every_windows", when.every_windows)?;
    optional(out, "every_days", when.every_days.map(number))?;
    writeln!(out, "rows = \"{}\"", policy.rows.id())?;
    match policy.rows {
        TrainingRows::Merge | TrainingRows::New => {}
        TrainingRows::Sliding { rows } => writeln!(out, "window_rows = {rows}")?,
        TrainingRows::Recency { half_life } => writeln!(out, "half_life = {half_life}")?,
    }
    let algorithm = match policy.algorithm {
        None => CHAMPIONS,
        Some(AlgorithmChoice::Auto) => AUTO,
        Some(AlgorithmChoice::One(algorithm)) => algorithm.id(),
    };
    writeln!(out, "algorithm = \"{algorithm}\"\npromote = \"{}\"", policy.promotion.id())?;
    when.lines.iter().try_for_each(|line| write_line(out, line))?;
    write_needs(out, &policy.needs)?;
    write_gate(out, &policy.gate)
}

fn write_line(out: &mut String, line: &SeriesLine) -> std::fmt::Result {
    writeln!(out, "\n[[retrain.line]]\nseries = {}", quoted(&line.series))?;
    optional(out, "below", line.below.map(number))?;
    optional(out, "above", line.above.map(number))
}

fn write_needs(out: &mut String, needs: &RetrainNeeds) -> std::fmt::Result {
    writeln!(out, "\n[retrain.needs]\nrows = {}", needs.min_rows)?;
    writeln!(out, "rows_per_class = {}", needs.min_rows_per_class)?;
    optional(out, "max_age_days", needs.max_age_days.map(number))?;
    writeln!(out, "cool_down = {}", needs.cool_down)
}

fn write_gate(out: &mut String, gate: &GatePolicy) -> std::fmt::Result {
    writeln!(out, "\n[retrain.gate]\nmetric = \"{}\"", gate.metric.id())?;
    optional(out, "minimum", gate.minimum.map(number))?;
    writeln!(out, "margin = {}", number(gate.margin))?;
    optional(out, "max_ece", gate.max_ece.map(number))?;
    optional(out, "segment_margin", gate.segment_margin.map(number))?;
    writeln!(out, "min_rows = {}", gate.min_rows)?;
    optional(out, "groups", gate.groups.as_deref().map(quoted))
}

/// A setting that stands in the file only where it has a value.
fn optional(out: &mut String, key: &str, value: Option<impl std::fmt::Display>) -> std::fmt::Result {
    value.map_or(Ok(()), |value| writeln!(out, "{key} = {value}"))
}
