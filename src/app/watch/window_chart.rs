//! A series of the history on a canvas.

use leptos::prelude::*;

use super::state::WatchState;
use crate::app::components::time_canvas::TimeCanvas;
use crate::app::state::AppState;
use crate::chart::{LineStyle, MarkKind, TimeChart, TimeLine, TimeMark};
use crate::monitor::{Alert, MonitorPolicy, Timeline};

/// The chart of a series, with the estimate of the same quantity beside what was measured, and marks where
/// alerts were raised. `None` where the history has no such series.
pub fn chart_of(
    timeline: &Timeline,
    policy: &MonitorPolicy,
    alerts: &[Alert],
    id: &str,
) -> Option<TimeChart> {
    let series = timeline.series(id)?;
    let mut limits = policy.limits(series);
    // Nothing can lie beyond the end of the range: such a limit is no line to look at.
    limits.lower = limits.lower.filter(|limit| series.range.0.is_none_or(|least| *limit > least));
    limits.upper = limits.upper.filter(|limit| series.range.1.is_none_or(|most| *limit < most));
    let mut chart = TimeChart::of(series, &timeline.windows, limits);
    if let Some(estimated) = timeline.series(&format!("estimated_{id}")) {
        chart.lines.push(TimeLine {
            label: "estimated".to_owned(),
            style: LineStyle::Estimated,
            values: estimated.points.iter().map(|point| point.value).collect(),
        });
        chart.interval = estimated.points.iter().map(|point| point.interval).collect();
    }
    let estimated = format!("estimated_{id}");
    chart.marks = alerts
        .iter()
        .filter(|alert| alert.series == id || alert.series == estimated)
        .map(|alert| TimeMark {
            slot: alert.window,
            kind: MarkKind::Alert(alert.severity),
            label: alert.rule.clone(),
        })
        .chain(timeline.versions.iter().map(|(slot, name)| TimeMark {
            slot: *slot,
            kind: MarkKind::Retrain,
            label: name.clone(),
        }))
        .collect();
    Some(chart)
}

/// One series under its name.
#[component]
pub fn WindowChart(
    /// Identifier of the series.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    let app = AppState::expect();
    let watch = WatchState::expect();
    let chart = Memo::new(move |_| {
        watch
            .shown()
            .and_then(|timeline| chart_of(&timeline, &watch.policy.read(), &watch.alerts.read(), &id))
    });
    let title =
        Memo::new(move |_| chart.with(|chart| chart.as_ref().map_or_else(String::new, |c| c.title.clone())));
    let drawn = Signal::derive(move || {
        chart
            .get()
            .unwrap_or_else(|| TimeChart::new("", crate::monitor::Unit::Number, crate::chart::Slots::of(&[])))
    });
    view! {
        <section class="watch-chart">
            <h3 class="visually-hidden">{move || title.get()}</h3>
            <TimeCanvas
                chart=drawn
                theme=app.theme
                label=title
                hover=watch.hover
                zoom=watch.zoom
                on_open=Callback::new(move |window| watch.open.set(Some(window)))
            />
        </section>
    }
}
