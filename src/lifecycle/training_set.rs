//! The rows that a challenger learns from: reference and current data, newest last, with their weights.

use rustc_hash::FxHashSet;

use super::{LifecycleError, TrainingRows};
use crate::data::{Cell, CellColumn, CellPlace, RowTable, number_name};
use crate::drift::words::{counted, name};
use crate::monitor::CurrentRows;

/// Least weight of a row beside one of the newest: what is older still weighs so much.
pub const LEAST_WEIGHT: f64 = 1e-6;

/// Rows to train on, the oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TrainingSet {
    /// The rows, all with a label. Columns are those that reference and current data share, and the target.
    pub table: RowTable,
    /// One a row; `None` where all weigh the same.
    pub weights: Option<Vec<f64>>,
    /// Where each row comes from.
    pub origins: Vec<RowOrigin>,
    /// Column that names the rows; `None` where there is none on both sides.
    pub id: Option<String>,
    /// Name of the newest window with a label.
    pub newest_window: Option<String>,
    /// What was left out and why, in words.
    pub notes: Vec<String>,
}

/// Where a row of a training set comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOrigin {
    /// The reference.
    Reference {
        /// Its row there, counted from 0.
        row: u32,
    },
    /// Current data.
    Current {
        /// Its row over all files, counted from 0.
        row: u32,
        /// Whether it lies in the newest window that has labels.
        in_newest: bool,
    },
}

impl TrainingSet {
    /// The rows for a first model: those of the reference that have a label, every identifier once. Columns
    /// that current data does not have are left out, so that the model can answer for it and later trainings
    /// split these rows alike. Without current data, `current` is the reference itself.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Rows`] where no row has a label.
    pub fn first(reference: &RowTable, current: &CurrentRows, target: &str) -> Result<Self, LifecycleError> {
        let mut notes = Vec::new();
        let rows = labelled(reference, target, (0..reference.rows as u32).collect());
        note_unlabelled(&mut notes, reference.rows - rows.len(), &reference.name);
        let id = current.id.as_deref().filter(|id| reference.column(id).is_some());
        let rows = newest_of_each(&[(reference, rows)], id, &mut notes).into_iter().map(|(_, row)| row);
        let rows: Vec<u32> = rows.collect();
        if rows.is_empty() {
            return Err(no_labels(target));
        }
        let taken: Vec<(usize, u32)> = rows.iter().map(|&row| (0, row)).collect();
        Ok(Self {
            table: gathered([reference, &current.table], &taken, target, &[], &mut notes),
            weights: None,
            origins: rows.into_iter().map(|row| RowOrigin::Reference { row }).collect(),
            id: id.map(str::to_owned),
            newest_window: None,
            notes,
        })
    }

    /// The rows for a challenger.
    ///
    /// The reference is older than current data; of current data the order is that of the windows, within
    /// one that of the files. Rows without a label, and rows in no window, are left out, and of rows with the
    /// same identifier the newest is taken. Then `rows` says which of them are learned from:
    ///
    /// - `Merge`: all.
    /// - `New`: those of current data.
    /// - `Sliding`: the newest so many.
    /// - `Recency`: all, weighing as `0.5 ^ (newer rows / half-life)` (at least [`LEAST_WEIGHT`]), brought to a
    ///   mean of 1, so that penalties of algorithms keep their meaning.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Rows`] where no row is left.
    pub fn of(
        reference: &RowTable,
        current: &CurrentRows,
        target: &str,
        rows: TrainingRows,
    ) -> Result<Self, LifecycleError> {
        let mut notes = Vec::new();
        let (now, places) = (&current.table, newest_windows(current));
        let mut order: Vec<u32> =
            (0..now.rows as u32).filter(|row| window_of(&places, *row).is_some()).collect();
        note_left_out(&mut notes, now.rows - order.len(), "is in no window", "are in no window");
        order.sort_by_key(|&row| (window_of(&places, row), row));
        let in_windows = order.len();
        let order = labelled(now, target, order);
        note_unlabelled(&mut notes, in_windows - order.len(), "current data");
        let newest = order.last().and_then(|&row| window_of(&places, row));
        let before = labelled(reference, target, (0..reference.rows as u32).collect());
        if !matches!(rows, TrainingRows::New) {
            note_unlabelled(&mut notes, reference.rows - before.len(), &reference.name);
        }
        let id = current.id.as_deref().filter(|id| [reference, now].iter().all(|t| t.column(id).is_some()));
        let mut taken = newest_of_each(&[(reference, before), (now, order)], id, &mut notes);
        match rows {
            TrainingRows::New => taken.retain(|(side, _)| *side == 1),
            TrainingRows::Sliding { rows } => {
                let most = usize::try_from(rows).unwrap_or(usize::MAX);
                taken.drain(..taken.len().saturating_sub(most));
            }
            TrainingRows::Merge | TrainingRows::Recency { .. } => {}
        }
        if taken.is_empty() {
            return Err(no_labels(target));
        }
        let weights = match rows {
            TrainingRows::Recency { half_life } => Some(recency(taken.len(), half_life)),
            _ => None,
        };
        let origin = |&(side, row): &(usize, u32)| match side {
            0 => RowOrigin::Reference { row },
            _ => RowOrigin::Current { row, in_newest: newest.is_some() && window_of(&places, row) == newest },
        };
        Ok(Self {
            table: gathered([reference, now], &taken, target, &current.files, &mut notes),
            weights,
            origins: taken.iter().map(origin).collect(),
            id: id.map(str::to_owned),
            newest_window: newest.and_then(|at| Some(current.windows.get(at)?.window.name.clone())),
            notes,
        })
    }

