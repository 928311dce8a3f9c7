//! The models at hand, the way to load another, and the predictions that stand in files.

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, HtmlInputElement};

use super::removal::RemovedModel;
use super::running::JobLine;
use super::state::{ModelEntry, ModelsState};
use super::view::{ModelChoice, ModelView};
use crate::app::browser;
use crate::app::engine::Engine;
use crate::app::format;
use crate::app::retrain::words::headline;
use crate::app::state::{AppState, Job};
use crate::model::metrics::Metric;
use crate::worker::model_tasks::{ModelOrigin, ModelResult, ModelTask};

/// The list at the left of the page.
#[component]
pub fn ModelList(
    /// What is open.
    #[prop(into)]
    open: Signal<Option<ModelChoice>>,
) -> impl IntoView {
    let app = AppState::expect();
    let models = ModelsState::expect();
    let is_columns = move || open.get() == Some(ModelChoice::Columns);
    let columns = move |_| {
        app.change(true, |route| {
            route.model = Some(ModelChoice::Columns);
            route.view = ModelView::default();
        });
    };
    view! {
        <nav class="model-list" aria-label="Models">
            <h2 id="model-list-title">"Models"</h2>
            <ul>
                <For each=move || models.entries.get() key=|entry| entry.id let:entry>
                    <li><Line entry open /></li>
                </For>
                <li>
                    <button
                        type="button"
                        class="model-line"
                        aria-current=move || is_columns().then_some("true")
                        on:click=columns
                    >
                        <span class="model-line-name">"Predictions in the file"</span>
                        <span class="quiet">"columns of a loaded data set, without a model"</span>
                    </button>
                </li>
            </ul>
            <RemovedModel />
            <LoadModel />
        </nav>
    }
}

#[component]
fn Line(entry: ModelEntry, #[prop(into)] open: Signal<Option<ModelChoice>>) -> impl IntoView {
    let app = AppState::expect();
    let models = ModelsState::expect();
    let id = entry.id;
    let is_open = move || open.get() == Some(ModelChoice::Model(id.0));
    let auc = entry.card.training.as_ref().and_then(|training| {
        let evaluation = training.test.as_ref().or(training.validation.as_ref())?;
        Some(format!("ROC AUC {}", format::number(evaluation.metrics.value(Metric::RocAuc)?)))
    });
    let what = match (&entry.card.training, &entry.card.origin) {
        (Some(training), _) => training.algorithm.label().to_owned(),
        (None, ModelOrigin::Onnx { .. }) => "ONNX".to_owned(),
        (None, ModelOrigin::Evenkeel) => "loaded".to_owned(),
    };
    let target = entry.card.schema.target.clone();
    let facts = [Some(what), (!target.is_empty()).then(|| format!("target {target}")), auc];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let title = entry.card.training.as_ref().and_then(|t| headline(t, Metric::RocAuc));
    let pick = move |_| {
        let view = app.route.with_untracked(|route| route.view);
        models.show(app, id, view);
    };
    view! {
        <button
            type="button"
            class="model-line"
            title=title
            aria-current=move || is_open().then_some("true")
            on:click=pick
        >
            <span class="model-line-name">{entry.name}</span>
            <span class="quiet">{facts}</span>
        </button>
    }
}

/// A drop zone for the file of a model.
#[component]
fn LoadModel() -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let models = ModelsState::expect();
    let follow = RwSignal::new(Job::Idle);
    let job = Memo::new(move |_| follow.get());
    let over = RwSignal::new(false);
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        over.set(false);
        for file in browser::dropped_files(event.data_transfer()) {
            load(app, engine, models, follow, file);
        }
    };
    let chosen = move |event: web_sys::Event| {
        let input: Option<HtmlInputElement> = event.target().and_then(|target| target.dyn_into().ok());
        let Some(input) = input else { return };
        let files = input.files().map(|list| browser::files(&list)).unwrap_or_default();
        // The same file can be chosen again.
        input.set_value("");
        for file in files {
            load(app, engine, models, follow, file);
        }
    };
    view! {
        <label
            class="drop-zone"
            class:is-over=move || over.get()
            on:dragenter=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <input type="file" class="visually-hidden" accept=".json,.onnx" on:change=chosen />
            <span>"Load a model…"</span>
            <span class="quiet">"JSON of this tool, or ONNX"</span>
        </label>
        <JobLine job label="Loading the model" />
    }
}

fn load(app: AppState, engine: Engine, models: ModelsState, follow: RwSignal<Job>, file: File) {
    let name = file.name();
    let reading = JsFuture::from(file.array_buffer());
    spawn_local(async move {
        let Ok(buffer) = reading.await else {
            return app.notify(format!("{name} could not be read: choose it again."));
        };
        let bytes = Uint8Array::new(&buffer).to_vec();
        let shown = name.rsplit_once('.').map_or(name.clone(), |(stem, _)| stem.to_owned());
        let done = move |result: ModelResult, _| {
            if let ModelResult::Model(card) = result {
                app.announce(format!("{shown} is loaded."));
                let id = models.add(shown, *card, bytes);
                models.show(app, id, ModelView::Overview);
            }
        };
        engine.model_task(ModelTask::Load { name }, vec![file], follow, done);
    });
}
