//! The Data tab as a whole.

use leptos::prelude::*;

use super::columns::ColumnTable;
use super::drop_zone::DropZone;
use super::preview::Preview;
use super::simulator::Simulator;
use super::slots_panel::SlotsPanel;
use crate::app::components::later::Later;
use crate::app::engine::Engine;
use crate::app::state::AppState;

/// Empty: one sentence and the drop zone. Else: the files and what is in them.
#[component]
pub fn DataPage() -> impl IntoView {
    let state = AppState::expect();
    let empty = Memo::new(move |_| state.datasets.with(Vec::is_empty));
    let anything = Memo::new(move |_| state.datasets.with(|all| all.iter().any(|set| set.table.is_some())));
    view! {
        <Show when=move || !empty.get() fallback=|| view! { <EmptyPage /> }>
            <div class="data">
                <h1 class="visually-hidden">"Data"</h1>
                <SlotsPanel />
                <Show when=move || anything.get()>
                    <Later>
                        <ColumnTable />
                    </Later>
                    <Later>
                        <Simulator />
                    </Later>
                    <Preview />
                </Show>
            </div>
        </Show>
    }
}

#[component]
fn EmptyPage() -> impl IntoView {
    let engine = Engine::expect();
    let add = Callback::new(move |files| engine.add(engine.without_policies(files)));
    view! {
        <section class="empty">
            <h1 class="empty-sentence">
                "Drop a reference and a current CSV, and see which columns drifted."
            </h1>
            <DropZone on_files=add large=true>
                <span class="drop-zone-title">"Drop two CSV files here, or choose them"</span>
                <span class="drop-zone-hint">
                    "A file with “ref”, “train” or “baseline” in its name is the reference. "
                    "A saved profile (.json) can stand in for it. Ctrl+V pastes an address on this site."
                </span>
            </DropZone>
            <p class="empty-actions">
                <button type="button" class="button is-primary" on:click=move |_| engine.demo()>
                    "Try the demo"
                </button>
                <span class="quiet">"Nothing leaves the browser: files are read on this machine only."</span>
            </p>
        </section>
    }
}
