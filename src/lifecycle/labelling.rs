//! Which unlabelled rows say most when they are labelled: margin sampling.

use rustc_hash::FxHashSet;

use crate::data::{CellPlace, RowView, number_name};
use crate::model::{ModelError, Scorer};

/// A row that is worth a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankedRow {
    /// Its place in the rows.
    pub row: u32,
    /// `1 − (p₁ − p₂)` of the two most probable classes: 1 where the model cannot tell them apart, 0 where
    /// it is sure.
    pub uncertainty: f64,
}

/// The rows of `candidates` that a model is least sure of, at most `most`, the least sure first.
///
/// The smallest difference between the two largest probabilities comes first; of equal ones the newer row, that
/// is the later candidate. Of rows with equal inputs only the newest is taken: a label says the same of
/// all of them.
///
/// # Errors
///
/// [`ModelError::Mismatch`] where the model gives no probabilities, and what [`Scorer::score`] says.
///
/// # Source
///
/// B. Settles, *Active Learning Literature Survey*, Computer Sciences Technical Report 1648, University of
/// Wisconsin–Madison (2009), section 3.1; T. Scheffer, C. Decomain, S. Wrobel, *IDA 2001*, 309–318.
pub fn rank_to_label(
    model: &dyn Scorer,
    rows: &RowView<'_>,
    file: &str,
    candidates: &[u32],
    most: u64,
) -> Result<Vec<RankedRow>, ModelError> {
    let predictions = model.score(rows, file)?;
    if predictions.probabilities.is_empty() && !candidates.is_empty() {
        return Err(ModelError::Mismatch(
            "the model gives labels without probabilities, so it cannot be told which rows it is unsure of: use \
             one with probabilities"
                .to_owned(),
        ));
    }
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let mut ranked: Vec<RankedRow> = Vec::new();
    for &row in candidates.iter().rev() {
        if seen.insert(inputs(model, rows, row)) && (row as usize) < predictions.rows() {
            ranked.push(RankedRow { row, uncertainty: 1.0 - margin(predictions.row(row as usize)) });
        }
    }
    // Stable: equal ones stay with the newer first.
    ranked.sort_by(|a, b| b.uncertainty.total_cmp(&a.uncertainty));
    ranked.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(ranked)
}

fn margin(probabilities: &[f64]) -> f64 {
    let (mut first, mut second) = (0.0, 0.0);
    for &p in probabilities {
        if p > first {
            (first, second) = (p, first);
        } else if p > second {
            second = p;
        }
    }
    first - second
}

/// The cells of a row's inputs as one text; lengths keep neighbours apart.
fn inputs(model: &dyn Scorer, rows: &RowView<'_>, row: u32) -> String {
    let mut key = String::new();
    for feature in &model.schema().features {
        let Some(column) = rows.column(&feature.name) else { continue };
        match column.place(row as usize) {
            CellPlace::Missing => key.push('-'),
            CellPlace::Number(value) => {
                key.push('#');
                key.push_str(&number_name(value));
            }
            CellPlace::Text(place) => {
                let text = column.dictionary().get(place).map_or("", String::as_str);
                key.push_str(&format!("{}:{text}", text.len()));
            }
        }
        key.push(',');
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::CellColumn;
    use crate::model::{Feature, Input, NumericInput, Predictions, Schema};

    /// Says the probabilities that stand in the columns `a` and `b`, the rest being of the third class.
    struct Stated(Schema);

    impl Stated {
        fn new() -> Self {
            let feature = |name: &str| Feature {
                name: name.to_owned(),
                input: Input::Numeric(NumericInput::default()),
            };
            let classes = ["u", "v", "w"].map(str::to_owned).to_vec();
            Self(Schema { target: "y".to_owned(), classes, features: vec![feature("a"), feature("b")] })
        }
    }

    impl Scorer for Stated {
        fn schema(&self) -> &Schema {
            &self.0
        }

        fn score(&self, rows: &RowView<'_>, _: &str) -> Result<Predictions, ModelError> {
            let [a, b] = ["a", "b"].map(|name| rows.column(name).unwrap().numbers());
            let probabilities = a.iter().zip(b).flat_map(|(a, b)| [*a, *b, 1.0 - a - b]).collect();
            Ok(Predictions::of(3, probabilities, 0.5))
        }
    }

    #[test]
    fn the_least_margin_comes_first_and_equal_rows_once() {
        let a = CellColumn::from_numbers("a", vec![0.5, 0.4, 0.9, 0.4, 0.25, 0.5]);
        let b = CellColumn::from_numbers("b", vec![0.25, 0.4, 0.05, 0.4, 0.5, 0.25]);
        let view = RowView { rows: 6, columns: vec![&a, &b] };
        // Margins by hand: 0.25, 0, 0.85, 0 (as row 1), 0.25, 0.25 (as row 0).
        let found = rank_to_label(&Stated::new(), &view, "c.csv", &[0, 1, 2, 3, 4, 5], 10).unwrap();
        let rows: Vec<u32> = found.iter().map(|ranked| ranked.row).collect();
        assert_eq!(rows, [3, 5, 4, 2]);
        let uncertainty: Vec<f64> = found.iter().map(|ranked| ranked.uncertainty).collect();
        assert_eq!(uncertainty[..3], [1.0, 0.75, 0.75]);
        let few = rank_to_label(&Stated::new(), &view, "c.csv", &[0, 2], 1).unwrap();
        assert_eq!(few, [RankedRow { row: 0, uncertainty: 0.75 }]);
    }
}
