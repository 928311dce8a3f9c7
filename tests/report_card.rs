//! The model card, the history and the decision as sections of a report: what they say is what the model's
//! file, the workspace and the history hold.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/history.rs"]
mod history;
#[path = "support/sample_runs.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod sample_runs;

use evenkeel::chart::{count, significant};
use evenkeel::data::{ReadOptions, RowReader, RowTable};
use evenkeel::lifecycle::{
    Action, DecisionOutcome, Promotion, RetrainPolicy, Stamp, TrainingRows, Workspace, digest,
};
use evenkeel::model::metrics::Metric;
use evenkeel::model::{Algorithm, AlgorithmChoice, TrainSettings};
use evenkeel::monitor::{
    MonitorPolicy, Pane, PredictedBy, Sources, WatchSettings, WindowRule, alerts, watch,
};
use evenkeel::report::document::{Document, html, markdown};
use evenkeel::report::{
    AnyModel, ModelCardFacts, TurnPart, WatchedPart, model_card, turn_sections, watched_sections,
};
use evenkeel::worker::loop_tasks::{ChampionFile, TurnOutcome, TurnTask};
use evenkeel::worker::model_tasks::DataFile;
use evenkeel::worker::turn::turn;
use history::{History, NOTHING, Planted, csv};

const ROWS: (usize, usize) = (2_000, 400);
const COLUMNS: [&str; 8] = ["id", "timestamp", "amount", "debt", "tenure", "region", "sex", "repaid"];
const CONCEPT: Planted = Planted { covariate: false, concept: true };

fn table(name: &str, text: &str) -> RowTable {
    let mut reader = RowReader::new(name, &ReadOptions::default());
    reader.push(text.as_bytes()).expect("the test's CSV is sound");
    reader.finish().expect("the test's CSV has rows")
}

/// Two turns: a first model, and a challenger that takes its place.
struct Told {
    workspace: Workspace,
    /// The file of each version.
    files: Vec<Vec<u8>>,
    policy: RetrainPolicy,
    last: TurnOutcome,
}

fn told() -> Told {
    let history = History::of(3, &[NOTHING, NOTHING, CONCEPT, CONCEPT, CONCEPT], ROWS);
    let reference = table("reference.csv", &csv(&history.reference, &COLUMNS));
    let current: Vec<RowTable> = history
        .windows
        .iter()
        .enumerate()
        .map(|(at, rows)| table(&format!("2025-{:02}.csv", at + 1), &csv(rows, &COLUMNS)))
        .collect();
    let policy = RetrainPolicy {
        rows: TrainingRows::Sliding { rows: 1_200 },
        promotion: Promotion::Auto,
        ..RetrainPolicy::default()
    };
    let file = |table: &RowTable| DataFile { name: table.name.clone(), options: ReadOptions::default() };
    let mut training = TrainSettings::for_target("repaid");
    training.algorithm = AlgorithmChoice::One(Algorithm::Logistic);
    training.resamples = 20;
    let mut task = TurnTask {
        reference: file(&reference),
        current: Vec::new(),
        labels: None,
        model: "loan".to_owned(),
        champion: None,
        watch: WatchSettings { seed: 1, ..WatchSettings::default() },
        monitor: MonitorPolicy::default(),
        retrain: policy.clone(),
        training,
        last_training: None,
        by_hand: false,
        time_ms: 1_700_000_000_000,
    };
    let mut workspace = Workspace::default();
    let mut files = Vec::new();
    let mut take = |task: &TurnTask, current: &[RowTable]| {
        let (outcome, bytes) = turn(task, &reference, current, None, &mut |_, _, _| ()).expect("a turn");
        let stamp = Stamp { time_ms: task.time_ms, actor: "test".to_owned() };
        let change = workspace.plan(&outcome.actions, &stamp).expect("the actions can be done");
        workspace.apply(&change);
        files.extend(bytes);
        (outcome, workspace.last_training("loan"), files.clone())
    };
    let (_, trained, first) = take(&task, &[]);
    task.champion = Some(ChampionFile { name: "loan version 1".to_owned(), bytes: first[0].clone() });
    task.current = current.iter().map(file).collect();
    task.last_training = trained;
    task.time_ms += 86_400_000;
    let (last, ..) = take(&task, &current);
    assert_eq!(last.decision.outcome, DecisionOutcome::Retrain, "{}", last.decision.headline);
    Told { workspace, files, policy, last }
}

