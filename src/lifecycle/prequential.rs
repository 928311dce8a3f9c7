//! Prequential evaluation: every row is predicted first, and learned when its label is there.
//!
//! A champion that stays as it is and a learner that goes on learning are held against the same labelled
//! rows. What each said of a row it said before the learner knew the row's label, so that both are measured
//! on rows that were new to them. A detector on the learner's errors may have it begin again.
//!
//! Source: A. P. Dawid, *Journal of the Royal Statistical Society A* 147 (1984), 278-292; J. Gama,
//! R. Sebastião, P. P. Rodrigues, *Machine Learning* 90 (2013), 317-346. The order of things is that of
//! River's `evaluate.progressive_val_score`, by mini-batches.

use serde::{Deserialize, Serialize};

use super::LifecycleError;
use super::prequential_run::Run;
use super::running_score::RunningScores;
use crate::data::RowTable;
use crate::model::{OnlineLearner, Scorer};
use crate::stream::{DetectorKind, DetectorSettings};

/// How a learner is tried on a stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrequentialSettings {
    /// Rows of a mini-batch, at least 1: so many are predicted before any of them is learned.
    pub batch_rows: u32,
    /// Labelled rows of the moving averages, 1 to ten million.
    pub average: u32,
    /// Watches the learner's errors, 1 for a wrong label and 0 for a right one; `None` never resets.
    pub detector: Option<DetectorSettings>,
    /// What is done when the detector finds that the learner errs more.
    pub reset: Reset,
    /// Stop after so many rows; `None` goes to the end.
    pub until_row: Option<u64>,
    /// The label of a row is there when so many further rows have come.
    pub delay_rows: u64,
}

impl Default for PrequentialSettings {
    fn default() -> Self {
        Self {
            batch_rows: 50,
            average: 500,
            detector: Some(DetectorKind::HddmA.settings()),
            reset: Reset::SinceWarning { keep: 200 },
            until_row: None,
            delay_rows: 0,
        }
    }
}

/// Where a learner begins after a drift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reset {
    /// At the model that it was made from; then it learns the batch that the drift was found in.
    Start,
    /// Anew, on the labelled rows since the warning that led to the drift; where the detector gave none, on
    /// the last `keep`.
    SinceWarning {
        /// Rows, at least 1.
        keep: u32,
    },
    /// Anew, on the last `keep` labelled rows.
    Last {
        /// Rows, at least 1.
        keep: u32,
    },
}

/// What a stream says of a learner, and of a champion beside it. Rows are counted from 0 over the stream.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Prequential {
    /// Rows that were predicted.
    pub rows: u64,
    /// Rows that were scored and learned.
    pub labelled: u64,
    /// Rows with a label that had not come when the stream stopped.
    pub waiting: u64,
    /// One a mini-batch; of more than [`MOST_POINTS`] every so many and the last.
    pub points: Vec<PrequentialPoint>,
    /// Drifts after which the learner began again.
    pub resets: Vec<LearnerReset>,
    /// Rows at which the detector found that the learner errs less; nothing is done then.
    pub improved: Vec<u64>,
    /// The champion over all scored rows, if there is one.
    pub champion: Option<PrequentialTotals>,
    /// The learner over all scored rows.
    pub learner: PrequentialTotals,
}

/// Most points that are kept of a stream.
pub const MOST_POINTS: u64 = 10_000;

/// How both stand after a mini-batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrequentialPoint {
    /// The last row of the batch.
    pub last_row: u64,
    /// Rows whose label came with the batch.
    pub rows: u64,
    /// The champion, if there is one.
    pub champion: Option<RunningScores>,
    /// The learner.
    pub learner: RunningScores,
}

/// A drift, and the learner's new beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnerReset {
    /// The row whose error the detector spoke at.
    pub row: u64,
    /// The last row that had been predicted when its label came.
    pub last_row: u64,
    /// What found it.
    pub detector: DetectorKind,
    /// First row of the warning that led to it, where there was one.
    pub warning: Option<u64>,
    /// Labelled rows that the learner began with.
    pub began_with: u64,
}

/// Accuracy and log loss over all scored rows.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct PrequentialTotals {
    /// Scored rows.
    pub rows: u64,
    /// Share of right labels; `None` of no rows.
    pub accuracy: Option<f64>,
    /// Mean log loss in nats; `None` of no rows.
    pub log_loss: Option<f64>,
}

/// What a stream gives: what is told of it, and the learner as it is then.
#[derive(Debug, Clone, PartialEq)]
pub struct PrequentialRun {
    /// What is told.
    pub result: Prequential,
    /// The learner after the last batch.
    pub learner: OnlineLearner,
}

/// Sends the rows of `table` past a champion and a learner.
///
/// Batch after batch: both predict the rows of the batch; the labels that are there by then are held
/// against the predictions and given to the detector, in order; at a drift to more errors the learner begins
/// again as the settings say; else, and from the start too, it learns the rows whose labels came. Rows
/// without a label, or with one that is none of the learner's classes, are predicted and neither scored
/// nor learned. A label that has not come by the last row is not used: what is told of the first rows of
/// a stream does not depend on those that follow.
///
/// A detector sees no row that was predicted before the last reset, and begins anew with the learner. It
/// speaks of change, not of its direction: errors that became fewer are told in
/// [`Prequential::improved`]. More is where the last tenth of the rows since the detector began (ten rows at
/// least, but no more than half of them) errs at least as often as the rows before.
///
/// # Errors
///
/// [`LifecycleError::Setting`] for settings out of range, [`LifecycleError::Model`] where the rows do not fit
/// champion or learner, [`LifecycleError::Rows`] where the champion does not know the learner's classes.
pub fn prequential(
    table: &RowTable,
    target: &str,
    champion: Option<&dyn Scorer>,
    learner: OnlineLearner,
    settings: &PrequentialSettings,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<PrequentialRun, LifecycleError> {
    settings.check()?;
    let rows = settings.until_row.map_or(table.rows, |until| usize::try_from(until).unwrap_or(table.rows));
    if rows >= table.rows {
        return Run::new(table, target, champion, learner, settings, table.rows)?.finish(progress);
    }
    let first: Vec<u32> = (0..rows as u32).collect();
    Run::new(&table.gather(&first), target, champion, learner, settings, table.rows)?.finish(progress)
}

impl PrequentialSettings {
    /// Checks every setting.
    ///
    /// # Errors
    ///
    /// [`LifecycleError::Setting`] and [`LifecycleError::Stream`] name the first that is out of its range.
    pub fn check(&self) -> Result<(), LifecycleError> {
        let at_least_one = |name: &str, value: u32| {
            if value > 0 {
                return Ok(());
            }
            let (name, value) = (name.to_owned(), value.to_string());
            Err(LifecycleError::Setting { name, value, allowed: "1 or more".to_owned() })
        };
        at_least_one("rows of a mini-batch", self.batch_rows)?;
        at_least_one("rows of the moving average", self.average)?;
        match self.reset {
            Reset::Start => {}
            Reset::SinceWarning { keep } | Reset::Last { keep } => {
                at_least_one("rows to begin anew with", keep)?
            }
        }
        if let Some(detector) = &self.detector {
            detector.build().map_err(LifecycleError::Stream)?;
        }
        Ok(())
    }
}
