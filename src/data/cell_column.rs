//! The cells of one column, row by row.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::cell_rules::{CellRules, ReadCell};
use super::missing::ExtraTokens;
use super::number::NumberFormat;
use super::{ColumnFacts, Range};

/// One column of a [`RowSample`](super::RowSample) or a [`RowTable`](super::RowTable).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct CellColumn {
    /// Name of the column.
    pub name: String,
    numbers: Vec<f64>,       // NaN where the cell is no number.
    texts: Vec<u32>,         // 0 where the cell is no text, else its place in `dictionary` plus one.
    dictionary: Vec<String>, // Distinct texts in order of first appearance.
}

/// One cell of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Missing.
    Missing,
    /// A number, which may be infinite.
    Number(f64),
    /// Any other text.
    Text(&'a str),
}

impl<'a> Cell<'a> {
    /// A cell as it is typed, without quotes and with a decimal point: missing by the usual tokens, a
    /// number, or a text.
    pub fn read(text: &'a str) -> Self {
        let format = NumberFormat { decimal: b'.', thousands: None };
        match (CellRules { format, extra: ExtraTokens::default() }).read(text.as_bytes()) {
            ReadCell::Missing => Self::Missing,
            ReadCell::Number(number) => Self::Number(number.value),
            ReadCell::Text(_) => Self::Text(text),
        }
    }
}

/// Where a cell's value is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellPlace {
    /// Missing.
    Missing,
    /// A number, which may be infinite.
    Number(f64),
    /// Place of the text in [`CellColumn::dictionary`].
    Text(usize),
}

impl CellColumn {
    /// Cells.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are no cells.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The distinct texts, in order of first appearance.
    pub fn dictionary(&self) -> &[String] {
        &self.dictionary
    }

    /// One cell; missing beyond the last.
    pub fn cell(&self, row: usize) -> Cell<'_> {
        match self.place(row) {
            CellPlace::Missing => Cell::Missing,
            CellPlace::Number(value) => Cell::Number(value),
            CellPlace::Text(place) => self.dictionary.get(place).map_or(Cell::Missing, |t| Cell::Text(t)),
        }
    }

    /// A column of numbers; NaN is missing.
    pub fn from_numbers(name: impl Into<String>, numbers: Vec<f64>) -> Self {
        Self { name: name.into(), numbers, texts: Vec::new(), dictionary: Vec::new() }
    }

    /// A column of any cells.
    pub fn from_cells<'a>(name: &str, cells: impl IntoIterator<Item = Cell<'a>>) -> Self {
        let mut builder = ColumnBuilder::named(name);
        cells.into_iter().for_each(|cell| builder.push(cell));
        let rows = builder.column.numbers.len();
        builder.pad(rows);
        builder.finish()
    }

    /// The cells of `rows`, in that order, each as often as it is named; missing beyond the last.
    #[must_use]
    pub fn gather(&self, rows: &[u32]) -> Self {
        let at = |row: &u32| *row as usize;
        let numbers = rows.iter().map(|row| self.numbers.get(at(row)).copied().unwrap_or(f64::NAN)).collect();
        let texts = if self.texts.is_empty() {
            Vec::new()
        } else {
            rows.iter().map(|row| self.texts.get(at(row)).copied().unwrap_or(0)).collect()
        };
        Self { name: self.name.clone(), numbers, texts, dictionary: self.dictionary.clone() }
    }

    /// Finite and infinite numbers in order of the rows; NaN where the cell is no number.
    pub fn numbers(&self) -> &[f64] {
        &self.numbers
    }

    /// What kind and role inference need to know. A number without a fraction counts as written
    /// as an integer, since a cell does not remember its spelling.
    pub fn facts(&self) -> ColumnFacts {
        let mut facts = ColumnFacts { rows: self.len() as u64, ..ColumnFacts::default() };
        let mut distinct = FxHashSet::with_capacity_and_hasher(self.numbers.len(), Default::default());
        let mut range: Option<Range> = None;
        let mut counts = vec![0_u64; self.dictionary.len()];
        for row in 0..self.len() {
            match self.place(row) {
                CellPlace::Missing => facts.missing += 1,
                CellPlace::Number(value) if value.is_finite() => {
                    facts.numbers += 1;
                    facts.integers += u64::from(value.fract() == 0.0);
                    // Both zeros are one value.
                    distinct.insert((value + 0.0).to_bits());
                    let Range { min, max } = range.unwrap_or(Range { min: value, max: value });
                    range = Some(Range { min: min.min(value), max: max.max(value) });
                }
                CellPlace::Number(_) => facts.infinite += 1,
                CellPlace::Text(place) => {
                    if let Some(count) = counts.get_mut(place) {
                        *count += 1;
                    }
                }
            }
        }
        facts.range = range;
        facts.distinct_numbers = distinct.len() as u64;
        let texts = self.dictionary.iter().zip(counts).filter(|(_, count)| *count > 0);
        facts.add_texts(texts.map(|(text, count)| (text.as_str(), count)));
        facts
    }

    /// One cell, its text by place; missing beyond the last.
    pub fn place(&self, row: usize) -> CellPlace {
        match (self.texts.get(row).copied(), self.numbers.get(row)) {
            (Some(text), _) if text > 0 => CellPlace::Text(text as usize - 1),
            (_, Some(value)) if !value.is_nan() => CellPlace::Number(*value),
            _ => CellPlace::Missing,
        }
    }
}