fn act(workspace: &mut Workspace, actions: &[Action]) {
    let change =
        workspace.plan(actions, &sample_runs::stamp(1_700_200_000_000)).expect("the actions can be done");
    workspace.apply(&change);
}

/// Markdown without the characters that are only there to be laid out.
fn words(document: &Document) -> String {
    markdown(document).replace('\u{a0}', " ").replace('\\', "")
}

#[test]
fn the_card_says_what_the_file_and_the_workspace_hold() {
    let Told { mut workspace, files, .. } = told();
    let use_text = "To rank applications; not to turn anybody down.";
    act(
        &mut workspace,
        &[
            Action::IntendUse { model: "loan".to_owned(), text: use_text.to_owned() },
            sample_runs::keep_report(4, Some("loan")),
            sample_runs::log(7),
            sample_runs::register("another", 7, None),
            sample_runs::keep_report(5, Some("another")),
        ],
    );
    let model = AnyModel::read("model.json", &files[1]).unwrap();
    let facts = ModelCardFacts::of(&workspace, "loan", None, Some(&model)).unwrap();
    assert_eq!(facts.version.map(|version| version.version), Some(2), "the champion");
    let text = words(&model_card(&facts));
    let AnyModel::Ours(file) = &model else { panic!("it was trained here") };
    assert!(text.contains("# Model card: loan version 2"), "{text}");
    assert!(text.contains(use_text), "{text}");
    assert!(text.contains(&digest(&files[1])), "the digest of the file");
    assert!(text.contains("Logistic regression"), "{text}");
    let facts = &file.training.facts;
    for rows in [facts.training, facts.validation, facts.test] {
        assert!(text.contains(&format!("{} rows of the", count(rows))), "{rows}");
    }
    let test = file.metrics.test.as_ref().unwrap();
    for metric in [Metric::RocAuc, Metric::Accuracy, Metric::LogLoss] {
        let found = test.intervals.iter().find(|found| found.metric == metric).unwrap();
        let value = significant(found.value);
        let interval = format!("{} to {}", significant(found.low.unwrap()), significant(found.high.unwrap()));
        assert!(text.contains(&format!("| {} | {value} | {interval} |", metric.label())), "{metric}");
        assert!(
            text.contains(&format!("{}, test part: **{value}** ({interval})", metric.label())),
            "{metric}"
        );
    }
    let confused = &test.metrics.confusion_matrix;
    assert!(text.contains(&format!("| {} | {} |", count(confused[0][0]), count(confused[0][1]))), "{text}");
    for left in &file.training.facts.left_out {
        assert!(text.contains(&format!("`{}` {}", left.column, left.reason)), "{}", left.column);
    }
    for data in &workspace.runs[&workspace.versions[&("loan".to_owned(), 2)].run].data {
        assert!(text.contains(&data.digest), "{}", data.name);
    }
    // One kept check is about this model, and the two decisions and versions are.
    assert!(text.contains("| 1 of 2 | Critical drift"), "{text}");
    assert_eq!(text.matches("`current.csv` against `reference.csv`").count(), 1);
    assert!(text.contains("there is no champion yet") || text.contains("There is no champion yet"), "{text}");
    assert!(text.contains("segments of the test part by Log loss"), "{text}");
    let first = ModelCardFacts::of(&workspace, "loan", Some(1), None).unwrap();
    assert!(words(&model_card(&first)).contains("not compared with another by segments"));
    assert!(ModelCardFacts::of(&workspace, "loan", Some(9), None).is_none());
    assert!(ModelCardFacts::of(&workspace, "none", None, None).is_none());
}

#[test]
fn the_decision_is_told_with_every_reason_and_what_was_before_and_after() {
    let Told { policy, last, .. } = told();
    let gate = last.gate.as_deref().unwrap();
    let turn = TurnPart { decision: &last.decision, gate: Some(gate), policy: &policy };
    let document = Document { sections: turn_sections(&turn), ..Document::default() };
    let text = words(&document).to_lowercase();
    let plain = |words: &str| words.replace('\u{a0}', " ").to_lowercase();
    for check in last.decision.triggers.iter().chain(&last.decision.needs).chain(&gate.rules) {
        assert!(text.contains(&plain(&check.words)), "{}", check.words);
    }
    for alert in &last.decision.alerts {
        assert!(text.contains(&plain(alert)), "{alert}");
    }
    let part = gate.parts.iter().find(|part| part.name == "test").unwrap();
    for found in &part.comparison.as_ref().unwrap().metrics {
        let row = format!(
            "{} | {} | {} |",
            found.metric.label().to_lowercase(),
            significant(found.first),
            significant(found.second)
        );
        assert!(text.replace("**", "").contains(&row), "{row}");
    }
    let page = html(&document);
    // ROC and calibration curve of champion and challenger on each part that judges.
    let judged = gate.parts.iter().filter(|part| part.judged).count();
    assert_eq!(page.matches("<figure>").count(), 4 * judged);
}

