//! Alerts as a log shows them.

use std::cmp::Reverse;

use super::format;
use crate::monitor::{Alert, Timeline};

/// Alerts in the order of a log: those that are open first, then the worst, then the newest.
pub fn worst_first(alerts: &[Alert]) -> Vec<&Alert> {
    let mut sorted: Vec<&Alert> = alerts.iter().collect();
    sorted.sort_by_key(|alert| (alert.over.is_some(), Reverse(alert.severity), Reverse(alert.window)));
    sorted
}

/// Since when an alert is open, or how long it was: `open since w2`, `since w0, over in w3 after 3 windows`.
pub fn lasting(timeline: &Timeline, alert: &Alert) -> String {
    let since = &alert.window_name;
    match alert.over {
        None => format!("open since {since}"),
        Some(over) => {
            let windows = format::counted(over.saturating_sub(alert.window) as u64, "window", "windows");
            let over = timeline.windows.get(over).map_or("later", |window| window.name.as_str());
            format!("since {since}, over in {over} after {windows}")
        }
    }
}
