//! Why two profiles could not be compared.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Method;
use crate::data::Kind;

/// Errors of the [`drift`](crate::drift) room. Every message is one sentence that names
/// what was wrong and what would be right.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum DriftError {
    /// A setting names a column that neither side has.
    #[error("there is no column `{name}`{}", offer(near))]
    UnknownColumn {
        /// As given.
        name: String,
        /// Columns with a similar name, or some of those there are.
        near: Vec<String>,
    },
    /// A setting is out of its range.
    #[error("`{name}` is out of range, allowed is {allowed}")]
    Setting {
        /// Name of the setting.
        name: String,
        /// What is allowed.
        allowed: String,
    },
    /// A method was chosen for a column that it cannot judge.
    #[error(
        "`{}` does not judge column `{column}` of kind {kind}: {need}", method.id()
    )]
    MethodDoesNotApply {
        /// Name of the column.
        column: String,
        /// The method.
        method: Method,
        /// Kind of the column.
        kind: Kind,
        /// What the method needs.
        need: String,
    },
    /// A method has no line between drift and no drift.
    #[error("`{}` has the unit of the column and so no threshold that fits every column: set one beside it, or use `{}`", method.id(), instead.id())]
    NoThreshold {
        /// The method.
        method: Method,
        /// A method that has one.
        instead: Method,
    },
    /// Too few sampled rows to split a data set against itself.
    #[error("the reference has {rows} sampled rows, at least 4 are needed to split it")]
    TooFewToSplit {
        /// Sampled rows.
        rows: u64,
    },
    /// Two profiles do not have the same columns and cannot be merged.
    #[error(
        "`{column}` stands in only one of `{left}` and `{right}`: parts of one data set have the same columns"
    )]
    ColumnsDiffer {
        /// First column that only one of them has.
        column: String,
        /// Name of the one.
        left: String,
        /// Name of the other.
        right: String,
    },
    /// More rows than a data set can have.
    #[error("`{name}` has more than 9,007,199,254,740,992 rows, which is the most that can be counted")]
    TooLarge {
        /// Name of the data set.
        name: String,
    },
    /// The sample of rows of a saved profile is not one of its data set.
    #[error(
        "the sample of rows in the profile of `{name}` has other rows or columns than the profile: write it again"
    )]
    SampleDiffers {
        /// Name of the data set.
        name: String,
    },
    /// More cells than are counted.
    #[error(
        "column `{column}` has more than 9,007,199,254,740,992 cells, or one number more than 4,294,967,295 times"
    )]
    TooManyRows {
        /// Name of the column.
        column: String,
    },
    /// The numbers of a saved profile contradict each other.
    #[error("column `{column}` says it has {rows} rows, but its cells add up to {cells}")]
    RowsDiffer {
        /// Name of the column.
        column: String,
        /// Rows stated.
        rows: u64,
        /// Cells counted.
        cells: u64,
    },
    /// A column of a saved profile is not as long as the data set.
    #[error("column `{column}` has {cells} cells, but the data set has {rows} rows")]
    ColumnRows {
        /// Name of the column.
        column: String,
        /// Rows of the data set.
        rows: u64,
        /// Cells of the column.
        cells: u64,
    },
    /// Two columns of a saved profile have the same name.
    #[error("there are two columns `{column}`, but names have to differ")]
    SameName {
        /// The name.
        column: String,
    },
    /// The texts of a saved profile are not those that its limit keeps.
    #[error("column `{column}` does not count the texts one by one that its text limit keeps")]
    TextLimit {
        /// Name of the column.
        column: String,
    },
    /// The numbers of a saved profile contradict each other.
    #[error("column `{column}` says that {integers} of its {numbers} numbers are integers")]
    IntegersDiffer {
        /// Name of the column.
        column: String,
        /// Integers stated.
        integers: u64,
        /// Numbers counted.
        numbers: u64,
    },
}

/// How many names a [`DriftError::UnknownColumn`] offers.
const OFFERED: usize = 5;

/// The error for a name that is not among `known`: with close names, or else the first few.
pub(super) fn unknown_column<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> DriftError {
    let known: Vec<&str> = known.collect();
    let limit = 1 + name.chars().count() / 4;
    let mut close: Vec<(usize, &str)> =
        known.iter().map(|other| (distance(name, other), *other)).filter(|(far, _)| *far <= limit).collect();
    close.sort();
    let offered: Vec<&str> =
        if close.is_empty() { known } else { close.into_iter().map(|(_, other)| other).collect() };
    DriftError::UnknownColumn {
        name: name.to_owned(),
        near: offered.into_iter().take(OFFERED).map(str::to_owned).collect(),
    }
}

fn offer(near: &[String]) -> String {
    let quoted: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => format!("; did you mean {one}?"),
        [first @ .., last] => format!("; there are {} and {last}", first.join(", ")),
    }
}

/// Levenshtein distance, letters compared without case.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).collect();
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (line, letter) in b.chars().flat_map(char::to_lowercase).enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (at, other) in a.iter().enumerate() {
            let replaced = diagonal + usize::from(*other != letter);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row[a.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        // The textbook examples of V. Levenshtein's distance.
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("flaw", "lawn"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("Age", "age"), 0);
    }

    #[test]
    fn close_names_are_offered_first() {
        let columns = ["age", "salary", "salary_range", "country"];
        let message = unknown_column("salry", columns.into_iter()).to_string();
        assert_eq!(message, "there is no column `salry`; did you mean `salary`?");
        let message = unknown_column("zzz", columns.into_iter()).to_string();
        assert!(message.ends_with("`age`, `salary`, `salary_range` and `country`"), "{message}");
    }
}
