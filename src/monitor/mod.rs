//! Watching a model over time: windows, series, kinds of drift, alerts.

mod alert_words;
mod alerts;
mod default_rules;
mod episodes;
mod fairness;
mod kinds;
mod labels;
mod limits;
mod rule;
mod rule_check;
mod rule_ids;
#[cfg(test)]
mod samples;
mod timeline;
mod tuning;
mod window;

pub use alerts::alerts;
pub use default_rules::{DRIFTED_SHARE, MISSING_CELLS};
pub use fairness::{FairnessPoint, FairnessTimeline, Gap, GroupRates};
pub use kinds::{DriftKinds, KindVerdict};
pub use labels::LabelMatch;
pub use limits::is_outside;
pub use rule::{
    Alert, AlertRule, AlertSeverity, Condition, Limits, MonitorPolicy, STANDARD_DEVIATIONS, Watched,
};
pub use rule_check::{MOST_WINDOWS, RuleError};
pub use rule_ids::AlertState;
pub use timeline::{
    Band, CellVerdict, ColumnCell, ColumnTrack, Point, Series, SeriesGroup, Timeline, Unit, Window, Worse,
};
pub use tuning::{FalseAlarmRate, TuneRow, TuneSetting, quietest, tune, tune_all};
pub use window::{Pane, WindowRule};
