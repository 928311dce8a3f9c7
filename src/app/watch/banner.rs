//! The verdict on the newest window, in plain words.

use leptos::prelude::*;

use super::state::WatchState;
use crate::report::words::health::{Health, health};

/// Health, what it rests on, and what was watched.
#[component]
pub fn HealthBanner() -> impl IntoView {
    let watch = WatchState::expect();
    let words = Memo::new(move |_| Some(health(watch.shown()?.as_ref(), &watch.alerts.read())));
    let class = move || {
        let state = words.with(|words| words.as_ref().map_or("", |words| class_of(words.health)));
        format!("verdict health {state}")
    };
    view! {
        <section class=class aria-label="Health">
            <h2 class="verdict-headline">
                {move || words.with(|words| words.as_ref().map(|words| words.headline.clone()))}
            </h2>
            {move || words.with(|words| words.iter().flat_map(|words| words.sentences.clone())
                .map(|sentence| view! { <p class="health-sentence">{sentence}</p> })
                .collect_view())}
            <p class="quiet health-of">
                <span>{move || watch.watched.get()}</span>
                <button
                    type="button"
                    class="link-button"
                    aria-expanded=move || watch.is_form_open.get().to_string()
                    on:click=move |_| watch.is_form_open.update(|open| *open = !*open)
                >
                    {move || if watch.is_form_open.get() { "Close the form" } else { "Change what is watched" }}
                </button>
            </p>
            {move || watch.timeline.with(|timeline| timeline.iter()
                .flat_map(|timeline| {
                    let labels = timeline.labels.as_ref().map(crate::monitor::LabelMatch::words);
                    labels.into_iter().chain(timeline.notes.iter().cloned()).collect::<Vec<_>>()
                })
                .map(|note| view! { <p class="quiet health-note">{note}</p> })
                .collect_view())}
        </section>
    }
}

/// Its class in the style sheet.
fn class_of(health: Health) -> &'static str {
    match health {
        Health::Good => "is-stable",
        Health::Warning => "is-warning",
        Health::Critical => "is-critical",
    }
}
