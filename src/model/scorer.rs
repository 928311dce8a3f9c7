//! Anything that can say probabilities of rows.

use super::{ModelError, Predictions, Schema};
use crate::data::RowView;

/// A model, trained here or elsewhere. Evaluation and explanations ask for no more.
pub trait Scorer {
    /// Inputs and classes.
    fn schema(&self) -> &Schema;

    /// Probabilities and labels of rows. `file` names them in errors.
    ///
    /// # Errors
    ///
    /// [`ModelError::MissingInput`] and [`ModelError::NotANumber`] where the rows do not fit.
    fn score(&self, rows: &RowView<'_>, file: &str) -> Result<Predictions, ModelError>;
}
