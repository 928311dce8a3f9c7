//! Watching a model over time: windows, series, kinds of drift, alerts.

pub mod calendar;
mod counts;
mod error;
mod fairness;
mod groups;
mod kinds;
mod labels;
mod panes;
mod rule;
mod timeline;
mod times;
mod window;

pub use error::MonitorError;
pub use fairness::{Answers, FairnessPoint, FairnessTimeline, Gap, GroupRates, fairness};
pub use groups::{GroupColumn, MOST_GROUPS};
pub use kinds::{DriftKinds, KindVerdict};
pub use labels::{JoinedLabels, LabelMatch, join_labels};
pub use panes::{MOST_WINDOW_ROWS, MOST_WINDOWS, WindowRows, Windows, windows_of};
pub use rule::{
    Alert, AlertRule, AlertSeverity, Condition, Limits, MonitorPolicy, STANDARD_DEVIATIONS, Watched,
};
pub use timeline::{
    Band, CellVerdict, ColumnCell, ColumnTrack, Point, Series, SeriesGroup, Timeline, Unit, Window, Worse,
};
pub use times::{RowTimes, row_times};
pub use window::{Pane, WindowRule};
