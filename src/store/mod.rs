//! What the page keeps between visits, in the browser's database.
//!
//! Four object stores: predictions, a batch each, models, what the user made of alerts, and the
//! thresholds and rules of watching. Records, the versions of the database
//! and what is told of the log are plain and tested natively; only `database` knows the browser.
//! Nothing here leaves the browser.

#[cfg(target_arch = "wasm32")]
pub mod database;
mod error;
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
