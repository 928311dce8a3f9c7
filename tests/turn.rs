//! One turn of the loop after the other, on a history with planted drift.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/history.rs"]
mod history;

use evenkeel::data::{ReadOptions, RowReader, RowTable};
use evenkeel::lifecycle::{
    Action, CHALLENGER, CHAMPION, DecisionOutcome, GatePolicy, Promotion, RetrainPolicy, RunStatus, Stamp,
    TrainingRows, VersionStatus, Workspace,
};
use evenkeel::model::metrics::Metric;
use evenkeel::model::{Algorithm, AlgorithmChoice, TrainSettings};
use evenkeel::monitor::{AlertSeverity, MonitorPolicy, WatchSettings, alerts};
use evenkeel::worker::loop_tasks::{ChampionFile, ToLabelTask, TurnOutcome, TurnTask};
use evenkeel::worker::model_tasks::DataFile;
use evenkeel::worker::to_label::to_label;
use evenkeel::worker::turn::turn;
use history::{History, NOTHING, Planted, Row, csv};

const ROWS: (usize, usize) = (3_000, 500);
const COLUMNS: [&str; 8] = ["id", "timestamp", "amount", "debt", "tenure", "region", "sex", "repaid"];
const UNLABELLED: [&str; 7] = ["id", "timestamp", "amount", "debt", "tenure", "region", "sex"];
const CONCEPT: Planted = Planted { covariate: false, concept: true };
const COVARIATE: Planted = Planted { covariate: true, concept: false };

fn table(name: &str, text: &str) -> RowTable {
    let mut reader = RowReader::new(name, &ReadOptions::default());
    reader.push(text.as_bytes()).expect("the test's CSV is sound");
    reader.finish().expect("the test's CSV has rows")
}

/// A line of models, its workspace and the bytes of its champion.
struct Line {
    reference: RowTable,
    workspace: Workspace,
    files: Vec<(u32, Vec<u8>)>,
    time_ms: i64,
}

impl Line {
    /// With a first model, by logistic regression.
    fn begun(history: &History) -> Self {
        let reference = table("reference.csv", &csv(&history.reference, &COLUMNS));
        let mut line = Self { reference, workspace: Workspace::default(), files: Vec::new(), time_ms: 1_000 };
        let outcome = line.turn(&[], None, &RetrainPolicy::default(), |_| ());
        assert_eq!(outcome.decision.outcome, DecisionOutcome::Retrain);
        assert_eq!(
            outcome.decision.headline,
            "there is no champion yet: the first model is trained on reference.csv"
        );
        assert_eq!(line.champion(), Some(1));
        line
    }

    fn champion(&self) -> Option<u32> {
        self.workspace.models.get("loan")?.champion()
    }

    fn task(&self, current: &[RowTable], labels: Option<&RowTable>, policy: &RetrainPolicy) -> TurnTask {
        let file = |table: &RowTable| DataFile { name: table.name.clone(), options: ReadOptions::default() };
        let champion = self.champion().map(|version| {
            let (_, bytes) = self.files.iter().find(|(number, _)| *number == version).unwrap();
            ChampionFile { name: format!("loan version {version}"), bytes: bytes.clone() }
        });
        let mut training = TrainSettings::for_target("repaid");
        training.algorithm = AlgorithmChoice::One(Algorithm::Logistic);
        training.resamples = 20;
        TurnTask {
            reference: file(&self.reference),
            current: current.iter().map(file).collect(),
            labels: labels.map(file),
            model: "loan".to_owned(),
            champion,
            watch: WatchSettings { seed: 1, ..WatchSettings::default() },
            monitor: MonitorPolicy::default(),
            retrain: policy.clone(),
            training,
            last_training: self.workspace.last_training("loan"),
            by_hand: false,
            time_ms: self.time_ms,
        }
    }

    /// Takes a turn and does what it proposes.
    fn turn(
        &mut self,
        current: &[RowTable],
        labels: Option<&RowTable>,
        policy: &RetrainPolicy,
        change: impl FnOnce(&mut TurnTask),
    ) -> TurnOutcome {
        let mut task = self.task(current, labels, policy);
        change(&mut task);
        let (outcome, bytes) =
            turn(&task, &self.reference, current, labels, &mut |_, _, _| ()).expect("the turn can be taken");
        self.time_ms += 1_000;
        let stamp = Stamp { time_ms: task.time_ms, actor: "test".to_owned() };
        let change = self.workspace.plan(&outcome.actions, &stamp).expect("the actions can be done");
        self.workspace.apply(&change);
        if let Some(bytes) = bytes {
            let version = self.workspace.models["loan"].last_version;
            self.files.push((version, bytes));
        }
        outcome
    }
}