    /// Rows of current data among them.
    pub fn new_rows(&self) -> u64 {
        self.origins.iter().filter(|origin| matches!(origin, RowOrigin::Current { .. })).count() as u64
    }
}

impl RowOrigin {
    /// Whether it lies in the newest window that has labels.
    pub fn is_in_newest(self) -> bool {
        matches!(self, Self::Current { in_newest: true, .. })
    }
}

/// The newest window of every row, by its place; `None` for a row in no window.
pub(super) fn newest_windows(current: &CurrentRows) -> Vec<Option<usize>> {
    let mut places = vec![None; current.table.rows];
    for (at, window) in current.windows.iter().enumerate() {
        for &row in &window.rows {
            if let Some(place) = places.get_mut(row as usize) {
                *place = Some(at);
            }
        }
    }
    places
}

fn window_of(places: &[Option<usize>], row: u32) -> Option<usize> {
    places.get(row as usize).copied().flatten()
}

/// The rows that have a label.
pub(super) fn labelled(table: &RowTable, target: &str, rows: Vec<u32>) -> Vec<u32> {
    let Some(labels) = table.column(target) else { return Vec::new() };
    rows.into_iter().filter(|&row| labels.place(row as usize) != CellPlace::Missing).collect()
}

/// Rows of tables that follow each other in time, as (table, row): of rows with the same identifier the
/// last. Rows without one are all kept.
pub(super) fn newest_of_each(
    tables: &[(&RowTable, Vec<u32>)],
    id: Option<&str>,
    notes: &mut Vec<String>,
) -> Vec<(usize, u32)> {
    let all = tables.iter().enumerate().flat_map(|(at, (_, rows))| rows.iter().map(move |&row| (at, row)));
    let Some(id) = id else { return all.collect() };
    let mut known: FxHashSet<String> = FxHashSet::default();
    let backwards: Vec<(usize, u32)> = all.collect();
    let mut kept: Vec<(usize, u32)> = Vec::with_capacity(backwards.len());
    for &(at, row) in backwards.iter().rev() {
        let ids = tables.get(at).and_then(|(table, _)| table.column(id));
        let is_first = match ids.and_then(|ids| identifier(ids, row)) {
            Some(id) => known.insert(id),
            None => true,
        };
        if is_first {
            kept.push((at, row));
        }
    }
    kept.reverse();
    let older = backwards.len() - kept.len();
    if older > 0 {
        let rows = counted(older as u64, "row has", "rows have");
        notes.push(format!(
            "{rows} an identifier in {} that a newer row has too: the newer counts.",
            name(id)
        ));
    }
    kept
}

/// A number by its shortest spelling, a text without the spaces around it.
fn identifier(ids: &CellColumn, row: u32) -> Option<String> {
    match ids.cell(row as usize) {
        Cell::Missing => None,
        Cell::Number(number) => Some(number_name(number)),
        Cell::Text(text) => Some(text.trim().to_owned()),
    }
}

/// These rows with the columns that both sides have, and the target.
fn gathered(
    sides: [&RowTable; 2],
    taken: &[(usize, u32)],
    target: &str,
    files: &[String],
    notes: &mut Vec<String>,
) -> RowTable {
    let [reference, now] = sides;
    let mut one_sided: Vec<String> = Vec::new();
    let names =
        reference.columns.iter().chain(now.columns.iter().filter(|c| reference.column(&c.name).is_none()));
    let mut columns = Vec::new();
    for column in names {
        let there = sides.map(|table| table.column(&column.name));
        if column.name != target && there.iter().any(Option::is_none) {
            one_sided.push(name(&column.name));
            continue;
        }
        let cells = taken.iter().map(|&(side, row)| {
            let column = there.get(side).copied().flatten();
            column.map_or(Cell::Missing, |column| column.cell(row as usize))
        });
        columns.push(CellColumn::from_cells(&column.name, cells));
    }
    if !one_sided.is_empty() {
        notes.push(format!(
            "Reference and current data do not share {}: left out of the training.",
            one_sided.join(", ")
        ));
    }
    let old = taken.iter().any(|(side, _)| *side == 0).then(|| reference.name.clone());
    let new = taken.iter().any(|(side, _)| *side == 1).then(|| match files {
        [one] => one.clone(),
        many => counted(many.len() as u64, "file", "files"),
    });
    RowTable {
        name: old.into_iter().chain(new).collect::<Vec<_>>().join(" + "),
        rows: taken.len(),
        notes: Vec::new(),
        columns,
    }
}

