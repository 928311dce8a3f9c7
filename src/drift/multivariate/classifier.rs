//! Domain classifier: can a model tell reference rows from current rows?

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::columns::{Scale, Usable};
use super::draw::{Drawn, shuffle};
use super::features::Features;
use super::folds::{FOLDS, stratified_folds};
use super::{ColumnWeight, DomainClassifier, MultivariateError, MultivariateSettings};
use crate::drift::Frame;
use crate::stats::{Logistic, StatsError, roc_auc};

/// Most rows of a side.
const ROWS_MAX: usize = 10_000;
/// Most cells of both sides: with many features fewer rows are looked at.
const CELLS_MAX: usize = 2_000_000;
/// Fewest rows of a side: below, a fold has too few to learn from.
const ROWS_MIN: usize = 20;
/// Columns that are named.
const NAMED: usize = 10;
/// Upper 5 % of the normal distribution.
const ONE_SIDED_5: f64 = 1.644_853_626_951_472_7;

/// A model per fold and what it says of the rows it has not seen.
struct Fitted {
    models: Vec<FoldModel>,
    scores: Vec<f64>,
}

struct FoldModel {
    scales: Vec<Scale>,
    model: Logistic,
}

/// Out-of-fold ROC AUC of telling rows apart by a standardised logistic regression (C = 1) in
/// [`FOLDS`] folds in the order given ([`stratified_folds`]).
///
/// | argument | shape | |
/// |---|---|---|
/// | `rows` | `[n · n_columns]` | row after row, finite |
/// | `current` | `[n]` | whether the row is current's |
///
/// # Errors
///
/// [`StatsError`] if the shapes do not fit, a value is not finite, or a fold has one side only.
///
/// # Source
///
/// S. Rabanser, S. Günnemann, Z. Lipton, *NeurIPS* 32 (2019). Checked in
/// `tests/golden/a_breast_cancer` (`domain_classifier`, scikit-learn).
pub fn out_of_fold_auc(rows: &[f64], n_columns: usize, current: &[bool]) -> Result<f64, StatsError> {
    let folds = stratified_folds(current);
    let fitted = fit(rows, n_columns, current, &folds, &mut |_| ())?;
    roc_auc(&fitted.scores, current)
}