#[test]
fn names_out_of_the_data_stay_text() {
    let hostile = "<img src=x onerror=alert(1)>";
    let mut workspace = Workspace::default();
    let mut run = sample_runs::run(1);
    run.data.push(evenkeel::lifecycle::DataUsed { name: hostile.to_owned(), ..Default::default() });
    run.params.insert(hostile.to_owned(), hostile.to_owned());
    let mut kept = sample_runs::report(1, Some("loan"));
    kept.drifted = vec![hostile.to_owned()];
    kept.current.name = hostile.to_owned();
    act(
        &mut workspace,
        &[
            Action::LogRun(Box::new(run)),
            sample_runs::register("loan", 1, Some("champion")),
            Action::IntendUse { model: "loan".to_owned(), text: hostile.to_owned() },
            Action::Describe { model: "loan".to_owned(), version: None, text: hostile.to_owned() },
            Action::Tag {
                model: "loan".to_owned(),
                version: None,
                key: "k".to_owned(),
                value: Some(hostile.to_owned()),
            },
            Action::KeepReport(Box::new(kept)),
        ],
    );
    let facts = ModelCardFacts::of(&workspace, "loan", None, None).unwrap();
    let document = model_card(&facts);
    let page = html(&document);
    assert!(!page.contains("<img"), "markup out of the data");
    // Data, both of the setting, use, description, tag, file and column of the kept check.
    assert_eq!(page.matches("&lt;img src=x onerror=alert(1)&gt;").count(), 8);
}

#[test]
fn what_is_not_known_is_said() {
    let mut workspace = Workspace::default();
    act(&mut workspace, &[sample_runs::log(1), sample_runs::register("loan", 1, None)]);
    let facts = ModelCardFacts::of(&workspace, "loan", None, None).unwrap();
    assert_eq!(facts.version.map(|version| version.version), Some(1), "the newest without a champion");
    let text = words(&model_card(&facts));
    for unknown in [
        "Not stated.",
        "the model’s file is not at hand",
        "no evaluation is kept",
        "not compared with another by segments",
        "No check of this model is kept",
        "None was made",
    ] {
        assert!(text.contains(unknown), "{unknown}: {text}");
    }
}

#[test]
fn of_a_model_from_elsewhere_its_inputs_and_classes_are_told() {
    let bytes = std::fs::read("tests/onnx/forest_columns.onnx").unwrap();
    let model = AnyModel::read("forest.onnx", &bytes).unwrap();
    let facts = ModelCardFacts::of_file("forest.onnx", "", &model);
    let text = words(&model_card(&facts));
    let schema = model.scorer().schema();
    assert!(!schema.features.is_empty());
    for feature in &schema.features {
        assert!(text.contains(&format!("`{}`", feature.name)), "{}", feature.name);
    }
    assert!(text.contains("does not say which data its model learned from"), "{text}");
    assert!(text.contains("--intended-use"), "{text}");
    assert!(!text.contains("## Versions"), "it is registered nowhere");
}

