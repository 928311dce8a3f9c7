//! "Kinds of drift": what moved in which window, and the evidence of one.

use leptos::html;
use leptos::prelude::*;

use crate::app::components::words::Words;
use crate::app::watch::state::WatchState;
use crate::monitor::{DriftKinds, KindVerdict, Timeline};
use crate::report::words::kinds::{self as kinds_words, DriftKind, KindMark};

/// Kinds over windows, and the evidence of the opened window, else of the newest that moved.
#[component]
pub fn KindsOfDrift() -> impl IntoView {
    let watch = WatchState::expect();
    let chosen = Memo::new(move |_| {
        let timeline = watch.shown()?;
        let open = watch.open.get().filter(|place| *place < timeline.kinds.len());
        open.or_else(|| kinds_words::newest(&timeline.kinds))
    });
    let scroller = NodeRef::<html::Div>::new();
    // The newest windows are those of interest, and stand at the right.
    Effect::new(move |_| {
        watch.timeline.track();
        if let Some(element) = scroller.get() {
            request_animation_frame(move || element.set_scroll_left(element.scroll_width()));
        }
    });
    let caption = move || watch.shown().map(|timeline| kinds_words::caption(&timeline.kinds));
    view! {
        <section class="watch-panel kinds" aria-labelledby="kinds-title">
            <h2 id="kinds-title">"Kinds of drift"</h2>
            <p class="quiet">{caption}</p>
            <div class="table-box" role="region" tabindex="0" aria-label="Kinds of drift, table" node_ref=scroller>
                {move || watch.shown().map(|timeline| kinds_table(&timeline, chosen, watch.open))}
            </div>
            <p class="quiet kinds-key" aria-hidden="true">"▲ moved · ● not moved · ? not judged"</p>
            {move || {
                let place = chosen.get()?;
                let timeline = watch.shown()?;
                let name = timeline.windows.get(place)?.name.clone();
                Some(evidence(&name, timeline.kinds.get(place)?))
            }}
        </section>
    }
}

fn kinds_table(
    timeline: &Timeline,
    chosen: Memo<Option<usize>>,
    open: RwSignal<Option<usize>>,
) -> impl IntoView + use<> {
    let heads: Vec<_> = timeline
        .windows
        .iter()
        .map(|window| window.name.clone())
        .enumerate()
        .map(|(place, name)| {
            view! {
                <th scope="col" class:is-chosen=move || chosen.get() == Some(place)>
                    <button
                        type="button"
                        class="kinds-window"
                        aria-pressed=move || (chosen.get() == Some(place)).to_string()
                        on:click=move |_| open.set(Some(place))
                    >
                        {name}
                    </button>
                </th>
            }
        })
        .collect();
    let rows: Vec<_> = DriftKind::ALL
        .into_iter()
        .map(|kind| {
            let cells: Vec<_> = timeline
                .kinds
                .iter()
                .map(|kinds| KindMark::of(kind.of(kinds).moved))
                .enumerate()
                .map(|(place, mark)| {
                    view! {
                        <td
                            data-kind=mark.slug
                            class:is-chosen=move || chosen.get() == Some(place)
                            on:click=move |_| open.set(Some(place))
                        >
                            <span aria-hidden="true">{mark.shape}</span>
                            <span class="visually-hidden">{mark.word}</span>
                        </td>
                    }
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">
                        {kind.label()}
                        " "
                        <span class="kinds-symbol">{kind.symbol()}</span>
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect();
    view! {
        <table class="kinds-table" aria-labelledby="kinds-title">
            <thead>
                <tr>
                    <td></td>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn evidence(window: &str, kinds: &DriftKinds) -> impl IntoView + use<> {
    let parts: Vec<_> = DriftKind::ALL.into_iter().map(|kind| part(kind, kind.of(kinds))).collect();
    view! {
        <h3>{format!("Evidence in {window}")}</h3>
        <div class="kinds-evidence">{parts}</div>
    }
}

fn part(kind: DriftKind, verdict: &KindVerdict) -> impl IntoView + use<> {
    let mark = KindMark::of(verdict.moved);
    let numbers: Vec<_> = verdict
        .numbers
        .iter()
        .map(|(id, value)| kinds_words::number(id, *value))
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect();
    let numbers = (!numbers.is_empty()).then(|| view! { <dl class="facts">{numbers}</dl> });
    view! {
        <article class="kinds-part" data-kind=mark.slug>
            <details class="detail-explain">
                <summary>
                    <strong>{kind.label()}</strong>
                    <span class="kinds-mark" data-kind=mark.slug>
                        <span aria-hidden="true">{mark.shape}</span>
                        " "
                        {mark.word}
                    </span>
                    <span class="detail-question" aria-hidden="true">"?"</span>
                    <span class="visually-hidden">", explained"</span>
                </summary>
                <p>{kind.explanation()}</p>
            </details>
            <p><Words text=verdict.words.clone() /></p>
            {numbers}
        </article>
    }
}
