//! What is watched, and how.

use serde::{Deserialize, Serialize};

use super::{Slice, WindowRule};
use crate::drift::Policy;

/// What is watched, and how. Columns that are not named are found by their roles.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct WatchSettings {
    /// How data is cut into windows.
    pub windows: WindowRule,
    /// Column of true labels.
    pub target: Option<String>,
    /// Column of predicted labels, where no model predicts.
    pub prediction: Option<String>,
    /// Columns of probabilities: one, of the positive class, or one a class.
    pub probabilities: Vec<String>,
    /// Column of times.
    pub timestamp: Option<String>,
    /// Only these rows of reference and current data.
    pub slice: Option<Slice>,
    /// Sensitive column, of whose groups the rates are compared.
    pub sensitive: Option<String>,
    /// The class that is selected for; the last one unless named.
    pub positive: Option<String>,
    /// Column that joins a file of labels to the rows.
    pub label_id: Option<String>,
    /// Column of a file of labels that holds them.
    pub label_column: Option<String>,
    /// By what columns are judged.
    pub policy: Policy,
    /// Decides draws.
    pub seed: u64,
}
