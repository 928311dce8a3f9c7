//! Long tables begin with their first rows; the rest is a button away.

use leptos::prelude::*;

use super::table::TextRow;
use crate::app::format;

/// Rows that are shown at first, and that each press adds.
const STEP: usize = 50;

/// The first rows of many, and the button that shows more of them.
pub fn first_rows(rows: Memo<Vec<TextRow>>) -> (Signal<Vec<TextRow>>, AnyView) {
    let most = RwSignal::new(STEP);
    let shown =
        Memo::new(move |_| rows.with(|rows| rows.iter().take(most.get()).cloned().collect::<Vec<_>>()));
    let hidden = Memo::new(move |_| rows.with(Vec::len).saturating_sub(most.get()));
    let button = view! {
        <Show when=move || { hidden.get() > 0 }>
            <button type="button" class="button" on:click=move |_| most.update(|most| *most += STEP)>
                {move || format!("Show more, {} left", format::count(hidden.get() as u64))}
            </button>
        </Show>
    };
    (shown.into(), button.into_any())
}

/// A field that narrows a table.
pub fn search_field(id: &'static str, label: &'static str, query: RwSignal<String>) -> AnyView {
    view! {
        <div class="model-field">
            <label for=id>{label}</label>
            <input
                type="search"
                class="input"
                id=id
                autocomplete="off"
                prop:value=move || query.get()
                on:input=move |event| query.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}
