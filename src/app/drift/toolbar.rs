//! Filters over the table: by name, and by what was found.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::rows::{self, Group};
use crate::app::browser;
use crate::app::format;
use crate::app::state::AppState;

/// Text filter and one chip per group.
#[component]
pub fn Toolbar() -> impl IntoView {
    let state = AppState::expect();
    let input = NodeRef::<html::Input>::new();
    let slash = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "/"
            && !browser::is_typing(&event)
            && let Some(input) = input.get_untracked()
        {
            event.prevent_default();
            let _ = input.focus();
            input.select();
        }
    });
    on_cleanup(move || slash.remove());

    let typed = move |event: web_sys::Event| {
        let query = event_target_value(&event);
        state.change(false, |route| route.query = query);
    };
    let keyed = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.stop_propagation();
            state.change(false, |route| route.query.clear());
        }
        "ArrowDown" | "Enter" => {
            event.prevent_default();
            browser::focus("drift-active-row");
        }
        _ => {}
    };
    view! {
        <div class="toolbar">
            <input
                type="search"
                class="input filter-input"
                placeholder="Filter columns   /"
                aria-label="Filter columns by name"
                node_ref=input
                prop:value=move || state.route.with(|route| route.query.clone())
                on:input=typed
                on:keydown=keyed
            />
            <div class="chips" role="group" aria-label="Show only">
                {Group::ALL.map(|group| view! { <GroupChip group /> }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn GroupChip(group: Group) -> impl IntoView {
    let state = AppState::expect();
    let chosen = Memo::new(move |_| state.route.with(|route| route.show.has(group)));
    let count = Memo::new(move |_| {
        state.report.with(|report| report.as_ref().map_or(0, |report| rows::counted(report, group)))
    });
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || chosen.get().to_string()
            disabled=move || count.get() == 0 && !chosen.get()
            on:click=move |_| state.change(false, |route| route.show = route.show.toggled(group))
        >
            {group.label()}
            <span class="chip-count">{move || format::count(count.get())}</span>
        </button>
    }
}
