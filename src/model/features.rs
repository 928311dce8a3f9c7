//! Rows under a schema: 32-bit numbers and codes of levels.

use super::{Feature, Input, ModelError, Schema};
use crate::data::{CellPlace, RowView, number_name};

/// Rows as a classifier sees them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FeatureMatrix {
    /// Rows.
    pub rows: usize,
    /// One a feature of the schema.
    pub columns: Vec<FeatureColumn>,
}

/// One feature of all rows.
#[derive(Debug, Clone, PartialEq)]
pub enum FeatureColumn {
    /// Finite numbers; NaN is missing, and so is what was infinite.
    Numbers(Vec<f32>),
    /// Codes of a [`CategoricalInput`](super::CategoricalInput): levels, unseen, missing.
    Codes {
        /// One a row.
        codes: Vec<u32>,
        /// How many codes there are: levels and two.
        count: usize,
    },
}

impl FeatureMatrix {
    /// The rows of `view` under `schema`.
    ///
    /// # Errors
    ///
    /// [`ModelError::MissingInput`], and [`ModelError::NotANumber`] for a text in a numeric input.
    pub fn of(schema: &Schema, view: &RowView<'_>, file: &str) -> Result<Self, ModelError> {
        let columns = schema.features.iter().map(|feature| FeatureColumn::of(feature, view, file));
        Ok(Self { rows: view.rows, columns: columns.collect::<Result<_, _>>()? })
    }

    /// The rows at these places, in that order.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        let columns = self.columns.iter().map(|column| match column {
            FeatureColumn::Numbers(values) => {
                FeatureColumn::Numbers(rows.iter().map(|&row| values[row as usize]).collect())
            }
            FeatureColumn::Codes { codes, count } => FeatureColumn::Codes {
                codes: rows.iter().map(|&row| codes[row as usize]).collect(),
                count: *count,
            },
        });
        Self { rows: rows.len(), columns: columns.collect() }
    }
}

impl FeatureColumn {
    /// One feature of the rows of `view`.
    ///
    /// # Errors
    ///
    /// As [`FeatureMatrix::of`].
    pub fn of(feature: &Feature, view: &RowView<'_>, file: &str) -> Result<Self, ModelError> {
        let column = view.column(&feature.name).ok_or_else(|| ModelError::MissingInput {
            file: file.to_owned(),
            column: feature.name.clone(),
        })?;
        match &feature.input {
            Input::Numeric(_) => {
                let mut values = Vec::with_capacity(view.rows);
                for row in 0..view.rows {
                    values.push(match column.place(row) {
                        CellPlace::Number(value) => number(value),
                        CellPlace::Missing => f32::NAN,
                        CellPlace::Text(place) => match column.dictionary().get(place).map(String::as_str) {
                            None | Some("?") => f32::NAN,
                            Some(text) => {
                                return Err(ModelError::NotANumber {
                                    column: feature.name.clone(),
                                    text: text.to_owned(),
                                    row: row as u64 + 1,
                                });
                            }
                        },
                    });
                }
                Ok(Self::Numbers(values))
            }
            Input::Categorical(input) => {
                let of_text: Vec<u32> = column.dictionary().iter().map(|text| input.code(text)).collect();
                let code = |row| match column.place(row) {
                    CellPlace::Text(place) => of_text.get(place).copied().unwrap_or(input.missing_code()),
                    CellPlace::Number(value) => input.code(&number_name(value)),
                    CellPlace::Missing => input.missing_code(),
                };
                Ok(Self::Codes { codes: (0..view.rows).map(code).collect(), count: input.codes() })
            }
        }
    }
}

/// A number as a model takes it: as a 32-bit float, missing where it is not finite.
pub(super) fn number(value: f64) -> f32 {
    let value = value as f32;
    if value.is_finite() { value } else { f32::NAN }
}
