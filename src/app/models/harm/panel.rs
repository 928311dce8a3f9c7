//! Which drift hurts the model.

use leptos::prelude::*;

use super::table::HarmTable;
use super::words;
use crate::app::components::words::Words;
use crate::app::engine::Engine;
use crate::app::models::data_choice::{data_file, labels_of, with_rows};
use crate::app::models::kept::ModelResults;
use crate::app::models::running::{JobLine, StartButton};
use crate::app::models::state::ModelEntry;
use crate::app::state::{AppState, Dataset};
use crate::worker::model_tasks::{ModelResult, ModelTask};
use crate::worker::protocol::Slot;

/// Decides which rows are reassigned, so that the same files give the same figures.
const SEED: u64 = 1;

/// Which drift hurts the model.
#[component]
pub fn HarmPanel(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let results = ModelResults::expect();
    let id = entry.id;
    let job = results.harm.job_of(id);
    let pair = Memo::new(move |_| {
        let sets = with_rows(state, engine);
        let of = |slot: Slot| sets.iter().find(|set| set.slot == slot).cloned();
        Some(Pair { reference: of(Slot::Reference)?, current: of(state.current.get()?)? })
    });
    let schema = entry.card.schema.clone();
    let labels = Memo::new(move |_| labels_of(&pair.get()?.current, &schema));
    let file = entry.file.clone();
    let start = move |()| {
        let Some(Pair { reference, current }) = pair.get_untracked() else { return };
        let (Some(before), Some(now)) = (engine.file(reference.slot), engine.file(current.slot)) else {
            return;
        };
        let task = ModelTask::Harm {
            reference: data_file(&reference),
            current: data_file(&current),
            model: file.to_vec(),
            target: labels.get_untracked(),
            seed: SEED,
        };
        results.harm.ask(engine, id, task, vec![before, now], |result, _| match result {
            ModelResult::Harm(found) => Some(found),
            _ => None,
        });
    };
    let known = move || match (pair.get(), labels.get()) {
        (None, _) => {
            "This needs a reference and current data, both with rows: add them on the Data tab.".to_owned()
        }
        (Some(pair), Some(target)) => {
            format!("{} → {}, with true labels in `{target}`.", pair.reference.name, pair.current.name)
        }
        (Some(pair), None) => format!(
            "{} → {}. The current data has no true labels, so changes of the predictions are measured and not of the loss.",
            pair.reference.name, pair.current.name
        ),
    };
    view! {
        <section class="model-part" aria-labelledby="harm-title">
            <div class="model-part-head">
                <h2 id="harm-title">"Which drift hurts"</h2>
                <StartButton
                    job
                    label=Signal::stored("Measure harm".to_owned())
                    disabled=Signal::derive(move || pair.with(Option::is_none))
                    on_start=Callback::new(start)
                    on_cancel=Callback::new(move |()| results.harm.cancel(engine))
                />
            </div>
            <p class="quiet">{words::EXPLAINED}</p>
            {move || view! { <p><Words text=known() /></p> }}
            <JobLine job label="Measuring harm" />
            <div role="status">
                {move || results.harm.of(id).map(|found| view! { <HarmTable found /> })}
            </div>
        </section>
    }
}

#[derive(Clone, PartialEq)]
struct Pair {
    reference: Dataset,
    current: Dataset,
}
