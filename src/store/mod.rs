//! What is kept: the workspace, and what the page keeps beside it between visits.
//!
//! The browser's database has six object stores: predictions, a batch each, models, what the user made of
//! alerts, the thresholds and rules of watching, and the workspace's records and artifacts. Records, the
//! versions of the database and what is told of the log are plain and tested natively; `database`,
//! `browser_workspace` and what they stand on know the browser. Nothing here leaves it.

#[cfg(target_arch = "wasm32")]
pub mod browser_workspace;
#[cfg(target_arch = "wasm32")]
pub mod database;
mod error;
#[cfg(target_arch = "wasm32")]
mod large_files;
mod log;
mod record;
pub mod record_json;
#[cfg(target_arch = "wasm32")]
mod requests;
mod versions;
mod watching;
mod workspace_store;

pub use error::StoreError;
pub use log::{CsvGroup, ModelTotal, groups, newest_records, totals};
pub use record::{Field, Fields, LoggedBatch, PredictionBatch, Record, StoredModel};
pub use versions::{ARTIFACT_STORE, NAME, Step, VERSION, WORKSPACE_STORE, steps};
pub use watching::{StoredAlertState, StoredMonitorPolicy};
pub use workspace_store::WorkspaceStore;
