//! Where files are dropped, or chosen by click or keyboard.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, HtmlInputElement};

use crate::app::browser;

/// What the file dialog offers.
const ACCEPTED: &str = ".csv,.tsv,.txt,.json,text/csv,text/tab-separated-values,application/json";

/// A label around a file input, so that click and keyboard work by themselves.
#[component]
pub fn DropZone(
    /// Called with the files.
    on_files: Callback<Vec<File>>,
    /// Whether it is the large one of the empty page.
    #[prop(optional)]
    large: bool,
    /// Words inside.
    children: Children,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        over.set(false);
        let files = browser::dropped_files(event.data_transfer());
        if !files.is_empty() {
            on_files.run(files);
        }
    };
    let chosen = move |event: web_sys::Event| {
        let input: Option<HtmlInputElement> = event.target().and_then(|target| target.dyn_into().ok());
        let Some(input) = input else { return };
        let files = input.files().map(|list| browser::files(&list)).unwrap_or_default();
        // The same file can be chosen again.
        input.set_value("");
        if !files.is_empty() {
            on_files.run(files);
        }
    };
    view! {
        <label
            class="drop-zone"
            class:is-large=large
            class:is-over=move || over.get()
            on:dragenter=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <input type="file" class="visually-hidden" multiple accept=ACCEPTED on:change=chosen />
            {children()}
        </label>
    }
}
