//! What part a column plays.

use serde::{Deserialize, Serialize};

/// What part a column plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Input of the model.
    Feature,
    /// The true label.
    Target,
    /// The model's label.
    Prediction,
    /// The model's probability.
    Probability,
    /// When the row was made; kept out of the drift tests.
    Timestamp,
    /// Names the row; kept out of the drift tests.
    Id,
    /// Tells which part of the data the row belongs to; kept out of the drift tests.
    Split,
    /// Tells which model answered; kept out of the drift tests.
    Version,
    /// Left out by the user.
    Ignore,
}
