//! Predictions of one row and of files.

use leptos::prelude::*;

use super::batch::BatchPart;
use super::form::RowForm;
use super::log::LogPanel;
use super::words;
use crate::app::components::words::Words;
use crate::app::models::state::ModelEntry;

/// Predictions of one row and of files.
#[component]
pub fn PredictPanel(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let nameless = words::nameless(&entry.card.schema);
    view! {
        <section class="model-part" aria-labelledby="predict-title">
            <div class="model-part-head">
                <h2 id="predict-title">"Predict"</h2>
            </div>
            {nameless.map(|text| view! { <p><Words text /></p> })}
            <RowForm entry=entry.clone() />
            <BatchPart entry />
        </section>
        <LogPanel />
    }
}
