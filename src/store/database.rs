//! The browser's database, as futures. One transaction a change.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use super::requests::{self, completed, failed, finished, result_of};
use super::{Field, Fields, NAME, Record, StoreError, VERSION};

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
        Ok(Self { opened: requests::open(name, version).await? })
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
    async fn done(&self) -> Result<(), StoreError> {
        completed(&self.transaction).await
    }
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
