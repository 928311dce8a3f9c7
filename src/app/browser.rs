//! The few things that the page asks of the browser itself.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DataTransfer, File, FileList, HtmlAnchorElement, HtmlElement, Url};

use super::theme::Theme;

const THEME_KEY: &str = "evenkeel.theme";

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// The hash of the address.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// Writes the hash; `step` makes it a step that the back button undoes.
pub fn set_hash(hash: &str, step: bool) {
    let Ok(history) = window().history() else { return };
    let done = if step {
        history.push_state_with_url(&JsValue::NULL, "", Some(hash))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(hash))
    };
    if done.is_err() {
        let _ = window().location().set_hash(hash);
    }
}

/// The remembered theme, else the one the system prefers.
pub fn initial_theme() -> Theme {
    let remembered = storage().and_then(|s| s.get_item(THEME_KEY).ok().flatten());
    if let Some(theme) = remembered.as_deref().and_then(Theme::parse) {
        return theme;
    }
    let dark = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    if dark.is_some_and(|query| query.matches()) { Theme::Dark } else { Theme::Light }
}

/// Puts the theme on the root element.
pub fn apply_theme(theme: Theme) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme.slug());
    }
}

/// Keeps the user's choice of theme, where the browser allows it.
pub fn remember_theme(theme: Theme) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(THEME_KEY, theme.slug());
    }
}

/// The dropped files.
pub fn dropped_files(transfer: Option<DataTransfer>) -> Vec<File> {
    transfer.and_then(|transfer| transfer.files()).map(|list| files(&list)).unwrap_or_default()
}

/// The files of a list.
pub fn files(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}

/// Fetches a file from the page's own origin.
///
/// # Errors
///
/// One sentence that says what was not found and what to do.
pub async fn fetch_file(address: &str) -> Result<File, String> {
    let url = Url::new_with_base(address, &window().location().href().unwrap_or_default())
        .map_err(|_| format!("{address} is not an address: paste one that starts with https:// or ./"))?;
    if url.origin() != window().location().origin().unwrap_or_default() {
        return Err(format!(
            "{} is on another site, and this page only reads from its own: download the file and drop it here.",
            url.href()
        ));
    }
    let unreachable =
        || format!("{} could not be fetched: check the address and the connection.", url.href());
    let answer = JsFuture::from(window().fetch_with_str(&url.href())).await.map_err(|_| unreachable())?;
    let answer: web_sys::Response = answer.dyn_into().map_err(|_| unreachable())?;
    if !answer.ok() {
        return Err(format!("{} answers {}: check the address.", url.href(), answer.status()));
    }
    let body = answer.blob().map_err(|_| unreachable())?;
    let blob: Blob =
        JsFuture::from(body).await.map_err(|_| unreachable())?.dyn_into().map_err(|_| unreachable())?;
    let path = url.pathname();
    let name = path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("data.csv");
    File::new_with_blob_sequence(&Array::of1(&blob), name).map_err(|_| unreachable())
}

/// Offers bytes as a download.
///
/// # Errors
///
/// One sentence, if the browser refuses.
pub fn download(name: &str, bytes: &ArrayBuffer) -> Result<(), String> {
    let refused = |_: JsValue| format!("The browser did not accept {name} for download.");
    let kind = BlobPropertyBag::new();
    kind.set_type(match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("toml") => "application/toml",
        Some("csv") => "text/csv",
        Some("onnx") => "application/octet-stream",
        Some("prom") => "text/plain",
        Some("zip") => "application/zip",
        _ => "application/json",
    });
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::new(bytes)), &kind)
        .map_err(refused)?;
    let url = Url::create_object_url_with_blob(&blob).map_err(refused)?;
    let link: HtmlAnchorElement = document().create_element("a").map_err(refused)?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    leptos::prelude::set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(10),
    );
    Ok(())
}

/// Puts a text on the clipboard.
///
/// # Errors
///
/// One sentence, if the browser refuses, as it does without a secure connection.
pub async fn copy_text(text: &str) -> Result<(), String> {
    let refused = "The browser did not let the page copy: select the text and copy it yourself.";
    let navigator = window().navigator();
    // Without a secure connection there is no clipboard, and to touch it would throw.
    if !js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or(false) {
        return Err(refused.to_owned());
    }
    let copied = JsFuture::from(navigator.clipboard().write_text(text)).await;
    copied.map(|_| ()).map_err(|_| refused.to_owned())
}

/// Makes a file of parts, one after the other.
///
/// # Errors
///
/// One sentence, if the browser refuses.
pub fn made_file(name: &str, parts: &[&[u8]]) -> Result<File, String> {
    let sequence = Array::new();
    for part in parts {
        sequence.push(&Uint8Array::from(*part));
    }
    File::new_with_u8_array_sequence(&sequence, name)
        .map_err(|_| format!("The browser had no room to make {name}: remove data first."))
}

/// The time now, as ISO 8601 in UTC.
pub fn now_iso() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}

/// Moves the focus to the element with this id, once it stands in the document.
pub fn focus(id: impl Into<String>) {
    let id = id.into();
    leptos::prelude::request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(&id)
            && let Ok(element) = element.dyn_into::<HtmlElement>()
        {
            let _ = element.focus();
        }
    });
}

/// Whether the focus is on the element with this id, or was and is nowhere since that one went.
pub fn focus_went_with(id: &str) -> bool {
    document().active_element().is_none_or(|element| element.id() == id || element.tag_name() == "BODY")
}

/// Whether the focus is on the element with this id.
pub fn has_focus(id: &str) -> bool {
    document().active_element().is_some_and(|element| element.id() == id)
}

/// Whether the page is so narrow that the detail covers it; the same width stands in `style/drift.css`.
pub fn is_narrow() -> bool {
    window().match_media("(max-width: 720px)").ok().flatten().is_some_and(|query| query.matches())
}

/// Whether the user is typing, so that single keys are text and not commands.
pub fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return true;
    }
    let target: Option<HtmlElement> = event.target().and_then(|target| target.dyn_into().ok());
    target.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA")
            || element.is_content_editable()
    })
}

/// Whether a modal dialog is open, to which Escape then belongs.
pub fn has_dialog() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// What the keys for undo and redo ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoKey {
    /// Control or Command and Z.
    Undo,
    /// The same with Shift, or with Y.
    Redo,
}

/// Undo or redo, unless the keys belong to a field of text that has its own.
pub fn undo_key(event: &web_sys::KeyboardEvent) -> Option<UndoKey> {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || is_text_field(event) {
        return None;
    }
    match (event.key().to_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Some(UndoKey::Undo),
        ("z", true) | ("y", false) => Some(UndoKey::Redo),
        _ => None,
    }
}

fn is_text_field(event: &web_sys::KeyboardEvent) -> bool {
    let target: Option<HtmlElement> = event.target().and_then(|target| target.dyn_into().ok());
    target.is_some_and(|element| {
        let kind = element.get_attribute("type").unwrap_or_else(|| "text".to_owned());
        let is_input = element.tag_name() == "INPUT"
            && !matches!(kind.as_str(), "checkbox" | "radio" | "file" | "button" | "range");
        is_input || element.tag_name() == "TEXTAREA" || element.is_content_editable()
    })
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