/// Tells the sides of a frame apart.
///
/// Rows are drawn in proportion to how often they occurred: at most 10,000 a side and 2,000,000
/// cells. `progress` hears the folds and columns done, and of how many.
///
/// # Threshold
///
/// ```text
/// ½ + 1.645 · √2 · √((n + m + 1) / (12 n m))
/// ```
///
/// The last root is the spread of a score that knows nothing (the null distribution of the
/// Mann-Whitney U). Folds are not independent: of two folds each judges what the other taught, so
/// that every pair of folds counts twice and the variance doubles. Without the √2, splits of one
/// sample were told apart in 8 to 10 % of cases; `tests/multivariate.rs` holds the rate against 5 %.
///
/// # Columns
///
/// Loss of AUC when the cells of the column are shuffled among the held-out rows, largest first.
///
/// # Errors
///
/// [`MultivariateError`] if a side has fewer than 20 rows, or no column can be used.
pub fn domain_classifier(
    frame: &Frame,
    settings: &MultivariateSettings,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<DomainClassifier, MultivariateError> {
    let usable = Usable::of(frame);
    let wide = Drawn::of(frame, ROWS_MAX, settings.seed);
    MultivariateError::unless_enough(wide.reference.len(), wide.current.len(), ROWS_MIN)?;
    // Features are chosen on all rows that may be looked at, then the rows are cut to size.
    let width = Features::of(&usable.columns, &both(&wide)).width();
    if width == 0 {
        return Err(MultivariateError::no_column("usable"));
    }
    let most = (CELLS_MAX / (2 * width)).clamp(ROWS_MIN, ROWS_MAX);
    let drawn = if most < ROWS_MAX { Drawn::of(frame, most, settings.seed) } else { wide };
    let rows = both(&drawn);
    let features = Features::of(&usable.columns, &rows);
    let n_columns = features.width();
    if n_columns == 0 {
        return Err(MultivariateError::no_column("usable"));
    }
    let current: Vec<bool> = (0..rows.len()).map(|at| at >= drawn.reference.len()).collect();
    let folds = stratified_folds(&current);
    let total = (FOLDS + features.columns) as u64;
    progress(0, total);
    let fitted = fit(&features.values, n_columns, &current, &folds, &mut |fold| progress(fold, total))?;
    let auc = roc_auc(&fitted.scores, &current)?;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(settings.seed ^ 0xC1A5);
    let mut columns = Vec::new();
    for place in 0..features.columns {
        let shuffled = shuffled_scores(&fitted, &features, place, &folds, &mut random);
        let without = roc_auc(&shuffled, &current)?;
        columns.push(ColumnWeight { name: usable.columns[place].name.clone(), weight: auc - without });
        progress((FOLDS + place + 1) as u64, total);
    }
    columns.retain(|column| column.weight > 0.0);
    columns.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    columns.truncate(NAMED);
    let threshold = chance_auc(drawn.reference.len(), drawn.current.len());
    Ok(DomainClassifier {
        auc,
        threshold,
        drifted: auc > threshold,
        reference_rows: drawn.reference.len() as u64,
        current_rows: drawn.current.len() as u64,
        columns,
    })
}

fn both(drawn: &Drawn) -> Vec<usize> {
    drawn.reference.iter().chain(&drawn.current).copied().collect()
}

fn chance_auc(n: usize, m: usize) -> f64 {
    let (n, m) = (n as f64, m as f64);
    (0.5 + ONE_SIDED_5 * (2.0 * (n + m + 1.0) / (12.0 * n * m)).sqrt()).min(1.0)
}

fn fit(
    rows: &[f64],
    n_columns: usize,
    current: &[bool],
    folds: &[usize],
    fold_done: &mut dyn FnMut(u64),
) -> Result<Fitted, StatsError> {
    if n_columns == 0 || rows.len() != n_columns * current.len() {
        return Err(StatsError::invalid("the values do not fit the labels"));
    }
    let mut scores = vec![0.0; current.len()];
    let mut models = Vec::with_capacity(FOLDS);
    for fold in 0..FOLDS {
        let learn: Vec<usize> = (0..current.len()).filter(|row| folds[*row] != fold).collect();
        let scales: Vec<Scale> = (0..n_columns)
            .map(|column| {
                let numbers = learn.iter().map(|row| rows[row * n_columns + column]);
                Scale::of(numbers).unwrap_or(Scale { mean: 0.0, std: 1.0 })
            })
            .collect();
        let table: Vec<f64> = learn
            .iter()
            .flat_map(|row| rows[row * n_columns..(row + 1) * n_columns].iter().zip(&scales))
            .map(|(x, scale)| scale.apply(*x))
            .collect();
        let labels: Vec<bool> = learn.iter().map(|row| current[*row]).collect();
        let model = FoldModel { model: Logistic::fit(&table, n_columns, &labels, 1.0)?, scales };
        for (row, score) in scores.iter_mut().enumerate().filter(|(row, _)| folds[*row] == fold) {
            *score = model.score(&rows[row * n_columns..(row + 1) * n_columns]);
        }
        models.push(model);
        fold_done(fold as u64 + 1);
    }
    Ok(Fitted { models, scores })
}

impl FoldModel {
    fn score(&self, row: &[f64]) -> f64 {
        let scaled: Vec<f64> = row.iter().zip(&self.scales).map(|(x, scale)| scale.apply(*x)).collect();
        self.model.log_odds(&scaled)
    }
}

/// The out-of-fold scores if a source column were shuffled among the rows of each fold.
fn shuffled_scores(
    fitted: &Fitted,
    features: &Features,
    place: usize,
    folds: &[usize],
    random: &mut Xoshiro256PlusPlus,
) -> Vec<f64> {
    let width = features.width();
    let own: Vec<usize> = (0..width).filter(|at| features.owners[*at] == place).collect();
    let mut scores = fitted.scores.clone();
    for (fold, model) in fitted.models.iter().enumerate() {
        let held_out: Vec<usize> = (0..folds.len()).filter(|row| folds[*row] == fold).collect();
        let mut others = held_out.clone();
        shuffle(&mut others, random);
        for (row, other) in held_out.iter().zip(&others) {
            for &at in &own {
                let change = features.values[other * width + at] - features.values[row * width + at];
                scores[*row] += model.model.weights[at] * change / model.scales[at].std;
            }
        }
    }
    scores
}
