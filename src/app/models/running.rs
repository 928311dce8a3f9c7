//! A button that starts a long job and, while it runs, ends it; and how far the job is.

use leptos::prelude::*;

use crate::app::state::{Job, Progress};
use crate::app::{format, labels};

/// One button for both, so that the focus stays where it is.
#[component]
pub fn StartButton(
    /// How far the job is.
    job: Memo<Job>,
    /// What it says while nothing runs.
    #[prop(into)]
    label: Signal<String>,
    /// Whether there is nothing to start.
    #[prop(into)]
    disabled: Signal<bool>,
    /// Starts.
    on_start: Callback<()>,
    /// Ends.
    on_cancel: Callback<()>,
) -> impl IntoView {
    let busy = Memo::new(move |_| job.with(Job::is_busy));
    let pressed = move |_| if busy.get_untracked() { on_cancel.run(()) } else { on_start.run(()) };
    view! {
        <button
            type="button"
            class="button"
            class:is-primary=move || !busy.get()
            disabled=move || !busy.get() && disabled.get()
            on:click=pressed
        >
            {move || if busy.get() { "Cancel".to_owned() } else { label.get() }}
        </button>
    }
}

/// Bar and words while a job runs; its sentence when it failed.
#[component]
pub fn JobLine(
    /// How far the job is.
    job: Memo<Job>,
    /// What the bar is of, for screen readers.
    label: &'static str,
) -> impl IntoView {
    let busy = Memo::new(move |_| job.with(Job::is_busy));
    let progress = move || match job.get() {
        Job::Running(progress) => Some(progress),
        _ => None,
    };
    view! {
        <Show when=move || busy.get()>
            <div class="reading">
                <progress
                    value=move || progress().map(|progress| progress.done.to_string())
                    max=move || progress().map_or(1, |progress| progress.total.max(1)).to_string()
                    aria-label=label
                ></progress>
                <span class="reading-words">{move || words(progress())}</span>
            </div>
        </Show>
        {move || match job.get() {
            Job::Failed(error) => {
                Some(view! { <p class="card-error">{labels::sentence(&error.to_string())}</p> })
            }
            _ => None,
        }}
    }
}

fn words(progress: Option<Progress>) -> String {
    let Some(Progress { stage, done, total, rows, elapsed }) = progress else {
        return "Starting".to_owned();
    };
    let mut words = vec![labels::stage(stage).to_owned(), format::share_of(done, total.max(1))];
    if rows > 0 {
        words.push(format::counted(rows, "row", "rows"));
    }
    words.push(format::seconds(elapsed));
    words.join(" · ")
}
