//! Rates of the groups of a sensitive column, and how far they lie apart.

use serde::{Deserialize, Serialize};

/// Rates of groups over all windows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FairnessTimeline {
    /// The sensitive column.
    pub column: String,
    /// The class that is selected for: the rates are its.
    pub positive: String,
    /// The groups, in order of their size in the reference.
    pub groups: Vec<String>,
    /// On the reference.
    pub reference: FairnessPoint,
    /// One a window.
    pub windows: Vec<FairnessPoint>,
    /// Groups that were taken together as the last one, because there are too many; 0 if none.
    pub taken_together: u64,
}

/// Rates of groups in one window.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FairnessPoint {
    /// One a group, in the same order.
    pub groups: Vec<GroupRates>,
    /// Demographic parity: of the selection rates.
    pub demographic_parity: Gap,
    /// Equal opportunity: of the true positive rates.
    pub equal_opportunity: Gap,
    /// Equalised odds: the larger difference, and the smaller ratio, of true and false positive rates.
    pub equalised_odds: Gap,
    /// Of the accuracies.
    pub accuracy: Gap,
}

/// Rates of one group.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct GroupRates {
    /// Rows with a prediction.
    pub rows: u64,
    /// Of these, with a true label.
    pub labelled: u64,
    /// Share of rows that are predicted positive.
    pub selection_rate: Option<f64>,
    /// Of the truly positive, the share that is predicted positive.
    pub true_positive_rate: Option<f64>,
    /// Of the truly negative, the share that is predicted positive.
    pub false_positive_rate: Option<f64>,
    /// Share of right labels.
    pub accuracy: Option<f64>,
}

/// How far the groups' rates lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Gap {
    /// Greatest less least; `None` where fewer than two groups have the rate.
    pub difference: Option<f64>,
    /// Least over greatest; `None` likewise.
    pub ratio: Option<f64>,
}
