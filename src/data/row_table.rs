//! Whole rows of a file, for training and scoring. Drift needs none of this: it works on profiles.

use super::{Cell, CellColumn, ReadNote, RowSample};

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

    /// The rows of several tables below each other. A column that a table lacks is missing there.
    pub fn stacked(tables: &[Self]) -> Self {
        let mut names: Vec<&str> = Vec::new();
        for column in tables.iter().flat_map(|table| &table.columns) {
            if !names.contains(&column.name.as_str()) {
                names.push(&column.name);
            }
        }
        let column = |name: &&str| {
            let cells = tables.iter().flat_map(|table| {
                let there = table.column(name);
                (0..table.rows).map(move |row| there.map_or(Cell::Missing, |column| column.cell(row)))
            });
            CellColumn::from_cells(name, cells)
        };
        Self {
            name: tables.first().map(|table| table.name.clone()).unwrap_or_default(),
            rows: tables.iter().map(|table| table.rows).sum(),
            notes: tables.iter().flat_map(|table| table.notes.iter().cloned()).collect(),
            columns: names.iter().map(column).collect(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: Vec<CellColumn>) -> RowTable {
        RowTable { rows: columns.first().map_or(0, CellColumn::len), columns, ..RowTable::default() }
    }

    #[test]
    fn stacked_tables_keep_every_cell_and_miss_what_one_lacks() {
        let first = table(vec![
            CellColumn::from_numbers("x", vec![1.0, f64::NAN]),
            CellColumn::from_cells("t", [Cell::Text("a"), Cell::Text("b")]),
        ]);
        let second = table(vec![
            CellColumn::from_cells("t", [Cell::Text("b"), Cell::Missing]),
            CellColumn::from_numbers("z", vec![7.0, 8.0]),
        ]);
        let both = RowTable::stacked(&[first, second]);
        assert_eq!(both.rows, 4);
        let cells = |name: &str| (0..4).map(|row| both.column(name).unwrap().cell(row)).collect::<Vec<_>>();
        assert_eq!(cells("t"), [Cell::Text("a"), Cell::Text("b"), Cell::Text("b"), Cell::Missing]);
        assert_eq!(cells("x"), [Cell::Number(1.0), Cell::Missing, Cell::Missing, Cell::Missing]);
        assert_eq!(cells("z"), [Cell::Missing, Cell::Missing, Cell::Number(7.0), Cell::Number(8.0)]);
    }
}
