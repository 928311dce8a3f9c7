//! How is learned: algorithm and its numbers, split, weights, calibration.

use std::sync::Arc;

use leptos::prelude::*;

use super::param_field::ParamField;
use super::state::RetrainState;
use super::{columns, params, weights, words};
use crate::app::components::select_field::{Choice, SelectField};
use crate::model::{AlgorithmChoice, CalibrationMethod, ClassWeights, SplitBy};
use crate::worker::protocol::TableInfo;

/// Key of the field of weights among the form's problems.
const WEIGHTS: &str = "class-weights";
const METHODS: [CalibrationMethod; 3] =
    [CalibrationMethod::None, CalibrationMethod::Platt, CalibrationMethod::Isotonic];

/// The menu of algorithms, a line about the chosen one, its numbers.
#[component]
pub fn AlgorithmFields(
    /// The form.
    state: RetrainState,
) -> impl IntoView {
    let algorithm = Memo::new(move |_| state.settings.with(|settings| settings.algorithm));
    let options: Vec<Choice> = words::algorithm_choices()
        .into_iter()
        .map(|choice| Choice::new(words::algorithm_id(choice), words::algorithm_name(choice)))
        .collect();
    let set = Callback::new(move |id: String| {
        state.settings.update(|settings| settings.algorithm = words::algorithm_of(&id));
    });
    let fields = move || match algorithm.get() {
        AlgorithmChoice::Auto => Vec::new(),
        AlgorithmChoice::One(algorithm) => params::of_algorithm(algorithm).to_vec(),
    };
    view! {
        <section class="retrain-section" aria-labelledby="retrain-algorithm-title">
            <h2 id="retrain-algorithm-title">"Algorithm"</h2>
            <SelectField
                label="Algorithm"
                id="train-algorithm"
                options=Signal::stored(options)
                value=Signal::derive(move || words::algorithm_id(algorithm.get()).to_owned())
                set
            />
            <p class="quiet" aria-live="polite">{move || words::algorithm_line(algorithm.get())}</p>
            <div class="param-fields">
                {move || fields().into_iter().map(|param| view! { <ParamField param state /> }).collect_view()}
            </div>
        </section>
    }
}

/// How rows are divided, how classes are weighed, how probabilities are mended.
#[component]
pub fn SplitFields(
    /// The form.
    state: RetrainState,
    /// The data set.
    #[prop(into)]
    table: Signal<Option<Arc<TableInfo>>>,
) -> impl IntoView {
    let times = Memo::new(move |_| table.get().map(|table| columns::timestamps(&table)).unwrap_or_default());
    let by = Memo::new(move |_| match state.settings.with(|settings| settings.split.by.clone()) {
        SplitBy::Stratified | SplitBy::Content { .. } => String::new(),
        SplitBy::Time { column } => column,
    });
    let options = Signal::derive(move || {
        let random = Choice::new("", "at random, stratified");
        let by_time =
            times.get().into_iter().map(|name| Choice::new(name.clone(), format!("by time: {name}")));
        std::iter::once(random).chain(by_time).collect::<Vec<_>>()
    });
    let set = Callback::new(move |column: String| {
        let by = if column.is_empty() { SplitBy::Stratified } else { SplitBy::Time { column } };
        state.settings.update(|settings| settings.split.by = by);
    });
    let calibration = Signal::derive(move || {
        words::calibration(state.settings.with(|settings| settings.calibration)).to_owned()
    });
    let methods = Choice::same(METHODS.map(|method| words::calibration(method).to_owned()));
    let set_calibration = Callback::new(move |word: String| {
        let method = METHODS.into_iter().find(|method| words::calibration(*method) == word);
        state.settings.update(|settings| settings.calibration = method.unwrap_or_default());
    });
    view! {
        <section class="retrain-section" aria-labelledby="retrain-split-title">
            <h2 id="retrain-split-title">"Split, weights, calibration"</h2>
            <div class="param-fields">
                <SelectField label="Split" id="train-split" options value=by set />
                <ParamField param=params::VALIDATION state />
                <ParamField param=params::TEST state />
                <ParamField param=params::SEED state />
                <ParamField param=params::RESAMPLES state />
                <SelectField
                    label="Calibration"
                    id="train-calibration"
                    options=Signal::stored(methods)
                    value=calibration
                    set=set_calibration
                />
                <WeightFields state />
            </div>
            <Show when=move || !by.with(String::is_empty)>
                <p class="quiet">"The earliest rows are learned from, the latest are the test."</p>
            </Show>
        </section>
    }
}

#[component]
fn WeightFields(state: RetrainState) -> impl IntoView {
    let kind = Memo::new(move |_| match state.settings.with(|settings| settings.class_weights.clone()) {
        ClassWeights::Equal => "equal",
        ClassWeights::Balanced => "balanced",
        ClassWeights::Given(_) => "given",
    });
    let problem = RwSignal::new(None::<String>);
    let mark = move |sentence: Option<String>| {
        state.problems.update(|all| {
            if sentence.is_some() {
                all.insert(WEIGHTS.to_owned());
            } else {
                all.remove(WEIGHTS);
            }
        });
        problem.set(sentence);
    };
    let read = move |text: &str| match weights::parse(text) {
        Ok(given) => {
            mark(None);
            state.settings.update(|settings| settings.class_weights = ClassWeights::Given(given));
        }
        Err(sentence) => mark(Some(sentence)),
    };
    let set = Callback::new(move |word: String| {
        mark(None);
        let chosen = match word.as_str() {
            "balanced" => ClassWeights::Balanced,
            "given" => ClassWeights::Given(Vec::new()),
            _ => ClassWeights::Equal,
        };
        let is_given = matches!(chosen, ClassWeights::Given(_));
        state.settings.update(|settings| settings.class_weights = chosen);
        if is_given {
            read(&state.weights.get_untracked());
        }
    });
    let typed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        read(&text);
        state.weights.set(text);
    };
    let options = vec![
        Choice::new("equal", "equal"),
        Choice::new("balanced", "balanced: rare classes count more"),
        Choice::new("given", "by class"),
    ];
    on_cleanup(move || {
        state.problems.try_update(|all| all.remove(WEIGHTS));
    });
    view! {
        <SelectField
            label="Class weights"
            id="train-weights"
            options=Signal::stored(options)
            value=Signal::derive(move || kind.get().to_owned())
            set
        />
        <Show when=move || kind.get() == "given">
            <div class="model-field param-field">
                <label for="train-weights-text">"Weight of each class"</label>
                <input
                    type="text"
                    class="input"
                    id="train-weights-text"
                    autocomplete="off"
                    placeholder="yes = 5, no = 1"
                    aria-invalid=move || problem.with(Option::is_some).to_string()
                    aria-describedby="train-weights-problem"
                    prop:value=move || state.weights.get()
                    on:input=typed
                />
                <p
                    class="line-problem"
                    id="train-weights-problem"
                    role="alert"
                    hidden=move || problem.with(Option::is_none)
                >
                    {move || problem.get()}
                </p>
            </div>
        </Show>
    }
}
