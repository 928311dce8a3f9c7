//! Watches a model over time: from rows to a [`Timeline`].

use std::collections::BTreeSet;

use super::columns::{Columns, columns_of};
use super::current_rows::{join, times_of};
use super::facts::{Against, Rows};
use super::panes::{WindowRows, windows_of};
use super::reference::{reference_windows, usual_rows};
use super::sampling_error::SamplingErrors;
use super::study::Study;
use super::{Estimator, MonitorError, Timeline, WatchSettings, Window};
use crate::data::{Cell, CellColumn, Kind, RowTable, number_name};
use crate::drift::words::{counted, name};
use crate::model::{OutputColumns, Outputs, Scorer};

/// Versions that are named: a column with more is no column of versions.
const MOST_VERSIONS: usize = 100;

/// What predicts.
#[derive(Clone, Copy)]
pub enum PredictedBy<'a> {
    /// Columns of the data, if there are any.
    Columns,
    /// A model. `held_out` are the rows of the reference that it did not learn from, where it learned
    /// from others of them: what it says of those is too good to be a reference.
    Model {
        /// The model.
        scorer: &'a dyn Scorer,
        /// Rows of the reference; `None` where all can be trusted.
        held_out: Option<&'a [u32]>,
    },
}

/// The data that is watched, and what predicts on it.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// What the model was made on, or answers well.
    pub reference: &'a RowTable,
    /// Current data, in order.
    pub current: &'a [RowTable],
    /// Labels that arrived in a file of their own.
    pub labels: Option<&'a RowTable>,
    /// What predicts.
    pub by: PredictedBy<'a>,
}

