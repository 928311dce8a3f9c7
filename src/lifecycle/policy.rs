//! When to retrain, what it needs, on which rows, and what a challenger must show: `[retrain]` of the
//! policy file.

use serde::{Deserialize, Serialize};

use crate::model::AlgorithmChoice;
use crate::model::metrics::Metric;
use crate::monitor::AlertSeverity;

/// What the user decides about retraining.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RetrainPolicy {
    /// What asks for it; any of them is enough.
    pub when: RetrainWhen,
    /// What it needs; all of them.
    pub needs: RetrainNeeds,
    /// On which rows.
    pub rows: TrainingRows,
    /// By which algorithm; `None` is the champion's with its settings.
    pub algorithm: Option<AlgorithmChoice>,
    /// What a challenger must show.
    pub gate: GatePolicy,
    /// What happens to one that passes.
    pub promotion: Promotion,
}

/// What asks for a retraining. Everything `None` or empty: only by hand.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RetrainWhen {
    /// An alert at or above this severity is open in the newest window.
    pub severity: Option<AlertSeverity>,
    /// So many alerts are open in the newest window.
    pub alerts: Option<u32>,
    /// A series of the newest window is beyond a line: measured or estimated performance.
    pub lines: Vec<SeriesLine>,
    /// So many windows have come since the last training.
    pub every_windows: Option<u32>,
    /// So many days have passed since the last training.
    pub every_days: Option<f64>,
}

/// A line for a series of the newest window that has a value.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SeriesLine {
    /// Identifier of the series, such as `accuracy` or `estimated_roc_auc`.
    pub series: String,
    /// Asks where the value is below.
    pub below: Option<f64>,
    /// Asks where the value is above.
    pub above: Option<f64>,
}

/// What a retraining needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RetrainNeeds {
    /// Labelled rows that no training has seen.
    pub min_rows: u64,
    /// The same of every class that the champion knows.
    pub min_rows_per_class: u64,
    /// Rows of windows that ended more days before the newest one do not count; `None` counts all.
    pub max_age_days: Option<f64>,
    /// No retraining for so many windows after one; by hand is always possible.
    pub cool_down: u32,
}

/// On which rows a challenger learns. Rows with an identifier that occurs again are taken once, the
/// newest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum TrainingRows {
    /// The reference and all new rows.
    Merge,
    /// New rows only.
    New,
    /// The newest so many labelled rows, of the reference too where new ones are fewer.
    Sliding {
        /// Rows.
        rows: u64,
    },
    /// The reference and all new rows, each weighing half of one that is so many rows newer.
    Recency {
        /// Half-life in rows.
        half_life: u64,
    },
}

/// What a challenger must show. Rules with `None` are not applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GatePolicy {
    /// The metric that is held against the champion.
    pub metric: Metric,
    /// The challenger's value must be at least this good.
    pub minimum: Option<f64>,
    /// Non-inferiority: the challenger may be worse by at most this, with the end of the paired
    /// interval that is worse.
    pub margin: f64,
    /// Greatest expected calibration error.
    pub max_ece: Option<f64>,
    /// No segment may be worse by more than this, in the mean log loss of its rows (share of wrong
    /// labels without probabilities), unless its interval holds 0.
    pub segment_margin: Option<f64>,
    /// Fewest held-out rows that a part of the evidence needs.
    pub min_rows: u64,
    /// Column whose groups are segments too: each group is held to `segment_margin`.
    pub groups: Option<String>,
}

/// What happens to a challenger that passes the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Promotion {
    /// It waits under the alias `challenger` for a person.
    #[default]
    Offer,
    /// It becomes the champion.
    Auto,
}

impl Default for RetrainPolicy {
    fn default() -> Self {
        Self {
            when: RetrainWhen { severity: Some(AlertSeverity::Critical), ..RetrainWhen::default() },
            needs: RetrainNeeds::default(),
            rows: TrainingRows::Merge,
            algorithm: None,
            gate: GatePolicy::default(),
            promotion: Promotion::default(),
        }
    }
}

impl Default for RetrainNeeds {
    fn default() -> Self {
        Self { min_rows: 500, min_rows_per_class: 50, max_age_days: None, cool_down: 0 }
    }
}

impl Default for GatePolicy {
    fn default() -> Self {
        Self {
            metric: Metric::RocAuc,
            minimum: None,
            margin: 0.02,
            max_ece: None,
            segment_margin: None,
            min_rows: 30,
            groups: None,
        }
    }
}
