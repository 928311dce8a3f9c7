//! Why a stream could not be watched.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::DetectorKind;

/// Errors of the [`stream`](crate::stream) room. Every message names the way out.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum StreamError {
    /// No detector has that id.
    #[error("`{name}` is no detector: choose one of {known}")]
    UnknownDetector {
        /// As given.
        name: String,
        /// All ids.
        known: String,
    },
    /// The detector has no parameter of that name.
    #[error("{} has no parameter `{name}`: it has {known}", detector.id())]
    UnknownParameter {
        /// The detector.
        detector: DetectorKind,
        /// As given.
        name: String,
        /// All its parameters with their ranges.
        known: String,
    },
    /// A parameter is out of its range.
    #[error("{name} of {} is {value}, but must be {allowed}", detector.id())]
    Parameter {
        /// The detector.
        detector: DetectorKind,
        /// The parameter.
        name: String,
        /// The value given.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// The window of a moving average is out of its range.
    #[error("the window of a moving average is {value}, but must be {allowed}")]
    Window {
        /// The value given.
        value: u32,
        /// What is allowed.
        allowed: String,
    },
    /// A detector of errors met another value.
    #[error(
        "row {row}, counted from 0, holds {value}, but {} reads errors, {allowed}: give it a column of errors, or \
         use adwin, page_hinkley or kswin, which read any number",
        detector.id()
    )]
    NotAnError {
        /// The detector.
        detector: DetectorKind,
        /// The row, counted from 0.
        row: u64,
        /// The value.
        value: f64,
        /// What is allowed.
        allowed: String,
    },
}
