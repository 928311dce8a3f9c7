//! Where two sources of predictions differ: levels of categorical columns, quarters of numeric ones.

use std::collections::BTreeMap;

use super::evaluation::{MetricDifference, SegmentDifference};
use super::metrics::Metric;
use super::resample::{Interval, Resamples};
use crate::data::{CellColumn, CellPlace, RowView, number_name};

/// More levels than these are not looked at one by one.
const MOST_LEVELS: usize = 12;
/// Rows that a segment needs.
const LEAST_ROWS: u64 = 30;
/// Place of a row in no segment.
const NOWHERE: u8 = u8::MAX;

/// A metric that is a mean over rows, of each row under both sources.
pub(super) struct RowDifferences {
    pub(super) metric: Metric,
    pub(super) first: Vec<f64>,
    pub(super) second: Vec<f64>,
}

/// The metric in every segment of at least 30 rows, the largest difference first.
pub(super) fn segment_differences(
    rows: &RowView<'_>,
    differences: &RowDifferences,
    resamples: u32,
    seed: u64,
    progress: &mut dyn FnMut(u64),
) -> Vec<SegmentDifference> {
    let columns: Vec<Segments> = rows.columns.iter().filter_map(|column| Segments::of(column)).collect();
    let gaps: Vec<f64> = differences.second.iter().zip(&differences.first).map(|(s, f)| s - f).collect();
    let mut drawn: Vec<Vec<Vec<f64>>> =
        columns.iter().map(|column| vec![Vec::new(); column.names.len()]).collect();
    let mut source = Resamples::new(rows.rows, seed);
    for done in 0..resamples {
        progress(u64::from(done));
        let times = source.next();
        for (column, drawn) in columns.iter().zip(&mut drawn) {
            for (sum, drawn) in column.sums(&gaps, |row| f64::from(times[row])).into_iter().zip(drawn) {
                drawn.extend((sum.rows > 0.0).then(|| sum.value / sum.rows));
            }
        }
    }
    let mut found = Vec::new();
    for (column, drawn) in columns.into_iter().zip(drawn) {
        let [first, second] =
            [&differences.first, &differences.second].map(|values| column.sums(values, |_| 1.0));
        for (((name, first), second), drawn) in column.names.iter().zip(first).zip(second).zip(drawn) {
            let Some(interval) = Interval::of(drawn).filter(|_| first.rows as u64 >= LEAST_ROWS) else {
                continue;
            };
            let (a, b) = (first.value / first.rows, second.value / second.rows);
            found.push(SegmentDifference {
                column: column.column.clone(),
                segment: name.clone(),
                rows: first.rows as u64,
                metric: MetricDifference {
                    metric: differences.metric,
                    first: a,
                    second: b,
                    difference: b - a,
                    low: interval.low,
                    high: interval.high,
                },
            });
        }
    }
    found.sort_by(|a, b| b.metric.difference.abs().total_cmp(&a.metric.difference.abs()));
    found
}

/// The segments of one column.
struct Segments {
    column: String,
    /// In words.
    names: Vec<String>,
    /// Place in `names`, one a row.
    places: Vec<u8>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    rows: f64,
    value: f64,
}

impl Segments {
    /// `None` where a column has neither few levels nor numbers only.
    fn of(column: &CellColumn) -> Option<Self> {
        Self::levels(column).or_else(|| Self::quarters(column))
    }

    fn levels(column: &CellColumn) -> Option<Self> {
        let mut places: BTreeMap<String, u8> = BTreeMap::new();
        let mut keys = Vec::with_capacity(column.len());
        for row in 0..column.len() {
            let name = match column.place(row) {
                CellPlace::Missing => None,
                CellPlace::Number(value) => Some(number_name(value)),
                CellPlace::Text(place) => column.dictionary().get(place).cloned(),
            };
            let place = match name {
                Some(name) => {
                    let next = places.len() as u8;
                    *places.entry(name).or_insert(next)
                }
                None => NOWHERE,
            };
            if places.len() > MOST_LEVELS {
                return None;
            }
            keys.push(place);
        }
        let mut names = vec![String::new(); places.len()];
        for (name, place) in places {
            names[usize::from(place)] = name;
        }
        Some(Self { column: column.name.clone(), names, places: keys }.with_missing())
    }

    fn quarters(column: &CellColumn) -> Option<Self> {
        let is_text = |row| matches!(column.place(row), CellPlace::Text(_));
        if (0..column.len()).any(is_text) {
            return None;
        }
        let mut sorted: Vec<f64> = column.numbers().iter().copied().filter(|value| !value.is_nan()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut bounds: Vec<f64> = (1..4)
            .filter_map(|quarter| sorted.get((quarter * sorted.len()).div_ceil(4).saturating_sub(1)))
            .copied()
            .collect();
        bounds.dedup();
        let place = |value: &f64| match value.is_nan() {
            true => NOWHERE,
            false => bounds.partition_point(|bound| bound < value) as u8,
        };
        let places = column.numbers().iter().map(place).collect();
        let (first, last) = (bounds.first()?, bounds.last()?);
        let mut names = vec![format!("up to {}", bound_name(*first))];
        let between = |pair: &[f64]| format!("above {} up to {}", bound_name(pair[0]), bound_name(pair[1]));
        names.extend(bounds.windows(2).map(between));
        names.push(format!("above {}", bound_name(*last)));
        Some(Self { column: column.name.clone(), names, places }.with_missing())
    }

    /// Missing cells are a segment of their own.
    fn with_missing(mut self) -> Self {
        let place = self.names.len() as u8;
        self.places.iter_mut().filter(|at| **at == NOWHERE).for_each(|at| *at = place);
        self.names.push("missing".to_owned());
        self
    }

    fn sums(&self, values: &[f64], times: impl Fn(usize) -> f64) -> Vec<Sum> {
        let mut sums = vec![Sum::default(); self.names.len()];
        for (row, (&place, value)) in self.places.iter().zip(values).enumerate() {
            if let Some(sum) = sums.get_mut(usize::from(place)) {
                let times = times(row);
                sum.rows += times;
                sum.value += times * value;
            }
        }
        sums
    }
}

/// A bound in five significant digits: enough to know the segment by.
fn bound_name(bound: f64) -> String {
    format!("{bound:.4e}").parse().map_or_else(|_| number_name(bound), number_name)
}
