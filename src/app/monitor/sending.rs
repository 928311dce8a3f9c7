//! Where alerts go: the browser, a webhook, files for other tools. Nothing goes out unless it is asked for.

use js_sys::Uint8Array;
use leptos::prelude::*;

use super::newly_raised::Permission;
use super::notification;
use super::stream_state::StreamState;
use super::webhook::WebhookForm;
use crate::app::browser;
use crate::app::engine::Engine;
use crate::app::state::AppState;
use crate::app::watch::state::WatchState;
use crate::worker::watching::ExportFormat;

/// The panel.
#[component]
pub fn SendingPanel() -> impl IntoView {
    view! {
        <section class="watch-panel sending" aria-labelledby="sending-title">
            <h2 id="sending-title">"Where alerts go"</h2>
            <p class="quiet stream-intro">"Nothing leaves this page unless you ask for it here."</p>
            <Notifications />
            <Downloads />
            <details class="watch-more">
                <summary>"Post to a webhook"</summary>
                <WebhookForm />
            </details>
        </section>
    }
}

#[component]
fn Notifications() -> impl IntoView {
    let stream = StreamState::expect();
    let said = RwSignal::new(None::<Permission>);
    let change = move |event: web_sys::Event| {
        let switch: web_sys::HtmlInputElement = event_target(&event);
        if !switch.checked() {
            stream.is_notifying.set(false);
            said.set(None);
            return;
        }
        leptos::task::spawn_local(async move {
            let permission = notification::ask().await;
            let is_on = permission == Permission::Granted;
            stream.is_notifying.set(is_on);
            // The user turned it on; what follows the signal sees no change where it stayed off.
            switch.set_checked(is_on);
            // The panel may be gone by now.
            let _ = said.try_set(Some(permission));
        });
    };
    view! {
        <div class="sending-switch">
            <label>
                <input type="checkbox" role="switch" prop:checked=move || stream.is_notifying.get() on:change=change />
                <span>"Notify me in this browser of new alerts"</span>
            </label>
            <p class="quiet" role="status">{move || said.get().map(Permission::words)}</p>
        </div>
    }
}

#[component]
fn Downloads() -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let watch = WatchState::expect();
    let save = move |name: &str, text: String| {
        if let Err(sentence) = browser::download(name, &Uint8Array::from(text.as_bytes()).buffer()) {
            app.notify(sentence);
        }
    };
    let metrics = move |_| {
        watch.export(engine, ExportFormat::OpenMetrics, move |text| save("evenkeel.prom", text));
    };
    let json = move |_| {
        watch.export(engine, ExportFormat::Json, move |text| save("evenkeel-monitor.json", text));
    };
    view! {
        <div class="sending-files">
            <button type="button" class="button" on:click=metrics>"Download OpenMetrics"</button>
            <button type="button" class="button" on:click=json>"Download JSON"</button>
            <p class="quiet">
                "The newest window for Prometheus, and the whole history with its alerts."
            </p>
        </div>
    }
}
