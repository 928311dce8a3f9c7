//! Posting alerts to a webhook: what is sent is shown first, and where the page may not post, it says so.

use js_sys::JsString;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit, RequestRedirect, Url};

use super::command_line::{Told, command_line};
use super::destination::{Origin, answer_words, blocked_words, failed_words, is_reachable};
use crate::app::browser;
use crate::app::components::select_field::{Choice, SelectField};
use crate::app::engine::Engine;
use crate::app::models::data_choice::with_rows;
use crate::app::models::state::{ModelId, ModelsState};
use crate::app::state::AppState;
use crate::app::watch::state::WatchState;
use crate::drift::Policy;
use crate::monitor::{AlertSeverity, MonitorPolicy};
use crate::worker::model_tasks::ModelOrigin;
use crate::worker::protocol::Slot;
use crate::worker::watching::ExportFormat;

/// How long an answer is waited for, in milliseconds.
const TIMEOUT: u32 = 10_000;

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Destination {
    /// None was written.
    Nowhere,
    /// It is no address.
    Wrong,
    /// The page's security policy forbids it.
    Blocked(String),
    /// The page may post there; whether it is the page's own origin.
    Open { origin: String, is_own: bool },
}

/// What is asked. Nothing of it is stored: it is gone with the tab.
#[derive(Clone, Copy)]
struct Form {
    address: RwSignal<String>,
    is_slack: RwSignal<bool>,
    least: RwSignal<AlertSeverity>,
    /// The address that the payload was confirmed for.
    confirmed: RwSignal<Option<String>>,
    is_sending: RwSignal<bool>,
    said: RwSignal<Option<String>>,
}

/// Address, format, what would be sent, and the command that sends the same.
#[component]
pub fn WebhookForm() -> impl IntoView {
    let form = Form {
        address: RwSignal::new(String::new()),
        is_slack: RwSignal::new(true),
        least: RwSignal::new(AlertSeverity::Warning),
        confirmed: RwSignal::new(None),
        is_sending: RwSignal::new(false),
        said: RwSignal::new(None),
    };
    let severities: Vec<Choice> = AlertSeverity::ALL.map(|each| Choice::new(each.id(), each.id())).to_vec();
    let typed = move |event: web_sys::Event| {
        form.address.set(event_target_value(&event).trim().to_owned());
        form.said.set(None);
    };
    view! {
        <form class="watch-form sending-webhook" aria-label="Webhook" on:submit=|event| event.prevent_default()>
            <div class="param-fields">
                <div class="model-field sending-address">
                    <label for="webhook-address">"Address"</label>
                    <input
                        class="input"
                        id="webhook-address"
                        type="text"
                        inputmode="url"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder="https://…"
                        prop:value=move || form.address.get()
                        on:input=typed
                    />
                </div>
                <SelectField
                    label="Format"
                    id="webhook-format"
                    options=Signal::stored(vec![Choice::new("slack", "Slack, Mattermost"), Choice::new("json", "JSON")])
                    value=Signal::derive(move || if form.is_slack.get() { "slack" } else { "json" }.to_owned())
                    set=Callback::new(move |id: String| form.is_slack.set(id == "slack"))
                />
                <SelectField
                    label="From this severity on"
                    id="webhook-least"
                    options=Signal::stored(severities)
                    value=Signal::derive(move || form.least.get().id().to_owned())
                    set=Callback::new(move |id: String| form.least.set(id.parse().unwrap_or_default()))
                />
            </div>
            <Sending form />
            <Command form />
        </form>
    }
}

