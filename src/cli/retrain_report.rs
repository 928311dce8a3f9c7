//! What `evenkeel retrain` says of a turn: as text, and as JSON.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::lifecycle::{
    Action, Check, DecisionOutcome, GatePart, GateReport, NewVersion, Run, RunStatus, VersionStatus,
    Workspace,
};
use crate::model::metrics::Metric;
use crate::report::metrics_json;
use crate::worker::loop_tasks::{TurnOutcome, TurnTask};

/// Format version of the JSON.
const FORMAT_VERSION: u32 = 1;
/// Metrics of the table, beside the gate's own.
const SHOWN: [Metric; 4] = [Metric::RocAuc, Metric::Accuracy, Metric::LogLoss, Metric::Ece];

/// A turn, and the workspace around it.
pub(super) struct Report<'a> {
    pub(super) task: &'a TurnTask,
    pub(super) outcome: &'a TurnOutcome,
    pub(super) before: &'a Workspace,
    /// `None` where nothing was kept.
    pub(super) after: Option<&'a Workspace>,
}

impl Report<'_> {
    fn run(&self) -> Option<&Run> {
        self.outcome.actions.iter().find_map(|action| match action {
            Action::LogRun(run) => Some(run.as_ref()),
            _ => None,
        })
    }

    fn version(&self) -> Option<&NewVersion> {
        self.outcome.actions.iter().find_map(|action| match action {
            Action::Register(new) => Some(new),
            _ => None,
        })
    }

    /// Number of the version that was made, or would be.
    fn number(&self) -> Option<u32> {
        self.version()?;
        let workspace = self.after.unwrap_or(self.before);
        let last = workspace.models.get(&self.task.model).map_or(0, |model| model.last_version);
        Some(if self.after.is_some() { last } else { last.saturating_add(1) })
    }

    /// What became of the challenger, in a sentence.
    fn happened(&self) -> String {
        let failed = self.run().filter(|run| run.status == RunStatus::Failed);
        let happened = match (self.version(), self.number(), failed) {
            (_, _, Some(run)) => {
                let reason = run.tags.get("error").map_or("", String::as_str);
                format!("the training failed: {reason}")
            }
            (Some(new), Some(number), None) => {
                let name = format!("{} version {number}", new.model);
                match (new.status, new.alias.as_deref()) {
                    (VersionStatus::Rejected, _) => format!("{name} is kept as rejected; the champion stays"),
                    (_, Some("champion")) => format!("{name} is the champion"),
                    (_, Some(alias)) => format!("{name} waits as {alias} to be promoted"),
                    (_, None) => format!("{name} is kept"),
                }
            }
            _ => match self.outcome.decision.outcome {
                DecisionOutcome::Deferred => "the retraining waits".to_owned(),
                _ => "the champion stays".to_owned(),
            },
        };
        if self.after.is_none() { format!("{happened} (nothing was kept: --dry-run)") } else { happened }
    }
}

/// What a person reads.
pub(super) fn text(report: &Report<'_>) -> String {
    let decision = &report.outcome.decision;
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}: {}", report.task.model, decision.headline);
    checks(&mut out, "asks for it", &decision.triggers);
    checks(&mut out, "is needed", &decision.needs);
    for message in &decision.alerts {
        let _ = writeln!(out, "  alert: {message}");
    }
    if let Some(gate) = &report.outcome.gate {
        let _ = writeln!(out, "\n{}", gate.headline);
        table(&mut out, gate);
        checks(&mut out, "the gate asks for", &gate.rules);
        for note in &gate.notes {
            let _ = writeln!(out, "  {note}");
        }
    }
    let _ = writeln!(out, "\n{}", report.happened());
    out
}

fn checks(out: &mut String, title: &str, checks: &[Check]) {
    if checks.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n  what {title}");
    for check in checks {
        let _ = writeln!(out, "    {:<3} {}", if check.holds { "yes" } else { "no" }, check.words);
    }
}

/// One metric of one part a line: champion, challenger and the difference with its interval.
fn table(out: &mut String, gate: &GateReport) {
    let mut shown: Vec<Metric> = vec![gate.metric];
    shown.extend(SHOWN.into_iter().filter(|metric| *metric != gate.metric));
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
    let _ = writeln!(out, "\n  {:<40} {:>10} {:>10} {:>12}", "", "champion", "challenger", "difference");
    for part in &gate.parts {
        let judged = if part.judged { "" } else { ", shown only" };
        let _ = writeln!(out, "  {} ({} rows{judged})", part.name, part.rows);
        for &metric in &shown {
            let champion = part.champion.as_ref().and_then(|champion| champion.metrics.value(metric));
            let challenger = part.challenger.metrics.value(metric);
            let difference = part.comparison.as_ref().and_then(|both| {
                let found = both.metrics.iter().find(|found| found.metric == metric)?;
                Some(format!("{:>+12.4}   {:+.4} to {:+.4}", found.difference, found.low, found.high))
            });
            let line = format!(
                "    {:<38} {:>10} {:>10} {}",
                metric.label(),
                number(champion),
                number(challenger),
                difference.unwrap_or_default()
            );
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
}

/// All of it as JSON with a final newline; described in `docs/retraining.md`.
pub(super) fn json(report: &Report<'_>) -> String {
    let Report { task, outcome, after, .. } = report;
    let run = report.run().map(|run| {
        json!({
            "id": run.id, "status": run.status, "params": run.params, "metrics": run.metrics,
            "error": run.tags.get("error"),
        })
    });
    let version = report
        .version()
        .zip(report.number())
        .map(|(new, number)| json!({ "number": number, "status": new.status, "alias": new.alias }));
    let value = json!({
        "format": "evenkeel.retrain",
        "format_version": FORMAT_VERSION,
        "tool": { "name": "evenkeel", "version": env!("CARGO_PKG_VERSION") },
        "model": task.model,
        "champion": task.champion.as_ref().map(|champion| &champion.name),
        "decision": outcome.decision,
        "gate": outcome.gate.as_deref().map(gate),
        "run": run,
        "version": version,
        "kept": after.is_some(),
        "happened": report.happened(),
    });
    // Plain values always serialise.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

fn gate(gate: &GateReport) -> Value {
    let part = |part: &GatePart| {
        json!({
            "name": part.name,
            "rows": part.rows,
            "judged": part.judged,
            "champion": part.champion.as_ref().map(|champion| metrics_json(&champion.metrics)),
            "challenger": metrics_json(&part.challenger.metrics),
            "comparison": part.comparison,
        })
    };
    json!({
        "passed": gate.passed,
        "headline": gate.headline,
        "metric": gate.metric.id(),
        "rules": gate.rules,
        "parts": gate.parts.iter().map(part).collect::<Vec<_>>(),
        "notes": gate.notes,
    })
}
