//! Which series of a history are drawn, and how.

use super::{LineStyle, MarkKind, TimeChart, TimeLine, TimeMark};
use crate::monitor::{Alert, MonitorPolicy, Series, SeriesGroup, Timeline};

/// What is drawn of performance: what was measured, what was estimated where nothing was measured, and what
/// the model answers. An estimate of what was measured is a line beside it.
pub fn performance_series(timeline: &Timeline) -> impl Iterator<Item = &Series> {
    timeline.series.iter().filter(|series| match series.group {
        SeriesGroup::Performance | SeriesGroup::Predictions => true,
        SeriesGroup::Estimated => timeline.series(series.id.trim_start_matches("estimated_")).is_none(),
        SeriesGroup::Data | SeriesGroup::Columns => false,
    })
}

impl TimeChart {
    /// The chart of a series, with the estimate of the same quantity beside what was measured, and marks
    /// where alerts were raised. `None` where the history has no such series.
    pub fn of_history(
        timeline: &Timeline,
        policy: &MonitorPolicy,
        alerts: &[Alert],
        id: &str,
    ) -> Option<Self> {
        let series = timeline.series(id)?;
        let mut limits = policy.limits(series);
        // Nothing can lie beyond the end of the range: such a limit is no line to look at.
        limits.lower = limits.lower.filter(|limit| series.range.0.is_none_or(|least| *limit > least));
        limits.upper = limits.upper.filter(|limit| series.range.1.is_none_or(|most| *limit < most));
        let mut chart = Self::of(series, &timeline.windows, limits);
        let estimated = format!("estimated_{id}");
        if let Some(estimated) = timeline.series(&estimated) {
            chart.lines.push(TimeLine {
                label: "estimated".to_owned(),
                style: LineStyle::Estimated,
                values: estimated.points.iter().map(|point| point.value).collect(),
            });
            chart.interval = estimated.points.iter().map(|point| point.interval).collect();
        }
        let raised =
            alerts.iter().filter(|alert| alert.series == id || alert.series == estimated).map(|alert| {
                TimeMark {
                    slot: alert.window,
                    kind: MarkKind::Alert(alert.severity),
                    label: alert.rule.clone(),
                }
            });
        let versions = timeline.versions.iter().map(|(slot, name)| TimeMark {
            slot: *slot,
            kind: MarkKind::Retrain,
            label: name.clone(),
        });
        chart.marks = raised.chain(versions).collect();
        Some(chart)
    }
}
