//! A profile to be written without its sample of rows.

use serde::Serialize;

use super::{ColumnProfile, DatasetProfile};
use crate::data::{Dialect, ReadNote};

/// A [`DatasetProfile`] without its sample of rows, as it is written to a file. Reads back as a
/// profile with no sample.
#[derive(Debug, Serialize)]
pub struct WithoutRows<'a> {
    name: &'a str,
    bytes: u64,
    rows: u64,
    dialect: &'a Dialect,
    notes: &'a [ReadNote],
    columns: &'a [ColumnProfile],
}

impl DatasetProfile {
    /// All but the sample of rows.
    pub fn without_rows(&self) -> WithoutRows<'_> {
        let Self { name, bytes, rows, dialect, notes, columns, sample: _ } = self;
        WithoutRows { name, bytes: *bytes, rows: *rows, dialect, notes, columns }
    }
}
