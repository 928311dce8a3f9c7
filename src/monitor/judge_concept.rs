//! Concept drift of a window: are labels wrong more often than the reference lets expect?

use super::facts::{Rows, WindowFacts};
use super::judge_kinds::{ERRORS, KindJudge, USUAL};
use super::usual::Range;
use super::{Estimator, KindVerdict};
use crate::data::{RowSample, RowTable};
use crate::drift::multivariate::density_ratio;
use crate::drift::words::{count, share};
use crate::drift::{DatasetProfile, Frame, plan};

/// Least difference of a share of wrong labels.
const MATERIAL_LOSS: f64 = 0.02;
/// Fewest rows with label and prediction on a side.
const LABELLED_MIN: usize = 30;
/// Fewest rows that the weighted reference has to be worth.
const EFFECTIVE_MIN: f64 = 50.0;
/// Most rows of a side that weights are learned on.
const ROWS_MAX: usize = 5_000;

impl KindJudge<'_> {
    /// Learns how errors of the reference's own windows differ from what is expected of them.
    pub(super) fn learn_errors(&mut self, windows: &[&[u32]]) {
        let of = |gap: &dyn Fn(&[u32]) -> Option<Gap>| {
            let found: Vec<f64> =
                windows.iter().filter_map(|rows| gap(rows)).map(|gap| gap.loss - gap.expected).collect();
            Range::of(&found)
        };
        let reference = self.reference.clone();
        let gap = of(&|rows| self.gap(&reference, rows));
        let weighted = of(&|rows| self.weighted(&reference, rows));
        (self.usual.gap, self.usual.weighted) = (gap, weighted);
    }

    pub(super) fn concept(&self, current: &Rows<'_>, rows: &[u32], facts: &WindowFacts) -> KindVerdict {
        if !current.outputs.has_predictions() {
            return KindVerdict::unknown(
                "Without predictions there is no error to compare: add them, or choose a model.",
            );
        }
        if (facts.evaluated as usize) < LABELLED_MIN {
            return KindVerdict::unknown(&format!(
                "{} of {} rows have a label, {LABELLED_MIN} are needed: without labels concept drift cannot be seen.",
                count(facts.evaluated),
                count(facts.rows)
            ));
        }
        let (gap, weighted) = (self.gap(current, rows), self.weighted(current, rows));
        let mut verdict = KindVerdict::default();
        let mut said = Vec::new();
        if let Some(found) = &weighted {
            said.push(format!(
                "{} are expected from the reference weighted to this window ({})",
                share(found.expected),
                found.words()
            ));
            verdict.numbers.extend([
                ("weighted_reference_loss".to_owned(), found.expected),
                ("weighted_z".to_owned(), found.z()),
                ("effective_rows".to_owned(), found.effective),
            ]);
        }
        if let Some(found) = &gap {
            said.push(format!(
                "{} from the model’s own probabilities, as right as they were on the reference ({})",
                share(found.expected),
                found.words()
            ));
            verdict.numbers.extend([
                ("estimated_loss".to_owned(), found.expected),
                ("estimated_z".to_owned(), found.z()),
            ]);
        }
        let found: Vec<&Gap> = [weighted.as_ref(), gap.as_ref()].into_iter().flatten().collect();
        let Some(first) = found.first() else {
            return KindVerdict::unknown(
                "The reference has too few rows like this window, and there are no probabilities to expect an error from.",
            );
        };
        verdict.numbers.insert(0, ("loss".to_owned(), first.loss));
        let same_way = found.iter().all(|gap| (gap.z() > 0.0) == (first.z() > 0.0));
        let is_material = same_way && found.iter().all(|gap| gap.is_material());
        let holds = |range: Option<Range>, gap: Option<&Gap>| {
            range.zip(gap).is_some_and(|(range, gap)| range.holds(gap.loss - gap.expected))
        };
        let is_usual = holds(self.usual.weighted, weighted.as_ref()) || holds(self.usual.gap, gap.as_ref());
        let usual = if is_material && is_usual { USUAL } else { "" };
        verdict.words = format!("{} of the labels are wrong; {}{usual}.", share(first.loss), said.join(", "));
        verdict.moved = Some(is_material && !is_usual);
        verdict
    }

    /// Share of wrong labels against what the calibrated probabilities expect, as far as they were right on
    /// the reference: what they missed there is added.
    fn gap(&self, current: &Rows<'_>, rows: &[u32]) -> Option<Gap> {
        let estimator = self.estimator?;
        let window = Expectation::of(estimator, current, rows)?;
        let reference = self.expectation.as_ref()?;
        let expected = (window.expected + reference.loss - reference.expected).clamp(0.0, 1.0);
        let error = (window.variance + reference.variance).sqrt();
        Some(Gap { loss: window.loss, expected, error, effective: self.rows.len() as f64 })
    }

    /// Share of wrong labels against that of the reference, its rows weighted to the window's features.
    fn weighted(&self, current: &Rows<'_>, rows: &[u32]) -> Option<Gap> {
        let (left, reference_loss) = losses(&self.reference, self.rows);
        let (right, loss) = losses(current, rows);
        if left.len().min(right.len()) < LABELLED_MIN || self.looked.features.is_empty() {
            return None;
        }
        let (left, reference_loss) = thinned(&left, &reference_loss);
        let (right, _) = thinned(&right, &loss);
        let frame = self.frame(self.reference.table, &left, current.table, &right)?;
        let weights = density_ratio(&frame).ok()?;
        let sum: f64 = weights.iter().sum();
        let squares: f64 = weights.iter().map(|w| w * w).sum();
        let effective = sum * sum / squares;
        if effective < EFFECTIVE_MIN {
            return None;
        }
        let expected = weights.iter().zip(&reference_loss).map(|(w, loss)| w * loss).sum::<f64>() / sum;
        let spread: f64 =
            weights.iter().zip(&reference_loss).map(|(w, loss)| (w * (loss - expected)).powi(2)).sum();
        let n = loss.len() as f64;
        let mean = loss.iter().sum::<f64>() / n;
        let error = (spread / (sum * sum) + mean * (1.0 - mean) / n).sqrt();
        Some(Gap { loss: mean, expected, error, effective })
    }

    fn frame(&self, reference: &RowTable, left: &[u32], current: &RowTable, right: &[u32]) -> Option<Frame> {
        let features: Vec<&str> = self.looked.features.iter().map(String::as_str).collect();
        let profiles = [(reference, left), (current, right)]
            .map(|(table, rows)| DatasetProfile::exactly_of_rows(table, &features, rows));
        let [first, second] = &profiles;
        let mut policy = self.looked.policy.clone();
        let is_feature = |name: &String| self.looked.features.contains(name);
        policy.kinds.retain(|name, _| is_feature(name));
        policy.roles.retain(|name, _| is_feature(name));
        policy.column_rules.clear();
        let plan = plan(first, second, &policy).ok()?;
        let sample = |table: &RowTable, rows: &[u32]| {
            let columns = table.columns.iter().filter(|column| is_feature(&column.name));
            RowSample::of_rows(columns.map(|column| column.gather(rows)).collect(), rows.len())
        };
        Some(Frame::of(&sample(reference, left), &sample(current, right), plan.pairs()))
    }
}

