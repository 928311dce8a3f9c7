//! The browser's database, as futures. One transaction a change.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, Event, IdbDatabase, IdbObjectStore, IdbObjectStoreParameters, IdbOpenDbRequest, IdbRequest,
    IdbTransaction, IdbTransactionMode, IdbVersionChangeEvent,
};

use super::{Field, Fields, NAME, Record, Step, StoreError, VERSION, steps};

/// The open database.
#[derive(Debug, Clone)]
pub struct Database {
    opened: IdbDatabase,
}

impl Database {
    /// Opens the page's database, and brings it to this version.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`], [`StoreError::Blocked`], [`StoreError::Newer`].
    pub async fn open() -> Result<Self, StoreError> {
        Self::open_named(NAME).await
    }

    /// Opens a database of another name, for tests.
    ///
    /// # Errors
    ///
    /// As [`Database::open`].
    pub async fn open_named(name: &str) -> Result<Self, StoreError> {
        Self::open_version(name, VERSION).await
    }

    /// Opens a database as an earlier page did, for tests.
    ///
    /// # Errors
    ///
    /// As [`Database::open`].
    pub async fn open_version(name: &str, version: u32) -> Result<Self, StoreError> {
        let window = web_sys::window().ok_or(StoreError::Unavailable)?;
        let factory = window.indexed_db().ok().flatten().ok_or(StoreError::Unavailable)?;
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
        Ok(Self { opened })
    }

    /// Keeps a record; gives its key. A record with a key takes the place of the one before.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`], and what the browser says.
    pub async fn put<R: Record>(&self, record: &R) -> Result<f64, StoreError> {
        let change = self.change::<R>()?;
        let value = object(record.encode()).map_err(|error| failed(&error))?;
        let request = change.store.put(&value).map_err(|error| failed(&error))?;
        change.done().await?;
        result_of(&request)?.as_f64().ok_or_else(|| no_key(R::STORE))
    }

    /// All records, in the order they came.
    ///
    /// # Errors
    ///
    /// What the browser says, and [`StoreError::Unreadable`].
    pub async fn all<R: Record>(&self) -> Result<Vec<R>, StoreError> {
        let store = self.transaction::<R>(IdbTransactionMode::Readonly)?.store;
        let request = store.get_all().map_err(|error| failed(&error))?;
        let values: Array = finished(&request).await?.unchecked_into();
        values.iter().map(|value| R::decode(fields::<R>(&value))).collect()
    }

    /// The record with this key, if there is one.
    ///
    /// # Errors
    ///
    /// As [`Database::all`].
    pub async fn get<R: Record>(&self, id: f64) -> Result<Option<R>, StoreError> {
        let store = self.transaction::<R>(IdbTransactionMode::Readonly)?.store;
        let request = store.get(&JsValue::from_f64(id)).map_err(|error| failed(&error))?;
        let value = finished(&request).await?;
        if value.is_undefined() { Ok(None) } else { R::decode(fields::<R>(&value)).map(Some) }
    }

    /// Forgets the record with this key.
    ///
    /// # Errors
    ///
    /// What the browser says.
    pub async fn delete<R: Record>(&self, id: f64) -> Result<(), StoreError> {
        let change = self.change::<R>()?;
        change.store.delete(&JsValue::from_f64(id)).map_err(|error| failed(&error))?;
        change.done().await
    }

    /// Forgets all records of a kind.
    ///
    /// # Errors
    ///
    /// What the browser says.
    pub async fn clear<R: Record>(&self) -> Result<(), StoreError> {
        let change = self.change::<R>()?;
        change.store.clear().map_err(|error| failed(&error))?;
        change.done().await
    }

    fn change<R: Record>(&self) -> Result<Transaction, StoreError> {
        self.transaction::<R>(IdbTransactionMode::Readwrite)
    }

    fn transaction<R: Record>(&self, mode: IdbTransactionMode) -> Result<Transaction, StoreError> {
        let transaction =
            self.opened.transaction_with_str_and_mode(R::STORE, mode).map_err(|error| failed(&error))?;
        let store = transaction.object_store(R::STORE).map_err(|error| failed(&error))?;
        Ok(Transaction { transaction, store })
    }
}

struct Transaction {
    transaction: IdbTransaction,
    store: IdbObjectStore,
}

impl Transaction {
    /// Once the change is safe: a request that succeeded may still be undone, e.g. for lack of room.
    async fn done(&self) -> Result<(), StoreError> {
        let outcome = waited(|resolve, reject| {
            self.transaction.set_oncomplete(Some(resolve));
            self.transaction.set_onabort(Some(reject));
        });
        match outcome.await {
            Ok(_) => Ok(()),
            Err(_) => Err(self.transaction.error().as_ref().map_or_else(nothing_said, of_exception)),
        }
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
        match step {
            Step::CreateStore { name } => {
                let options = IdbObjectStoreParameters::new();
                options.set_key_path(&JsValue::from_str("id"));
                options.set_auto_increment(true);
                // Where this fails the browser undoes the upgrade and the request says why.
                let _ = database.create_object_store_with_optional_parameters(name, &options);
            }
        }
    }
}

async fn finished(request: &IdbRequest) -> Result<JsValue, StoreError> {
    let outcome = waited(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    });
    match outcome.await {
        Ok(_) => result_of(request),
        Err(_) => Err(error_of(request)),
    }
}

fn waited(mut listen: impl FnMut(&Function, &Function)) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, reject| listen(&resolve, &reject)))
}

fn result_of(request: &IdbRequest) -> Result<JsValue, StoreError> {
    request.result().map_err(|error| failed(&error))
}

fn error_of(request: &IdbRequest) -> StoreError {
    request.error().ok().flatten().as_ref().map_or_else(nothing_said, of_exception)
}

fn is_blocked(event: &JsValue) -> bool {
    event.dyn_ref::<Event>().is_some_and(|event| event.type_() == "blocked")
}

fn failed(error: &JsValue) -> StoreError {
    match error.dyn_ref::<DomException>() {
        Some(exception) => of_exception(exception),
        None => StoreError::Failed { reason: format!("{error:?}") },
    }
}

fn of_exception(exception: &DomException) -> StoreError {
    StoreError::of_exception(&exception.name(), &exception.message())
}

fn nothing_said() -> StoreError {
    StoreError::of_exception("", "")
}

fn no_key(store: &str) -> StoreError {
    StoreError::Unreadable { store: store.to_owned(), field: "id".to_owned() }
}

fn object(fields: Fields) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, field) in fields.0 {
        let value = match field {
            Field::Text(text) => JsValue::from_str(&text),
            Field::Number(number) => JsValue::from_f64(number),
            Field::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).buffer().into(),
        };
        Reflect::set(&object, &JsValue::from_str(&name), &value)?;
    }
    Ok(object)
}

fn fields<R: Record>(value: &JsValue) -> Fields {
    let mut found = Fields::default();
    for name in R::FIELDS {
        let Ok(value) = Reflect::get(value, &JsValue::from_str(name)) else { continue };
        let field = if let Some(text) = value.as_string() {
            Field::Text(text)
        } else if let Some(number) = value.as_f64() {
            Field::Number(number)
        } else if value.is_instance_of::<js_sys::ArrayBuffer>() {
            Field::Bytes(Uint8Array::new(&value).to_vec())
        } else {
            continue;
        };
        found.0.push(((*name).to_owned(), field));
    }
    found
}
