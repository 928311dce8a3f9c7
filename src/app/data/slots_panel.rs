//! Reference and current: which files stand where, how they were read, and what can be done.

use leptos::prelude::*;

use super::drop_zone::DropZone;
use super::reading_options::ReadingOptions;
use crate::app::engine::Engine;
use crate::app::state::{AppState, Dataset, Job, Progress};
use crate::app::{format, labels};
use crate::worker::protocol::{Origin, Slot};

/// Both sides next to each other.
#[component]
pub fn SlotsPanel() -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let slots = state.slots();
    let has_reference = move || slots.with(|all| all.contains(&Slot::Reference));
    let currents = move || slots.get().into_iter().filter(|s| *s != Slot::Reference).collect::<Vec<_>>();
    let swappable = move || {
        state
            .current
            .get()
            .filter(|slot| has_reference() && engine.has_file(*slot) && engine.has_file(Slot::Reference))
    };
    view! {
        <div class="slots">
            <section class="slot" data-side="reference" aria-labelledby="slot-reference">
                <h2 id="slot-reference">"Reference"</h2>
                <Show when=has_reference>
                    <DatasetCard place=Slot::Reference />
                </Show>
                <DropZone on_files=Callback::new(move |files| engine.add_reference(engine.without_policies(files)))>
                    <span class="drop-zone-title">
                        {move || if has_reference() { "Replace the reference" } else { "Drop or choose the reference" }}
                    </span>
                </DropZone>
            </section>
            <button
                type="button"
                class="icon-button swap-button"
                title="Swap reference and current"
                aria-label="Swap reference and current"
                disabled=move || swappable().is_none()
                on:click=move |_| {
                    if let Some(slot) = state.current.get_untracked() {
                        engine.swap(slot);
                    }
                }
            >
                "⇄"
            </button>
            <section class="slot" data-side="current" aria-labelledby="slot-current">
                <h2 id="slot-current">"Current"</h2>
                <For each=currents key=|slot| *slot let:slot>
                    <DatasetCard place=slot />
                </For>
                <DropZone on_files=Callback::new(move |files| engine.add_current(engine.without_policies(files)))>
                    <span class="drop-zone-title">
                        {move || {
                            if currents().is_empty() { "Drop or choose current data" } else { "Add another batch" }
                        }}
                    </span>
                </DropZone>
            </section>
        </div>
    }
}

/// One file: what it is, how it was read, and what can be done with it.
#[component]
fn DatasetCard(place: Slot) -> impl IntoView {
    let slot = place;
    let state = AppState::expect();
    let engine = Engine::expect();
    let set = state.dataset(slot);
    let name = move || set.get().map(|set| set.name).unwrap_or_default();
    let is_judged = move || state.current.get() == Some(slot);
    let several = move || state.datasets.with(|all| all.len() > 2);
    let job = Memo::new(move |_| set.get().map(|set| set.job).unwrap_or_default());
    let has_file = move || set.get().is_some() && engine.has_file(slot);
    view! {
        <article class="card" class:is-judged=move || several() && is_judged()>
            <div class="card-head">
                <h3 class="card-name" title=name>
                    {name}
                </h3>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || format!("Remove {}", name())
                    title="Remove"
                    on:click=move |_| engine.remove(slot)
                >
                    "×"
                </button>
            </div>
            {move || set.get().and_then(|set| facts(&set))}
            {move || match job.get() {
                Job::Waiting => Some(view! { <ReadingBar place=slot progress=None /> }.into_any()),
                Job::Running(progress) => {
                    Some(view! { <ReadingBar place=slot progress=Some(progress) /> }.into_any())
                }
                Job::Failed(error) => Some(
                    view! { <p class="card-error">{labels::sentence(&error.to_string())}</p> }.into_any(),
                ),
                Job::Idle | Job::Done => None,
            }}
            <div class="card-actions">
                <Show when=move || slot != Slot::Reference && several() && !matches!(job.get(), Job::Failed(_))>
                    <button
                        type="button"
                        class="link-button"
                        aria-pressed=move || is_judged().to_string()
                        on:click=move |_| state.chosen.set(Some(slot))
                    >
                        {move || if is_judged() { "Compared now" } else { "Compare this" }}
                    </button>
                </Show>
                <Show when=move || slot != Slot::Reference && has_file()>
                    <button type="button" class="link-button" on:click=move |_| engine.swap(slot)>
                        "Make it the reference"
                    </button>
                </Show>
                <Show when=move || slot == Slot::Reference && has_file()>
                    <button type="button" class="link-button" on:click=move |_| engine.demote()>
                        "Make it current"
                    </button>
                </Show>
                <Show when=move || job.get() == Job::Done>
                    <button
                        type="button"
                        class="link-button"
                        title="Its distributions without its rows; can be the reference from then on"
                        on:click=move |_| engine.download_profile(slot)
                    >
                        "Download profile"
                    </button>
                </Show>
            </div>
            <Show when=move || has_file() && !name().to_lowercase().ends_with(".json")>
                <ReadingOptions place=slot />
            </Show>
        </article>
    }
}

/// Rows, columns, size, spelling, and what the reader noted.
fn facts(set: &Dataset) -> Option<impl IntoView + use<>> {
    let table = set.table.as_ref()?;
    let size = format!(
        "{} × {}",
        format::counted(table.rows, "row", "rows"),
        format::counted(table.columns.len() as u64, "column", "columns")
    );
    let how = match table.origin {
        Origin::Csv => format!("{} · {}", format::bytes(table.bytes), labels::dialect(&table.dialect)),
        Origin::Profile => "saved profile".to_owned(),
        Origin::Simulation => "simulated from the reference".to_owned(),
    };
    let notes: Vec<_> = table.notes.iter().map(|note| view! { <li>{labels::note(note)}</li> }).collect();
    let notes = (!notes.is_empty()).then(|| view! { <ul class="card-notes">{notes}</ul> });
    Some(view! {
        <p class="card-facts">
            <span class="card-size">{size}</span>
            <span class="quiet">{how}</span>
        </p>
        {notes}
    })
}

/// Progress of one read in words and as a bar, with its way out.
#[component]
fn ReadingBar(place: Slot, progress: Option<Progress>) -> impl IntoView {
    let engine = Engine::expect();
    let (value, max) = progress.map_or((None, 1), |p| (Some(p.done.to_string()), p.total.max(1)));
    let words = match progress {
        None => "Waiting for a reader".to_owned(),
        Some(p) => format!(
            "{} · {} of {} ({}) · {} · {}",
            labels::stage(p.stage),
            format::bytes(p.done),
            format::bytes(p.total),
            format::share_of(p.done, p.total),
            format::counted(p.rows, "row", "rows"),
            format::seconds(p.elapsed)
        ),
    };
    view! {
        <div class="reading">
            <progress value=value max=max.to_string() aria-label="Reading"></progress>
            <span class="reading-words">{words}</span>
            <button type="button" class="button" on:click=move |_| engine.cancel(place)>
                "Cancel"
            </button>
        </div>
    }
}

/// What is being read, for a page that waits for it.
#[component]
pub fn BusyList() -> impl IntoView {
    let state = AppState::expect();
    let busy = move || {
        let sets = state.datasets.get().into_iter();
        sets.filter(|set| set.job.is_busy())
            .map(|set| {
                let progress = match set.job {
                    Job::Running(progress) => Some(progress),
                    _ => None,
                };
                view! {
                    <div class="busy">
                        <span class="busy-name">{set.name}</span>
                        <ReadingBar place=set.slot progress />
                    </div>
                }
            })
            .collect_view()
    };
    view! { <div class="busy-list">{busy}</div> }
}