/// `0.5 ^ (newer rows / half_life)` of each of so many rows, the newest last, over their mean.
fn recency(rows: usize, half_life: u64) -> Vec<f64> {
    let half_life = half_life.max(1) as f64;
    let raw: Vec<f64> =
        (0..rows).rev().map(|newer| half_to_the(newer as f64 / half_life).max(LEAST_WEIGHT)).collect();
    let mean = raw.iter().sum::<f64>() / rows.max(1) as f64;
    raw.into_iter().map(|weight| weight / mean).collect()
}

/// `0.5 ^ x` for `x` ≥ 0 from square roots alone, which are the same bit by bit on every target; exponents are
/// taken to 2⁻³⁰.
fn half_to_the(x: f64) -> f64 {
    if x >= 64.0 {
        return 0.0;
    }
    let (mut power, mut part) = (1.0, x.fract());
    for _ in 0..x.trunc() as u32 {
        power *= 0.5;
    }
    let mut root: f64 = 0.5;
    for _ in 0..30 {
        (root, part) = (root.sqrt(), part * 2.0);
        if part >= 1.0 {
            (power, part) = (power * root, part - 1.0);
        }
    }
    power
}

fn note_unlabelled(notes: &mut Vec<String>, rows: usize, file: &str) {
    if rows > 0 {
        let rows = counted(rows as u64, "row", "rows");
        notes.push(format!(
            "{rows} of {} without a label left out.",
            if file == "current data" { file.to_owned() } else { name(file) }
        ));
    }
}

fn note_left_out(notes: &mut Vec<String>, rows: usize, one: &str, many: &str) {
    if rows > 0 {
        notes.push(format!(
            "{} and left out.",
            counted(rows as u64, &format!("row {one}"), &format!("rows {many}"))
        ));
    }
}

