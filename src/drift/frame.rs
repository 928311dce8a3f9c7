//! Sampled rows of both sides under the columns' kinds, as matrices of numbers and codes.
//!
//! Multivariate methods, calibration, correlations and segments start from here.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::comparable::{Booleans, Spellings};
use super::{ColumnPair, ColumnProfile};
use crate::data::{CellColumn, CellPlace, Kind, Role, RowSample, number_name};

/// A column of both sides' sampled rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameColumn {
    /// Name of the column.
    pub name: String,
    /// Kind, inferred or set.
    pub kind: Kind,
    /// Role, detected or set.
    pub role: Role,
    /// The reference's cells, then current's.
    pub values: FrameValues,
}

/// Cells of a column, one a sampled row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FrameValues {
    /// Finite numbers; NaN where there is none.
    Numbers(Vec<f64>),
    /// Place of the category in `names`; [`FrameValues::NO_CATEGORY`] where there is none.
    Categories {
        /// One a row.
        codes: Vec<u32>,
        /// Names in code-point order.
        names: Vec<String>,
    },
}

/// Sampled rows of both sides under the columns' kinds. Rows `0..reference_rows` are the
/// reference's, the others current's.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Frame {
    /// Sampled rows of the reference.
    pub reference_rows: usize,
    /// Sampled rows of current.
    pub current_rows: usize,
    /// How often each row occurred in its file.
    pub counts: Vec<u32>,
    /// The columns that both sides have, in order of the plan; not those that are ignored.
    pub columns: Vec<FrameColumn>,
}

impl FrameValues {
    /// Code of a cell without a category.
    pub const NO_CATEGORY: u32 = u32::MAX;
}

impl Frame {
    /// The columns that both sides have, under the kinds of the pairs.
    pub fn of(reference: &RowSample, current: &RowSample, pairs: &[ColumnPair<'_>]) -> Self {
        let (left, right) = (by_name(reference), by_name(current));
        let columns = pairs
            .iter()
            .filter(|pair| pair.role != Role::Ignore)
            .filter_map(|pair| {
                let left = Sampled { cells: left.get(pair.name)?, profile: pair.reference };
                let right = Sampled { cells: right.get(pair.name)?, profile: pair.current };
                let values = values(left, right, pair.kind);
                Some(FrameColumn { name: pair.name.to_owned(), kind: pair.kind, role: pair.role, values })
            })
            .collect();
        Self {
            reference_rows: reference.len(),
            current_rows: current.len(),
            counts: reference
                .counts
                .iter()
                .chain(&current.counts)
                .map(|&count| u32::try_from(count).unwrap_or(u32::MAX))
                .collect(),
            columns,
        }
    }

    /// Rows of both sides.
    pub fn rows(&self) -> usize {
        self.reference_rows + self.current_rows
    }
}

/// One side of a column: its sampled cells and its profile, which says how they are named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sampled<'a> {
    pub(super) cells: &'a CellColumn,
    pub(super) profile: Option<&'a ColumnProfile>,
}

/// The cells of both sides under a kind, seen as the profiles are.
pub(super) fn values(left: Sampled<'_>, right: Sampled<'_>, kind: Kind) -> FrameValues {
    if kind == Kind::Numeric {
        let cell = |place: CellPlace| match place {
            CellPlace::Number(value) if value.is_finite() => value,
            _ => f64::NAN,
        };
        let side = |side: &CellColumn| (0..side.len()).map(|row| cell(side.place(row))).collect();
        let mut numbers: Vec<f64> = side(left.cells);
        numbers.extend::<Vec<f64>>(side(right.cells));
        return FrameValues::Numbers(numbers);
    }
    let spelled = Spellings::of(left.profile, right.profile);
    let mut names = Names::default();
    let mut codes = Vec::with_capacity(left.cells.len() + right.cells.len());
    names.add(left, spelled.reference, &mut codes);
    names.add(right, spelled.current, &mut codes);
    names.in_order(codes)
}

fn by_name(sample: &RowSample) -> BTreeMap<&str, &CellColumn> {
    sample.columns.iter().map(|column| (column.name.as_str(), column)).collect()
}

/// Names of categories in order of first appearance.
#[derive(Default)]
struct Names {
    names: Vec<String>,
    codes: FxHashMap<String, u32>,
}

impl Names {
    fn code(&mut self, name: &str) -> u32 {
        if let Some(&code) = self.codes.get(name) {
            return code;
        }
        let code = self.names.len() as u32; // At most one a sampled row.
        self.names.push(name.to_owned());
        self.codes.insert(name.to_owned(), code);
        code
    }

    fn add(&mut self, side: Sampled<'_>, booleans: Booleans, codes: &mut Vec<u32>) {
        let texts: Vec<u32> =
            side.cells.dictionary().iter().map(|text| self.code(booleans.name(text))).collect();
        // Infinite cells are values beside texts only, as in the profile's view.
        let beside_texts = side.profile.is_some_and(|profile| profile.texts.total() > 0);
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        for row in 0..side.cells.len() {
            codes.push(match side.cells.place(row) {
                CellPlace::Text(place) => texts.get(place).copied().unwrap_or(FrameValues::NO_CATEGORY),
                CellPlace::Number(value) if value.is_finite() || beside_texts => {
                    *numbers.entry(value.to_bits()).or_insert_with(|| self.code(&number_name(value)))
                }
                _ => FrameValues::NO_CATEGORY,
            });
        }
    }

    fn in_order(self, mut codes: Vec<u32>) -> FrameValues {
        let mut order: Vec<u32> = (0..self.names.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| self.names[a as usize].cmp(&self.names[b as usize]));
        let mut places = vec![0; order.len()];
        for (place, &code) in order.iter().enumerate() {
            places[code as usize] = place as u32;
        }
        for code in &mut codes {
            if let Some(&place) = places.get(*code as usize) {
                *code = place;
            }
        }
        let mut names = self.names;
        names.sort_unstable();
        FrameValues::Categories { codes, names }
    }
}
