//! Rows with labels and predictions, made ready so that all metrics can be computed again and again
//! over resamples of them.

use super::confusion::{Confusion, KappaWeights, average, ratio};
use super::ranking::{RankMetrics, Ranking};
use super::{BinaryMetrics, ClassificationMetrics, MulticlassMetrics};
use crate::model::{ModelError, Predictions};

/// Bins of the calibration errors, [k/10, (k+1)/10), 1 in the last.
pub(in crate::model) const CALIBRATION_BINS: usize = 10;

/// Labels and predictions of the same rows, checked, their scores sorted.
#[derive(Debug, Clone)]
pub(in crate::model) struct ScoredRows<'a> {
    pub(in crate::model) classes: &'a [String],
    pub(in crate::model) actual: &'a [u32],
    pub(in crate::model) predictions: &'a Predictions,
    /// Of the positive class of two, or of each of more; empty without probabilities.
    pub(in crate::model) rankings: Vec<ClassRanking>,
    /// Empty without probabilities.
    rows: Vec<RowMeasures>,
}

/// A class and its rows from the most to the least probable.
#[derive(Debug, Clone)]
pub(in crate::model) struct ClassRanking {
    pub(in crate::model) class: u32,
    pub(in crate::model) scores: Vec<f64>,
    pub(in crate::model) ranking: Ranking,
}

/// What one row adds to the means.
#[derive(Debug, Clone, Copy)]
struct RowMeasures {
    log_loss: f64,
    squared_error: f64,
    /// Probability of the positive class, or of the most probable one.
    confidence: f64,
    /// Whether the row is of that class.
    hit: bool,
    bin: u8,
}

/// Negative log probability of the true class, in nats. The probability is kept away from 0 and 1
/// by the machine epsilon, as `sklearn.metrics.log_loss` does.
pub(in crate::model) fn row_log_loss(probability: f64) -> f64 {
    -probability.clamp(f64::EPSILON, 1.0 - f64::EPSILON).ln()
}

impl<'a> ScoredRows<'a> {
    /// # Errors
    ///
    /// [`ModelError::Mismatch`] where there are no rows, or the three do not fit each other.
    pub(in crate::model) fn new(
        classes: &'a [String],
        actual: &'a [u32],
        predictions: &'a Predictions,
    ) -> Result<Self, ModelError> {
        check(classes, actual, predictions)?;
        let mut ready = Self { classes, actual, predictions, rankings: Vec::new(), rows: Vec::new() };
        if !predictions.probabilities.is_empty() {
            let ranked = if classes.len() == 2 { 1..2 } else { 0..classes.len() };
            let rank = |class| {
                let scores = predictions.of_class(class);
                ClassRanking { class: class as u32, ranking: Ranking::of(&scores), scores }
            };
            ready.rankings = ranked.map(rank).collect();
            let probabilities = predictions.probabilities.chunks_exact(classes.len());
            ready.rows = actual.iter().zip(probabilities).map(|(&row, p)| RowMeasures::of(row, p)).collect();
        }
        Ok(ready)
    }

    /// All metrics of all rows.
    pub(in crate::model) fn metrics(&self) -> ClassificationMetrics {
        self.metrics_of(&vec![1; self.actual.len()])
    }

    /// All metrics, row `r` counted `times[r]` times.
    pub(in crate::model) fn metrics_of(&self, times: &[u32]) -> ClassificationMetrics {
        let mut confusion = Confusion::new(self.classes.len());
        for ((&actual, &predicted), &times) in self.actual.iter().zip(&self.predictions.labels).zip(times) {
            confusion.add(actual, predicted, u64::from(times));
        }
        let per_class = confusion.per_class(self.classes);
        let accuracy = confusion.accuracy();
        let rows = confusion.actual();
        let ranked: Vec<RankMetrics> = self.ranked(times, &rows);
        let means = self.means(times);
        let two = self.classes.len() == 2;
        ClassificationMetrics {
            n: rows.iter().sum(),
            labels: self.classes.to_vec(),
            confusion_matrix: confusion.matrix(),
            accuracy,
            balanced_accuracy: confusion.balanced_accuracy(),
            mcc: confusion.mcc(),
            cohen_kappa: confusion.kappa(KappaWeights::None),
            cohen_kappa_linear: confusion.kappa(KappaWeights::Linear),
            cohen_kappa_quadratic: confusion.kappa(KappaWeights::Quadratic),
            macro_average: average(&per_class, |_| 1.0),
            // Every row has one label and one prediction, so all three are the share of right ones.
            micro_average: super::Averaged { precision: accuracy, recall: accuracy, f1: accuracy },
            weighted_average: average(&per_class, |class| class.support as f64),
            binary: two.then(|| self.binary(&confusion, ranked.first(), means.as_ref())),
            multiclass: means.as_ref().filter(|_| !two).map(|means| multiclass(&ranked, &rows, means)),
            per_class,
        }
    }

