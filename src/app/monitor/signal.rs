//! Which number of each row is watched, and the button that reads it.

use std::sync::Arc;

use leptos::prelude::*;
use web_sys::File;

use super::stream_form::Source;
use super::stream_run::StreamValues;
use super::stream_state::StreamState;
use super::stream_words;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::engine::Engine;
use crate::app::models::data_choice::{data_file, has_column, with_rows};
use crate::app::models::file_columns::{FileColumns, label_columns, number_columns};
use crate::app::models::running::{JobLine, StartButton};
use crate::app::models::state::{ModelEntry, ModelId, ModelsState};
use crate::app::state::{AppState, Dataset};
use crate::app::watch::state::WatchState;
use crate::worker::model_tasks::{ModelResult, ModelTask, Predictor};
use crate::worker::protocol::{Slot, TableInfo};
use crate::worker::watching::Signal as Asked;

/// Signal, labels, button.
#[component]
pub fn SignalForm() -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let models = ModelsState::expect();
    let watch = WatchState::expect();
    let stream = StreamState::expect();
    let sets = Memo::new(move |_| current(app, engine));
    let choices = move |of: fn(&TableInfo) -> Vec<Choice>| {
        Signal::derive(move || {
            let table = sets.with(|sets| sets.first().and_then(|set| set.table.clone()));
            table.map(|table| of(&table)).unwrap_or_default()
        })
    };
    let obstacle = Memo::new(move |_| sets.with(|sets| wanted(sets, models, watch, stream).err()));
    let job = Memo::new(move |_| stream.follow.get());
    let start = Callback::new(move |()| {
        let sets = sets.get_untracked();
        if let Ok(wanted) = untrack(|| wanted(&sets, models, watch, stream)) {
            start(app, engine, stream, &sets, wanted);
        }
    });
    view! {
        <form class="watch-form" aria-label="Signal" on:submit=|event| event.prevent_default()>
            <div class="param-fields is-wide">
                <SelectField
                    label="Signal"
                    id="stream-source"
                    options=choices(sources)
                    value=Signal::derive(move || stream.form.with(|form| form.source.id()))
                    set=Callback::new(move |id: String| {
                        stream.form.update(|form| form.source = Source::of(&id));
                        stream.forget();
                    })
                />
                <Show when=move || stream.form.with(|form| form.source == Source::Errors)>
                    <SelectField
                        label="Held against"
                        id="stream-target"
                        options=choices(targets)
                        value=Signal::derive(move || stream.form.with(|form| form.target.clone()))
                        set=Callback::new(move |name: String| {
                            stream.form.update(|form| form.target = name);
                            stream.forget();
                        })
                    />
                </Show>
            </div>
            <div class="retrain-go">
                <StartButton
                    job
                    label=Signal::stored("Read the signal".to_owned())
                    disabled=Signal::derive(move || obstacle.with(Option::is_some))
                    on_start=start
                    on_cancel=Callback::new(move |()| stream.cancel(engine))
                />
                <p class="quiet" role="status">
                    {move || obstacle.get().or_else(|| {
                        stream.values.with(|values| values.as_deref().map(stream_words::read_words))
                    })}
                </p>
                <JobLine job label="Reading the signal" />
            </div>
        </form>
    }
}

/// The current files, in order.
fn current(app: AppState, engine: Engine) -> Vec<Dataset> {
    with_rows(app, engine).into_iter().filter(|set| set.slot != Slot::Reference).collect()
}

fn sources(table: &TableInfo) -> Vec<Choice> {
    let columns = number_columns(table).into_iter().map(|name| {
        let label = format!("column {name}");
        Choice::new(Source::Column(name).id(), label)
    });
    std::iter::once(Choice::new(Source::Errors.id(), "errors of the predictions")).chain(columns).collect()
}

fn targets(table: &TableInfo) -> Vec<Choice> {
    let first = Choice::new("", "the labels that are watched");
    std::iter::once(first).chain(Choice::same(label_columns(table))).collect()
}

/// What is to be read. A model's file is not copied before it is sent.
enum Wanted {
    /// The numbers of a column.
    Column(String),
    /// The errors of a model, against a column.
    OfModel(Box<ModelEntry>, String),
    /// The errors of predictions in columns.
    OfColumns(Predictor, String),
}

/// What is to be read; else a sentence that says what is missing.
fn wanted(
    sets: &[Dataset],
    models: ModelsState,
    watch: WatchState,
    stream: StreamState,
) -> Result<Wanted, String> {
    let Some(set) = sets.first() else {
        return Err("A signal needs the rows of current files: drop them on the Data tab.".to_owned());
    };
    let (source, held_against) = stream.form.with(|form| (form.source.clone(), form.target.clone()));
    if let Source::Column(name) = source {
        return Ok(Wanted::Column(name));
    }
    let (model, watched) = watch.form.with(|form| (form.model, form.target.clone()));
    // The history may have told it by its values.
    let found =
        watch.timeline.with(|timeline| timeline.as_ref().and_then(|timeline| timeline.target.clone()));
    let model = model
        .and_then(|id| models.entries.with(|all| all.iter().find(|entry| entry.id == ModelId(id)).cloned()));
    let mut columns = set.table.as_deref().map(FileColumns::proposed).unwrap_or_default();
    let of_model =
        |model: &ModelEntry| Some(model.card.schema.target.clone()).filter(|name| has_column(set, name));
    let chosen = [held_against, watched].into_iter().find(|name| has_column(set, name.trim()));
    let target = chosen
        .map(|name| name.trim().to_owned())
        .or_else(|| model.as_ref().and_then(of_model))
        .or_else(|| columns.target.clone())
        .or_else(|| found.filter(|name| has_column(set, name)));
    let Some(target) = target else {
        return Err("Choose the column of true labels under “Held against”, or watch a column.".to_owned());
    };
    if let Some(model) = model {
        return Ok(Wanted::OfModel(Box::new(model), target));
    }
    if columns.prediction.is_none() && columns.probabilities.is_empty() {
        return Err("The files hold no predictions: choose a model above, or watch a column.".to_owned());
    }
    columns.target = Some(target.clone());
    Ok(Wanted::OfColumns(columns.predictor()?, target))
}

fn start(app: AppState, engine: Engine, stream: StreamState, sets: &[Dataset], wanted: Wanted) {
    let files: Option<Vec<File>> = sets.iter().map(|set| engine.file(set.slot)).collect();
    let Some(files) = files else { return };
    let signal = match wanted {
        Wanted::Column(name) => Asked::Column(name),
        Wanted::OfModel(model, target) => {
            let by = Predictor::Model { name: model.name, bytes: model.file.to_vec() };
            Asked::Errors { by, target }
        }
        Wanted::OfColumns(by, target) => Asked::Errors { by, target },
    };
    let (name, is_errors) = match &signal {
        Asked::Column(name) => (name.clone(), false),
        Asked::Errors { .. } => ("errors of the predictions".to_owned(), true),
    };
    let done = move |result: ModelResult, _| {
        if let ModelResult::Signal(read) = result {
            let values = StreamValues { name, values: read.values, files: read.files, is_errors };
            app.announce(stream_words::read_words(&values));
            stream.values.set(Some(Arc::new(values)));
        }
    };
    stream.cancel(engine);
    let task = ModelTask::Signal { data: sets.iter().map(data_file).collect(), signal };
    stream.job.set(Some(engine.model_task(task, files, stream.follow, done)));
}
