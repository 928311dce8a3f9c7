//! Where the drift of a column is: the ranges or categories that contribute most.

use super::sparkline::cut_range;
use super::views::SideView;
use super::{Contribution, Pick};
use crate::stats::{CategoryCounts, CountPair, Ecdf, two_proportion_z};

/// Most that are listed.
const LISTED: usize = 8;
/// Line of the tests that a cell's share moved.
const LINE: f64 = 0.05;
/// Up to this many distinct numbers each is a cell of its own.
const VALUES: usize = 12;
/// Most ranges between the two open ones.
const RANGES: f64 = 16.0;
/// A range with more than this share of the rows is too coarse.
const COARSE: f64 = 0.4;

/// The cells of a column that contribute most to its drift, largest first.
///
/// Both sides are cut into the same cells: categories, single numbers where there are few, else
/// ranges with round edges (of quantiles, where round ones would hold most rows in one range), and
/// the missing cells where their share changed. With the shares `p` and `q` of a cell in the
/// reference and in current and `m = (p + q) / 2`, its term of the Jensen-Shannon divergence is
///
/// ```text
/// ½ · ( p · ln(p / m) + q · ln(q / m) ),   0 · ln 0 = 0
/// ```
///
/// which is never negative, and its part is that term over the sum of all. Listed are the cells
/// whose share differs by more than chance (pooled two-proportion test, p < 0.05).
///
/// # Source
///
/// J. Lin, *Divergence measures based on the Shannon entropy*, IEEE Trans. Inf. Theory 37 (1991),
/// 145-151.
pub(super) fn contributions(
    reference: Option<&SideView<'_>>,
    current: Option<&SideView<'_>>,
) -> Vec<Contribution> {
    let (Some(left), Some(right)) = (reference, current) else { return Vec::new() };
    let mut cells = match (left.numbers(), right.numbers()) {
        (Some(a), Some(b)) => of_numbers(a, b),
        _ => match (left.categories(), right.categories()) {
            (Some(a), Some(b)) => of_categories(a, b),
            _ => return Vec::new(),
        },
    };
    let mut totals = Totals { reference: left.n(), current: right.n() };
    let missing = Cell { pick: Some(Pick::Missing), reference: left.missing, current: right.missing };
    let with_missing =
        Totals { reference: totals.reference + left.missing, current: totals.current + right.missing };
    if missing.moved(with_missing) {
        cells.push(missing);
        totals = with_missing;
    }
    if totals.reference == 0 || totals.current == 0 {
        return Vec::new();
    }
    let all: f64 = cells.iter().map(|cell| cell.term(totals)).sum();
    let mut listed: Vec<Contribution> = cells
        .into_iter()
        .filter(|cell| cell.moved(totals))
        .filter_map(|cell| {
            let part = cell.term(totals) / all;
            let [reference_share, current_share] = cell.shares(totals);
            let Cell { pick, reference, current } = cell;
            Some(Contribution { pick: pick?, reference, current, reference_share, current_share, part })
        })
        .collect();
    listed.sort_by(|a, b| b.part.total_cmp(&a.part));
    listed.truncate(LISTED);
    listed
}

/// Rows of both sides.
#[derive(Debug, Clone, Copy)]
struct Totals {
    reference: u64,
    current: u64,
}

/// A cell; `None` for texts that are not counted one by one.
struct Cell {
    pick: Option<Pick>,
    reference: u64,
    current: u64,
}

impl Cell {
    fn shares(&self, totals: Totals) -> [f64; 2] {
        [
            self.reference as f64 / totals.reference.max(1) as f64,
            self.current as f64 / totals.current.max(1) as f64,
        ]
    }

    fn term(&self, totals: Totals) -> f64 {
        let [p, q] = self.shares(totals);
        let middle = f64::midpoint(p, q);
        let half = |share: f64| if share > 0.0 { share * (share / middle).ln() / 2.0 } else { 0.0 };
        half(p) + half(q)
    }

    fn moved(&self, totals: Totals) -> bool {
        let cells = |count: u64, total: u64| vec![total - count, count];
        CountPair::new(cells(self.reference, totals.reference), cells(self.current, totals.current))
            .and_then(|pair| two_proportion_z(&pair))
            .is_ok_and(|test| test.p_value < LINE)
    }
}

