//! The prediction log: what was predicted, by which model, when; out as CSV or in as current data.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::words;
use crate::app::browser;
use crate::app::engine::Engine;
use crate::app::format;
use crate::app::models::keeper::Keeper;
use crate::app::route::Tab;
use crate::app::state::AppState;
use crate::store::{self, CsvGroup, LoggedBatch};

/// Rows of the log that are shown.
const SHOWN: usize = 20;

/// Totals a model, the newest rows, export, use, clear.
#[component]
pub fn LogPanel() -> impl IntoView {
    let keeper = Keeper::expect();
    let asked = RwSignal::new(false);
    let rows = Memo::new(move |_| keeper.log.with(|log| log.iter().map(|batch| batch.rows).sum::<u64>()));
    let totals = move || {
        let groups = keeper.log.with(|log| store::groups(log));
        keeper
            .log
            .with(|log| store::totals(log))
            .into_iter()
            .map(|total| {
                let own =
                    groups.iter().filter(|group| group.model == total.model).cloned().collect::<Vec<_>>();
                let words = words::total(&total);
                view! { <LogLine model=total.model words groups=own /> }
            })
            .collect_view()
    };
    let is_empty = move || rows.get() == 0;
    let clear = move |_| {
        asked.set(false);
        keeper.clear_log();
    };
    view! {
        <section class="model-part" aria-labelledby="log-title">
            <div class="model-part-head">
                <h2 id="log-title">"Prediction log"</h2>
                <Show when=move || !is_empty() && !asked.get()>
                    <button type="button" class="button" on:click=move |_| asked.set(true)>
                        "Clear the log"
                    </button>
                </Show>
                <Show when=move || asked.get()>
                    <span class="log-ask" role="group" aria-label="Clear the log">
                        <span>
                            {move || {
                                format!(
                                    "Forget {}? This cannot be undone.",
                                    format::counted(rows.get(), "prediction", "predictions")
                                )
                            }}
                        </span>
                        <button type="button" class="button" on:click=clear>
                            "Forget them"
                        </button>
                        <button type="button" class="button" on:click=move |_| asked.set(false)>
                            "Keep them"
                        </button>
                    </span>
                </Show>
            </div>
            <Show
                when=move || !is_empty()
                fallback=|| {
                    view! {
                        <p class="quiet">
                            "Every prediction that is made here is kept in this browser, and nowhere else. There is none yet."
                        </p>
                    }
                }
            >
                <ul class="log-lines" aria-label="Predictions by model">{totals}</ul>
                <NewestRows />
            </Show>
        </section>
    }
}

#[component]
fn LogLine(model: String, words: String, groups: Vec<CsvGroup>) -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let keeper = Keeper::expect();
    let groups = StoredValue::new(groups);
    let export = move |_| {
        with_files(keeper, state, groups.get_value(), move |file| {
            spawn_local(async move {
                let name = file.name();
                let bytes = JsFuture::from(file.array_buffer()).await;
                let done =
                    bytes.map_err(|_| format!("{name} could not be made: there may be too little memory."));
                let done = done.and_then(|bytes| browser::download(&name, &bytes.into()));
                if let Err(sentence) = done {
                    state.notify(sentence);
                }
            });
        });
    };
    let take = move |_| {
        with_files(keeper, state, groups.get_value(), move |file| engine.add_current(vec![file]));
        state.change(true, |route| route.tab = Tab::Data);
    };
    view! {
        <li class="log-line">
            <span class="name">{model.clone()}</span>
            <span>{words}</span>
            <span class="log-actions">
                <button
                    type="button"
                    class="link-button"
                    aria-label=format!("Export predictions of {model} as CSV")
                    on:click=export
                >
                    "Export CSV"
                </button>
                <button
                    type="button"
                    class="link-button"
                    aria-label=format!("Use predictions of {model} as current data")
                    on:click=take
                >
                    "Use as current data"
                </button>
            </span>
        </li>
    }
}

/// The last rows of the log, whatever model made them.
#[component]
fn NewestRows() -> impl IntoView {
    let keeper = Keeper::expect();
    let newest = RwSignal::new(Vec::<NewestGroup>::new());
    let open = RwSignal::new(false);
    let toggle = move |event: web_sys::Event| {
        let element: web_sys::HtmlElement = event_target(&event);
        open.set(element.has_attribute("open"));
    };
    Effect::new(move |_| {
        if !open.get() {
            return;
        }
        let wanted = keeper.log.with(|log| newest_batches(log));
        spawn_local(async move {
            // Where it fails, the log says no less than before; export and clear say why.
            if let Ok(batches) = keeper.batches(&wanted).await {
                let mut left = SHOWN;
                let mut groups: Vec<NewestGroup> = Vec::new();
                for batch in batches {
                    let rows = store::newest_records(&batch.body, left);
                    left -= rows.len();
                    match groups.last_mut().filter(|group| group.header == batch.header) {
                        Some(group) => group.rows.extend(rows),
                        None => groups.push(NewestGroup { header: batch.header, rows }),
                    }
                }
                newest.try_set(groups);
            }
        });
    });
    let tables = move || {
        newest
            .get()
            .into_iter()
            .map(|group| {
                let header = store::newest_records(group.header.as_bytes(), 1).into_iter().flatten();
                let header: Vec<_> = header.map(|name| view! { <th scope="col">{name}</th> }).collect();
                let rows: Vec<_> = group
                    .rows
                    .into_iter()
                    .map(|cells| {
                        let cells: Vec<_> = cells
                            .into_iter()
                            .enumerate()
                            .map(|(at, cell)| {
                                let shown =
                                    if at == 0 { words::moment(&cell) } else { format::sample(&cell) };
                                view! { <td>{shown}</td> }
                            })
                            .collect();
                        view! { <tr>{cells}</tr> }
                    })
                    .collect();
                view! {
                    <div class="rank-scroll" role="region" tabindex="0" aria-label="Newest predictions">
                        <table class="log-table">
                            <thead><tr>{header}</tr></thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <details class="log-newest" on:toggle=toggle>
            <summary>{format!("Newest predictions, at most {SHOWN}")}</summary>
            {tables}
        </details>
    }
}

#[derive(Clone, PartialEq)]
struct NewestGroup {
    header: String,
    rows: Vec<Vec<String>>,
}

/// Keys of the batches that hold the newest rows, the newest first.
fn newest_batches(log: &[LoggedBatch]) -> Vec<f64> {
    let mut rows = 0;
    let mut found = Vec::new();
    for batch in log.iter().rev() {
        if rows >= SHOWN as u64 {
            break;
        }
        rows += batch.rows;
        found.push(batch.id);
    }
    found
}

/// Makes one file of each group, and does something with it.
fn with_files(
    keeper: Keeper,
    state: AppState,
    groups: Vec<CsvGroup>,
    mut then: impl FnMut(web_sys::File) + 'static,
) {
    spawn_local(async move {
        for group in groups {
            let batches = match keeper.batches(&group.ids).await {
                Ok(batches) => batches,
                Err(error) => return keeper.failed("The prediction log could not be read", &error),
            };
            let mut parts = vec![group.header.as_bytes()];
            parts.extend(batches.iter().map(|batch| batch.body.as_slice()));
            match browser::made_file(&words::log_file(&group.model), &parts) {
                Ok(file) => then(file),
                Err(sentence) => state.notify(sentence),
            }
        }
    });
}
