//! Area under the ROC curve.

use super::StatsError;

/// Area under the ROC curve of `scores`: the chance that a positive row scores above a negative
/// one, ties counting half.
///
/// ```text
/// AUC = (R − n₊ (n₊ + 1) / 2) / (n₊ n₋)      R: sum of the positive rows' midranks
/// ```
///
/// | argument | shape | |
/// |---|---|---|
/// | `scores` | `[n]` | finite; larger means more likely positive |
/// | `positive` | `[n]` | the true label |
///
/// # Errors
///
/// [`StatsError::Invalid`] if the slices differ in length, a score is NaN, or all rows have the
/// same label.
///
/// # Source
///
/// H. B. Mann, D. R. Whitney, *Ann. Math. Stat.* 18 (1947), 50-60.
///
/// # Example
///
/// ```
/// use evenkeel::stats::roc_auc;
///
/// let auc = roc_auc(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true])?;
/// assert_eq!(auc, 0.75); // The example of scikit-learn's documentation of `roc_auc_score`.
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn roc_auc(scores: &[f64], positive: &[bool]) -> Result<f64, StatsError> {
    if scores.len() != positive.len() {
        return Err(StatsError::invalid("there are not as many scores as labels"));
    }
    if scores.iter().any(|score| score.is_nan()) {
        return Err(StatsError::invalid("a score is not a number"));
    }
    let n_positive = positive.iter().filter(|label| **label).count();
    let n_negative = positive.len() - n_positive;
    if n_positive == 0 || n_negative == 0 {
        return Err(StatsError::invalid("every row has the same label"));
    }
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_unstable_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    let mut rank_sum = 0.0;
    let mut before = 0;
    // `==` so that 0 and −0, which the order tells apart, are a tie.
    for tie in order.chunk_by(|a, b| scores[*a] == scores[*b]) {
        let midrank = before as f64 + (tie.len() as f64 + 1.0) / 2.0;
        rank_sum += midrank * tie.iter().filter(|row| positive[**row]).count() as f64;
        before += tie.len();
    }
    let (p, n) = (n_positive as f64, n_negative as f64);
    Ok((rank_sum - p * (p + 1.0) / 2.0) / (p * n))
}
