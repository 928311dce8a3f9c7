//! Permutation importance of the inputs of a model.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::evaluation::{FeatureImportance, Importance};
use super::metrics::{ClassificationMetrics, Metric};
use super::observed::{inputs_of, scored};
use super::resample::subsample;
use super::{ModelError, Predictions, Scorer};
use crate::data::RowView;

/// Labelled rows that are looked at; more are drawn from.
const MOST_ROWS: usize = 5000;

/// How much `metric` suffers when one input is shuffled, so that it no longer goes with the label
/// and the other inputs.
///
/// ```text
/// harm = m − m'   where more is better,   m' − m   of a loss      m, m': before and after the shuffle
/// ```
///
/// The mean over `repeats` shuffles (at least one) in units of the metric, and their standard
/// deviation (ddof 0). Above 5,000 labelled rows a seeded sample is looked at. A shuffle makes rows
/// that cannot be where inputs go together, and shares the importance of inputs that say the same.
///
/// # Errors
///
/// As [`scored`], and [`ModelError::Mismatch`] where the metric is not defined on the rows.
///
/// # Source
///
/// L. Breiman, *Machine Learning* 45 (2001), 5-32; as `sklearn.inspection.permutation_importance`.
#[expect(clippy::too_many_arguments, reason = "each is named where it is called")]
pub fn importance(
    model: &dyn Scorer,
    view: &RowView<'_>,
    file: &str,
    target: &str,
    metric: Metric,
    repeats: u32,
    seed: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Importance, ModelError> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let labelled = scored(model, view, file, target)?;
    let picked = subsample(labelled.rows.len(), MOST_ROWS, &mut random);
    let pick = |values: &[u32]| -> Vec<u32> {
        picked.iter().filter_map(|&at| values.get(at as usize).copied()).collect()
    };
    let (rows, actual) = (pick(&labelled.rows), pick(&labelled.actual));
    let table = inputs_of(model, view, &rows);
    let view = table.view();
    let measure = |predictions: &Predictions| {
        ClassificationMetrics::of(&labelled.classes, &actual, predictions)?.value(metric).ok_or_else(|| {
            ModelError::Mismatch(format!(
                "{} is not defined on these {} rows: choose another metric, or rows of every class",
                metric.label(),
                actual.len()
            ))
        })
    };
    let baseline = measure(&model.score(&view, file)?)?;
    let repeats = repeats.max(1);
    let total = model.schema().features.len() as u64 * u64::from(repeats);
    let (mut features, mut done) = (Vec::new(), 0);
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    for feature in &model.schema().features {
        let column = view.column(&feature.name).ok_or_else(|| ModelError::MissingInput {
            file: file.to_owned(),
            column: feature.name.clone(),
        })?;
        let mut harms = Vec::with_capacity(repeats as usize);
        for _ in 0..repeats {
            progress(done, total);
            order.shuffle(&mut random);
            let shuffled = column.gather(&order);
            let value = measure(&model.score(&view.with(&shuffled), file)?)?;
            harms.push(if metric.higher_is_better() { baseline - value } else { value - baseline });
            done += 1;
        }
        let n = harms.len() as f64;
        let mean = harms.iter().sum::<f64>() / n;
        let variance = harms.iter().map(|harm| (harm - mean) * (harm - mean)).sum::<f64>() / n;
        features.push(FeatureImportance { name: feature.name.clone(), mean, std: variance.sqrt() });
    }
    progress(total, total);
    features.sort_by(|a, b| b.mean.total_cmp(&a.mean));
    Ok(Importance { metric, baseline, rows: rows.len() as u64, repeats, features })
}

#[cfg(test)]
mod tests {
    use super::super::rule_scorer::{Noise, RuleScorer};
    use super::*;
    use crate::data::CellColumn;

    fn columns(rows: usize) -> Vec<CellColumn> {
        let mut noise = Noise::new(8);
        let [a, b] = [(); 2].map(|()| (0..rows).map(|_| noise.normal()).collect::<Vec<f64>>());
        let y = a.iter().map(|a| if *a > 0.0 { 1.0 } else { 0.0 }).collect();
        vec![
            CellColumn::from_numbers("b", b),
            CellColumn::from_numbers("a", a),
            CellColumn::from_numbers("y", y),
        ]
    }

    fn of(metric: Metric, columns: &[CellColumn]) -> Result<Importance, ModelError> {
        let view = RowView { rows: columns[0].len(), columns: columns.iter().collect() };
        let model = RuleScorer::numeric(&[("b", 0.0), ("a", 3.0)]);
        importance(&model, &view, "t.csv", "y", metric, 5, 1, &mut |_, _| {})
    }

    #[test]
    fn what_the_model_does_not_ask_has_no_importance() {
        let columns = columns(6000);
        let found = of(Metric::Accuracy, &columns).unwrap();
        assert_eq!((found.baseline, found.rows, found.repeats), (1.0, 5000, 5));
        let [first, second] = found.features.as_slice() else { panic!("two inputs") };
        assert_eq!((second.name.as_str(), second.mean, second.std), ("b", 0.0, 0.0));
        // The label is the sign of `a`; shuffled, half of the rows are right.
        assert!(first.name == "a" && (first.mean - 0.5).abs() < 0.02 && first.std < 0.02);
        let loss = of(Metric::LogLoss, &columns).unwrap();
        assert!(loss.features[0].name == "a" && loss.features[0].mean > 1.0, "a loss that rises is harm");
    }

    #[test]
    fn a_metric_that_is_not_defined_is_a_sentence() {
        let mut columns = columns(100);
        columns[2] = CellColumn::from_numbers("y", vec![1.0; 100]);
        let sentence = of(Metric::RocAuc, &columns).unwrap_err().to_string();
        assert!(sentence.contains("ROC AUC is not defined on these 100 rows"), "{sentence}");
    }
}
