//! Partial dependence: what a model says on average when one input is set to a value.

use super::evaluation::{DependencePoint, PartialDependence};
use super::observed::inputs_of;
use super::{Input, ModelError, Predictions, Scorer};
use crate::data::{Cell, CellColumn, RowView, number_name};

/// Rows that are looked at; of more, evenly spread ones.
const MOST_ROWS: usize = 1000;
/// Quantiles 0, 5 %, …, 100 %.
const STEPS: usize = 20;

/// Mean probabilities when `column` is set to one value in every row: numbers to the quantiles 0,
/// 5 %, …, 100 % that the rows have, categories to each level of the model.
///
/// ```text
/// pd(v) = 1/n Σ p(class | xᵢ with the column at v)
/// ```
///
/// Of more than 1,000 rows, 1,000 evenly spread ones are looked at. The mean runs over rows that
/// cannot be where inputs go together.
///
/// # Errors
///
/// [`ModelError::Mismatch`] where the column is no input of the model, there are no rows, or the
/// column has no numbers; and what [`Scorer::score`] says.
///
/// # Source
///
/// J. H. Friedman, *Ann. Stat.* 29 (2001), 1189-1232, section 8.2.
pub fn dependence(
    model: &dyn Scorer,
    view: &RowView<'_>,
    file: &str,
    column: &str,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<PartialDependence, ModelError> {
    let Some(feature) = model.schema().features.iter().find(|feature| feature.name == column) else {
        return Err(ModelError::Mismatch(format!(
            "`{column}` is no input of the model: choose one of its {} inputs",
            model.schema().features.len()
        )));
    };
    if view.rows == 0 {
        return Err(ModelError::Mismatch(format!("`{file}` has no rows: choose another file")));
    }
    let cells = view
        .column(column)
        .ok_or_else(|| ModelError::MissingInput { file: file.to_owned(), column: column.to_owned() })?;
    let picked = view.rows.min(MOST_ROWS);
    let spread = (0..picked as u64).map(|at| (at * view.rows as u64 / picked as u64) as u32);
    let table = inputs_of(model, view, &spread.collect::<Vec<u32>>());
    let rows = table.view();
    let grid = match &feature.input {
        Input::Numeric(_) => quantiles(cells)?.into_iter().map(GridValue::Number).collect(),
        Input::Categorical(input) => {
            input.levels.iter().map(|level| GridValue::Level(level)).collect::<Vec<_>>()
        }
    };
    let mut points = Vec::with_capacity(grid.len());
    for (done, value) in grid.iter().enumerate() {
        progress(done as u64, grid.len() as u64);
        let set = value.column(column, table.rows);
        points.push(value.point(&model.score(&rows.with(&set), file)?));
    }
    progress(grid.len() as u64, grid.len() as u64);
    Ok(PartialDependence {
        column: column.to_owned(),
        classes: model.schema().classes.clone(),
        rows: table.rows as u64,
        points,
    })
}

/// Distinct values at the quantiles, each a value that occurs.
fn quantiles(column: &CellColumn) -> Result<Vec<f64>, ModelError> {
    let mut sorted: Vec<f64> = column.numbers().iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return Err(ModelError::Mismatch(format!(
            "column `{}` holds no number, so there is no value to set it to: choose another column",
            column.name
        )));
    };
    let place = |step: usize| (step as u64 * last as u64 / STEPS as u64) as usize;
    let mut values: Vec<f64> = (0..=STEPS).filter_map(|step| sorted.get(place(step)).copied()).collect();
    values.dedup();
    Ok(values)
}

/// A value that the column is set to.
enum GridValue<'a> {
    Number(f64),
    Level(&'a str),
}

impl GridValue<'_> {
    fn column(&self, name: &str, rows: usize) -> CellColumn {
        match self {
            Self::Number(value) => CellColumn::from_numbers(name, vec![*value; rows]),
            Self::Level(level) => CellColumn::from_cells(name, std::iter::repeat_n(Cell::Text(level), rows)),
        }
    }

    fn point(&self, predictions: &Predictions) -> DependencePoint {
        let rows = predictions.rows().max(1) as f64;
        let mean = |class| predictions.of_class(class).iter().sum::<f64>() / rows;
        let probabilities = (0..predictions.classes).map(mean).collect();
        match self {
            Self::Number(value) => {
                DependencePoint { value: Some(*value), label: number_name(*value), probabilities }
            }
            Self::Level(level) => DependencePoint { value: None, label: (*level).to_owned(), probabilities },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule_scorer::RuleScorer;
    use super::*;

    fn logistic(odds: f64) -> f64 {
        1.0 / (1.0 + (-odds).exp())
    }

    fn of(column: &str, columns: &[CellColumn]) -> Result<PartialDependence, ModelError> {
        let model = RuleScorer::numeric(&[("a", 2.0)]).and_levels("t", &[("u", 1, -1.0), ("v", 9, 1.0)]);
        let view = RowView { rows: columns[0].len(), columns: columns.iter().collect() };
        dependence(&model, &view, "t.csv", column, &mut |_, _| {})
    }

    #[test]
    fn the_mean_runs_over_the_other_inputs() {
        let columns = [
            CellColumn::from_numbers("a", vec![0.0, 1.0]),
            CellColumn::from_cells("t", [Cell::Text("u"), Cell::Text("v")]),
        ];
        let found = of("t", &columns).unwrap();
        // By hand: t = u has odds 2a − 1 in the two rows, −1 and 1, whose mean probability is ½.
        assert_eq!(found.points.iter().map(|point| point.label.as_str()).collect::<Vec<_>>(), ["u", "v"]);
        assert!((found.points[0].probabilities[1] - 0.5).abs() < 1e-12);
        assert!((found.points[1].probabilities[1] - (logistic(1.0) + logistic(3.0)) / 2.0).abs() < 1e-12);
        let found = of("a", &columns).unwrap();
        assert_eq!(found.points.iter().map(|point| point.value).collect::<Vec<_>>(), [Some(0.0), Some(1.0)]);
        assert!((found.points[0].probabilities[1] - 0.5).abs() < 1e-12, "odds −1 and 1 again");
    }

    #[test]
    fn a_number_has_at_most_21_points_of_1000_rows() {
        let numbers = (0..5001).map(|row| f64::from(5000 - row)).collect();
        let columns = [
            CellColumn::from_numbers("a", numbers),
            CellColumn::from_cells("t", std::iter::repeat_n(Cell::Missing, 5001)),
        ];
        let found = of("a", &columns).unwrap();
        assert_eq!((found.rows, found.points.len()), (1000, 21));
        assert_eq!((found.points[1].value, found.points[20].value), (Some(250.0), Some(5000.0)));
        let text = |result: Result<PartialDependence, ModelError>| result.unwrap_err().to_string();
        assert!(text(of("z", &columns)).contains("`z` is no input of the model"));
        let empty = [CellColumn::from_numbers("a", vec![f64::NAN]), columns[1].gather(&[0])];
        assert!(text(of("a", &empty)).contains("column `a` holds no number"));
    }
}
