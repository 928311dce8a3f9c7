//! `evenkeel monitor` as a user runs it: JSON, table, exit codes, sentences, where alerts are sent.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/history.rs"]
mod history;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use history::{COLUMNS, History, SCHEDULE, cell, csv, csv_with};
use serde_json::{Value, json};

/// Rows of the reference, and of each window.
const ROWS: (usize, usize) = (2_000, 200);

/// A folder of this test process under the build's temporary folder, emptied first, with a history in it.
fn scratch(name: &str) -> (PathBuf, History) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("monitor").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the temporary folder can be made");
    let history = History::of(1, &SCHEDULE, ROWS);
    let bare: Vec<&str> = COLUMNS.into_iter().filter(|column| *column != "repaid").collect();
    let current = history.current();
    for (file, text) in [
        ("reference.csv", csv(&history.reference, &COLUMNS)),
        ("current.csv", csv(&current, &COLUMNS)),
        ("unlabelled.csv", csv(&current, &bare)),
        ("labels.csv", csv(&current, &["id", "repaid"])),
        ("labels_in_order.csv", csv(&current, &["repaid"])),
        ("empty.csv", "amount,repaid\n".to_owned()),
    ] {
        std::fs::write(folder.join(file), text).expect("the test file can be written");
    }
    (folder, history)
}

fn evenkeel(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .current_dir(folder)
        .env_remove("EVENKEEL_WEBHOOK")
        .args(arguments)
        .output()
        .expect("the command starts")
}

/// With the labelled history, cut into windows of 200 rows.
const MONITOR: [&str; 9] = [
    "monitor",
    "--reference",
    "reference.csv",
    "--current",
    "current.csv",
    "--target",
    "repaid",
    "--windows",
    "rows:200",
];

