//! Watching a model over time: windows, series, kinds of drift, alerts.

mod estimate;
mod fairness;
mod kinds;
mod labels;
mod rule;
mod sampling_error;
mod timeline;
mod window;

pub use estimate::{Estimate, Estimator};
pub use fairness::{FairnessPoint, FairnessTimeline, Gap, GroupRates};
pub use kinds::{DriftKinds, KindVerdict};
pub use labels::LabelMatch;
pub use rule::{
    Alert, AlertRule, AlertSeverity, Condition, Limits, MonitorPolicy, STANDARD_DEVIATIONS, Watched,
};
pub use timeline::{
    Band, CellVerdict, ColumnCell, ColumnTrack, Point, Series, SeriesGroup, Timeline, Unit, Window, Worse,
};
pub use window::{Pane, WindowRule};
