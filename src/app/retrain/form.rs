//! The form: data and target, columns, algorithm, split; and the button that trains.

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::*;

use super::column_list::ColumnList;
use super::how::{AlgorithmFields, SplitFields};
use super::state::RetrainState;
use super::{columns, words};
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::engine::Engine;
use crate::app::models::data_choice::{self, DataChoice};
use crate::app::models::running::{JobLine, StartButton};
use crate::app::models::state::ModelsState;
use crate::app::registry::recorder::{self, Ended};
use crate::app::state::{AppState, Dataset};
use crate::app::workspace::state::WorkspaceState;
use crate::model::TrainSettings;
use crate::worker::model_tasks::{ModelResult, ModelTask};

/// Everything that is asked before a model is trained.
#[component]
pub fn TrainForm(
    /// The data set that is learned from.
    #[prop(into)]
    used: Signal<Option<Dataset>>,
) -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let models = ModelsState::expect();
    let workspace = WorkspaceState::expect();
    let state = models.retrain;
    let table = Signal::derive(move || used.with(|set| set.as_ref().and_then(|set| set.table.clone())));
    let used_slot = Signal::derive(move || used.with(|set| set.as_ref().map(|set| set.slot)));
    Effect::new(move |_| used.with(|set| set.iter().for_each(|set| state.propose(set))));
    let targets = Signal::derive(move || {
        let names = table.get().map(|table| table.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>());
        Choice::same(names.unwrap_or_default())
    });
    let set_target = Callback::new(move |target: String| {
        if let Some(table) = table.get_untracked() {
            state.take_target(&table, target);
        }
    });
    let obstacle = Memo::new(move |_| {
        if !state.problems.read().is_empty() {
            return Some("A field above holds what is not allowed: correct it first.".to_owned());
        }
        let settings = state.settings.read();
        words::obstacle(&settings, features(state, used.get().as_ref(), &settings).len())
    });
    let job = Memo::new(move |_| state.follow.get());
    let start = Callback::new(move |()| {
        if let Some(set) = used.get_untracked() {
            train(app, engine, models, workspace, &set);
        }
    });
    let cancel = Callback::new(move |()| {
        if let Some(job) = state.job.get_untracked() {
            engine.cancel_model_task(job);
        }
    });
    view! {
        <form class="retrain-form" aria-label="Training" on:submit=|event| event.prevent_default()>
            <section class="retrain-section" aria-labelledby="retrain-data-title">
                <h2 id="retrain-data-title">"Data and target"</h2>
                <div class="param-fields">
                    <div class="model-field">
                        <DataChoice id="train-data" picked=state.picked used=used_slot />
                    </div>
                    <SelectField
                        label="Target"
                        id="train-target"
                        options=targets
                        value=Signal::derive(move || state.settings.with(|settings| settings.target.clone()))
                        set=set_target
                    />
                </div>
            </section>
            <AlgorithmFields state />
            <SplitFields state table />
            <ColumnList state table />
            <div class="retrain-go">
                <StartButton
                    job
                    label=Signal::stored("Train".to_owned())
                    disabled=Signal::derive(move || obstacle.with(Option::is_some))
                    on_start=start
                    on_cancel=cancel
                />
                <p class="quiet" role="status">{move || obstacle.get()}</p>
                <JobLine job label="Training" />
            </div>
        </form>
    }
}

/// The ticked columns, in the order of the file.
fn features(state: RetrainState, set: Option<&Dataset>, settings: &TrainSettings) -> Vec<String> {
    let Some(table) = set.and_then(|set| set.table.as_ref()) else { return Vec::new() };
    let left_out = state.left_out.read();
    let all = columns::choices(table, &settings.target).into_iter().map(|choice| choice.name);
    all.filter(|name| !left_out.contains(name)).collect()
}

fn train(app: AppState, engine: Engine, models: ModelsState, workspace: WorkspaceState, set: &Dataset) {
    let state = models.retrain;
    let Some(file) = engine.file(set.slot) else { return };
    let mut settings = state.settings.get_untracked();
    let features = untrack(|| features(state, Some(set), &settings));
    settings.numeric = app.policy.with_untracked(|policy| columns::numeric(policy, &features));
    settings.features = Some(features);
    let data = data_choice::data_file(set);
    let task = ModelTask::Train { data: data.clone(), settings };
    let learned = file.clone();
    let started_ms = recorder::now_ms();
    state.trained.set(None);
    let done = move |result: ModelResult, bytes: Option<ArrayBuffer>| {
        let (ModelResult::Model(card), Some(bytes)) = (result, bytes) else {
            return app.notify("The model came without its file: train it again.");
        };
        let name = models.entries.with_untracked(|all| {
            let taken = all.iter().map(|entry| entry.name.as_str());
            card.training.as_ref().map(|training| words::model_name(training.algorithm, taken))
        });
        let name = name.unwrap_or_else(|| card.name.clone());
        app.announce(format!("{name} is trained."));
        let model = Uint8Array::new(&bytes).to_vec();
        let id = models.add(name.clone(), *card, model.clone());
        state.trained.set(Some(id));
        let ended = Ended { name, model, started_ms, data, file: learned };
        recorder::keep_training(engine, models, workspace, ended);
    };
    let job = engine.model_task(task, vec![file], state.follow, done);
    state.job.set(Some(job));
}
