//! How good a model is: on its validation and test part, or on any data set with labels.

use std::sync::Arc;

use leptos::prelude::*;

use super::data_choice;
use super::evaluation_view::EvaluationView;
use super::file_columns::{self, FileColumns};
use super::running::{JobLine, StartButton};
use super::state::{EvaluationKey, ModelEntry, ModelsState};
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::engine::Engine;
use crate::app::retrain::columns::proposed_target;
use crate::app::state::{AppState, Dataset, Job};
use crate::model::evaluation::Evaluation;
use crate::worker::model_tasks::{ModelResult, ModelTask, Predictor};
use crate::worker::protocol::JobId;

/// Resamples of an evaluation that is asked for here, and what decides them.
const RESAMPLES: u32 = 200;
const SEED: u64 = 1;
/// What the menu calls the parts of the training file.
const TEST: &str = "test";
const VALIDATION: &str = "validation";

/// The menu of rows to evaluate on, and the evaluation.
#[component]
pub fn EvaluationPanel(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let training = entry.card.training.clone();
    let threshold = training.as_ref().map_or(0.5, |training| training.threshold);
    let parts: Vec<(&'static str, &'static str, Arc<Evaluation>)> = training
        .into_iter()
        .flat_map(|training| {
            [(TEST, "test part", training.test), (VALIDATION, "validation part", training.validation)]
        })
        .filter_map(|(key, label, evaluation)| Some((key, label, Arc::new(evaluation?))))
        .collect();
    let source = RwSignal::new(parts.first().map(|part| part.0.to_owned()).unwrap_or_default());
    let kept = StoredValue::new(parts);
    let sets = Memo::new(move |_| data_choice::with_rows(app, engine));
    let options = Signal::derive(move || {
        let own = kept.with_value(|parts| {
            parts.iter().map(|(key, label, _)| Choice::new(*key, *label)).collect::<Vec<_>>()
        });
        let others = sets.get().into_iter().map(|set| Choice::new(key(&set), set.name));
        own.into_iter().chain(others).collect::<Vec<_>>()
    });
    // Where a data set was taken off the page, the first of what is left.
    let shown = Memo::new(move |_| {
        let (all, wanted) = (options.get(), source.get());
        let is_there = all.iter().any(|choice| choice.value == wanted);
        if is_there { wanted } else { all.into_iter().next().map(|choice| choice.value).unwrap_or_default() }
    });
    let part = move |wanted: &str| {
        kept.with_value(|parts| parts.iter().find(|part| part.0 == wanted).map(|part| part.2.clone()))
    };
    let entry = StoredValue::new(entry);
    view! {
        <section class="evaluation" aria-label="Evaluation">
            <SelectField
                label="Rows"
                id="evaluation-rows"
                options
                value=shown
                set=Callback::new(move |chosen| source.set(chosen))
            />
            {move || {
                let wanted = shown.get();
                if let Some(evaluation) = part(&wanted) {
                    return view! { <EvaluationView evaluation threshold /> }.into_any();
                }
                match sets.get().into_iter().find(|set| key(set) == wanted) {
                    Some(set) => view! { <OnData entry=entry.get_value() set threshold /> }.into_any(),
                    None => view! { <data_choice::NoData /> }.into_any(),
                }
            }}
        </section>
    }
}

/// The model on a data set of the page.
#[component]
fn OnData(entry: ModelEntry, set: Dataset, threshold: f64) -> impl IntoView {
    let labels = set.table.as_ref().map(|table| file_columns::label_columns(table)).unwrap_or_default();
    let own = entry.card.schema.target.clone();
    let proposed = set.table.as_ref().and_then(|table| proposed_target(table)).unwrap_or_default();
    let has_own = labels.contains(&own);
    let target = RwSignal::new(if has_own { own.clone() } else { proposed });
    let (slot, revision, model) = (set.slot, set.revision, Some(entry.id));
    let key = Signal::derive(move || {
        let columns = FileColumns { target: Some(target.get()), ..FileColumns::default() };
        EvaluationKey { model, columns, slot, revision }
    });
    let name = set.name.clone();
    let predictor = Signal::derive(move || Ok(entry.predictor()));
    view! {
        {(!has_own && !own.is_empty()).then(|| view! {
            <p class="quiet">{format!("{name} has no column {own}: choose the column of true labels.")}</p>
        })}
        <SelectField
            label="True labels"
            id="evaluation-target"
            options=Signal::stored(Choice::same(labels))
            value=target
            set=Callback::new(move |chosen| target.set(chosen))
        />
        <Measure key predictor set threshold />
    }
}

/// The button that evaluates, how far it is, and what it found.
#[component]
pub fn Measure(
    /// What is asked.
    #[prop(into)]
    key: Signal<EvaluationKey>,
    /// What predicts, or what is still to be chosen.
    #[prop(into)]
    predictor: Signal<Result<Predictor, &'static str>>,
    /// The data set.
    set: Dataset,
    /// Where the slider of the threshold starts.
    #[prop(default = 0.5)]
    threshold: f64,
) -> impl IntoView {
    let engine = Engine::expect();
    let models = ModelsState::expect();
    let follow = RwSignal::new(Job::Idle);
    let running = RwSignal::new(None::<JobId>);
    let job = Memo::new(move |_| follow.get());
    let label = format!("Evaluate on {}", set.name);
    let set = StoredValue::new(set);
    let start = Callback::new(move |()| {
        let (asked, set) = (key.get_untracked(), set.get_value());
        let (Ok(by), Some(file), Some(target)) =
            (predictor.get_untracked(), engine.file(set.slot), asked.columns.target.clone())
        else {
            return;
        };
        let data = data_choice::data_file(&set);
        let task = ModelTask::Evaluate { data, by, target, resamples: RESAMPLES, seed: SEED };
        let done = move |result: ModelResult, _| {
            if let ModelResult::Evaluated(found) = result {
                models.evaluated.update(|all| {
                    all.retain(|(of, _)| *of != asked);
                    all.push((asked, Arc::new(*found)));
                });
            }
        };
        running.set(Some(engine.model_task(task, vec![file], follow, done)));
    });
    let cancel = move || {
        let is_busy = follow.try_with_untracked(Job::is_busy).unwrap_or(false);
        if let Some(job) = running.try_get_untracked().flatten().filter(|_| is_busy) {
            engine.cancel_model_task(job);
        }
    };
    on_cleanup(cancel);
    let wanting = move || predictor.with(|predictor| predictor.as_ref().err().copied());
    let found = move || models.evaluation(&key.get());
    view! {
        <div class="evaluation-go">
            <StartButton
                job
                label=Signal::stored(label)
                disabled=Signal::derive(move || wanting().is_some())
                on_start=start
                on_cancel=Callback::new(move |()| cancel())
            />
            <p class="quiet" role="status">{wanting}</p>
            <JobLine job label="Evaluation" />
        </div>
        {move || found().map(|evaluation| view! { <EvaluationView evaluation threshold /> })}
    }
}

/// What the menu calls a data set.
fn key(set: &Dataset) -> String {
    format!("data-{:?}", set.slot)
}
