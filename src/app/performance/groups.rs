//! How the groups of a sensitive column fare: a rate over time, and how far groups lie apart.

use std::sync::Arc;

use leptos::prelude::*;

use super::groups_words::{self, GAPS, LIMITS_OF_RATES, Rate};
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::components::time_canvas::TimeCanvas;
use crate::app::components::words::Words;
use crate::app::format;
use crate::app::state::AppState;
use crate::app::watch::state::WatchState;
use crate::chart::{Slots, TimeChart};
use crate::monitor::{FairnessTimeline, Timeline, Unit};
use crate::report::words::series as values;

/// Nothing where no sensitive column was chosen.
#[component]
pub fn Groups() -> impl IntoView {
    let watch = WatchState::expect();
    let has_groups = Memo::new(move |_| {
        watch.timeline.with(|timeline| timeline.as_ref().is_some_and(|timeline| timeline.fairness.is_some()))
    });
    view! {
        <Show when=move || has_groups.get()>
            <GroupsPanel />
        </Show>
    }
}

#[component]
fn GroupsPanel() -> impl IntoView {
    let app = AppState::expect();
    let watch = WatchState::expect();
    let rate = RwSignal::new(Rate::default());
    let chart = Memo::new(move |_| {
        let rate = rate.get();
        let drawn = watch.shown().and_then(|timeline| {
            Some(groups_words::chart(timeline.fairness.as_ref()?, &timeline.windows, rate))
        });
        drawn.unwrap_or_else(|| TimeChart::new(rate.label(), Unit::Share, Slots::of(&[])))
    });
    let options = Rate::ALL.map(|rate| Choice::new(rate.id(), rate.label())).to_vec();
    let about = move || {
        let words =
            watch.timeline.with(|timeline| timeline.as_ref()?.fairness.as_ref().map(groups_words::about))?;
        Some(view! { <Words text=words /> })
    };
    view! {
        <section class="watch-panel groups" aria-labelledby="groups-title">
            <h2 id="groups-title">"Groups"</h2>
            <p class="quiet">{about}</p>
            <div class="param-fields">
                <SelectField
                    label="Rate"
                    id="groups-rate"
                    options=Signal::stored(options)
                    value=Signal::derive(move || rate.get().id().to_owned())
                    set=Callback::new(move |id: String| rate.set(Rate::of_id(&id)))
                />
            </div>
            <p class="quiet">{move || rate.get().explanation()}</p>
            <TimeCanvas
                chart
                theme=app.theme
                label=Signal::derive(move || chart.with(|chart| chart.title.clone()))
                hover=watch.hover
                zoom=watch.zoom
                on_open=Callback::new(move |window| watch.open.set(Some(window)))
            />
            {move || watch.shown().and_then(|timeline| gap_table(&timeline))}
            {move || watch.shown().map(|timeline| view! { <RateTable timeline rate /> })}
            <p class="quiet groups-limits">{LIMITS_OF_RATES}</p>
        </section>
    }
}

fn gap_table(timeline: &Timeline) -> Option<impl IntoView + use<>> {
    let fairness = timeline.fairness.as_ref()?;
    let rows: Vec<_> = groups_words::rows(fairness, &timeline.windows)
        .map(|(name, point)| {
            let cells = groups_words::gaps(point).map(|cell| view! { <td class="is-number">{cell}</td> });
            view! { <tr><th scope="row">{name.to_owned()}</th>{cells.into_iter().collect_view()}</tr> }
        })
        .collect();
    let heads =
        GAPS.map(|(name, formula)| view! { <th scope="col" class="is-number" title=formula>{name}</th> });
    Some(view! {
        <h3>"How far groups lie apart"</h3>
        <div class="table-box groups-table" role="region" tabindex="0" aria-label="How far groups lie apart">
            <table class="plain-table" aria-label="How far groups lie apart">
                <thead><tr><th scope="col">"window"</th>{heads.into_iter().collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <details class="detail-explain">
            <summary>
                <span>"What the gaps are"</span>
                <span class="detail-question" aria-hidden="true">"?"</span>
            </summary>
            {GAPS.map(|(name, formula)| view! { <p><strong>{name}</strong>": "{formula}"."</p> }).collect_view()}
        </details>
    })
}

/// Every group's rate in every window.
#[component]
fn RateTable(timeline: Arc<Timeline>, rate: RwSignal<Rate>) -> impl IntoView {
    let row = |name: &str, point: &crate::monitor::FairnessPoint, rate: Rate| {
        let cells: Vec<_> = point
            .groups
            .iter()
            .map(|rates| {
                view! {
                    <td class="is-number" title=format::counted(rates.rows, "row", "rows")>
                        {values::or_dash(Unit::Share, rate.of(rates))}
                    </td>
                }
            })
            .collect();
        view! { <tr><th scope="row">{name.to_owned()}</th>{cells}</tr> }
    };
    let table = move || {
        let fairness: &FairnessTimeline = timeline.fairness.as_ref()?;
        let rate = rate.get();
        let heads: Vec<_> = fairness
            .groups
            .iter()
            .map(|name| view! { <th scope="col" class="is-number">{name.clone()}</th> })
            .collect();
        let rows: Vec<_> = groups_words::rows(fairness, &timeline.windows)
            .map(|(name, point)| row(name, point, rate))
            .collect();
        Some(view! {
            <div class="table-box groups-table" role="region" tabindex="0" aria-label=format!("{} by group", rate.label())>
                <table class="plain-table" aria-label=format!("{} by group", rate.label())>
                    <thead><tr><th scope="col">"window"</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })
    };
    view! {
        <details>
            <summary>{move || format!("{} of every group", rate.get().label())}</summary>
            {table}
        </details>
    }
}
