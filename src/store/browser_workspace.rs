//! The workspace in the browser's database; its large artifacts are files of the browser.
//!
//! A commit is one transaction over both object stores: it reads the head, and goes on only where that is at
//! the revision that the change was planned on. Artifacts of [`LARGE`] bytes and more are written as files
//! before, and become part of the workspace by that transaction.

use std::cell::Cell;

use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbObjectStore, IdbTransaction};

use super::large_files::{self, LargeFiles};
use super::requests::{self, completed, failed, finished};
use super::{ARTIFACT_STORE, NAME, StoreError, VERSION, WORKSPACE_STORE, WorkspaceStore, record_json};
use crate::lifecycle::{Change, Head, KeyedRecord, Record, Workspace, digest};

/// From this many bytes on an artifact is a file of its own.
pub const LARGE: usize = 1 << 20;

/// Where the head lies among the records; none has such a key.
const HEAD: &str = "head";

/// Lies in place of the bytes of an artifact that is a file.
const IN_FILE: &str = "file";

/// The open workspace.
#[derive(Debug)]
pub struct BrowserWorkspace {
    opened: IdbDatabase,
    name: String,
    /// Steps of a commit that are still taken, for tests.
    steps: Cell<Option<u32>>,
}

/// One transaction over both object stores.
struct Transaction {
    transaction: IdbTransaction,
    records: IdbObjectStore,
    artifacts: IdbObjectStore,
}

impl BrowserWorkspace {
    /// Opens the page's database.
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
    /// As [`BrowserWorkspace::open`].
    pub async fn open_named(name: &str) -> Result<Self, StoreError> {
        let opened = requests::open(name, VERSION).await?;
        Ok(Self { opened, name: name.to_owned(), steps: Cell::new(None) })
    }

    /// Breaks every commit off before its step of this number, counted from 0, for tests.
    pub fn broken_off_at(self, step: u32) -> Self {
        Self { steps: Cell::new(Some(step)), ..self }
    }

    /// Puts a text in place of a record or of the head, for tests.
    ///
    /// # Errors
    ///
    /// What the browser says.
    pub async fn put_text(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let within = self.begin(true)?;
        let done = completed(&within.transaction);
        within.put(&within.records, key, &text.into())?;
        done.await
    }

    /// Digests of the artifacts that lie in files, for tests.
    pub async fn files(&self) -> Vec<String> {
        large_files::names(&self.name).await
    }

    /// A transaction of its own, `durability` being asked for where it writes: what was told to be kept
    /// survives a computer that stops, not only a tab.
    fn begin(&self, writes: bool) -> Result<Transaction, StoreError> {
        let begun = || -> Result<Transaction, JsValue> {
            let stores = Array::of2(&WORKSPACE_STORE.into(), &ARTIFACT_STORE.into());
            let mode = if writes { "readwrite" } else { "readonly" };
            let options = js_sys::Object::new();
            Reflect::set(&options, &"durability".into(), &"strict".into())?;
            // The method that takes options is not among the bindings.
            let method: Function = Reflect::get(&self.opened, &"transaction".into())?.unchecked_into();
            let transaction: IdbTransaction =
                method.call3(&self.opened, &stores, &mode.into(), &options)?.unchecked_into();
            let records = transaction.object_store(WORKSPACE_STORE)?;
            let artifacts = transaction.object_store(ARTIFACT_STORE)?;
            Ok(Transaction { transaction, records, artifacts })
        };
        begun().map_err(|error| failed(&error))
    }

    /// What lies under the digest of each artifact from now on; large ones are written as files. One that is
    /// a file already is left out.
    async fn values<'a>(
        &self,
        change: &'a Change,
        artifacts: &[Vec<u8>],
        files: Option<&LargeFiles>,
    ) -> Result<Vec<(&'a str, JsValue)>, StoreError> {
        let mut values = Vec::with_capacity(artifacts.len());
        for (digest, bytes) in change.new_artifacts.iter().zip(artifacts) {
            if let (true, Some(files)) = (bytes.len() >= LARGE, files) {
                if self.lying(digest).await?.is_some() {
                    continue;
                }
                match files.write(digest, bytes).await {
                    Ok(()) => {
                        values.push((digest.as_str(), JsValue::from_str(IN_FILE)));
                        continue;
                    }
                    Err(StoreError::Full) => return Err(StoreError::Full),
                    // Where the browser refuses files, the database takes them.
                    Err(_) => {}
                }
            }
            values.push((digest.as_str(), Uint8Array::from(bytes.as_slice()).buffer().into()));
        }
        Ok(values)
    }

    /// What lies under the digest of an artifact.
    async fn lying(&self, digest: &str) -> Result<Option<JsValue>, StoreError> {
        let request = self.begin(false)?.artifacts.get(&digest.into()).map_err(|error| failed(&error))?;
        let value = finished(&request).await?;
        Ok((!value.is_undefined()).then_some(value))
    }

    async fn transact(&self, change: &Change, values: &[(&str, JsValue)]) -> Result<(), StoreError> {
        let within = self.begin(true)?;
        let done = completed(&within.transaction);
        match self.write(&within, change, values).await {
            Ok(()) => done.await,
            Err(error) => {
                // Where the browser has undone it already, there is nothing to undo.
                let _ = within.transaction.abort();
                match done.await {
                    Err(StoreError::Full) => Err(StoreError::Full),
                    _ => Err(error),
                }
            }
        }
    }

    async fn write(
        &self,
        within: &Transaction,
        change: &Change,
        values: &[(&str, JsValue)],
    ) -> Result<(), StoreError> {
        let head = within.head().await?;
        if head.revision != change.expects {
            return Err(StoreError::Conflict);
        }
        for (digest, value) in values {
            self.step()?;
            within.put(&within.artifacts, digest, value)?;
        }
        let mut removes = false;
        for KeyedRecord { key, record } in &change.records {
            self.step()?;
            match record {
                Some(record) => within.put(&within.records, key, &text(&record_json::encode(record)))?,
                None => {
                    removes = true;
                    within.records.delete(&key.as_str().into()).map_err(|error| failed(&error))?;
                }
            }
        }
        if removes {
            self.step()?;
            within.drop_unnamed_artifacts().await?;
        }
        self.step()?;
        let head = head.after(change);
        within.put(&within.records, HEAD, &text(&record_json::encode_head(&head)))?;
        self.step()
    }

    /// Removes files that are no part of the workspace; a later commit does it where this one cannot.
    async fn sweep(&self, files: &LargeFiles) {
        let keys = async {
            let request = self.begin(false)?.artifacts.get_all_keys().map_err(|error| failed(&error))?;
            finished(&request).await
        };
        if let Ok(keys) = keys.await {
            let kept: Vec<String> = strings(&keys.unchecked_into());
            files.keep_only(|name| kept.iter().any(|digest| digest == name)).await;
        }
    }

    fn step(&self) -> Result<(), StoreError> {
        match self.steps.get() {
            Some(0) => Err(StoreError::Failed { reason: "that the commit is broken off".to_owned() }),
            left => {
                self.steps.set(left.map(|left| left - 1));
                Ok(())
            }
        }
    }
}

