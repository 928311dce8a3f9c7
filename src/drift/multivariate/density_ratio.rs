//! How much more likely each reference row is in current data.

use super::MultivariateError;
use super::columns::Scale;
use super::features::Features;
use crate::data::Role;
use crate::drift::{Frame, FrameColumn};
use crate::stats::Logistic;

/// Fewest rows of a side.
const ROWS_MIN: usize = 20;

/// Weight of each reference row of a frame under which the reference has current's distribution of
/// features; their mean is 1. Columns of other roles take no part.
///
/// ```text
/// w(x) = p(current | x) / p(reference | x) · const
/// ```
///
/// by a standardised logistic regression (C = 1) on numbers, their squares and categories.
///
/// # Errors
///
/// [`MultivariateError`] if a side has fewer than 20 rows, or no feature varies.
///
/// # Source
///
/// S. Bickel, M. Brückner, T. Scheffer, *Discriminative Learning Under Covariate Shift*, JMLR 10
/// (2009), 2137-2155.
pub fn density_ratio(frame: &Frame) -> Result<Vec<f64>, MultivariateError> {
    MultivariateError::unless_enough(frame.reference_rows, frame.current_rows, ROWS_MIN)?;
    let usable: Vec<&FrameColumn> =
        frame.columns.iter().filter(|column| column.role == Role::Feature).collect();
    let rows: Vec<usize> = (0..frame.rows()).collect();
    let features = Features::of(&usable, &rows);
    let width = features.width();
    if width == 0 {
        return Err(MultivariateError::no_column("feature"));
    }
    let mut values = features.values;
    for column in 0..width {
        let numbers = values.iter().skip(column).step_by(width).copied();
        let scale = Scale::of(numbers).unwrap_or(Scale { mean: 0.0, std: 1.0 });
        values.iter_mut().skip(column).step_by(width).for_each(|value| *value = scale.apply(*value));
    }
    let current: Vec<bool> = rows.iter().map(|&row| row >= frame.reference_rows).collect();
    let model = Logistic::fit(&values, width, &current, 1.0)?;
    let odds: Vec<f64> = values
        .chunks_exact(width)
        .take(frame.reference_rows)
        .map(|row| model.log_odds(row).clamp(-40.0, 40.0).exp())
        .collect();
    let mean = odds.iter().sum::<f64>() / odds.len() as f64;
    Ok(odds.into_iter().map(|odds| odds / mean).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Kind;
    use crate::drift::FrameValues;

    fn frame(reference: &[f64], current: &[f64]) -> Frame {
        let numbers: Vec<f64> = reference.iter().chain(current).copied().collect();
        Frame {
            reference_rows: reference.len(),
            current_rows: current.len(),
            counts: vec![1; numbers.len()],
            columns: vec![FrameColumn {
                name: "x".to_owned(),
                kind: Kind::Numeric,
                role: Role::Feature,
                values: FrameValues::Numbers(numbers),
            }],
        }
    }

    /// Two values, 0 and 1, at even shares in the reference and 1 : 3 in current: the ratio of the shares
    /// is 0.5 and 1.5.
    #[test]
    fn the_weights_are_the_ratio_of_the_shares() {
        let reference: Vec<f64> = (0..4000).map(|row| f64::from(row % 2)).collect();
        let current: Vec<f64> = (0..4000).map(|row| f64::from(u8::from(row % 4 > 0))).collect();
        let weights = density_ratio(&frame(&reference, &current)).unwrap();
        for (x, weight) in reference.iter().zip(&weights) {
            let expected = if *x == 0.0 { 0.5 } else { 1.5 };
            assert!((weight - expected).abs() < 0.01, "{x}: {weight}");
        }
    }

    #[test]
    fn what_does_not_vary_is_refused() {
        assert!(density_ratio(&frame(&[1.0; 30], &[1.0; 30])).is_err());
        assert!(density_ratio(&frame(&[1.0, 2.0], &[1.0; 30])).is_err());
    }
}
