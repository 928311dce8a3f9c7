//! Permutation importance and partial dependence.

use leptos::prelude::*;

use super::dependence::DependencePart;
use super::importance::ImportancePart;
use crate::app::engine::Engine;
use crate::app::models::data_choice::{DataChoice, NoData, used};
use crate::app::models::state::ModelEntry;
use crate::app::state::AppState;

/// Permutation importance and partial dependence.
#[component]
pub fn ExplainPanel(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let picked = RwSignal::new(None);
    let column =
        RwSignal::new(entry.card.schema.features.first().map(|f| f.name.clone()).unwrap_or_default());
    let target = entry.card.schema.target.clone();
    let data = Memo::new(move |_| used(state, engine, picked.get(), &target));
    let slot = Signal::derive(move || data.with(|set| set.as_ref().map(|set| set.slot)));
    let entry = StoredValue::new(entry);
    view! {
        <section class="model-part" aria-labelledby="explain-title">
            <div class="model-part-head">
                <h2 id="explain-title">"What the model relies on"</h2>
                <Show when=move || slot.get().is_some()>
                    <DataChoice id="explain-data" picked used=slot />
                </Show>
            </div>
            <Show when=move || slot.get().is_none()>
                <NoData />
            </Show>
            <ImportancePart entry=entry.get_value() data column />
            <DependencePart entry=entry.get_value() data column />
        </section>
    }
}
