//! Sentences that say what went wrong and what to do, until they are dismissed.

use leptos::prelude::*;

use crate::app::engine::Engine;
use crate::app::state::AppState;

/// All open notices.
#[component]
pub fn Notices() -> impl IntoView {
    let state = AppState::expect();
    let engine = Engine::expect();
    let dismiss = move |id| state.notices.update(|all| all.retain(|notice| notice.id != id));
    view! {
        <div class="notices" role="alert">
            <Show when=move || state.lost.get()>
                <p class="notice">
                    <span>"What was read is gone, but the files are still at hand."</span>
                    <button type="button" class="button" on:click=move |_| engine.reload()>
                        "Read the files again"
                    </button>
                </p>
            </Show>
            <For each=move || state.notices.get() key=|notice| notice.id let:notice>
                <p class="notice">
                    <span>{notice.text.clone()}</span>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label="Dismiss"
                        title="Dismiss"
                        on:click=move |_| dismiss(notice.id)
                    >
                        "×"
                    </button>
                </p>
            </For>
        </div>
    }
}