/// The payload, its confirmation, and the button.
#[component]
fn Sending(form: Form) -> impl IntoView {
    let watch = WatchState::expect();
    let engine = Engine::expect();
    let destination = Memo::new(move |_| destination(&form.address.get()));
    let payload = RwSignal::new(None::<String>);
    let is_asked =
        Memo::new(move |_| !matches!(destination.get(), Destination::Nowhere | Destination::Wrong));
    let is_raised = Memo::new(move |_| {
        let newest = watch.shown().map_or(0, |timeline| timeline.windows.len());
        let least = form.least.get();
        watch.alerts.with(|all| all.iter().any(|alert| alert.window + 1 == newest && alert.severity >= least))
    });
    // Written by a worker, anew when anything that it tells of changes.
    Effect::new(move |_| {
        let (least, is_slack) = (form.least.get(), form.is_slack.get());
        watch.alerts.track();
        payload.set(None);
        if is_asked.get() && is_raised.get() {
            let format = if is_slack { ExportFormat::Slack(least) } else { ExportFormat::Alerts(least) };
            watch.export(engine, format, move |text| {
                let still = form.least.get_untracked() == least && form.is_slack.get_untracked() == is_slack;
                if still && !text.is_empty() {
                    let _ = payload.try_set(Some(text));
                }
            });
        }
    });
    let open = Memo::new(move |_| match destination.get() {
        Destination::Open { origin, .. } => Some(origin),
        _ => None,
    });
    let is_confirmed = Memo::new(move |_| form.confirmed.with(|c| c.as_ref() == Some(&form.address.get())));
    let obstacle = move || match (destination.get(), is_raised.get()) {
        (Destination::Wrong, _) => {
            Some("This is no address: write one that begins with https://.".to_owned())
        }
        (Destination::Blocked(origin), _) => Some(blocked_words(&origin)),
        (_, false) => Some(format!(
            "The newest window raised no alert from {} on: there is nothing to send.",
            form.least.get().id()
        )),
        (Destination::Nowhere | Destination::Open { .. }, true) => None,
    };
    let is_ready = move || open.with(Option::is_some) && payload.with(Option::is_some) && is_confirmed.get();
    let confirm = move |event: web_sys::Event| {
        form.confirmed.set(event_target_checked(&event).then(|| form.address.get_untracked()));
    };
    let send = move |_| {
        let (Some(payload), Destination::Open { is_own, .. }) =
            (payload.get_untracked(), destination.get_untracked())
        else {
            return;
        };
        let address = form.address.get_untracked();
        form.is_sending.set(true);
        form.said.set(Some("Sending.".to_owned()));
        leptos::task::spawn_local(async move {
            let words = match post(&address, &payload).await {
                Some(status) => answer_words(status),
                None => failed_words(is_own).to_owned(),
            };
            let _ = form.is_sending.try_set(false);
            let _ = form.said.try_set(Some(words));
        });
    };
    view! {
        <Show when=move || payload.with(Option::is_some)>
            <div class="model-field">
                <label for="webhook-payload">"What is sent"</label>
                <textarea
                    class="input sending-payload"
                    id="webhook-payload"
                    rows="6"
                    readonly
                    spellcheck="false"
                    prop:value=move || payload.get().unwrap_or_default()
                ></textarea>
            </div>
        </Show>
        <p class="sending-obstacle" role="status">{obstacle}</p>
        <Show when=move || open.with(Option::is_some) && payload.with(Option::is_some)>
            <div class="sending-go">
                <label>
                    <input type="checkbox" prop:checked=move || is_confirmed.get() on:change=confirm />
                    <span>{move || format!("I have read it; send it to {}", open.get().unwrap_or_default())}</span>
                </label>
                <button
                    type="button"
                    class="button is-primary"
                    disabled=move || !is_ready() || form.is_sending.get()
                    on:click=send
                >
                    "Send"
                </button>
            </div>
        </Show>
        <p role="status">{move || form.said.get()}</p>
    }
}

