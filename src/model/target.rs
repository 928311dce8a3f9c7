//! Labels of rows.

use rustc_hash::FxHashMap;

use super::ModelError;
use crate::data::{CellColumn, CellPlace, RowView, number_name};

/// Most classes that a target may have.
pub const MOST_CLASSES: usize = 100;

/// A column of labels.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Labels {
    /// The classes: by number if all are numbers, else in code-point order.
    pub classes: Vec<String>,
    /// Place of each row's class in `classes`; `None` where the cell is missing, or of no class.
    pub codes: Vec<Option<u32>>,
}

impl Labels {
    /// The labels that stand in a column, and the classes that they make.
    ///
    /// # Errors
    ///
    /// [`ModelError::UnknownColumn`], [`ModelError::NoTarget`], [`ModelError::TooManyClasses`].
    pub fn of(view: &RowView<'_>, column: &str, file: &str) -> Result<Self, ModelError> {
        let cells = column_of(view, column, file)?;
        let mut codes: FxHashMap<String, u32> = FxHashMap::default();
        let mut names: Vec<String> = Vec::new();
        for row in 0..view.rows {
            let Some(name) = name(cells, row) else { continue };
            if !codes.contains_key(&name) {
                codes.insert(name.clone(), 0);
                names.push(name);
            }
        }
        if names.is_empty() {
            return Err(ModelError::NoTarget { column: column.to_owned() });
        }
        if names.len() > MOST_CLASSES {
            return Err(ModelError::TooManyClasses {
                column: column.to_owned(),
                classes: names.len() as u64,
                most: MOST_CLASSES as u64,
            });
        }
        in_order(&mut names);
        Self::with(view, column, names, file)
    }

    /// The labels of a column among given classes.
    ///
    /// # Errors
    ///
    /// [`ModelError::UnknownColumn`].
    pub fn with(
        view: &RowView<'_>,
        column: &str,
        classes: Vec<String>,
        file: &str,
    ) -> Result<Self, ModelError> {
        let cells = column_of(view, column, file)?;
        let places: FxHashMap<&str, u32> =
            classes.iter().enumerate().map(|(at, class)| (class.as_str(), at as u32)).collect();
        let code = |row| name(cells, row).and_then(|name| places.get(name.as_str()).copied());
        let codes = (0..view.rows).map(code).collect();
        Ok(Self { classes, codes })
    }
}

pub(super) fn column_of<'a>(
    view: &RowView<'a>,
    column: &str,
    file: &str,
) -> Result<&'a CellColumn, ModelError> {
    view.column(column).ok_or_else(|| ModelError::UnknownColumn {
        file: file.to_owned(),
        column: column.to_owned(),
        there: view.columns.iter().map(|column| column.name.clone()).collect(),
    })
}

/// A cell as the name of a class.
fn name(column: &CellColumn, row: usize) -> Option<String> {
    match column.place(row) {
        CellPlace::Missing => None,
        CellPlace::Number(value) => Some(number_name(value)),
        CellPlace::Text(place) => column.dictionary().get(place).cloned(),
    }
}

/// By number if all are numbers, else in code-point order.
pub(super) fn in_order(names: &mut [String]) {
    let number = |name: &String| name.parse::<f64>().ok();
    if names.iter().all(|name| number(name).is_some()) {
        names.sort_by(|a, b| number(a).unwrap_or(0.0).total_cmp(&number(b).unwrap_or(0.0)));
    } else {
        names.sort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(cells: &[f64]) -> Labels {
        let column = CellColumn::from_numbers("y", cells.to_vec());
        let view = RowView { rows: cells.len(), columns: vec![&column] };
        Labels::of(&view, "y", "t.csv").unwrap()
    }

    #[test]
    fn classes_of_numbers_are_in_order_of_the_numbers() {
        let labels = labels(&[10.0, 2.0, f64::NAN, 10.0]);
        assert_eq!(labels.classes, ["2", "10"]);
        assert_eq!(labels.codes, [Some(1), Some(0), None, Some(1)]);
    }
}
