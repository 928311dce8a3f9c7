//! Maximum mean discrepancy of the standardised numeric columns.

use super::columns::{Scale, Usable};
use super::draw::Drawn;
use super::{Mmd, MultivariateError, MultivariateSettings};
use crate::drift::Frame;
use crate::stats::mmd;

/// Most rows of a side: time and memory grow with their square.
const ROWS_MAX: usize = 500;
/// Fewest rows of a side.
const ROWS_MIN: usize = 2;
/// Up to this p-value the sides differ.
const LEVEL: f64 = 0.05;

/// Maximum mean discrepancy of the numeric columns, as [`mmd`] defines it.
///
/// At most 500 rows a side are drawn, in proportion to how often they occurred. Columns are
/// standardised by the drawn reference rows; a missing number stands at the mean. Columns that
/// do not vary in the reference's drawn rows count in their own unit.
///
/// # Errors
///
/// [`MultivariateError`] if a side has fewer than two rows or no numeric column varies.
pub fn discrepancy(frame: &Frame, settings: &MultivariateSettings) -> Result<Mmd, MultivariateError> {
    let drawn = Drawn::of(frame, ROWS_MAX, settings.seed ^ 0x33D);
    MultivariateError::unless_enough(drawn.reference.len(), drawn.current.len(), ROWS_MIN)?;
    let usable = Usable::of(frame);
    let at = |numbers: &[f64], row: usize| numbers.get(row).copied().unwrap_or(f64::NAN);
    let columns: Vec<(&[f64], Scale)> = usable
        .numeric()
        .filter(|(_, numbers)| {
            let mut present = drawn
                .reference
                .iter()
                .chain(&drawn.current)
                .map(|row| at(numbers, *row))
                .filter(|x| x.is_finite());
            let first = present.next();
            present.any(|x| Some(x) != first)
        })
        .filter_map(|(_, numbers)| {
            let scale = Scale::of(drawn.reference.iter().map(|row| at(numbers, *row)))?;
            Some((numbers, scale))
        })
        .collect();
    if columns.is_empty() {
        return Err(MultivariateError::no_column("numeric"));
    }
    let table = |rows: &[usize]| -> Vec<f64> {
        rows.iter()
            .flat_map(|row| columns.iter().map(move |(numbers, scale)| scale.apply(at(numbers, *row))))
            .collect()
    };
    let (reference, current) = (table(&drawn.reference), table(&drawn.current));
    let found = mmd(&reference, &current, columns.len(), settings.permutations, settings.seed)?;
    Ok(Mmd {
        mmd2: found.statistic,
        sigma: found.sigma,
        p_value: found.p_value,
        drifted: found.p_value <= LEVEL,
        reference_rows: drawn.reference.len() as u64,
        current_rows: drawn.current.len() as u64,
    })
}
