//! What each column is worth to the model: a metric before and after the column is shuffled.

use std::rc::Rc;

use leptos::prelude::*;

use super::words;
use crate::app::components::words::Words;
use crate::app::engine::Engine;
use crate::app::format;
use crate::app::models::bar_cell::BarCell;
use crate::app::models::bars::BarScale;
use crate::app::models::data_choice::{data_file, labels_of};
use crate::app::models::kept::ModelResults;
use crate::app::models::running::{JobLine, StartButton};
use crate::app::models::state::ModelEntry;
use crate::app::state::Dataset;
use crate::model::evaluation::Importance;
use crate::model::metrics::Metric;
use crate::worker::model_tasks::{ModelResult, ModelTask};

/// Decides the shuffles, so that the same model and file give the same figures.
const SEED: u64 = 1;

/// Columns that are shown before the rest is asked for.
const FIRST: usize = 12;

/// Metric, button, ranked bars.
#[component]
pub fn ImportancePart(
    /// The model.
    entry: ModelEntry,
    /// Where it is measured.
    data: Memo<Option<Dataset>>,
    /// The column that dependence is drawn of; a click on a name sets it.
    column: RwSignal<String>,
) -> impl IntoView {
    let engine = Engine::expect();
    let results = ModelResults::expect();
    let metric = RwSignal::new(words::first_metric(&entry.card.schema));
    let job = results.importance.job_of(entry.id);
    let id = entry.id;
    let offered = words::metrics(&entry.card.schema);
    let schema = entry.card.schema.clone();
    let wanted = schema.target.clone();
    let target = Memo::new(move |_| data.with(|set| labels_of(set.as_ref()?, &schema)));
    let lacks = Memo::new(move |_| {
        let set = data.get()?;
        let sentence = if wanted.is_empty() {
            format!(
                "This model does not say which column it predicts: give the column of {} with the true labels the role Target on the Data tab.",
                set.name
            )
        } else {
            format!("{} has no column `{wanted}` with the true labels: choose a file that has it.", set.name)
        };
        target.with(Option::is_none).then_some(sentence)
    });
    let file = entry.file;
    let start = move |()| {
        let Some(set) = data.get_untracked() else { return };
        let (Some(rows), Some(target)) = (engine.file(set.slot), target.get_untracked()) else { return };
        let task = ModelTask::Importance {
            data: data_file(&set),
            model: file.to_vec(),
            target,
            metric: metric.get_untracked(),
            seed: SEED,
        };
        results.importance.ask(engine, id, task, vec![rows], |result, _| match result {
            ModelResult::Importance(found) => Some(found),
            _ => None,
        });
    };
    let choose = move |event: web_sys::Event| {
        let value = event_target_value(&event);
        if let Some(chosen) = Metric::ALL.into_iter().find(|metric| metric.id() == value) {
            metric.set(chosen);
        }
    };
    let options: Vec<_> = offered
        .into_iter()
        .map(|one| {
            view! {
                <option value=one.id() prop:selected=move || metric.get() == one>
                    {one.label()}
                </option>
            }
        })
        .collect();
    let disabled = Signal::derive(move || data.with(Option::is_none) || lacks.with(Option::is_some));
    view! {
        <div class="model-block">
            <h3>"Importance of each column"</h3>
            <p class="quiet">
                "Each column is shuffled, which breaks what it has to do with the answer; the more the metric suffers, the more the model relies on it."
            </p>
            <div class="model-controls">
                <span class="choice">
                    <label for="importance-metric">"Metric"</label>
                    <select id="importance-metric" class="select" on:change=choose>
                        {options}
                    </select>
                </span>
                <StartButton
                    job
                    label=Signal::stored("Measure importance".to_owned())
                    disabled
                    on_start=Callback::new(start)
                    on_cancel=Callback::new(move |()| results.importance.cancel(engine))
                />
            </div>
            {move || lacks.get().map(|text| view! { <p class="quiet"><Words text /></p> })}
            <JobLine job label="Measuring importance" />
            <div role="status">
                {move || results.importance.of(id).map(|found| view! { <Ranking found column /> })}
            </div>
        </div>
    }
}

#[component]
fn Ranking(found: Rc<Importance>, column: RwSignal<String>) -> impl IntoView {
    let all = RwSignal::new(false);
    let total = found.features.len();
    let scale = BarScale::of(found.features.iter().flat_map(|f| [f.mean - f.std, f.mean + f.std]));
    let metric = found.metric.label();
    let caption = words::importance_caption(&found);
    let found = StoredValue::new_local(found);
    let rows = move || {
        let most = if all.get() { usize::MAX } else { FIRST };
        let shown = found.with_value(|found| found.features.iter().take(most).cloned().collect::<Vec<_>>());
        shown
            .into_iter()
            .map(|feature| {
                let (name, own, pressed) = (feature.name.clone(), feature.name.clone(), feature.name.clone());
                let shape = scale.bar(feature.mean, feature.mean - feature.std, feature.mean + feature.std);
                let title = format!("{} ± {}", format::full(feature.mean), format::full(feature.std));
                view! {
                    <tr class:is-chosen=move || column.with(|chosen| *chosen == own)>
                        <th scope="row">
                            <button
                                type="button"
                                class="link-button"
                                aria-pressed=move || column.with(|chosen| *chosen == pressed).to_string()
                                title="Draw how the answer follows it"
                                on:click=move |_| column.set(name.clone())
                            >
                                {feature.name.clone()}
                            </button>
                        </th>
                        <td class="cell-bar"><BarCell shape /></td>
                        <td class="cell-number" title=title>{words::mean_and_spread(feature.mean, feature.std)}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <p><Words text=caption /></p>
        <table class="rank-table">
            <caption class="visually-hidden">"Columns by importance"</caption>
            <thead>
                <tr>
                    <th scope="col">"column"</th>
                    <th scope="col" class="cell-bar"><span class="visually-hidden">"bar"</span></th>
                    <th scope="col" class="cell-number">{format!("harm to {metric}")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <Show when=move || { total > FIRST }>
            <button type="button" class="link-button" on:click=move |_| all.update(|all| *all = !*all)>
                {move || {
                    if all.get() { "Show the first only".to_owned() } else { format!("Show all {total} columns") }
                }}
            </button>
        </Show>
    }
}
