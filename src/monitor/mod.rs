//! Watching a model over time: windows, series, kinds of drift, alerts.

mod calendar;
mod columns;
mod counts;
mod error;
mod estimate;
mod facts;
mod fairness;
mod judge_kinds;
mod kinds;
mod labels;
mod measures;
mod panes;
mod reference;
mod rule;
mod sampling_error;
mod settings;
mod slice;
mod timeline;
mod times;
mod watch;
mod window;

pub use error::MonitorError;
pub use estimate::{Estimate, Estimator};
pub use fairness::{FairnessPoint, FairnessTimeline, Gap, GroupRates};
pub use kinds::{DriftKinds, KindVerdict};
pub use labels::LabelMatch;
pub use rule::{
    Alert, AlertRule, AlertSeverity, Condition, Limits, MonitorPolicy, STANDARD_DEVIATIONS, Watched,
};
pub use settings::WatchSettings;
pub use slice::Slice;
pub use timeline::{
    Band, CellVerdict, ColumnCell, ColumnTrack, Point, Series, SeriesGroup, Timeline, Unit, Window, Worse,
};
pub use watch::{PredictedBy, Sources, watch};
pub use window::{Pane, WindowRule};
