//! Metrics with bootstrap intervals, and curves.

use super::curves::curves;
use super::evaluation::{Evaluation, MetricInterval};
use super::metrics::{Metric, ScoredRows};
use super::resample::{Interval, Resamples};
use super::{ModelError, Predictions};

/// How good predictions are: metrics, intervals and curves. `left_out` is 0, since rows without a
/// label or a prediction do not come here.
///
/// Intervals are percentile intervals over `resamples` bootstrap resamples of the rows (none for 0),
/// the same resamples for all metrics; a resample in which a metric is not defined does not count
/// for it. Calibration errors (ECE, MCE) are means and maxima of absolute differences, which every
/// resample raises: their intervals are moved by what the mean of the resamples exceeds the value, and
/// end at 0. `progress` is told how many of the resamples are done.
///
/// # Errors
///
/// As [`ClassificationMetrics::of`](super::metrics::ClassificationMetrics::of).
///
/// # Source
///
/// B. Efron, R. J. Tibshirani, *An Introduction to the Bootstrap*, Chapman & Hall 1993, ch. 13.
pub fn evaluate(
    classes: &[String],
    actual: &[u32],
    predictions: &Predictions,
    resamples: u32,
    seed: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Evaluation, ModelError> {
    let rows = ScoredRows::new(classes, actual, predictions)?;
    let metrics = rows.metrics();
    let defined: Vec<(Metric, f64)> = Metric::ALL
        .into_iter()
        .filter_map(|metric| metrics.value(metric).map(|value| (metric, value)))
        .collect();
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(resamples as usize); defined.len()];
    let mut source = Resamples::new(actual.len(), seed);
    for done in 0..resamples {
        progress(u64::from(done), u64::from(resamples));
        let resampled = rows.metrics_of(source.next());
        for (values, (metric, _)) in drawn.iter_mut().zip(&defined) {
            values.extend(resampled.value(*metric));
        }
    }
    progress(u64::from(resamples), u64::from(resamples));
    let interval = |((metric, value), drawn): ((Metric, f64), Vec<f64>)| {
        let raised = if matches!(metric, Metric::Ece | Metric::Mce) { excess(&drawn, value) } else { 0.0 };
        let interval = Interval::of(drawn).map(|i| Interval {
            low: if raised > 0.0 { (i.low - raised).max(0.0) } else { i.low },
            high: i.high - raised,
        });
        MetricInterval { metric, value, low: interval.map(|i| i.low), high: interval.map(|i| i.high) }
    };
    Ok(Evaluation {
        intervals: defined.into_iter().zip(drawn).map(interval).collect(),
        curves: curves(&rows),
        metrics,
        left_out: 0,
    })
}

/// What the mean of the resamples exceeds the value by: the bootstrap's estimate of the bias.
fn excess(drawn: &[f64], value: f64) -> f64 {
    if drawn.is_empty() { 0.0 } else { (drawn.iter().sum::<f64>() / drawn.len() as f64 - value).max(0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_of_calibration_errors_hold_their_value() {
        // Probabilities of few rows: every resample is further off in some bin than the rows are.
        let first: Vec<f64> = (0..60).map(|row| f64::from(row * 37 % 60) / 60.0).collect();
        let actual: Vec<u32> = (0..60).map(|row| u32::from(row * 37 % 60 > row * 11 % 60)).collect();
        let predictions = Predictions {
            classes: 2,
            probabilities: first.iter().flat_map(|p| [1.0 - p, *p]).collect(),
            labels: first.iter().map(|p| u32::from(*p > 0.5)).collect(),
        };
        let classes = ["no".to_owned(), "yes".to_owned()];
        let found = evaluate(&classes, &actual, &predictions, 200, 1, &mut |_, _| {}).unwrap();
        for metric in [Metric::Ece, Metric::Mce] {
            let interval = found.intervals.iter().find(|interval| interval.metric == metric).unwrap();
            let (low, high) = (interval.low.unwrap(), interval.high.unwrap());
            assert!(
                0.0 <= low && low <= interval.value && interval.value <= high && low < high,
                "{interval:?}"
            );
        }
    }
}
