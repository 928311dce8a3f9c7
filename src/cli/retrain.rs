//! `evenkeel retrain`: one turn of the loop on a workspace.

use std::path::Path;
use std::time::Instant;

use super::loop_html::{Told, loop_html};
use super::monitor::refuse_profile;
use super::output::{self, StageLine};
use super::registered::{Registered, failed, version_of};
use super::retrain_args::{FailOn, RetrainArgs};
use super::retrain_report::{Report, json, text};
use super::rows::read_rows;
use super::{CliError, Outcome};
use crate::data::{ReadOptions, RowTable};
use crate::lifecycle::{Action, CHAMPION, DecisionOutcome, Run, RunStatus, Stamp, Workspace};
use crate::monitor::alerts;
use crate::report::{AnyModel, ModelCardFacts, TurnPart, WatchedPart};
use crate::store::{FolderStore, ready};
use crate::worker::loop_tasks::{ChampionFile, ToLabelTask, TurnOutcome, TurnTask};
use crate::worker::model_tasks::DataFile;
use crate::worker::protocol::Stage;
use crate::worker::to_label::to_label;
use crate::worker::turn::turn;
use crate::worker::workspace::act;

pub(super) fn run(args: &RetrainArgs) -> Result<Outcome, CliError> {
    let begun = Instant::now();
    let store = FolderStore::new(&args.workspace);
    let workspace = store.read().map_err(failed)?;
    let champion = match workspace.models.get(&args.model) {
        Some(model) => version_of(&store, &workspace, model, CHAMPION)?,
        None => None,
    };
    let options = args.reading.options()?;
    let task = task(args, &workspace, champion, &options)?;
    let data = Data::read(args, &options)?;
    let mut line = StageLine::new(args.reading.quiet);
    let mut say = |stage, done, total| line.update(words(stage), done, total);
    let (mut outcome, file) = turn(&task, &data.reference, &data.current, data.labels.as_ref(), &mut say)?;
    line.finish();
    if let Some(run) = run_of(&mut outcome.actions) {
        run.ended_ms = task.time_ms.saturating_add(begun.elapsed().as_millis() as i64);
    }
    if let Some(path) = &args.to_label {
        write_to_label(path, &task, &data, args)?;
    }
    let after = if args.dry_run {
        None
    } else {
        let stamp = Stamp { time_ms: task.time_ms, actor: args.actor.clone() };
        let artifacts = file.into_iter().collect();
        Some(ready(act(&store, &stamp, &outcome.actions, artifacts)).map_err(failed)??)
    };
    let report = Report { task: &task, outcome: &outcome, before: &workspace, after: after.as_ref() };
    if let Some(path) = &args.json {
        output::write(path, &json(&report))?;
    }
    if let Some(path) = &args.html {
        let now = after.as_ref().unwrap_or(&workspace);
        output::write(path, &html(args, &store, &task, &outcome, now)?)?;
    }
    let taken = [&args.json, &args.to_label].into_iter().flatten().any(|path| path == Path::new("-"));
    if !taken {
        output::print(&text(&report)).map_err(output::stdout_failed)?;
    }
    Ok(ending(args, &task, &outcome))
}

/// The turn for people; the card is that of the champion as the workspace has it now.
fn html(
    args: &RetrainArgs,
    store: &FolderStore,
    task: &TurnTask,
    outcome: &TurnOutcome,
    now: &Workspace,
) -> Result<String, CliError> {
    let champion = match now.models.get(&args.model) {
        Some(model) => version_of(store, now, model, CHAMPION)?,
        None => None,
    };
    let model = champion.map(|champion| AnyModel::read(&champion.name, &champion.bytes)).transpose()?;
    let card = ModelCardFacts::of(now, &args.model, None, model.as_ref());
    let timeline = outcome.timeline.as_deref();
    // The number that the workspace gave it, where it was kept.
    let recorded = now.decisions.last().filter(|decision| decision.time_ms == task.time_ms);
    let told = Told {
        watched: timeline.map(|timeline| WatchedPart { timeline, policy: &task.monitor }),
        turn: Some(TurnPart {
            decision: recorded.unwrap_or(&outcome.decision),
            gate: outcome.gate.as_deref(),
            policy: &task.retrain,
        }),
        card: card.as_ref(),
    };
    loop_html(&args.files(), told)
}