impl PartialEq for CellColumn {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.len() == other.len()
            && (0..self.len()).all(|row| self.cell(row) == other.cell(row))
    }
}

/// Adds cells to a column.
pub(super) struct ColumnBuilder {
    column: CellColumn,
    places: FxHashMap<Box<str>, u32>,
}

impl ColumnBuilder {
    pub(super) fn named(name: &str) -> Self {
        let column = CellColumn { name: name.to_owned(), ..CellColumn::default() };
        Self { column, places: FxHashMap::default() }
    }

    pub(super) fn push(&mut self, cell: Cell<'_>) {
        let (number, text) = match cell {
            Cell::Missing => (f64::NAN, 0),
            Cell::Number(value) => (value, 0),
            Cell::Text(text) => (f64::NAN, self.place(text) + 1),
        };
        self.column.numbers.push(number);
        if text > 0 || !self.column.texts.is_empty() {
            self.column.texts.resize(self.column.numbers.len() - 1, 0);
            self.column.texts.push(text);
        }
    }

    /// Missing cells up to `rows` in all.
    pub(super) fn pad(&mut self, rows: usize) {
        if self.column.numbers.len() < rows {
            self.column.numbers.resize(rows, f64::NAN);
        }
    }

    pub(super) fn finish(mut self) -> CellColumn {
        self.column.numbers.shrink_to_fit();
        self.column.texts.shrink_to_fit();
        self.column
    }

    fn place(&mut self, text: &str) -> u32 {
        if let Some(&place) = self.places.get(text) {
            return place;
        }
        let place = self.column.dictionary.len() as u32; // At most one a sampled row.
        self.column.dictionary.push(text.to_owned());
        self.places.insert(text.into(), place);
        place
    }
}

/// A column as written: JSON knows no NaN and no infinity.
#[derive(Serialize, Deserialize)]
struct Stored {
    name: String,
    /// One a row: [`NUMBER`], [`MISSING`], [`INFINITE`], [`MINUS_INFINITE`], or the place of the
    /// text in `texts` plus one. Empty when all cells are finite numbers.
    cells: Vec<i32>,
    /// The finite numbers in order of the rows.
    numbers: Vec<f64>,
    texts: Vec<String>,
}

const NUMBER: i32 = 0;
const MISSING: i32 = -1;
const INFINITE: i32 = -2;
const MINUS_INFINITE: i32 = -3;

impl From<CellColumn> for Stored {
    fn from(column: CellColumn) -> Self {
        if column.numbers.iter().all(|value| value.is_finite()) {
            return Self { name: column.name, cells: Vec::new(), numbers: column.numbers, texts: Vec::new() };
        }
        let mut numbers = Vec::new();
        let cell = |row| match column.place(row) {
            CellPlace::Missing => MISSING,
            CellPlace::Number(f64::INFINITY) => INFINITE,
            CellPlace::Number(f64::NEG_INFINITY) => MINUS_INFINITE,
            CellPlace::Number(value) => {
                numbers.push(value);
                NUMBER
            }
            CellPlace::Text(place) => i32::try_from(place).map_or(MISSING, |place| place + 1),
        };
        let cells = (0..column.len()).map(cell).collect();
        Self { name: column.name, cells, numbers, texts: column.dictionary }
    }
}

impl TryFrom<Stored> for CellColumn {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let Stored { name, cells, numbers, texts } = stored;
        let damaged = |what: &str| Err(format!("the sampled column `{name}` is damaged: {what}"));
        if numbers.iter().any(|value| !value.is_finite()) {
            return damaged("a number is not finite");
        }
        if cells.is_empty() {
            if !texts.is_empty() {
                return damaged("it has texts and no cells");
            }
            return Ok(Self { name, numbers, texts: Vec::new(), dictionary: Vec::new() });
        }
        let mut next = numbers.iter().copied();
        let (mut all, mut places) = (Vec::with_capacity(cells.len()), Vec::with_capacity(cells.len()));
        for &cell in &cells {
            let value = match cell {
                NUMBER => match next.next() {
                    Some(value) => value,
                    None => return damaged("it has fewer numbers than its cells say"),
                },
                INFINITE => f64::INFINITY,
                MINUS_INFINITE => f64::NEG_INFINITY,
                MISSING => f64::NAN,
                place if place > 0 && place as usize <= texts.len() => f64::NAN,
                _ => return damaged("a cell points nowhere"),
            };
            all.push(value);
            places.push(cell.max(0) as u32);
        }
        if next.next().is_some() {
            return damaged("it has more numbers than its cells say");
        }
        let places = if texts.is_empty() { Vec::new() } else { places };
        Ok(Self { name, numbers: all, texts: places, dictionary: texts })
    }
}