/// Compares every window of current data with the reference. `progress` hears windows done, and of how
/// many.
///
/// # Errors
///
/// [`MonitorError`]: data that cannot be cut as asked for, columns that are not there, labels that
/// cannot be joined, predictions that are none, settings out of range.
pub fn watch(
    sources: Sources<'_>,
    settings: &WatchSettings,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Timeline, MonitorError> {
    let Sources { reference, current, labels, by } = sources;
    let mut notes = Vec::new();
    let mut stacked = RowTable::stacked(current);
    let joined = join(&mut stacked, current, labels, settings)?;
    let target = settings.target.clone().or(joined.as_ref().map(|joined| joined.target.clone()));
    let columns = columns_of(reference, &stacked, settings, target, matches!(by, PredictedBy::Columns))?;
    if let Some(target) = columns.target.as_deref().filter(|_| columns.guessed) {
        notes.push(format!(
            "{} is taken as the true label: it holds the classes of the predictions and agrees with them. Name \
             another column if that is wrong.",
            name(target)
        ));
    }
    let (before, now) = outputs(reference, &stacked, by, &columns, &mut notes)?;
    let looked = &columns.looked;

    let files: Vec<(String, u64)> =
        current.iter().map(|table| (table.name.clone(), table.rows as u64)).collect();
    let times = |table: &RowTable| times_of(table, columns.timestamp.as_deref());
    let (reference_times, current_times) = (times(reference), times(&stacked));
    let cut = windows_of(settings.windows, &files, current_times.as_deref())?;
    if cut.without_time > 0 {
        let rows = counted(cut.without_time, "row has", "rows have");
        notes.push(format!("{rows} no time that can be read, and so no window."));
    }
    let mut windows = cut.windows;
    let usual = usual_rows(&windows);
    let rows = reference.rows as u64;
    let mut own =
        reference_windows(settings.windows, &reference.name, rows, reference_times.as_deref(), usual)?;
    let mut all_rows: Vec<u32> = (0..reference.rows as u32).collect();
    if let Some(slice) = &settings.slice {
        all_rows = slice.of(reference, all_rows)?;
        for (table, windows) in [(reference, &mut own), (&stacked, &mut windows)] {
            for window in windows {
                window.rows = slice.of(table, std::mem::take(&mut window.rows))?;
                window.window.rows = window.rows.len() as u64;
            }
        }
        if all_rows.is_empty() {
            return Err(MonitorError::EmptySlice { file: reference.name.clone() });
        }
    }
    let trusted = trusted(&by, &all_rows, &mut notes);
    let study = Study {
        looked,
        reference: Rows { table: reference, outputs: &before },
        current: Rows { table: &stacked, outputs: &now },
        estimator: Estimator::fit(&before, &trusted, settings.seed),
        errors: SamplingErrors::of(&before, &trusted),
        against: Against::of(looked, &Rows { table: reference, outputs: &before }, &all_rows, &trusted),
        all_rows: &all_rows,
        trusted: &trusted,
        seed: settings.seed,
    };
    let fairness = match &settings.sensitive {
        Some(column) => {
            let kind = columns.kinds.get(column).copied().unwrap_or(Kind::Categorical);
            Some(study.fairness(column, kind, settings.positive.as_deref(), &windows)?)
        }
        None => None,
    };
    let versions = versions(columns.version.as_deref(), reference, &stacked, &windows);
    let studied = study.run(&windows, &own, usual, progress)?;
    for (window, facts) in windows.iter_mut().zip(&studied.labelled) {
        window.window.labelled = *facts;
    }
    let plain = |windows: Vec<WindowRows>| -> Vec<Window> {
        windows.into_iter().map(|window| window.window).collect()
    };
    Ok(Timeline {
        reference: reference.name.clone(),
        reference_rows: all_rows.len() as u64,
        rule: settings.windows,
        reference_windows: plain(own),
        windows: plain(windows),
        series: studied.series,
        columns: studied.columns,
        kinds: studied.kinds,
        labels: joined,
        fairness,
        versions,
        target: columns.target.clone(),
        classes: before.classes,
        notes,
    })
}

/// Windows in which a version of the model is met that was not there before, in the reference or a window.
fn versions(
    column: Option<&str>,
    reference: &RowTable,
    current: &RowTable,
    windows: &[WindowRows],
) -> Vec<(usize, String)> {
    let Some(cells) = column.and_then(|name| current.column(name)) else { return Vec::new() };
    let name = |column: &CellColumn, row: usize| match column.cell(row) {
        Cell::Missing => None,
        Cell::Number(number) => Some(number_name(number)),
        Cell::Text(text) => Some(text.to_owned()),
    };
    let mut known: BTreeSet<String> = column
        .and_then(|name| reference.column(name))
        .map(|column| (0..column.len()).filter_map(|row| name(column, row)).collect())
        .unwrap_or_default();
    let mut found = Vec::new();
    for (at, window) in windows.iter().enumerate() {
        for version in window.rows.iter().filter_map(|&row| name(cells, row as usize)) {
            if known.insert(version.clone()) && found.len() < MOST_VERSIONS {
                found.push((at, version));
            }
        }
    }
    // Without a reference that names its version, the first is no change.
    if column.is_some_and(|name| reference.column(name).is_none()) {
        found.retain(|(at, _)| *at > 0);
    }
    found
}

fn outputs(
    reference: &RowTable,
    current: &RowTable,
    by: PredictedBy<'_>,
    columns: &Columns,
    notes: &mut Vec<String>,
) -> Result<(Outputs, Outputs), MonitorError> {
    let there = |table: &RowTable| columns.target.as_deref().filter(|name| table.column(name).is_some());
    let (before, now) = match by {
        PredictedBy::Model { scorer, .. } => {
            let of = |table: &RowTable| {
                Outputs::of_model(scorer, &table.view(), &table.name, there(table))
                    .map_err(MonitorError::Model)
            };
            (of(reference)?, of(current)?)
        }
        PredictedBy::Columns => {
            let named = |table: &RowTable| OutputColumns {
                target: columns.target.as_deref().filter(|name| table.column(name).is_some()),
                prediction: columns.prediction.as_deref(),
                probabilities: &columns.probabilities,
            };
            if columns.target.is_none() && columns.prediction.is_none() {
                notes.push(
                    "There are neither labels nor predictions: only the data itself is watched.".to_owned(),
                );
                return Ok((Outputs::default(), Outputs::default()));
            }
            let classes = Outputs::classes_of(&reference.view(), &reference.name, named(reference))
                .map_err(MonitorError::Model)?;
            let probabilities = columns.in_order_of(&classes);
            let of = |table: &RowTable| {
                let named = OutputColumns { probabilities: &probabilities, ..named(table) };
                Outputs::of_columns(&table.view(), &table.name, &classes, named).map_err(MonitorError::Model)
            };
            (of(reference)?, of(current)?)
        }
    };
    for (outputs, table) in [(&before, reference), (&now, current)] {
        if outputs.unknown_labels > 0 {
            notes.push(format!(
                "{} in {} that the reference does not have: taken as missing.",
                counted(outputs.unknown_labels, "label is of a class", "labels are of classes"),
                name(&table.name)
            ));
        }
    }
    Ok((before, now))
}

/// The rows of the reference whose predictions are not too good.
fn trusted(by: &PredictedBy<'_>, all_rows: &[u32], notes: &mut Vec<String>) -> Vec<u32> {
    let PredictedBy::Model { held_out: Some(held_out), .. } = by else { return all_rows.to_vec() };
    let rows: Vec<u32> = all_rows.iter().copied().filter(|row| held_out.binary_search(row).is_ok()).collect();
    notes.push(format!(
        "The model learned from this reference: {} that it did not learn from say how good it was and what is usual \
         of its predictions.",
        counted(rows.len() as u64, "row", "rows")
    ));
    rows
}
