//! Which columns a model can learn from, which it should not, and why.

use std::sync::Arc;

use crate::data::{Kind, Role};
use crate::drift::Policy;
use crate::worker::protocol::{ColumnInfo, TableInfo};

/// A column of the training file as the list of inputs shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Name.
    pub name: String,
    /// Kind as inferred from the file.
    pub kind: Kind,
    /// Why it is not chosen from the start; `None` for one that is.
    pub reason: Option<&'static str>,
}

/// The columns with the kinds and roles that the user decided, where any were.
pub fn decided(table: &Arc<TableInfo>, policy: &Policy) -> Arc<TableInfo> {
    if policy.kinds.is_empty() && policy.roles.is_empty() {
        return Arc::clone(table);
    }
    let mut table = TableInfo::clone(table);
    for column in &mut table.columns {
        column.kind = policy.kinds.get(&column.name).copied().unwrap_or(column.kind);
        column.role = policy.roles.get(&column.name).copied().unwrap_or(column.role);
    }
    Arc::new(table)
}

/// Which of the columns are numbers (`true`) or categories (`false`) by the user's decision.
pub fn numeric(policy: &Policy, features: &[String]) -> Vec<(String, bool)> {
    let of = |name: &String| match policy.kinds.get(name)? {
        Kind::Numeric => Some((name.clone(), true)),
        Kind::Categorical | Kind::IntegerCategory | Kind::Boolean | Kind::Text => Some((name.clone(), false)),
        Kind::Datetime | Kind::Identifier => None,
    };
    features.iter().filter_map(of).collect()
}

/// Every column but the target, in the order of the file.
pub fn choices(table: &TableInfo, target: &str) -> Vec<ColumnChoice> {
    let others = table.columns.iter().filter(|column| column.name != target);
    others.map(|column| choice(column, table.rows)).collect()
}

fn choice(column: &ColumnInfo, rows: u64) -> ColumnChoice {
    ColumnChoice { name: column.name.clone(), kind: column.kind, reason: reason(column, rows) }
}

/// Why a column should not be learned from.
pub fn reason(column: &ColumnInfo, rows: u64) -> Option<&'static str> {
    match (column.role, column.kind) {
        (Role::Target, _) => Some("looks like another true label"),
        (Role::Prediction, _) => Some("is a model’s prediction"),
        (Role::Probability, _) => Some("is a model’s probability"),
        (Role::Id, _) | (_, Kind::Identifier) => Some("names rows"),
        (Role::Timestamp, _) | (_, Kind::Datetime) => Some("says when; the split can use it"),
        (Role::Split, _) => Some("says which part a row belongs to"),
        (Role::Version, _) => Some("says which model answered"),
        (Role::Ignore, _) => Some("is left out of everything"),
        (Role::Feature, Kind::Text) => Some("is free text"),
        (Role::Feature, _) if rows > 0 && column.missing >= rows => Some("has no value"),
        (Role::Feature, _) if column.distinct <= 1 && column.missing == 0 => Some("has one value only"),
        (Role::Feature, _) => None,
    }
}

/// The column that is proposed as the target: the one that plays the role, else the last with
/// few values, else the last.
pub fn proposed_target(table: &TableInfo) -> Option<String> {
    let of_role = table.columns.iter().find(|column| column.role == Role::Target);
    let few = |column: &&ColumnInfo| {
        column.role == Role::Feature
            && (2..=20).contains(&column.distinct)
            && !matches!(column.kind, Kind::Text | Kind::Datetime | Kind::Identifier)
    };
    let column = of_role.or_else(|| table.columns.iter().rev().find(few)).or(table.columns.last());
    column.map(|column| column.name.clone())
}

/// Columns by which rows can be put in order of time.
pub fn timestamps(table: &TableInfo) -> Vec<String> {
    let is_time = |column: &&ColumnInfo| column.role == Role::Timestamp || column.kind == Kind::Datetime;
    table.columns.iter().filter(is_time).map(|column| column.name.clone()).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::data::{Dialect, Encoding};
    use crate::worker::protocol::{Origin, Preview};

    pub(crate) fn table(columns: &[(&str, Kind, Role, u64)]) -> TableInfo {
        let column = |&(name, kind, role, distinct): &(&str, Kind, Role, u64)| ColumnInfo {
            name: name.to_owned(),
            kind,
            role,
            missing: 0,
            distinct,
            samples: Vec::new(),
        };
        TableInfo {
            name: "t.csv".to_owned(),
            bytes: 1,
            rows: 100,
            dialect: Dialect {
                encoding: Encoding::Utf8,
                delimiter: ',',
                decimal_comma: false,
                thousands: None,
            },
            notes: Vec::new(),
            columns: columns.iter().map(column).collect(),
            preview: Preview::of(&[]),
            origin: Origin::Csv,
        }
    }

    #[test]
    fn what_leaks_or_cannot_be_learned_is_not_chosen_and_says_why() {
        let table = table(&[
            ("id", Kind::Numeric, Role::Id, 100),
            ("when", Kind::Datetime, Role::Timestamp, 100),
            ("note", Kind::Text, Role::Feature, 90),
            ("age", Kind::Numeric, Role::Feature, 40),
            ("one", Kind::Categorical, Role::Feature, 1),
            ("prediction", Kind::Categorical, Role::Prediction, 2),
            ("probability", Kind::Numeric, Role::Probability, 99),
            ("y", Kind::IntegerCategory, Role::Target, 2),
        ]);
        let chosen: Vec<String> =
            choices(&table, "y").into_iter().filter(|c| c.reason.is_none()).map(|c| c.name).collect();
        assert_eq!(chosen, ["age"]);
        assert!(choices(&table, "y").iter().all(|choice| choice.name != "y"));
        assert_eq!(timestamps(&table), ["when"]);
    }

    #[test]
    fn kinds_and_roles_are_those_that_the_user_decided() {
        let table = Arc::new(table(&[
            ("code", Kind::Numeric, Role::Feature, 9),
            ("age", Kind::Numeric, Role::Feature, 40),
            ("y", Kind::Boolean, Role::Target, 2),
        ]));
        let mut policy = Policy::default();
        assert!(Arc::ptr_eq(&decided(&table, &policy), &table));
        policy.kinds.insert("code".to_owned(), Kind::Categorical);
        policy.roles.insert("age".to_owned(), Role::Id);
        let told = decided(&table, &policy);
        assert_eq!(told.columns[0].kind, Kind::Categorical);
        assert_eq!(choices(&told, "y")[1].reason, Some("names rows"));
        assert_eq!(numeric(&policy, &["code".to_owned(), "age".to_owned()]), [("code".to_owned(), false)]);
    }

    #[test]
    fn the_target_is_the_column_of_that_role_else_the_last_with_few_values() {
        let told = table(&[("y", Kind::Boolean, Role::Target, 2), ("b", Kind::Boolean, Role::Feature, 2)]);
        assert_eq!(proposed_target(&told).as_deref(), Some("y"));
        let guessed = table(&[
            ("a", Kind::Categorical, Role::Feature, 3),
            ("b", Kind::Categorical, Role::Feature, 4),
            ("c", Kind::Numeric, Role::Feature, 90),
        ]);
        assert_eq!(proposed_target(&guessed).as_deref(), Some("b"));
        assert_eq!(proposed_target(&table(&[])), None);
    }
}
