//! What whole rows tell beside the columns: segments, correlations, repeated rows.

use leptos::prelude::*;

use super::picked_rows::PickedTable;
use super::{relations_words, where_words};
use crate::app::components::column_link::ColumnLink;
use crate::app::engine::Engine;
use crate::app::format;
use crate::app::state::AppState;
use crate::drift::{CorrelationChange, Relations, Segment};

/// Lines of a list before the rest is left out.
const LISTED: usize = 10;

/// Collapsible; what it says in one line stands in its head.
#[component]
pub fn RelationsPanel() -> impl IntoView {
    let state = AppState::expect();
    let relations = Memo::new(move |_| state.report.with(|report| report.as_ref()?.relations.clone()));
    let summary = move || relations.with(|relations| relations.as_ref().map(relations_words::summary));
    view! {
        <details class="relations">
            <summary>
                <h2>"Segments and correlations"</h2>
                <span class="quiet">
                    {move || summary().unwrap_or_else(|| "needs whole rows".to_owned())}
                </span>
            </summary>
            {move || match relations.get() {
                None => view! {
                    <p class="quiet relations-body">
                        "Segments, correlations and repeated rows need whole rows, and a saved profile holds none: "
                        "drop the CSV files of both sides."
                    </p>
                }.into_any(),
                Some(relations) => view! { <Body relations /> }.into_any(),
            }}
        </details>
    }
}

#[component]
fn Body(relations: Relations) -> impl IntoView {
    let rows = relations_words::rows(&relations);
    let repeated = relations_words::repeated(&relations.repeated);
    view! {
        <div class="relations-body">
            <section>
                <h3>"Segments whose share changed most"</h3>
                <Segments segments=relations.segments />
            </section>
            <section>
                <h3>"Correlations that changed most"</h3>
                <Correlations changes=relations.correlations />
            </section>
            <section>
                <h3>"Repeated rows"</h3>
                <p>{repeated}</p>
                <p class="quiet">{rows}</p>
            </section>
        </div>
    }
}

#[component]
fn Segments(segments: Vec<Segment>) -> impl IntoView {
    if segments.is_empty() {
        return view! { <p class="quiet">"No segment of one or two conditions changed its share."</p> }
            .into_any();
    }
    let items: Vec<_> =
        segments.into_iter().take(LISTED).map(|segment| view! { <li><SegmentLine segment /></li> }).collect();
    view! { <ul class="contributions">{items}</ul> }.into_any()
}

#[component]
fn SegmentLine(segment: Segment) -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let own = StoredValue::new(segment.conditions.clone());
    let is_open = Memo::new(move |_| {
        state.picked.with(|picked| {
            picked.as_ref().is_some_and(|picked| own.with_value(|own| picked.conditions == *own))
        })
    });
    view! {
        <button
            type="button"
            class="contribution"
            aria-expanded=move || is_open.get().to_string()
            on:click=move |_| engine.toggle_rows(own.get_value())
        >
            <span class="contribution-what">{where_words::conditions(&segment.conditions)}</span>
            <span class="contribution-shares">
                <span class="visually-hidden">"reference "</span>
                <span class="is-reference">{format::share(segment.reference)}</span>
                <span aria-hidden="true">" → "</span>
                <span class="visually-hidden">", current "</span>
                <span class="is-current">{format::share(segment.current)}</span>
            </span>
            <span class="contribution-p quiet" title=format::full(segment.p_adjusted)>
                {relations_words::p(segment.p_adjusted)}
            </span>
        </button>
        <PickedTable conditions=own.get_value() />
    }
}

#[component]
fn Correlations(changes: Vec<CorrelationChange>) -> impl IntoView {
    if changes.is_empty() {
        return view! { <p class="quiet">"No two numeric columns to correlate, or none that changed."</p> }
            .into_any();
    }
    let link = |name: String| view! { <ColumnLink name /> };
    let rows: Vec<_> = changes
        .into_iter()
        .take(LISTED)
        .map(|change| {
            view! {
                <tr>
                    <th scope="row">{link(change.first)} " and " {link(change.second)}</th>
                    <td class="is-number is-reference" title=format::full(change.reference)>
                        {format::number(change.reference)}
                    </td>
                    <td class="is-number is-current" title=format::full(change.current)>
                        {format::number(change.current)}
                    </td>
                    <td class="is-number quiet">{relations_words::p(change.p_adjusted)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="test-scroll" role="region" tabindex="0" aria-label="Correlations, table">
            <table class="detail-table">
                <thead><tr>
                    <th scope="col">"columns"</th>
                    <th scope="col" class="is-number is-reference">"reference"</th>
                    <th scope="col" class="is-number is-current">"current"</th>
                    <th scope="col" class="is-number" title="Fisher's z-test, adjusted by Holm over all pairs">
                        "p adj."
                    </th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
