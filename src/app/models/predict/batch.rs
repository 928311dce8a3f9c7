//! Scoring of a whole file, and the scored CSV.

use std::rc::Rc;

use leptos::prelude::*;
use web_sys::File;

use crate::app::browser;
use crate::app::data::drop_zone::DropZone;
use crate::app::engine::Engine;
use crate::app::format;
use crate::app::models::bar_cell::BarCell;
use crate::app::models::bars::BarScale;
use crate::app::models::data_choice::{DataChoice, data_file, used};
use crate::app::models::keeper::Keeper;
use crate::app::models::kept::{ModelResults, ScoredFile};
use crate::app::models::running::{JobLine, StartButton};
use crate::app::models::state::ModelEntry;
use crate::app::state::AppState;
use crate::data::ReadOptions;
use crate::worker::model_tasks::{DataFile, ModelResult, ModelTask};

/// Data, button, counts per label, download.
#[component]
pub fn BatchPart(
    /// The model.
    entry: ModelEntry,
) -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let results = ModelResults::expect();
    let keeper = Keeper::expect();
    let picked = RwSignal::new(None);
    let set = Memo::new(move |_| used(state, engine, picked.get(), ""));
    let slot = Signal::derive(move || set.with(|set| set.as_ref().map(|set| set.slot)));
    let id = entry.id;
    let job = results.scored.job_of(id);
    let (model, version) = (entry.file.clone(), entry.name.clone());
    let score = Callback::new(move |(file, data): (File, DataFile)| {
        let (time, name) = (browser::now_iso(), version.clone());
        let task =
            ModelTask::Score { data, model: model.to_vec(), version: version.clone(), time: time.clone() };
        results.scored.ask(engine, id, task, vec![file], move |result, csv| match (result, csv) {
            (ModelResult::Scored(mut scored), Some(csv)) => {
                keeper.log_predictions(name, time, std::mem::take(&mut scored.log));
                Some(ScoredFile { scored, csv })
            }
            _ => None,
        });
    });
    let start = move |()| {
        let Some(set) = set.get_untracked() else { return };
        if let Some(file) = engine.file(set.slot) {
            score.run((file, data_file(&set)));
        }
    };
    let dropped = Callback::new(move |files: Vec<File>| {
        let mut files = files.into_iter();
        let Some(file) = files.next() else { return };
        let more = files.count();
        if more > 0 {
            state.notify(format!(
                "One file is scored at a time: {} is taken, {more} more left out.",
                file.name()
            ));
        }
        let data = DataFile { name: file.name(), options: ReadOptions::default() };
        score.run((file, data));
    });
    view! {
        <div class="model-block">
            <h3>"A whole file"</h3>
            <p class="quiet">
                "Every row gets a label and the probability of each class; the scored CSV has all columns of the file and these after them."
            </p>
            <div class="model-controls">
                <Show when=move || slot.get().is_some()>
                    <DataChoice id="score-data" picked used=slot />
                </Show>
                <StartButton
                    job
                    label=Signal::stored("Score this file".to_owned())
                    disabled=Signal::derive(move || slot.get().is_none())
                    on_start=Callback::new(start)
                    on_cancel=Callback::new(move |()| results.scored.cancel(engine))
                />
            </div>
            <DropZone on_files=dropped>
                <span class="drop-zone-title">"Drop or choose a CSV to score"</span>
            </DropZone>
            <JobLine job label="Scoring" />
            <div role="status">
                {move || results.scored.of(id).map(|found| view! { <ScoredCounts found /> })}
            </div>
        </div>
    }
}

#[component]
fn ScoredCounts(found: Rc<ScoredFile>) -> impl IntoView {
    let state = AppState::expect();
    let total = found.scored.rows;
    let scale = BarScale::of(found.scored.labels.iter().map(|(_, rows)| *rows as f64));
    let rows: Vec<_> = found
        .scored
        .labels
        .iter()
        .map(|(label, rows)| {
            let size = *rows as f64;
            view! {
                <tr>
                    <th scope="row">{label.clone()}</th>
                    <td class="cell-bar"><BarCell shape=scale.bar(size, size, size) /></td>
                    <td class="cell-number">{format::count(*rows)}</td>
                    <td class="cell-number">{format::share_of(*rows, total)}</td>
                </tr>
            }
        })
        .collect();
    let name = found.scored.name.clone();
    let file = StoredValue::new_local(found);
    let download = move |_| {
        let done = file.with_value(|file| browser::download(&file.scored.name, &file.csv));
        if let Err(sentence) = done {
            state.notify(sentence);
        }
    };
    view! {
        <div class="answer">
            <p>
                {format!("{} scored.", format::counted(total, "row", "rows"))} " "
                <button type="button" class="button" on:click=download>
                    {format!("Download {name}")}
                </button>
            </p>
            <table class="rank-table">
                <caption class="visually-hidden">"Rows of each predicted label"</caption>
                <thead>
                    <tr>
                        <th scope="col">"label"</th>
                        <th scope="col" class="cell-bar"><span class="visually-hidden">"bar"</span></th>
                        <th scope="col" class="cell-number">"rows"</th>
                        <th scope="col" class="cell-number">"share"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
