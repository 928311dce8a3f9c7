//! Folds for cross-validation.

/// Folds that the classifier is judged by.
pub const FOLDS: usize = 5;

/// The fold of each row: every fold gets the same share of each label, to a row, and rows with the
/// same label fill the folds in the order given.
///
/// ```text
/// size of fold i in label k = rows of label k among the rows i, i + 5, i + 10, … sorted by label
/// ```
///
/// # Source
///
/// What scikit-learn's `StratifiedKFold(5)` does without shuffling; shuffle the rows first where
/// their order may mean something.
pub fn stratified_folds(labels: &[bool]) -> Vec<usize> {
    let negative = labels.iter().filter(|label| !**label).count();
    let within = |from: usize, to: usize, fold: usize| (from..to).filter(|at| at % FOLDS == fold).count();
    let fold_ends = |from: usize, to: usize| -> Vec<usize> {
        let mut end = 0;
        (0..FOLDS)
            .map(|fold| {
                end += within(from, to, fold);
                end
            })
            .collect()
    };
    let ends = [fold_ends(0, negative), fold_ends(negative, labels.len())];
    let mut seen = [0, 0];
    labels
        .iter()
        .map(|label| {
            let label = usize::from(*label);
            let at = seen[label];
            seen[label] += 1;
            ends[label].iter().position(|end| at < *end).unwrap_or(FOLDS - 1)
        })
        .collect()
}
