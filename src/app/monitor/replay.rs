//! A live replay of the current files: rows arrive at a speed of choice, and windows when they are complete.

use leptos::prelude::*;

use super::pace::{RATES, Replay, progress_words, rate, reached};
use super::stream_state::StreamState;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::format;
use crate::app::state::AppState;
use crate::app::watch::state::WatchState;

/// The value of the menu's last line.
const OTHER: &str = "other";

/// Speed, buttons, how far it is.
#[component]
pub fn ReplayPanel() -> impl IntoView {
    let app = AppState::expect();
    let watch = WatchState::expect();
    let stream = StreamState::expect();
    let state = stream.replay;
    let is_moving = Memo::new(move |_| state.get().is_moving());
    let is_on = Memo::new(move |_| state.get().is_on());
    let rows = Memo::new(move |_| stream.replay_rows(watch));
    let progress = move || {
        watch.timeline.with(|timeline| {
            let windows = timeline.as_ref().map_or(&[][..], |timeline| &timeline.windows);
            let row = stream.row.get();
            progress_words(row, rows.get(), reached(windows, row), windows.len())
        })
    };
    // One button for both, so that the focus stays where it is.
    let pressed = move |_| if is_moving.get_untracked() { stream.pause() } else { stream.play(app, watch) };
    let words = move || match state.get() {
        Replay::Playing | Replay::Stepping(_) => "Pause",
        Replay::Ended => "Play again",
        Replay::Off | Replay::Paused => "Play",
    };
    view! {
        <section class="watch-panel replay" aria-labelledby="replay-title">
            <h2 id="replay-title">"Live replay"</h2>
            <p class="quiet stream-intro">
                "The current files arrive again row by row: charts, health and alerts show what was known at that moment. It goes on while you look at another tab."
            </p>
            <div class="replay-controls">
                <Speed />
                <div class="replay-buttons">
                    <button type="button" class="button is-primary" on:click=pressed>{words}</button>
                    <button
                        type="button"
                        class="button"
                        disabled=move || is_moving.get()
                        on:click=move |_| stream.step(app, watch)
                    >
                        "Step to the next window"
                    </button>
                    <button
                        type="button"
                        class="button"
                        disabled=move || !is_on.get()
                        on:click=move |_| stream.restart(app, watch)
                    >
                        "Restart"
                    </button>
                    <button
                        type="button"
                        class="button"
                        disabled=move || !is_on.get()
                        on:click=move |_| stream.stop(watch)
                    >
                        "Stop and show all"
                    </button>
                </div>
            </div>
            <div class="reading">
                <progress
                    value=move || stream.row.get().to_string()
                    max=move || rows.get().max(1).to_string()
                    aria-label="Replay"
                ></progress>
                <span class="reading-words">
                    {move || if is_on.get() { progress() } else { "All windows are shown.".to_owned() }}
                </span>
            </div>
        </section>
    }
}

/// Rows a second: from the menu, or typed.
#[component]
fn Speed() -> impl IntoView {
    let stream = StreamState::expect();
    let is_typed = RwSignal::new(untrack(|| !RATES.contains(&stream.rate.get())));
    let problem = RwSignal::new(None::<String>);
    let choices: Vec<Choice> = RATES
        .iter()
        .map(|rate| Choice::new(rate.to_string(), format::count(*rate)))
        .chain([Choice::new(OTHER, "other")])
        .collect();
    let set = move |id: String| {
        is_typed.set(id == OTHER);
        problem.set(None);
        if let Ok(rate) = id.parse() {
            stream.rate.set(rate);
        }
    };
    let typed = move |event: web_sys::Event| match rate(&event_target_value(&event)) {
        Ok(rate) => {
            problem.set(None);
            stream.rate.set(rate);
        }
        Err(sentence) => problem.set(Some(sentence)),
    };
    view! {
        <SelectField
            label="Rows a second"
            id="replay-rate"
            options=Signal::stored(choices)
            value=Signal::derive(move || if is_typed.get() { OTHER.to_owned() } else { stream.rate.get().to_string() })
            set=Callback::new(set)
        />
        <Show when=move || is_typed.get()>
            <div class="model-field">
                <label for="replay-typed">"Rows a second, typed"</label>
                <input
                    class="input"
                    id="replay-typed"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-invalid=move || problem.with(Option::is_some).to_string()
                    aria-describedby="replay-typed-problem"
                    prop:value=move || stream.rate.get().to_string()
                    on:change=typed
                />
                <p
                    class="line-problem"
                    id="replay-typed-problem"
                    role="alert"
                    hidden=move || problem.with(Option::is_none)
                >
                    {move || problem.get()}
                </p>
            </div>
        </Show>
    }
}
