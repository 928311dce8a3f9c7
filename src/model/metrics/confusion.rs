//! What follows from a confusion matrix: accuracy, averages, agreement beyond chance.

use super::{Averaged, ClassMetrics};

/// Rows by true and predicted class.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Confusion {
    /// `[true · classes + predicted]`.
    cells: Vec<u64>,
    classes: usize,
}

/// Rows that disagree are all alike, or the more different the further apart their classes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum KappaWeights {
    None,
    Linear,
    Quadratic,
}

impl Confusion {
    pub(super) fn new(classes: usize) -> Self {
        Self { cells: vec![0; classes * classes], classes }
    }

    pub(super) fn add(&mut self, actual: u32, predicted: u32, rows: u64) {
        if let Some(cell) = self.cells.get_mut(actual as usize * self.classes + predicted as usize) {
            *cell += rows;
        }
    }

    pub(super) fn matrix(&self) -> Vec<Vec<u64>> {
        self.cells.chunks(self.classes.max(1)).map(<[u64]>::to_vec).collect()
    }

    pub(super) fn cell(&self, actual: usize, predicted: usize) -> u64 {
        self.cells.get(actual * self.classes + predicted).copied().unwrap_or(0)
    }

    /// Rows of each true class.
    pub(super) fn actual(&self) -> Vec<u64> {
        self.cells.chunks(self.classes.max(1)).map(|row| row.iter().sum()).collect()
    }

    fn predicted(&self) -> Vec<u64> {
        (0..self.classes).map(|to| (0..self.classes).map(|from| self.cell(from, to)).sum()).collect()
    }

    fn rows(&self) -> u64 {
        self.cells.iter().sum()
    }

    fn right(&self) -> u64 {
        (0..self.classes).map(|class| self.cell(class, class)).sum()
    }

    pub(super) fn accuracy(&self) -> f64 {
        ratio(self.right(), self.rows())
    }

    /// Mean recall of the classes that occur.
    pub(super) fn balanced_accuracy(&self) -> f64 {
        let recalls = self.actual().into_iter().enumerate().filter(|(_, rows)| *rows > 0);
        let (sum, count) = recalls.fold((0.0, 0.0), |(sum, count), (class, rows)| {
            (sum + ratio(self.cell(class, class), rows), count + 1.0)
        });
        divided(sum, count)
    }

    /// Matthews correlation coefficient (J. Gorodkin, *Comput. Biol. Chem.* 28 (2004), 367-374);
    /// 0 where all rows are of one class or predicted as one.
    ///
    /// ```text
    /// (c·n − Σ tₖ pₖ) / √((n² − Σ tₖ²)(n² − Σ pₖ²))      c: right rows, tₖ: true, pₖ: predicted as k
    /// ```
    pub(super) fn mcc(&self) -> f64 {
        let (actual, predicted) = (self.actual(), self.predicted());
        let n = self.rows() as f64;
        let products =
            |a: &[u64], b: &[u64]| a.iter().zip(b).map(|(a, b)| *a as f64 * *b as f64).sum::<f64>();
        let covariance = self.right() as f64 * n - products(&actual, &predicted);
        let spread = (n * n - products(&actual, &actual)) * (n * n - products(&predicted, &predicted));
        if spread > 0.0 { covariance / spread.sqrt() } else { 0.0 }
    }

    /// Cohen's kappa (J. Cohen, *Educ. Psychol. Meas.* 20 (1960), 37-46); `None` where chance alone
    /// would agree on every row.
    ///
    /// ```text
    /// 1 − Σ w O / Σ w E      O: rows, E: rows expected from the margins, w: weight of a disagreement
    /// ```
    pub(super) fn kappa(&self, weights: KappaWeights) -> Option<f64> {
        let (actual, predicted, n) = (self.actual(), self.predicted(), self.rows() as f64);
        let (mut observed, mut expected) = (0.0, 0.0);
        for (from, of_true) in actual.iter().enumerate() {
            for (to, of_predicted) in predicted.iter().enumerate() {
                let apart = from.abs_diff(to) as f64;
                let weight = match weights {
                    KappaWeights::None => f64::from(u8::from(from != to)),
                    KappaWeights::Linear => apart,
                    KappaWeights::Quadratic => apart * apart,
                };
                observed += weight * self.cell(from, to) as f64;
                expected += weight * (*of_true as f64) * (*of_predicted as f64) / n;
            }
        }
        (expected > 0.0).then(|| 1.0 - observed / expected)
    }

    /// Precision, recall and F1 of each class against the rest.
    pub(super) fn per_class(&self, labels: &[String]) -> Vec<ClassMetrics> {
        let (actual, predicted) = (self.actual(), self.predicted());
        let of_class = |(class, label): (usize, &String)| {
            let right = self.cell(class, class);
            let [support, named] = [&actual, &predicted].map(|rows| rows.get(class).copied().unwrap_or(0));
            ClassMetrics {
                label: label.clone(),
                precision: ratio(right, named),
                recall: ratio(right, support),
                f1: ratio(2 * right, support + named),
                support,
            }
        };
        labels.iter().enumerate().map(of_class).collect()
    }
}

/// Mean of the classes, each with its weight.
pub(super) fn average(classes: &[ClassMetrics], weight: impl Fn(&ClassMetrics) -> f64) -> Averaged {
    let total: f64 = classes.iter().map(&weight).sum();
    let mean = |of: fn(&ClassMetrics) -> f64| {
        divided(classes.iter().map(|class| weight(class) * of(class)).sum(), total)
    };
    Averaged { precision: mean(|c| c.precision), recall: mean(|c| c.recall), f1: mean(|c| c.f1) }
}

/// `part / whole`; 0 where there is nothing to divide by.
pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    divided(part as f64, whole as f64)
}

fn divided(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
