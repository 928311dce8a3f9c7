//! Both sides of a column in figures.

use super::SideSummary;
use super::preset::kind_is_judged;
use super::views::{SideView, Values};
use crate::data::Kind;
use crate::stats::CategoryCounts;

/// Probabilities of the quantiles in a summary.
const PROBABILITIES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// Most categories in a summary.
pub(super) const LISTED: usize = 50;

/// Summaries of the sides that there are.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Summaries {
    pub(super) reference: Option<SideSummary>,
    pub(super) current: Option<SideSummary>,
}

pub(super) fn summarise(
    reference: Option<&SideView<'_>>,
    current: Option<&SideView<'_>>,
    kind: Kind,
) -> Summaries {
    let ranked = if kind_is_judged(kind) { ranked(reference, current, LISTED) } else { Vec::new() };
    let side = |view: &SideView<'_>| one_side(view, kind, &ranked);
    Summaries { reference: reference.map(side), current: current.map(side) }
}

/// Names of the categories that are the largest over both sides, by mean share, at most `most`.
pub(super) fn ranked<'v>(
    reference: Option<&'v SideView<'_>>,
    current: Option<&'v SideView<'_>>,
    most: usize,
) -> Vec<&'v str> {
    let left = reference.and_then(SideView::categories);
    let right = current.and_then(SideView::categories);
    let (n_left, n_right) = (left.map_or(0, CategoryCounts::total), right.map_or(0, CategoryCounts::total));
    let share = |count: u64, n: u64| if n == 0 { 0.0 } else { count as f64 / n as f64 };
    let mut all: Vec<(f64, &'v str)> = match (left, right) {
        (Some(left), Some(right)) => left
            .paired(right)
            .map(|pair| (share(pair.reference, n_left) + share(pair.current, n_right), pair.name))
            .collect(),
        (one, other) => {
            let only = one.or(other);
            only.into_iter()
                .flat_map(CategoryCounts::iter)
                .map(|(name, count)| (share(count, n_left + n_right), name))
                .collect()
        }
    };
    let by_size = |a: &(f64, &str), b: &(f64, &str)| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1));
    if all.len() > most {
        all.select_nth_unstable_by(most, by_size);
        all.truncate(most);
    }
    all.sort_by(by_size);
    all.into_iter().map(|(_, name)| name).collect()
}

fn one_side(view: &SideView<'_>, kind: Kind, ranked: &[&str]) -> SideSummary {
    let mut summary = SideSummary {
        n: view.n(),
        missing: view.missing,
        infinite: view.infinite,
        distinct: view.distinct(),
        mean: None,
        std: None,
        min: None,
        max: None,
        quantiles: Vec::new(),
        counts: None,
        other: 0,
    };
    match &view.values {
        Values::Numbers(numbers) => {
            summary.mean = numbers.mean();
            summary.std = numbers.std(1);
            summary.min = numbers.min();
            summary.max = numbers.max();
            summary.quantiles = PROBABILITIES.into_iter().zip(numbers.quantiles(&PROBABILITIES)).collect();
        }
        Values::Categories(counts) if kind_is_judged(kind) => {
            let listed: Vec<(String, u64)> =
                ranked.iter().map(|name| ((*name).to_owned(), counts.get(name))).collect();
            summary.other = counts.total() - listed.iter().map(|(_, count)| count).sum::<u64>();
            summary.counts = Some(listed);
        }
        Values::Categories(_) => {}
    }
    summary
}
