//! Permutation importance and partial dependence.

use leptos::prelude::*;

use super::state::ModelEntry;

/// Permutation importance and partial dependence.
#[component]
pub fn ExplainPanel(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let _ = entry;
    view! { <section></section> }
}
