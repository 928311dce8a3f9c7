//! Random splits of the sampled rows of a reference, column by column.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rand::Rng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::compare::{Gathered, gather};
use super::views::{SideView, Values};
use super::{Evidence, Frame, FrameColumn, FrameValues, Method, Policy, TestResult};
use crate::data::Kind;
use crate::stats::{CategoryCounts, Ecdf};

/// Most rows that are split; of more, so many are drawn.
const MOST_ROWS: usize = 20_000;

/// The sampled rows of the reference as often as they occurred, at most [`MOST_ROWS`].
pub(super) fn drawn_rows(frame: &Frame, random: &mut Xoshiro256PlusPlus) -> Vec<usize> {
    let counts = &frame.counts[..frame.reference_rows.min(frame.counts.len())];
    let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
    let each = |row: usize, count: u32| std::iter::repeat_n(row, count as usize);
    if total <= MOST_ROWS as u64 {
        return counts.iter().enumerate().flat_map(|(row, count)| each(row, *count)).collect();
    }
    let mut ends = Vec::with_capacity(counts.len());
    let mut end = 0;
    for count in counts {
        end += u64::from(*count);
        ends.push(end);
    }
    if counts.len() as u64 == total {
        let mut all: Vec<usize> = (0..counts.len()).collect();
        let (drawn, _) = all.partial_shuffle(random, MOST_ROWS);
        return drawn.to_vec();
    }
    (0..MOST_ROWS)
        .map(|_| {
            let at = random.gen_range(0..total);
            ends.partition_point(|end| *end <= at)
        })
        .collect()
}

/// A column whose rows are sorted once, so that every split is a walk.
pub(super) struct Sorted<'a> {
    pub(super) column: &'a FrameColumn,
    /// Rows with a value in order of it, and the value (a number, or a code).
    order: Vec<(u32, f64)>,
    rows: usize,
    integers: bool,
}

impl<'a> Sorted<'a> {
    pub(super) fn of(column: &'a FrameColumn, rows: &[usize]) -> Self {
        let value = |row: usize| match &column.values {
            FrameValues::Numbers(values) => values.get(row).copied().filter(|value| !value.is_nan()),
            FrameValues::Categories { codes, .. } => {
                codes.get(row).filter(|code| **code != FrameValues::NO_CATEGORY).map(|code| f64::from(*code))
            }
        };
        let mut order: Vec<(u32, f64)> =
            rows.iter().enumerate().filter_map(|(at, row)| Some((at as u32, value(*row)?))).collect();
        order.sort_by(|a, b| a.1.total_cmp(&b.1));
        let integers = column.kind == Kind::Numeric
            && order.len() == rows.len()
            && order.iter().all(|(_, value)| value.fract() == 0.0);
        Self { column, order, rows: rows.len(), integers }
    }

    /// Distinct values of one part, ascending, and how often each occurs.
    fn part(&self, is_current: &[bool], current: bool) -> (Vec<f64>, Vec<u64>) {
        let (mut values, mut counts): (Vec<f64>, Vec<u64>) = (Vec::new(), Vec::new());
        for (row, value) in &self.order {
            if is_current[*row as usize] != current {
                continue;
            }
            match (values.last(), counts.last_mut()) {
                (Some(last), Some(count)) if *last == *value => *count += 1,
                _ => {
                    values.push(*value);
                    counts.push(1);
                }
            }
        }
        (values, counts)
    }

    /// Tests and evidence of one split.
    pub(super) fn gathered(&self, is_current: &[bool], policy: &Policy) -> Option<Tested> {
        let current_rows = is_current.iter().filter(|current| **current).count() as u64;
        let parts = [false, true].map(|current| self.part(is_current, current));
        let rows = [self.rows as u64 - current_rows, current_rows];
        let view =
            |values, n: u64, rows: u64| SideView { rows, missing: rows - n, infinite: 0, strays: 0, values };
        let (name, kind) = (&self.column.name, self.column.kind);
        match &self.column.values {
            FrameValues::Numbers(_) => {
                let [left, right] =
                    parts.map(|(values, counts)| Ecdf::from_weighted_sorted(values, counts).ok());
                let (left, right) = (left?, right?);
                let reference = view(Values::Numbers(&left), left.n(), rows[0]);
                let current = view(Values::Numbers(&right), right.n(), rows[1]);
                gather(name, kind, self.integers, &reference, &current, policy).map(Tested::of)
            }
            FrameValues::Categories { names, .. } => {
                let [left, right] = parts.map(|(codes, counts)| {
                    let named = codes.iter().filter_map(|code| names.get(*code as usize));
                    CategoryCounts::from_counts(named.map(String::as_str).zip(counts))
                });
                let (n, m) = (left.total(), right.total());
                let reference = view(Values::Categories(Cow::Owned(left)), n, rows[0]);
                let current = view(Values::Categories(Cow::Owned(right)), m, rows[1]);
                gather(name, kind, false, &reference, &current, policy).map(Tested::of)
            }
        }
    }
}

/// What was computed of one split of a column.
pub(super) struct Tested {
    pub(super) tests: BTreeMap<Method, TestResult>,
    pub(super) evidence: Evidence,
}

impl Tested {
    fn of(found: Gathered<'_>) -> Self {
        Self { tests: found.tests, evidence: found.evidence }
    }
}
