//! Detectors over a signal: chart and table.

use leptos::prelude::*;

use super::detector_form::DetectorForm;
use super::signal::SignalForm;
use super::stream_run::DetectorFound;
use super::stream_state::StreamState;
use super::stream_words;
use crate::app::browser;
use crate::app::components::time_canvas::TimeCanvas;
use crate::app::format;
use crate::app::state::AppState;
use crate::chart::{Slots, TimeChart};
use crate::monitor::Unit;
use crate::stream::DetectorKind;

/// The panel.
#[component]
pub fn DetectorPanel() -> impl IntoView {
    let stream = StreamState::expect();
    let has_values = Memo::new(move |_| stream.values.with(Option::is_some));
    view! {
        <section class="watch-panel stream-panel" aria-labelledby="stream-title">
            <h2 id="stream-title">"Detectors row by row"</h2>
            <p class="quiet stream-intro">
                "Detectors read one number a row, in order, and say at which row the stream changed: before a window is complete."
            </p>
            <SignalForm />
            <DetectorForm />
            <Show when=move || has_values.get()>
                <Detecting />
                <StreamChart />
                <FoundTable />
            </Show>
        </section>
    }
}

/// How far the detectors are in a long signal.
#[component]
fn Detecting() -> impl IntoView {
    let stream = StreamState::expect();
    let is_busy = Memo::new(move |_| stream.detecting.with(Option::is_some));
    let progress = move || stream.detecting.get().unwrap_or((0, 1));
    view! {
        <Show when=move || is_busy.get()>
            <div class="reading">
                <progress
                    value=move || progress().0.to_string()
                    max=move || progress().1.max(1).to_string()
                    aria-label="Detectors"
                ></progress>
                <span class="reading-words">
                    {move || {
                        let (done, total) = progress();
                        format!("{} of {}", format::count(done), format::counted(total, "row", "rows"))
                    }}
                </span>
            </div>
        </Show>
    }
}

#[component]
fn StreamChart() -> impl IntoView {
    let app = AppState::expect();
    let stream = StreamState::expect();
    let chart = Signal::derive(move || {
        stream.view.with(|view| match view {
            Some(view) => view.chart.clone(),
            None => TimeChart {
                is_loading: true,
                ..TimeChart::new("", Unit::Number, Slots::Rows { first: 1, count: 0 })
            },
        })
    });
    let title = Signal::derive(move || {
        stream.values.with(|values| values.as_ref().map_or_else(String::new, |values| values.name.clone()))
    });
    view! {
        <div class="stream-chart">
            <TimeCanvas
                chart
                theme=app.theme
                label=title
                hover=stream.hover
                zoom=stream.zoom
                on_open=Callback::new(|_| ())
            />
        </div>
    }
}

#[component]
fn FoundTable() -> impl IntoView {
    let app = AppState::expect();
    let stream = StreamState::expect();
    let found = Memo::new(move |_| stream.view.with(|view| view.as_ref().map(|view| view.found.clone())));
    let is_still =
        Memo::new(move |_| stream.detecting.with(Option::is_none) && !stream.replay.get().is_moving());
    let has_any =
        Memo::new(move |_| found.with(|found| found.iter().flatten().any(|found| found.drifts > 0)));
    let copy = move |_| {
        let kinds: Vec<DetectorKind> =
            found.with_untracked(|found| found.iter().flatten().map(|found| found.kind).collect());
        let rows = stream.run.with_value(|run| {
            let run = run.as_ref();
            kinds
                .iter()
                .map(|kind| (*kind, run.map(|run| run.drifts(*kind)).unwrap_or_default()))
                .collect::<Vec<_>>()
        });
        leptos::task::spawn_local(async move {
            match browser::copy_text(&stream_words::copied(&rows)).await {
                Ok(()) => app.announce("The rows of drift are copied."),
                Err(sentence) => app.notify(sentence),
            }
        });
    };
    view! {
        <p class="visually-hidden" role="status">
            {move || is_still.get().then(|| found.with(|found| found.as_ref().map(|found| stream_words::summary(found))))}
        </p>
        <div class="stream-found" role="region" aria-label="What detectors found" tabindex="0">
            <table class="plain-table">
                <caption class="visually-hidden">"Detectors"</caption>
                <thead>
                    <tr>
                        <th scope="col">"detector"</th>
                        <th scope="col" class="is-number">"drifts"</th>
                        <th scope="col" class="is-number">"warnings"</th>
                        <th scope="col">"drift at rows"</th>
                    </tr>
                </thead>
                <tbody>
                    {move || found.get().unwrap_or_default().into_iter().map(row).collect_view()}
                </tbody>
            </table>
        </div>
        <Show when=move || has_any.get()>
            <p>
                <button type="button" class="button" on:click=copy>"Copy all rows of drift"</button>
            </p>
        </Show>
    }
}

fn row(found: DetectorFound) -> impl IntoView {
    let note =
        stream_words::note(found.kind).map(|note| view! { <span class="quiet stream-note">{note}</span> });
    let cells = match &found.problem {
        Some(problem) => {
            view! { <td colspan="3" class="stream-problem">{format!("not run: {problem}")}</td> }.into_any()
        }
        None => view! {
            <td class="is-number">{format::count(found.drifts)}</td>
            <td class="is-number">{stream_words::warnings(&found)}</td>
            <td class="stream-rows">{stream_words::drift_rows(&found)}</td>
        }
        .into_any(),
    };
    view! { <tr><th scope="row">{found.kind.label()} " " {note}</th>{cells}</tr> }
}
