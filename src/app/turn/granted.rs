//! A folder that the user granted, where the browser has the File System Access API. It is chosen again
//! after a reload.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// A granted folder.
#[derive(Debug, Clone)]
pub struct Folder {
    handle: JsValue,
}

/// Whether the browser can grant folders.
pub fn is_possible() -> bool {
    Reflect::has(&window(), &"showDirectoryPicker".into()).unwrap_or(false)
}

/// Lets the user choose a folder; `None` if they chose none.
pub async fn choose() -> Option<Folder> {
    let options = Object::new();
    Reflect::set(&options, &"id".into(), &"evenkeel".into()).ok()?;
    let picked = called(&window().into(), "showDirectoryPicker", Some(&options.into())).await?;
    Some(Folder { handle: picked })
}

impl Folder {
    /// Its name.
    pub fn name(&self) -> String {
        Reflect::get(&self.handle, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
    }

    /// Whether it may still be read.
    pub async fn may_be_read(&self) -> bool {
        let state = called(&self.handle, "queryPermission", None).await.and_then(|state| state.as_string());
        state.as_deref() == Some("granted")
    }

    /// The files that lie in it now, none of folders below; `None` where it cannot be read any more.
    pub async fn files(&self) -> Option<Vec<File>> {
        let values: Function = Reflect::get(&self.handle, &"values".into()).ok()?.dyn_into().ok()?;
        let entries = values.call0(&self.handle).ok()?;
        let mut found = Vec::new();
        loop {
            let next = called(&entries, "next", None).await?;
            if Reflect::get(&next, &"done".into()).ok()?.is_truthy() {
                return Some(found);
            }
            let entry = Reflect::get(&next, &"value".into()).ok()?;
            let kind = Reflect::get(&entry, &"kind".into()).ok()?.as_string();
            if kind.as_deref() == Some("file") {
                found.push(called(&entry, "getFile", None).await?.dyn_into().ok()?);
            }
        }
    }
}

/// Calls a method that gives a promise; `None` where it is not there, throws, or is rejected.
async fn called(object: &JsValue, name: &str, argument: Option<&JsValue>) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &name.into()).ok()?.dyn_into().ok()?;
    let arguments = argument.map_or_else(Array::new, Array::of1);
    let promise: Promise = method.apply(object, &arguments).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
