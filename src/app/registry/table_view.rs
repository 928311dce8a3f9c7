//! The one view of all tables of plain rows.

use std::sync::Arc;

use leptos::prelude::*;

use super::table::{TextCell, TextColumn, TextRow};
use crate::app::components::words::Words;
use crate::app::models::bar_cell::BarCell;

/// Draws a part of a row from its key.
pub type RowPart = Arc<dyn Fn(&str) -> AnyView + Send + Sync>;

/// What a table has beside its rows.
#[derive(Clone, Default)]
pub struct TableParts {
    /// Before the head of each row, such as a box to tick.
    pub lead: Option<RowPart>,
    /// In the head of each row, instead of its text.
    pub head: Option<RowPart>,
    /// After the last cell, such as buttons.
    pub tail: Option<RowPart>,
    /// Sorting by a column.
    pub sort: Option<TableSort>,
}

/// Sorting by the head of a column; the rows are given in order.
#[derive(Clone, Copy)]
pub struct TableSort {
    /// Column, and whether it falls.
    pub by: Signal<(usize, bool)>,
    /// Called with the column whose head is pressed.
    pub set: Callback<usize>,
}

/// A table whose rows may change, in a region that scrolls by itself.
pub fn text_table(
    label: impl Into<String>,
    columns: Vec<TextColumn>,
    rows: Signal<Vec<TextRow>>,
    parts: TableParts,
) -> AnyView {
    let label = label.into();
    let region = label.clone();
    let number: Vec<bool> = columns.iter().map(|column| column.is_number).collect();
    let spare =
        |text: &'static str| view! { <th scope="col"><span class="visually-hidden">{text}</span></th> };
    let head_lead = parts.lead.is_some().then(|| spare("chosen"));
    let head_tail = parts.tail.is_some().then(|| spare("actions"));
    let sort = parts.sort;
    let heads = columns.into_iter().enumerate().map(|(at, column)| head(at, column, sort)).collect_view();
    let body = move || rows.get().into_iter().map(|row| body_row(row, &number, &parts)).collect_view();
    view! {
        <div class="table-box" role="region" tabindex="0" aria-label=region>
            <table class="plain-table text-table" aria-label=label>
                <thead><tr>{head_lead}{heads}{head_tail}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A table whose rows stay.
pub fn fixed_table(label: impl Into<String>, columns: Vec<TextColumn>, rows: Vec<TextRow>) -> AnyView {
    text_table(label, columns, Signal::stored(rows), TableParts::default())
}

fn head(at: usize, column: TextColumn, sort: Option<TableSort>) -> AnyView {
    let class = column.is_number.then_some("is-number");
    let Some(sort) = sort else {
        return view! { <th scope="col" class=class>{column.label}</th> }.into_any();
    };
    let falls = move || {
        let (by, falls) = sort.by.get();
        (by == at).then_some(falls)
    };
    let order = move || falls().map(|falls| if falls { "descending" } else { "ascending" });
    let mark = move || falls().map_or("", |falls| if falls { "▼" } else { "▲" });
    view! {
        <th scope="col" class=class aria-sort=order>
            <button type="button" class="sort-button" on:click=move |_| sort.set.run(at)>
                {column.label}
                <span class="sort-mark" aria-hidden="true">{mark}</span>
            </button>
        </th>
    }
    .into_any()
}

fn body_row(row: TextRow, number: &[bool], parts: &TableParts) -> AnyView {
    let TextRow { key, cells, is_marked } = row;
    let lead = parts.lead.as_ref().map(|part| view! { <td>{part(&key)}</td> });
    let tail = parts.tail.as_ref().map(|part| view! { <td class="cell-actions">{part(&key)}</td> });
    let mut cells = cells.into_iter().zip(number.iter().copied());
    let head = cells.next().map(|(cell, is_number)| {
        let class = class(is_number, &cell);
        let inside = match &parts.head {
            Some(part) => part(&key),
            None => inside(cell),
        };
        view! { <th scope="row" class=class>{inside}</th> }
    });
    let cells = cells
        .map(|(cell, is_number)| {
            let class = class(is_number, &cell);
            let title = (!cell.full.is_empty()).then(|| cell.full.clone());
            view! { <td class=class title=title>{inside(cell)}</td> }
        })
        .collect_view();
    view! { <tr class:is-marked=is_marked>{lead}{head}{cells}{tail}</tr> }.into_any()
}

fn class(is_number: bool, cell: &TextCell) -> Option<&'static str> {
    const LONG: usize = 48;
    match (is_number, cell.text.len() > LONG) {
        (_, true) => Some("is-long"),
        (true, false) => Some("is-number"),
        (false, false) => None,
    }
}

fn inside(cell: TextCell) -> AnyView {
    match cell.bar {
        None if cell.text.contains('`') => view! { <Words text=cell.text /> }.into_any(),
        None => cell.text.into_any(),
        Some(bar) => {
            view! { <BarCell shape=bar.shape tone=bar.tone /><span class="bar-words">{cell.text}</span> }
                .into_any()
        }
    }
}
