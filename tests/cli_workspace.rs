//! `evenkeel workspace` as a user runs it.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/labelled.rs"]
#[expect(dead_code, reason = "of its shapes, two classes are enough here")]
mod labelled;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use labelled::{Shape, labelled};
use serde_json::Value;

/// A folder of this test process under the build's temporary folder, with two models in it.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workspace").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
    std::fs::write(folder.join("rows.csv"), labelled(300, 1, Shape::Two)).expect("it can be written");
    for (model, algorithm) in [("one.json", "naive_bayes"), ("two.json", "logistic")] {
        let arguments = [
            "train",
            "--data",
            "rows.csv",
            "--target",
            "outcome",
            "--model",
            model,
            "--algorithm",
            algorithm,
            "--metrics",
            "metrics.json",
            "--quiet",
        ];
        let output = evenkeel(&folder, &arguments);
        assert!(output.status.success(), "{}", stderr(&output));
    }
    folder
}

fn evenkeel(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the command starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("stdout is UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("stderr is UTF-8")
}

/// What `workspace` prints in the workspace `w`.
fn workspace(folder: &Path, arguments: &[&str]) -> String {
    in_workspace(folder, "w", arguments)
}

fn in_workspace(folder: &Path, name: &str, arguments: &[&str]) -> String {
    let all: Vec<&str> =
        ["workspace", "--workspace", name, "--actor", "anna"].iter().chain(arguments).copied().collect();
    let output = evenkeel(folder, &all);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

fn refused(folder: &Path, arguments: &[&str]) -> String {
    let all: Vec<&str> = ["workspace", "--workspace", "w"].iter().chain(arguments).copied().collect();
    let output = evenkeel(folder, &all);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    stderr(&output)
}

/// The list under its name.
fn json(text: &str, what: &str) -> Vec<Value> {
    let value: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(value["format"], format!("evenkeel.{what}"));
    assert_eq!(value["format_version"], 1);
    value[what].as_array().expect("a list").clone()
}

#[test]
fn a_model_is_registered_promoted_rolled_back_and_written_again() {
    let folder = scratch("registry");
    assert_eq!(workspace(&folder, &["list"]), "no registered models\n");
    let said = workspace(&folder, &["register", "loan", "--file", "one.json", "--champion"]);
    assert!(
        said.contains("version 1 of `loan` was made of run") && said.contains("it is the champion"),
        "{said}"
    );
    workspace(&folder, &["register", "loan", "--file", "two.json"]);
    let said = workspace(&folder, &["promote", "loan", "2", "--note", "it is better"]);
    assert_eq!(said, "version 2 of `loan` became the champion in place of version 1: it is better\n");
    let read = |name: &str| std::fs::read(folder.join(name)).expect("it is there");
    workspace(&folder, &["model", "loan", "--out", "now.json"]);
    assert_eq!(read("now.json"), read("two.json"));
    workspace(&folder, &["rollback", "loan"]);
    workspace(&folder, &["model", "loan@champion", "--out", "now.json"]);
    assert_eq!(read("now.json"), read("one.json"), "the same bytes as before");
    workspace(&folder, &["model", "loan:2", "--out", "now.json"]);
    assert_eq!(read("now.json"), read("two.json"));

    let models = json(&workspace(&folder, &["list", "--json"]), "models");
    assert_eq!(models[0]["model"]["aliases"]["champion"], 1);
    assert_eq!(models[0]["versions"].as_array().map(Vec::len), Some(2));
    let audit = json(&workspace(&folder, &["audit", "--json"]), "audit");
    let actions: Vec<&str> = audit.iter().filter_map(|entry| entry["action"].as_str()).collect();
    assert_eq!(actions, ["log_run", "register", "log_run", "register", "promote", "roll_back"]);
    assert!(audit.iter().all(|entry| entry["actor"] == "anna"));

    assert!(refused(&folder, &["delete", "loan:1", "--yes"]).contains("it is the champion"));
    assert!(refused(&folder, &["delete", "loan:2"]).contains("--yes"));
    workspace(&folder, &["delete", "loan:2", "--yes"]);
    assert!(refused(&folder, &["promote", "loan", "2"]).contains("there is no version of `loan` `2`"));
    assert!(refused(&folder, &["show", "lone"]).contains("there is `loan`"));
}

#[test]
fn runs_are_listed_compared_tagged_and_renamed() {
    let folder = scratch("runs");
    assert_eq!(workspace(&folder, &["runs"]), "no runs\n");
    workspace(&folder, &["register", "loan", "--file", "one.json", "--champion"]);
    workspace(&folder, &["register", "loan", "--file", "two.json"]);
    let runs = json(&workspace(&folder, &["runs", "--json", "--sort", "test_accuracy"]), "runs");
    let accuracy: Vec<f64> = runs.iter().filter_map(|run| run["metrics"]["test_accuracy"].as_f64()).collect();
    assert!(accuracy.len() == 2 && accuracy[0] >= accuracy[1], "{accuracy:?}");
    // The same number as the file of the model tells.
    let one: Value =
        serde_json::from_slice(&std::fs::read(folder.join("one.json")).expect("it is there")).expect("JSON");
    let wanted = one["metrics"]["test"]["metrics"]["accuracy"].as_f64().expect("a number");
    assert!(accuracy.contains(&wanted), "{accuracy:?} and {wanted}");

    let id = runs[0]["id"].as_str().expect("a text").to_owned();
    workspace(&folder, &["tag", &id[..12], "owner", "anna", "--run"]);
    let tagged = json(&workspace(&folder, &["runs", "--json", "--tag", "owner=anna"]), "runs");
    assert_eq!(tagged.len(), 1);
    assert_eq!(tagged[0]["id"], id.as_str());
    workspace(&folder, &["rename-run", &id, "the good one"]);
    let other = runs[1]["id"].as_str().expect("a text");
    let table = workspace(&folder, &["compare", &id, other]);
    assert!(
        table.contains("the good one") && table.contains("algorithm") && table.contains("test_accuracy"),
        "{table}"
    );
    assert!(!table.contains("target"), "what is the same is left out: {table}");
    assert!(refused(&folder, &["delete", &id, "--run", "--yes"]).contains("rests on it"));
    assert!(refused(&folder, &["runs", "--sort", "test_acuracy"]).contains("`test_accuracy`"));
    assert!(refused(&folder, &["rename-run", "zz", "x"]).contains("there is no run `zz`"));
}

#[test]
fn a_workspace_moves_as_one_zip_file() {
    let folder = scratch("zip");
    workspace(&folder, &["register", "loan", "--file", "one.json", "--champion"]);
    workspace(&folder, &["describe", "loan", "says who pays back"]);
    workspace(&folder, &["alias", "loan", "staging", "1"]);
    workspace(&folder, &["export", "w.zip"]);
    let said = in_workspace(&folder, "elsewhere", &["import", "w.zip"]);
    assert_eq!(said, "1 model, 1 version, 1 run, no decision and no report were taken in from w.zip\n");
    let shown = in_workspace(&folder, "elsewhere", &["show", "loan"]);
    assert_eq!(shown, workspace(&folder, &["show", "loan"]));
    assert!(shown.contains("says who pays back") && shown.contains("champion, staging"), "{shown}");
    in_workspace(&folder, "elsewhere", &["model", "loan@staging", "--out", "there.json"]);
    let read = |name: &str| std::fs::read(folder.join(name)).expect("it is there");
    assert_eq!(read("there.json"), read("one.json"));
    workspace(&folder, &["export", "again.zip"]);
    assert_eq!(read("again.zip"), read("w.zip"), "the same workspace gives the same bytes");

    std::fs::write(folder.join("broken.zip"), &read("w.zip")[..200]).expect("it can be written");
    let said = refused(&folder, &["import", "broken.zip"]);
    assert!(said.starts_with("evenkeel: broken.zip: it is no zip file, or a damaged one"), "{said}");
}

#[test]
fn an_export_for_mlflow_goes_into_an_empty_folder() {
    let folder = scratch("mlflow");
    workspace(&folder, &["register", "loan", "--file", "one.json", "--champion"]);
    let said = workspace(&folder, &["mlflow", "out"]);
    assert!(said.contains("files for MLflow in out"), "{said}");
    assert!(folder.join("out/mlruns").is_dir() && folder.join("out/README.txt").is_file());
    assert!(refused(&folder, &["mlflow", "out"]).contains("it is not empty"));
}

#[test]
fn what_is_no_workspace_is_refused_with_a_sentence() {
    let folder = scratch("none");
    let output = evenkeel(&folder, &["workspace", "--workspace", ".", "list"]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("is no workspace") && said.lines().count() == 1, "{said}");
    assert!(refused(&folder, &["register", "loan", "--file", "rows.csv"]).lines().count() == 1);
    assert!(
        refused(&folder, &["rollback", "loan"])
            .contains("there is no registered model `loan`; there are none")
    );
}
