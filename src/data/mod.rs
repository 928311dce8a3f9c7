//! Bytes to typed columns.
//!
//! Dialect and encoding detection, the streaming CSV reader, kinds and roles.
//! Nothing here compares two data sets; nothing here opens a file.

mod column;
mod dialect;
mod error;
mod facts;
mod kind;
mod role;
mod table;

pub use column::{Column, TextCounts};
pub use dialect::{Dialect, Encoding, ReadOptions};
pub use error::DataError;
pub use facts::ColumnFacts;
pub use kind::{Kind, KindRule};
pub use role::Role;
pub use table::{PREVIEW_ROWS, ReadNote, Table};
