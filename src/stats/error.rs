//! Why a statistic could not be computed.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Errors of the [`stats`](crate::stats) room.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum StatsError {
    /// A sample has no usable values.
    #[error("the {side} sample has no usable values")]
    EmptySample {
        /// `reference` or `current`.
        side: String,
    },
    /// The method needs a certain number of categories.
    #[error("{got} categories, but {method} compares exactly {need}")]
    Categories {
        /// Identifier of the method.
        method: String,
        /// Categories over both sides.
        got: usize,
        /// Categories the method needs.
        need: usize,
    },
    /// Values or counts that do not form a distribution.
    #[error("{reason}")]
    Invalid {
        /// What is wrong, in a few words.
        reason: String,
    },
}

impl StatsError {
    pub(crate) fn invalid(reason: &str) -> Self {
        Self::Invalid { reason: reason.to_owned() }
    }

    pub(crate) fn empty(side: &str) -> Self {
        Self::EmptySample { side: side.to_owned() }
    }
}
