//! The small histogram of a column's row in the table, and the cut of its range.

use super::Sparkline;
use super::summary::ranked;
use super::views::SideView;
use crate::stats::Ecdf;

/// Most bins of a sparkline.
const BINS: usize = 24;
/// A range is cut at these quantiles.
const CUT: [f64; 2] = [0.005, 0.995];

/// The range in which a histogram is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct DrawnRange {
    pub(super) low: f64,
    pub(super) high: f64,
}

pub(super) fn sparkline(reference: Option<&SideView<'_>>, current: Option<&SideView<'_>>) -> Sparkline {
    let left = reference.filter(|side| side.n() > 0);
    let right = current.filter(|side| side.n() > 0);
    let numbers = |side: Option<&SideView<'_>>| side.is_some_and(|side| side.numbers().is_some());
    if numbers(left) || numbers(right) {
        of_numbers(left.and_then(SideView::numbers), right.and_then(SideView::numbers))
    } else {
        of_categories(left, right)
    }
}

fn of_numbers(reference: Option<&Ecdf>, current: Option<&Ecdf>) -> Sparkline {
    let Some(range) = cut_range(reference, current) else { return Sparkline::default() };
    let edges = even_edges(range, BINS);
    let shares = |side: Option<&Ecdf>| match side {
        Some(side) => {
            let mut counts = side.histogram(&edges);
            if let (Some(first), Some(last)) = (edges.first(), edges.last()) {
                counts[0] += side.count_below(*first);
                let end = counts.len() - 1;
                counts[end] += side.n() - side.count_at_most(*last);
            }
            counts.into_iter().map(|count| (count as f64 / side.n() as f64) as f32).collect()
        }
        None => vec![0.0; edges.len() - 1],
    };
    Sparkline { reference: shares(reference), current: shares(current) }
}

fn of_categories(reference: Option<&SideView<'_>>, current: Option<&SideView<'_>>) -> Sparkline {
    let largest = ranked(reference, current, BINS);
    let all = [reference, current].into_iter().flatten().filter_map(SideView::categories);
    let rest = all
        .clone()
        .any(|counts| counts.other_rows() > 0 || counts.iter().any(|(name, _)| !largest.contains(&name)));
    let listed = if rest { &largest[..largest.len().min(BINS - 1)] } else { &largest[..] };
    let shares = |side: Option<&SideView<'_>>| -> Vec<f32> {
        let counts = side.and_then(SideView::categories);
        let n = counts.map_or(0, |counts| counts.total());
        let share = |count: u64| if n == 0 { 0.0 } else { (count as f64 / n as f64) as f32 };
        let in_list: Vec<u64> =
            listed.iter().map(|name| counts.map_or(0, |counts| counts.get(name))).collect();
        let left_over = n - in_list.iter().sum::<u64>();
        in_list.into_iter().chain(rest.then_some(left_over)).map(share).collect()
    };
    Sparkline { reference: shares(reference), current: shares(current) }
}

/// From the smaller 0.5 % quantile of the two sides to the larger 99.5 % one, so that neither
/// side is cut out by the other's size. `None` without values.
pub(super) fn cut_range(reference: Option<&Ecdf>, current: Option<&Ecdf>) -> Option<DrawnRange> {
    let cuts = || [reference, current].into_iter().flatten().map(|side| side.quantiles(&CUT));
    let low = cuts().filter_map(|cut| cut.first().copied()).reduce(f64::min)?;
    let high = cuts().filter_map(|cut| cut.last().copied()).reduce(f64::max)?;
    Some(DrawnRange { low, high })
}

/// Edges of equally wide bins; one bin of width 1 around a single value.
pub(super) fn even_edges(range: DrawnRange, bins: usize) -> Vec<f64> {
    let DrawnRange { low, high } = range;
    let between = |at: usize| {
        let t = at as f64 / bins as f64;
        low * (1.0 - t) + high * t
    };
    let mut edges: Vec<f64> = (0..=bins).map(between).collect();
    edges[bins] = high;
    edges[0] = low;
    if edges.windows(2).all(|pair| pair[0] < pair[1]) { edges } else { single(low, high) }
}

/// One bin around a range that cannot be cut.
fn single(low: f64, high: f64) -> Vec<f64> {
    let margin = (low.abs() * 1e-9).max(0.5);
    vec![low - margin, high + margin]
}
