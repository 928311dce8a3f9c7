//! A current column brought back to the distribution of the reference, as few cells changed as it
//! takes.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;
use std::collections::BTreeMap;

use crate::data::{Cell, CellColumn, CellPlace, number_name};

/// Numbers at the reference's quantiles: the value of rank `r` of `n` becomes the reference's value
/// of rank `⌊(r + ½) m / n⌋` of `m`, ties in seeded order, so that a column without drift stays as it
/// is up to chance. Missing cells are as frequent as in the reference: those too many get a random
/// reference value, those wanting are drawn. What is no finite number is missing, as for a model.
pub(super) fn numeric(
    reference: &CellColumn,
    current: &CellColumn,
    random: &mut Xoshiro256PlusPlus,
) -> CellColumn {
    let mut values: Vec<f64> =
        reference.numbers().iter().copied().filter(|value| value.is_finite()).collect();
    values.sort_unstable_by(f64::total_cmp);
    if values.is_empty() {
        return CellColumn::from_numbers(&current.name, vec![f64::NAN; current.len()]);
    }
    let missing_share = 1.0 - values.len() as f64 / reference.len() as f64;
    let wanted = (missing_share * current.len() as f64).round() as usize;
    let is_there = |row: &usize| current.numbers().get(*row).is_some_and(|value| value.is_finite());
    let (mut there, mut missing): (Vec<usize>, Vec<usize>) = (0..current.len()).partition(is_there);
    let mut cells = vec![f64::NAN; current.len()];
    missing.shuffle(random);
    for &row in missing.iter().skip(wanted) {
        cells[row] = values[random.gen_range(0..values.len() as u64) as usize];
    }
    there.shuffle(random);
    there.truncate(there.len() - wanted.saturating_sub(missing.len()).min(there.len()));
    // Stable, so that ties stay in the random order.
    there.sort_by(|&a, &b| current.numbers()[a].total_cmp(&current.numbers()[b]));
    let (n, m) = (there.len() as u64, values.len() as u64);
    for (rank, &row) in there.iter().enumerate() {
        cells[row] = values[((2 * rank as u64 + 1) * m / (2 * n)) as usize];
    }
    CellColumn::from_numbers(&current.name, cells)
}

/// Categories as frequent as in the reference, missing among them: of each that is too frequent,
/// randomly drawn rows take the categories that are wanting.
pub(super) fn categorical(
    reference: &CellColumn,
    current: &CellColumn,
    random: &mut Xoshiro256PlusPlus,
) -> CellColumn {
    let mut categories: BTreeMap<Category, Rows> = BTreeMap::new();
    for row in 0..reference.len() {
        categories.entry(Category::of(reference, row)).or_default().reference += 1;
    }
    for row in 0..current.len() {
        categories.entry(Category::of(current, row)).or_default().current.push(row);
    }
    let wanted = shares(&categories, reference.len(), current.len());
    let mut category_of: Vec<Option<&Category>> = vec![None; current.len()];
    let (mut surplus, mut wanting) = (Vec::new(), Vec::new());
    for ((category, rows), &wanted) in categories.iter().zip(&wanted) {
        let mut rows = rows.current.clone();
        rows.shuffle(random);
        wanting.extend(std::iter::repeat_n(category, wanted.saturating_sub(rows.len())));
        for (at, row) in rows.into_iter().enumerate() {
            if at < wanted {
                category_of[row] = Some(category);
            } else {
                surplus.push(row);
            }
        }
    }
    surplus.shuffle(random);
    for (row, category) in surplus.into_iter().zip(wanting) {
        category_of[row] = Some(category);
    }
    let cells = category_of.into_iter().map(|category| category.map_or(Cell::Missing, Category::cell));
    CellColumn::from_cells(&current.name, cells)
}

