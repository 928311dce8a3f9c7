//! How good predictions are, row after row.

use serde::{Deserialize, Serialize};

use crate::stream::{MovingAverage, Smoothing, StreamError};

/// What is known of a predictor at one point of a stream. `None` before the first label.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct RunningScores {
    /// Share of right labels among the last rows.
    pub accuracy: Option<f64>,
    /// Mean log loss of the last rows, in nats.
    pub log_loss: Option<f64>,
    /// Share of right labels so far.
    pub accuracy_so_far: Option<f64>,
    /// Mean log loss so far, in nats.
    pub log_loss_so_far: Option<f64>,
}

/// One prediction held against its label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outcome {
    /// Whether the predicted label is the true one.
    pub(super) right: bool,
    /// Probability of the true class.
    pub(super) probability: f64,
}

/// Adds up outcomes.
#[derive(Debug)]
pub(super) struct RunningScore {
    recent_right: MovingAverage,
    recent_loss: MovingAverage,
    now: RunningScores,
    rows: u64,
    right: u64,
    loss: f64,
}

impl RunningScore {
    /// Moving averages over so many rows.
    pub(super) fn new(window: u32) -> Result<Self, StreamError> {
        let average = || MovingAverage::new(Smoothing::Simple { window });
        Ok(Self {
            recent_right: average()?,
            recent_loss: average()?,
            now: RunningScores::default(),
            rows: 0,
            right: 0,
            loss: 0.0,
        })
    }

    /// Takes the next row. A probability of 0 counts as 2⁻⁵², as in scikit-learn's `log_loss`.
    pub(super) fn push(&mut self, outcome: Outcome) {
        let loss = -outcome.probability.max(f64::EPSILON).ln();
        self.rows += 1;
        self.right += u64::from(outcome.right);
        self.loss += loss;
        let rows = self.rows as f64;
        self.now = RunningScores {
            accuracy: self.recent_right.update(Some(f64::from(u8::from(outcome.right)))),
            log_loss: self.recent_loss.update(Some(loss)),
            accuracy_so_far: Some(self.right as f64 / rows),
            log_loss_so_far: Some(self.loss / rows),
        };
    }

    /// What is known now.
    pub(super) fn now(&self) -> RunningScores {
        self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: right, wrong, right with probabilities ½, ¼, 1, over a window of two rows.
    #[test]
    fn the_last_rows_and_all_rows_are_averaged() {
        let mut score = RunningScore::new(2).unwrap();
        assert_eq!(score.now(), RunningScores::default());
        let half = 2.0_f64.ln();
        let outcomes = [(true, 0.5), (false, 0.25), (true, 1.0)];
        let mut seen = Vec::new();
        for (right, probability) in outcomes {
            score.push(Outcome { right, probability });
            seen.push(score.now());
        }
        let accuracies: Vec<Option<f64>> = seen.iter().map(|now| now.accuracy).collect();
        assert_eq!(accuracies, [Some(1.0), Some(0.5), Some(0.5)]);
        assert_eq!(seen[2].accuracy_so_far, Some(2.0 / 3.0));
        // ln 2, 2 ln 2, 0.
        let close = |got: Option<f64>, want: f64| assert!((got.unwrap() - want).abs() < 1e-15, "{got:?}");
        close(seen[1].log_loss, 1.5 * half);
        close(seen[2].log_loss, half);
        close(seen[2].log_loss_so_far, half);
        score.push(Outcome { right: false, probability: 0.0 });
        close(score.now().log_loss, -0.5 * f64::EPSILON.ln());
    }

    #[test]
    fn a_window_of_no_rows_is_refused() {
        assert!(RunningScore::new(0).is_err());
    }
}
