//! `evenkeel retrain` as a user runs it: the whole loop, exit codes, JSON, the same bytes, going back.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/history.rs"]
mod history;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use evenkeel::lifecycle::{Action, Stamp};
use evenkeel::store::{FolderStore, ready};
use evenkeel::worker::workspace::act;
use history::{History, NOTHING, Planted, csv};
use serde_json::Value;

const ROWS: (usize, usize) = (2_000, 400);
const COLUMNS: [&str; 7] = ["id", "timestamp", "amount", "debt", "tenure", "region", "repaid"];
const CONCEPT: Planted = Planted { covariate: false, concept: true };

/// Retrains on the newest rows and promotes by itself.
const POLICY: &str = "\
[retrain]
rows = \"sliding\"
window_rows = 1200
promote = \"auto\"
severity = \"warning\"

[retrain.needs]
rows = 300
rows_per_class = 30

[retrain.gate]
min_rows = 20
";

/// A folder of this test process, emptied first: three quiet windows and three of concept drift.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("retrain").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
    let history = History::of(3, &[NOTHING, NOTHING, NOTHING, CONCEPT, CONCEPT, CONCEPT], ROWS);
    let bare = &COLUMNS[..6];
    let write = |name: &str, text: String| {
        std::fs::write(folder.join(name), text).expect("the test file can be written");
    };
    write("reference.csv", csv(&history.reference, &COLUMNS));
    write("quiet.csv", csv(&history.windows[..3].concat(), &COLUMNS));
    write("current.csv", csv(&history.current(), bare));
    write("few.csv", csv(&history.windows[5][..143], &["id", "repaid"]));
    write("labels.csv", csv(&history.windows[3..].concat(), &["id", "repaid"]));
    write("evenkeel.toml", POLICY.to_owned());
    folder
}

fn evenkeel(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the command starts")
}

fn retrain(folder: &Path, more: &[&str]) -> Output {
    let mut arguments = vec![
        "retrain",
        "--workspace",
        "workspace",
        "--model",
        "loan",
        "--reference",
        "reference.csv",
        "--policy",
        "evenkeel.toml",
        "--quiet",
    ];
    arguments.extend(more);
    evenkeel(folder, &arguments)
}

/// The first model, at a time of its own.
const FIRST: [&str; 6] = ["--target", "repaid", "--algorithm", "logistic", "--time", "2025-01-01T00:00:00Z"];
/// All windows.
const CURRENT: [&str; 4] = ["--current", "current.csv", "--windows", "rows:400"];

fn ok(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("the text is UTF-8")
}

fn scored(folder: &Path, out: &str, model: &str) -> Vec<u8> {
    let arguments =
        ["predict", "--workspace", "workspace", "--model", model, "--data", "current.csv", "--out", out];
    ok(&evenkeel(folder, &arguments));
    std::fs::read(folder.join(out)).expect("the scored rows are there")
}

