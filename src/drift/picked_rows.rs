//! Sampled rows of both sides that meet conditions, as texts.

use std::collections::BTreeSet;

use super::frame::{Sampled, values};
use super::{CheckReport, Condition, DatasetProfile, FrameValues, Pick, PickedRows};
use crate::data::{Cell, CellColumn, RowSample, number_name};

impl Pick {
    /// Whether a number is in the range; nothing else holds a number.
    pub(super) fn holds(&self, value: f64) -> bool {
        match self {
            Pick::Range { from, to, closed } => *from <= value && (value < *to || *closed && value == *to),
            Pick::Category(_) => false,
            Pick::Missing => value.is_nan(),
        }
    }
}

/// Sampled rows of a comparison that meet all conditions, at most `most` of each side, under the
/// columns' kinds in the report: so a category is named, and a cell missing, as the report and
/// its details say.
///
/// A side without a sample of rows has none, and `*_sampled` is 0; a condition on a column that
/// a side does not have is met by none of its rows. The first of a sample are a sample too: no
/// row is preferred.
pub fn picked_rows(
    reference: &DatasetProfile,
    current: &DatasetProfile,
    report: &CheckReport,
    conditions: &[Condition],
    most: usize,
) -> PickedRows {
    let empty = RowSample::default();
    let (left, right) =
        (reference.sample.as_ref().unwrap_or(&empty), current.sample.as_ref().unwrap_or(&empty));
    let mut meets = Meets { reference: vec![true; left.len()], current: vec![true; right.len()] };
    for condition in conditions {
        meets.narrow([(reference, left), (current, right)], report, condition);
    }
    let names: Vec<&str> = columns(left, right);
    let rows = |sample: &RowSample, meets: &[bool]| -> Vec<Vec<String>> {
        let columns: Vec<Option<&CellColumn>> = names.iter().map(|name| sample.column(name)).collect();
        let picked = meets.iter().enumerate().filter(|(_, meets)| **meets).take(most);
        picked.map(|(row, _)| columns.iter().map(|column| text(*column, row)).collect()).collect()
    };
    let total = |meets: &[bool]| meets.iter().filter(|meets| **meets).count() as u64;
    PickedRows {
        reference: rows(left, &meets.reference),
        current: rows(right, &meets.current),
        reference_total: total(&meets.reference),
        current_total: total(&meets.current),
        reference_sampled: left.len() as u64,
        current_sampled: right.len() as u64,
        columns: names.into_iter().map(str::to_owned).collect(),
    }
}

/// Which sampled rows meet the conditions so far.
struct Meets {
    reference: Vec<bool>,
    current: Vec<bool>,
}

impl Meets {
    fn narrow(
        &mut self,
        sides: [(&DatasetProfile, &RowSample); 2],
        report: &CheckReport,
        condition: &Condition,
    ) {
        let none = CellColumn::default();
        let [left, right] = sides.map(|(profile, sample)| Sampled {
            cells: sample.column(&condition.column).unwrap_or(&none),
            profile: profile.column(&condition.column),
        });
        let Some(column) = report.columns.iter().find(|column| column.name == condition.column) else {
            self.reference.fill(false);
            self.current.fill(false);
            return;
        };
        let cells = values(left, right, column.kind);
        let picked = picked(&cells, &condition.pick);
        let (n_left, n_right) = (left.cells.len(), right.cells.len());
        narrow(&mut self.reference, picked.get(..n_left).unwrap_or_default());
        narrow(&mut self.current, picked.get(n_left..n_left + n_right).unwrap_or_default());
    }
}

fn narrow(meets: &mut [bool], picked: &[bool]) {
    for (row, meets) in meets.iter_mut().enumerate() {
        *meets &= picked.get(row).copied().unwrap_or(false);
    }
}

fn picked(cells: &FrameValues, pick: &Pick) -> Vec<bool> {
    match (cells, pick) {
        (FrameValues::Numbers(values), pick) => values.iter().map(|value| pick.holds(*value)).collect(),
        (FrameValues::Categories { codes, .. }, Pick::Missing) => {
            codes.iter().map(|code| *code == FrameValues::NO_CATEGORY).collect()
        }
        (FrameValues::Categories { codes, names }, Pick::Category(name)) => {
            let wanted = names.binary_search(name).ok().map(|place| place as u32);
            codes.iter().map(|code| Some(*code) == wanted).collect()
        }
        (FrameValues::Categories { codes, .. }, Pick::Range { .. }) => vec![false; codes.len()],
    }
}

/// The reference's columns, then those that only current has.
fn columns<'a>(reference: &'a RowSample, current: &'a RowSample) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    let both = reference.columns.iter().chain(&current.columns);
    both.map(|column| column.name.as_str()).filter(|name| seen.insert(*name)).collect()
}

/// A cell as text: a number in its shortest form, nothing where there is none.
fn text(column: Option<&CellColumn>, row: usize) -> String {
    match column.map_or(Cell::Missing, |column| column.cell(row)) {
        Cell::Missing => String::new(),
        Cell::Number(value) => number_name(value),
        Cell::Text(text) => text.to_owned(),
    }
}
