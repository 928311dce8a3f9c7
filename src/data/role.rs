//! What part a column plays.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{ColumnFacts, Kind, datetime};

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

impl Role {
    /// Every role.
    pub const ALL: [Role; 9] = [
        Role::Feature,
        Role::Target,
        Role::Prediction,
        Role::Probability,
        Role::Timestamp,
        Role::Id,
        Role::Split,
        Role::Version,
        Role::Ignore,
    ];

    /// Stable identifier used in reports, policies and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Role::Feature => "feature",
            Role::Target => "target",
            Role::Prediction => "prediction",
            Role::Probability => "probability",
            Role::Timestamp => "timestamp",
            Role::Id => "id",
            Role::Split => "split",
            Role::Version => "version",
            Role::Ignore => "ignore",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Role::ALL.into_iter().find(|role| role.id() == id).ok_or_else(|| UnknownRole { id: id.to_owned() })
    }
}

/// An identifier that names no role.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{id:?} is not a role; use feature, target, prediction, probability, timestamp, id, split, version or ignore"
)]
pub struct UnknownRole {
    /// As given.
    pub id: String,
}

/// Detects a column's role from its name, confirmed by its values on every side that
/// has any.
///
/// Names are compared without case and without `_`, `-`, `.` and spaces. A name alone is
/// not enough: a `score` outside [0, 1] is a feature, and so is an `id` that repeats.
/// That a prediction's values are among the target's is for the caller to check, who
/// sees both columns.
pub fn detect(
    name: &str,
    kind: Kind,
    reference: Option<&ColumnFacts>,
    current: Option<&ColumnFacts>,
) -> Role {
    let sides: Vec<&ColumnFacts> =
        [reference, current].into_iter().flatten().filter(|facts| facts.usable() > 0).collect();
    let every = |test: fn(&ColumnFacts) -> bool| !sides.is_empty() && sides.iter().all(|facts| test(facts));
    let plain = plain(name);
    let plain = plain.as_str();
    let label = !matches!(kind, Kind::Text | Kind::Datetime | Kind::Identifier);

    if TARGET.contains(&plain) && label && !sides.is_empty() {
        return Role::Target;
    }
    if PREDICTION.contains(&plain) && label && !sides.is_empty() {
        let probability = every(is_probability) && sides.iter().any(|facts| facts.integers < facts.numbers);
        return if probability { Role::Probability } else { Role::Prediction };
    }
    if (PROBABILITY.contains(&plain) || plain.starts_with("proba")) && every(is_probability) {
        return Role::Probability;
    }
    if TIMESTAMP.contains(&plain) && every(is_time) {
        return Role::Timestamp;
    }
    if is_named_id(name) && every(names_rows) {
        return Role::Id;
    }
    if SPLIT.contains(&plain) && every(|facts| facts.texts == facts.usable() && facts.distinct() <= 10) {
        return Role::Split;
    }
    if VERSION.contains(&plain) && every(|facts| facts.distinct() <= 50) {
        return Role::Version;
    }
    Role::Feature
}

/// Leaves one target where names suggested several: the one whose name comes first among
/// target, label, y, … churn, default, survived. The others become features, as `default`
/// beside `y` is. `names` and `roles` run in parallel.
pub fn keep_one_target(names: &[&str], roles: &mut [Role]) {
    let rank = |name: &str| target_rank(name).unwrap_or(TARGET.len());
    let best = names
        .iter()
        .enumerate()
        .filter(|(at, _)| roles.get(*at) == Some(&Role::Target))
        .min_by_key(|(_, name)| rank(name))
        .map(|(at, _)| at);
    for (at, role) in roles.iter_mut().enumerate() {
        if *role == Role::Target && Some(at) != best {
            *role = Role::Feature;
        }
    }
}

/// Whether a column is named like one that names rows, such as `id` or `customer_id`. What stands in
/// it is not asked.
pub fn is_named_id(name: &str) -> bool {
    ID.contains(&plain(name).as_str()) || ends_with_id(name)
}

/// Place of a column's name among those of targets, the most usual first; `None` if it is none.
pub fn target_rank(name: &str) -> Option<usize> {
    let plain = plain(name);
    TARGET.iter().position(|known| *known == plain)
}

const TARGET: [&str; 11] = [
    "target",
    "label",
    "y",
    "ytrue",
    "actual",
    "groundtruth",
    "class",
    "outcome",
    "churn",
    "default",
    "survived",
];
const PREDICTION: [&str; 6] = ["prediction", "pred", "ypred", "yhat", "predictedlabel", "modeloutput"];
const PROBABILITY: [&str; 7] =
    ["proba", "prob", "probability", "score", "confidence", "ypredproba", "predictionproba"];
const TIMESTAMP: [&str; 7] = ["timestamp", "ts", "datetime", "date", "time", "eventtime", "createdat"];
const ID: [&str; 7] = ["id", "uuid", "index", "unnamed:0", "row", "rowid", "rownumber"];
const SPLIT: [&str; 4] = ["period", "split", "dataset", "partition"];
const VERSION: [&str; 2] = ["modelversion", "version"];

/// Without case and without `_`, `-`, `.` and spaces.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | '.' | ' ')).flat_map(char::to_lowercase).collect()
}

