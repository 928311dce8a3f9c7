//! Requests and transactions of the browser's database as futures, on the page and in a worker alike.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, Event, IdbDatabase, IdbFactory, IdbObjectStoreParameters, IdbOpenDbRequest, IdbRequest,
    IdbTransaction, IdbVersionChangeEvent,
};

use super::{Step, StoreError, VERSION, steps};

/// Opens a database, and brings it to a version.
///
/// # Errors
///
/// [`StoreError::Unavailable`], [`StoreError::Blocked`], [`StoreError::Newer`].
pub(super) async fn open(name: &str, version: u32) -> Result<IdbDatabase, StoreError> {
    // To touch it throws where the browser keeps nothing for the page.
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into())
        .ok()
        .and_then(|factory| factory.dyn_into::<IdbFactory>().ok())
        .ok_or(StoreError::Unavailable)?;
    let request = factory.open_with_u32(name, version).map_err(|error| failed(&error))?;
    let upgrade = Closure::<dyn FnMut(IdbVersionChangeEvent)>::new(|event: IdbVersionChangeEvent| {
        upgrade(&event);
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let outcome = waited(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
        request.set_onblocked(Some(reject));
    });
    match outcome.await {
        Ok(_) => {}
        Err(event) if is_blocked(&event) => return Err(StoreError::Blocked),
        Err(_) => return Err(error_of(&request)),
    }
    let opened: IdbDatabase = result_of(&request)?.unchecked_into();
    // A later page in another tab may then change the database; this one says so at its next use.
    let closing = opened.clone();
    let close = Closure::<dyn FnMut()>::new(move || closing.close());
    opened.set_onversionchange(Some(close.as_ref().unchecked_ref()));
    close.forget();
    Ok(opened)
}

/// The result of a request, once it is there. The transaction stays open until the task that waits has
/// run on to its next wait, so that further requests may follow.
pub(super) async fn finished(request: &IdbRequest) -> Result<JsValue, StoreError> {
    let outcome = waited(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    });
    match outcome.await {
        Ok(_) => result_of(request),
        Err(_) => Err(error_of(request)),
    }
}

/// Once a change is safe: a request that succeeded may still be undone, e.g. for lack of room. To be
/// called before the last request is waited for.
pub(super) fn completed(transaction: &IdbTransaction) -> impl Future<Output = Result<(), StoreError>> {
    let outcome = waited(|resolve, reject| {
        transaction.set_oncomplete(Some(resolve));
        transaction.set_onabort(Some(reject));
    });
    let transaction = transaction.clone();
    async move {
        match outcome.await {
            Ok(_) => Ok(()),
            Err(_) => Err(transaction.error().as_ref().map_or_else(nothing_said, of_exception)),
        }
    }
}

/// The result of a request that is done.
pub(super) fn result_of(request: &IdbRequest) -> Result<JsValue, StoreError> {
    request.result().map_err(|error| failed(&error))
}

/// What the browser threw, in our words.
pub(super) fn failed(error: &JsValue) -> StoreError {
    match error.dyn_ref::<DomException>() {
        Some(exception) => of_exception(exception),
        None => StoreError::Failed { reason: format!("{error:?}") },
    }
}

fn upgrade(event: &IdbVersionChangeEvent) {
    let Some(request) = event.target().and_then(|target| target.dyn_into::<IdbOpenDbRequest>().ok()) else {
        return;
    };
    let Some(database) = request.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok())
    else {
        return;
    };
    let to = event.new_version().map_or(VERSION, |version| version as u32);
    for step in steps(event.old_version() as u32, to) {
        // Where one fails the browser undoes the upgrade and the request says why.
        match step {
            Step::CreateStore { name } => {
                let options = IdbObjectStoreParameters::new();
                options.set_key_path(&JsValue::from_str("id"));
                options.set_auto_increment(true);
                let _ = database.create_object_store_with_optional_parameters(name, &options);
            }
            Step::CreateKeyedStore { name } => {
                let _ = database.create_object_store(name);
            }
        }
    }
}

fn waited(mut listen: impl FnMut(&Function, &Function)) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, reject| listen(&resolve, &reject)))
}

fn error_of(request: &IdbRequest) -> StoreError {
    request.error().ok().flatten().as_ref().map_or_else(nothing_said, of_exception)
}

fn is_blocked(event: &JsValue) -> bool {
    event.dyn_ref::<Event>().is_some_and(|event| event.type_() == "blocked")
}

fn of_exception(exception: &DomException) -> StoreError {
    StoreError::of_exception(&exception.name(), &exception.message())
}

fn nothing_said() -> StoreError {
    StoreError::of_exception("", "")
}
