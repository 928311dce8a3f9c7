//! Drift simulator: what each kind of drift looks like, on the loaded reference.

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use super::{ColumnProfile, DatasetProfile, DriftError, simulated_rows};
use crate::stats::{CategoryCounts, Ecdf};

/// What to simulate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simulation {
    /// What happens to the columns.
    pub drift: SimulatedDrift,
    /// How much: standard deviations for a shift, the factor minus 1 for a scale, a share for
    /// dropped and relabelled cells.
    pub amount: f64,
    /// To which columns, by name.
    pub columns: Vec<String>,
    /// Rows drawn, with replacement, from the reference.
    pub rows: u64,
    /// Seed of the draw.
    pub seed: u64,
}

/// What happens to a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SimulatedDrift {
    /// Numbers move by `amount` reference standard deviations.
    Shift,
    /// Numbers spread around the mean by the factor `1 + amount`.
    Scale,
    /// A share `amount` of the cells becomes missing.
    Drop,
    /// A share `amount` of the cells gets another value of the same column: texts the rarest one,
    /// numbers the maximum.
    Relabel,
}

/// What the only text of a column is relabelled to.
const RELABELLED: &str = "relabelled";

/// Most rows that a simulation draws.
pub const MAX_SIMULATED_ROWS: u64 = 1_000_000;

/// Draws a data set from the reference's profile and lets some of its columns drift.
///
/// Every column is a bootstrap sample (with replacement) of its own profile, so columns
/// that are not named differ from the reference by chance only; the columns are drawn
/// independently of each other, which no per-column method can tell. The sample of rows is drawn
/// from the reference's sample instead, so that it keeps how columns go together. A column's draw
/// depends on the seed and its name alone: naming another column changes nothing in it.
///
/// # Errors
///
/// - [`DriftError::UnknownColumn`] if a named column is not in the reference.
/// - [`DriftError::Setting`] if the amount or the number of rows is out of range.
pub fn simulate(reference: &DatasetProfile, settings: &Simulation) -> Result<DatasetProfile, DriftError> {
    validate(reference, settings)?;
    let columns = reference
        .columns
        .iter()
        .map(|column| {
            let drift = settings.columns.contains(&column.name).then_some(settings.drift);
            Sampler::new(column, settings).draw(drift)
        })
        .collect();
    Ok(DatasetProfile {
        name: format!("{}, simulated {}", reference.name, settings.drift.id()),
        bytes: 0,
        rows: settings.rows,
        dialect: reference.dialect.clone(),
        notes: Vec::new(),
        columns,
        sample: simulated_rows::sample(reference, settings),
    })
}

impl SimulatedDrift {
    /// Every kind of drift.
    pub const ALL: [Self; 4] = [Self::Shift, Self::Scale, Self::Drop, Self::Relabel];

    /// Stable name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Shift => "shift",
            Self::Scale => "scale",
            Self::Drop => "drop",
            Self::Relabel => "relabel",
        }
    }
}

fn validate(reference: &DatasetProfile, settings: &Simulation) -> Result<(), DriftError> {
    let names: Vec<&str> = reference.columns.iter().map(|column| column.name.as_str()).collect();
    if let Some(unknown) = settings.columns.iter().find(|name| !names.contains(&name.as_str())) {
        return Err(DriftError::UnknownColumn { name: unknown.clone(), near: Vec::new() });
    }
    let wrong = |name: &str, allowed: String| DriftError::Setting { name: name.to_owned(), allowed };
    if !(1..=MAX_SIMULATED_ROWS).contains(&settings.rows) {
        return Err(wrong("rows", format!("1 to {MAX_SIMULATED_ROWS}")));
    }
    let (low, high) = match settings.drift {
        SimulatedDrift::Shift => (-100.0, 100.0),
        SimulatedDrift::Scale => (-1.0, 100.0),
        SimulatedDrift::Drop | SimulatedDrift::Relabel => (0.0, 1.0),
    };
    if !(low..=high).contains(&settings.amount) {
        return Err(wrong("amount", format!("{low} to {high} for a {}", settings.drift.id())));
    }
    Ok(())
}

/// Draws cells of one column.
struct Sampler<'a> {
    column: &'a ColumnProfile,
    settings: &'a Simulation,
    random: Xoshiro256PlusPlus,
    values: Vec<f64>,
    /// Rows up to and including each value, then each text; missing and infinite cells come after.
    value_ranks: Vec<u64>,
    names: Vec<&'a str>,
    name_ranks: Vec<u64>,
    rarest: &'a str,
}

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Cell<'a> {
    Number(f64),
    Text(&'a str),
    PositiveInfinite,
    NegativeInfinite,
    /// A text that is not counted one by one.
    Pooled,
    Missing,
}

