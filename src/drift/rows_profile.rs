//! A profile of rows that are at hand, small enough to travel inside a model's file.

use super::{ColumnProfile, DatasetProfile};
use crate::data::{CellColumn, CellPlace, Column, Dialect, RowTable, Table};

/// Points that a column's distribution keeps.
const POINTS: usize = 512;

impl DatasetProfile {
    /// Profiles some columns of some rows. Of numbers with more than 512 distinct values, 512 stand
    /// for all: ranks are then off by at most 1/512, smallest and largest value are exact.
    pub fn of_rows(table: &RowTable, columns: &[&str], rows: &[u32]) -> Self {
        let mut profile = Self::exactly_of_rows(table, columns, rows);
        for column in &mut profile.columns {
            column.numbers = column.numbers.condensed(POINTS);
        }
        profile
    }

    /// As [`Self::of_rows`], with every distinct number kept.
    pub fn exactly_of_rows(table: &RowTable, columns: &[&str], rows: &[u32]) -> Self {
        let chosen = table.columns.iter().filter(|column| columns.contains(&column.name.as_str()));
        let columns = chosen.map(|column| ColumnProfile::from_column(gathered(column, rows))).collect();
        let empty = Table {
            name: table.name.clone(),
            bytes: 0,
            rows: rows.len() as u64,
            dialect: Dialect::default(),
            notes: table.notes.clone(),
            columns: Vec::new(),
            preview: Vec::new(),
            sample: None,
        };
        Self::from_columns(empty, columns)
    }
}

fn gathered(cells: &CellColumn, rows: &[u32]) -> Column {
    let mut column = Column::named(cells.name.clone());
    for &row in rows {
        match cells.place(row as usize) {
            CellPlace::Missing => column.missing += 1,
            CellPlace::Number(f64::INFINITY) => column.positive_infinite += 1,
            CellPlace::Number(f64::NEG_INFINITY) => column.negative_infinite += 1,
            CellPlace::Number(value) => {
                column.integers += u64::from(value.fract() == 0.0);
                column.numbers.push(value);
            }
            CellPlace::Text(place) => {
                let text = cells.dictionary().get(place).map_or("", String::as_str);
                column.texts.add(text.as_bytes());
            }
        }
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_off_by_little_and_the_ends_by_nothing() {
        let numbers: Vec<f64> = (0..10_000).map(|i| f64::from(i * i)).collect();
        let whole = CellColumn::from_numbers("x", numbers.clone());
        let table = RowTable { rows: 10_000, columns: vec![whole], ..RowTable::default() };
        let rows: Vec<u32> = (0..10_000).collect();
        let profile = DatasetProfile::of_rows(&table, &["x"], &rows);
        let small = &profile.columns[0].numbers;
        assert_eq!((small.n(), small.distinct()), (10_000, 512));
        assert_eq!((small.min(), small.max()), (Some(0.0), Some(9_999.0 * 9_999.0)));
        let worst = numbers
            .iter()
            .enumerate()
            .map(|(at, &x)| ((at + 1) as f64 / 10_000.0 - small.cdf(x)).abs())
            .fold(0.0, f64::max);
        assert!(worst <= 1.0 / 512.0 + 1e-12, "{worst}");
    }
}
