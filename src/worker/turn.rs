//! One turn of the loop: watch, decide, and where the decision says so train, judge, and propose what to
//! do to the workspace. Nothing is kept here; page and command do the actions.

use super::loop_tasks::{TurnOutcome, TurnTask};
use super::protocol::Stage;
use super::task_error::TaskError;
use super::training;
use super::turn_record::{Outcome, Record};
use super::turn_training::Training;
use super::watching;
use crate::data::RowTable;
use crate::lifecycle::{
    Check, Decision, DecisionOutcome, LabelledRows, LifecycleError, LoopFacts, VersionStatus, decide,
};
use crate::monitor::{CurrentRows, Timeline, WatchSettings, WindowRule, alerts, current_rows};
use crate::report::{self, AnyModel};

/// What a turn gave, and the challenger's JSON file where one was trained.
pub type Turned = (TurnOutcome, Option<Vec<u8>>);

/// Takes one turn.
///
/// Without a champion the first model is trained on the reference: it becomes the champion, unless it fails
/// the gate's rules on the model itself (minimum, calibration). With one, current data is watched, the
/// decision is made, and a challenger is trained and judged if it says so. A training that fails is a recorded
/// run with the reason, and the decision stands; that of a first model is an error.
///
/// The same task and data give the same outcome and the same bytes. `ended_ms` of the run is the caller's to
/// set, who has a clock; here it is the begin.
///
/// # Errors
///
/// [`TaskError`]: a policy out of range, a champion that cannot be read, a history that cannot be watched.
pub fn turn(
    task: &TurnTask,
    reference: &RowTable,
    current: &[RowTable],
    labels: Option<&RowTable>,
    progress: &mut dyn FnMut(Stage, u64, u64),
) -> Result<Turned, TaskError> {
    task.retrain.validate().map_err(TaskError::Lifecycle)?;
    let Some(named) = &task.champion else { return first(task, reference, current, labels, progress) };
    let champion = AnyModel::read(&named.name, &named.bytes).map_err(TaskError::Report)?;
    let target = target(task, Some(&champion))?;
    let champion = champion.for_data(reference, None, Some(&target)).map_err(TaskError::Model)?;
    let watch = WatchSettings { target: Some(target.clone()), ..task.watch.clone() };
    let mut say = |done, total| progress(Stage::Watching, done, total);
    let timeline = watching::history_of(&champion, &watch, reference, current, labels, &mut say)?;
    let rows = current_rows(Some(reference), current, labels, &watch).map_err(TaskError::Monitor)?;
    let decision = decision(task, &timeline, &rows, &target);
    let timeline = Some(Box::new(timeline));
    let mut record = Record { task, reference, current, labels, decision, timeline };
    if record.decision.outcome != DecisionOutcome::Retrain {
        return Ok((record.decided(), None));
    }
    let training = Training { task, reference, current: &rows, champion: Some(&champion), target: &target };
    Ok(train(&training, &mut record, progress))
}

/// Trains, judges and writes down what came of it.
fn train(
    training: &Training<'_>,
    record: &mut Record<'_>,
    progress: &mut dyn FnMut(Stage, u64, u64),
) -> Turned {
    let set = match training.set() {
        Ok(set) => set,
        Err(error) => return (record.failed(&training.task.training, None, &error.to_string()), None),
    };
    let settings = training.settings(&set);
    match training.run(&set, settings.clone(), progress) {
        Err(error) => (record.failed(&settings, Some(&set), &error.to_string()), None),
        Ok(challenger) => {
            let status = if challenger.gate.passed { VersionStatus::Passed } else { VersionStatus::Rejected };
            let bytes = report::write_model(&challenger.file).into_bytes();
            let card = training::card(&challenger.file, "model.json", bytes.len() as u64);
            let outcome = Outcome { challenger, set: &set, status, is_first: false, bytes: &bytes, card };
            (record.trained(outcome), Some(bytes))
        }
    }
}

/// The first model of a line.
fn first(
    task: &TurnTask,
    reference: &RowTable,
    current: &[RowTable],
    labels: Option<&RowTable>,
    progress: &mut dyn FnMut(Stage, u64, u64),
) -> Result<Turned, TaskError> {
    let target = target(task, None)?;
    let watch = WatchSettings { target: Some(target.clone()), ..task.watch.clone() };
    let rows = match current {
        // The reference alone says which column names its rows.
        [] => current_rows(None, std::slice::from_ref(reference), None, &one_window(&watch)),
        files => current_rows(Some(reference), files, labels, &watch),
    };
    let rows = rows.map_err(TaskError::Monitor)?;
    let training = Training { task, reference, current: &rows, champion: None, target: &target };
    let set = training.set().map_err(TaskError::Lifecycle)?;
    let settings = training.settings(&set);
    let challenger = training.run(&set, settings, progress).map_err(|error| match error {
        super::turn_training::Failed::Model(error) => TaskError::Model(error),
        super::turn_training::Failed::Lifecycle(error) => TaskError::Lifecycle(error),
    })?;
    let status = if challenger.gate.passed { VersionStatus::Ungated } else { VersionStatus::Rejected };
    let mut record = Record {
        task,
        reference,
        current: &[],
        labels: None,
        decision: begin(task, reference),
        timeline: None,
    };
    let bytes = report::write_model(&challenger.file).into_bytes();
    let card = training::card(&challenger.file, "model.json", bytes.len() as u64);
    let outcome = Outcome { challenger, set: &set, status, is_first: true, bytes: &bytes, card };
    Ok((record.trained(outcome), Some(bytes)))
}

/// All rows of the reference as one window.
fn one_window(watch: &WatchSettings) -> WatchSettings {
    WatchSettings { windows: WindowRule::default(), ..watch.clone() }
}

/// The loop's target: the task's, else the champion's.
fn target(task: &TurnTask, champion: Option<&AnyModel>) -> Result<String, TaskError> {
    let asked = (!task.training.target.is_empty()).then(|| task.training.target.clone());
    let theirs = match champion {
        Some(AnyModel::Ours(file)) => Some(file.model.schema.target.clone()),
        _ => None,
    };
    asked.or(task.watch.target.clone()).or(theirs).ok_or_else(|| {
        let reason = "it is not known which column holds the true labels: name the target".to_owned();
        TaskError::Lifecycle(LifecycleError::Rows(reason))
    })
}

fn decision(task: &TurnTask, timeline: &Timeline, rows: &CurrentRows, target: &str) -> Decision {
    let raised = alerts(timeline, &task.monitor);
    let trained = task.last_training.as_ref();
    let mark = trained.and_then(|trained| trained.newest.as_ref());
    let age = task.retrain.needs.max_age_days;
    let facts = LoopFacts {
        model: &task.model,
        time_ms: task.time_ms,
        by_hand: task.by_hand,
        timeline,
        alerts: &raised,
        last_training: trained.cloned(),
        labelled: LabelledRows::of(rows, timeline, target, mark, age),
    };
    decide(&facts, &task.retrain)
}

/// The decision to train the first model.
fn begin(task: &TurnTask, reference: &RowTable) -> Decision {
    let words = format!("there is no champion yet: the first model is trained on {}", reference.name);
    let check =
        Check { id: "no_champion".to_owned(), holds: true, have: None, want: None, words: words.clone() };
    Decision {
        number: 0,
        time_ms: task.time_ms,
        model: task.model.clone(),
        outcome: DecisionOutcome::Retrain,
        by_hand: task.by_hand,
        headline: words,
        severity: None,
        triggers: vec![check],
        needs: Vec::new(),
        newest: None,
        alerts: Vec::new(),
        run: None,
    }
}
