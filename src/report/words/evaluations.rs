//! Words about evaluations and comparisons, and the rows of their tables.

use super::format;
use crate::chart;
use crate::model::evaluation::{Evaluation, McNemar, MetricDifference};
use crate::model::metrics::Metric;

/// A row of the table of metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricRow {
    /// Name of the metric.
    pub name: &'static str,
    /// The value in three digits.
    pub value: String,
    /// The value in all digits.
    pub full: String,
    /// `0.95 to 0.99`; a dash without resamples.
    pub interval: String,
    /// Which way is better.
    pub better: &'static str,
}

/// The metrics that are defined, in the order of tables.
pub fn metric_rows(evaluation: &Evaluation) -> Vec<MetricRow> {
    let row = |metric: Metric| {
        let value = evaluation.metrics.value(metric)?;
        let interval = evaluation.intervals.iter().find(|interval| interval.metric == metric);
        let ends = interval.and_then(|interval| Some((interval.low?, interval.high?)));
        Some(MetricRow {
            name: metric.label(),
            value: format::number(value),
            full: format::full(value),
            interval: ends.map_or_else(
                || "–".to_owned(),
                |(low, high)| format!("{} to {}", format::number(low), format::number(high)),
            ),
            better: if metric.higher_is_better() { "higher" } else { "lower" },
        })
    };
    Metric::ALL.into_iter().filter_map(row).collect()
}

/// How many rows the numbers stand on, and how many could not be used.
pub fn rows_sentence(evaluation: &Evaluation) -> String {
    let rows = format::counted(evaluation.metrics.n, "row", "rows");
    if evaluation.left_out == 0 {
        return format!("Measured on {rows}.");
    }
    format!(
        "Measured on {rows}; {} left out because the label, the prediction or the probability is missing.",
        format::counted(evaluation.left_out, "row was", "rows were")
    )
}

/// ROC AUC and average precision of one class, where they are defined.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ClassAreas {
    /// Area under the ROC curve.
    pub roc_auc: Option<f64>,
    /// Average precision.
    pub average_precision: Option<f64>,
}

/// The areas under the curves of a class.
pub fn areas(evaluation: &Evaluation, class: &str) -> ClassAreas {
    if let Some(binary) = evaluation.metrics.binary.as_ref().filter(|binary| binary.positive == class) {
        return ClassAreas { roc_auc: binary.roc_auc, average_precision: binary.average_precision };
    }
    let at = evaluation.metrics.labels.iter().position(|label| label == class);
    let (Some(multi), Some(at)) = (evaluation.metrics.multiclass.as_ref(), at) else {
        return ClassAreas::default();
    };
    ClassAreas {
        roc_auc: multi.roc_auc_per_class.get(at).copied().flatten(),
        average_precision: multi.average_precision_per_class.get(at).copied().flatten(),
    }
}

/// Which of two models a difference speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Favours {
    /// The first.
    First,
    /// The second.
    Second,
    /// The interval holds 0.
    Neither,
}

impl Favours {
    /// The side that the whole interval of a difference is on.
    pub fn of(difference: &MetricDifference) -> Self {
        let second_is_higher = difference.low > 0.0;
        let first_is_higher = difference.high < 0.0;
        match (second_is_higher, first_is_higher, difference.metric.higher_is_better()) {
            (true, _, true) | (_, true, false) => Self::Second,
            (true, _, false) | (_, true, true) => Self::First,
            _ => Self::Neither,
        }
    }

    /// In words of a table.
    pub fn label(self) -> &'static str {
        match self {
            Self::First => "first better",
            Self::Second => "second better",
            Self::Neither => "no clear difference",
        }
    }
}

/// A difference with its interval: `+0.012 (0.003 to 0.02)`.
pub fn difference(difference: &MetricDifference) -> String {
    format!(
        "{} ({} to {})",
        chart::signed(difference.difference),
        format::number(difference.low),
        format::number(difference.high)
    )
}