impl<'a> Sampler<'a> {
    fn new(column: &'a ColumnProfile, settings: &'a Simulation) -> Self {
        let mut rank = 0;
        let (mut values, mut value_ranks) = (Vec::new(), Vec::new());
        for point in column.numbers.points() {
            rank += point.count;
            values.push(point.value);
            value_ranks.push(rank);
        }
        let (mut names, mut name_ranks) = (Vec::new(), Vec::new());
        for (name, count) in column.texts.iter() {
            rank += count;
            names.push(name);
            name_ranks.push(rank);
        }
        // FNV-1a of the name: the same on every target and release.
        let name_hash = column.name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let random = Xoshiro256PlusPlus::seed_from_u64(settings.seed ^ name_hash);
        Self { column, settings, random, values, value_ranks, names, name_ranks, rarest: rarest(column) }
    }

    fn draw(mut self, drift: Option<SimulatedDrift>) -> ColumnProfile {
        let (mean, std) =
            (self.column.numbers.mean().unwrap_or(0.0), self.column.numbers.std(0).unwrap_or(0.0));
        let whole = self.column.integers > 0 && self.column.integers == self.column.numbers.n();
        let amount = self.settings.amount;
        let mut numbers = Vec::with_capacity(usize::try_from(self.settings.rows).unwrap_or(0));
        let mut texts: BTreeMap<&'a str, u64> = BTreeMap::new();
        let mut pooled = 0;
        let mut drawn =
            ColumnProfile { name: self.column.name.clone(), rows: self.settings.rows, ..Default::default() };
        for _ in 0..self.settings.rows {
            let cell = self.cell();
            // Drawn for every cell, so that the amount does not change which cells are drawn.
            let hit = drift.is_some() && self.random.r#gen::<f64>() < amount;
            let cell = match (drift, cell) {
                (Some(SimulatedDrift::Shift), Cell::Number(x)) => {
                    Cell::Number(rounded(x + amount * std, whole))
                }
                (Some(SimulatedDrift::Scale), Cell::Number(x)) => {
                    Cell::Number(rounded(mean + (x - mean) * (1.0 + amount), whole))
                }
                (Some(SimulatedDrift::Drop), _) if hit => Cell::Missing,
                (Some(SimulatedDrift::Relabel), cell) if hit => self.relabelled(cell),
                (_, cell) => cell,
            };
            match cell {
                Cell::Number(x) if x.is_finite() => numbers.push(x),
                Cell::Number(x) if x > 0.0 => drawn.positive_infinite += 1,
                Cell::Number(_) => drawn.negative_infinite += 1,
                Cell::Text(name) => *texts.entry(name).or_default() += 1,
                Cell::PositiveInfinite => drawn.positive_infinite += 1,
                Cell::NegativeInfinite => drawn.negative_infinite += 1,
                Cell::Pooled => pooled += 1,
                Cell::Missing => drawn.missing += 1,
            }
        }
        drawn.integers = if whole { numbers.len() as u64 } else { 0 };
        drawn.numbers = Ecdf::from_values(numbers).unwrap_or_default();
        let counted = CategoryCounts::from_counts(texts.into_iter().map(|(name, n)| (name.to_owned(), n)));
        if pooled > 0 {
            drawn.text_limit = self.column.text_limit;
            drawn.texts = counted.with_other(pooled, self.column.texts.distinct());
        } else {
            drawn.texts = counted;
        }
        drawn
    }

    fn cell(&mut self) -> Cell<'a> {
        if self.column.rows == 0 {
            return Cell::Missing;
        }
        let rank = self.random.gen_range(0..self.column.rows);
        let at = self.value_ranks.partition_point(|&end| end <= rank);
        if let Some(&value) = self.values.get(at) {
            return Cell::Number(value);
        }
        let at = self.name_ranks.partition_point(|&end| end <= rank);
        if let Some(&name) = self.names.get(at) {
            return Cell::Text(name);
        }
        let counted = self.name_ranks.last().or(self.value_ranks.last()).copied().unwrap_or(0);
        match rank - counted {
            rest if rest < self.column.positive_infinite => Cell::PositiveInfinite,
            rest if rest < self.column.infinite() => Cell::NegativeInfinite,
            rest if rest < self.column.infinite() + self.column.texts.other_rows() => Cell::Pooled,
            _ => Cell::Missing,
        }
    }

    /// Texts become the rarest one (the only one becomes a new one), numbers the largest: mistaken
    /// labels and a stuck sensor.
    fn relabelled(&self, cell: Cell<'a>) -> Cell<'a> {
        match cell {
            Cell::Text(_) | Cell::Pooled => Cell::Text(self.rarest),
            Cell::Number(x) => Cell::Number(self.values.last().copied().unwrap_or(x)),
            other => other,
        }
    }
}

/// The rarest text, the first in name order of several; a new name when there is but one.
pub(super) fn rarest(column: &ColumnProfile) -> &str {
    let mut texts = column.texts.iter();
    match (texts.next(), texts.next()) {
        (Some(_), Some(_)) => {
            column.texts.iter().min_by_key(|entry| entry.1).map_or(RELABELLED, |entry| entry.0)
        }
        _ => RELABELLED,
    }
}

pub(super) fn rounded(x: f64, whole: bool) -> f64 {
    if whole { x.round() } else { x }
}
