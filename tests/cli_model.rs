//! The commands about models as a user runs them: exit codes, files, sentences.
#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder of this test process under the build's temporary folder, emptied first.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("model").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
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

/// Ten rows that can be counted by hand, six times over: 3 of 5 defaults are found, 1 of 5 others
/// is taken for one. One more row has no label.
fn with_scores(name: &str) -> PathBuf {
    let folder = scratch(name);
    let mut csv = String::from("id,default,predicted,score\n");
    let rows = [
        ("yes", "yes", 0.9),
        ("yes", "yes", 0.8),
        ("yes", "yes", 0.7),
        ("yes", "no", 0.4),
        ("yes", "no", 0.2),
        ("no", "yes", 0.6),
        ("no", "no", 0.3),
        ("no", "no", 0.25),
        ("no", "no", 0.1),
        ("no", "no", 0.05),
    ];
    for (id, (truth, predicted, score)) in rows.repeat(6).into_iter().enumerate() {
        writeln!(csv, "{id},{truth},{predicted},{score}").expect("writing to a String cannot fail");
    }
    csv.push_str("60,,no,0.3\n");
    std::fs::write(folder.join("scored.csv"), csv).expect("the test file can be written");
    folder
}

const EVALUATE: [&str; 5] = ["evaluate", "--data", "scored.csv", "--target", "default"];

fn evaluate(folder: &Path, more: &[&str]) -> Output {
    evenkeel(folder, &[&EVALUATE[..], more].concat())
}

#[test]
fn the_json_holds_every_metric() {
    let folder = with_scores("json");
    let output = evaluate(&folder, &["--prediction", "predicted", "--probability", "score", "--json", "-"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("1 row left out: label, prediction or probability is missing"));
    let found: Value = serde_json::from_str(&stdout(&output)).expect("stdout is one JSON value");
    assert_eq!((&found["n"], &found["left_out"]), (&60.into(), &1.into()));
    let binary = &found["binary"];
    let counts = ["tp", "fp", "fn", "tn"].map(|key| binary[key].as_u64().unwrap());
    assert_eq!((binary["positive"].as_str(), counts), (Some("yes"), [18, 6, 12, 24]));
    // By hand: precision 18/24, recall 18/30; of 25 pairs of distinct rows, the five defaults win 5,
    // 5, 5, 4 and 2 of them.
    assert_eq!((binary["precision"].as_f64(), binary["recall"].as_f64()), (Some(0.75), Some(0.6)));
    assert!((binary["roc_auc"].as_f64().unwrap() - 21.0 / 25.0).abs() < 1e-12);
    assert!(found.get("intervals").is_none(), "intervals are written where they are asked for");
}

#[test]
fn intervals_hold_the_value_and_do_not_change_with_the_same_seed() {
    let folder = with_scores("intervals");
    let run = || evaluate(&folder, &["--probability", "score", "--resamples", "300", "--json", "out.json"]);
    let text = || {
        assert!(run().status.success());
        std::fs::read_to_string(folder.join("out.json")).unwrap()
    };
    let first = text();
    assert_eq!(first, text());
    let found: Value = serde_json::from_str(&first).unwrap();
    let bounds = |at: usize| found["intervals"]["accuracy"][at].as_f64().unwrap();
    let value = found["accuracy"].as_f64().unwrap();
    assert!(bounds(0) < value && value < bounds(1));
    // The normal approximation of a share of 0.7 of 60 rows is 0.7 ± 0.116.
    assert!((bounds(0) - 0.584).abs() < 0.05 && (bounds(1) - 0.816).abs() < 0.05);
}

#[test]
fn a_person_reads_a_table() {
    let folder = with_scores("table");
    let output = evaluate(&folder, &["--prediction", "predicted"]);
    let text = stdout(&output);
    assert!(text.starts_with("scored.csv: 60 rows, 2 classes, `yes` is positive\n1 row left out"), "{text}");
    assert!(
        text.contains("95 % interval") && text.contains("Accuracy                          0.7000  "),
        "{text}"
    );
    assert!(!text.contains("ROC AUC"), "without probabilities there is none");
    assert!(text.contains("as no") && text.contains("\nyes           12         18\n"), "{text}");
}

#[test]
fn the_order_of_the_classes_can_be_told() {
    let folder = with_scores("classes");
    let output = evaluate(&folder, &["--prediction", "predicted", "--classes", "yes,no", "--json", "-"]);
    let found: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(found["binary"]["positive"], "no");
}

#[test]
fn what_cannot_be_done_is_one_sentence_and_exit_code_2() {
    let folder = with_scores("wrong");
    std::fs::write(folder.join("high.csv"), "y,p\n0,0.2\n1,1.7\n").unwrap();
    for (arguments, part) in [
        (vec![], "name the column of predicted labels"),
        (vec!["--prediction", "guess"], "`scored.csv` has no column `guess`: choose one of `id`, `default`"),
        (vec!["--prediction", "id"], "no label of `id`"),
        (vec!["--probability", "predicted"], "column `predicted` holds `yes` in row 1"),
        (vec!["--prediction", "predicted", "--classes", "yes,maybe"], "holds the label `no`"),
    ] {
        let output = evaluate(&folder, &arguments);
        let sentence = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{sentence}");
        assert!(sentence.contains(part), "{sentence}");
    }
    let high = ["evaluate", "--data", "high.csv", "--target", "y", "--probability", "p"];
    let sentence = stderr(&evenkeel(&folder, &high));
    assert!(sentence.contains("column `p` holds 1.7 in row 2"), "{sentence}");
}

#[test]
fn a_split_by_content_is_asked_for_by_its_own_option() {
    let folder = scratch("split");
    let rows = (0..200).map(|row| format!("{},{},{}\n", row % 50, row * 7 % 31, ["no", "yes"][row % 2]));
    // A column of that name is a column: `--split-by` takes it for times.
    std::fs::write(folder.join("data.csv"), format!("person,content,y\n{}", rows.collect::<String>()))
        .expect("the test file can be written");
    let train = |more: &[&str]| {
        let arguments =
            ["train", "--data", "data.csv", "--target", "y", "--algorithm", "tree", "--model", "model.json"];
        evenkeel(&folder, &[&arguments[..], more].concat())
    };
    for (how, written) in [
        ("content", serde_json::json!({"Content": {"id": null}})),
        ("content:person", serde_json::json!({"Content": {"id": "person"}})),
        ("random", serde_json::json!("Stratified")),
    ] {
        let output = train(&["--split", how]);
        assert!(output.status.success(), "{}", stderr(&output));
        let text = std::fs::read_to_string(folder.join("model.json")).expect("the model is written");
        let model: Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(model["model"]["settings"]["split"]["by"], written);
    }
    let output = train(&["--split", "content:nobody"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("has no column `nobody`"), "{}", stderr(&output));
    let output = train(&["--split", "half"]);
    assert!(stderr(&output).contains("`half` is not `random`, `content`"), "{}", stderr(&output));
    assert_eq!(train(&["--split", "content", "--split-by", "content"]).status.code(), Some(2));
}
