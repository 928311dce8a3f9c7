//! Two sources of predictions on the same rows.

use super::evaluation::{MetricDifference, ModelComparison};
use super::mcnemar::mcnemar;
use super::metrics::{Metric, ScoredRows, row_log_loss};
use super::resample::{Interval, Resamples};
use super::segment_differences::{RowDifferences, segment_differences};
use super::{ModelError, Predictions};
use crate::data::RowView;

/// Resamples of the rows for all intervals.
const RESAMPLES: u32 = 500;

/// Metrics of two sources of predictions and their differences, whether they are right on different
/// rows (McNemar), and where they differ.
///
/// `rows` holds the columns whose segments are looked at, the same rows as `actual` and in the same
/// order: leave out target and predictions. Intervals are percentile intervals over 500 resamples of
/// the rows, the same for both sources. Only metrics that both have are compared.
///
/// # Errors
///
/// [`ModelError::Mismatch`] where the parts do not fit each other, or there are no rows.
pub fn compare(
    classes: &[String],
    actual: &[u32],
    first: &Predictions,
    second: &Predictions,
    rows: &RowView<'_>,
    seed: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<ModelComparison, ModelError> {
    if rows.rows != actual.len() {
        return Err(ModelError::Mismatch(format!(
            "there are {} rows and {} labels: there must be one label a row",
            rows.rows,
            actual.len()
        )));
    }
    let both = [ScoredRows::new(classes, actual, first)?, ScoredRows::new(classes, actual, second)?];
    let total = 2 * u64::from(RESAMPLES);
    let metrics = metric_differences(&both, seed, &mut |done| progress(done, total));
    let right = |predictions: &Predictions, row: usize| predictions.labels.get(row) == actual.get(row);
    let only = |one: &Predictions, other: &Predictions| {
        (0..actual.len()).filter(|&row| right(one, row) && !right(other, row)).count() as u64
    };
    let differences = row_differences(actual, first, second);
    let segments = segment_differences(rows, &differences, RESAMPLES, seed, &mut |done| {
        progress(u64::from(RESAMPLES) + done, total);
    });
    progress(total, total);
    Ok(ModelComparison {
        rows: actual.len() as u64,
        metrics,
        mcnemar: mcnemar(only(first, second), only(second, first)),
        segments,
    })
}

fn metric_differences(
    both: &[ScoredRows<'_>; 2],
    seed: u64,
    progress: &mut dyn FnMut(u64),
) -> Vec<MetricDifference> {
    let [first, second] = both.each_ref().map(ScoredRows::metrics);
    let shared = |metric: Metric| Some((metric, first.value(metric)?, second.value(metric)?));
    let shared: Vec<(Metric, f64, f64)> = Metric::ALL.into_iter().filter_map(shared).collect();
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(RESAMPLES as usize); shared.len()];
    let mut resamples = Resamples::new(both[0].actual.len(), seed);
    for done in 0..RESAMPLES {
        progress(u64::from(done));
        let times = resamples.next();
        let [first, second] = both.each_ref().map(|rows| rows.metrics_of(times));
        for (drawn, (metric, ..)) in drawn.iter_mut().zip(&shared) {
            drawn.extend(
                second.value(*metric).zip(first.value(*metric)).map(|(second, first)| second - first),
            );
        }
    }
    let difference = |((metric, first, second), drawn): ((Metric, f64, f64), Vec<f64>)| {
        let difference = second - first;
        let interval = Interval::of(drawn).unwrap_or(Interval { low: difference, high: difference });
        MetricDifference { metric, first, second, difference, low: interval.low, high: interval.high }
    };
    shared.into_iter().zip(drawn).map(difference).collect()
}

/// The log loss of each row where both have probabilities, else whether it is right.
fn row_differences(actual: &[u32], first: &Predictions, second: &Predictions) -> RowDifferences {
    let probable = !first.probabilities.is_empty() && !second.probabilities.is_empty();
    let of = |predictions: &Predictions| -> Vec<f64> {
        if probable {
            let rows = predictions.probabilities.chunks_exact(predictions.classes.max(1));
            let loss =
                |(&label, row): (&u32, &[f64])| row_log_loss(row.get(label as usize).copied().unwrap_or(0.0));
            actual.iter().zip(rows).map(loss).collect()
        } else {
            let labels = predictions.labels.iter();
            actual
                .iter()
                .zip(labels)
                .map(|(label, predicted)| f64::from(u8::from(label == predicted)))
                .collect()
        }
    };
    let metric = if probable { Metric::LogLoss } else { Metric::Accuracy };
    RowDifferences { metric, first: of(first), second: of(second) }
}

#[cfg(test)]
mod tests {
    use super::super::rule_scorer::Noise;
    use super::*;
    use crate::data::{Cell, CellColumn};

    /// The first is good everywhere; the second knows nothing where `region` is `south`.
    fn example(rows: usize) -> ([Predictions; 2], Vec<u32>, [CellColumn; 2]) {
        let mut noise = Noise::new(4);
        let (mut first, mut second, mut actual, mut south) = (vec![], vec![], vec![], vec![]);
        for _ in 0..rows {
            let p = noise.uniform();
            let is_south = noise.uniform() < 0.3;
            actual.push(u32::from(noise.uniform() < p));
            first.extend([1.0 - p, p]);
            second.extend(if is_south { [0.5, 0.5] } else { [1.0 - p, p] });
            south.push(is_south);
        }
        let region = south.iter().map(|south| Cell::Text(if *south { "south" } else { "north" }));
        let region = CellColumn::from_cells("region", region);
        let income = CellColumn::from_numbers("income", (0..rows).map(|row| row as f64).collect());
        ([first, second].map(|p| Predictions::of(2, p, 0.5)), actual, [region, income])
    }

    fn run(predictions: &[Predictions; 2], actual: &[u32], columns: &[CellColumn]) -> ModelComparison {
        let classes = ["0".to_owned(), "1".to_owned()];
        let view = RowView { rows: actual.len(), columns: columns.iter().collect() };
        let [first, second] = predictions;
        compare(&classes, actual, first, second, &view, 3, &mut |_, _| {}).unwrap()
    }

    #[test]
    fn a_model_that_fails_in_one_segment_is_found_there() {
        let (predictions, actual, columns) = example(4000);
        let found = run(&predictions, &actual, &columns);
        let [worst, rest @ ..] = found.segments.as_slice() else { panic!("there are segments") };
        assert_eq!((worst.column.as_str(), worst.segment.as_str()), ("region", "south"));
        // Log loss of 0.5 is ln 2; that of the truth has mean 1/2 over uniform p (∫ of the entropy).
        assert!((worst.metric.second - std::f64::consts::LN_2).abs() < 1e-12);
        assert!((worst.metric.first - 0.5).abs() < 0.04 && worst.metric.low > 0.1);
        let north = rest.iter().find(|segment| segment.segment == "north").unwrap();
        assert_eq!((north.metric.difference, north.metric.low, north.metric.high), (0.0, 0.0, 0.0));
        assert_eq!(rest.iter().filter(|segment| segment.column == "income").count(), 4);
        assert_eq!(found.segments.iter().filter(|s| s.column == "income").map(|s| s.rows).sum::<u64>(), 4000);
        let loss = found.metrics.iter().find(|metric| metric.metric == Metric::LogLoss).unwrap();
        assert!(0.0 < loss.low && loss.low < loss.difference && loss.difference < loss.high);
        let right = |p: &Predictions| p.labels.iter().zip(&actual).filter(|(a, b)| a == b).count() as u64;
        let gap = right(&predictions[0]) - right(&predictions[1]);
        assert_eq!(found.mcnemar.only_first - found.mcnemar.only_second, gap);
        assert!(found.mcnemar.p_value < 1e-6);
    }

    #[test]
    fn a_model_against_itself_differs_nowhere() {
        let ([first, _], actual, columns) = example(200);
        let found = run(&[first.clone(), first], &actual, &columns);
        assert!(found.metrics.iter().all(|m| m.difference == 0.0 && m.low == 0.0 && m.high == 0.0));
        assert_eq!(found.mcnemar.p_value, 1.0);
    }

    #[test]
    fn labels_alone_are_compared_by_accuracy() {
        let ([mut first, second], actual, columns) = example(300);
        first.probabilities.clear();
        let found = run(&[first, second], &actual, &columns);
        assert!(found.metrics.iter().all(|metric| !metric.metric.needs_probabilities()));
        assert!(found.segments.iter().all(|segment| segment.metric.metric == Metric::Accuracy));
    }
}
