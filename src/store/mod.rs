//! What is kept: the workspace of the loop, in a folder or in the browser, and what the page keeps beside it
//! between visits.
//!
//! The [`WorkspaceStore`] is the one way to a workspace; [`record_json`] makes texts of its records, and
//! [`archive`] one zip file of all. `folder` keeps it natively, `browser_workspace` in the browser.
//!
//! The browser's database has six object stores: predictions, a batch each, models, what the user made of
//! alerts, the thresholds and rules of watching, and the workspace's records and artifacts. Records, the
//! versions of the database and what is told of the log are plain and tested natively; `database`,
//! `browser_workspace` and what they stand on know the browser. Nothing here leaves it.

pub mod archive;
#[cfg(target_arch = "wasm32")]
pub mod browser_workspace;
#[cfg(target_arch = "wasm32")]
pub mod database;
mod error;
#[cfg(not(target_arch = "wasm32"))]
pub mod folder;
#[cfg(not(target_arch = "wasm32"))]
mod folder_disk;
#[cfg(not(target_arch = "wasm32"))]
mod folder_journal;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod folder_tests;
#[cfg(target_arch = "wasm32")]
mod large_files;
mod layout;
mod log;
mod ready;
mod record;
pub mod record_json;
#[cfg(target_arch = "wasm32")]
mod requests;
mod versions;
mod watching;
mod workspace_store;

pub use error::StoreError;
#[cfg(not(target_arch = "wasm32"))]
pub use folder::FolderStore;
pub use log::{CsvGroup, ModelTotal, groups, newest_records, totals};
pub use ready::ready;
pub use record::{Field, Fields, LoggedBatch, PredictionBatch, Record, StoredModel};
pub use versions::{ARTIFACT_STORE, NAME, Step, VERSION, WORKSPACE_STORE, steps};
pub use watching::{StoredAlertState, StoredMonitorPolicy};
pub use workspace_store::WorkspaceStore;
