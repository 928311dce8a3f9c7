//! The columns of both sides as one list, for the editable table.

use std::collections::HashMap;

use crate::data::{Kind, Role};
use crate::drift::{CheckReport, Finding, Policy};
use crate::worker::protocol::{ColumnInfo, TableInfo};

/// One side of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SideFacts {
    /// Missing cells.
    pub missing: u64,
    /// Rows of the file.
    pub rows: u64,
    /// Distinct usable values.
    pub distinct: u64,
}

/// One row of the editable table.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnRow {
    /// Name.
    pub name: String,
    /// Kind as detected, over both sides once they are compared.
    pub detected_kind: Kind,
    /// Role as detected.
    pub detected_role: Role,
    /// Kind that the user set.
    pub set_kind: Option<Kind>,
    /// Role that the user set.
    pub set_role: Option<Role>,
    /// Reference side, if the column stands there.
    pub reference: Option<SideFacts>,
    /// Current side, if the column stands there.
    pub current: Option<SideFacts>,
    /// A few values.
    pub samples: Vec<String>,
    /// What the comparison says of it.
    pub findings: Vec<Finding>,
}

impl ColumnRow {
    /// Kind as judged.
    pub fn kind(&self) -> Kind {
        self.set_kind.unwrap_or(self.detected_kind)
    }
}

/// Columns in the order of the reference, then those that only current has.
///
/// A report tells what kinds and roles were inferred over both sides; for what the user
/// set, and before there is a report, each file's own inference stands.
pub fn column_rows(
    reference: Option<&TableInfo>,
    current: Option<&TableInfo>,
    report: Option<&CheckReport>,
    policy: &Policy,
) -> Vec<ColumnRow> {
    let judged: HashMap<&str, _> =
        report.iter().flat_map(|r| &r.columns).map(|column| (column.name.as_str(), column)).collect();
    let on_current: HashMap<&str, &ColumnInfo> =
        current.iter().flat_map(|table| &table.columns).map(|info| (info.name.as_str(), info)).collect();
    let facts = |table: Option<&TableInfo>, info: &ColumnInfo| SideFacts {
        missing: info.missing,
        rows: table.map_or(0, |table| table.rows),
        distinct: info.distinct,
    };
    let row = |info: &ColumnInfo, left: Option<SideFacts>, right: Option<SideFacts>| {
        let name = info.name.clone();
        let set_kind = policy.kinds.get(&name).copied();
        let set_role = policy.roles.get(&name).copied();
        let judged = judged.get(name.as_str());
        ColumnRow {
            detected_kind: judged.filter(|_| set_kind.is_none()).map_or(info.kind, |c| c.kind),
            detected_role: judged.filter(|_| set_role.is_none()).map_or(info.role, |c| c.role),
            set_kind,
            set_role,
            reference: left,
            current: right,
            samples: info.samples.clone(),
            findings: judged.map(|c| c.findings.clone()).unwrap_or_default(),
            name,
        }
    };
    let mut rows = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for info in reference.iter().flat_map(|table| &table.columns) {
        seen.insert(info.name.as_str());
        let right = on_current.get(info.name.as_str()).map(|other| facts(current, other));
        rows.push(row(info, Some(facts(reference, info)), right));
    }
    for info in current.iter().flat_map(|table| &table.columns) {
        if !seen.contains(info.name.as_str()) {
            rows.push(row(info, None, Some(facts(current, info))));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Dialect, Encoding};
    use crate::worker::protocol::{Origin, Preview};

    fn table(rows: u64, columns: &[(&str, Kind, u64)]) -> TableInfo {
        TableInfo {
            name: "t.csv".to_owned(),
            bytes: 1,
            rows,
            dialect: Dialect {
                encoding: Encoding::Utf8,
                delimiter: ',',
                decimal_comma: false,
                thousands: None,
            },
            notes: Vec::new(),
            columns: columns
                .iter()
                .map(|(name, kind, missing)| ColumnInfo {
                    name: (*name).to_owned(),
                    kind: *kind,
                    role: Role::Feature,
                    missing: *missing,
                    distinct: 2,
                    samples: vec!["a".to_owned()],
                })
                .collect(),
            preview: Preview::default(),
            origin: Origin::Csv,
        }
    }

    #[test]
    fn both_sides_are_joined_by_name() {
        let reference = table(10, &[("a", Kind::Numeric, 1), ("gone", Kind::Text, 0)]);
        let current = table(20, &[("added", Kind::Boolean, 0), ("a", Kind::Numeric, 5)]);
        let rows = column_rows(Some(&reference), Some(&current), None, &Policy::default());
        let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["a", "gone", "added"]);
        assert_eq!(rows[0].current, Some(SideFacts { missing: 5, rows: 20, distinct: 2 }));
        assert_eq!(rows[1].current, None);
        assert_eq!(rows[2].reference, None);
    }

    #[test]
    fn what_the_user_set_wins_and_what_was_detected_stays_known() {
        let reference = table(10, &[("a", Kind::Numeric, 0)]);
        let mut policy = Policy::default();
        policy.kinds.insert("a".to_owned(), Kind::Categorical);
        let rows = column_rows(Some(&reference), None, None, &policy);
        assert_eq!(rows[0].kind(), Kind::Categorical);
        assert_eq!(rows[0].detected_kind, Kind::Numeric);
    }

    #[test]
    fn nothing_loaded_is_no_rows() {
        assert!(column_rows(None, None, None, &Policy::default()).is_empty());
    }
}
