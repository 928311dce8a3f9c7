//! The frame around the pages: header, notices, help, and what the whole window hears.

pub mod header;
pub mod help;
pub mod notices;
pub mod update;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, KeyboardEvent};

use super::browser::{self, UndoKey};
use super::data::page::DataPage;
use super::drift::page::DriftPage;
use super::engine::Engine;
use super::models::keeper::Keeper;
use super::models::kept::ModelResults;
use super::models::page::ModelsPage;
use super::models::state::ModelsState;
use super::models::store_models;
use super::monitor::page::MonitorPage;
use super::monitor::stream_state::StreamState;
use super::online::state::OnlineState;
use super::performance::page::PerformancePage;
use super::reports::desk::ReportDesk;
use super::retrain::page::RetrainPage;
use super::route::Tab;
use super::state::AppState;
use super::turn::schedule::Clock;
use super::turn::start::LoopDesk;
use super::turn::state::LoopState;
use super::watch::keeping;
use super::watch::state::WatchState;
use super::workspace::state::WorkspaceState;
use header::Header;
use help::Help;
use notices::Notices;
use update::UpdateNotice;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let state = AppState::new();
    provide_context(state);
    let watch = WatchState::new();
    provide_context(watch);
    let engine = Engine::start(state, watch);
    provide_context(engine);
    let (models, keeper) = (ModelsState::new(), Keeper::start(state));
    provide_context(models);
    provide_context(keeper);
    provide_context(ModelResults::new());
    provide_context(WorkspaceState::start(state, engine));
    provide_context(LoopState::new());
    provide_context(ReportDesk::start());
    provide_context(Clock::start(LoopDesk::expect()));
    store_models::restore(models, engine, keeper);
    keeping::restore(state, watch, keeper);

    Effect::new(move |_| browser::apply_theme(state.theme.get()));
    listen(state, engine, watch);

    provide_context(OnlineState::new());
    provide_context(StreamState::start(state, WatchState::expect()));
    view! {
        <button type="button" class="skip-link" on:click=|_| browser::focus("main")>
            "Skip to the content"
        </button>
        <Header />
        <main id="main" tabindex="-1">
            <Notices />
            <UpdateNotice />
            {move || match state.tab.get() {
                Tab::Data => view! { <DataPage /> }.into_any(),
                Tab::Drift => view! { <DriftPage /> }.into_any(),
                Tab::Performance => view! { <PerformancePage /> }.into_any(),
                Tab::Retrain => view! { <RetrainPage /> }.into_any(),
                Tab::Models => view! { <ModelsPage /> }.into_any(),
                Tab::Monitor => view! { <MonitorPage /> }.into_any(),
            }}
        </main>
        <div class="visually-hidden" role="status" aria-live="polite">
            {move || state.announced.get()}
        </div>
        <Help />
    }
}

/// What the window hears wherever the focus is.
fn listen(state: AppState, engine: Engine, watch: WatchState) {
    let heard = [
        window_event_listener(ev::hashchange, move |_| state.follow(&browser::hash())),
        window_event_listener(ev::popstate, move |_| state.follow(&browser::hash())),
        window_event_listener(ev::keydown, move |event| key_pressed(state, watch, &event)),
        window_event_listener(ev::dragover, |event| event.prevent_default()),
        window_event_listener(ev::drop, move |event| {
            event.prevent_default();
            let files = engine.without_policies(browser::dropped_files(event.data_transfer()));
            if !files.is_empty() {
                engine.add(files);
            }
        }),
        window_event_listener_untyped("paste", move |event| pasted(engine, &event)),
    ];
    on_cleanup(move || heard.into_iter().for_each(|listener| listener.remove()));
}

fn key_pressed(state: AppState, watch: WatchState, event: &KeyboardEvent) {
    let is_watching = state.tab.get_untracked() == Tab::Monitor;
    if event.key() == "?" && !browser::is_typing(event) {
        event.prevent_default();
        state.help.set(true);
    }
    match browser::undo_key(event) {
        Some(UndoKey::Undo) => {
            event.prevent_default();
            if is_watching { watch.undo(state) } else { state.undo() }
        }
        Some(UndoKey::Redo) => {
            event.prevent_default();
            if is_watching { watch.redo(state) } else { state.redo() }
        }
        None => {}
    }
}

/// Takes pasted files, or a pasted address on the page's own origin.
fn pasted(engine: Engine, event: &web_sys::Event) {
    let Some(event) = event.dyn_ref::<ClipboardEvent>() else { return };
    let typing = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    if typing.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA")) {
        return;
    }
    let pasted = browser::dropped_files(event.clipboard_data());
    if !pasted.is_empty() {
        let files = engine.without_policies(pasted);
        if !files.is_empty() {
            engine.add(files);
        }
        return;
    }
    let text = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
    let address = text.trim();
    let is_address = !address.is_empty() && !address.contains(char::is_whitespace) && address.contains('/');
    if is_address {
        engine.add_address(address.to_owned());
    }
}