    fn ranked(&self, times: &[u32], rows: &[u64]) -> Vec<RankMetrics> {
        let pairs = self.classes.len() > 2;
        let measure = |of: &ClassRanking| of.ranking.measure(self.actual, of.class, times, rows, pairs);
        self.rankings.iter().map(measure).collect()
    }

    fn binary(
        &self,
        confusion: &Confusion,
        ranked: Option<&RankMetrics>,
        means: Option<&Means>,
    ) -> BinaryMetrics {
        let [tn, fp, fn_, tp] =
            [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(actual, predicted)| confusion.cell(actual, predicted));
        BinaryMetrics {
            positive: self.classes.get(1).cloned().unwrap_or_default(),
            tp,
            fp,
            fn_,
            tn,
            precision: ratio(tp, tp + fp),
            recall: ratio(tp, tp + fn_),
            f1: ratio(2 * tp, 2 * tp + fp + fn_),
            specificity: ratio(tn, tn + fp),
            fpr: ratio(fp, tn + fp),
            fnr: ratio(fn_, tp + fn_),
            roc_auc: ranked.and_then(|r| r.roc_auc),
            gini: ranked.and_then(|r| r.roc_auc).map(|auc| 2.0 * auc - 1.0),
            average_precision: ranked.map(|r| r.average_precision),
            pr_auc_trapezoid: ranked.map(|r| r.pr_auc_trapezoid),
            log_loss: means.map(|m| m.log_loss),
            brier: means.map(|m| m.squared_error / 2.0),
            ks_statistic: ranked.and_then(|r| r.ks),
            ece: means.map(|m| m.ece),
            mce: means.map(|m| m.mce),
        }
    }

    fn means(&self, times: &[u32]) -> Option<Means> {
        if self.rows.is_empty() {
            return None;
        }
        let mut means = Means::default();
        let mut bins = [CalibrationSum::default(); CALIBRATION_BINS];
        let mut n = 0.0;
        for (row, &times) in self.rows.iter().zip(times).filter(|(_, times)| **times > 0) {
            let times = f64::from(times);
            n += times;
            means.log_loss += times * row.log_loss;
            means.squared_error += times * row.squared_error;
            let bin = &mut bins[usize::from(row.bin) % CALIBRATION_BINS];
            bin.rows += times;
            bin.confidence += times * row.confidence;
            bin.hits += times * f64::from(u8::from(row.hit));
        }
        means.log_loss /= n;
        means.squared_error /= n;
        for bin in bins.iter().filter(|bin| bin.rows > 0.0) {
            let gap = ((bin.confidence - bin.hits) / bin.rows).abs();
            means.ece += bin.rows / n * gap;
            means.mce = means.mce.max(gap);
        }
        Some(means)
    }
}

/// Means over rows that need probabilities.
#[derive(Debug, Clone, Copy, Default)]
struct Means {
    log_loss: f64,
    squared_error: f64,
    ece: f64,
    mce: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct CalibrationSum {
    rows: f64,
    confidence: f64,
    hits: f64,
}

impl RowMeasures {
    fn of(actual: u32, probabilities: &[f64]) -> Self {
        let top = match probabilities {
            [_, _] => 1,
            all => all.iter().enumerate().fold(0, |best, (at, p)| if *p > all[best] { at } else { best }),
        };
        let of = |class: usize| probabilities.get(class).copied().unwrap_or(0.0);
        let error = |(class, p): (usize, &f64)| (p - f64::from(u8::from(class == actual as usize))).powi(2);
        let squared_error = match probabilities {
            // Of two classes the error of the positive one is all there is, and exactly so.
            [_, _] => 2.0 * (of(1) - f64::from(actual)).powi(2),
            all => all.iter().enumerate().map(error).sum(),
        };
        Self {
            log_loss: row_log_loss(of(actual as usize)),
            squared_error,
            confidence: of(top),
            hit: actual as usize == top,
            bin: calibration_bin(of(top)) as u8,
        }
    }
}

/// The bin of a probability.
pub(in crate::model) fn calibration_bin(probability: f64) -> usize {
    ((probability * CALIBRATION_BINS as f64) as usize).min(CALIBRATION_BINS - 1)
}

fn multiclass(ranked: &[RankMetrics], rows: &[u64], means: &Means) -> MulticlassMetrics {
    let per_class: Vec<Option<f64>> = ranked.iter().map(|r| r.roc_auc).collect();
    let all: Option<Vec<f64>> = per_class.iter().copied().collect();
    let precisions: Vec<f64> = ranked.iter().map(|r| r.average_precision).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    MulticlassMetrics {
        roc_auc_ovr_macro: all.map(|all| mean(&all)),
        roc_auc_ovr_weighted: weighted_auc(&per_class, rows),
        roc_auc_ovo_macro: pairwise_auc(ranked, rows),
        roc_auc_per_class: per_class,
        average_precision_macro: Some(mean(&precisions)),
        average_precision_per_class: precisions.into_iter().map(Some).collect(),
        log_loss: means.log_loss,
        brier_sum: means.squared_error,
        top_label_ece: means.ece,
        top_label_mce: means.mce,
    }
}

/// Classes without rows have no weight, as in scikit-learn.
fn weighted_auc(per_class: &[Option<f64>], rows: &[u64]) -> Option<f64> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (auc, &rows) in per_class.iter().zip(rows).filter(|(_, rows)| **rows > 0) {
        sum += (*auc)? * rows as f64;
        weight += rows as f64;
    }
    (weight > 0.0).then(|| sum / weight)
}

