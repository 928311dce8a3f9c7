//! Sampled rows of both sides, in a table that scrolls.

use leptos::prelude::*;

use super::where_words;
use crate::app::engine::Engine;
use crate::app::state::AppState;
use crate::drift::{Condition, PickedRows};

/// The rows that were asked for, where they are those of `conditions`; nothing otherwise.
#[component]
pub fn PickedTable(
    /// What they were asked for by.
    conditions: Vec<Condition>,
) -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let what = where_words::conditions(&conditions);
    let own = StoredValue::new(conditions);
    let shown = Memo::new(move |_| {
        state.picked.with(|picked| {
            picked.as_ref().filter(|picked| own.with_value(|own| picked.conditions == *own)).cloned()
        })
    });
    let close = move || engine.toggle_rows(own.get_value());
    let keyed = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            // Not the panel's: it closes the rows, and the panel stays.
            event.stop_propagation();
            close();
        }
    };
    move || {
        shown.get().map(|picked| {
            let label = format!("Sampled rows where {what}");
            view! {
                <div class="picked" on:keydown=keyed>
                    {match picked.rows {
                        None => view! { <p class="quiet" aria-busy="true">"Fetching sampled rows…"</p> }.into_any(),
                        Some(rows) => view! { <Rows rows label /> }.into_any(),
                    }}
                    <button type="button" class="link-button" on:click=move |_| close()>
                        "Close the rows"
                    </button>
                </div>
            }
        })
    }
}

#[component]
fn Rows(rows: PickedRows, label: String) -> impl IntoView {
    let words = where_words::picked(&rows);
    let is_empty = rows.reference.is_empty() && rows.current.is_empty();
    let table = (!is_empty).then(|| {
        let body = [("reference", rows.reference), ("current", rows.current)];
        view! {
            <div class="picked-scroll" role="region" tabindex="0" aria-label=label>
                <table class="detail-table">
                    <thead><tr>
                        <th scope="col">"side"</th>
                        {rows.columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                    </tr></thead>
                    <tbody>
                        {body.into_iter().flat_map(|(side, rows)| rows.into_iter().map(move |row| view! {
                            <tr data-side=side>
                                <th scope="row">{side}</th>
                                {row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}
                            </tr>
                        })).collect_view()}
                    </tbody>
                </table>
            </div>
        }
    });
    view! {
        <p class="picked-words" role="status">{words}</p>
        {table}
    }
}
