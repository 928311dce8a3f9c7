//! Which drift hurts a model: each input of current rows swapped back to what the reference has.

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::evaluation::{ColumnHarm, HarmReport};
use super::metrics::row_log_loss;
use super::observed::inputs_of;
use super::observed_classes::quoted;
use super::reference_like::{categorical, numeric};
use super::resample::{Interval, Resamples, subsample};
use super::target::Labels;
use super::{Input, ModelError, Predictions, Scorer};
use crate::data::{CellColumn, RowView};

/// Current rows that are looked at; more are drawn from.
const MOST_ROWS: usize = 10_000;
/// Resamples of the rows for the intervals of the losses.
const RESAMPLES: u32 = 500;

/// Names of two files, for errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileNames<'a> {
    /// The data the model was made on.
    pub reference: &'a str,
    /// The data the model sees now.
    pub current: &'a str,
}

/// What the drift of each input does to a model's answers on current rows.
///
/// One input at a time takes reference-like values: numbers move to the reference's quantile of
/// their rank, categories and missing cells are brought to the reference's shares by changing as
/// few rows as possible. What the answers (and, with `target`, the log loss) lose by that is what
/// the drift of the input did. Above 10,000 rows a seeded sample is looked at. Intervals are
/// percentile intervals over 500 paired resamples of the rows.
///
/// Inputs change one at a time, so drift that is in how two inputs go together is not seen by
/// column; `log_loss_all_back` has all inputs back at once. Drift of the target given the inputs is
/// seen by neither.
///
/// # Errors
///
/// [`ModelError::MissingInput`] and [`ModelError::NotANumber`] where a file does not fit the model,
/// [`ModelError::UnknownColumn`] without the target, [`ModelError::Mismatch`] where there are no rows
/// or no label is a class of the model.
pub fn harm(
    model: &dyn Scorer,
    reference: &RowView<'_>,
    current: &RowView<'_>,
    names: FileNames<'_>,
    target: Option<&str>,
    seed: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<HarmReport, ModelError> {
    for (rows, file) in [(reference.rows, names.reference), (current.rows, names.current)] {
        if rows == 0 {
            return Err(ModelError::Mismatch(format!("`{file}` has no rows: choose another file")));
        }
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let rows = subsample(current.rows, MOST_ROWS, &mut random);
    let labels = labels(model, current, target, names.current, &rows)?;
    let table = inputs_of(model, current, &rows);
    let view = table.view();
    let before = model.score(&view, names.current)?;
    let losses = labels.as_ref().map(|labels| Losses::of(labels, &before));
    let class = class_of_interest(model, &before);
    let total = model.schema().features.len() as u64 + 1;
    let (mut back_columns, mut found) = (Vec::new(), Vec::new());
    for (done, feature) in model.schema().features.iter().enumerate() {
        progress(done as u64, total);
        let missing =
            |file: &str| ModelError::MissingInput { file: file.to_owned(), column: feature.name.clone() };
        let was = reference.column(&feature.name).ok_or_else(|| missing(names.reference))?;
        let is = view.column(&feature.name).ok_or_else(|| missing(names.current))?;
        let back = match &feature.input {
            Input::Numeric(_) => numeric(was, is, &mut random),
            Input::Categorical(_) => categorical(was, is, &mut random),
        };
        let after = model.score(&view.with(&back), names.current)?;
        let change = Change::of(&before, &after, class);
        found.push((ColumnHarm { name: feature.name.clone(), ..change.harm() }, after));
        back_columns.push(back);
    }
    progress(total - 1, total);
    let all_back = model.score(&with_all(&view, &back_columns), names.current)?;
    let log_loss_all_back = labels.as_ref().map(|labels| Losses::of(labels, &all_back).mean());
    let columns = match (&labels, &losses) {
        (Some(labels), Some(losses)) => by_loss(found, labels, losses, seed),
        _ => by_change(found),
    };
    progress(total, total);
    Ok(HarmReport {
        class: model.schema().classes.get(class).cloned().unwrap_or_default(),
        rows: rows.len() as u64,
        labelled: labels.is_some(),
        log_loss: losses.as_ref().map(Losses::mean),
        log_loss_all_back,
        columns,
    })
}

fn labels(
    model: &dyn Scorer,
    current: &RowView<'_>,
    target: Option<&str>,
    file: &str,
    rows: &[u32],
) -> Result<Option<Vec<Option<u32>>>, ModelError> {
    let Some(target) = target else { return Ok(None) };
    let all = Labels::with(current, target, model.schema().classes.clone(), file)?.codes;
    let codes: Vec<Option<u32>> = rows.iter().map(|&row| all.get(row as usize).copied().flatten()).collect();
    if codes.iter().all(Option::is_none) {
        return Err(ModelError::Mismatch(format!(
            "no label of `{target}` in `{file}` is a class of the model ({}): choose the column of true labels, or none",
            quoted(&model.schema().classes)
        )));
    }
    Ok(Some(codes))
}

fn with_all<'a>(view: &RowView<'a>, columns: &'a [CellColumn]) -> RowView<'a> {
    columns.iter().fold(view.clone(), |view, column| view.with(column))
}

/// The positive class of two, or the most frequently predicted of more.
fn class_of_interest(model: &dyn Scorer, predictions: &Predictions) -> usize {
    let classes = model.schema().classes.len();
    if classes == 2 {
        return 1;
    }
    let mut rows = vec![0_u64; classes];
    for &label in &predictions.labels {
        if let Some(rows) = rows.get_mut(label as usize) {
            *rows += 1;
        }
    }
    (0..classes).fold(0, |best, class| if rows[class] > rows[best] { class } else { best })
}

/// How answers differ before and after, as means over the rows.
struct Change {
    total_variation: f64,
    shift: f64,
    flipped: f64,
}

impl Change {
    fn of(before: &Predictions, after: &Predictions, class: usize) -> Self {
        let rows = before.rows().max(1) as f64;
        let gaps = before.probabilities.iter().zip(&after.probabilities).map(|(a, b)| (a - b).abs());
        let mean = |predictions: &Predictions| predictions.of_class(class).iter().sum::<f64>() / rows;
        let flipped = before.labels.iter().zip(&after.labels).filter(|(a, b)| a != b).count();
        Self {
            total_variation: gaps.sum::<f64>() / 2.0 / rows,
            shift: mean(before) - mean(after),
            flipped: flipped as f64 / rows,
        }
    }

    fn harm(&self) -> ColumnHarm {
        ColumnHarm {
            name: String::new(),
            mean_change: self.total_variation,
            mean_shift: self.shift,
            flipped: self.flipped,
            loss: None,
            loss_low: None,
            loss_high: None,
        }
    }
}

/// Log loss of each labelled row.
struct Losses(Vec<f64>);

impl Losses {
    fn of(labels: &[Option<u32>], predictions: &Predictions) -> Self {
        let rows = labels.iter().zip(predictions.probabilities.chunks_exact(predictions.classes.max(1)));
        let loss = |(label, row): (&Option<u32>, &[f64])| {
            label.map(|label| row_log_loss(row.get(label as usize).copied().unwrap_or(0.0)))
        };
        Self(rows.filter_map(loss).collect())
    }

    fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len().max(1) as f64
    }
}

fn by_loss(
    found: Vec<(ColumnHarm, Predictions)>,
    labels: &[Option<u32>],
    before: &Losses,
    seed: u64,
) -> Vec<ColumnHarm> {
    let rows = before.0.len().max(1) as f64;
    let differences: Vec<Vec<f64>> = found
        .iter()
        .map(|(_, after)| before.0.iter().zip(Losses::of(labels, after).0).map(|(b, a)| b - a).collect())
        .collect();
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(RESAMPLES as usize); found.len()];
    let mut resamples = Resamples::new(before.0.len(), seed);
    for _ in 0..RESAMPLES {
        let times = resamples.next();
        for (drawn, differences) in drawn.iter_mut().zip(&differences) {
            let sum: f64 = differences.iter().zip(times).map(|(d, times)| d * f64::from(*times)).sum();
            drawn.push(sum / rows);
        }
    }
    let mut columns: Vec<ColumnHarm> = Vec::with_capacity(found.len());
    for (((mut harm, _), differences), drawn) in found.into_iter().zip(differences).zip(drawn) {
        let interval = Interval::of(drawn);
        harm.loss = Some(differences.iter().sum::<f64>() / rows);
        harm.loss_low = interval.map(|interval| interval.low);
        harm.loss_high = interval.map(|interval| interval.high);
        columns.push(harm);
    }
    columns.sort_by(|a, b| b.loss.unwrap_or(0.0).total_cmp(&a.loss.unwrap_or(0.0)));
    columns
}

