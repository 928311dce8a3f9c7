//! A slice of the data: the rows that meet one condition on one column.

use serde::{Deserialize, Serialize};

use super::MonitorError;
use crate::data::{CellColumn, CellPlace, RowTable, number_name};
use crate::drift::Pick;

/// The rows of which a column meets a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// The column.
    pub column: String,
    /// Which of its cells.
    pub pick: Pick,
}

impl Slice {
    /// Reads `column=value`, `column=10..20` (20 not included), `column=missing`.
    ///
    /// # Errors
    ///
    /// [`MonitorError::Slice`] where the text is none of these.
    pub fn read(text: &str) -> Result<Self, MonitorError> {
        let wrong = || MonitorError::Slice { text: text.to_owned() };
        let (column, condition) = text.split_once('=').ok_or_else(wrong)?;
        let (column, condition) = (column.trim(), condition.trim());
        if column.is_empty() || condition.is_empty() {
            return Err(wrong());
        }
        let end = |text: &str, open: f64| match text.trim() {
            "" => Some(open),
            text => text.parse::<f64>().ok(),
        };
        let pick = match condition.split_once("..") {
            _ if condition == "missing" => Pick::Missing,
            Some((from, to)) => {
                let (Some(from), Some(to)) = (end(from, f64::NEG_INFINITY), end(to, f64::INFINITY)) else {
                    return Err(wrong());
                };
                Pick::Range { from, to, closed: false }
            }
            None => Pick::Category(condition.to_owned()),
        };
        Ok(Self { column: column.to_owned(), pick })
    }

    /// The rows of a table that belong to it, among `rows`.
    ///
    /// # Errors
    ///
    /// [`MonitorError::UnknownColumn`] where the table has no such column.
    pub fn of(&self, table: &RowTable, rows: Vec<u32>) -> Result<Vec<u32>, MonitorError> {
        let Some(column) = table.column(&self.column) else {
            return Err(MonitorError::UnknownColumn {
                file: table.name.clone(),
                column: self.column.clone(),
                there: table.columns.iter().map(|column| column.name.clone()).collect(),
            });
        };
        Ok(rows.into_iter().filter(|&row| self.holds(column, row as usize)).collect())
    }

    fn holds(&self, column: &CellColumn, row: usize) -> bool {
        match (&self.pick, column.place(row)) {
            (Pick::Missing, CellPlace::Missing) => true,
            (Pick::Range { from, to, closed }, CellPlace::Number(x)) => {
                *from <= x && (x < *to || (*closed && x == *to))
            }
            (Pick::Category(name), CellPlace::Number(x)) => {
                number_name(x) == *name || name.parse::<f64>().is_ok_and(|number| number == x)
            }
            (Pick::Category(name), CellPlace::Text(place)) => column.dictionary().get(place) == Some(name),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Cell;

    fn rows(text: &str) -> Vec<u32> {
        let x = CellColumn::from_cells(
            "x",
            [Cell::Number(1.0), Cell::Text("a"), Cell::Missing, Cell::Number(20.0), Cell::Number(10.0)],
        );
        let table = RowTable { rows: 5, columns: vec![x], ..RowTable::default() };
        Slice::read(text).unwrap().of(&table, (0..5).collect()).unwrap()
    }

    #[test]
    fn conditions_select_the_cells_they_name() {
        assert_eq!(rows("x=a"), [1]);
        assert_eq!(rows("x=1.0"), [0]);
        assert_eq!(rows("x=missing"), [2]);
        assert_eq!(rows("x=10..20"), [4]);
        assert_eq!(rows("x = 10.."), [3, 4]);
        assert_eq!(rows("x=..10"), [0]);
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        for text in ["x", "=a", "x=", "x=a..b"] {
            assert!(Slice::read(text).is_err(), "{text}");
        }
        let table = RowTable::default();
        assert!(Slice::read("q=1").unwrap().of(&table, Vec::new()).is_err());
    }
}