/// `customer_id`, `customer-id`, `Customer ID`, `customerId`; not `paid` or `grid`.
fn ends_with_id(name: &str) -> bool {
    let Some(stem) = name.len().checked_sub(2).and_then(|end| name.get(..end)) else { return false };
    match &name[stem.len()..] {
        "Id" | "ID" => stem.ends_with(|c: char| matches!(c, '_' | '-' | '.' | ' ') || c.is_lowercase()),
        "id" => stem.ends_with(['_', '-', '.', ' ']),
        _ => false,
    }
}

/// Only numbers, all in [0, 1].
fn is_probability(facts: &ColumnFacts) -> bool {
    facts.numbers == facts.usable() && facts.range.is_some_and(|range| 0.0 <= range.min && range.max <= 1.0)
}

/// 95 % of the cells parse as dates, or the numbers lie where epochs and `yyyymmdd` do.
fn is_time(facts: &ColumnFacts) -> bool {
    let numbers_are_times = facts.range.is_none_or(datetime::numbers_are_times);
    let times = facts.datetimes + if numbers_are_times { facts.numbers } else { 0 };
    times as f64 >= 0.95 * facts.usable() as f64
}

/// Near-unique, and integers where numbers.
fn names_rows(facts: &ColumnFacts) -> bool {
    facts.integers == facts.numbers
        && facts.infinite == 0
        && facts.distinct() as f64 >= 0.95 * facts.usable() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Range;

    fn numbers(rows: u64, distinct: u64, integers: bool, min: f64, max: f64) -> ColumnFacts {
        ColumnFacts {
            rows,
            numbers: rows,
            integers: if integers { rows } else { 0 },
            distinct_numbers: distinct,
            range: Some(Range { min, max }),
            ..ColumnFacts::default()
        }
    }

    fn texts(values: &[&str]) -> ColumnFacts {
        let mut facts = ColumnFacts { rows: values.len() as u64, ..ColumnFacts::default() };
        facts.add_texts(values.iter().map(|&value| (value, 1)));
        facts
    }

    fn role(name: &str, kind: Kind, facts: &ColumnFacts) -> Role {
        detect(name, kind, Some(facts), Some(facts))
    }

    #[test]
    fn names_are_compared_without_case_and_separators() {
        let labels = numbers(100, 2, true, 0.0, 1.0);
        for name in ["y_true", "Y True", "y-true", "YTRUE", "ground.truth", "Survived"] {
            assert_eq!(role(name, Kind::IntegerCategory, &labels), Role::Target, "{name}");
        }
        assert_eq!(role("y_pred", Kind::IntegerCategory, &labels), Role::Prediction);
        assert_eq!(role("yes", Kind::IntegerCategory, &labels), Role::Feature);
    }

    #[test]
    fn values_must_confirm_the_name() {
        let shares = numbers(100, 90, false, 0.01, 0.99);
        let amounts = numbers(100, 90, false, 300.0, 850.0);
        assert_eq!(role("score", Kind::Numeric, &shares), Role::Probability);
        assert_eq!(role("proba_setosa", Kind::Numeric, &shares), Role::Probability);
        assert_eq!(role("score", Kind::Numeric, &amounts), Role::Feature);
        assert_eq!(role("prediction", Kind::Numeric, &shares), Role::Probability);
        assert_eq!(detect("score", Kind::Numeric, Some(&shares), Some(&amounts)), Role::Feature);
        assert_eq!(detect("score", Kind::Numeric, None, None), Role::Feature);
        let unique = numbers(100, 100, true, 1.0, 100.0);
        let repeated = numbers(100, 3, true, 1.0, 3.0);
        for name in ["id", "customer_id", "userId", "Order ID", "Unnamed: 0", "index", "row"] {
            assert_eq!(role(name, Kind::Numeric, &unique), Role::Id, "{name}");
            assert_eq!(role(name, Kind::Numeric, &repeated), Role::Feature, "{name}");
        }
        assert_eq!(role("paid", Kind::Numeric, &unique), Role::Feature);
        assert_eq!(role("split", Kind::Categorical, &texts(&["train", "test"])), Role::Split);
        assert_eq!(role("period", Kind::Numeric, &repeated), Role::Feature);
        assert_eq!(role("model_version", Kind::Categorical, &texts(&["v1", "v2"])), Role::Version);
    }

    #[test]
    fn times_are_told_by_their_cells() {
        assert_eq!(role("date", Kind::Text, &texts(&["2024-01-01", "2024-01-02"])), Role::Timestamp);
        assert_eq!(role("date", Kind::Text, &texts(&["2024-01-01", "soon"])), Role::Feature);
        assert_eq!(role("ts", Kind::Numeric, &numbers(9, 9, true, 1.7e9, 1.8e9)), Role::Timestamp);
        assert_eq!(role("time", Kind::Numeric, &numbers(9, 9, false, 0.1, 9.0)), Role::Feature);
    }

    #[test]
    fn one_target_is_kept() {
        let names = ["default", "y", "age"];
        let mut roles = [Role::Target, Role::Target, Role::Feature];
        keep_one_target(&names, &mut roles);
        assert_eq!(roles, [Role::Feature, Role::Target, Role::Feature]);
    }

    #[test]
    fn identifiers_read_back() {
        assert!(Role::ALL.into_iter().all(|role| role.id().parse() == Ok(role)));
        assert!("Target".parse::<Role>().is_err());
    }
}
