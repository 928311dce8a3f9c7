//! Why a model could not be trained, read or used.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Errors of the [`model`](crate::model) room. Every message is one sentence that names what was
/// wrong and the way out.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum ModelError {
    /// A setting names a column that the file does not have.
    #[error("`{file}` has no column `{column}`: choose one of {}", shown(there))]
    UnknownColumn {
        /// Name of the file.
        file: String,
        /// As given.
        column: String,
        /// Columns of the file.
        there: Vec<String>,
    },
    /// The model needs a column that the data does not have.
    #[error("the model needs the column `{column}`, which `{file}` does not have: rename or add it")]
    MissingInput {
        /// Name of the file.
        file: String,
        /// Name of the column.
        column: String,
    },
    /// A column holds texts where the model wants numbers.
    #[error(
        "column `{column}` holds `{text}` (row {row}) where the model wants a number: correct the cell, or empty it"
    )]
    NotANumber {
        /// Name of the column.
        column: String,
        /// The cell.
        text: String,
        /// 1-based row below the header.
        row: u64,
    },
    /// No row has a target.
    #[error("every cell of the target `{column}` is missing: choose another target")]
    NoTarget {
        /// Name of the column.
        column: String,
    },
    /// All rows are of one class.
    #[error("every row of the target `{column}` is `{class}`: a classifier needs two classes or more")]
    OneClass {
        /// Name of the column.
        column: String,
        /// The class.
        class: String,
    },
    /// The target has too many classes.
    #[error(
        "the target `{column}` has {classes} classes, at most {most} can be learned: it looks like a number or \
         an identifier, choose another target or group its values"
    )]
    TooManyClasses {
        /// Name of the column.
        column: String,
        /// How many.
        classes: u64,
        /// How many are allowed.
        most: u64,
    },
    /// A class has too few rows to learn from.
    #[error(
        "class `{class}` of the target `{column}` has {rows} rows, {part} of them to learn from, where at least {need} \
         are needed: add rows of it, leave them out, or make the other parts smaller"
    )]
    RareClass {
        /// Name of the column.
        column: String,
        /// The class.
        class: String,
        /// Its rows in the file.
        rows: u64,
        /// Its rows in the training part.
        part: u64,
        /// How many are needed there.
        need: u64,
    },
    /// A categorical column has too many categories.
    #[error(
        "column `{column}` has {levels} categories, at most {most} can be learned: leave it out, or group its values"
    )]
    TooManyCategories {
        /// Name of the column.
        column: String,
        /// How many.
        levels: u64,
        /// How many are allowed.
        most: u64,
    },
    /// A column tells the target by itself.
    #[error("column `{column}` {how}: leave it out")]
    Leaking {
        /// Name of the column.
        column: String,
        /// Why it leaks, e.g. that it names rows.
        how: String,
    },
    /// There is nothing to learn from.
    #[error("no column is left to learn from: {why}")]
    NoFeatures {
        /// What was left out and why.
        why: String,
    },
    /// A setting is out of its range.
    #[error("`{name}` is {value}, allowed is {allowed}")]
    Setting {
        /// Name of the setting.
        name: String,
        /// As given.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// Two inputs do not fit each other.
    #[error("{0}")]
    Mismatch(String),
    /// The computation did not come to an end that can be used.
    #[error("{algorithm} could not be fitted: {reason}")]
    NotFitted {
        /// The algorithm.
        algorithm: String,
        /// What went wrong and the way out.
        reason: String,
    },
    /// The artifact is damaged, or not one.
    #[error("`{file}` is not a model that can be read: {reason}")]
    Unreadable {
        /// Name of the file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An ONNX model uses an operator that is not known here.
    #[error(
        "the ONNX model uses the operator `{operator}` (domain `{domain}`), which is not among those that can be \
         computed here: {hint}"
    )]
    UnknownOperator {
        /// The operator.
        operator: String,
        /// Its domain; `ai.onnx` is the standard one.
        domain: String,
        /// The way out.
        hint: String,
    },
}

fn shown(names: &[String]) -> String {
    const MOST: usize = 12;
    let mut text = names.iter().take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text.push_str(&format!(" and {} more", names.len() - MOST));
    }
    text
}
