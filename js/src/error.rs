//! Why a call could not be answered: the engine's own sentences, and which part of it says them.

use evenkeel::data::DataError;
use evenkeel::drift::DriftError;
use evenkeel::model::ModelError;
use evenkeel::report::ReportError;
use thiserror::Error;

/// Errors of the package; `EvenkeelError` in JavaScript has the sentence and [`PackageError::code`].
#[derive(Debug, Clone, PartialEq, Error)]
pub(crate) enum PackageError {
    /// The data cannot be read.
    #[error("{0}")]
    Data(#[from] DataError),
    /// The comparison cannot be made as asked.
    #[error("{0}")]
    Drift(#[from] DriftError),
    /// A model cannot be read, or the rows do not fit it.
    #[error("{0}")]
    Model(#[from] ModelError),
    /// A profile, a model's file or a policy cannot be read.
    #[error("{0}")]
    File(#[from] ReportError),
    /// An option's value cannot be used.
    #[error("{option}: {reason}")]
    Option {
        /// The option, e.g. `reading.delimiter`.
        option: String,
        /// What is wrong, and what is right.
        reason: String,
    },
    /// Whole rows are asked for, but a saved profile holds none.
    #[error("{name} holds no rows: use the data itself, or a profile that was saved with its rows")]
    NoRows {
        /// Name of the data set.
        name: String,
    },
}

impl PackageError {
    /// Stable word for the sort of error, for programs.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Data(_) | Self::NoRows { .. } => "data",
            Self::Drift(_) => "drift",
            Self::Model(_) | Self::File(ReportError::Model(_)) => "model",
            Self::File(_) => "file",
            Self::Option { .. } => "option",
        }
    }
}