#[test]
fn sixty_windows_are_told_in_a_hundred_kilobytes() {
    let history = History::of(5, &[NOTHING; 6], ROWS);
    let reference = table("reference.csv", &csv(&history.reference, &history::COLUMNS));
    let current: Vec<RowTable> = history
        .windows
        .iter()
        .enumerate()
        .map(|(at, rows)| table(&format!("w{at}.csv"), &csv(rows, &history::COLUMNS)))
        .collect();
    let settings = WatchSettings {
        windows: WindowRule { pane: Pane::Number(60), panes: 1 },
        target: Some("repaid".to_owned()),
        ..WatchSettings::default()
    };
    let sources =
        Sources { reference: &reference, current: &current, labels: None, by: PredictedBy::Columns };
    let timeline = watch(sources, &settings, &mut |_, _| ()).unwrap();
    let policy = MonitorPolicy::default();
    let sections = watched_sections(&WatchedPart { timeline: &timeline, policy: &policy });
    let document = Document { sections, ..Document::default() };
    let empty = html(&Document::default()).len();
    let page = html(&document);
    assert!(page.len() - empty < 100_000, "{} bytes", page.len() - empty);
    let text = words(&document);
    assert!(text.contains("60 windows of 2,400 rows"), "{text}");
    for alert in alerts(&timeline, &policy) {
        assert!(text.contains(&alert.rule), "{}", alert.rule);
    }
    let accuracy = timeline.series("accuracy").unwrap().points[59].value.unwrap();
    let row = text.lines().find(|line| line.starts_with("| 60 |")).unwrap();
    assert!(row.contains(&evenkeel::chart::percent(accuracy).replace('\u{a0}', " ")), "{row}");
    for section in ["Alerts", "Kinds of drift", "Performance over time", "Columns over time", "Windows"] {
        assert!(text.contains(&format!("\n## {section}\n")), "{section}");
    }
}

/// Runs the command in a folder; its standard output.
fn evenkeel(folder: &std::path::Path, words: &[&str]) -> String {
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .args(words)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1700000000")
        .output()
        .expect("the command runs");
    assert!(ran.status.success(), "{words:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("text")
}

#[test]
fn the_command_writes_history_decision_and_card_as_one_file() {
    let history = History::of(3, &[NOTHING, CONCEPT, CONCEPT], (1_200, 300));
    let folder = std::env::temp_dir().join(format!("evenkeel-report-card-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("reference.csv", &csv(&history.reference, &COLUMNS));
    for (at, rows) in history.windows.iter().enumerate() {
        write(&format!("w{at}.csv"), &csv(rows, &COLUMNS));
    }
    let retrain =
        ["retrain", "--quiet", "--workspace", "space", "--model", "loan", "--reference", "reference.csv"];
    let first = ["--target", "repaid", "--algorithm", "logistic"];
    evenkeel(&folder, &[&retrain[..], &first].concat());
    let current = ["--current", "w0.csv", "w1.csv", "w2.csv"];
    evenkeel(&folder, &[&retrain[..], &current, &["--by-hand", "--html", "turn.html"]].concat());
    let page = std::fs::read_to_string(folder.join("turn.html")).unwrap();
    for section in
        ["verdict", "over-time", "decision", "before-and-after", "model", "model-versions", "files"]
    {
        assert!(page.contains(&format!("id=\"{section}\"")), "{section}");
    }
    assert!(page.contains("w0.csv … w2.csv"), "the three files together");
    assert!(page.contains("--by-hand --html turn.html"), "the command as it was typed");
    assert!(page.contains(&digest(csv(&history.windows[1], &COLUMNS).as_bytes())), "the digest of a file");

    evenkeel(&folder, &["workspace", "--workspace", "space", "model", "loan:1", "--out", "one.json"]);
    let card = evenkeel(
        &folder,
        &["workspace", "--workspace", "space", "card", "loan:1", "--html", "card.html", "--out", "-"],
    );
    assert!(card.starts_with("# Model card: loan version 1"), "{card}");
    let file = std::fs::read(folder.join("one.json")).unwrap();
    assert!(card.contains(&digest(&file)), "{card}");
    assert!(std::fs::read_to_string(folder.join("card.html")).unwrap().contains("id=\"model-limits\""));

    let monitor = ["monitor", "--quiet", "--reference", "reference.csv", "--model", "one.json"];
    let told = ["--intended-use", "Rank & review.", "--html", "watch.html"];
    evenkeel(&folder, &[&monitor[..], &current, &told].concat());
    let page = std::fs::read_to_string(folder.join("watch.html")).unwrap();
    assert!(page.contains("Rank &amp; review."));
    assert!(page.contains("<title>Monitoring report"));
    assert!(!page.contains("id=\"model-versions\""), "the file is registered nowhere");
    let again = folder.join("again.html");
    std::fs::rename(folder.join("watch.html"), &again).unwrap();
    evenkeel(&folder, &[&monitor[..], &current, &told].concat());
    assert_eq!(page, std::fs::read_to_string(folder.join("watch.html")).unwrap(), "the same bytes");
    std::fs::remove_dir_all(&folder).unwrap();
}