#[test]
fn the_loop_from_the_first_model_to_going_back() {
    let folder = scratch("loop");
    let text = ok(&retrain(&folder, &FIRST));
    assert!(text.contains("there is no champion yet: the first model is trained on reference.csv"), "{text}");
    assert!(text.ends_with("loan version 1 is the champion\n"), "{text}");
    let before = scored(&folder, "before.csv", "loan");

    // Quiet: nothing asks for it, and the exit code says so.
    let quiet =
        ["--current", "quiet.csv", "--windows", "rows:400", "--fail-on", "critical,deferred,rejected"];
    let text = ok(&retrain(&folder, &quiet));
    assert!(text.contains("loan: nothing asks for a retraining"), "{text}");

    // Few labels: deferred, with the count; and the rows that are most worth one.
    let mut few = CURRENT.to_vec();
    few.extend(["--labels", "few.csv", "--fail-on", "deferred", "--to-label", "ask.csv", "--most", "30"]);
    few.extend(["--by-hand", "--json", "turn.json"]);
    let output = retrain(&folder, &few);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("143 of 300 labels"));
    let asked = std::fs::read_to_string(folder.join("ask.csv")).expect("the rows are there");
    assert_eq!(asked.lines().count(), 31);
    assert!(asked.starts_with("id,timestamp,amount,debt,tenure,region,"), "{asked}");
    let json: Value = serde_json::from_slice(&std::fs::read(folder.join("turn.json")).unwrap()).unwrap();
    assert_eq!(
        (json["format"].as_str(), json["format_version"].as_u64()),
        (Some("evenkeel.retrain"), Some(1))
    );
    assert_eq!(json["decision"]["outcome"], "deferred");
    assert_eq!(
        (json["gate"].is_null(), json["run"].is_null(), json["kept"].as_bool()),
        (true, true, Some(true))
    );

    // With labels: a dry run keeps nothing, the real one promotes.
    let mut all = CURRENT.to_vec();
    all.extend(["--labels", "labels.csv", "--by-hand"]);
    let text = ok(&retrain(&folder, &[all.as_slice(), &["--dry-run"]].concat()));
    assert!(text.ends_with("loan version 2 is the champion (nothing was kept: --dry-run)\n"), "{text}");
    let store = FolderStore::new(folder.join("workspace"));
    assert_eq!(store.read().expect("the workspace reads").models["loan"].last_version, 1);
    let text = ok(&retrain(&folder, &[all.as_slice(), &["--fail-on", "rejected"]].concat()));
    assert!(text.contains("passed: ROC AUC") && text.ends_with("loan version 2 is the champion\n"), "{text}");
    let after = scored(&folder, "after.csv", "loan@champion");
    assert_ne!(after, before);
    let workspace = store.read().expect("the workspace reads");
    assert_eq!(workspace.decisions.len(), 4);
    assert_eq!(workspace.runs.len(), 2);
    assert!(workspace.runs.values().all(|run| run.ended_ms >= run.started_ms));

    // Back: the predictions are byte for byte those of before.
    let stamp = Stamp { time_ms: 1, actor: "test".to_owned() };
    let back = [Action::RollBack { model: "loan".to_owned(), version: None }];
    ready(act(&store, &stamp, &back, Vec::new())).expect("nothing waits").expect("it can be done");
    assert_eq!(scored(&folder, "again.csv", "loan"), before);
}

#[test]
fn the_same_data_policy_seed_and_time_give_the_same_model() {
    let model = |name: &str| {
        let folder = scratch(name);
        ok(&retrain(&folder, &FIRST));
        let store = FolderStore::new(folder.join("workspace"));
        let workspace = store.read().expect("the workspace reads");
        let run = workspace.runs.values().next().expect("there is a run");
        let bytes = store.read_artifact(&run.artifacts[0].digest).expect("it reads").expect("it is there");
        (run.id.clone(), bytes)
    };
    assert_eq!(model("same"), model("again"));
}

#[test]
fn what_is_wrong_is_a_sentence_and_exit_code_2() {
    let folder = scratch("wrong");
    for (arguments, part) in [
        (
            vec!["--algorithm", "logistic"],
            "it is not known which column holds the true labels: name the target",
        ),
        (vec!["--target", "paid"], "`paid`"),
        (vec!["--target", "repaid", "--algorithm", "magic"], "logistic, naive_bayes"),
        (vec!["--target", "repaid", "--time", "soon"], "is no time: write e.g."),
        (vec!["--target", "repaid", "--fail-on", "sometimes"], "sometimes"),
    ] {
        let output = retrain(&folder, &arguments);
        let sentence = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{sentence}");
        assert!(sentence.contains(part), "{sentence}");
    }
    ok(&retrain(&folder, &FIRST));
    let output = retrain(&folder, &[]);
    let sentence = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(sentence.contains("--current: is needed, since `loan` has a champion"), "{sentence}");
    let arguments =
        ["predict", "--workspace", "workspace", "--model", "car", "--data", "quiet.csv", "--out", "out.csv"];
    let sentence = String::from_utf8_lossy(&evenkeel(&folder, &arguments).stderr).into_owned();
    assert!(
        sentence.contains("there is no registered model `car`") && sentence.contains("`loan`"),
        "{sentence}"
    );
}
