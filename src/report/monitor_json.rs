//! The JSON of a watched history, as the command and the page's download write it. Its shape is documented
//! by the JSON Schema beside this file (`evenkeel.monitor.schema.json`).

use serde_json::{Map, Value, json};

use super::check_json::Tool;
use crate::drift::Outcome;
use crate::monitor::{
    Alert, DriftKinds, FairnessPoint, FairnessTimeline, Gap, KindVerdict, MonitorPolicy, Series, Timeline,
    Unit, Worse, is_outside,
};

/// Name of the format.
pub const MONITOR_FORMAT: &str = "evenkeel.monitor";
/// Version of the format that this build writes.
pub const MONITOR_FORMAT_VERSION: u32 = 1;

/// The JSON Schema that every history validates against.
pub fn monitor_schema() -> &'static str {
    include_str!("evenkeel.monitor.schema.json")
}

/// Writes a history as JSON, indented, with a final newline: `windows` in order, each with the value
/// and thresholds of every series, the verdict on every column, kinds of drift and the alerts that it
/// raised; then `alerts` in order. What is not defined is `null`.
pub fn monitor_json(timeline: &Timeline, policy: &MonitorPolicy, alerts: &[Alert]) -> String {
    let windows: Vec<Value> =
        (0..timeline.windows.len()).map(|at| window(timeline, policy, alerts, at)).collect();
    let file = json!({
        "format": MONITOR_FORMAT,
        "format_version": MONITOR_FORMAT_VERSION,
        "tool": Tool::THIS,
        "reference": {
            "name": timeline.reference,
            "rows": timeline.reference_rows,
            "windows": timeline.reference_windows.iter().map(|window| json!({
                "name": window.name,
                "rows": window.rows,
            })).collect::<Vec<_>>(),
        },
        "cut": { "by": timeline.rule.pane.to_string(), "panes": timeline.rule.panes },
        "target": timeline.target,
        "classes": timeline.classes,
        "labels": timeline.labels,
        "notes": timeline.notes,
        "standard_deviations": policy.standard_deviations,
        "series": timeline.series.iter().map(|series| described(series, policy)).collect::<Vec<_>>(),
        "windows": windows,
        "alerts": alerts.iter().map(alert).collect::<Vec<_>>(),
        "fairness": timeline.fairness.as_ref().map(|found| fairness(found, timeline)),
    });
    // Plain values with string keys always serialise.
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

fn described(series: &Series, policy: &MonitorPolicy) -> Value {
    let limits = policy.limits(series);
    json!({
        "id": series.id,
        "label": series.label,
        "group": series.group.id(),
        "unit": match series.unit { Unit::Share => "share", Unit::Number => "number" },
        "worse": match series.worse {
            Worse::Lower => "lower",
            Worse::Higher => "higher",
            Worse::Either => "either",
        },
        "reference": series.reference,
        "mean": series.band.map(|band| band.mean),
        "std": series.band.map(|band| band.std),
        "band_windows": series.band.map(|band| band.windows),
        "band_drawn": series.band.map(|band| band.drawn),
        "lower_threshold": limits.lower,
        "upper_threshold": limits.upper,
    })
}

fn window(timeline: &Timeline, policy: &MonitorPolicy, alerts: &[Alert], at: usize) -> Value {
    let Some(window) = timeline.windows.get(at) else { return Value::Null };
    let series: Map<String, Value> = timeline
        .series
        .iter()
        .filter_map(|series| {
            let point = series.points.get(at)?;
            let limits = policy.limits(series);
            let value = json!({
                "value": point.value,
                "rows": point.rows,
                "interval": point.interval,
                "lower_threshold": limits.lower,
                "upper_threshold": limits.upper,
                "outside": point.value.map(|value| is_outside(series, limits, value).is_some()),
            });
            Some((series.id.clone(), value))
        })
        .collect();
    let columns: Map<String, Value> = timeline
        .columns
        .iter()
        .filter_map(|track| {
            let cell = track.cells.get(at)?;
            let value = json!({
                "kind": track.kind.id(),
                "method": cell.verdict.map(|verdict| verdict.method.id()),
                "score": cell.verdict.map(|verdict| verdict.score),
                "threshold": cell.verdict.map(|verdict| verdict.threshold),
                "drifted": cell.verdict.map(|verdict| verdict.outcome == Outcome::Drifted),
                "outcome": cell.verdict.map(|verdict| verdict.outcome.id()),
                "severity": cell.verdict.map(|verdict| verdict.severity.id()),
                "effect": cell.effect,
                "shift": cell.shift,
                "missing": cell.missing,
            });
            Some((track.name.clone(), value))
        })
        .collect();
    json!({
        "name": window.name,
        "rows": window.rows,
        "labelled": window.labelled,
        "first_row": window.first_row,
        "last_row": window.last_row,
        "from": window.times.map(|times| times.0),
        "to": window.times.map(|times| times.1),
        "series": series,
        "columns": columns,
        "new_versions": timeline.versions.iter().filter(|(window, _)| *window == at).map(|(_, name)| name).collect::<Vec<_>>(),
        "drift_kinds": timeline.kinds.get(at).map(kinds),
        "alerts": alerts.iter().filter(|alert| alert.window == at).map(alert).collect::<Vec<_>>(),
    })
}

/// Booleans, `null` where a kind cannot be judged, and why.
fn kinds(found: &DriftKinds) -> Value {
    json!({
        "covariate": found.covariate.moved,
        "prior": found.prior.moved,
        "concept": found.concept.moved,
        "evidence": {
            "covariate": evidence(&found.covariate),
            "prior": evidence(&found.prior),
            "concept": evidence(&found.concept),
        },
    })
}

fn evidence(verdict: &KindVerdict) -> Value {
    let mut numbers = Map::new();
    for (name, value) in &verdict.numbers {
        numbers.insert(name.clone(), json!(value));
    }
    json!({ "words": verdict.words, "numbers": numbers })
}

fn alert(alert: &Alert) -> Value {
    json!({
        "key": alert.key(),
        "rule": alert.rule,
        "series": alert.series,
        "severity": alert.severity.id(),
        "window": alert.window,
        "window_name": alert.window_name,
        "over": alert.over,
        "value": alert.value,
        "limit": alert.limit,
        "message": alert.message,
    })
}

fn fairness(found: &FairnessTimeline, timeline: &Timeline) -> Value {
    let windows: Vec<Value> = timeline
        .windows
        .iter()
        .zip(&found.windows)
        .map(|(window, point)| {
            let mut value = rates(found, point);
            value["name"] = json!(window.name);
            value
        })
        .collect();
    json!({
        "column": found.column,
        "positive": found.positive,
        "taken_together": found.taken_together,
        "reference": rates(found, &found.reference),
        "windows": windows,
    })
}

fn rates(found: &FairnessTimeline, point: &FairnessPoint) -> Value {
    let groups: Vec<Value> = found
        .groups
        .iter()
        .zip(&point.groups)
        .map(|(name, rates)| {
            json!({
                "group": name,
                "rows": rates.rows,
                "labelled": rates.labelled,
                "selection_rate": rates.selection_rate,
                "true_positive_rate": rates.true_positive_rate,
                "false_positive_rate": rates.false_positive_rate,
                "accuracy": rates.accuracy,
            })
        })
        .collect();
    let gap = |gap: Gap| json!({ "difference": gap.difference, "ratio": gap.ratio });
    json!({
        "groups": groups,
        "demographic_parity": gap(point.demographic_parity),
        "equal_opportunity": gap(point.equal_opportunity),
        "equalised_odds": gap(point.equalised_odds),
        "accuracy": gap(point.accuracy),
    })
}