fn no_labels(target: &str) -> LifecycleError {
    LifecycleError::Rows(format!(
        "no row to learn from has a label in {}: add labels, or choose other training rows",
        name(target)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, Role, RowReader};
    use crate::monitor::{Pane, WatchSettings, WindowRule, current_rows};

    fn table(name: &str, text: &str) -> RowTable {
        let mut reader = RowReader::new(name, &ReadOptions::default());
        reader.push(text.as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    fn of(reference: &str, current: &[&str], labels: Option<&str>, rows: TrainingRows) -> TrainingSet {
        let reference = table("r.csv", reference);
        let current: Vec<RowTable> =
            current.iter().enumerate().map(|(at, text)| table(&format!("c{at}.csv"), text)).collect();
        let labels = labels.map(|text| table("l.csv", text));
        let mut settings = WatchSettings {
            target: Some("y".to_owned()),
            windows: WindowRule { pane: Pane::File, panes: 1 },
            ..WatchSettings::default()
        };
        // Identifiers that repeat as often as here are not told by their values.
        if reference.column("id").is_some() {
            settings.policy.roles.insert("id".to_owned(), Role::Id);
        }
        let current = current_rows(Some(&reference), &current, labels.as_ref(), &settings).unwrap();
        TrainingSet::of(&reference, &current, "y", rows).unwrap()
    }

    fn numbers(set: &TrainingSet, column: &str) -> Vec<f64> {
        set.table.column(column).unwrap().numbers().to_vec()
    }

    const REFERENCE: &str = "id,x,y\n1,10,0\n2,20,1\n3,30,\n4,40,1\n";
    const FIRST: &str = "id,x,y\n5,50,0\n2,21,0\n6,60,\n";
    const SECOND: &str = "id,x,y\n7,70,1\n8,80,0\n5,51,\n";

    #[test]
    fn labelled_rows_are_merged_oldest_first_and_every_identifier_is_taken_once() {
        let set = of(REFERENCE, &[FIRST, SECOND], None, TrainingRows::Merge);
        // 3, 6 and the second 5 have no label; 2 came again.
        assert_eq!(numbers(&set, "x"), [10.0, 40.0, 50.0, 21.0, 70.0, 80.0]);
        assert_eq!((set.id.as_deref(), set.newest_window.as_deref()), (Some("id"), Some("c1.csv")));
        assert_eq!(set.new_rows(), 4);
        assert_eq!(set.origins[0], RowOrigin::Reference { row: 0 });
        assert_eq!(set.origins[3], RowOrigin::Current { row: 1, in_newest: false });
        assert_eq!(set.origins[4], RowOrigin::Current { row: 3, in_newest: true });
        assert_eq!((set.table.name.as_str(), set.weights.as_ref()), ("r.csv + 2 files", None));
        assert_eq!(
            set.notes,
            [
                "2 rows of current data without a label left out.",
                "1 row of `r.csv` without a label left out.",
                "1 row has an identifier in `id` that a newer row has too: the newer counts."
            ]
        );
    }

    #[test]
    fn labels_of_a_file_of_their_own_count() {
        let set = of(REFERENCE, &[FIRST, SECOND], Some("id,y\n6,1\n5,1\n"), TrainingRows::Merge);
        // Identifier 5 now has a label in its newer row.
        assert_eq!(numbers(&set, "x"), [10.0, 40.0, 21.0, 60.0, 70.0, 80.0, 51.0]);
        assert_eq!(numbers(&set, "y"), [0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0]);
    }

    #[test]
    fn rules_choose_among_the_rows() {
        let new = of(REFERENCE, &[FIRST, SECOND], None, TrainingRows::New);
        assert_eq!(numbers(&new, "x"), [50.0, 21.0, 70.0, 80.0]);
        assert_eq!(new.table.name, "2 files");
        let sliding = |rows| of(REFERENCE, &[FIRST], None, TrainingRows::Sliding { rows });
        assert_eq!(numbers(&sliding(3), "x"), [40.0, 50.0, 21.0]);
        assert_eq!(sliding(3).table.name, "r.csv + c0.csv");
        assert_eq!(numbers(&sliding(99), "x"), [10.0, 40.0, 50.0, 21.0]);
    }

    #[test]
    fn a_row_weighs_half_of_one_that_is_a_half_life_newer() {
        let set = of(REFERENCE, &[FIRST, SECOND], None, TrainingRows::Recency { half_life: 2 });
        let weights = set.weights.unwrap();
        let half = std::f64::consts::FRAC_1_SQRT_2;
        let raw = [half / 4.0, 0.25, half / 2.0, 0.5, half, 1.0];
        let mean = raw.iter().sum::<f64>() / 6.0;
        for (weight, expected) in weights.iter().zip(raw) {
            assert!((weight - expected / mean).abs() < 1e-15, "{weight} is not {expected} / {mean}");
        }
        let long = recency(2_000, 10);
        let newest = long[1_999];
        assert!(
            (long[0] / newest - LEAST_WEIGHT).abs() < 1e-18
                && (long.iter().sum::<f64>() - 2_000.0).abs() < 1e-9
        );
        // Against the library's power: 2⁻³⁰ of an exponent is 6·10⁻¹⁰ of the power.
        for newer in [1, 7, 33, 150] {
            assert!((long[1_999 - newer] / newest - 0.5_f64.powf(newer as f64 / 10.0)).abs() < 1e-9);
        }
    }

    #[test]
    fn columns_of_one_side_are_left_out_with_a_note_but_for_the_target() {
        let set =
            of("x,y,old\n1,0,5\n2,1,6\n", &["x,y,score\n3,0,0.2\n4,1,0.9\n"], None, TrainingRows::Merge);
        let names: Vec<&str> = set.table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["x", "y"]);
        assert_eq!(
            set.notes,
            ["Reference and current data do not share `old`, `score`: left out of the training."]
        );
        let set = of("x\n1\n2\n", &["x,y\n3,0\n4,1\n"], None, TrainingRows::Merge);
        assert_eq!((numbers(&set, "x"), numbers(&set, "y")), (vec![3.0, 4.0], vec![0.0, 1.0]));
    }

    #[test]
    fn a_first_model_learns_from_the_reference() {
        let first = |text: &str| {
            let reference = table("r.csv", text);
            let mut settings = WatchSettings { target: Some("y".to_owned()), ..WatchSettings::default() };
            settings.policy.roles.insert("id".to_owned(), Role::Id);
            let rows = current_rows(None, std::slice::from_ref(&reference), None, &settings).unwrap();
            TrainingSet::first(&reference, &rows, "y")
        };
        let set = first("id,x,y\n1,1,a\n1,2,b\n2,3,\n").unwrap();
        assert_eq!((numbers(&set, "x"), set.table.name.as_str()), (vec![2.0], "r.csv"));
        let error = first("x,y\n1,\n2,\n").unwrap_err();
        assert!(error.to_string().starts_with("no row to learn from has a label in `y`"), "{error}");
    }
}
