//! What the training rows say of each input.

use super::columns::ChosenColumn;
use super::features::number;
use super::{CategoricalInput, Feature, Input, NumericInput};
use crate::data::{CellColumn, CellPlace, RowTable, number_name};

/// A text in fewer training rows than this is learned as the unseen level.
const RARE_ROWS: u64 = 3;

/// The inputs of the chosen columns, learned from the training rows alone.
pub(super) fn learn(table: &RowTable, chosen: &[ChosenColumn], training: &[u32]) -> Vec<Feature> {
    let feature = |choice: &ChosenColumn| {
        let column = table.columns.get(choice.at)?;
        let input = if choice.numeric {
            Input::Numeric(numeric(column, training))
        } else {
            Input::Categorical(categorical(column, choice.boolean, training))
        };
        Some(Feature { name: column.name.clone(), input })
    };
    chosen.iter().filter_map(feature).collect()
}

fn numeric(column: &CellColumn, training: &[u32]) -> NumericInput {
    let mut values: Vec<f64> = Vec::with_capacity(training.len());
    for &row in training {
        if let CellPlace::Number(value) = column.place(row as usize) {
            let value = number(value);
            if !value.is_nan() {
                values.push(f64::from(value));
            }
        }
    }
    let missing = (training.len() - values.len()) as u64;
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    let min = values.iter().copied().min_by(f64::total_cmp).unwrap_or(0.0);
    let max = values.iter().copied().max_by(f64::total_cmp).unwrap_or(0.0);
    NumericInput { mean, std: variance.sqrt(), median: median(&mut values), min, max, missing }
}

/// The middle value, of an even number the mean of the two; 0 of none. Changes the order.
fn median(values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    let is_odd = values.len() % 2 == 1;
    let (lower, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let below = lower.iter().copied().max_by(f64::total_cmp);
    if is_odd { *upper } else { (below.unwrap_or(*upper) + *upper) / 2.0 }
}

fn categorical(column: &CellColumn, boolean: bool, training: &[u32]) -> CategoricalInput {
    let mut of_text = vec![0_u64; column.dictionary().len()];
    let mut names: Vec<(String, u64)> = Vec::new();
    let mut numbers: Vec<f64> = Vec::new();
    let mut missing = 0;
    for &row in training {
        match column.place(row as usize) {
            CellPlace::Missing => missing += 1,
            CellPlace::Text(place) => of_text[place] += 1,
            CellPlace::Number(value) => numbers.push(value + 0.0),
        }
    }
    names.extend(
        column
            .dictionary()
            .iter()
            .zip(of_text)
            .filter(|(_, rows)| *rows > 0)
            .map(|(t, rows)| (t.clone(), rows)),
    );
    numbers.sort_unstable_by(f64::total_cmp);
    names.extend(numbers.chunk_by(|a, b| a == b).map(|same| (number_name(same[0]), same.len() as u64)));
    if boolean {
        names = one_spelling(names);
    }
    names.sort_unstable();
    let (kept, rare): (Vec<_>, Vec<_>) = names.into_iter().partition(|(_, rows)| *rows >= RARE_ROWS);
    let unseen = rare.iter().map(|(_, rows)| rows).sum();
    let (levels, counts) = kept.into_iter().unzip();
    CategoricalInput { levels, counts, unseen, missing, boolean }
}

/// `True`, `TRUE` and `true` are one level, under the most frequent spelling.
fn one_spelling(names: Vec<(String, u64)>) -> Vec<(String, u64)> {
    let mut merged: Vec<(String, u64, u64)> = Vec::new(); // Spelling, its rows, rows of all spellings.
    for (name, rows) in names {
        match merged.iter_mut().find(|(known, ..)| known.eq_ignore_ascii_case(&name)) {
            Some(known) => {
                known.2 += rows;
                if rows > known.1 {
                    (known.0, known.1) = (name, rows);
                }
            }
            None => merged.push((name, rows, rows)),
        }
    }
    merged.into_iter().map(|(name, _, rows)| (name, rows)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Cell;

    #[test]
    fn numbers_are_summed_up_over_the_training_rows() {
        let column = CellColumn::from_numbers("x", vec![1.0, f64::NAN, 4.0, f64::INFINITY, 7.0, 1e9]);
        let input = numeric(&column, &[0, 1, 2, 3, 4]);
        assert_eq!((input.mean, input.median, input.missing), (4.0, 4.0, 2));
        assert_eq!((input.min, input.max), (1.0, 7.0));
        // Variance of 1, 4, 7 with ddof 0 is (9 + 0 + 9) / 3.
        assert!((input.std - 6.0_f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn rare_texts_are_learned_as_unseen() {
        let cells = ["b", "a", "b", "c", "b", "a", "a", "z"].map(Cell::Text);
        let column = CellColumn::from_cells("k", cells.into_iter().chain([Cell::Missing]));
        let input = categorical(&column, false, &[0, 1, 2, 3, 4, 5, 6, 8]);
        assert_eq!(
            (input.levels.as_slice(), input.counts.as_slice()),
            (&["a".to_owned(), "b".to_owned()][..], &[3, 3][..])
        );
        assert_eq!((input.unseen, input.missing), (1, 1));
        assert_eq!((input.code("b"), input.code("z"), input.missing_code()), (1, 2, 3));
    }

    #[test]
    fn spellings_of_true_are_one_level() {
        let cells = ["True", "true", "FALSE", "True", "false", "false", "True", "false"].map(Cell::Text);
        let column = CellColumn::from_cells("flag", cells);
        let input = categorical(&column, true, &[0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(input.levels, ["True", "false"]);
        assert_eq!(input.counts, [4, 4]);
        assert_eq!((input.code("TRUE"), input.code("False"), input.code("maybe")), (0, 1, 2));
    }
}
