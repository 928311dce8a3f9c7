//! Predictions of one row and of files.

use leptos::prelude::*;

use super::state::ModelEntry;

/// Predictions of one row and of files.
#[component]
pub fn PredictPanel(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let _ = entry;
    view! { <section></section> }
}
