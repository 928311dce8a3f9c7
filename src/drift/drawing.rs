//! The figures behind the charts of one column: bins, curves, quantiles and bars.

use super::sparkline::{DrawnRange, cut_range, even_edges};
use super::summary::ranked;
use super::views::SideView;
use super::{BarPair, CategoryBar, CurvePoint, EcdfPair, HistogramPair, KsGap, QuantileRow};
use crate::stats::{CategoryCounts, Ecdf, ks};

/// Most points of a curve.
const CURVE_POINTS: usize = 512;
/// Most bars.
const BARS: usize = 20;
/// Fewest and most bins of a histogram.
const BINS: std::ops::RangeInclusive<usize> = 8..=32;
/// A range this many times as wide as its central 99 % is cut to that.
const HUGE: f64 = 4.0;
/// Probabilities of the quantile table.
const PROBABILITIES: [f64; 9] = [0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0];

type Sides<'a, 'v> = Option<&'a SideView<'v>>;

pub(super) fn histogram(reference: Sides<'_, '_>, current: Sides<'_, '_>) -> Option<HistogramPair> {
    let (left, right) = (usable_numbers(reference), usable_numbers(current));
    let range = drawn_range(left, right)?;
    let rows: u64 = [left, right].into_iter().flatten().map(Ecdf::n).sum();
    // Twice Sturges' number: two samples that overlap are told apart by finer bins.
    let bins = (2.0 * (rows as f64).log2()).ceil() as usize;
    let edges = even_edges(range, bins.clamp(*BINS.start(), *BINS.end()));
    let counts = |side: Option<&Ecdf>| side.map_or(vec![0; edges.len() - 1], |side| side.histogram(&edges));
    let (reference, current) = (counts(left), counts(right));
    let outside = |side: Option<&Ecdf>, counts: &[u64]| side.map_or(0, Ecdf::n) - counts.iter().sum::<u64>();
    Some(HistogramPair {
        reference_outside: outside(left, &reference),
        current_outside: outside(right, &current),
        edges,
        reference,
        current,
    })
}

pub(super) fn ecdf(reference: Sides<'_, '_>, current: Sides<'_, '_>) -> Option<EcdfPair> {
    let (left, right) = (usable_numbers(reference)?, usable_numbers(current)?);
    let gap = ks(left, right).ok()?;
    Some(EcdfPair {
        reference: curve(left),
        current: curve(right),
        gap: KsGap { x: gap.location, reference: left.cdf(gap.location), current: right.cdf(gap.location) },
    })
}

pub(super) fn quantiles(reference: Sides<'_, '_>, current: Sides<'_, '_>) -> Vec<QuantileRow> {
    let table = |side: Sides<'_, '_>| usable_numbers(side).map(|side| side.quantiles(&PROBABILITIES));
    let (left, right) = (table(reference), table(current));
    if left.is_none() && right.is_none() {
        return Vec::new();
    }
    let at = |table: &Option<Vec<f64>>, row: usize| table.as_ref().and_then(|table| table.get(row).copied());
    PROBABILITIES
        .into_iter()
        .enumerate()
        .map(|(row, p)| QuantileRow { p, reference: at(&left, row), current: at(&right, row) })
        .collect()
}

pub(super) fn bars(reference: Sides<'_, '_>, current: Sides<'_, '_>) -> Option<BarPair> {
    let left = reference.and_then(SideView::categories);
    let right = current.and_then(SideView::categories);
    let (n_left, n_right) = (left.map_or(0, CategoryCounts::total), right.map_or(0, CategoryCounts::total));
    if n_left + n_right == 0 {
        return None;
    }
    let share = |count: u64, n: u64| if n == 0 { 0.0 } else { count as f64 / n as f64 };
    let bar = |name: &str, reference: u64, current: u64| CategoryBar {
        name: name.to_owned(),
        reference,
        current,
        reference_share: share(reference, n_left),
        current_share: share(current, n_right),
    };
    let rows = |side: Option<&CategoryCounts>, name: &str| side.map_or(0, |counts| counts.get(name));
    let bars: Vec<CategoryBar> = ranked(reference, current, BARS)
        .into_iter()
        .map(|name| bar(name, rows(left, name), rows(right, name)))
        .collect();
    let distinct = match (left, right) {
        (Some(left), Some(right)) if left.other_rows() + right.other_rows() == 0 => {
            left.paired(right).count() as u64
        }
        _ => [left, right].into_iter().flatten().map(CategoryCounts::distinct).max().unwrap_or(0),
    };
    let rest_left = n_left - bars.iter().map(|bar| bar.reference).sum::<u64>();
    let rest_right = n_right - bars.iter().map(|bar| bar.current).sum::<u64>();
    let other = (rest_left + rest_right > 0).then(|| bar("other", rest_left, rest_right));
    let other_categories =
        if other.is_some() { distinct.saturating_sub(bars.len() as u64).max(1) } else { 0 };
    Some(BarPair { bars, other, other_categories })
}

fn usable_numbers<'a>(side: Sides<'a, '_>) -> Option<&'a Ecdf> {
    side.and_then(SideView::numbers).filter(|numbers| !numbers.is_empty())
}

/// The whole range, or the central one where outliers make the whole one huge.
fn drawn_range(left: Option<&Ecdf>, right: Option<&Ecdf>) -> Option<DrawnRange> {
    let sides = || [left, right].into_iter().flatten();
    let low = sides().filter_map(Ecdf::min).reduce(f64::min)?;
    let high = sides().filter_map(Ecdf::max).reduce(f64::max)?;
    let cut = cut_range(left, right)?;
    // Halves, since the width of a range may not be finite.
    let huge = high / 2.0 - low / 2.0 > HUGE * (cut.high / 2.0 - cut.low / 2.0);
    Some(if huge && cut.low < cut.high { cut } else { DrawnRange { low, high } })
}

/// The step curve at values of evenly spaced rank among the distinct ones, both ends included.
fn curve(side: &Ecdf) -> Vec<CurvePoint> {
    let last = side.distinct().saturating_sub(1);
    let steps = last.min(CURVE_POINTS - 1);
    let mut points = Vec::with_capacity(steps + 1);
    let mut below = 0;
    for (at, point) in side.points().enumerate() {
        below += point.count;
        // The next point of the curve stands at ⌈i · last / steps⌉.
        if at * steps >= points.len() * last {
            points.push(CurvePoint { x: point.value, y: below as f64 / side.n() as f64 });
        }
    }
    points
}
