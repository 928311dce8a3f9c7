//! Predictions that stand in a file, evaluated without any model.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::data_choice::{self, DataChoice, NoData};
use super::evaluation::Measure;
use super::file_columns::{self, FileColumns};
use super::state::EvaluationKey;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::engine::Engine;
use crate::app::state::AppState;
use crate::worker::protocol::TableInfo;

/// Which file and which of its columns, and the evaluation.
#[component]
pub fn ColumnsPage() -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let picked = RwSignal::new(None);
    let used = Memo::new(move |_| {
        let all = data_choice::with_rows(app, engine);
        let scored = all
            .iter()
            .find(|set| set.table.as_ref().is_some_and(|table| file_columns::has_predictions(table)));
        let slot = picked.get().or(scored.map(|set| set.slot));
        data_choice::used(app, engine, slot, "")
    });
    let used_slot = Signal::derive(move || used.with(|set| set.as_ref().map(|set| set.slot)));
    view! {
        <section class="evaluation" aria-labelledby="columns-title">
            <h1 id="columns-title">"Predictions in the file"</h1>
            <p class="quiet">
                "A file that holds true labels and a model’s predictions or probabilities is evaluated as it is."
            </p>
            {move || match used.get() {
                None => view! { <NoData /> }.into_any(),
                Some(set) => {
                    let table = set.table.clone();
                    let proposed = table.as_ref().map(|table| FileColumns::proposed(table)).unwrap_or_default();
                    let columns = RwSignal::new(proposed);
                    let (slot, revision) = (set.slot, set.revision);
                    let key = Signal::derive(move || {
                        EvaluationKey { model: None, columns: columns.get(), slot, revision }
                    });
                    let predictor = Signal::derive(move || columns.with(FileColumns::predictor));
                    view! {
                        <div class="param-fields">
                            <div class="model-field">
                                <DataChoice id="columns-data" picked used=used_slot />
                            </div>
                            {table.map(|table| view! { <ColumnsFields table columns /> })}
                        </div>
                        <Measure key predictor set />
                    }
                    .into_any()
                }
            }}
        </section>
    }
}

/// Menus for target and prediction, and boxes for the columns of probabilities.
#[component]
pub fn ColumnsFields(
    /// The file.
    table: Arc<TableInfo>,
    /// What is chosen.
    columns: RwSignal<FileColumns>,
) -> impl IntoView {
    let labels = file_columns::label_columns(&table);
    let numbers = file_columns::number_columns(&table);
    let some = |name: String| (!name.is_empty()).then_some(name);
    let menu = |none: &str| {
        let first = Choice::new("", none);
        std::iter::once(first).chain(Choice::same(labels.clone())).collect::<Vec<_>>()
    };
    let (targets, predictions) = (menu("choose…"), menu("none: they follow from the probabilities"));
    view! {
        <SelectField
            label="True labels"
            id="columns-target"
            options=Signal::stored(targets)
            value=Signal::derive(move || columns.with(|all| all.target.clone()).unwrap_or_default())
            set=Callback::new(move |name| columns.update(|all| all.target = some(name)))
        />
        <SelectField
            label="Prediction"
            id="columns-prediction"
            options=Signal::stored(predictions)
            value=Signal::derive(move || columns.with(|all| all.prediction.clone()).unwrap_or_default())
            set=Callback::new(move |name| columns.update(|all| all.prediction = some(name)))
        />
        <fieldset class="probability-boxes">
            <legend>"Probabilities: one of the positive class, or one of each class in order"</legend>
            <div class="column-boxes">
                {numbers
                    .iter()
                    .map(|name| {
                        let (is, changed) = (name.clone(), name.clone());
                        let order = numbers.clone();
                        let tick = move |event: web_sys::Event| {
                            let on = event_target_checked(&event);
                            columns.update(|all| {
                                let mut chosen: BTreeSet<String> = all.probabilities.drain(..).collect();
                                if on { chosen.insert(changed.clone()) } else { chosen.remove(&changed) };
                                let in_order = order.iter().filter(|name| chosen.contains(*name));
                                all.probabilities = in_order.cloned().collect();
                            });
                        };
                        view! {
                            <label class="column-box">
                                <input
                                    type="checkbox"
                                    prop:checked=move || columns.with(|all| all.probabilities.contains(&is))
                                    on:change=tick
                                />
                                <span class="column-box-name">{name.clone()}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}
