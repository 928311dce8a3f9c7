//! Room in the browser, and its promise to keep what is there.

use js_sys::{Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

/// What the browser says of its room for this site, all of the page's data together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Bytes used, roughly.
    pub used: f64,
    /// Bytes that may be used.
    pub quota: f64,
}

/// Asks the browser to keep the site's data until the user clears it. Some decide by themselves, some ask
/// the user. `None` where it cannot be asked.
pub async fn persist() -> Option<bool> {
    answered(StorageManager::persist).await.map(|kept| kept.is_truthy())
}

/// Whether the browser has promised that; `None` where it does not tell.
pub async fn persisted() -> Option<bool> {
    answered(StorageManager::persisted).await.map(|kept| kept.is_truthy())
}

/// How much room there is; `None` where the browser does not tell.
pub async fn estimate() -> Option<Room> {
    let estimate: StorageEstimate = answered(StorageManager::estimate).await?.unchecked_into();
    Some(Room { used: estimate.get_usage()?, quota: estimate.get_quota()? })
}

async fn answered(ask: impl FnOnce(&StorageManager) -> Result<Promise, JsValue>) -> Option<JsValue> {
    let navigator = window().navigator();
    // Without a secure connection there is none, and to touch it would throw.
    if !Reflect::has(&navigator, &"storage".into()).unwrap_or(false) {
        return None;
    }
    JsFuture::from(ask(&navigator.storage()).ok()?).await.ok()
}
