//! One pass over a stream, batch by batch.

use std::collections::VecDeque;
use std::ops::Range;

use super::LifecycleError;
use super::prequential::{
    LearnerReset, MOST_POINTS, Prequential, PrequentialPoint, PrequentialRun, PrequentialSettings,
    PrequentialTotals, Reset,
};
use super::running_score::{Outcome, RunningScore};
use crate::data::RowTable;
use crate::model::target::Labels;
use crate::model::{FeatureMatrix, OnlineLearner, Predictions, Scorer};
use crate::stream::{Detector, DetectorSettings};

/// A row whose label has not come.
struct Waiting {
    row: u32,
    label: u32,
    learner: Outcome,
}

/// The champion's predictions of all rows, and its place of each of the learner's classes.
struct Frozen {
    predictions: Predictions,
    places: Vec<usize>,
    score: RunningScore,
}

/// A detector on the learner's errors.
struct Guard {
    settings: DetectorSettings,
    detector: Box<dyn Detector>,
    /// Rows before this were predicted before the last reset.
    from_row: u32,
    /// Errors since the detector began.
    errors: Vec<bool>,
    /// Place among the rows that were scored at which the standing warning began.
    warning: Option<usize>,
}

/// What a guard finds in a batch.
struct Found {
    row: u32,
    warning: Option<usize>,
}

pub(super) struct Run<'a> {
    settings: &'a PrequentialSettings,
    features: FeatureMatrix,
    labels: Vec<Option<u32>>,
    champion: Option<Frozen>,
    learner: OnlineLearner,
    score: RunningScore,
    guard: Option<Guard>,
    waiting: VecDeque<Waiting>,
    /// Rows that were scored, in order.
    scored: Vec<u32>,
    /// Batches between two points.
    step: u64,
    told: Prequential,
}

impl<'a> Run<'a> {
    /// `all_rows` are those of the whole stream, of which `table` may be the first.
    pub(super) fn new(
        table: &RowTable,
        target: &str,
        champion: Option<&dyn Scorer>,
        learner: OnlineLearner,
        settings: &'a PrequentialSettings,
        all_rows: usize,
    ) -> Result<Self, LifecycleError> {
        let (view, schema) = (table.view(), learner.schema());
        let labels = Labels::with(&view, target, schema.classes.clone(), &table.name)?.codes;
        let features = FeatureMatrix::of(schema, &view, &table.name)?;
        let champion = match champion {
            Some(champion) => {
                let places = places(&schema.classes, &champion.schema().classes)?;
                let predictions = champion.score(&view, &table.name)?;
                Some(Frozen { predictions, places, score: RunningScore::new(settings.average)? })
            }
            None => None,
        };
        let guard = settings.detector.as_ref().map(|detector| -> Result<Guard, LifecycleError> {
            Ok(Guard {
                settings: *detector,
                detector: detector.build()?,
                from_row: 0,
                errors: Vec::new(),
                warning: None,
            })
        });
        let batches = (all_rows as u64).div_ceil(u64::from(settings.batch_rows.max(1)));
        Ok(Self {
            settings,
            features,
            labels,
            champion,
            score: RunningScore::new(settings.average)?,
            learner,
            guard: guard.transpose()?,
            waiting: VecDeque::new(),
            scored: Vec::new(),
            step: batches.div_ceil(MOST_POINTS).max(1),
            told: Prequential { rows: table.rows as u64, ..Prequential::default() },
        })
    }

