//! The timeline that a person reads on stdout.

use std::fmt::Write;

use super::table::cut;
use crate::drift::words::{count, counted};
use crate::monitor::{
    Alert, FairnessTimeline, Gap, KindVerdict, MonitorPolicy, Series, Timeline, Unit, is_outside,
};

/// Series that have a column of the table, those that there are.
const SHOWN: [(&str, &str); 8] = [
    ("drift_share", "drifted"),
    ("prediction_drift", "pred. drift"),
    ("accuracy", "accuracy"),
    ("roc_auc", "ROC AUC"),
    ("f1", "F1"),
    ("log_loss", "log loss"),
    ("estimated_accuracy", "est. acc."),
    ("estimated_roc_auc", "est. AUC"),
];
/// Alerts that are listed; the rest is counted.
const MOST_ALERTS: usize = 40;

/// Writes the windows, what each kind of drift rests on, fairness, and the alerts. `!` marks a value
/// outside its thresholds.
pub(super) fn render(timeline: &Timeline, policy: &MonitorPolicy, alerts: &[Alert]) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_windows(&mut text, timeline, policy)
        .and_then(|()| write_kinds(&mut text, timeline))
        .and_then(|()| timeline.fairness.iter().try_for_each(|f| write_fairness(&mut text, timeline, f)))
        .and_then(|()| write_alerts(&mut text, alerts));
    text
}

fn write_windows(out: &mut String, timeline: &Timeline, policy: &MonitorPolicy) -> std::fmt::Result {
    let rows: u64 = timeline.windows.iter().map(|window| window.rows).sum();
    writeln!(
        out,
        "{} ({} rows) -> {}, {} rows",
        timeline.reference,
        count(timeline.reference_rows),
        counted(timeline.windows.len() as u64, "window", "windows"),
        count(rows)
    )?;
    if let Some(labels) = &timeline.labels {
        writeln!(out, "{}", labels.words())?;
    }
    for note in &timeline.notes {
        writeln!(out, "{note}")?;
    }
    let shown: Vec<(&Series, &str)> =
        SHOWN.iter().filter_map(|(id, label)| Some((timeline.series(id)?, *label))).collect();
    let width = timeline.windows.iter().map(|w| w.name.chars().count()).max().unwrap_or(0).clamp(9, 32);
    write!(out, "\n{:width$}  {:>8}  {:>8}", "window", "rows", "labels")?;
    for (_, label) in &shown {
        write!(out, "  {label:>11}")?;
    }
    writeln!(out, "  kinds of drift")?;
    write!(out, "{:width$}  {:>8}  {:>8}", "reference", count(timeline.reference_rows), "")?;
    for (series, _) in &shown {
        write!(out, "  {:>11}", value(series, series.band.map(|band| band.mean)))?;
    }
    writeln!(out)?;
    for (at, window) in timeline.windows.iter().enumerate() {
        let name = cut(&window.name, width);
        write!(out, "{name:width$}  {:>8}  {:>8}", count(window.rows), count(window.labelled))?;
        for (series, _) in &shown {
            let point = series.points.get(at).copied().unwrap_or_default();
            let limits = policy.limits(series);
            let outside = point.value.is_some_and(|v| is_outside(series, limits, v).is_some());
            write!(out, "  {:>9}{}", value(series, point.value), if outside { " !" } else { "  " })?;
        }
        let kinds = timeline.kinds.get(at);
        let moved: Vec<&str> = kinds.map_or_else(Vec::new, |kinds| {
            let named =
                [("covariate", &kinds.covariate), ("prior", &kinds.prior), ("concept", &kinds.concept)];
            named.into_iter().filter(|(_, kind)| kind.moved == Some(true)).map(|(name, _)| name).collect()
        });
        writeln!(out, "  {}", if moved.is_empty() { "-".to_owned() } else { moved.join(", ") })?;
    }
    Ok(())
}

/// Why: one line a window and kind that moved; what cannot be judged is said once.
fn write_kinds(out: &mut String, timeline: &Timeline) -> std::fmt::Result {
    let mut begun = false;
    let mut unjudged: Vec<String> = Vec::new();
    for (window, kinds) in timeline.windows.iter().zip(&timeline.kinds) {
        let named = [("covariate", &kinds.covariate), ("prior", &kinds.prior), ("concept", &kinds.concept)];
        for (name, KindVerdict { moved, words, .. }) in named {
            match moved {
                Some(true) => {
                    if !begun {
                        writeln!(out, "\nWhy")?;
                        begun = true;
                    }
                    writeln!(out, "  {} · {name}: {words}", window.name)?;
                }
                None if !unjudged.iter().any(|said| said.starts_with(name)) => {
                    unjudged.push(format!("{name} cannot be judged in {}: {words}", window.name));
                }
                _ => {}
            }
        }
    }
    unjudged.iter().try_for_each(|said| writeln!(out, "\n{said}"))
}

fn write_fairness(out: &mut String, timeline: &Timeline, found: &FairnessTimeline) -> std::fmt::Result {
    writeln!(out, "\nGroups of {}, selected for {}", found.column, found.positive)?;
    let width = timeline.windows.iter().map(|w| w.name.chars().count()).max().unwrap_or(0).clamp(9, 32);
    writeln!(
        out,
        "{:width$}  {:>18}  {:>18}  {:>18}",
        "difference (ratio)", "demographic parity", "equalised odds", "accuracy"
    )?;
    let gap = |gap: Gap| match (gap.difference, gap.ratio) {
        (Some(difference), Some(ratio)) => format!("{difference:.3} ({ratio:.3})"),
        (Some(difference), None) => format!("{difference:.3}"),
        _ => "-".to_owned(),
    };
    let named = timeline.windows.iter().map(|window| window.name.as_str()).zip(&found.windows);
    for (name, point) in std::iter::once(("reference", &found.reference)).chain(named) {
        let (parity, odds, accuracy) =
            (gap(point.demographic_parity), gap(point.equalised_odds), gap(point.accuracy));
        writeln!(out, "{:width$}  {parity:>18}  {odds:>18}  {accuracy:>18}", cut(name, width))?;
    }
    Ok(())
}

fn write_alerts(out: &mut String, alerts: &[Alert]) -> std::fmt::Result {
    if alerts.is_empty() {
        return writeln!(out, "\nNo alerts.");
    }
    let open = alerts.iter().filter(|alert| alert.over.is_none()).count() as u64;
    writeln!(out, "\n{}, {} open", counted(alerts.len() as u64, "alert", "alerts"), count(open))?;
    for alert in alerts.iter().take(MOST_ALERTS) {
        let state = if alert.over.is_none() { "open" } else { "over" };
        writeln!(out, "  {:<8}  {state}  {}", alert.severity.id(), alert.message)?;
    }
    if alerts.len() > MOST_ALERTS {
        writeln!(out, "  ... and {} more (all of them with --json)", alerts.len() - MOST_ALERTS)?;
    }
    Ok(())
}

fn value(series: &Series, value: Option<f64>) -> String {
    match (value, series.unit) {
        (None, _) => "-".to_owned(),
        (Some(value), Unit::Share) => format!("{:.1} %", value * 100.0),
        (Some(value), Unit::Number) => format!("{value:.3}"),
    }
}
