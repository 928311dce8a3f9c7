//! Watching a model over time: windows, series, kinds of drift, alerts.
//!
//! [`watch`] turns rows into a [`Timeline`]: every series' value in every window, and what is usual of
//! it on the reference. A [`MonitorPolicy`] then says what is out of bounds and which alerts there are;
//! that needs no rows, so a changed threshold or rule is applied wherever the timeline is.

mod alert_words;
mod alerts;
pub mod calendar;
mod columns;
mod current_rows;
mod default_rules;
mod episodes;
mod error;
mod estimate;
mod facts;
mod fairness;
mod groups;
mod judge_concept;
mod judge_kinds;
mod kinds;
mod labels;
mod limits;
mod measures;
mod panes;
mod reference;
mod rule;
mod rule_check;
mod rule_ids;
#[cfg(test)]
mod samples;
mod sampling_error;
mod settings;
mod slice;
mod study;
mod timeline;
mod times;
mod tuning;
mod usual;
mod watch;
mod window;

pub use alerts::alerts;
pub use current_rows::{CurrentRows, current_rows};
pub use default_rules::{DRIFTED_SHARE, MISSING_CELLS};
pub use error::MonitorError;
pub use estimate::{Estimate, Estimator};
pub use fairness::{Answers, FairnessPoint, FairnessTimeline, Gap, GroupRates, fairness};
pub use groups::{GroupColumn, MOST_GROUPS};
pub use kinds::{DriftKinds, KindVerdict};
pub use labels::{JoinedLabels, LabelMatch, join_labels};
pub use limits::is_outside;
pub use panes::{MOST_WINDOW_ROWS, MOST_WINDOWS, WindowRows, Windows, windows_of};
pub use rule::{
    Alert, AlertRule, AlertSeverity, Condition, Limits, MonitorPolicy, STANDARD_DEVIATIONS, Watched,
};
pub use rule_check::{MOST_COUNTED, RuleError};
pub use rule_ids::AlertState;
pub use settings::WatchSettings;
pub use slice::Slice;
pub use timeline::{
    Band, CellVerdict, ColumnCell, ColumnTrack, Point, Series, SeriesGroup, Timeline, Unit, Window, Worse,
};
pub use times::{RowTimes, row_times};
pub use tuning::{FalseAlarmRate, TuneRow, TuneSetting, quietest, tune, tune_all, tune_as_is};
pub use watch::{PredictedBy, Sources, watch};
pub use window::{Pane, WindowRule};
