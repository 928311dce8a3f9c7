//! Pure statistics over slices, [`Ecdf`]s and [`CategoryCounts`].
//!
//! One file per test or family. Nothing here knows of files, columns or
//! policies; nothing here reads a clock, draws entropy or does I/O.

mod categories;
mod ecdf;
mod error;

pub use categories::CategoryCounts;
pub use ecdf::Ecdf;
pub use error::StatsError;
