//! Which drift hurts the model.

use leptos::prelude::*;

use super::state::ModelEntry;

/// Which drift hurts the model.
#[component]
pub fn HarmPanel(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let _ = entry;
    view! { <section></section> }
}