/// What calibrated probabilities expect of rows, and what came.
pub(super) struct Expectation {
    /// Share of wrong labels.
    loss: f64,
    /// The share that was expected.
    expected: f64,
    /// Of loss − expected: Σ q (1 − q) / n² if the probabilities are right, the spread of what they missed
    /// over n² if it is larger.
    variance: f64,
}

impl Expectation {
    /// `None` where no row has label and probabilities.
    pub(super) fn of(estimator: &Estimator, side: &Rows<'_>, rows: &[u32]) -> Option<Self> {
        let (mut wrong, mut expected, mut variance, mut missed, mut n) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let outputs = side.outputs;
        for &row in rows {
            let at = row as usize;
            let (Some(p), Some(Some(said)), Some(Some(truly))) =
                (outputs.row(at), outputs.predicted.get(at), outputs.actual.get(at))
            else {
                continue;
            };
            let q = estimator.calibrated(p).get(*said as usize).copied().unwrap_or(0.0);
            let loss = f64::from(u8::from(said != truly));
            wrong += loss;
            expected += 1.0 - q;
            variance += q * (1.0 - q);
            missed += (loss - (1.0 - q)) * (loss - (1.0 - q));
            n += 1.0;
        }
        if n == 0.0 {
            return None;
        }
        let (loss, expected) = (wrong / n, expected / n);
        let spread = missed / n - (loss - expected) * (loss - expected);
        Some(Self { loss, expected, variance: (variance / n).max(spread) / n })
    }
}

/// A share of wrong labels and the one that was expected.
struct Gap {
    loss: f64,
    expected: f64,
    error: f64,
    effective: f64,
}

impl Gap {
    fn z(&self) -> f64 {
        if self.error > 0.0 { (self.loss - self.expected) / self.error } else { 0.0 }
    }

    /// `2.1 standard errors more`.
    fn words(&self) -> String {
        let z = self.z();
        format!("{:.1} standard errors {}", z.abs(), if z < 0.0 { "fewer" } else { "more" })
    }

    fn is_material(&self) -> bool {
        self.z().abs() >= ERRORS && (self.loss - self.expected).abs() >= MATERIAL_LOSS
    }
}

/// Rows with label and prediction, and whether the prediction is wrong.
fn losses(side: &Rows<'_>, rows: &[u32]) -> (Vec<u32>, Vec<f64>) {
    let outputs = side.outputs;
    let loss = |&row: &u32| {
        let (said, truly) = (outputs.predicted.get(row as usize)?, outputs.actual.get(row as usize)?);
        Some((row, f64::from(u8::from((*said)? != (*truly)?))))
    };
    rows.iter().filter_map(loss).unzip()
}

/// Every so many-th row, so that at most [`ROWS_MAX`] are left.
fn thinned(rows: &[u32], values: &[f64]) -> (Vec<u32>, Vec<f64>) {
    let step = rows.len().div_ceil(ROWS_MAX).max(1);
    let both = rows.iter().copied().zip(values.iter().copied()).step_by(step);
    both.unzip()
}
