//! Rules that raise alerts, and what else the user decides about watching. Pure values: the policy
//! file holds them, page and command apply them to a [`Timeline`](super::Timeline).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How many standard deviations around the reference's mean a series may lie, as NannyML has it.
pub const STANDARD_DEVIATIONS: f64 = 3.0;

/// What the user decides about thresholds and alerts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonitorPolicy {
    /// Thresholds are the mean over the reference's windows ± this many standard deviations.
    pub standard_deviations: f64,
    /// Thresholds that the user set, by identifier of the series.
    pub limits: BTreeMap<String, Limits>,
    /// The rules, in order.
    pub rules: Vec<AlertRule>,
}

/// Thresholds of a series; `None` is no threshold on that side.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Limits {
    /// Below is out of bounds.
    pub lower: Option<f64>,
    /// Above is out of bounds (the share of drifted columns: at or above its own line).
    pub upper: Option<f64>,
}

/// When to raise an alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlertRule {
    /// Unique among the rules.
    pub name: String,
    /// Which series it watches.
    pub watch: Watched,
    /// What has to hold in a window.
    pub condition: Condition,
    /// In how many of the last `of` windows the condition has to hold, the newest among them.
    pub k: u32,
    /// See `k`.
    pub of: u32,
    /// Fewer rows than this in a window, and it does not count.
    pub min_rows: u64,
    /// After an alert of this rule ended or was raised, no new one for so many windows.
    pub cool_down: u32,
    /// How bad.
    pub severity: AlertSeverity,
    /// Whether it is applied.
    pub enabled: bool,
}

/// Which series a rule watches.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Watched {
    /// One, by its identifier.
    Series(String),
    /// Every series of a group; each raises alerts of its own.
    Group(super::SeriesGroup),
}

/// What has to hold in a window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// Outside the series' thresholds, on the side that is worse.
    OutsideLimits,
    /// Above a value.
    Above(f64),
    /// Below a value.
    Below(f64),
    /// Further from the reference's mean than this, in the series' unit.
    ChangeBy(f64),
    /// Further from the reference's mean than this share of it.
    ChangeByShare(f64),
}

/// How bad an alert is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertSeverity {
    /// Worth knowing.
    Info,
    /// Look into it.
    #[default]
    Warning,
    /// Act.
    Critical,
}

/// A rule that holds for a series, from the window in which it was raised on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Name of the rule.
    pub rule: String,
    /// Identifier of the series.
    pub series: String,
    /// Its name in words.
    pub label: String,
    /// How bad.
    pub severity: AlertSeverity,
    /// Place of the window in which it was raised.
    pub window: usize,
    /// Name of that window.
    pub window_name: String,
    /// Place of the first window in which the rule no longer holds; `None` while it does.
    pub over: Option<usize>,
    /// Value in the window in which it was raised.
    pub value: f64,
    /// The line that it crossed.
    pub limit: f64,
    /// What happened, in a sentence.
    pub message: String,
}