fn monitor(folder: &Path, more: &[&str]) -> Output {
    evenkeel(folder, &[&MONITOR[..], more].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is UTF-8")
}

/// What `--json -` prints, held against the schema.
fn json_of(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    let found: Value =
        serde_json::from_slice(&output.stdout).expect("stdout is one JSON value and nothing else");
    let schema: Value = serde_json::from_str(evenkeel::report::monitor_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let errors: Vec<String> =
        validator.iter_errors(&found).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    found
}

fn found(folder: &Path, more: &[&str]) -> Value {
    json_of(&monitor(folder, &[more, &["--json", "-"]].concat()))
}

fn of_windows<'a>(found: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let windows = found["windows"].as_array().expect("windows is a list");
    windows.iter().map(|window| window.pointer(pointer).unwrap_or(&Value::Null)).collect()
}

#[test]
fn the_json_holds_every_window_with_every_series() {
    let (folder, history) = scratch("json");
    let got = found(&folder, &[]);
    assert_eq!((&got["format"], &got["format_version"]), (&json!("evenkeel.monitor"), &json!(1)));
    assert_eq!(got["cut"], json!({ "by": "rows:200", "panes": 1 }));
    assert_eq!(
        (&got["reference"]["name"], &got["reference"]["rows"]),
        (&json!("reference.csv"), &json!(2_000))
    );
    assert_eq!(
        (&got["classes"], &got["labels"], &got["fairness"]),
        (&json!(["no", "yes"]), &Value::Null, &Value::Null)
    );
    let windows = got["windows"].as_array().expect("windows is a list");
    assert_eq!(windows.len(), 10);
    let series: Vec<&str> =
        got["series"].as_array().expect("a list").iter().filter_map(|series| series["id"].as_str()).collect();
    for id in ["accuracy", "estimated_accuracy", "drift_share", "class_share:yes", "column:amount"] {
        assert!(series.contains(&id), "{id}");
    }
    let mut raised = Vec::new();
    for (at, window) in windows.iter().enumerate() {
        assert_eq!(
            window["name"],
            json!(format!("rows {}–{}", thousands(at * 200 + 1), thousands(at * 200 + 200)))
        );
        assert_eq!((&window["rows"], &window["labelled"]), (&json!(200), &json!(200)));
        let points = window["series"].as_object().expect("an object");
        assert_eq!(points.keys().map(String::as_str).collect::<Vec<_>>(), series);
        let point = &points["accuracy"];
        let rows = &history.windows[at];
        let right = rows.iter().filter(|row| row.predicted() == row.repaid).count() as f64 / 200.0;
        assert_eq!((&point["value"], &point["rows"]), (&json!(right), &json!(200)));
        let lower = point["lower_threshold"].as_f64().expect("accuracy has thresholds");
        let upper = point["upper_threshold"].as_f64().expect("accuracy has thresholds");
        assert_eq!(point["outside"], json!(right < lower || right > upper));
        let kinds = &window["drift_kinds"];
        assert_eq!(kinds["covariate"], json!(SCHEDULE[at].covariate), "{kinds}");
        assert_eq!(kinds["concept"], json!(SCHEDULE[at].concept), "{kinds}");
        assert!(kinds["prior"].is_boolean());
        for kind in ["covariate", "prior", "concept"] {
            assert!(kinds["evidence"][kind]["words"].as_str().is_some_and(|words| words.ends_with('.')));
        }
        raised.extend(window["alerts"].as_array().expect("a list").iter().cloned());
    }
    assert_eq!(got["alerts"], Value::Array(raised));
    let first = got["alerts"].as_array().expect("a list").iter().find(|alert| alert["series"] == "accuracy");
    let first = first.expect("concept drift costs accuracy");
    assert_eq!(
        (&first["rule"], &first["severity"], &first["window"]),
        (&json!("Accuracy"), &json!("critical"), &json!(6))
    );
    // A severity that does not exist must not validate.
    let mut broken = got.clone();
    broken["alerts"][0]["severity"] = "fine".into();
    let schema: Value = serde_json::from_str(evenkeel::report::monitor_schema()).expect("the schema is JSON");
    assert!(!jsonschema::validator_for(&schema).expect("it is a schema").is_valid(&broken));
}

fn thousands(number: usize) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

#[test]
fn a_person_reads_a_table_and_its_tuning() {
    let (folder, _) = scratch("table");
    let output = monitor(&folder, &["--tune", "--quiet", "--json", "out.json"]);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    assert!(table.starts_with("reference.csv (2,000 rows) -> 10 windows, 2,000 rows\n"), "{table}");
    let line =
        |begin: &str| table.lines().find(|line| line.starts_with(begin)).unwrap_or_else(|| panic!("{table}"));
    assert!(line("rows 1–200").ends_with("  -"));
    assert!(line("rows 1,201–1,400").ends_with("  concept"));
    assert!(table.contains("\nWhy\n") && table.contains("  critical  "));
    // By what the rules raise as they are set, and by 15 other settings, one of which is proposed.
    let tuning: Vec<&str> = table.lines().skip_while(|line| !line.starts_with("Tuning")).skip(2).collect();
    let file: Value = serde_json::from_slice(&std::fs::read(folder.join("out.json")).unwrap()).unwrap();
    let words: Vec<&str> = tuning[0].split_whitespace().collect();
    assert_eq!(words[..3], ["3", "as", "set"]);
    assert_eq!(words[3], file["alerts"].as_array().unwrap().len().to_string());
    let settings = tuning[1..].iter().filter(|line| line.contains(" of 10 "));
    assert_eq!(settings.count(), 15);
    assert!(tuning.iter().filter(|line| line.starts_with('*')).count() <= 2);

    let output = monitor(&folder, &["--tune", "--json", "-"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "evenkeel: --tune: prints a table, but stdout is taken by `-`: write the other to a file\n"
    );
}

#[test]
fn exit_codes_follow_what_is_open_in_the_newest_window() {
    let (folder, history) = scratch("exit");
    std::fs::write(folder.join("quiet.csv"), csv(&history.windows[..3].concat(), &COLUMNS)).unwrap();
    let code = |current: &str, level: &str| {
        let arguments = [
            "monitor",
            "--reference",
            "reference.csv",
            "--current",
            current,
            "--target",
            "repaid",
            "--windows",
            "rows:200",
            "--fail-on",
            level,
        ];
        evenkeel(&folder, &arguments).status.code()
    };
    // The last two windows have the other concept, the first three nothing.
    assert_eq!(["info", "warning", "critical"].map(|level| code("current.csv", level)), [Some(1); 3]);
    assert_eq!(["info", "warning", "critical"].map(|level| code("quiet.csv", level)), [Some(0); 3]);
    assert_eq!(monitor(&folder, &[]).status.code(), Some(0), "without --fail-on an alert is no failure");
}

#[test]
fn labels_that_arrive_later_are_joined_by_id_and_by_order() {
    let (folder, _) = scratch("labels");
    let whole = found(&folder, &[]);
    let with = |more: &[&str]| {
        let arguments = [
            "monitor",
            "--reference",
            "reference.csv",
            "--current",
            "unlabelled.csv",
            "--target",
            "repaid",
            "--windows",
            "rows:200",
            "--json",
            "-",
        ];
        json_of(&evenkeel(&folder, &[&arguments[..], more].concat()))
    };
    let by_id = with(&["--labels", "labels.csv", "--label-id", "id"]);
    let by_order = with(&["--labels", "labels_in_order.csv"]);
    assert_eq!((&by_id["labels"]["by"], &by_id["labels"]["matched"]), (&json!("id"), &json!(2_000)));
    assert_eq!((&by_order["labels"]["by"], &by_order["labels"]["matched"]), (&Value::Null, &json!(2_000)));
    for joined in [&by_id, &by_order] {
        assert_eq!((&joined["windows"], &joined["alerts"]), (&whole["windows"], &whole["alerts"]));
    }
    let without = with(&[]);
    assert_eq!(of_windows(&without, "/drift_kinds/concept"), vec![&Value::Null; 10]);
    assert_eq!(of_windows(&without, "/labelled"), vec![&json!(0); 10]);
}

#[test]
fn windows_by_the_month_and_sliding() {
    let (folder, history) = scratch("windows");
    // Months without a day, as `2008-05`.
    let month = |row: &history::Row, column: &str| match column {
        "timestamp" => row.time[..7].to_owned(),
        _ => cell(row, column),
    };
    for (file, rows) in [("reference.csv", &history.reference), ("current.csv", &history.current())] {
        std::fs::write(folder.join(file), csv_with(rows, &COLUMNS, month)).unwrap();
    }
    let by_month = |more: &[&str]| {
        let arguments = [
            "monitor",
            "--reference",
            "reference.csv",
            "--current",
            "current.csv",
            "--target",
            "repaid",
            "--windows",
            "month",
            "--timestamp",
            "timestamp",
            "--json",
            "-",
        ];
        json_of(&evenkeel(&folder, &[&arguments[..], more].concat()))
    };
    let got = by_month(&[]);
    let names = |got: &Value| -> Vec<String> {
        of_windows(got, "/name").into_iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    assert_eq!(
        (names(&got).len(), names(&got)[0].as_str(), names(&got)[9].as_str()),
        (10, "2025-01", "2025-10")
    );
    // 2025-01-01T00:00:00Z.
    assert_eq!(got["windows"][0]["from"], json!(1_735_689_600_000_u64));
    assert_eq!(got["reference"]["windows"][0], json!({ "name": "2024-01", "rows": 200 }));
    let slid = by_month(&["--slide", "3"]);
    assert_eq!((names(&slid).len(), names(&slid)[0].as_str()), (8, "2025-01 … 2025-03"));
    assert_eq!(of_windows(&slid, "/rows"), vec![&json!(600); 8]);
}

#[test]
fn segments_groups_and_models() {
    let (folder, history) = scratch("parts");
    let north = history.windows[0].iter().filter(|row| row.region == "north").count();
    let got = found(&folder, &["--segment", "region=north"]);
    assert_eq!(got["windows"][0]["rows"], json!(north));

    let got = found(&folder, &["--sensitive", "sex", "--positive", "yes"]);
    let fairness = &got["fairness"];
    assert_eq!((&fairness["column"], &fairness["positive"]), (&json!("sex"), &json!("yes")));
    let women: Vec<_> = history.windows[0].iter().filter(|row| row.sex == "f").collect();
    let selected = women.iter().filter(|row| row.predicted()).count() as f64 / women.len() as f64;
    let groups = fairness["windows"][0]["groups"].as_array().expect("a list");
    let f = groups.iter().find(|group| group["group"] == "f").expect("the group is there");
    assert_eq!((&f["rows"], &f["selection_rate"]), (&json!(women.len()), &json!(selected)));

    let columns = ["amount", "debt", "tenure", "region", "repaid"];
    for (file, rows) in [("reference.csv", &history.reference), ("current.csv", &history.current())] {
        std::fs::write(folder.join(file), csv(rows, &columns)).unwrap();
    }
    let train = [
        "train",
        "--data",
        "reference.csv",
        "--target",
        "repaid",
        "--algorithm",
        "logistic",
        "--model",
        "model.json",
        "--quiet",
    ];
    let output = evenkeel(&folder, &train);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let arguments = [
        "monitor",
        "--reference",
        "reference.csv",
        "--current",
        "current.csv",
        "--model",
        "model.json",
        "--windows",
        "rows:200",
        "--json",
        "-",
    ];
    let got = json_of(&evenkeel(&folder, &arguments));
    let note = got["notes"][0].as_str().expect("a note");
    assert!(
        note.starts_with("The model learned from this reference: ") && note.contains("did not learn from"),
        "{note}"
    );
    for (at, planted) in SCHEDULE.iter().enumerate() {
        assert_eq!(got["windows"][at]["drift_kinds"]["concept"], json!(planted.concept), "window {}", at + 1);
    }
}

#[test]
fn the_newest_window_is_written_for_prometheus() {
    let (folder, _) = scratch("openmetrics");
    let output =
        monitor(&folder, &["--openmetrics", "out.prom", "--openmetrics-label", "model=loans", "--quiet"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let written = std::fs::read_to_string(folder.join("out.prom")).unwrap();
    assert!(written.contains("\nevenkeel_windows{model=\"loans\"} 10\n"), "{written}");
    assert!(written.ends_with("# EOF\n"));
    let output = monitor(&folder, &["--openmetrics", "-"]);
    assert!(text(&output.stdout).starts_with("# "), "stdout holds that text alone");
}

#[test]
fn the_policy_file_s_rules_are_applied() {
    let (folder, _) = scratch("policy");
    std::fs::write(
        folder.join("evenkeel.toml"),
        "[monitor]\nstandard_deviations = 2\n[monitor.limits.\"accuracy\"]\nlower = 0.1\n\
         [[monitor.rule]]\nname = \"Any row\"\nseries = \"class_share:yes\"\nabove = 0\nseverity = \"info\"\n",
    )
    .unwrap();
    let got = found(&folder, &["--policy", "evenkeel.toml"]);
    let alerts = got["alerts"].as_array().expect("a list");
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert_eq!(
        (&alerts[0]["rule"], &alerts[0]["window"], &alerts[0]["over"]),
        (&json!("Any row"), &json!(0), &Value::Null)
    );
    assert_eq!(got["standard_deviations"], json!(2.0));
    let point = &got["windows"][9]["series"]["accuracy"];
    assert_eq!((&point["lower_threshold"], &point["upper_threshold"]), (&json!(0.1), &Value::Null));
}

#[test]
fn alerts_are_posted_and_the_address_stays_secret() {
    let (folder, _) = scratch("webhook");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine is free");
    let port = listener.local_addr().expect("the port is known").port();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection comes");
        let (mut request, mut chunk) = (Vec::new(), [0; 4096]);
        loop {
            let read = stream.read(&mut chunk).expect("the request can be read");
            request.extend_from_slice(&chunk[..read]);
            let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
            let length =
                text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            let end = text.find("\r\n\r\n");
            if read == 0
                || end.zip(length).is_some_and(|(end, length): (_, usize)| request.len() >= end + 4 + length)
            {
                break;
            }
        }
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
            .expect("the answer can be sent");
        String::from_utf8(request).expect("the request is UTF-8")
    });
    std::fs::write(folder.join("address"), format!("http://127.0.0.1:{port}/services/T0PSECRET\n")).unwrap();
    // The history ends with the first window of concept drift, so that its alerts are new.
    let output = evenkeel(
        &folder,
        &[
            &[
                "monitor",
                "--reference",
                "reference.csv",
                "--target",
                "repaid",
                "--windows",
                "file",
                "--current",
            ][..],
            &window_files(&folder).iter().map(String::as_str).collect::<Vec<_>>(),
            &["--webhook-url-file", "address", "--webhook-format", "json", "--webhook-on", "critical"],
        ]
        .concat(),
    );
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{err}");
    assert!(!out.contains("T0PSECRET") && !err.contains("T0PSECRET") && !err.contains("services"), "{err}");
    assert!(err.contains("(HTTP 200)"), "{err}");
    let request = server.join().expect("the server ends well");
    let body = request.split_once("\r\n\r\n").expect("headers end").1;
    let body: Value = serde_json::from_str(body).expect("the payload is JSON");
    assert_eq!((&body["format"], &body["window"]["name"]), (&json!("evenkeel.alerts"), &json!("07.csv")));
    assert_eq!(body["alerts"][0]["series"], "accuracy");
}

/// The first seven windows as files, the last with the first concept drift.
fn window_files(folder: &Path) -> Vec<String> {
    let history = History::of(1, &SCHEDULE, ROWS);
    let write = |at: usize| {
        let name = format!("{:02}.csv", at + 1);
        std::fs::write(folder.join(&name), csv(&history.windows[at], &COLUMNS)).expect("it can be written");
        name
    };
    (0..7).map(write).collect()
}

#[test]
fn what_cannot_be_done_is_one_sentence_and_exit_code_2() {
    let (folder, _) = scratch("wrong");
    assert!(evenkeel(&folder, &["profile", "reference.csv", "--out", "saved.json"]).status.success());
    let fails = |arguments: &[&str]| {
        let output = evenkeel(&folder, &[&["monitor"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        let sentence = text(&output.stderr);
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        sentence
    };
    let of = |reference: &'static str, current: &'static str| {
        ["--quiet", "--reference", reference, "--current", current]
    };
    let usual = of("reference.csv", "current.csv");
    for (arguments, part) in [
        (of("saved.json", "current.csv").to_vec(), "saved.json holds no rows: use the CSV"),
        (of("reference.csv", "empty.csv").to_vec(), "empty.csv has a header but no rows"),
        (of("nowhere.csv", "current.csv").to_vec(), "nowhere.csv"),
        (
            [&usual[..], &["--target", "paid"]].concat(),
            "`reference.csv` has no column `paid`: choose one of `id`",
        ),
        ([&usual[..], &["--sensitive", "age"]].concat(), "has no column `age`: choose one of"),
        ([&usual[..], &["--windows", "hour"]].concat(), "\"hour\" is no window; use file, rows:500"),
        ([&usual[..], &["--windows", "rows:0"]].concat(), "\"rows:0\" is no window"),
        (
            [&usual[..], &["--windows", "number:3000"]].concat(),
            "`number of windows` is 3,000, allowed is 1 to 2,000",
        ),
        (
            [&usual[..], &["--windows", "number:4", "--slide", "5"]].concat(),
            "a window is to be made of 5 panes",
        ),
        ([&usual[..], &["--segment", "region"]].concat(), "\"region\" is no slice: write column=value"),
        (
            [&usual[..], &["--segment", "region=moon"]].concat(),
            "no row of `reference.csv` belongs to the slice",
        ),
        ([&usual[..], &["--model", "current.csv"]].concat(), "current.csv"),
        ([&usual[..], &["--webhook", "http://example.org/T0PSECRET"]].concat(), "http"),
    ] {
        let sentence = fails(&arguments);
        assert!(sentence.contains(part), "{sentence}");
        assert!(!sentence.contains("T0PSECRET"), "{sentence}");
    }
}
