//! Triggers, needs and rules as a table: a mark, a sentence with both numbers.

use leptos::prelude::*;

use super::words;
use crate::app::components::words::Words;
use crate::lifecycle::Check;

/// A table of checks under its heading; nothing where there are none.
pub fn checks_table(title: &'static str, checks: &[Check]) -> AnyView {
    if checks.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = checks
        .iter()
        .map(|check| {
            let (shape, word) = words::mark(check);
            view! {
                <li class="check-line" data-holds=check.holds.to_string()>
                    <span class="check-mark" aria-hidden="true">{shape}</span>
                    <span class="visually-hidden">{format!("{word}: ")}</span>
                    <span><Words text=check.words.clone() /></span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="checks">
            <h3>{title}</h3>
            <ul>{rows}</ul>
        </div>
    }
    .into_any()
}
