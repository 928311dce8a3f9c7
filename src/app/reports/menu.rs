//! The button that unfolds the formats of a comparison, and the list of them.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

use super::desk::ReportDesk;
use super::menu_words::{self, FORMATS};
use crate::app::browser;

const LIST: &str = "report-formats";
const BUTTON: &str = "report-download";

/// *Download ▾*: arrows move in the list, Escape closes it.
#[component]
pub fn DownloadMenu() -> impl IntoView {
    let desk = ReportDesk::expect();
    let is_open = RwSignal::new(false);
    let menu = NodeRef::<html::Div>::new();
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            // The panel of a column stays open.
            event.stop_propagation();
            is_open.set(false);
            browser::focus(BUTTON);
        } else if let Some(to) = menu_words::moved(focused(), &event.key(), FORMATS.len())
            && (is_open.get_untracked() || event.key() == "ArrowDown")
        {
            event.prevent_default();
            is_open.set(true);
            browser::focus(entry_id(to));
        }
    };
    let left = move |event: FocusEvent| {
        let Some(to) = event.related_target().and_then(|to| to.dyn_into::<Node>().ok()) else { return };
        if menu.get_untracked().is_some_and(|menu| !menu.contains(Some(&to))) {
            is_open.set(false);
        }
    };
    let entries = FORMATS.iter().enumerate().map(|(at, (format, label))| {
        let chosen = move |_| {
            browser::focus(BUTTON);
            is_open.set(false);
            desk.download(*format);
        };
        view! {
            <li>
                <button type="button" id=entry_id(at) class="menu-entry" on:click=chosen>{*label}</button>
            </li>
        }
    });
    let entries = entries.collect_view();
    view! {
        <div class="menu" node_ref=menu on:keydown=key on:focusout=left>
            <button
                type="button"
                id=BUTTON
                class="button"
                aria-expanded=move || is_open.get().to_string()
                aria-controls=LIST
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                "Download"
                <span aria-hidden="true">" ▾"</span>
            </button>
            <ul id=LIST class="menu-list" aria-label="Formats" hidden=move || !is_open.get()>{entries}</ul>
        </div>
    }
}

fn entry_id(at: usize) -> String {
    format!("report-format-{at}")
}

/// The entry that has the focus.
fn focused() -> Option<usize> {
    let id = document().active_element()?.id();
    (0..FORMATS.len()).find(|at| entry_id(*at) == id)
}
