//! The rows that are most worth labelling, as a CSV that comes back as labels.

use super::loop_tasks::{ToLabel, ToLabelTask};
use super::task_error::TaskError;
use crate::data::{Cell, CellPlace, RowTable, number_name};
use crate::lifecycle::{RankedRow, rank_to_label};
use crate::monitor::{CurrentRows, WatchSettings, current_rows};
use crate::report::AnyModel;

/// The columns that are added.
const ADDED: [&str; 3] = ["window", "uncertainty", "rank"];

/// The unlabelled rows that the champion is least sure of, as CSV: all columns of the data, then `window`,
/// `uncertainty` and `rank`, those columns of the same names before.
///
/// # Errors
///
/// [`TaskError`]: a champion that cannot be read or does not fit, data that cannot be cut into windows.
pub fn to_label(
    task: &ToLabelTask,
    current: &[RowTable],
    labels: Option<&RowTable>,
) -> Result<(ToLabel, Vec<u8>), TaskError> {
    let champion = AnyModel::read(&task.champion.name, &task.champion.bytes).map_err(TaskError::Report)?;
    let mut watch = WatchSettings { slice: None, ..task.watch.clone() };
    if let AnyModel::Ours(file) = &champion {
        watch.target.get_or_insert_with(|| file.model.schema.target.clone());
    }
    // A target that no file has yet is what the labels are wanted for.
    let known = |name: &String| {
        current.iter().chain(labels).any(|table| table.column(name).is_some()) || watch.label_column.is_some()
    };
    let target = watch.target.clone();
    watch.target = watch.target.filter(known);
    let rows = current_rows(None, current, labels, &watch).map_err(TaskError::Monitor)?;
    let target = rows.target.clone().or(target);
    let first = current.first().unwrap_or(&rows.table);
    let champion = champion.for_data(first, None, target.as_deref()).map_err(TaskError::Model)?;
    let unlabelled = unlabelled(&rows, target.as_deref());
    let view = rows.table.view();
    let ranked = rank_to_label(champion.scorer(), &view, &rows.table.name, &unlabelled, task.most)
        .map_err(TaskError::Model)?;
    let found = ToLabel {
        name: "to-label.csv".to_owned(),
        rows: ranked.len() as u64,
        unlabelled: unlabelled.len() as u64,
    };
    Ok((found, csv(&rows, &ranked).into_bytes()))
}

/// The rows in a window that have no label, the oldest window first.
fn unlabelled(rows: &CurrentRows, target: Option<&str>) -> Vec<u32> {
    let labels = target.and_then(|target| rows.table.column(target));
    let is_unlabelled =
        |row: &u32| labels.is_none_or(|labels| labels.place(*row as usize) == CellPlace::Missing);
    let mut found: Vec<u32> = Vec::new();
    let mut taken = vec![false; rows.table.rows];
    for window in rows.windows.iter().rev() {
        for row in window.rows.iter().rev().copied().filter(is_unlabelled) {
            if let Some(taken) = taken.get_mut(row as usize).filter(|taken| !**taken) {
                *taken = true;
                found.push(row);
            }
        }
    }
    found.reverse();
    found
}

fn csv(rows: &CurrentRows, ranked: &[RankedRow]) -> String {
    let columns: Vec<_> =
        rows.table.columns.iter().filter(|column| !ADDED.contains(&column.name.as_str())).collect();
    let mut text = String::new();
    let names = columns.iter().map(|column| column.name.as_str()).chain(ADDED);
    line(&mut text, names.map(str::to_owned));
    for (rank, RankedRow { row, uncertainty }) in ranked.iter().enumerate() {
        let cells = columns.iter().map(|column| match column.cell(*row as usize) {
            Cell::Missing => String::new(),
            Cell::Number(number) => number_name(number),
            Cell::Text(text) => text.to_owned(),
        });
        let window = rows.windows.iter().rev().find(|window| window.rows.binary_search(row).is_ok());
        let window = window.map_or(String::new(), |window| window.window.name.clone());
        line(&mut text, cells.chain([window, format!("{uncertainty:.6}"), (rank + 1).to_string()]));
    }
    text
}

/// One record; cells with a delimiter, a quote or a line end between quotes (RFC 4180).
fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push('\n');
}