fn windows(history: &History, columns: &[&str]) -> Vec<RowTable> {
    let of = |(at, rows): (usize, &Vec<Row>)| table(&format!("2025-{:02}.csv", at + 1), &csv(rows, columns));
    history.windows.iter().enumerate().map(of).collect()
}

/// Labels of so many rows of the windows of concept drift, the first three being quiet.
fn late_labels(history: &History, rows: usize) -> RowTable {
    let late: Vec<Row> = history.windows[3..].concat().into_iter().take(rows).collect();
    table("labels.csv", &csv(&late, &["id", "repaid"]))
}

fn concept() -> History {
    History::of(3, &[NOTHING, NOTHING, NOTHING, CONCEPT, CONCEPT, CONCEPT], ROWS)
}

#[test]
fn quiet_windows_ask_for_nothing() {
    let history = History::of(1, &[NOTHING; 4], ROWS);
    let mut line = Line::begun(&history);
    let current = windows(&history, &COLUMNS);
    let outcome = line.turn(&current, None, &RetrainPolicy::default(), |_| ());
    assert_eq!(outcome.decision.outcome, DecisionOutcome::No, "{}", outcome.decision.headline);
    assert!(outcome.challenger.is_none() && outcome.gate.is_none());
    assert_eq!(line.workspace.decisions.len(), 2, "a no is recorded too");
    assert_eq!(line.champion(), Some(1));
}

#[test]
fn covariate_windows_alert_and_are_deferred_or_not_as_the_policy_says() {
    let history = History::of(2, &[NOTHING, NOTHING, COVARIATE, COVARIATE, COVARIATE], ROWS);
    let mut line = Line::begun(&history);
    let current = windows(&history, &UNLABELLED);
    let outcome = line.turn(&current, None, &RetrainPolicy::default(), |_| ());
    let timeline = outcome.timeline.as_ref().unwrap();
    let open: Vec<AlertSeverity> = alerts(timeline, &MonitorPolicy::default())
        .into_iter()
        .filter(|alert| alert.over.is_none())
        .map(|alert| alert.severity)
        .collect();
    let worst = open.iter().max().copied().expect("an alert is open");
    let expected =
        if worst == AlertSeverity::Critical { DecisionOutcome::Deferred } else { DecisionOutcome::No };
    assert_eq!(outcome.decision.outcome, expected);
    let mut policy = RetrainPolicy::default();
    policy.when.severity = Some(worst);
    let outcome = line.turn(&current, None, &policy, |_| ());
    assert_eq!(outcome.decision.outcome, DecisionOutcome::Deferred);
    assert!(outcome.decision.headline.contains("0 of 500 labels"), "{}", outcome.decision.headline);
}

#[test]
fn concept_windows_wait_for_labels_and_then_a_challenger_is_promoted() {
    let history = concept();
    let mut line = Line::begun(&history);
    let current = windows(&history, &UNLABELLED);
    let policy = RetrainPolicy {
        rows: TrainingRows::Sliding { rows: 1_500 },
        promotion: Promotion::Auto,
        ..RetrainPolicy::default()
    };
    let few = late_labels(&history, 143);
    let outcome = line.turn(&current, Some(&few), &policy, |task| task.by_hand = true);
    assert_eq!(outcome.decision.outcome, DecisionOutcome::Deferred);
    assert!(outcome.decision.headline.contains("143 of 500 labels"), "{}", outcome.decision.headline);

    let all = late_labels(&history, 1_500);
    let outcome = line.turn(&current, Some(&all), &policy, |_| ());
    assert_eq!(outcome.decision.outcome, DecisionOutcome::Retrain, "{}", outcome.decision.headline);
    let gate = outcome.gate.as_ref().unwrap();
    assert!(gate.passed, "{}", gate.headline);
    assert_eq!(line.champion(), Some(2));
    let names: Vec<&str> = gate.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["validation", "test", "newest window"]);
    assert!(gate.parts.iter().all(|part| part.rows > 30));
    let test = &gate.parts[1];
    let auc = |evaluation: &evenkeel::model::evaluation::Evaluation| {
        evaluation.metrics.value(Metric::RocAuc).unwrap()
    };
    assert!(auc(&test.challenger) > auc(test.champion.as_ref().unwrap()) + 0.1);

    let run = line.workspace.runs.values().find(|run| run.gate.is_some()).unwrap();
    assert_eq!((run.status, run.decision), (RunStatus::Finished, Some(3)));
    assert_eq!(run.params["rows"], "sliding");
    assert_eq!((run.params["c"].as_str(), run.params["split"].as_str()), ("1.0", "content:id"));
    assert_eq!(run.metrics["test_roc_auc"], auc(&test.challenger));
    assert_eq!(run.metrics["champion_test_roc_auc"], auc(test.champion.as_ref().unwrap()));
    let roles: Vec<&str> = run.data.iter().map(|data| data.role.as_str()).collect();
    assert_eq!(roles[0], "reference");
    assert_eq!(roles[roles.len() - 2..], ["labels", "training"]);

    // The same data again: no row that a training has not seen.
    let outcome = line.turn(&current, Some(&all), &policy, |task| task.by_hand = true);
    assert_eq!(outcome.decision.outcome, DecisionOutcome::Deferred);
    assert!(outcome.decision.headline.contains("0 of 500 labels"), "{}", outcome.decision.headline);
}

