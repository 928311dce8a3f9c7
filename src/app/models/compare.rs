//! A model beside another, or beside predictions of a file, on the same rows.

use std::sync::Arc;

use leptos::prelude::*;

use super::columns_page::ColumnsFields;
use super::compare_tables::ComparisonView;
use super::data_choice::{self, DataChoice, NoData};
use super::file_columns::FileColumns;
use super::running::{JobLine, StartButton};
use super::state::{Compared, ModelEntry, ModelsState};
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::engine::Engine;
use crate::app::retrain::columns::proposed_target;
use crate::app::state::{AppState, Dataset, Job};
use crate::worker::model_tasks::{ModelResult, ModelTask, Predictor};
use crate::worker::protocol::JobId;

/// Decides the resamples.
const SEED: u64 = 1;
/// What the menu calls columns of the file.
const COLUMNS: &str = "columns";

/// Who is compared, on what, and what came of it.
#[component]
pub fn ComparePanel(
    /// The first of the two.
    entry: ModelEntry,
) -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let models = ModelsState::expect();
    let own = entry.id;
    let others = Signal::derive(move || {
        let all = models.entries.get().into_iter().filter(|entry| entry.id != own);
        let models = all.map(|entry| Choice::new(entry.id.0.to_string(), entry.name));
        models.chain([Choice::new(COLUMNS, "predictions in the file")]).collect::<Vec<_>>()
    });
    let wanted = RwSignal::new(String::new());
    let second = Memo::new(move |_| {
        let (all, wanted) = (others.get(), wanted.get());
        let is_there = all.iter().any(|choice| choice.value == wanted);
        if is_there { wanted } else { all.into_iter().next().map(|choice| choice.value).unwrap_or_default() }
    });
    let picked = RwSignal::new(None);
    let target = entry.card.schema.target.clone();
    let used = Memo::new({
        let target = target.clone();
        move |_| data_choice::used(app, engine, picked.get(), &target)
    });
    let used_slot = Signal::derive(move || used.with(|set| set.as_ref().map(|set| set.slot)));
    let columns = RwSignal::new(FileColumns::default());
    Effect::new(move |_| {
        let table = used.with(|set| set.as_ref().and_then(|set| set.table.clone()));
        let Some(table) = table else { return };
        let mut proposed = FileColumns::proposed(&table);
        let has_target = table.columns.iter().any(|column| column.name == target);
        if has_target {
            proposed.target = Some(target.clone());
        } else if proposed.target.is_none() {
            proposed.target = proposed_target(&table);
        }
        columns.set(proposed);
    });
    let follow = RwSignal::new(Job::Idle);
    let running = RwSignal::new(None::<JobId>);
    let job = Memo::new(move |_| follow.get());
    let entry = StoredValue::new(entry);
    let start = Callback::new(move |()| {
        let Some(set) = used.get_untracked() else { return };
        let other = find(models, &second.get_untracked());
        let asked = Asked { first: entry.get_value(), second: other, columns: columns.get_untracked(), set };
        running.set(ask(engine, models, asked, follow));
    });
    let cancel = move || {
        let is_busy = follow.try_with_untracked(Job::is_busy).unwrap_or(false);
        if let Some(job) = running.try_get_untracked().flatten().filter(|_| is_busy) {
            engine.cancel_model_task(job);
        }
    };
    on_cleanup(cancel);
    let is_columns = Memo::new(move |_| second.with(|second| second == COLUMNS));
    let wanting = move || {
        let columns = columns.get();
        match (is_columns.get(), &columns.target) {
            (true, _) => columns.predictor().err(),
            (false, None) => Some("Choose the column of true labels."),
            (false, Some(_)) => None,
        }
    };
    let found = move || models.compared.get().filter(|compared| compared.first == own);
    view! {
        <section class="evaluation" aria-label="Comparison">
            <Show when=move || used.with(Option::is_some) fallback=|| view! { <NoData /> }>
                <div class="param-fields">
                    <SelectField
                        label="Compare with"
                        id="compare-second"
                        options=others
                        value=second
                        set=Callback::new(move |chosen| wanted.set(chosen))
                    />
                    <div class="model-field">
                        <DataChoice id="compare-data" picked used=used_slot />
                    </div>
                    {move || {
                        let table = used.with(|set| set.as_ref().and_then(|set| set.table.clone()))?;
                        is_columns.get().then(|| view! { <ColumnsFields table columns /> })
                    }}
                </div>
                <div class="evaluation-go">
                    <StartButton
                        job
                        label=Signal::stored("Compare".to_owned())
                        disabled=Signal::derive(move || wanting().is_some())
                        on_start=start
                        on_cancel=Callback::new(move |()| cancel())
                    />
                    <p class="quiet" role="status">{wanting}</p>
                    <JobLine job label="Comparison" />
                </div>
            </Show>
            {move || found().map(|compared| view! { <ComparisonView compared /> })}
        </section>
    }
}

/// Everything that a comparison needs.
struct Asked {
    first: ModelEntry,
    second: Option<ModelEntry>,
    columns: FileColumns,
    set: Dataset,
}

fn find(models: ModelsState, key: &str) -> Option<ModelEntry> {
    let id = key.parse::<u32>().ok()?;
    models.entries.with_untracked(|all| all.iter().find(|entry| entry.id.0 == id).cloned())
}

fn ask(engine: Engine, models: ModelsState, asked: Asked, follow: RwSignal<Job>) -> Option<JobId> {
    let Asked { first, second, columns, set } = asked;
    let file = engine.file(set.slot)?;
    let target = columns.target.clone()?;
    let (second_name, by): (String, Predictor) = match second {
        Some(entry) => (entry.name.clone(), entry.predictor()),
        None => ("the file".to_owned(), columns.predictor().ok()?),
    };
    let data = data_choice::data_file(&set);
    let task = ModelTask::Compare { data, first: first.predictor(), second: by, target, seed: SEED };
    let done = move |result: ModelResult, _| {
        if let ModelResult::Compared(result) = result {
            models.compared.set(Some(Compared {
                first: first.id,
                first_name: first.name,
                second_name,
                data: set.name,
                result: Arc::new(result),
            }));
        }
    };
    Some(engine.model_task(task, vec![file], follow, done))
}
