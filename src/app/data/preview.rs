//! The first rows of a file, as they stand in it.

use leptos::prelude::*;

use crate::app::format;
use crate::app::state::AppState;
use crate::worker::protocol::Slot;

/// Columns shown at once; wide files are paged sideways.
const COLUMNS: usize = 40;

/// One file's first rows; drawn only while it is open.
#[component]
pub fn Preview() -> impl IntoView {
    let state = AppState::expect();
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(Slot::Reference);
    let first = RwSignal::new(0_usize);
    let files = Memo::new(move |_| {
        state.datasets.with(|all| {
            let read = all.iter().filter(|set| set.table.as_ref().is_some_and(|t| !t.preview.is_empty()));
            read.map(|set| (set.slot, set.name.clone())).collect::<Vec<_>>()
        })
    });
    let slot = Memo::new(move |_| {
        files.with(|files| {
            let known = files.iter().map(|(slot, _)| *slot).find(|slot| *slot == chosen.get());
            known.or(files.first().map(|(slot, _)| *slot))
        })
    });
    let width =
        Memo::new(move |_| slot.get().and_then(|slot| state.table(slot)).map_or(0, |t| t.columns.len()));
    let choose = move |to: Slot| {
        chosen.set(to);
        first.set(0);
    };
    view! {
        <Show when=move || files.with(|files| !files.is_empty())>
            <details class="panel preview" on:toggle=move |_| open.update(|open| *open = !*open)>
                <summary>"Preview of the first 100 rows"</summary>
                <div class="preview-bar">
                    <div class="chips" role="group" aria-label="File">
                        <For each=move || files.get() key=|file| file.clone() let:file>
                            <button
                                type="button"
                                class="chip"
                                aria-pressed=move || (slot.get() == Some(file.0)).to_string()
                                on:click=move |_| choose(file.0)
                            >
                                {file.1.clone()}
                            </button>
                        </For>
                    </div>
                    <Show when=move || { width.get() > COLUMNS }>
                        <ColumnPager first width />
                    </Show>
                </div>
                {move || {
                    let slot = slot.get().filter(|_| open.get())?;
                    Some(rows(&state, slot, first.get()))
                }}
            </details>
        </Show>
    }
}

#[component]
fn ColumnPager(first: RwSignal<usize>, width: Memo<usize>) -> impl IntoView {
    let end = move || (first.get() + COLUMNS).min(width.get());
    view! {
        <span class="pager">
            <button
                type="button"
                class="icon-button"
                aria-label="Columns before"
                disabled=move || first.get() == 0
                on:click=move |_| first.update(|at| *at = at.saturating_sub(COLUMNS))
            >
                "‹"
            </button>
            <span>
                {move || {
                    format!(
                        "columns {} to {} of {}",
                        format::count(first.get() as u64 + 1),
                        format::count(end() as u64),
                        format::count(width.get() as u64),
                    )
                }}
            </span>
            <button
                type="button"
                class="icon-button"
                aria-label="Columns after"
                disabled=move || end() == width.get()
                on:click=move |_| first.update(|at| *at += COLUMNS)
            >
                "›"
            </button>
        </span>
    }
}

fn rows(state: &AppState, slot: Slot, first: usize) -> Option<impl IntoView + use<>> {
    let table = state.table(slot)?;
    let end = (first + COLUMNS).min(table.columns.len());
    let head =
        (first..end).map(|at| view! { <th scope="col">{table.columns[at].name.clone()}</th> }).collect_view();
    let body = (0..table.preview.rows())
        .map(|row| {
            let mut cells = table.preview.cells(row, first..end);
            cells.resize(end - first, "");
            let cells = cells.into_iter().map(|cell| view! { <td>{cell.to_owned()}</td> }).collect_view();
            view! {
                <tr>
                    <th scope="row">{row + 1}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    Some(view! {
        <div class="table-scroll preview-scroll" tabindex="0" role="region" aria-label="First rows">
            <table class="table preview-table" aria-label=format!("First rows of {}", table.name)>
                <thead>
                    <tr>
                        <th scope="col">
                            <span class="visually-hidden">"Row"</span>
                        </th>
                        {head}
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    })
}