/// Mean over the pairs of classes that occur, each the mean of both directions (D. J. Hand,
/// R. J. Till, *Machine Learning* 45 (2001), 171-186).
fn pairwise_auc(ranked: &[RankMetrics], rows: &[u64]) -> Option<f64> {
    let (mut sum, mut directions) = (0.0, 0.0);
    for (class, of_class) in ranked.iter().enumerate() {
        for (other, won) in of_class.pairs_won.iter().enumerate() {
            let pairs =
                rows.get(class).copied().unwrap_or(0) as f64 * rows.get(other).copied().unwrap_or(0) as f64;
            if class != other && pairs > 0.0 {
                sum += won / pairs;
                directions += 1.0;
            }
        }
    }
    (directions > 0.0).then(|| sum / directions)
}

fn check(classes: &[String], actual: &[u32], predictions: &Predictions) -> Result<(), ModelError> {
    let wrong = |sentence: String| Err(ModelError::Mismatch(sentence));
    let (rows, probabilities) = (actual.len(), predictions.probabilities.len());
    if rows == 0 {
        return wrong("no row has both a label and a prediction: there is nothing to evaluate".to_owned());
    }
    if classes.len() < 2 || predictions.classes != classes.len() {
        return wrong(format!(
            "predictions of {} classes cannot be evaluated against {} classes: both must be the same two or more",
            predictions.classes,
            classes.len()
        ));
    }
    if predictions.labels.len() != rows {
        return wrong(format!(
            "there are {rows} labels and {} predictions: there must be one of each a row",
            predictions.labels.len()
        ));
    }
    if probabilities != 0 && probabilities != rows * classes.len() {
        return wrong(format!(
            "there are {probabilities} probabilities for {rows} rows of {} classes: there must be one a row and class",
            classes.len()
        ));
    }
    if actual.iter().chain(&predictions.labels).any(|&code| code as usize >= classes.len()) {
        return wrong(format!("a label stands for none of the {} classes", classes.len()));
    }
    if let Some(wrong_one) = predictions.probabilities.iter().find(|p| !(0.0..=1.0 + 1e-9).contains(*p)) {
        return wrong(format!("a probability is {wrong_one}: it must be between 0 and 1"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Metric;
    use super::*;

    fn names(classes: usize) -> Vec<String> {
        (0..classes).map(|class| format!("class {class}")).collect()
    }

    fn close(got: Option<f64>, want: f64) {
        let got = got.expect("the metric is defined");
        assert!((got - want).abs() < 1e-12, "got {got}, want {want}");
    }

    #[test]
    fn a_class_that_does_not_occur_is_treated_as_scikit_learn_does() {
        // scikit-learn 1.9.1, labels=[0, 1, 2]: roc_auc_score ovr macro nan, weighted and ovo 5/6;
        // log_loss 1.016137510460968; average_precision_score 1, 5/6, 0; matthews_corrcoef
        // 0.5773502691896257; balanced_accuracy_score 2/3; cohen_kappa_score .5, .4, 2/7.
        let probabilities =
            vec![0.6, 0.3, 0.1, 0.2, 0.5, 0.3, 0.3, 0.3, 0.4, 0.1, 0.1, 0.8, 0.25, 0.5, 0.25, 0.5, 0.4, 0.1];
        let predictions = Predictions::of(3, probabilities, 0.5);
        let metrics = ClassificationMetrics::of(&names(3), &[0, 1, 0, 1, 1, 0], &predictions).unwrap();
        let multi = metrics.multiclass.clone().unwrap();
        assert_eq!(multi.roc_auc_ovr_macro, None);
        assert_eq!(multi.roc_auc_per_class[2], None);
        close(multi.roc_auc_ovr_weighted, 5.0 / 6.0);
        close(multi.roc_auc_ovo_macro, 5.0 / 6.0);
        close(Some(multi.log_loss), 1.016137510460968);
        close(multi.average_precision_per_class[1], 5.0 / 6.0);
        close(multi.average_precision_per_class[2], 0.0);
        close(Some(metrics.mcc), 0.577_350_269_189_625_7);
        close(Some(metrics.balanced_accuracy), 2.0 / 3.0);
        close(metrics.cohen_kappa, 0.5);
        close(metrics.cohen_kappa_linear, 0.4);
        close(metrics.cohen_kappa_quadratic, 2.0 / 7.0);
    }

    #[test]
    fn probabilities_of_0_and_1_cost_what_scikit_learn_says() {
        // sklearn.metrics.log_loss([0, 1, 1], [[1, 0], [1, 0], [0, 1]]) = 12.014551129705717
        let predictions = Predictions::of(2, vec![1.0, 0.0, 1.0, 0.0, 0.0, 1.0], 0.5);
        let metrics = ClassificationMetrics::of(&names(2), &[0, 1, 1], &predictions).unwrap();
        close(metrics.binary.unwrap().log_loss, 12.014_551_129_705_717);
    }

    #[test]
    fn labels_alone_give_what_needs_no_probabilities() {
        let predictions = Predictions { classes: 2, probabilities: Vec::new(), labels: vec![1, 1, 0] };
        let metrics = ClassificationMetrics::of(&names(2), &[1, 0, 0], &predictions).unwrap();
        close(metrics.value(Metric::F1), 2.0 / 3.0);
        let defined = |metric: &Metric| metrics.value(*metric).is_some();
        assert!(Metric::ALL.iter().all(|m| defined(m) != m.needs_probabilities()));
    }

    #[test]
    fn what_does_not_fit_is_a_sentence() {
        let of = |labels: Vec<u32>, probabilities: Vec<f64>, actual: &[u32]| {
            let predictions = Predictions { classes: 2, probabilities, labels };
            ClassificationMetrics::of(&names(2), actual, &predictions).unwrap_err().to_string()
        };
        assert!(of(vec![], vec![], &[]).contains("nothing to evaluate"));
        assert!(of(vec![0], vec![], &[0, 1]).contains("2 labels and 1 predictions"));
        assert!(of(vec![0], vec![0.5], &[0]).contains("1 probabilities for 1 rows"));
        assert!(of(vec![2], vec![], &[0]).contains("none of the 2 classes"));
        assert!(of(vec![0], vec![0.5, f64::NAN], &[0]).contains("a probability is NaN"));
    }

    proptest! {
        /// A row that counts twice is two rows: what the bootstrap rests on.
        #[test]
        fn multiplicities_are_repeated_rows(
            rows in proptest::collection::vec((0_u32..3, 0_u32..5, 0_u32..5, 0_u32..4), 1..40),
        ) {
            prop_assume!(rows.iter().any(|row| row.3 > 0));
            let scores = |row: &(u32, u32, u32, u32)| {
                let [a, b] = [row.1, row.2].map(|tenth| f64::from(tenth) / 10.0);
                [a, b, 1.0 - a - b]
            };
            let all = Predictions::of(3, rows.iter().flat_map(scores).collect(), 0.5);
            let actual: Vec<u32> = rows.iter().map(|row| row.0).collect();
            let times: Vec<u32> = rows.iter().map(|row| row.3).collect();
            let repeated: Vec<_> = rows.iter().flat_map(|row| vec![*row; row.3 as usize]).collect();
            let there = Predictions::of(3, repeated.iter().flat_map(scores).collect(), 0.5);
            let there_actual: Vec<u32> = repeated.iter().map(|row| row.0).collect();
            let classes = names(3);
            let got = ScoredRows::new(&classes, &actual, &all).unwrap().metrics_of(&times);
            let want = ClassificationMetrics::of(&classes, &there_actual, &there).unwrap();
            prop_assert_eq!(&got.confusion_matrix, &want.confusion_matrix);
            for metric in Metric::ALL {
                match (got.value(metric), want.value(metric)) {
                    (Some(got), Some(want)) => prop_assert!((got - want).abs() < 1e-12, "{metric:?}"),
                    (got, want) => prop_assert_eq!(got, want),
                }
            }
        }
    }
}