fn by_change(found: Vec<(ColumnHarm, Predictions)>) -> Vec<ColumnHarm> {
    let mut columns: Vec<ColumnHarm> = found.into_iter().map(|(harm, _)| harm).collect();
    columns.sort_by(|a, b| b.mean_change.total_cmp(&a.mean_change));
    columns
}

#[cfg(test)]
mod tests {
    use super::super::rule_scorer::{Noise, RuleScorer};
    use super::*;

    const NAMES: FileNames<'static> = FileNames { reference: "r.csv", current: "c.csv" };

    /// Columns `a` and `b` drift by 1.5, `c` does not; the model asks `a` and `c`. Labels follow the
    /// model before the drift: the true probability depends on `a` less its drift.
    fn columns(rows: usize, drift: f64, seed: u64) -> Vec<CellColumn> {
        let mut noise = Noise::new(seed);
        let [a, b, c] = [(); 3].map(|()| (0..rows).map(|_| noise.normal()).collect::<Vec<f64>>());
        let label = |(a, c): (&f64, &f64)| {
            f64::from(u8::from(noise.uniform() < 1.0 / (1.0 + (-(2.0 * a + c)).exp())))
        };
        let y = a.iter().zip(&c).map(label).collect();
        let moved = |values: Vec<f64>| values.into_iter().map(|value| value + drift).collect();
        vec![
            CellColumn::from_numbers("a", moved(a)),
            CellColumn::from_numbers("b", moved(b)),
            CellColumn::from_numbers("c", c),
            CellColumn::from_numbers("y", y),
        ]
    }

