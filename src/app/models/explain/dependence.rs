//! How the mean answer follows one column.

use leptos::prelude::*;

use super::words;
use crate::app::components::chart_canvas::ChartCanvas;
use crate::app::engine::Engine;
use crate::app::models::data_choice::data_file;
use crate::app::models::kept::ModelResults;
use crate::app::models::running::{JobLine, StartButton};
use crate::app::models::state::ModelEntry;
use crate::app::state::{AppState, Dataset};
use crate::chart::{Chart, DependenceChart};
use crate::worker::model_tasks::{ModelResult, ModelTask};

/// Column, class, button, chart.
#[component]
pub fn DependencePart(
    /// The model.
    entry: ModelEntry,
    /// Where it is measured.
    data: Memo<Option<Dataset>>,
    /// The column.
    column: RwSignal<String>,
) -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let results = ModelResults::expect();
    let class = RwSignal::new(words::first_class(&entry.card.schema));
    let id = entry.id;
    let job = results.dependence.job_of(id);
    let file = entry.file.clone();
    let start = move |()| {
        let Some(set) = data.get_untracked() else { return };
        let Some(rows) = engine.file(set.slot) else { return };
        let column = column.get_untracked();
        let task = ModelTask::Dependence { data: data_file(&set), model: file.to_vec(), column };
        results.dependence.ask(engine, id, task, vec![rows], |result, _| match result {
            ModelResult::Dependence(found) => Some(found),
            _ => None,
        });
    };
    let start = Callback::new(start);
    // Another column is drawn at once; the first only when it is asked for.
    Effect::new(move |before: Option<String>| {
        let now = column.get();
        if before.is_some_and(|before| before != now) {
            start.run(());
        }
        now
    });
    let names: Vec<_> = entry.card.schema.features.iter().map(|feature| feature.name.clone()).collect();
    let columns: Vec<_> = names
        .into_iter()
        .map(|name| {
            let (own, value) = (name.clone(), name.clone());
            view! {
                <option value=value prop:selected=move || column.with(|chosen| *chosen == own)>
                    {name}
                </option>
            }
        })
        .collect();
    let classes: Vec<_> = entry
        .card
        .schema
        .classes
        .iter()
        .cloned()
        .enumerate()
        .map(|(at, name)| {
            view! {
                <option value=at.to_string() prop:selected=move || class.get() == at>
                    {name}
                </option>
            }
        })
        .collect();
    let choose_class = move |event: web_sys::Event| {
        if let Ok(at) = event_target_value(&event).parse() {
            class.set(at);
        }
    };
    let drawn = move || {
        let found = results.dependence.of(id)?;
        let name = format!("Partial dependence on {}", found.column);
        let chart = Chart::Dependence(DependenceChart { found: (*found).clone(), class: class.get() });
        Some(view! { <ChartCanvas chart=Signal::stored(chart) theme=state.theme label=name /> })
    };
    let disabled = Signal::derive(move || data.with(Option::is_none) || column.with(String::is_empty));
    view! {
        <div class="model-block">
            <h3>"How the answer follows one column"</h3>
            <p class="quiet">
                "The column is set to one value in every row, all else stays as it is, and the probabilities are averaged. Where columns go together, some of these rows are unlike any real one."
            </p>
            <div class="model-controls">
                <span class="choice">
                    <label for="dependence-column">"Column"</label>
                    <select
                        id="dependence-column"
                        class="select"
                        on:change=move |event| column.set(event_target_value(&event))
                    >
                        {columns}
                    </select>
                </span>
                <span class="choice">
                    <label for="dependence-class">"Class"</label>
                    <select id="dependence-class" class="select" on:change=choose_class>
                        {classes}
                    </select>
                </span>
                <StartButton
                    job
                    label=Signal::stored("Draw".to_owned())
                    disabled
                    on_start=start
                    on_cancel=Callback::new(move |()| results.dependence.cancel(engine))
                />
            </div>
            <JobLine job label="Averaging predictions" />
            {drawn}
        </div>
    }
}
