//! The columns to learn from, to be ticked.

use std::sync::Arc;

use leptos::prelude::*;

use super::columns::{self, ColumnChoice};
use super::state::RetrainState;
use crate::app::{format, labels};
use crate::worker::protocol::TableInfo;

/// A filter, two buttons for all and none, and a box for each column.
#[component]
pub fn ColumnList(
    /// The form.
    state: RetrainState,
    /// The data set.
    #[prop(into)]
    table: Signal<Option<Arc<TableInfo>>>,
) -> impl IntoView {
    let target = Memo::new(move |_| state.settings.with(|settings| settings.target.clone()));
    let choices = Memo::new(move |_| {
        table.get().map(|table| columns::choices(&table, &target.get())).unwrap_or_default()
    });
    let filter = RwSignal::new(String::new());
    let shown = move || {
        let wanted = filter.get().to_lowercase();
        let all = choices.get();
        all.into_iter().filter(|choice| choice.name.to_lowercase().contains(&wanted)).collect::<Vec<_>>()
    };
    let chosen = move || {
        let left_out = state.left_out.read();
        choices.with(|all| all.iter().filter(|choice| !left_out.contains(&choice.name)).count())
    };
    let all_fit = move |_| {
        let unfit = choices.get_untracked().into_iter().filter(|choice| choice.reason.is_some());
        state.left_out.set(unfit.map(|choice| choice.name).collect());
    };
    let none = move |_| {
        state.left_out.set(choices.get_untracked().into_iter().map(|choice| choice.name).collect());
    };
    view! {
        <section class="retrain-section" aria-labelledby="retrain-columns-title">
            <div class="retrain-section-head">
                <h2 id="retrain-columns-title">"Columns to learn from"</h2>
                <span class="quiet">
                    {move || format!(
                        "{} of {}",
                        format::count(chosen() as u64),
                        format::counted(choices.with(Vec::len) as u64, "column", "columns"),
                    )}
                </span>
            </div>
            <div class="column-tools">
                <input
                    type="search"
                    class="input"
                    aria-label="Filter columns to learn from"
                    placeholder="filter by name"
                    prop:value=move || filter.get()
                    on:input=move |event| filter.set(event_target_value(&event))
                />
                <button type="button" class="link-button" on:click=all_fit>"All that fit"</button>
                <button type="button" class="link-button" on:click=none>"None"</button>
            </div>
            <div class="column-boxes" role="group" aria-label="Columns to learn from">
                <For each=shown key=|choice| (choice.name.clone(), choice.reason) let:choice>
                    <ColumnBox choice state />
                </For>
            </div>
        </section>
    }
}

#[component]
fn ColumnBox(choice: ColumnChoice, state: RetrainState) -> impl IntoView {
    let ColumnChoice { name, kind, reason } = choice;
    let (is, changed, word) = (name.clone(), name.clone(), name.clone());
    let ticked = move || state.left_out.with(|all| !all.contains(&is));
    let on_change = move |event: web_sys::Event| {
        let on = event_target_checked(&event);
        state.left_out.update(|all| {
            if on {
                all.remove(&changed);
            } else {
                all.insert(changed.clone());
            }
        });
    };
    view! {
        <label class="column-box">
            <input type="checkbox" aria-label=word prop:checked=ticked on:change=on_change />
            <span class="column-box-name">{name}</span>
            <span class="quiet">{labels::kind(kind)}</span>
            {reason.map(|reason| view! { <span class="column-box-reason">{reason}</span> })}
        </label>
    }
}
