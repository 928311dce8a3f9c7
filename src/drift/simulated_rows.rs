//! The sample of rows of simulated data.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::simulate::{Simulation, rarest, rounded};
use super::{ColumnProfile, DatasetProfile, SimulatedDrift};
use crate::data::{Cell, CellColumn, RowSample, SampleBuilder};

/// Draws the rows that simulated data is looked at by: rows of the reference's sample, without
/// replacement and as often as each occurred, up to the rows of the simulation, and then lets the
/// named columns drift as in [`simulate`](super::simulate()). So what was not told to drift keeps
/// its relations to other columns, which independent draws of columns would destroy. `None` when
/// the reference has no sample.
pub(super) fn sample(reference: &DatasetProfile, settings: &Simulation) -> Option<RowSample> {
    let whole = reference.sample.as_ref()?;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(settings.seed);
    let mut order: Vec<usize> = (0..whole.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, random.gen_range(0..=at));
    }
    let mut left = settings.rows;
    order.retain(|&at| match whole.counts.get(at) {
        Some(&count) if count <= left => {
            left -= count;
            true
        }
        _ => false,
    });
    order.sort_unstable();
    let mut builder = SampleBuilder::new(whole.columns.iter().map(|column| column.name.as_str()));
    let drifts: Vec<Option<Drift<'_>>> =
        whole.columns.iter().map(|column| Drift::of(column, reference, settings)).collect();
    for &row in &order {
        let Some(about) = whole.row(row) else { continue };
        for (at, (column, drift)) in whole.columns.iter().zip(&drifts).enumerate() {
            let cell = column.cell(row);
            let cell = drift.as_ref().map_or(cell, |drift| drift.moved(cell, &mut random));
            builder.push_cell(at, cell);
        }
        builder.end_row(about);
    }
    Some(builder.finish(settings.rows, left == 0))
}

/// What happens to a named column.
struct Drift<'a> {
    profile: &'a ColumnProfile,
    settings: &'a Simulation,
    mean: f64,
    std: f64,
    whole: bool,
    rarest: &'a str,
}

impl<'a> Drift<'a> {
    fn of(column: &CellColumn, reference: &'a DatasetProfile, settings: &'a Simulation) -> Option<Self> {
        let profile = reference.column(&column.name).filter(|c| settings.columns.contains(&c.name))?;
        Some(Self {
            profile,
            settings,
            mean: profile.numbers.mean().unwrap_or(0.0),
            std: profile.numbers.std(0).unwrap_or(0.0),
            whole: profile.integers > 0 && profile.integers == profile.numbers.n(),
            rarest: rarest(profile),
        })
    }

    fn moved<'c>(&self, cell: Cell<'c>, random: &mut Xoshiro256PlusPlus) -> Cell<'c>
    where
        'a: 'c,
    {
        let amount = self.settings.amount;
        let hit = random.r#gen::<f64>() < amount;
        match (self.settings.drift, cell) {
            (SimulatedDrift::Shift, Cell::Number(x)) => {
                Cell::Number(rounded(x + amount * self.std, self.whole))
            }
            (SimulatedDrift::Scale, Cell::Number(x)) => {
                Cell::Number(rounded(self.mean + (x - self.mean) * (1.0 + amount), self.whole))
            }
            (SimulatedDrift::Drop, _) if hit => Cell::Missing,
            (SimulatedDrift::Relabel, Cell::Text(_)) if hit => Cell::Text(self.rarest),
            (SimulatedDrift::Relabel, Cell::Number(x)) if hit => {
                Cell::Number(self.profile.numbers.max().unwrap_or(x))
            }
            (_, cell) => cell,
        }
    }
}