impl WorkspaceStore for BrowserWorkspace {
    async fn load(&self) -> Result<Workspace, StoreError> {
        let within = self.begin(false)?;
        let (head, records) = within.all().await?;
        Ok(Workspace::from_records(head, records))
    }

    async fn artifact(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let damaged = |reason: &str| StoreError::Damaged {
            what: format!("the artifact {name}"),
            reason: reason.to_owned(),
        };
        let bytes = match self.lying(name).await? {
            None => return Ok(None),
            Some(value) if value.is_instance_of::<ArrayBuffer>() => Uint8Array::new(&value).to_vec(),
            Some(_) => large_files::read(&self.name, name)
                .await?
                .ok_or_else(|| damaged("its file is gone from the browser"))?,
        };
        if digest(&bytes) != name {
            return Err(damaged("its bytes have another digest"));
        }
        Ok(Some(bytes))
    }

    async fn commit(&self, change: &Change, artifacts: &[Vec<u8>]) -> Result<(), StoreError> {
        if change.new_artifacts.len() != artifacts.len() {
            return Err(StoreError::Failed { reason: "that an artifact comes without its bytes".to_owned() });
        }
        let touches_files = artifacts.iter().any(|bytes| bytes.len() >= LARGE)
            || change.records.iter().any(|keyed| keyed.record.is_none());
        let files = if touches_files { LargeFiles::locked(&self.name).await } else { None };
        let outcome = match self.values(change, artifacts, files.as_ref()).await {
            Ok(values) => self.transact(change, &values).await,
            Err(error) => Err(error),
        };
        // After a failure too: the files that were written for it take room.
        if let Some(files) = &files {
            self.sweep(files).await;
        }
        outcome
    }
}

impl Transaction {
    async fn head(&self) -> Result<Head, StoreError> {
        let request = self.records.get(&HEAD.into()).map_err(|error| failed(&error))?;
        match finished(&request).await?.as_string() {
            Some(text) => record_json::decode_head(text.as_bytes()),
            None => Ok(Head::default()),
        }
    }

    /// The head and all records as they are within this transaction.
    async fn all(&self) -> Result<(Head, Vec<Record>), StoreError> {
        let keys = self.records.get_all_keys().map_err(|error| failed(&error))?;
        let texts = self.records.get_all().map_err(|error| failed(&error))?;
        let keys = strings(&finished(&keys).await?.unchecked_into());
        let texts = strings(&finished(&texts).await?.unchecked_into());
        let mut head = Head::default();
        // The head first: where it is of a later version, that is what is wrong.
        if let Some((_, text)) = keys.iter().zip(&texts).find(|(key, _)| *key == HEAD) {
            head = record_json::decode_head(text.as_bytes())?;
        }
        let records = keys.iter().zip(&texts).filter(|(key, _)| *key != HEAD);
        let records = records.map(|(key, text)| record_json::decode(key, text.as_bytes()));
        Ok((head, records.collect::<Result<_, _>>()?))
    }

    fn put(&self, store: &IdbObjectStore, key: &str, value: &JsValue) -> Result<(), StoreError> {
        store.put_with_key(value, &key.into()).map(drop).map_err(|error| failed(&error))
    }

    /// Forgets the artifacts that no run and no version names any more.
    async fn drop_unnamed_artifacts(&self) -> Result<(), StoreError> {
        let (head, records) = self.all().await?;
        let named = Workspace::from_records(head, records).artifacts();
        let keys = self.artifacts.get_all_keys().map_err(|error| failed(&error))?;
        for key in strings(&finished(&keys).await?.unchecked_into()) {
            if !named.contains(&key) {
                self.artifacts.delete(&key.as_str().into()).map_err(|error| failed(&error))?;
            }
        }
        Ok(())
    }
}

fn text(json: &[u8]) -> JsValue {
    JsValue::from_str(&String::from_utf8_lossy(json))
}

/// An array's members as texts; what is no text is an empty one, and refused as a record.
fn strings(array: &Array) -> Vec<String> {
    array.iter().map(|value| value.as_string().unwrap_or_default()).collect()
}
