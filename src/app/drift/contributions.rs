//! "Where it moved": the bins or categories that make up most of a column's drift, and their rows.

use leptos::prelude::*;

use super::picked_rows::PickedTable;
use super::where_words;
use crate::app::engine::Engine;
use crate::app::format;
use crate::app::state::AppState;
use crate::drift::{Condition, Contribution};

/// One line a part, largest first; a click shows sampled rows that are there.
#[component]
pub fn ContributionList(
    /// Name of the column.
    column: String,
    /// Its parts.
    parts: Vec<Contribution>,
) -> impl IntoView {
    let items: Vec<_> = parts
        .into_iter()
        .map(|part| {
            let condition = Condition { column: column.clone(), pick: part.pick.clone() };
            view! { <li><Part part conditions=vec![condition] /></li> }
        })
        .collect();
    view! {
        <p class="quiet">
            "Share of the reference → share of current, and the part of the distance that comes from there. "
            "Choose one to see sampled rows."
        </p>
        <ul class="contributions">{items}</ul>
    }
}

#[component]
fn Part(part: Contribution, conditions: Vec<Condition>) -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let own = StoredValue::new(conditions);
    let is_open = Memo::new(move |_| {
        state.picked.with(|picked| {
            picked.as_ref().is_some_and(|picked| own.with_value(|own| picked.conditions == *own))
        })
    });
    let counts = format!(
        "{} of the reference, {} of current",
        format::counted(part.reference, "row", "rows"),
        format::counted(part.current, "row", "rows")
    );
    let bar = format!("{}%", (part.part.clamp(0.0, 1.0) * 100.0).round());
    view! {
        <button
            type="button"
            class="contribution"
            title=counts
            aria-expanded=move || is_open.get().to_string()
            on:click=move |_| engine.toggle_rows(own.get_value())
        >
            <span class="contribution-what">{where_words::pick(&part.pick)}</span>
            <span class="contribution-shares">
                <span class="visually-hidden">"reference "</span>
                <span class="is-reference">{format::share(part.reference_share)}</span>
                <span aria-hidden="true">" → "</span>
                <span class="visually-hidden">", current "</span>
                <span class="is-current">{format::share(part.current_share)}</span>
            </span>
            <span class="contribution-part">
                <span class="contribution-bar" aria-hidden="true">
                    <span style:width=bar></span>
                </span>
                <span class="visually-hidden">", part of the drift "</span>
                {format::share(part.part)}
            </span>
        </button>
        <PickedTable conditions=own.get_value() />
    }
}