fn of_categories(left: &CategoryCounts, right: &CategoryCounts) -> Vec<Cell> {
    let mut cells: Vec<Cell> = left
        .paired(right)
        .map(|pair| Cell {
            pick: Some(Pick::Category(pair.name.to_owned())),
            reference: pair.reference,
            current: pair.current,
        })
        .collect();
    cells.push(Cell { pick: None, reference: left.other_rows(), current: right.other_rows() });
    cells
}

fn of_numbers(left: &Ecdf, right: &Ecdf) -> Vec<Cell> {
    let mut values: Vec<f64> = Vec::new();
    if left.distinct().max(right.distinct()) <= VALUES {
        values = left.values().iter().chain(right.values()).copied().collect();
        values.sort_unstable_by(f64::total_cmp);
        values.dedup();
    }
    if !values.is_empty() && values.len() <= VALUES {
        let count = |side: &Ecdf, x: f64| side.count_at_most(x) - side.count_below(x);
        return values
            .into_iter()
            .map(|x| Cell {
                pick: Some(Pick::Range { from: x, to: x, closed: true }),
                reference: count(left, x),
                current: count(right, x),
            })
            .collect();
    }
    let cells = between(&round_edges(left, right), left, right);
    let coarse = |cell: &Cell| {
        let totals = Totals { reference: left.n(), current: right.n() };
        cell.shares(totals).iter().sum::<f64>() / 2.0 > COARSE
    };
    if cells.iter().any(coarse) { between(&quantile_edges(left, right), left, right) } else { cells }
}

/// The ranges that ascending edges cut, open at both ends.
fn between(edges: &[f64], left: &Ecdf, right: &Ecdf) -> Vec<Cell> {
    let starts = std::iter::once(f64::NEG_INFINITY).chain(edges.iter().copied());
    let ends = edges.iter().copied().chain([f64::INFINITY]);
    starts
        .zip(ends)
        .map(|(from, to)| {
            let count = |side: &Ecdf| side.count_below(to) - side.count_below(from);
            let (reference, current) = (count(left), count(right));
            Cell { pick: Some(Pick::Range { from, to, closed: false }), reference, current }
        })
        .filter(|cell| cell.reference + cell.current > 0)
        .collect()
}

/// Multiples of 1, 2, 2.5 or 5 times a power of ten, 8 to 16 ranges in the central part of both.
fn round_edges(left: &Ecdf, right: &Ecdf) -> Vec<f64> {
    let Some(range) = cut_range(Some(left), Some(right)) else { return Vec::new() };
    let width = range.high - range.low;
    if !(width.is_finite() && width > 0.0) {
        return Vec::new();
    }
    let power = 10_f64.powf((width / RANGES).log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * power);
    let step = steps.into_iter().find(|step| width / step <= RANGES).unwrap_or(width);
    let first = (range.low / step).ceil();
    let edges = (0..=RANGES as u32 + 1).map(|at| digits((first + f64::from(at)) * step, 12));
    ascending(edges.take_while(|edge| *edge <= range.high).collect())
}

/// Quantiles of both sides together at twelfths, with three digits where that tells them apart.
fn quantile_edges(left: &Ecdf, right: &Ecdf) -> Vec<f64> {
    let Ok(both) = left.merge(right) else { return Vec::new() };
    let p: Vec<f64> = (1..12).map(|at| f64::from(at) / 12.0).collect();
    let exact = ascending(both.quantiles(&p));
    let short = ascending(exact.iter().map(|edge| digits(*edge, 3)).collect());
    if short.len() == exact.len() { short } else { exact }
}

fn ascending(mut edges: Vec<f64>) -> Vec<f64> {
    edges.retain(|edge| edge.is_finite());
    edges.dedup_by(|next, edge| *next <= *edge);
    edges
}

