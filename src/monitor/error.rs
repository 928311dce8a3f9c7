//! Why a history could not be watched.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Pane;
use crate::drift::DriftError;
use crate::drift::words::{count, counted};
use crate::model::ModelError;

/// Errors of the [`monitor`](crate::monitor) room. Every message is one sentence that names what was
/// wrong and the way out.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum MonitorError {
    /// The policy cannot judge this data.
    #[error(transparent)]
    Drift(DriftError),
    /// Predictions that are none, or a model that does not fit.
    #[error(transparent)]
    Model(ModelError),
    /// There is nothing to compare groups by.
    #[error("rates of groups need predictions: add a column of them, or choose a model")]
    NoPredictions,
    /// A setting names a class that there is none of.
    #[error("`{given}` is no class: choose one of {}", shown(classes))]
    UnknownClass {
        /// As given.
        given: String,
        /// The classes.
        classes: Vec<String>,
    },
    /// A text that names no slice.
    #[error(
        "{text:?} is no slice: write column=value, column=10..20 for numbers from 10 to below 20, or column=missing"
    )]
    Slice {
        /// As given.
        text: String,
    },
    /// No row of the reference belongs to the slice.
    #[error("no row of `{file}` belongs to the slice: choose another value")]
    EmptySlice {
        /// Name of the file.
        file: String,
    },
    /// There is nothing to cut into windows.
    #[error("there are no rows to cut into windows: add a file that has some")]
    NoRows,
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
    /// A text that names no pane.
    #[error(
        "{given:?} is no window; use file, rows:500 (so many rows each), number:10 (so many windows), day, week, month \
         or quarter"
    )]
    UnknownPane {
        /// As given.
        given: String,
    },
    /// More windows than can be watched.
    #[error(
        "the data would be cut into {} windows by `{pane}`, at most {} can be watched: take larger windows", count(*windows),
        count(*most)
    )]
    TooManyWindows {
        /// What one pane is.
        pane: Pane,
        /// How many.
        windows: u64,
        /// How many are allowed.
        most: u64,
    },
    /// Windows overlap so much that their rows do not fit into memory.
    #[error(
        "the windows would hold {} rows together, at most {} are possible: take fewer panes a window, or larger panes",
        count(*rows), count(*most)
    )]
    TooManyRows {
        /// How many, each counted in every window that it is in.
        rows: u64,
        /// How many are allowed.
        most: u64,
    },
    /// Windows of the calendar need a time of every row.
    #[error("windows by `{pane}` need a column of times: choose the timestamp, or cut by rows")]
    NoTimestamp {
        /// What one pane is.
        pane: Pane,
    },
    /// No cell of the timestamp can be read.
    #[error("no row has a time that can be read: choose another timestamp, or cut by rows")]
    NoTimes,
    /// A window is made of more panes than there are.
    #[error(
        "a window is to be made of {wanted} panes, but by `{pane}` there {}: take fewer panes a window, or smaller panes",
        if *there == 1 { "is 1".to_owned() } else { format!("are {}", count(*there)) }
    )]
    TooFewPanes {
        /// What one pane is.
        pane: Pane,
        /// Panes that there are.
        there: u64,
        /// Panes of a window.
        wanted: u64,
    },
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
    /// Labels cannot be joined by row order.
    #[error(
        "`{file}` has {} and the data {}, so labels cannot be joined by row order: name a column of identifiers that \
         stands in both", counted(*labels, "row", "rows"), count(*rows)
    )]
    LabelRows {
        /// Name of the file of labels.
        file: String,
        /// Its rows.
        labels: u64,
        /// Rows of the data.
        rows: u64,
    },
    /// It is not clear which column holds the labels.
    #[error("`{file}` does not tell which column holds the labels: name one of {}", shown(there))]
    WhichLabel {
        /// Name of the file of labels.
        file: String,
        /// Columns that it could be.
        there: Vec<String>,
    },
    /// A file of labels has no labels.
    #[error("`{file}` has no column of labels beside `{by}`: add one, or choose another file")]
    NoLabels {
        /// Name of the file of labels.
        file: String,
        /// The column that joins.
        by: String,
    },
    /// One column is named twice.
    #[error("`{column}` is named as identifier and as label: name two columns")]
    SameColumn {
        /// The column.
        column: String,
    },
    /// Identifiers that are numbers too large to be told apart.
    #[error(
        "the identifiers in `{column}` of `{file}` are numbers of 16 digits and more, which cannot be told apart: write a \
         letter before each, in both files"
    )]
    LargeIdentifiers {
        /// Name of the file.
        file: String,
        /// The column.
        column: String,
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
