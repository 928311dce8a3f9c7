//! A form of the model's inputs, and the answer for the row that is typed in.

use leptos::prelude::*;

use super::answer::Answer;
use super::words;
use crate::app::browser;
use crate::app::engine::Engine;
use crate::app::models::keeper::Keeper;
use crate::app::models::kept::ModelResults;
use crate::app::models::running::{JobLine, StartButton};
use crate::app::models::state::ModelEntry;
use crate::model::{Feature, Input};
use crate::worker::model_tasks::{ModelResult, ModelTask};

/// The value of the menu's last item, which no file holds as a level.
const OTHER: &str = "\u{0}other";

/// One field an input, a button, the answer.
#[component]
pub fn RowForm(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let engine = Engine::expect();
    let results = ModelResults::expect();
    let keeper = Keeper::expect();
    let id = entry.id;
    let features = StoredValue::new(entry.card.schema.features.clone());
    let before = results.forms.with_value(|all| {
        all.iter().find(|(of, _)| *of == id).map(|(_, cells)| cells.clone()).unwrap_or_default()
    });
    let fields: Vec<RwSignal<String>> = features.with_value(|features| {
        (0..features.len()).map(|at| RwSignal::new(before.get(at).cloned().unwrap_or_default())).collect()
    });
    let cells = StoredValue::new(fields.clone());
    let typed = move || cells.with_value(|cells| cells.iter().map(|c| c.get_untracked()).collect::<Vec<_>>());
    on_cleanup(move || {
        let typed: Vec<_> = cells
            .try_with_value(|cells| cells.iter().map(|c| c.try_get_untracked().unwrap_or_default()).collect())
            .unwrap_or_default();
        results.forms.try_update_value(|all| {
            all.retain(|(of, _)| *of != id);
            all.push((id, typed));
        });
    });
    let job = results.row.job_of(id);
    let (file, name) = (entry.file.clone(), entry.name.clone());
    let start = Callback::new(move |()| {
        let names = features.with_value(|all| all.iter().map(|f| f.name.clone()).collect::<Vec<_>>());
        let (time, model) = (browser::now_iso(), name.clone());
        let task = ModelTask::ScoreRow {
            model: file.to_vec(),
            cells: names.into_iter().zip(typed().into_iter().map(|cell| cell.trim().to_owned())).collect(),
            version: name.clone(),
            time: time.clone(),
        };
        results.row.ask(engine, id, task, Vec::new(), move |result, _| match result {
            ModelResult::Row(answer, log) => {
                keeper.log_predictions(model, time, log);
                Some(*answer)
            }
            _ => None,
        });
    });
    let fill = move |_| {
        features.with_value(|features| {
            cells.with_value(|cells| {
                for (cell, feature) in cells.iter().zip(features) {
                    cell.set(words::typical(&feature.input));
                }
            });
        });
    };
    let empty = move |_| cells.with_value(|cells| cells.iter().for_each(|cell| cell.set(String::new())));
    let rows: Vec<_> = features
        .get_value()
        .into_iter()
        .zip(fields)
        .enumerate()
        .map(|(at, (feature, cell))| view! { <InputField at feature cell /> })
        .collect();
    let submitted = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !job.with_untracked(crate::app::state::Job::is_busy) {
            start.run(());
        }
    };
    view! {
        <div class="model-block">
            <h3>"One row"</h3>
            <form class="row-form" on:submit=submitted>
                <div class="model-controls">
                    <button type="button" class="button" on:click=fill>
                        "Fill with typical values"
                    </button>
                    <button type="button" class="button" on:click=empty>
                        "Empty"
                    </button>
                </div>
                <div class="row-fields">{rows}</div>
                <div class="model-controls">
                    <StartButton
                        job
                        label=Signal::stored("Predict".to_owned())
                        disabled=Signal::stored(false)
                        on_start=start
                        on_cancel=Callback::new(move |()| results.row.cancel(engine))
                    />
                    // Enter in a field sends the form by a button of its own.
                    <button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true">
                        "Predict"
                    </button>
                    <JobLine job label="Predicting" />
                </div>
            </form>
            <div role="status">
                {move || results.row.of(id).map(|found| view! { <Answer found /> })}
            </div>
        </div>
    }
}

