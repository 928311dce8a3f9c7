//! The Monitor tab.

use leptos::prelude::*;

use super::alert_log::AlertLog;
use super::detectors::DetectorPanel;
use super::replay::ReplayPanel;
use super::rules::RulesPanel;
use super::sending::SendingPanel;
use super::tuning::TuningPanel;
use crate::app::components::heat_canvas::HeatCanvas;
use crate::app::online::panel::OnlinePanel;
use crate::app::state::AppState;
use crate::app::watch::frame::WatchFrame;
use crate::app::watch::open_window::OpenWindow;
use crate::app::watch::state::WatchState;
use crate::app::watch::window_chart::WindowChart;
use crate::chart::HeatMap;
use crate::monitor::SeriesGroup;

/// Columns over windows, and what goes into the model.
#[component]
pub fn MonitorPage() -> impl IntoView {
    view! {
        <WatchFrame title="Monitor">
            <AlertLog />
            <Columns />
            <OpenWindow with_columns=true />
            <DataCharts />
            <DetectorPanel />
            <ReplayPanel />
            <OnlinePanel />
            <RulesPanel />
            <TuningPanel />
            <SendingPanel />
        </WatchFrame>
    }
}

#[component]
fn Columns() -> impl IntoView {
    let app = AppState::expect();
    let watch = WatchState::expect();
    let map = Signal::derive(move || {
        watch.shown().map_or_else(
            || HeatMap::of_tracks(&[], crate::chart::Slots::of(&[]), 0),
            |timeline| HeatMap::of(&timeline),
        )
    });
    view! {
        <section class="watch-heat" aria-labelledby="watch-heat-title">
            <h2 id="watch-heat-title">"Columns over time"</h2>
            <HeatCanvas
                map
                theme=app.theme
                label=Signal::stored("Drift of columns over windows".to_owned())
                hover=watch.hover
                zoom=watch.zoom
                on_open=Callback::new(move |window| watch.open.set(Some(window)))
            />
        </section>
    }
}

#[component]
fn DataCharts() -> impl IntoView {
    let watch = WatchState::expect();
    let ids = Memo::new(move |_| {
        watch.timeline.with(|timeline| {
            let of_data = timeline.iter().flat_map(|timeline| &timeline.series);
            of_data
                .filter(|series| series.group == SeriesGroup::Data)
                .map(|series| series.id.clone())
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="watch-charts">
            {move || ids.get().into_iter().map(|id| view! { <WindowChart id /> }).collect_view()}
        </div>
    }
}
