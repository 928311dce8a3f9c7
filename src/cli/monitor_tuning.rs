//! The tuning table that a person reads on stdout: what other settings would have raised.

use std::fmt::Write;

use crate::drift::words::count;
use crate::monitor::{
    FalseAlarmRate, MonitorPolicy, Timeline, TuneRow, TuneSetting, quietest, tune_all, tune_as_is,
};

/// Writes what the rules raise as they are set, then by every setting of the grid; `*` marks the most
/// sensitive one with at most `wanted` false alarms per 100 windows.
pub(super) fn render(timeline: &Timeline, policy: &MonitorPolicy, wanted: f64) -> String {
    let rows = tune_all(timeline, policy, &TuneSetting::grid());
    let proposed = quietest(&rows, wanted).copied();
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_rows(&mut text, timeline, policy, &rows, (proposed, wanted));
    text
}

fn write_rows(
    out: &mut String,
    timeline: &Timeline,
    policy: &MonitorPolicy,
    rows: &[TuneRow],
    (proposed, wanted): (Option<TuneRow>, f64),
) -> std::fmt::Result {
    let windows = timeline.windows.len();
    writeln!(out, "\nTuning: what all rules together raise")?;
    writeln!(
        out,
        "  {:>8}  {:>8}  {:>6}  {:>13}  false alarms per 100 windows",
        "std dev", "windows", "alerts", "under alert"
    )?;
    let mut line = |deviations: f64, k_of: &str, alerts: u64, under: u64, rate, mark: &str| {
        let under = format!("{under} of {windows}");
        writeln!(out, "{mark:1} {deviations:>8}  {k_of:>8}  {alerts:>6}  {under:>13}  {}", rate_words(rate))
    };
    if let Some(row) = tune_as_is(timeline, policy) {
        let (alerts, under) = (row.alerts, row.windows_under_alert);
        line(policy.standard_deviations, "as set", alerts, under, row.false_alarms, "")?;
    }
    for row in rows {
        let TuneSetting { standard_deviations, k, of } = row.setting;
        let mark = if proposed.is_some_and(|found| found.setting == row.setting) { "*" } else { "" };
        let k_of = format!("{k} of {of}");
        line(standard_deviations, &k_of, row.alerts, row.windows_under_alert, row.false_alarms, mark)?;
    }
    match proposed {
        Some(_) => writeln!(
            out,
            "* the most sensitive setting with at most {wanted} false alarm{} per 100 windows",
            plural(wanted)
        ),
        None if rows.iter().all(|row| row.false_alarms.is_none()) => {
            writeln!(
                out,
                "No rate can be told: the windows have too few rows for the rules, or nothing is watched."
            )
        }
        None => {
            writeln!(out, "No setting has at most {wanted} false alarm{} per 100 windows.", plural(wanted))
        }
    }
}

fn plural(rate: f64) -> &'static str {
    if rate == 1.0 { "" } else { "s" }
}

/// `0.5 (200 drawn windows)`, and how many series are not in it.
fn rate_words(rate: Option<FalseAlarmRate>) -> String {
    let Some(rate) = rate else { return "-".to_owned() };
    let left_out = match rate.left_out {
        0 => String::new(),
        n => format!(", {} series left out", count(n)),
    };
    format!("{:.1} ({} drawn{left_out})", rate.per_100_windows, count(rate.windows))
}
