//! Large artifacts as files of the browser's private file system (OPFS), on the page and in a worker alike.
//!
//! A file lies under its digest in a folder beside the database. It counts once the database says so; one
//! that no record of the database names is what a killed tab left. Who writes or sweeps holds a lock that
//! all tabs share, so that no file of a commit under way elsewhere is taken for such a rest. The browser
//! takes the lock from a tab that ends.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemSyncAccessHandle, FileSystemWritableFileStream, StorageManager,
};

use super::StoreError;
use super::requests::failed;

/// The folder, with the lock held until it is dropped.
pub(super) struct LargeFiles {
    folder: FileSystemDirectoryHandle,
    release: Function,
}

impl LargeFiles {
    /// Waits for the lock, then opens the folder of a database; `None` where the browser has no such file
    /// system or no locks.
    pub(super) async fn locked(database: &str) -> Option<Self> {
        let storage = storage()?;
        let release = lock(&format!("{database}-artifacts")).await?;
        match folder(&storage, database, true).await {
            Ok(folder) => Some(Self { folder, release }),
            Err(_) => {
                let _ = release.call0(&JsValue::UNDEFINED);
                None
            }
        }
    }

    /// Writes a file whole, in place of any before.
    ///
    /// # Errors
    ///
    /// [`StoreError::Full`], and what the browser says; the file may then be there in part.
    pub(super) async fn write(&self, digest: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let handle = self.folder.get_file_handle_with_options(digest, &options);
        let file: FileSystemFileHandle = settled(handle).await?.unchecked_into();
        // The first says when the bytes are on the disk, and is there in workers only.
        if has(&file, "createSyncAccessHandle") {
            let access: FileSystemSyncAccessHandle =
                settled(file.create_sync_access_handle()).await?.unchecked_into();
            let written = write_all(&access, bytes);
            access.close();
            return written;
        }
        let stream: FileSystemWritableFileStream = settled(file.create_writable()).await?.unchecked_into();
        let write = stream.write_with_u8_array(bytes).map_err(|error| failed(&error))?;
        settled(write).await?;
        settled(stream.close()).await.map(drop)
    }

    /// Removes every file but those that are kept. What cannot be removed is left for the next time.
    pub(super) async fn keep_only(&self, is_kept: impl Fn(&str) -> bool) {
        let names = self.folder.keys();
        let mut strange = Vec::new();
        while let Some(name) = next(&names).await {
            if !is_kept(&name) {
                strange.push(name);
            }
        }
        for name in strange {
            let _ = settled(self.folder.remove_entry(&name)).await;
        }
    }
}

impl Drop for LargeFiles {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// The bytes of a file; `None` where there is none.
///
/// # Errors
///
/// What the browser says.
pub(super) async fn read(database: &str, digest: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(storage) = storage() else { return Ok(None) };
    let Ok(folder) = folder(&storage, database, false).await else { return Ok(None) };
    let Ok(handle) = JsFuture::from(folder.get_file_handle(digest)).await else { return Ok(None) };
    let file: File =
        settled(handle.unchecked_into::<FileSystemFileHandle>().get_file()).await?.unchecked_into();
    let buffer = settled(file.array_buffer()).await?;
    Ok(Some(Uint8Array::new(&buffer).to_vec()))
}

/// Names of all files, for tests.
pub(super) async fn names(database: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Some(storage) = storage() else { return found };
    if let Ok(folder) = folder(&storage, database, false).await {
        let names = folder.keys();
        while let Some(name) = next(&names).await {
            found.push(name);
        }
    }
    found
}

fn write_all(access: &FileSystemSyncAccessHandle, bytes: &[u8]) -> Result<(), StoreError> {
    let written = access
        .truncate_with_u32(0)
        .and_then(|()| access.write_with_u8_array(bytes))
        .map_err(|error| failed(&error))?;
    access.flush().map_err(|error| failed(&error))?;
    // Where room ends in mid-write, Chromium cuts the file short and says that all was written.
    let size = access.get_size().map_err(|error| failed(&error))?;
    if written.min(size) < bytes.len() as f64 { Err(StoreError::Full) } else { Ok(()) }
}

async fn folder(
    storage: &StorageManager,
    database: &str,
    create: bool,
) -> Result<FileSystemDirectoryHandle, StoreError> {
    let top: FileSystemDirectoryHandle = settled(storage.get_directory()).await?.unchecked_into();
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(create);
    let name = format!("{database}-artifacts");
    Ok(settled(top.get_directory_handle_with_options(&name, &options)).await?.unchecked_into())
}

/// The browser's storage, where it has files in it.
fn storage() -> Option<StorageManager> {
    let storage = Reflect::get(&navigator()?, &"storage".into()).ok()?;
    has(&storage, "getDirectory").then(|| storage.unchecked_into())
}

/// Waits for a lock of this name; what is given back releases it.
async fn lock(name: &str) -> Option<Function> {
    let locks = Reflect::get(&navigator()?, &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let mut asked = JsValue::UNDEFINED;
    let granted = Promise::new(&mut |granted, _| {
        // The lock is held until the promise that this gives is resolved.
        let hold = Closure::once_into_js(move |_lock: JsValue| {
            Promise::new(&mut |release, _| {
                let _ = granted.call1(&JsValue::UNDEFINED, &release);
            })
        });
        asked = request.call2(&locks, &name.into(), &hold).unwrap_or_default();
    });
    // A refusal comes from what was asked; its success comes later than that of the other.
    let asked: Promise = asked.dyn_into().ok()?;
    JsFuture::from(Promise::race(&Array::of2(&granted, &asked))).await.ok()?.dyn_into().ok()
}

/// The next name, until there is none or the browser refuses.
async fn next(names: &js_sys::AsyncIterator) -> Option<String> {
    let step = JsFuture::from(names.next().ok()?).await.ok()?;
    Reflect::get(&step, &"value".into()).ok()?.as_string()
}

fn navigator() -> Option<JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    navigator.is_object().then_some(navigator)
}

fn has(object: &JsValue, name: &str) -> bool {
    object.is_object() && Reflect::has(object, &name.into()).unwrap_or(false)
}

async fn settled(promise: Promise) -> Result<JsValue, StoreError> {
    JsFuture::from(promise).await.map_err(|error| failed(&error))
}
