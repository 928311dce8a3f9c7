//! What a model says of rows.

use serde::{Deserialize, Serialize};

/// Probabilities and labels of rows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Predictions {
    /// Number of classes.
    pub classes: usize,
    /// `[rows · classes]`, row after row; each row sums to one.
    pub probabilities: Vec<f64>,
    /// Place of the predicted class, one a row.
    pub labels: Vec<u32>,
}

impl Predictions {
    /// Labels from probabilities: of two classes the second where its probability is above
    /// `threshold`, of more the first of the most probable ones.
    pub fn of(classes: usize, probabilities: Vec<f64>, threshold: f64) -> Self {
        let label = |row: &[f64]| match row {
            [_, positive] => u32::from(*positive > threshold),
            row => {
                let best =
                    row.iter().enumerate().fold(0, |best, (at, p)| if *p > row[best] { at } else { best });
                best as u32
            }
        };
        let labels = probabilities.chunks_exact(classes.max(1)).map(label).collect();
        Self { classes, probabilities, labels }
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.labels.len()
    }

    /// Probabilities of one row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.probabilities[row * self.classes..(row + 1) * self.classes]
    }

    /// The rows at these places, in that order.
    #[must_use]
    pub fn gather(&self, rows: &[usize]) -> Self {
        let probabilities = if self.probabilities.is_empty() {
            Vec::new()
        } else {
            rows.iter().flat_map(|&row| self.row(row).iter().copied()).collect()
        };
        let labels = rows.iter().map(|&row| self.labels[row]).collect();
        Self { classes: self.classes, probabilities, labels }
    }

    /// Probability of a class in every row.
    pub fn of_class(&self, class: usize) -> Vec<f64> {
        self.probabilities.iter().skip(class).step_by(self.classes.max(1)).copied().collect()
    }
}
