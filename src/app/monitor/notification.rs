//! Notifications of the browser, only while the page is open.

use js_sys::{Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::newly_raised::Permission;

#[wasm_bindgen]
extern "C" {
    type Notification;

    #[wasm_bindgen(constructor, catch)]
    fn new(title: &str, options: &JsValue) -> Result<Notification, JsValue>;

    #[wasm_bindgen(static_method_of = Notification, js_name = requestPermission, catch)]
    fn request_permission() -> Result<Promise, JsValue>;

    #[wasm_bindgen(static_method_of = Notification, getter)]
    fn permission() -> String;
}

/// What the browser allows now.
pub fn permission() -> Permission {
    // To touch what a browser does not have would throw.
    if !Reflect::has(&window(), &"Notification".into()).unwrap_or(false) {
        return Permission::Missing;
    }
    Permission::of(&Notification::permission())
}

/// Asks the user, where that was not done before.
pub async fn ask() -> Permission {
    if permission() != Permission::NotAsked {
        return permission();
    }
    match Notification::request_permission() {
        Ok(answer) => match JsFuture::from(answer).await {
            Ok(said) => Permission::of(&said.as_string().unwrap_or_default()),
            Err(_) => Permission::Denied,
        },
        Err(_) => Permission::Denied,
    }
}

/// Shows one, where that is allowed. A later one replaces it, so that a fast replay leaves one and not many.
pub fn show(title: &str, words: &str) {
    if permission() != Permission::Granted {
        return;
    }
    let options = Object::new();
    for (name, value) in [("body", words), ("tag", "evenkeel-alerts")] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    // Some browsers allow them to service workers only, and throw: the page says the same words anyway.
    let _ = Notification::new(title, &options);
}
