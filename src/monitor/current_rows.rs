//! Current data as rows: all files below each other, labels joined, cut into windows. Watching and
//! retraining take it from here, so that both speak of the same rows.

use super::columns::columns_of;
use super::labels::LabelMatch;
use super::times::row_times;
use super::{MonitorError, WatchSettings, WindowRows, join_labels, windows_of};
use crate::data::{Cell, CellColumn, RowTable};

/// Current data, whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CurrentRows {
    /// Names of the files, in order.
    pub files: Vec<String>,
    /// The rows of all files, in order, with the labels that arrived in a file of their own.
    pub table: RowTable,
    /// How those were joined; `None` without such a file.
    pub labels: Option<LabelMatch>,
    /// The windows of a history, in order, with their rows. A slice of the settings does not narrow them.
    pub windows: Vec<WindowRows>,
    /// Column of true labels, named or known by its name.
    pub target: Option<String>,
    /// Column of times.
    pub timestamp: Option<String>,
    /// Column that names the rows, by its role on all sides.
    pub id: Option<String>,
}

/// Current data as [`watch`](super::watch) takes it. Roles are decided over the reference too, where
/// there is one; without it, what the policy says of columns that only a reference may have does not count.
///
/// # Errors
///
/// [`MonitorError`]: labels that cannot be joined, columns that are not there, data that cannot be cut as
/// asked for.
pub fn current_rows(
    reference: Option<&RowTable>,
    current: &[RowTable],
    labels: Option<&RowTable>,
    settings: &WatchSettings,
) -> Result<CurrentRows, MonitorError> {
    let mut table = RowTable::stacked(current);
    let joined = join(&mut table, current, labels, settings)?;
    let target = settings.target.clone().or(joined.as_ref().map(|joined| joined.target.clone()));
    let mut settings = settings.clone();
    if reference.is_none() {
        let policy = &mut settings.policy;
        policy.kinds.retain(|name, _| table.column(name).is_some());
        policy.roles.retain(|name, _| table.column(name).is_some());
        policy.column_rules.retain(|name, _| table.column(name).is_some());
    }
    let columns = columns_of(reference.unwrap_or(&table), &table, &settings, target, false)?;
    let files: Vec<(String, u64)> =
        current.iter().map(|table| (table.name.clone(), table.rows as u64)).collect();
    let times = times_of(&table, columns.timestamp.as_deref());
    let windows = windows_of(settings.windows, &files, times.as_deref())?.windows;
    Ok(CurrentRows {
        files: files.into_iter().map(|(name, _)| name).collect(),
        table,
        labels: joined,
        windows,
        target: columns.target,
        timestamp: columns.timestamp,
        id: columns.id,
    })
}

/// When each row of a table was made; `None` without the column.
pub(super) fn times_of(table: &RowTable, timestamp: Option<&str>) -> Option<Vec<Option<i64>>> {
    Some(row_times(table.column(timestamp?)?).millis)
}

/// Puts labels of a file of their own into current data.
pub(super) fn join(
    stacked: &mut RowTable,
    current: &[RowTable],
    labels: Option<&RowTable>,
    settings: &WatchSettings,
) -> Result<Option<LabelMatch>, MonitorError> {
    let Some(labels) = labels else { return Ok(None) };
    let tables: Vec<&RowTable> = current.iter().collect();
    let joined = join_labels(
        &tables,
        labels,
        settings.label_id.as_deref(),
        settings
            .label_column
            .as_deref()
            .or(settings.target.as_deref().filter(|name| labels.column(name).is_some())),
    )?;
    let mut report = joined.report;
    let mut column = joined.column;
    if let Some(target) = &settings.target {
        column.name.clone_from(target);
    }
    report.target.clone_from(&column.name);
    match stacked.columns.iter_mut().find(|other| other.name == column.name) {
        // What stands in the data stays where no label arrived.
        Some(other) => *other = first_of(&column, other),
        None => stacked.columns.push(column),
    }
    Ok(Some(report))
}

fn first_of(first: &CellColumn, other: &CellColumn) -> CellColumn {
    let cells = (0..first.len()).map(|row| match first.cell(row) {
        Cell::Missing => other.cell(row),
        cell => cell,
    });
    CellColumn::from_cells(&first.name, cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, Role, RowReader};

    fn table(name: &str, text: &str) -> RowTable {
        let mut reader = RowReader::new(name, &ReadOptions::default());
        reader.push(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    #[test]
    fn labels_of_a_file_go_before_those_of_the_data_and_windows_know_their_rows() {
        let files = [table("a.csv", "id,x,y\n1,5,no\n2,6,no\n"), table("b.csv", "id,x,y\n3,7,\n4,8,\n")];
        let labels = table("l.csv", "id,late\n2,yes\n3,yes\n");
        let settings = WatchSettings { target: Some("y".to_owned()), ..WatchSettings::default() };
        let found = current_rows(None, &files, Some(&labels), &settings).unwrap();
        let y = found.table.column("y").unwrap();
        let cells: Vec<Cell<'_>> = (0..4).map(|row| y.cell(row)).collect();
        assert_eq!(cells, [Cell::Text("no"), Cell::Text("yes"), Cell::Text("yes"), Cell::Missing]);
        assert_eq!((found.target.as_deref(), found.id.as_deref()), (Some("y"), Some("id")));
        assert_eq!(found.files, ["a.csv", "b.csv"]);
        let rows: Vec<&[u32]> = found.windows.iter().map(|window| window.rows.as_slice()).collect();
        assert_eq!(rows, [[0, 1], [2, 3]]);
    }

    #[test]
    fn a_policy_may_name_columns_of_the_reference_alone() {
        let files = [table("a.csv", "id,x\n1,5\n2,6\n")];
        let mut settings = WatchSettings::default();
        settings.policy.roles.insert("repaid".to_owned(), Role::Target);
        assert!(current_rows(None, &files, None, &settings).is_ok());
        let reference = table("r.csv", "id,x\n1,5\n2,6\n");
        assert!(current_rows(Some(&reference), &files, None, &settings).is_err(), "it is nowhere");
    }
}
