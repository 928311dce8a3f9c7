//! The Performance tab.

use leptos::prelude::*;

use super::groups::Groups;
use super::kinds::KindsOfDrift;
use crate::app::watch::frame::WatchFrame;
use crate::app::watch::open_window::OpenWindow;
use crate::app::watch::state::WatchState;
use crate::app::watch::window_chart::WindowChart;
use crate::chart::performance_series;

/// Performance measured and estimated, and what the model answers.
#[component]
pub fn PerformancePage() -> impl IntoView {
    view! {
        <WatchFrame title="Performance">
            <KindsOfDrift />
            <OpenWindow />
            <PerformanceCharts />
            <Groups />
        </WatchFrame>
    }
}

#[component]
fn PerformanceCharts() -> impl IntoView {
    let watch = WatchState::expect();
    let ids = Memo::new(move |_| {
        watch.timeline.with(|timeline| {
            let Some(timeline) = timeline else { return Vec::new() };
            performance_series(timeline).map(|series| series.id.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="watch-charts">
            {move || ids.get().into_iter().map(|id| view! { <WindowChart id /> }).collect_view()}
        </div>
    }
}