/// Rows of `current` for each category in the reference's proportions, by the largest remainder.
fn shares(categories: &BTreeMap<Category, Rows>, reference: usize, current: usize) -> Vec<usize> {
    let exact: Vec<f64> = categories
        .values()
        .map(|rows| rows.reference as f64 * current as f64 / reference.max(1) as f64)
        .collect();
    let mut shares: Vec<usize> = exact.iter().map(|share| share.floor() as usize).collect();
    let left = current.saturating_sub(shares.iter().sum());
    let mut by_remainder: Vec<usize> = (0..exact.len()).collect();
    by_remainder.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()));
    for at in by_remainder.into_iter().take(left) {
        shares[at] += 1;
    }
    shares
}

#[derive(Debug, Default)]
struct Rows {
    reference: usize,
    current: Vec<usize>,
}

/// What a cell says. A number and the text that spells it are one category.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Category {
    Missing,
    Named { name: String, is_number: bool },
}

impl Category {
    fn of(column: &CellColumn, row: usize) -> Self {
        match column.place(row) {
            CellPlace::Missing => Self::Missing,
            CellPlace::Number(value) => Self::Named { name: number_name(value), is_number: true },
            CellPlace::Text(place) => Self::Named {
                name: column.dictionary().get(place).cloned().unwrap_or_default(),
                is_number: false,
            },
        }
    }

    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Missing => Cell::Missing,
            Self::Named { name, is_number: true } => name.parse().map_or(Cell::Text(name), Cell::Number),
            Self::Named { name, .. } => Cell::Text(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn random() -> Xoshiro256PlusPlus {
        Xoshiro256PlusPlus::seed_from_u64(5)
    }

    fn numbers(cells: Vec<f64>) -> CellColumn {
        CellColumn::from_numbers("x", cells)
    }

    fn texts(cells: &str) -> CellColumn {
        let cell = |text| if text == "-" { Cell::Missing } else { Cell::Text(text) };
        CellColumn::from_cells("x", cells.split(' ').map(cell))
    }

    #[test]
    fn shifted_numbers_come_back_in_their_order() {
        let reference = numbers((0..10).map(f64::from).collect());
        let current = numbers(vec![107.0, 101.0, 109.0, 103.0, 105.0]);
        // Ranks 3, 0, 4, 1, 2 of 5 are ranks 7, 1, 9, 3, 5 of 10.
        assert_eq!(numeric(&reference, &current, &mut random()).numbers(), [7.0, 1.0, 9.0, 3.0, 5.0]);
        assert_eq!(numeric(&reference, &reference, &mut random()).numbers(), reference.numbers());
    }

    #[test]
    fn a_flag_comes_back_to_its_share() {
        let reference = numbers([0.0, 1.0].repeat(50));
        let current = numbers((0..100).map(|row| f64::from(u8::from(row < 90))).collect());
        let back = numeric(&reference, &current, &mut random());
        assert_eq!(back.numbers().iter().sum::<f64>(), 50.0);
        assert!(back.numbers()[90..].iter().all(|value| *value == 0.0), "only what was too frequent changes");
    }

    #[test]
    fn missing_share_come_back_to_their_share() {
        let missing = |column: &CellColumn| column.numbers().iter().filter(|value| value.is_nan()).count();
        let quarter = numbers([1.0, 2.0, 3.0, f64::NAN].repeat(10));
        let none = numbers((0..20).map(f64::from).collect());
        assert_eq!(missing(&numeric(&quarter, &none, &mut random())), 5);
        let filled = numeric(&none, &quarter, &mut random());
        assert!(missing(&filled) == 0 && filled.numbers().iter().all(|value| (0.0..20.0).contains(value)));
    }

    #[test]
    fn as_few_categories_as_possible_change() {
        let reference = texts("a a a a b b b b - c");
        let current = texts("a a a a a a a d d b");
        let back = categorical(&reference, &current, &mut random());
        let count = |cell| (0..10).filter(|&row| back.cell(row) == cell).count();
        assert_eq!([count(Cell::Text("a")), count(Cell::Text("b")), count(Cell::Text("c"))], [4, 4, 1]);
        assert_eq!((count(Cell::Missing), count(Cell::Text("d"))), (1, 0));
        let changed = (0..10).filter(|&row| back.cell(row) != current.cell(row)).count();
        assert_eq!(changed, 5, "three rows of a and two of d");
    }
}