    pub(super) fn finish(
        mut self,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<PrequentialRun, LifecycleError> {
        let rows = self.features.rows;
        let size = self.settings.batch_rows.max(1) as usize;
        for (at, start) in (0..rows).step_by(size).enumerate() {
            let end = (start + size).min(rows);
            self.predict(start..end);
            let came = self.labels_that_came(end);
            let learned = self.test_then_train(&came, end)?;
            if (at as u64 + 1).is_multiple_of(self.step) || end == rows {
                self.told.points.push(PrequentialPoint {
                    last_row: end as u64 - 1,
                    rows: learned,
                    champion: self.champion.as_ref().map(|champion| champion.score.now()),
                    learner: self.score.now(),
                });
            }
            progress(end as u64, rows as u64);
        }
        let labelled = self.scored.len() as u64;
        let totals = |score: &RunningScore| PrequentialTotals {
            rows: labelled,
            accuracy: score.now().accuracy_so_far,
            log_loss: score.now().log_loss_so_far,
        };
        let result = Prequential {
            labelled,
            waiting: self.waiting.len() as u64,
            champion: self.champion.as_ref().map(|champion| totals(&champion.score)),
            learner: totals(&self.score),
            ..self.told
        };
        Ok(PrequentialRun { result, learner: self.learner })
    }

    /// The learner says what it thinks of the rows of a batch; labels wait to be looked at.
    fn predict(&mut self, batch: Range<usize>) {
        let rows: Vec<u32> = batch.map(|row| row as u32).collect();
        let predictions = self.learner.model().predict(&self.features.gather(&rows));
        let probabilities = predictions.probabilities.chunks_exact(predictions.classes.max(1));
        for ((&row, predicted), shares) in rows.iter().zip(&predictions.labels).zip(probabilities) {
            let Some(label) = self.labels.get(row as usize).copied().flatten() else { continue };
            let probability = shares.get(label as usize).copied().unwrap_or(0.0);
            let learner = Outcome { right: *predicted == label, probability };
            self.waiting.push_back(Waiting { row, label, learner });
        }
    }

    /// Rows whose label is there when `seen` rows have come.
    fn labels_that_came(&mut self, seen: usize) -> Vec<Waiting> {
        let delay = self.settings.delay_rows;
        let is_there = |waiting: &Waiting| u64::from(waiting.row).saturating_add(delay) < seen as u64;
        let came = self.waiting.iter().take_while(|waiting| is_there(waiting)).count();
        self.waiting.drain(..came).collect()
    }

    /// Scores rows whose labels came, looks for drift, learns; says how many rows those were.
    fn test_then_train(&mut self, came: &[Waiting], seen: usize) -> Result<u64, LifecycleError> {
        let mut drift = None;
        for waiting in came {
            let place = self.scored.len();
            self.scored.push(waiting.row);
            self.score.push(waiting.learner);
            if let Some(champion) = &mut self.champion {
                champion.push(waiting);
            }
            if let (Some(guard), None) = (&mut self.guard, &drift) {
                match guard.look(waiting, place) {
                    Some(Change::Worse(found)) => drift = Some(found),
                    Some(Change::Better) => self.told.improved.push(u64::from(waiting.row)),
                    None => {}
                }
            }
        }
        match drift {
            Some(found) => self.reset(&found, came, seen)?,
            None => self.learn(came)?,
        }
        Ok(came.len() as u64)
    }

    fn learn(&mut self, came: &[Waiting]) -> Result<(), LifecycleError> {
        let rows: Vec<u32> = came.iter().map(|waiting| waiting.row).collect();
        let labels: Vec<Option<u32>> = came.iter().map(|waiting| Some(waiting.label)).collect();
        self.learner.learn_features(&self.features.gather(&rows), &labels)?;
        Ok(())
    }

    fn reset(&mut self, found: &Found, came: &[Waiting], seen: usize) -> Result<(), LifecycleError> {
        let last = |keep: u32| self.scored.len().saturating_sub(keep as usize);
        let kept = match self.settings.reset {
            Reset::Start => None,
            Reset::SinceWarning { keep } => Some(found.warning.unwrap_or_else(|| last(keep))),
            Reset::Last { keep } => Some(last(keep)),
        };
        let began_with = match kept {
            None => {
                self.learner.reset();
                self.learn(came)?;
                came.len() as u64
            }
            Some(from) => {
                let rows = self.scored.get(from..).unwrap_or_default();
                let label = |&row: &u32| self.labels.get(row as usize).copied().flatten();
                let labels: Vec<Option<u32>> = rows.iter().map(label).collect();
                self.learner.begin_anew(&self.features.gather(rows), &labels)?
            }
        };
        if let Some(guard) = &mut self.guard {
            guard.begin(seen as u32);
            self.told.resets.push(LearnerReset {
                row: u64::from(found.row),
                last_row: seen as u64 - 1,
                detector: guard.settings.kind(),
                warning: found.warning.and_then(|at| self.scored.get(at)).map(|&row| u64::from(row)),
                began_with,
            });
        }
        Ok(())
    }
}

impl Frozen {
    fn push(&mut self, waiting: &Waiting) {
        let Some(&place) = self.places.get(waiting.label as usize) else { return };
        let Self { predictions, score, .. } = self;
        let row = waiting.row as usize;
        let at = row * predictions.classes + place;
        score.push(Outcome {
            right: predictions.labels.get(row).is_some_and(|label| *label as usize == place),
            probability: predictions.probabilities.get(at).copied().unwrap_or(0.0),
        });
    }
}

/// What a detector's drift is.
enum Change {
    Worse(Found),
    Better,
}

impl Guard {
    /// Takes the error of a row, the `place`th that was scored.
    fn look(&mut self, waiting: &Waiting, place: usize) -> Option<Change> {
        if waiting.row < self.from_row {
            return None;
        }
        let wrong = !waiting.learner.right;
        self.errors.push(wrong);
        let signal = self.detector.update(f64::from(u8::from(wrong)));
        if !signal.drift {
            self.warning = signal.warning.then(|| self.warning.unwrap_or(place));
            return None;
        }
        let is_worse = errs_more(&self.errors);
        let warning = self.warning.take();
        self.errors.clear();
        Some(if is_worse { Change::Worse(Found { row: waiting.row, warning }) } else { Change::Better })
    }