    fn run(target: Option<&str>) -> HarmReport {
        let (was, is) = (columns(3000, 0.0, 1), columns(3000, 1.5, 2));
        let view = |columns| RowView { rows: 3000, columns };
        let (was, is) = (view(was.iter().collect()), view(is.iter().collect()));
        let model = RuleScorer::numeric(&[("a", 2.0), ("b", 0.0), ("c", 1.0)]);
        let mut told = Vec::new();
        let report =
            harm(&model, &was, &is, NAMES, target, 9, &mut |done, total| told.push((done, total))).unwrap();
        assert_eq!(told.last(), Some(&(4, 4)));
        report
    }

    #[test]
    fn of_two_drifted_columns_the_one_that_the_model_asks_is_the_harm() {
        let report = run(Some("y"));
        let [first, .., last] = report.columns.as_slice() else { panic!("three inputs") };
        assert_eq!(first.name, "a");
        assert!(first.loss > Some(0.3) && first.loss_low > Some(0.25) && first.loss < first.loss_high);
        assert!(first.mean_shift > 0.2 && first.flipped > 0.2 && first.mean_change >= first.mean_shift);
        let of = |name: &str| report.columns.iter().find(|column| column.name == name).unwrap();
        assert_eq!((of("b").loss, of("b").mean_change, of("b").flipped), (Some(0.0), 0.0, 0.0));
        assert!(of("c").loss.unwrap().abs() < 0.02 && of("c").mean_change < 0.02, "{last:?}");
        assert!(report.labelled && report.rows == 3000 && report.class == "1");
        // By construction the loss of the undrifted rows: the model knows the truth.
        assert!(report.log_loss_all_back.unwrap() < report.log_loss.unwrap() - 0.3);
    }

    #[test]
    fn without_labels_the_change_of_the_answers_ranks() {
        let report = run(None);
        assert_eq!(report.columns[0].name, "a");
        assert!(!report.labelled && report.columns.iter().all(|column| column.loss.is_none()));
        assert_eq!(report.columns[2].name, "b");
    }

    #[test]
    fn what_does_not_fit_is_a_sentence() {
        let table = columns(50, 0.0, 1);
        let view = RowView { rows: 50, columns: table.iter().collect() };
        let without = RowView { rows: 50, columns: table[1..].iter().collect() };
        let model = RuleScorer::numeric(&[("a", 1.0)]);
        let of = |was: &RowView<'_>, is: &RowView<'_>, target| {
            harm(&model, was, is, NAMES, target, 1, &mut |_, _| {}).unwrap_err().to_string()
        };
        assert!(of(&without, &view, None).contains("`a`, which `r.csv` does not have"));
        assert!(of(&view, &without, None).contains("`a`, which `c.csv` does not have"));
        assert!(of(&view, &view, Some("z")).contains("`c.csv` has no column `z`"));
        assert!(of(&view, &view, Some("a")).contains("no label of `a` in `c.csv` is a class"));
        assert!(of(&view, &RowView::default(), None).contains("`c.csv` has no rows"));
    }
}