/// McNemar's test in two sentences.
pub fn mcnemar(test: &McNemar, first: &str, second: &str) -> String {
    let differ = test.only_first + test.only_second;
    if differ == 0 {
        return "Both are right, or both are wrong, on every row.".to_owned();
    }
    let how = if test.statistic.is_some() { "McNemar’s test" } else { "McNemar’s exact test" };
    let p = format::p_value(test.p_value);
    let p = if p.starts_with('<') { format!("p\u{a0}{p}") } else { format!("p\u{a0}=\u{a0}{p}") };
    let verdict = if test.p_value >= 0.05 {
        "chance alone would often do that, so neither is shown to be right more often".to_owned()
    } else {
        let better = if test.only_first > test.only_second { first } else { second };
        format!("{better} is right more often than chance explains")
    };
    format!(
        "{first} alone is right on {}, {second} alone on {}. {how}: {p}; {verdict}.",
        format::counted(test.only_first, "row", "rows"),
        format::counted(test.only_second, "row", "rows")
    )
}

/// Share of a row of the confusion matrix, which is what its shade shows, in tenths.
pub fn confusion_tenths(row: &[u64], predicted: usize) -> u64 {
    let all: u64 = row.iter().sum();
    let cell = row.get(predicted).copied().unwrap_or(0);
    if all == 0 { 0 } else { (cell as f64 / all as f64 * 10.0).round() as u64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evaluation::MetricInterval;
    use crate::model::metrics::{BinaryMetrics, ClassificationMetrics};

    fn evaluation() -> Evaluation {
        let binary =
            BinaryMetrics { positive: "1".to_owned(), roc_auc: Some(0.9), ..BinaryMetrics::default() };
        let metrics =
            ClassificationMetrics { n: 50, accuracy: 0.8, binary: Some(binary), ..Default::default() };
        let interval =
            MetricInterval { metric: Metric::Accuracy, value: 0.8, low: Some(0.7), high: Some(0.875) };
        Evaluation { metrics, intervals: vec![interval], curves: Vec::new(), left_out: 1 }
    }

    #[test]
    fn only_metrics_that_are_defined_have_a_row() {
        let rows = metric_rows(&evaluation());
        assert_eq!(rows[0].interval, "0.7 to 0.875");
        assert!(rows.iter().any(|row| row.name == "ROC AUC" && row.interval == "–"));
        assert!(rows.iter().all(|row| row.name != "Log loss"));
        assert!(rows_sentence(&evaluation()).contains("1\u{a0}row was left out"));
        assert_eq!(areas(&evaluation(), "1").roc_auc, Some(0.9));
        assert_eq!(areas(&evaluation(), "0"), ClassAreas::default());
    }

    #[test]
    fn a_difference_speaks_for_one_side_only_where_its_interval_leaves_zero_out() {
        let of = |metric, low, high| {
            Favours::of(&MetricDifference { metric, first: 0.0, second: 0.0, difference: 0.0, low, high })
        };
        assert_eq!(of(Metric::RocAuc, 0.01, 0.02), Favours::Second);
        assert_eq!(of(Metric::RocAuc, -0.02, -0.01), Favours::First);
        assert_eq!(of(Metric::LogLoss, 0.01, 0.02), Favours::First);
        assert_eq!(of(Metric::LogLoss, -0.02, -0.01), Favours::Second);
        assert_eq!(of(Metric::Brier, -0.02, 0.01), Favours::Neither);
    }

    #[test]
    fn mcnemar_names_the_better_one_only_where_the_test_does() {
        let sure = McNemar { only_first: 3, only_second: 40, statistic: Some(30.0), p_value: 1e-7 };
        let words = mcnemar(&sure, "tree 1", "boosting 1");
        assert!(words.contains("boosting 1 is right more often"), "{words}");
        assert!(words.contains("p\u{a0}<\u{a0}0.001"), "{words}");
        let unsure = McNemar { only_first: 3, only_second: 4, statistic: None, p_value: 1.0 };
        let words = mcnemar(&unsure, "a", "b");
        assert!(words.contains("exact") && words.contains("neither"), "{words}");
        let same = McNemar { only_first: 0, only_second: 0, statistic: None, p_value: 1.0 };
        assert!(mcnemar(&same, "a", "b").starts_with("Both are right"));
    }

    #[test]
    fn shades_follow_the_share_of_the_row() {
        assert_eq!(confusion_tenths(&[3, 7], 1), 7);
        assert_eq!(confusion_tenths(&[0, 0], 1), 0);
    }
}
