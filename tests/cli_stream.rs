//! `evenkeel stream` as a user runs it: rows, sentences, exit codes.
#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

/// A folder of this test process under the build's temporary folder, emptied first, with a file in it.
fn scratch(name: &str, csv: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stream").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
    std::fs::write(folder.join("log.csv"), csv).expect("the test file can be written");
    folder
}

fn stream(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .current_dir(folder)
        .args(["stream", "--data", "log.csv"])
        .args(arguments)
        .output()
        .expect("the command starts")
}

fn found(folder: &Path, arguments: &[&str]) -> Value {
    let output = stream(folder, &[arguments, &["--json", "-"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("stdout is JSON")
}

fn fails(folder: &Path, arguments: &[&str]) -> String {
    let output = stream(folder, arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    text(&output.stderr).trim_end().to_owned()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is UTF-8")
}

/// The series counted by hand in `src/stream/ddm.rs`: warnings on 6 to 8, drift on 9.
const BY_HAND: &str = "wrong\n0\n1\n0\n0\n0\n1\n1\n1\n1\n1\n";

/// River's own example of ADWIN: zeros and ones, then 4 to 7 from row 1000; with its answers.
fn river(case: &str) -> (PathBuf, Value) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(case);
    let csv = std::fs::read_to_string(golden.join("stream.csv")).expect("the golden case is there");
    let answers = std::fs::read(golden.join("golden.json")).expect("the golden case is there");
    (scratch(case, &csv), serde_json::from_slice(&answers).expect("the golden case is JSON"))
}

#[test]
fn rows_are_rivers() {
    let (folder, golden) = river("s_river_docs");
    let got = found(&folder, &["--column", "value", "--detector", "adwin", "--param", "clock=1"]);
    assert_eq!(got["drift"], golden["detectors"]["ADWIN(clock=1)"]["drift"]);
    assert_eq!(got["warnings"], json!([]));
    let (folder, golden) = river("s_bits_abrupt");
    for (id, label) in [("ddm", "DDM"), ("eddm", "EDDM"), ("hddm_a", "HDDM_A"), ("hddm_w", "HDDM_W")] {
        let got = found(&folder, &["--column", "value", "--detector", id]);
        let want = &golden["detectors"][label];
        assert_eq!((&got["drift"], &got["warnings"]), (&want["drift"], &want["warning_runs"]), "{id}");
        assert_eq!(got["params"], want["params"], "{id}");
    }
}

#[test]
fn the_json_says_what_was_asked_and_seen() {
    let folder = scratch("json", &BY_HAND.replacen("0\n0\n0\n", "0\nNA\n0\ninf\n0\n", 1));
    let got = found(&folder, &["--column", "wrong", "--detector", "ddm", "--param", "warm_start=4"]);
    assert_eq!(
        got,
        json!({
            "format": "evenkeel.stream",
            "format_version": 1,
            "detector": "ddm",
            "params": { "warm_start": 4, "warning_threshold": 2.0, "drift_threshold": 3.0 },
            "rows": 12,
            "skipped": 2,
            "drift": [11],
            "warnings": [[8, 10]],
        })
    );
    let output = stream(&folder, &["--column", "wrong", "--detector", "kswin", "--json", "out.json"]);
    assert!(output.status.success() && output.stdout.is_empty());
    let file: Value = serde_json::from_slice(&std::fs::read(folder.join("out.json")).unwrap()).unwrap();
    assert_eq!((&file["params"]["seed"], &file["drift"]), (&json!(1), &json!([])));
}

#[test]
fn without_json_a_short_table_is_printed() {
    let folder = scratch("table", BY_HAND);
    let arguments = ["--column", "wrong", "--detector", "ddm", "--param", "warm_start=4"];
    let output = stream(&folder, &arguments);
    assert_eq!(
        text(&output.stdout),
        "`wrong` of log.csv: 10 rows\n\
         DDM with warm_start=4, warning_threshold=2, drift_threshold=3\n\
         \n\
         drift     1 row, rows counted from 0: 9\n\
         warning   1 run, rows counted from 0: 6-8\n"
    );
}

#[test]
fn the_errors_of_predictions_are_a_stream() {
    let mut csv = String::from("label;guess;id\n");
    for (row, wrong) in BY_HAND.lines().skip(1).enumerate() {
        let guess = if wrong == "1" { "bird" } else { "cat" };
        writeln!(csv, "cat;{guess};{row}").expect("writing to a String cannot fail");
    }
    csv.push_str(";cat;10\ncat;;11\n");
    let folder = scratch("errors", &csv);
    let ddm = ["--detector", "ddm", "--param", "warm_start=4"];
    let got = found(&folder, &[&["--prediction", "guess", "--target", "label"], &ddm[..]].concat());
    assert_eq!((&got["drift"], &got["warnings"]), (&json!([9]), &json!([[6, 8]])));
    assert_eq!((&got["rows"], &got["skipped"]), (&json!(12), &json!(2)));

    let output = stream(&folder, &[&["--prediction", "id", "--target", "label"], &ddm[..]].concat());
    assert!(
        text(&output.stderr).contains("no `id` equals its `label`: check that both spell the labels alike")
    );
}

#[test]
fn a_large_file_is_counted_through_all_its_blocks() {
    let rows = 400_000;
    let mut csv = String::from("value,filler\n");
    for row in 0..rows {
        let level = if row < rows / 2 { 0 } else { 9 };
        writeln!(csv, "{},some more bytes to fill blocks", level + row % 2)
            .expect("writing to a String cannot fail");
    }
    let folder = scratch("large", &csv);
    let got = found(&folder, &["--column", "value", "--detector", "adwin"]);
    assert_eq!((&got["rows"], &got["skipped"]), (&json!(rows), &json!(0)));
    // Looked at every 32 values, the first of them after the jump.
    assert_eq!(got["drift"], json!([rows / 2 + 31]));
}

#[test]
fn errors_name_the_way_out() {
    let folder = scratch("sentences", "value,other\n1,a\n2,b\nx,c\n");
    let adwin = |more: &[&'static str]| fails(&folder, &[&["--detector", "adwin"], more].concat());
    assert_eq!(
        adwin(&["--column", "price"]),
        "evenkeel: `log.csv` has no column `price`: choose one of `value`, `other`"
    );
    assert_eq!(
        adwin(&["--column", "value"]),
        "evenkeel: --column: row 2, counted from 0, of `value` in log.csv holds `x`, which is no number: choose a \
         column of numbers, or skip such cells with `--missing x`"
    );
    assert_eq!(
        found(&folder, &["--detector", "adwin", "--column", "value", "--missing", "x"])["skipped"],
        json!(1)
    );
    assert_eq!(
        adwin(&["--column", "value", "--param", "alpha=1"]),
        "evenkeel: adwin has no parameter `alpha`: it has delta (above 0 and below 1), clock (a whole number from 1 \
         to 1000000000), max_buckets (a whole number from 2 to 1000), min_window_length (a whole number from 1 to \
         1000000000), grace_period (a whole number from 0 to 1000000000)"
    );
    assert_eq!(
        adwin(&["--column", "value", "--param", "delta"]),
        "evenkeel: --param: `delta` has no `=`; write e.g. `delta=0.01`"
    );
    assert_eq!(
        fails(&folder, &["--detector", "cusum", "--column", "value"]),
        "evenkeel: `cusum` is no detector: choose one of adwin, ddm, eddm, hddm_a, hddm_w, page_hinkley, kswin"
    );
    assert_eq!(
        fails(&folder, &["--detector", "hddm_a", "--column", "value"]),
        "evenkeel: row 1, counted from 0, holds 2, but hddm_a reads errors, from 0 (right) to 1 (wrong): give it a \
         column of errors, or use adwin, page_hinkley or kswin, which read any number"
    );
    assert_eq!(
        fails(&scratch("no_rows", "value\n"), &["--detector", "adwin", "--column", "value"]),
        "evenkeel: log.csv has a header but no rows: check that the export finished"
    );
    assert!(fails(&folder, &["--detector", "adwin"]).contains("--column"));
}
