//! What `evenkeel workspace … --json` prints.

use serde::Serialize;
use serde_json::{Value, json};

use crate::lifecycle::{KeptReport, Run, Workspace};

/// Registered models, each with its versions.
pub(super) fn models(there: &Workspace) -> String {
    let with_versions = there.models.values().map(|model| {
        let versions = there.versions.values().filter(|version| version.model == model.name);
        json!({ "model": model, "versions": versions.collect::<Vec<_>>() })
    });
    text("models", &with_versions.collect::<Vec<_>>())
}

/// Runs in the order given.
pub(super) fn runs(runs: &[&Run]) -> String {
    text("runs", &runs)
}

/// Kept reports, in the order given.
pub(super) fn reports(reports: &[&KeptReport]) -> String {
    text("reports", &reports)
}

/// Decisions, the first first.
pub(super) fn decisions(there: &Workspace) -> String {
    text("decisions", &there.decisions)
}

/// The audit log, the first first.
pub(super) fn audit(there: &Workspace) -> String {
    text("audit", &there.audit)
}

fn text(what: &str, list: &impl Serialize) -> String {
    let mut value = json!({ "format": format!("evenkeel.{what}"), "format_version": 1 });
    // Plain structs with string keys always serialise.
    value[what] = serde_json::to_value(list).unwrap_or(Value::Null);
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}
