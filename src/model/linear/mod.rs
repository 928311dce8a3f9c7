//! Models that are linear in the encoded columns: logistic regression and FTRL.
//!
//! Two classes have one output, more have one a class. Which algorithms come from the learning
//! library and which do not, and why: `docs/algorithms.md`.

mod ftrl;
mod logistic;
mod scores;

pub use ftrl::fit_ftrl;
pub use logistic::fit_logistic;

use super::{Algorithm, ModelError};

/// Says how far a fit is: done, total.
pub type FitProgress<'a> = &'a mut dyn FnMut(u64, u64);

pub(super) fn not_fitted(algorithm: Algorithm, reason: impl Into<String>) -> ModelError {
    ModelError::NotFitted { algorithm: algorithm.label().to_owned(), reason: reason.into() }
}

/// Outputs of a model for so many classes.
fn outputs(classes: usize) -> usize {
    if classes == 2 { 1 } else { classes }
}

#[cfg(test)]
pub(super) mod tests;