/// Rounded to so many significant digits, so that it reads as a person would write it.
fn digits(x: f64, significant: usize) -> f64 {
    format!("{x:.*e}", significant - 1).parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::ColumnProfile;

    fn texts(cells: &[(&str, u64)], missing: u64) -> ColumnProfile {
        let rows = cells.iter().map(|cell| cell.1).sum::<u64>() + missing;
        let texts = CategoryCounts::from_counts(cells.iter().map(|(name, n)| ((*name).to_owned(), *n)));
        ColumnProfile { rows, missing, texts, ..ColumnProfile::default() }
    }

    fn numbers(values: Vec<f64>) -> ColumnProfile {
        let rows = values.len() as u64;
        ColumnProfile { rows, numbers: Ecdf::from_values(values).unwrap(), ..ColumnProfile::default() }
    }

    fn of_texts(left: &ColumnProfile, right: &ColumnProfile) -> Vec<Contribution> {
        contributions(Some(&left.as_categorical()), Some(&right.as_categorical()))
    }

    fn of_values(left: &ColumnProfile, right: &ColumnProfile) -> Vec<Contribution> {
        contributions(Some(&left.as_numeric()), Some(&right.as_numeric()))
    }

    #[test]
    fn parts_are_terms_of_the_divergence() {
        let (left, right) = (
            texts(&[("a", 500), ("b", 400), ("c", 100)], 0),
            texts(&[("a", 200), ("b", 300), ("c", 500)], 0),
        );
        let listed = of_texts(&left, &right);
        let names: Vec<&Pick> = listed.iter().map(|entry| &entry.pick).collect();
        assert_eq!(
            names,
            ["c", "a", "b"].map(|name| Pick::Category(name.to_owned())).iter().collect::<Vec<_>>()
        );
        // scipy.special.rel_entr, SciPy 1.17.1: (rel_entr(p, m) + rel_entr(q, m)) / 2 over their sum.
        for (entry, part) in listed.iter().zip(PARTS) {
            assert!((entry.part - part).abs() < 1e-14, "{entry:?}");
        }
        assert_eq!((listed[0].reference, listed[0].current_share), (100, 0.5));
    }

    const PARTS: [f64; 3] = [0.6642149590900148, 0.303077302192677, 0.032707738717308095];

    #[test]
    fn what_did_not_move_is_not_listed() {
        let (left, right) =
            (texts(&[("a", 50), ("b", 30), ("c", 20)], 0), texts(&[("a", 20), ("b", 30), ("c", 50)], 0));
        assert_eq!(of_texts(&left, &right).len(), 2);
        assert!(of_texts(&left, &left).is_empty());
        assert!(of_texts(&left, &texts(&[], 0)).is_empty());
    }

    #[test]
    fn missing_share_are_one_where_their_share_changed() {
        let (left, right) = (texts(&[("a", 100)], 0), texts(&[("a", 60)], 40));
        let listed = of_texts(&left, &right);
        assert_eq!(listed.iter().filter(|entry| entry.pick == Pick::Missing).count(), 1);
        assert!((listed.iter().map(|entry| entry.part).sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn numbers_are_cut_at_round_edges() {
        let left = numbers((0..1000).map(|at| f64::from(at) / 10.0).collect());
        let right = numbers((0..1000).map(|at| f64::from(at) / 10.0 + 30.0).collect());
        let listed = of_values(&left, &right);
        assert_eq!(listed.len(), 6);
        // Where only one side is: 0 to 30 and 100 to 130, in steps of 10.
        for entry in &listed {
            let Pick::Range { from, to, closed: false } = entry.pick else { panic!("{entry:?}") };
            assert!([from, to].iter().all(|edge| edge.is_infinite() || edge % 10.0 == 0.0), "{entry:?}");
            assert!(entry.reference == 0 || entry.current == 0, "{entry:?}");
        }
    }

    #[test]
    fn skewed_numbers_are_cut_at_quantiles_and_few_one_by_one() {
        let skewed =
            |scale: f64| numbers((1..2000).map(|at| scale * (f64::from(at) / 100.0).exp()).collect());
        let listed = of_values(&skewed(1.0), &skewed(2.0));
        assert!(!listed.is_empty() && listed.iter().all(|entry| entry.reference_share < 0.2), "{listed:?}");
        let few = |ones: usize| numbers((0..100).map(|at| if at < ones { 1.0 } else { 2.5 }).collect());
        let listed = of_values(&few(20), &few(60));
        assert_eq!(listed.iter().map(|entry| entry.reference).sum::<u64>(), 100);
        assert!(
            listed
                .iter()
                .all(|entry| matches!(entry.pick, Pick::Range { from, to, closed: true } if from == to))
        );
    }
}
