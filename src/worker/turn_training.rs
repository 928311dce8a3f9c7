//! The challenger of a turn: its rows, its settings, its training, its gate.

use super::loop_tasks::TurnTask;
use super::protocol::Stage;
use super::standings::standings;
use super::training;
use crate::data::RowTable;
use crate::lifecycle::{Contender, Evidence, GateReport, LifecycleError, Standing, TrainingSet, judge};
use crate::model::split::Parts;
use crate::model::{
    self, Algorithm, AlgorithmChoice, CalibrationMethod, ModelError, SplitBy, SplitSettings, TrainSettings,
    TrainStage,
};
use crate::monitor::CurrentRows;
use crate::report::{AnyModel, ModelFile};

/// Name of the challenger in the evidence, until it has a version.
const CHALLENGER: &str = "challenger";

/// What is learned from, and by what.
pub(super) struct Training<'a> {
    pub(super) task: &'a TurnTask,
    pub(super) reference: &'a RowTable,
    pub(super) current: &'a CurrentRows,
    /// The champion, read; `None` where there is none yet.
    pub(super) champion: Option<&'a AnyModel>,
    pub(super) target: &'a str,
}

/// A model that was trained, and the evidence for or against it.
pub(super) struct Challenger {
    pub(super) file: ModelFile,
    pub(super) gate: GateReport,
    pub(super) settings: TrainSettings,
}

/// Why there is no challenger, in a sentence.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum Failed {
    #[error("{0}")]
    Model(#[from] ModelError),
    #[error("{0}")]
    Lifecycle(#[from] LifecycleError),
}

impl Training<'_> {
    /// The rows to learn from.
    pub(super) fn set(&self) -> Result<TrainingSet, LifecycleError> {
        match self.champion {
            Some(_) => TrainingSet::of(self.reference, self.current, self.target, self.task.retrain.rows),
            None => TrainingSet::first(self.reference, self.current, self.target),
        }
    }

    /// Trains on a set and judges on what it held out.
    pub(super) fn run(
        &self,
        set: &TrainingSet,
        settings: TrainSettings,
        progress: &mut dyn FnMut(Stage, u64, u64),
    ) -> Result<Challenger, Failed> {
        let mut say = |stage: TrainStage, done, total| {
            let stage = match stage {
                TrainStage::Choosing => Stage::Choosing,
                TrainStage::Fitting => Stage::Fitting,
            };
            progress(stage, done, total);
        };
        let trained = model::train_weighted(&set.table, &settings, set.weights.as_deref(), &mut say)?;
        let own = standings_of(&trained.parts, set.table.rows);
        let algorithm = trained.model.algorithm;
        let file = training::finish(&set.table, trained, progress)?;

        let mut notes = set.notes.clone();
        let known = self
            .champion
            .map(|champion| standings(champion, self.reference, self.current, set, &mut notes))
            .unwrap_or_default();
        let champion = self.champion.zip(self.task.champion.as_ref()).map(|(model, named)| Contender {
            name: &named.name,
            scorer: model.scorer(),
            standings: &known,
        });
        let no_segments = self.no_segments(set);
        let evidence = Evidence {
            champion,
            challenger: Contender { name: CHALLENGER, scorer: &file.model, standings: &own },
            set,
            target: self.target,
            validation_used: uses_validation(algorithm, &settings),
            no_segments: &no_segments,
            resamples: settings.resamples,
            seed: settings.seed,
        };
        let mut say = |done, total| progress(Stage::Evaluating, done, total);
        let gate = judge(&evidence, &self.task.retrain.gate, notes, &mut say)?;
        Ok(Challenger { file, gate, settings })
    }

    /// How the challenger is trained.
    ///
    /// By the champion's algorithm and settings, unless the policy names an algorithm, or there is no
    /// champion that was trained here: then as the task says. The split is by content; where the champion's is too,
    /// it is the champion's with its seed, so that both have the same rows held out.
    pub(super) fn settings(&self, set: &TrainingSet) -> TrainSettings {
        let task = self.task;
        let ours = match self.champion {
            Some(AnyModel::Ours(file)) => Some(&file.model),
            _ => None,
        };
        let mut settings = match (ours, task.retrain.algorithm) {
            (Some(model), None) => {
                TrainSettings { algorithm: AlgorithmChoice::One(model.algorithm), ..model.settings.clone() }
            }
            (_, choice) => {
                let algorithm = choice.unwrap_or(task.training.algorithm);
                TrainSettings { algorithm, ..task.training.clone() }
            }
        };
        settings.target = self.target.to_owned();
        let there = |name: &str| set.table.column(name).is_some();
        let by_content =
            ours.map(|model| &model.settings).filter(|s| matches!(s.split.by, SplitBy::Content { .. }));
        match by_content {
            Some(line) => (settings.split, settings.seed) = (line.split.clone(), line.seed),
            None => {
                if settings.split.test == 0.0 {
                    // Nothing could be judged.
                    settings.split = SplitSettings::default();
                }
                settings.split.by = SplitBy::Content { id: set.id.clone() };
            }
        }
        if let SplitBy::Content { id } = &mut settings.split.by
            && id.as_deref().is_some_and(|id| !there(id))
        {
            id.clone_from(&set.id);
        }
        settings.numeric.retain(|(name, _)| there(name));
        settings.exclude.retain(|name| there(name));
        if settings.features.is_none() {
            for name in self.other_uses().filter(|name| there(name)) {
                if !settings.exclude.contains(name) {
                    settings.exclude.push(name.clone());
                }
            }
        }
        settings
    }

    /// Columns that hold predictions or times by the user's word.
    fn other_uses(&self) -> impl Iterator<Item = &String> {
        let watch = &self.task.watch;
        watch.probabilities.iter().chain(&watch.prediction).chain(&watch.timestamp)
    }

    /// Columns whose segments say nothing: names of rows, times, predictions.
    fn no_segments(&self, set: &TrainingSet) -> Vec<String> {
        let groups = self.task.retrain.gate.groups.as_deref();
        let is_input = |name: &str| {
            self.champion.is_some_and(|model| {
                model.scorer().schema().features.iter().any(|feature| feature.name == name)
            })
        };
        let columns = set.table.columns.iter().map(|column| &column.name);
        columns.filter(|name| !is_input(name) && groups != Some(name.as_str())).cloned().collect()
    }
}

fn standings_of(parts: &Parts, rows: usize) -> Vec<Standing> {
    let mut standings = vec![Standing::Learned; rows];
    for (rows, standing) in [(&parts.validation, Standing::Validated), (&parts.test, Standing::Unseen)] {
        for &row in rows {
            if let Some(known) = standings.get_mut(row as usize) {
                *known = standing;
            }
        }
    }
    standings
}

/// Whether training fits something to the validation part.
fn uses_validation(algorithm: Algorithm, settings: &TrainSettings) -> bool {
    settings.calibration != CalibrationMethod::None
        || (algorithm == Algorithm::Boosting && settings.boosting.patience.is_some())
}