#[test]
fn a_challenger_that_is_offered_waits_and_a_worse_one_is_kept_as_rejected() {
    let history = History::of(4, &[NOTHING; 4], ROWS);
    let mut line = Line::begun(&history);
    let current = windows(&history, &COLUMNS);
    // A tree of one split against the logistic regression that the data was made by.
    let stump = RetrainPolicy {
        algorithm: Some(AlgorithmChoice::One(Algorithm::Tree)),
        promotion: Promotion::Auto,
        ..RetrainPolicy::default()
    };
    let outcome = line.turn(&current, None, &stump, |task| {
        task.by_hand = true;
        task.training.tree.max_depth = 1;
    });
    let gate = outcome.gate.as_ref().unwrap();
    assert!(!gate.passed && gate.headline.starts_with("rejected: gain over"), "{}", gate.headline);
    let version = &line.workspace.versions[&("loan".to_owned(), 2)];
    assert_eq!((version.status, line.champion()), (VersionStatus::Rejected, Some(1)));
    assert_eq!(line.workspace.models["loan"].challenger(), None);
    assert_eq!(line.workspace.runs[&version.run].gate.as_ref(), Some(gate.as_ref()));

    let fresh = History::of(5, &[NOTHING; 6], ROWS);
    let current = windows(&fresh, &COLUMNS);
    let outcome = line.turn(&current, None, &RetrainPolicy::default(), |task| {
        task.by_hand = true;
        task.last_training = None;
    });
    let gate = outcome.gate.as_ref().unwrap();
    assert!(gate.passed, "{}", gate.headline);
    assert_eq!(line.workspace.models["loan"].aliases[CHALLENGER], 3);
    assert_eq!(line.workspace.models["loan"].aliases[CHAMPION], 1);
    // Both are split by content: rows that one learned from are held out by neither.
    assert!(gate.notes.iter().all(|note| !note.contains("may have learned")), "{:?}", gate.notes);
}

#[test]
fn one_that_learned_shuffled_labels_is_rejected() {
    let mut history = History::of(6, &[NOTHING; 4], ROWS);
    let mut line = Line::begun(&history);
    for rows in &mut history.windows {
        let labels: Vec<bool> = rows.iter().map(|row| row.repaid).collect();
        let n = labels.len();
        rows.iter_mut().enumerate().for_each(|(at, row)| row.repaid = labels[(at + 7) % n]);
    }
    let policy = RetrainPolicy {
        rows: TrainingRows::New,
        promotion: Promotion::Auto,
        gate: GatePolicy { minimum: Some(0.7), ..GatePolicy::default() },
        ..RetrainPolicy::default()
    };
    let outcome = line.turn(&windows(&history, &COLUMNS), None, &policy, |task| task.by_hand = true);
    assert!(!outcome.gate.as_ref().unwrap().passed);
    assert_eq!(line.champion(), Some(1));
}

#[test]
fn a_training_that_fails_is_a_run_with_the_reason_and_the_decision_stands() {
    let mut history = History::of(7, &[NOTHING; 3], ROWS);
    let mut line = Line::begun(&history);
    history.windows.iter_mut().flatten().for_each(|row| row.repaid = true);
    let mut policy = RetrainPolicy { rows: TrainingRows::New, ..RetrainPolicy::default() };
    policy.needs.min_rows_per_class = 0;
    let outcome = line.turn(&windows(&history, &COLUMNS), None, &policy, |task| task.by_hand = true);
    assert_eq!(outcome.decision.outcome, DecisionOutcome::Retrain);
    let run = &line.workspace.runs[outcome.decision.run.as_ref().unwrap()];
    assert_eq!((run.status, run.decision), (RunStatus::Failed, Some(2)));
    assert!(run.tags["error"].contains("yes"), "{}", run.tags["error"]);
    assert!(outcome.challenger.is_none() && line.champion() == Some(1));
    // One that failed is no training: the rows are still new.
    assert_eq!(line.workspace.last_training("loan").unwrap().newest, None);
}

