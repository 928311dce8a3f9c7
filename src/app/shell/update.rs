//! A quiet word when another build of the site is ready. `public/offline.js` finds out and reloads;
//! here it is only said and asked for.

use leptos::prelude::*;
use web_sys::Event;

/// What `offline.js` tells the page.
const READY: &str = "evenkeel:update";
/// What the page tells `offline.js`.
const RELOAD: &str = "evenkeel:reload";

/// Shown from when a new version is ready until it is put off; what is open goes on with its own build.
#[component]
pub fn UpdateNotice() -> impl IntoView {
    // The event may have come before the page had started.
    let told = document().document_element().is_some_and(|root| root.has_attribute("data-update"));
    let shown = RwSignal::new(told);
    let heard = window_event_listener_untyped(READY, move |_| shown.set(true));
    on_cleanup(move || heard.remove());
    let reload = |_| {
        if let Ok(event) = Event::new(RELOAD) {
            let _ = window().dispatch_event(&event);
        }
    };
    view! {
        <div role="status">
            <Show when=move || shown.get()>
                <p class="notice notice-quiet">
                    <span>"A new version is ready. Reloading closes the data that is open."</span>
                    <button type="button" class="button" on:click=reload>
                        "Reload"
                    </button>
                    <button type="button" class="button" on:click=move |_| shown.set(false)>
                        "Later"
                    </button>
                </p>
            </Show>
        </div>
    }
}