/// The command line, ready to copy.
#[component]
fn Command(form: Form) -> impl IntoView {
    let app = AppState::expect();
    let engine = Engine::expect();
    let models = ModelsState::expect();
    let watch = WatchState::expect();
    let command = Memo::new(move |_| {
        let sets = with_rows(app, engine);
        let (mut reference, mut current) = (None, Vec::new());
        for set in sets {
            match set.slot {
                Slot::Reference => reference = Some(set.name),
                Slot::Current(_) => current.push(set.name),
            }
        }
        let asked = watch.form.get();
        let policy = app.policy.get();
        let settings = asked.settings(current.len(), &policy).ok()?;
        let model = asked.model.and_then(|id| {
            models.entries.with(|all| all.iter().find(|entry| entry.id == ModelId(id)).cloned())
        });
        let told = Told {
            reference: reference?,
            current,
            model: model.map(|entry| {
                let extension = match entry.card.origin {
                    ModelOrigin::Evenkeel => "json",
                    ModelOrigin::Onnx { .. } => "onnx",
                };
                format!("{}.{extension}", entry.name.replace(' ', "_"))
            }),
            labels: watch.labels.with(|file| file.as_ref().map(web_sys::File::name)),
            slice: Some(asked.slice.trim().to_owned()).filter(|slice| !slice.is_empty()),
            has_policy: policy != Policy::default()
                || watch.policy.with(|rules| *rules != MonitorPolicy::default()),
            is_slack: form.is_slack.get(),
            least: form.least.get(),
        };
        let has_policy = told.has_policy;
        Some((command_line(&told, &settings), has_policy))
    });
    let copy = move |_| {
        let Some((line, _)) = command.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            match browser::copy_text(&line).await {
                Ok(()) => app.announce("The command is copied."),
                Err(sentence) => app.notify(sentence),
            }
        });
    };
    view! {
        <Show when=move || command.with(Option::is_some)>
            <div class="sending-command">
                <p id="webhook-command-words">
                    "The command sends the same, with the address in a file that only you can read:"
                </p>
                <pre tabindex="0" role="region" aria-labelledby="webhook-command-words"><code>
                    {move || command.get().map(|(line, _)| line)}
                </code></pre>
                <p>
                    <button type="button" class="button" on:click=copy>"Copy the command"</button>
                </p>
                <Show when=move || command.with(|command| command.as_ref().is_some_and(|(_, has_policy)| *has_policy))>
                    <p class="quiet">
                        "Rules and thresholds go with it: save the policy as evenkeel.toml beside the files."
                    </p>
                </Show>
            </div>
        </Show>
    }
}

/// Where an address leads, read as a browser reads it.
fn destination(address: &str) -> Destination {
    if address.is_empty() {
        return Destination::Nowhere;
    }
    let location = window().location();
    // An address of this page's own origin may be a path alone.
    let base = location.href().unwrap_or_default();
    let is_whole = address.contains("://") || address.starts_with(['/', '.']);
    let url = Url::new_with_base(address, &base).ok().filter(|_| is_whole);
    let (Some(url), own) = (url, location.origin().unwrap_or_default()) else { return Destination::Wrong };
    let origin = url.origin();
    let (Some(there), Some(here)) = (Origin::read(&origin), Origin::read(&own)) else {
        return Destination::Wrong;
    };
    if !matches!(url.protocol().as_str(), "http:" | "https:") {
        return Destination::Wrong;
    }
    if is_reachable(&security_policy(), there, here) {
        Destination::Open { is_own: origin == own, origin }
    } else {
        Destination::Blocked(origin)
    }
}

/// The policy that the page itself states.
fn security_policy() -> String {
    let stated = document().query_selector("meta[http-equiv='Content-Security-Policy']").ok().flatten();
    stated.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

/// Posts JSON, and gives the status; `None` where no answer came that the page may read.
async fn post(address: &str, payload: &str) -> Option<u16> {
    let headers = Headers::new().ok()?;
    headers.set("content-type", "application/json").ok()?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers_headers(&headers);
    request.set_body(&JsString::from(payload));
    request.set_credentials(RequestCredentials::Omit);
    // An address that points elsewhere would take the payload where nobody agreed to.
    request.set_redirect(RequestRedirect::Error);
    request.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT)));
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &request)).await.ok()?;
    Some(answer.dyn_into::<web_sys::Response>().ok()?.status())
}
