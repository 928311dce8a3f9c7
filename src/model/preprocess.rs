//! Features as numbers for linear models: imputed, standardised, one-hot.
//!
//! A numeric feature becomes its standardised value, with the training mean where it is missing,
//! and an indicator of missing; a categorical one becomes an indicator a code, the unseen and the
//! missing one among them. Encoded columns that are constant on the training part are left out:
//! nothing could be learned from them. All is learned on the training part only.

use serde::{Deserialize, Serialize};

use super::{FeatureColumn, FeatureMatrix, Input, Schema};

/// How features become numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Preprocessor {
    /// The encoded columns, in order of the features.
    pub columns: Vec<EncodedColumn>,
}

/// One encoded column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EncodedColumn {
    /// Place of the feature in the schema.
    pub feature: u32,
    /// What of it.
    pub part: Part,
}

/// What an encoded column says of a feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// (x − mean) / std; 0 where x is missing.
    Value {
        /// Mean of the training part.
        mean: f64,
        /// Standard deviation of the training part, above 0.
        std: f64,
    },
    /// 1 where the number is missing.
    Missing,
    /// 1 where the feature has this code.
    Code(u32),
}

/// Encoded rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// Rows.
    pub rows: usize,
    /// Encoded columns.
    pub width: usize,
    /// `[rows · width]`, row after row; finite.
    pub values: Vec<f64>,
}

impl Design {
    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.width..(row + 1) * self.width]
    }
}

impl Preprocessor {
    /// Learns the encoding from the training rows.
    pub fn fit(schema: &Schema, training: &FeatureMatrix) -> Self {
        let mut columns = Vec::new();
        for (at, (feature, column)) in schema.features.iter().zip(&training.columns).enumerate() {
            let feature_at = at as u32;
            let mut push = |part| columns.push(EncodedColumn { feature: feature_at, part });
            match (&feature.input, column) {
                (Input::Numeric(_), FeatureColumn::Numbers(values)) => {
                    let moments = Moments::of(values);
                    if moments.std > 0.0 {
                        push(Part::Value { mean: moments.mean, std: moments.std });
                    }
                    if 0 < moments.missing && moments.missing < values.len() {
                        push(Part::Missing);
                    }
                }
                (_, FeatureColumn::Codes { codes, count }) => {
                    let mut rows = vec![0_usize; *count];
                    codes.iter().for_each(|&code| rows[code as usize] += 1);
                    for (code, &of_code) in rows.iter().enumerate() {
                        if 0 < of_code && of_code < codes.len() {
                            push(Part::Code(code as u32));
                        }
                    }
                }
                (Input::Categorical(_), FeatureColumn::Numbers(_)) => {}
            }
        }
        Self { columns }
    }

    /// Encodes rows.
    pub fn apply(&self, features: &FeatureMatrix) -> Design {
        let width = self.columns.len();
        let mut values = vec![0.0; features.rows * width];
        for (at, encoded) in self.columns.iter().enumerate() {
            let cells = values.iter_mut().skip(at).step_by(width.max(1));
            match (features.columns.get(encoded.feature as usize), &encoded.part) {
                (Some(FeatureColumn::Numbers(numbers)), Part::Value { mean, std }) => {
                    for (cell, &x) in cells.zip(numbers) {
                        *cell = if x.is_nan() { 0.0 } else { (f64::from(x) - mean) / std };
                    }
                }
                (Some(FeatureColumn::Numbers(numbers)), Part::Missing) => {
                    cells.zip(numbers).for_each(|(cell, x)| *cell = f64::from(u8::from(x.is_nan())));
                }
                (Some(FeatureColumn::Codes { codes, .. }), Part::Code(code)) => {
                    cells.zip(codes).for_each(|(cell, c)| *cell = f64::from(u8::from(c == code)));
                }
                _ => {}
            }
        }
        Design { rows: features.rows, width, values }
    }
}

struct Moments {
    mean: f64,
    std: f64,
    missing: usize,
}

impl Moments {
    fn of(values: &[f32]) -> Self {
        let there = || values.iter().filter(|x| !x.is_nan()).map(|&x| f64::from(x));
        let n = there().count();
        let mean = there().sum::<f64>() / n.max(1) as f64;
        let variance = there().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n.max(1) as f64;
        Self { mean, std: variance.sqrt(), missing: values.len() - n }
    }
}
