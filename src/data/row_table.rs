//! Whole rows of a file, for training and scoring. Drift needs none of this: it works on profiles.

use super::{CellColumn, ReadNote, RowSample};

/// A file as rows: every column holds one cell a row, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RowTable {
    /// Name of the file.
    pub name: String,
    /// Records below the header.
    pub rows: usize,
    /// What the reader did that the user should know.
    pub notes: Vec<ReadNote>,
    /// The columns in file order, all of `rows` cells.
    pub columns: Vec<CellColumn>,
}

impl RowTable {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&CellColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// All rows, borrowed.
    pub fn view(&self) -> RowView<'_> {
        RowView { rows: self.rows, columns: self.columns.iter().collect() }
    }

    /// The rows at these places, in that order.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        Self {
            name: self.name.clone(),
            rows: rows.len(),
            notes: self.notes.clone(),
            columns: self.columns.iter().map(|column| column.gather(rows)).collect(),
        }
    }
}

impl RowSample {
    /// The sampled rows, borrowed; each once, however often it occurred.
    pub fn view(&self) -> RowView<'_> {
        RowView { rows: self.len(), columns: self.columns.iter().collect() }
    }
}

/// Rows as a model takes them: borrowed columns, any of which can be replaced.
#[derive(Debug, Clone, Default)]
pub struct RowView<'a> {
    /// Rows.
    pub rows: usize,
    /// Columns of `rows` cells each.
    pub columns: Vec<&'a CellColumn>,
}

impl<'a> RowView<'a> {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&'a CellColumn> {
        self.columns.iter().copied().find(|column| column.name == name)
    }

    /// The same rows with another column in place of the one of its name, or beside the others.
    #[must_use]
    pub fn with(&self, column: &'a CellColumn) -> Self {
        let mut columns = self.columns.clone();
        match columns.iter().position(|other| other.name == column.name) {
            Some(at) => columns[at] = column,
            None => columns.push(column),
        }
        Self { rows: self.rows, columns }
    }
}