    /// Begins with the rows from here on.
    fn begin(&mut self, row: u32) {
        self.detector.reset();
        self.from_row = row;
        self.errors.clear();
        self.warning = None;
    }
}

/// Whether the rows since the likeliest change err more often than those before it.
///
/// Of all cuts into n − k rows and the last k, the change is where |p̂ₖ − p̂₍ₙ₋ₖ₎| √(k (n − k) / n) is largest,
/// the CUSUM estimate of a change point (E. S. Page, *Biometrika* 42 (1955), 523-527). A detector may speak
/// after ten errors of thousands of rows, or long after the change: no fixed number of rows fits both.
fn errs_more(errors: &[bool]) -> bool {
    let rows = errors.len() as f64;
    let all = errors.iter().filter(|wrong| **wrong).count() as f64;
    let (mut last, mut wrong) = (0.0, 0.0);
    let (mut strongest, mut is_more) = (0.0, true);
    for error in errors.iter().skip(1).rev() {
        last += 1.0;
        wrong += f64::from(u8::from(*error));
        let before = rows - last;
        let rise = wrong / last - (all - wrong) / before;
        let strength = rise.abs() * (last * before / rows).sqrt();
        if strength > strongest {
            (strongest, is_more) = (strength, rise > 0.0);
        }
    }
    is_more
}

/// Where the champion has each of the learner's classes.
fn places(learner: &[String], champion: &[String]) -> Result<Vec<usize>, LifecycleError> {
    let place = |class: &String| {
        champion.iter().position(|known| known == class).ok_or_else(|| {
            LifecycleError::Rows(format!(
                "the champion does not know the class `{class}` that the learner has: compare models of the \
                 same classes"
            ))
        })
    };
    learner.iter().map(place).collect()
}

#[cfg(test)]
#[path = "prequential_tests.rs"]
mod tests;