/// The files, read.
struct Data {
    reference: RowTable,
    current: Vec<RowTable>,
    labels: Option<RowTable>,
}

impl Data {
    fn read(args: &RetrainArgs, options: &ReadOptions) -> Result<Self, CliError> {
        let read = |path: &Path| {
            refuse_profile(path)?;
            read_rows(path, options, args.reading.quiet)
        };
        Ok(Self {
            reference: read(&args.reference)?,
            current: args.current.iter().map(|path| read(path)).collect::<Result<_, _>>()?,
            labels: args.labels.as_deref().map(read).transpose()?,
        })
    }
}

fn task(
    args: &RetrainArgs,
    workspace: &Workspace,
    champion: Option<Registered>,
    options: &ReadOptions,
) -> Result<TurnTask, CliError> {
    let file =
        |path: &Path| DataFile { name: crate::worker::native::file_name(path), options: options.clone() };
    if champion.is_some() && args.current.is_empty() {
        let reason =
            format!("is needed, since `{}` has a champion: give the data that it answers now", args.model);
        return Err(CliError::Option { option: "--current", reason });
    }
    let mut retrain = args.judging.retrain_policy()?;
    retrain.algorithm = args.algorithm()?.or(retrain.algorithm);
    let mut training = args.training()?;
    training.algorithm = retrain.algorithm.unwrap_or(training.algorithm);
    Ok(TurnTask {
        reference: file(&args.reference),
        current: args.current.iter().map(|path| file(path)).collect(),
        labels: args.labels.as_deref().map(file),
        model: args.model.clone(),
        champion: champion.map(|Registered { name, bytes }| ChampionFile { name, bytes }),
        watch: args.watch()?,
        monitor: args.judging.monitor_policy()?,
        retrain,
        training,
        last_training: workspace.last_training(&args.model),
        by_hand: args.by_hand,
        time_ms: args.time_ms(),
    })
}

fn write_to_label(path: &Path, task: &TurnTask, data: &Data, args: &RetrainArgs) -> Result<(), CliError> {
    let Some(champion) = &task.champion else {
        // Not a mistake: the first of many turns that are all asked alike.
        eprintln!("--to-label: nothing is written, since there is no champion yet");
        return Ok(());
    };
    let wanted = ToLabelTask {
        current: task.current.clone(),
        labels: task.labels.clone(),
        champion: champion.clone(),
        watch: task.watch.clone(),
        most: args.most,
    };
    let (found, bytes) = to_label(&wanted, &data.current, data.labels.as_ref())?;
    output::write_bytes(path, &bytes)?;
    if !args.reading.quiet && path != Path::new("-") {
        eprintln!("{}: {} of {} unlabelled rows", path.display(), found.rows, found.unlabelled);
    }
    Ok(())
}

/// The run among the actions.
fn run_of(actions: &mut [Action]) -> Option<&mut Run> {
    actions.iter_mut().find_map(|action| match action {
        Action::LogRun(run) => Some(run.as_mut()),
        _ => None,
    })
}

fn ending(args: &RetrainArgs, task: &TurnTask, outcome: &TurnOutcome) -> Outcome {
    let raised =
        outcome.timeline.as_ref().map(|timeline| alerts(timeline, &task.monitor)).unwrap_or_default();
    let worst = raised.iter().filter(|alert| alert.over.is_none()).map(|alert| alert.severity).max();
    let has_failed = outcome
        .actions
        .iter()
        .any(|action| matches!(action, Action::LogRun(run) if run.status == RunStatus::Failed));
    let is_rejected = outcome.gate.as_ref().is_some_and(|gate| !gate.passed);
    let fails = args.fail_on.iter().any(|what| match what {
        FailOn::Deferred => outcome.decision.outcome == DecisionOutcome::Deferred,
        FailOn::Rejected => has_failed || is_rejected,
        FailOn::Info | FailOn::Warning | FailOn::Critical => what.severity() <= worst && worst.is_some(),
    });
    if fails { Outcome::Drift } else { Outcome::Fine }
}

fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Watching => "watching",
        Stage::Choosing => "choosing",
        Stage::Evaluating => "evaluating",
        _ => "fitting",
    }
}
