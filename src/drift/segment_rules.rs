//! The conditions that segments are made of, and which rows meet them.

use super::side_rows::{BothRows, SideRows};
use super::{Frame, FrameColumn, FrameValues, Pick};
use crate::data::{Kind, Role};

/// Most categories of a column that are conditions: the largest.
const CATEGORIES: usize = 8;

/// A condition on one column and the sampled rows that meet it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    /// Place of the column in the frame.
    pub(super) column: usize,
    pub(super) pick: Pick,
    pub(super) reference: RowSet,
    pub(super) current: RowSet,
}

/// Rows as bits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RowSet(Vec<u64>);

/// Counts of the rows of one side as planes of bits, the lowest first: a set of rows then weighs
///
/// ```text
/// Σₖ 2ᵏ · |set ∩ planeₖ|
/// ```
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    planes: Vec<RowSet>,
}

impl RowSet {
    fn of(rows: usize, meets: impl Fn(usize) -> bool) -> Self {
        let mut words = vec![0; rows.div_ceil(64)];
        for row in 0..rows {
            words[row / 64] |= u64::from(meets(row)) << (row % 64);
        }
        Self(words)
    }
}

impl Weights {
    pub(super) fn of(side: &SideRows) -> Self {
        let highest = side.counts.iter().copied().max().unwrap_or(0);
        let planes = (0..u32::BITS - highest.leading_zeros())
            .map(|bit| RowSet::of(side.counts.len(), |row| side.counts[row] >> bit & 1 == 1))
            .collect();
        Self { planes }
    }

    /// Rows of the file in a set.
    pub(super) fn weigh(&self, set: &RowSet) -> f64 {
        self.weigh_both(set, set)
    }

    /// Rows of the file in two sets at once.
    pub(super) fn weigh_both(&self, a: &RowSet, b: &RowSet) -> f64 {
        let mut sum = 0.0;
        for (bit, plane) in self.planes.iter().enumerate() {
            let words = a.0.iter().zip(&b.0).zip(&plane.0);
            let rows: u64 = words.map(|((a, b), plane)| u64::from((a & b & plane).count_ones())).sum();
            sum += rows as f64 * 2_f64.powi(bit as i32);
        }
        sum
    }
}

/// The conditions of all columns that may be part of a segment: of a number the four parts that
/// the reference's quartiles cut, of a category its value (the 8 largest), and, where cells are
/// missing, that they are. Left out are free texts, dates and identifiers, and columns that name,
/// date or split rows.
pub(super) fn rules(frame: &Frame, rows: &BothRows) -> Vec<Rule> {
    frame.columns.iter().enumerate().flat_map(|(at, column)| of_column(at, column, rows)).collect()
}

fn of_column(at: usize, column: &FrameColumn, rows: &BothRows) -> Vec<Rule> {
    let role = matches!(column.role, Role::Feature | Role::Target | Role::Prediction | Role::Probability);
    let kind = !matches!(column.kind, Kind::Text | Kind::Datetime | Kind::Identifier);
    if !(role && kind) {
        return Vec::new();
    }
    let rule = |pick: Pick, meets: &dyn Fn(usize) -> bool| {
        let set = |side: &SideRows| RowSet::of(side.counts.len(), |row| meets(side.rows.start + row));
        Rule { column: at, pick, reference: set(&rows.reference), current: set(&rows.current) }
    };
    let mut rules = Vec::new();
    match &column.values {
        FrameValues::Numbers(values) => {
            for pick in quarters(values, &rows.reference) {
                rules.push(rule(pick.clone(), &|row| pick.holds(values[row])));
            }
            if values.iter().any(|value| value.is_nan()) {
                rules.push(rule(Pick::Missing, &|row| values[row].is_nan()));
            }
        }
        FrameValues::Categories { codes, names } => {
            for code in largest(codes, names.len(), rows) {
                let name = names[code as usize].clone();
                rules.push(rule(Pick::Category(name), &|row| codes[row] == code));
            }
            if codes.contains(&FrameValues::NO_CATEGORY) {
                rules.push(rule(Pick::Missing, &|row| codes[row] == FrameValues::NO_CATEGORY));
            }
        }
    }
    rules
}

/// The parts that the reference's quartiles cut, open at the ends; fewer where quartiles coincide.
fn quarters(values: &[f64], reference: &SideRows) -> Vec<Pick> {
    let mut ordered: Vec<(f64, u32)> = reference
        .rows
        .clone()
        .zip(&reference.counts)
        .map(|(row, &count)| (values[row], count))
        .filter(|(value, _)| !value.is_nan())
        .collect();
    ordered.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let total: u64 = ordered.iter().map(|(_, count)| u64::from(*count)).sum();
    let (mut edges, mut below) = (Vec::new(), 0);
    for (value, count) in &ordered {
        // The value that stands at this quarter of the rows begins the next part.
        let quarter = |k: u64| total * k / 4;
        let crosses = (1..4).any(|k| below <= quarter(k) && quarter(k) < below + u64::from(*count));
        if crosses && edges.last() != Some(value) && ordered.first().is_some_and(|first| first.0 < *value) {
            edges.push(*value);
        }
        below += u64::from(*count);
    }
    let starts = std::iter::once(f64::NEG_INFINITY).chain(edges.iter().copied());
    let ends = edges.iter().copied().chain([f64::INFINITY]);
    let parts: Vec<Pick> =
        starts.zip(ends).map(|(from, to)| Pick::Range { from, to, closed: false }).collect();
    if edges.is_empty() { Vec::new() } else { parts }
}

/// The categories with the largest share, the mean of both sides.
fn largest(codes: &[u32], names: usize, rows: &BothRows) -> Vec<u32> {
    let mut shares = vec![0.0; names];
    for side in rows.sides() {
        for (row, &count) in side.rows.clone().zip(&side.counts) {
            if let Some(share) = shares.get_mut(codes[row] as usize) {
                *share += f64::from(count) / side.total;
            }
        }
    }
    let mut order: Vec<u32> = (0..names as u32).collect();
    order.sort_by(|&a, &b| shares[b as usize].total_cmp(&shares[a as usize]));
    order.truncate(CATEGORIES);
    order
}
