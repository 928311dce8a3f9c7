//! A sentence of the engine, with the names in it set apart.

use leptos::prelude::*;

use crate::app::named_spans::named_spans;

/// Text and nothing but text: whatever a name holds, it stays a name.
#[component]
pub fn Words(
    /// The sentence, names in backticks.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    named_spans(&text)
        .into_iter()
        .map(|span| {
            if span.is_name {
                view! { <span class="name">{span.text}</span> }.into_any()
            } else {
                view! { <span>{span.text}</span> }.into_any()
            }
        })
        .collect_view()
}