#[test]
fn a_first_model_that_misses_the_minimum_is_kept_as_rejected() {
    let history = History::of(8, &[NOTHING], ROWS);
    let reference = table("reference.csv", &csv(&history.reference, &COLUMNS));
    let mut line = Line { reference, workspace: Workspace::default(), files: Vec::new(), time_ms: 1 };
    let policy = RetrainPolicy {
        gate: GatePolicy { minimum: Some(0.99), ..GatePolicy::default() },
        ..RetrainPolicy::default()
    };
    let outcome = line.turn(&[], None, &policy, |_| ());
    assert!(outcome.gate.as_ref().unwrap().headline.starts_with("rejected: ROC AUC 0."));
    assert_eq!((line.champion(), line.workspace.models["loan"].last_version), (None, 1));
}

#[test]
fn the_same_turn_gives_the_same_bytes_and_arrives_as_it_was_sent() {
    let history = concept();
    let line = Line::begun(&history);
    let current = windows(&history, &COLUMNS);
    let policy = RetrainPolicy { rows: TrainingRows::Recency { half_life: 800 }, ..RetrainPolicy::default() };
    let task = TurnTask { by_hand: true, ..line.task(&current, None, &policy) };
    let take = || turn(&task, &line.reference, &current, None, &mut |_, _, _| ()).unwrap();
    let (outcome, file) = take();
    assert_eq!((&outcome, &file), (&take().0, &take().1));
    let sent = postcard::to_stdvec(&outcome).unwrap();
    assert_eq!(postcard::from_bytes::<TurnOutcome>(&sent).unwrap(), outcome);
    let sent = postcard::to_stdvec(&task).unwrap();
    assert_eq!(postcard::from_bytes::<TurnTask>(&sent).unwrap(), task);
    // Other bytes at another time, of the run's name only.
    let later = TurnTask { time_ms: task.time_ms + 1, ..task.clone() };
    let (other, same) = turn(&later, &line.reference, &current, None, &mut |_, _, _| ()).unwrap();
    assert_eq!(same, file);
    assert_ne!(other.decision.run, outcome.decision.run);
}

#[test]
fn rows_that_are_worth_a_label_come_back_as_labels() {
    let history = concept();
    let line = Line::begun(&history);
    let current = windows(&history, &UNLABELLED);
    let labels = late_labels(&history, 100);
    let task = line.task(&current, Some(&labels), &RetrainPolicy::default());
    let wanted = ToLabelTask {
        current: task.current.clone(),
        labels: task.labels.clone(),
        champion: task.champion.clone().unwrap(),
        watch: task.watch.clone(),
        most: 50,
    };
    let (found, bytes) = to_label(&wanted, &current, Some(&labels)).unwrap();
    assert_eq!((found.rows, found.unlabelled, found.name.as_str()), (50, 2_900, "to-label.csv"));
    let back = table("to-label.csv", std::str::from_utf8(&bytes).unwrap());
    let names: Vec<&str> = back.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names[..7], UNLABELLED);
    assert_eq!(names[names.len() - 3..], ["window", "uncertainty", "rank"]);
    let uncertainty = back.column("uncertainty").unwrap().numbers();
    assert!(uncertainty.is_sorted_by(|a, b| a >= b) && uncertainty[49] > 0.9);
    // The model is a logistic curve: it is least sure where its logit, by the truth before the drift, is near 0.
    let ids: Vec<String> = (0..50)
        .map(|row| match back.column("id").unwrap().cell(row) {
            evenkeel::data::Cell::Text(id) => id.to_owned(),
            other => panic!("{other:?} is no identifier"),
        })
        .collect();
    let current_rows = history.current();
    let near = ids.iter().filter(|id| {
        let row = current_rows.iter().find(|row| row.id == **id).unwrap();
        (row.probability - 0.5).abs() < 0.1
    });
    assert!(near.count() >= 45);
    assert!(ids.iter().all(|id| !labels_of(&labels).contains(id)));
}

fn labels_of(labels: &RowTable) -> Vec<String> {
    let column = labels.column("id").unwrap();
    let text = |row| match column.cell(row) {
        evenkeel::data::Cell::Text(id) => id.to_owned(),
        other => panic!("{other:?} is no identifier"),
    };
    (0..labels.rows).map(text).collect()
}

#[test]
fn what_is_kept_is_a_decision_a_run_and_a_version() {
    let history = History::of(9, &[NOTHING], ROWS);
    let line = Line::begun(&history);
    let kinds: Vec<&str> = line.workspace.audit.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(kinds.len(), 3, "{kinds:?}");
    let task = line.task(&[], None, &RetrainPolicy::default());
    let (outcome, _) =
        turn(&TurnTask { champion: None, ..task }, &line.reference, &[], None, &mut |_, _, _| ()).unwrap();
    assert!(matches!(
        outcome.actions.as_slice(),
        [Action::Decide(_), Action::LogRun(_), Action::Register(new)] if new.alias.as_deref() == Some(CHAMPION)
    ));
}
