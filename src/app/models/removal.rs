//! Taking a model off the page and out of the browser: asked once, and undone while the page is open.

use leptos::prelude::*;

use super::kept::ModelResults;
use super::state::{ModelEntry, ModelsState};
use crate::app::browser;
use crate::app::state::AppState;

const ASK: &str = "remove-model";
const UNDO: &str = "undo-remove-model";

/// A button that asks before it removes.
#[component]
pub fn RemoveModel(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let app = AppState::expect();
    let models = ModelsState::expect();
    let results = ModelResults::expect();
    let asked = RwSignal::new(false);
    let name = entry.name.clone();
    let question = format!("Remove {name} from this browser?");
    let entry = StoredValue::new(entry);
    let remove = move |_| {
        let entry = entry.get_value();
        let id = entry.id;
        app.announce(format!("{} was removed.", entry.name));
        results.removed.set(Some(entry));
        models.remove(id);
        app.change(true, |route| route.model = None);
        browser::focus(UNDO);
    };
    let keep = move |_| {
        asked.set(false);
        browser::focus(ASK);
    };
    let label = format!("Remove {name}");
    view! {
        <Show
            when=move || asked.get()
            fallback=move || {
                view! {
                    <button type="button" class="link-button" id=ASK on:click=move |_| asked.set(true)>
                        "Remove"
                    </button>
                }
            }
        >
            <span class="log-ask" role="group" aria-label=label.clone()>
                <span>{question.clone()}</span>
                <button type="button" class="button" on:click=remove>"Remove it"</button>
                <button type="button" class="button" on:click=keep>"Keep it"</button>
            </span>
        </Show>
    }
}

/// The model that was removed last, and the way back.
#[component]
pub fn RemovedModel() -> impl IntoView {
    let models = ModelsState::expect();
    let results = ModelResults::expect();
    let undo = move |_| {
        if let Some(entry) = results.removed.get_untracked() {
            results.removed.set(None);
            models.add(entry.name, entry.card.as_ref().clone(), entry.file.to_vec());
        }
    };
    view! {
        {move || results.removed.get().map(|entry| view! {
            <p class="removed-model">
                <span>{format!("{} was removed.", entry.name)}</span>
                <button type="button" class="link-button" id=UNDO on:click=undo>"Undo"</button>
            </p>
        })}
    }
}
