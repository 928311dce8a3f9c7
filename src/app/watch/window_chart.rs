//! A series of the history on a canvas.

use leptos::prelude::*;

use super::state::WatchState;
use crate::app::components::time_canvas::TimeCanvas;
use crate::app::state::AppState;
use crate::chart::TimeChart;

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
        watch.shown().and_then(|timeline| {
            TimeChart::of_history(&timeline, &watch.policy.read(), &watch.alerts.read(), &id)
        })
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
