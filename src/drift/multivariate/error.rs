//! Why a multivariate method could not be made.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::stats::StatsError;

/// Errors of the [`multivariate`](crate::drift::multivariate) methods.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum MultivariateError {
    /// Fewer rows than the method needs.
    #[error("a side has {got} sampled rows, {need} are needed")]
    TooFewRows {
        /// Of the smaller side.
        got: u64,
        /// Needed on each.
        need: u64,
    },
    /// No column that the method could look at has more than one value.
    #[error("there is no {kind} column with more than one value")]
    NoColumn {
        /// What is looked at, e.g. `numeric`.
        kind: String,
    },
    /// A statistic could not be computed.
    #[error(transparent)]
    Stats(#[from] StatsError),
}

impl MultivariateError {
    pub(super) fn no_column(kind: &str) -> Self {
        Self::NoColumn { kind: kind.to_owned() }
    }

    /// An error if the smaller side has fewer rows than needed.
    pub(super) fn unless_enough(reference: usize, current: usize, need: usize) -> Result<(), Self> {
        let got = reference.min(current);
        if got < need {
            return Err(Self::TooFewRows { got: got as u64, need: need as u64 });
        }
        Ok(())
    }
}
