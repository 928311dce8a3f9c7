//! What the page keeps between visits, in the browser's database.
//!
//! Two object stores: predictions, a batch each, and models. Records, the versions of the database
//! and what is told of the log are plain and tested natively; only `database` knows the browser.
//! Nothing here leaves the browser.

#[cfg(target_arch = "wasm32")]
pub mod database;
mod error;
mod log;
mod record;
mod versions;

pub use error::StoreError;
pub use log::{CsvGroup, ModelTotal, groups, newest_records, totals};
pub use record::{Field, Fields, LoggedBatch, PredictionBatch, Record, StoredModel};
pub use versions::{NAME, Step, VERSION, steps};