/// Name, field, and what is known of the input.
#[component]
fn InputField(at: usize, feature: Feature, cell: RwSignal<String>) -> impl IntoView {
    let id = format!("input-{at}");
    let hint_id = format!("input-{at}-hint");
    let hint = words::hint(&feature.input);
    let input = StoredValue::new(feature.input.clone());
    let remark = Memo::new(move |_| {
        let text = cell.get();
        // An untouched form is not full of remarks.
        if text.is_empty() { None } else { input.with_value(|input| words::remark(input, &text)) }
    });
    let label = feature.name.clone();
    let field = match feature.input {
        Input::Categorical(levels) if (1..=words::MOST_LEVELS).contains(&levels.levels.len()) => {
            view! { <LevelField id=id.clone() hint_id=hint_id.clone() name=feature.name levels=levels.levels cell /> }
                .into_any()
        }
        kind => {
            let mode = if matches!(kind, Input::Numeric(_)) { "decimal" } else { "text" };
            view! {
                <input
                    id=id.clone()
                    class="input"
                    type="text"
                    inputmode=mode
                    autocomplete="off"
                    placeholder="missing"
                    aria-describedby=hint_id.clone()
                    prop:value=move || cell.get()
                    on:input=move |event| cell.set(event_target_value(&event))
                />
            }
            .into_any()
        }
    };
    view! {
        <div class="row-field">
            <label for=id title=label.clone()>{label.clone()}</label>
            {field}
            <span id=hint_id class="row-hint" class:is-remark=move || remark.with(Option::is_some)>
                {move || remark.get().unwrap_or_else(|| hint.clone())}
            </span>
        </div>
    }
}

/// A menu of levels; another text can be typed.
#[component]
fn LevelField(
    id: String,
    hint_id: String,
    name: String,
    levels: Vec<String>,
    cell: RwSignal<String>,
) -> impl IntoView {
    let is_level = {
        let levels = levels.clone();
        move |text: &str| text.is_empty() || levels.iter().any(|level| level == text)
    };
    let is_level = StoredValue::new(is_level);
    let known = move |text: &str| is_level.with_value(|is_level| is_level(text));
    let other = RwSignal::new(cell.with_untracked(|text| !known(text)));
    // What fills the form from outside is a level.
    Effect::new(move |_| {
        let is_known = cell.with(|text| !text.is_empty() && known(text));
        if is_known {
            other.set(false);
        }
    });
    let options: Vec<_> = levels
        .into_iter()
        .map(|level| {
            let (own, value) = (level.clone(), level.clone());
            view! {
                <option
                    value=value
                    prop:selected=move || !other.get() && cell.with(|text| *text == own)
                >
                    {level}
                </option>
            }
        })
        .collect();
    let changed = move |event: web_sys::Event| {
        let value = event_target_value(&event);
        other.set(value == OTHER);
        cell.set(if value == OTHER { String::new() } else { value });
    };
    let label = format!("{name}, another text");
    view! {
        <select id=id class="select" aria-describedby=hint_id on:change=changed>
            <option value="" prop:selected=move || !other.get() && cell.with(String::is_empty)>
                "missing"
            </option>
            {options}
            <option value=OTHER prop:selected=move || other.get()>
                "another text …"
            </option>
        </select>
        <Show when=move || other.get()>
            <input
                class="input"
                type="text"
                autocomplete="off"
                aria-label=label.clone()
                prop:value=move || cell.get()
                on:change=move |event| cell.set(event_target_value(&event))
            />
        </Show>
    }
}
