//! What a model says of one row that was typed in, and why.

use super::evaluation::{Driver, RowAnswer};
use super::observed_classes::quoted;
use super::{Feature, Input, ModelError, Scorer};
use crate::data::{Cell, CellColumn, RowView, number_name};

/// Name of the typed row in errors.
const FILE: &str = "the row";

/// The answer of a model to one row, given as texts by the name of the input.
///
/// Texts are read as the cells of a CSV with a decimal point: empty and the usual spellings are
/// missing, and so is an input that is not named. A driver is an input with another value than the
/// typical one (median, or most frequent level); its effect is what the probability of the predicted
/// class changes by when it alone is made typical. Effects do not add up where inputs act together.
///
/// # Errors
///
/// [`ModelError::NotANumber`] for a text in a numeric input, [`ModelError::Mismatch`] for a name that
/// is no input, and what [`Scorer::score`] says.
pub fn answer(model: &dyn Scorer, cells: &[(String, String)]) -> Result<RowAnswer, ModelError> {
    let schema = model.schema();
    let is_known = |name: &String| *name == schema.target || schema.features.iter().any(|f| f.name == *name);
    if let Some((name, _)) = cells.iter().find(|(name, _)| !is_known(name)) {
        let inputs: Vec<String> = schema.features.iter().map(|feature| feature.name.clone()).collect();
        return Err(ModelError::Mismatch(format!(
            "the model has no input `{name}`: its inputs are {}",
            quoted(&inputs)
        )));
    }
    let inputs: Vec<TypedInput> =
        schema.features.iter().map(|feature| TypedInput::of(feature, cells)).collect::<Result<_, _>>()?;
    let driving: Vec<usize> =
        inputs.iter().enumerate().filter(|(_, input)| input.can_drive()).map(|(at, _)| at).collect();
    // The row as it is, then one row a driver with that input at its typical value.
    let columns: Vec<CellColumn> = inputs
        .iter()
        .enumerate()
        .map(|(at, input)| {
            let cell = |row: usize| match (row.checked_sub(1).and_then(|row| driving.get(row)), input.typical)
            {
                (Some(&driver), Some(typical)) if driver == at => typical,
                _ => input.cell,
            };
            CellColumn::from_cells(input.name, (0..=driving.len()).map(cell))
        })
        .collect();
    let view = RowView { rows: driving.len() + 1, columns: columns.iter().collect() };
    let predictions = model.score(&view, FILE)?;
    let label = predictions.labels.first().copied().unwrap_or(0) as usize;
    let of_label = predictions.of_class(label);
    let probability = of_label.first().copied().unwrap_or(0.0);
    let mut drivers: Vec<Driver> = driving
        .iter()
        .zip(of_label.iter().skip(1))
        .filter_map(|(&at, without)| inputs.get(at).map(|input| input.driver(probability - without)))
        .collect();
    drivers.sort_by(|a, b| b.effect.abs().total_cmp(&a.effect.abs()));
    Ok(RowAnswer {
        label: schema.classes.get(label).cloned().unwrap_or_default(),
        classes: schema.classes.clone(),
        probabilities: predictions.probabilities.iter().copied().take(predictions.classes).collect(),
        drivers,
    })
}

/// One input of the row.
struct TypedInput<'a> {
    name: &'a str,
    cell: Cell<'a>,
    /// `None` where the model was given no typical value.
    typical: Option<Cell<'a>>,
}

impl<'a> TypedInput<'a> {
    fn of(feature: &'a Feature, cells: &'a [(String, String)]) -> Result<Self, ModelError> {
        let text = cells.iter().find(|(name, _)| *name == feature.name).map_or("", |(_, text)| text.as_str());
        let cell = Cell::read(text);
        let typical = match &feature.input {
            Input::Numeric(_) if matches!(cell, Cell::Text(text) if text != "?") => {
                return Err(ModelError::NotANumber {
                    column: feature.name.clone(),
                    text: text.to_owned(),
                    row: 1,
                });
            }
            Input::Numeric(input) => input.is_told().then_some(Cell::Number(input.median)),
            Input::Categorical(input) => {
                // The first of the most frequent; without counts the first level.
                let count = |at: usize| input.counts.get(at).copied().unwrap_or(0);
                let more = |best, at| if count(at) > count(best) { at } else { best };
                let best = (0..input.levels.len()).fold(0, more);
                input.levels.get(best).map(|level| Cell::Text(level))
            }
        };
        Ok(Self { name: &feature.name, cell, typical })
    }

    fn can_drive(&self) -> bool {
        self.typical.is_some_and(|typical| shown(typical) != shown(self.cell))
    }

    fn driver(&self, effect: f64) -> Driver {
        Driver {
            name: self.name.to_owned(),
            value: shown(self.cell),
            typical: self.typical.map(shown).unwrap_or_default(),
            effect,
        }
    }
}

fn shown(cell: Cell<'_>) -> String {
    match cell {
        Cell::Missing => String::new(),
        Cell::Number(value) => number_name(value),
        Cell::Text(text) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule_scorer::RuleScorer;
    use super::*;

    fn of(cells: &[(&str, &str)]) -> Result<RowAnswer, ModelError> {
        let model = RuleScorer::numeric(&[("a", 2.0), ("b", -1.0)])
            .and_levels("t", &[("u", 1, -1.0), ("v", 9, 1.0), ("w", 9, 5.0)]);
        let cells: Vec<(String, String)> =
            cells.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        answer(&model, &cells)
    }

    fn logistic(odds: f64) -> f64 {
        1.0 / (1.0 + (-odds).exp())
    }

    #[test]
    fn drivers_are_what_differs_from_typical() {
        let found = of(&[("a", "1.5"), ("b", "0"), ("t", "u")]).unwrap();
        // By hand: odds 3 − 0 − 1 = 2; with a at its median 0: −1; with t at its mode v: 4.
        assert_eq!(found.label, "1");
        assert!((found.probabilities[1] - logistic(2.0)).abs() < 1e-12 && found.probabilities.len() == 2);
        let [first, second] = found.drivers.as_slice() else { panic!("b is typical: {:?}", found.drivers) };
        assert_eq!([&first.name, &first.value, &first.typical], ["a", "1.5", "0"]);
        assert!((first.effect - (logistic(2.0) - logistic(-1.0))).abs() < 1e-12);
        assert_eq!([&second.name, &second.value, &second.typical], ["t", "u", "v"]);
        assert!((second.effect - (logistic(2.0) - logistic(4.0))).abs() < 1e-12);
    }

    #[test]
    fn empty_and_missing_spellings_are_missing() {
        let found = of(&[("a", ""), ("b", "NA")]).unwrap();
        assert_eq!(found.probabilities[1], 0.5, "missing adds nothing to the odds");
        assert!(found.drivers.iter().all(|driver| driver.value.is_empty()));
    }

    #[test]
    fn a_text_in_a_number_names_the_input() {
        let sentence = of(&[("a", "much")]).unwrap_err().to_string();
        assert!(sentence.contains("column `a` holds `much`"), "{sentence}");
        let sentence = of(&[("z", "1")]).unwrap_err().to_string();
        assert!(sentence.contains("no input `z`: its inputs are `a`, `b`, `t`"), "{sentence}");
    }
}
