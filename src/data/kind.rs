//! What a column's values are.

use serde::{Deserialize, Serialize};

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// Numbers that are compared as numbers.
    Numeric,
    /// Integers with few distinct values, compared as categories.
    IntegerCategory,
    /// Texts with few distinct values.
    Categorical,
    /// `true` and `false`.
    Boolean,
    /// Free text; kept out of the drift tests.
    Text,
    /// Dates or dates with time; kept out of the drift tests.
    Datetime,
    /// Names of rows; kept out of the drift tests.
    Identifier,
}

/// By which rule kinds are inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KindRule {
    /// Evidently 0.7's: from the current side alone.
    Evidently,
    /// Ours: from both sides together.
    Both,
}
