//! Which of the loaded files a model is held against.

use leptos::prelude::*;

use crate::app::engine::Engine;
use crate::app::labels;
use crate::app::retrain::columns::decided;
use crate::app::state::{AppState, Dataset};
use crate::data::Role;
use crate::model::Schema;
use crate::worker::model_tasks::DataFile;
use crate::worker::protocol::{Origin, Slot};

/// The data sets with rows: files that were read, no profiles and no simulations. Kinds and roles
/// are those that the user decided on the Data tab, where any were.
pub fn with_rows(state: AppState, engine: Engine) -> Vec<Dataset> {
    let policy = state.policy.read();
    let all = state.datasets.get();
    all.into_iter()
        .map(|set| Dataset { table: set.table.as_ref().map(|table| decided(table, &policy)), ..set })
        .filter(|set| {
            set.origin == Origin::Csv && set.table.as_ref().is_some_and(|t| t.origin == Origin::Csv)
        })
        .filter(|set| engine.has_file(set.slot))
        .collect()
}

/// The column of a data set with the labels that a model predicts: the model's own target, or for a
/// model that names none the column that plays the role.
pub fn labels_of(set: &Dataset, schema: &Schema) -> Option<String> {
    if !schema.target.is_empty() {
        return has_column(set, &schema.target).then(|| schema.target.clone());
    }
    let table = set.table.as_ref()?;
    table.columns.iter().find(|column| column.role == Role::Target).map(|column| column.name.clone())
}

/// Whether a data set has a column.
pub fn has_column(set: &Dataset, name: &str) -> bool {
    set.table.as_ref().is_some_and(|table| table.columns.iter().any(|column| column.name == name))
}

/// A data set as a task names it.
pub fn data_file(set: &Dataset) -> DataFile {
    DataFile { name: set.name.clone(), options: set.options.clone() }
}

/// The data set that is used: the picked one while it is there, else the one that is judged, the one
/// with the column `wanted` first.
pub fn used(state: AppState, engine: Engine, picked: Option<Slot>, wanted: &str) -> Option<Dataset> {
    let sets = with_rows(state, engine);
    let of = |slot: Option<Slot>| sets.iter().find(|set| Some(set.slot) == slot);
    let labelled = || sets.iter().filter(|set| has_column(set, wanted));
    let current = state.current.get();
    of(picked)
        .or_else(|| labelled().find(|set| Some(set.slot) == current))
        .or_else(|| labelled().next())
        .or_else(|| of(current))
        .or_else(|| sets.first())
        .cloned()
}

/// A menu of the data sets with rows.
#[component]
pub fn DataChoice(
    /// Id of the menu, for its label.
    id: &'static str,
    /// What the user picked.
    picked: RwSignal<Option<Slot>>,
    /// What is used.
    #[prop(into)]
    used: Signal<Option<Slot>>,
) -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let options = move || {
        with_rows(state, engine)
            .into_iter()
            .map(|set| {
                let slot = set.slot;
                let words = format!("{} ({})", set.name, labels::slot(slot));
                view! {
                    <option value=key(slot) prop:selected=move || used.get() == Some(slot)>
                        {words}
                    </option>
                }
            })
            .collect_view()
    };
    let changed = move |event: web_sys::Event| {
        let value = event_target_value(&event);
        let sets = state.datasets.get_untracked();
        picked.set(sets.iter().map(|set| set.slot).find(|slot| key(*slot) == value));
    };
    view! {
        <span class="choice">
            <label for=id>"Data"</label>
            <select id=id class="select" on:change=changed>
                {options}
            </select>
        </span>
    }
}

/// Says where data comes from when there is none.
#[component]
pub fn NoData() -> impl IntoView {
    view! {
        <p class="quiet">
            "No file with rows is loaded. Drop a CSV anywhere on the page, or go to the "
            <a href="#/data">"Data tab"</a> "."
        </p>
    }
}

fn key(slot: Slot) -> String {
    match slot {
        Slot::Reference => "reference".to_owned(),
        Slot::Current(n) => format!("current-{n}"),
    }
}
