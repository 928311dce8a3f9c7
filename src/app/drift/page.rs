//! The Drift tab as a whole.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::banner::Banner;
use super::detail::DetailPanel;
use super::relations::RelationsPanel;
use super::table::DriftTable;
use super::toolbar::Toolbar;
use crate::app::browser;
use crate::app::components::later::Later;
use crate::app::engine::Engine;
use crate::app::reports::history::{HistoryLink, HistoryPage};
use crate::app::route::Tab;
use crate::app::state::{AppState, Job};
use crate::worker::protocol::Slot;

/// Verdict, table and, when a column is open, its detail; or the kept reports.
#[component]
pub fn DriftPage() -> impl IntoView {
    let state = AppState::expect();
    let judged = Memo::new(move |_| state.report.with(Option::is_some));
    move || match (state.is_history.get(), judged.get()) {
        (true, _) => view! { <HistoryPage /> }.into_any(),
        (false, true) => view! { <Judged /> }.into_any(),
        (false, false) => view! { <NothingJudged /> }.into_any(),
    }
}

#[component]
fn Judged() -> impl IntoView {
    let state = AppState::expect();
    let report = state.open_report();
    let open = Memo::new(move |_| report.with(Option::is_some));
    let close = Callback::new(move |()| {
        state.change(true, |route| route.column = None);
        browser::focus("drift-active-row");
    });
    let key = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "Escape" && !browser::has_dialog() && open.get_untracked() {
            close.run(());
        }
    });
    on_cleanup(move || key.remove());
    view! {
        <div class="drift" class:has-detail=move || open.get()>
            <Banner />
            <section class="drift-columns" aria-label="Columns">
                <Toolbar />
                <Later>
                    <DriftTable />
                    <RelationsPanel />
                </Later>
                <super::multivariate::MultivariatePanel />
            </section>
            <Show when=move || open.get()>
                <aside id="drift-detail" class="drift-detail" tabindex="-1" aria-label="Detail of the column">
                    <DetailPanel report=report detail=state.detail theme=state.theme on_close=close />
                </aside>
            </Show>
        </div>
    }
}

/// Says what is missing before there is a verdict.
#[component]
fn NothingJudged() -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let reading = move || {
        state.datasets.with(|all| all.iter().any(|set| set.job.is_busy())) || state.judging.get().is_busy()
    };
    let missing = move || {
        let has =
            |wanted: fn(Slot) -> bool| state.datasets.with(|all| all.iter().any(|set| wanted(set.slot)));
        let failed = state.datasets.with(|all| all.iter().any(|set| matches!(set.job, Job::Failed(_))));
        let reference = has(|slot| slot == Slot::Reference);
        let current = has(|slot| slot != Slot::Reference);
        match (reference, current) {
            (true, true) if failed => "A file could not be read, so there is nothing to compare: see Data.",
            (true, true) => "The two files could not be compared: see the message above.",
            (true, false) => "Add a current file to compare the reference with.",
            (false, true) => "Add a reference file to compare the current data with.",
            (false, false) => "Drop a reference and a current CSV, and read here which columns drifted.",
        }
    };
    view! {
        <section class="empty" aria-busy=move || reading().to_string()>
            <h1 class="visually-hidden">"Drift"</h1>
            <Show
                when=reading
                fallback=move || view! {
                    <p class="empty-sentence">{missing}</p>
                    <p class="empty-actions">
                        <button
                            type="button"
                            class="button is-primary"
                            on:click=move |_| state.change(true, |route| route.tab = Tab::Data)
                        >
                            "Go to Data"
                        </button>
                        <button type="button" class="button" on:click=move |_| engine.demo()>
                            "Try the demo"
                        </button>
                        <HistoryLink label="Kept reports" to_history=true />
                    </p>
                }
            >
                <p class="empty-sentence">"Reading and comparing …"</p>
                <crate::app::data::slots_panel::BusyList />
            </Show>
        </section>
    }
}
