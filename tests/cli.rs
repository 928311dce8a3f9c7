//! The command as a user runs it: exit codes, files, sentences.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use support::{Drifted, loans};

/// A folder of this test process under the build's temporary folder, emptied first.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
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

/// A folder with a reference, a quiet and a drifted current file.
fn with_loans(name: &str) -> PathBuf {
    let folder = scratch(name);
    for (file, seed, drifted) in [
        ("reference.csv", 1, Drifted::Nothing),
        ("quiet.csv", 2, Drifted::Nothing),
        ("some.csv", 3, Drifted::IncomeAndRegion),
        ("all.csv", 4, Drifted::Everything),
    ] {
        std::fs::write(folder.join(file), loans(800, seed, drifted)).expect("the test file can be written");
    }
    folder
}

fn check_json(folder: &Path, current: &str, more: &[&str]) -> Value {
    let mut arguments = vec!["check", "--reference", "reference.csv", "--current", current, "--json", "-"];
    arguments.extend(more);
    let output = evenkeel(folder, &arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).expect("stdout is one JSON value and nothing else")
}

fn column<'a>(report: &'a Value, name: &str) -> &'a Value {
    let columns = report["columns"].as_array().expect("columns is a list");
    columns.iter().find(|column| column["name"] == name).unwrap_or_else(|| panic!("no column {name}"))
}

#[test]
fn the_json_report_validates_against_its_schema() {
    let folder = with_loans("schema");
    let schema: Value = serde_json::from_str(evenkeel::report::check_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    for current in ["quiet.csv", "some.csv", "all.csv"] {
        for (preset, methods) in [
            ("robust", "all"),
            ("robust", "preset"),
            ("evidently", "standard"),
            ("nannyml", "psi,ks"),
            ("evidently", "preset"),
        ] {
            let report = check_json(&folder, current, &["--preset", preset, "--methods", methods]);
            let errors: Vec<String> =
                validator.iter_errors(&report).map(|e| format!("{e} at {}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{current} {preset} {methods}: {errors:#?}");
        }
    }
    let mut broken = check_json(&folder, "some.csv", &[]);
    broken["dataset"]["severity"] = "fine".into();
    assert!(!validator.is_valid(&broken), "a severity that does not exist must not validate");
}

#[test]
fn a_check_finds_what_was_planted() {
    let folder = with_loans("planted");
    let report = check_json(&folder, "some.csv", &[]);
    assert_eq!(report["format"], "evenkeel.check");
    assert_eq!(report["reference"]["rows"], 800);
    for name in ["income", "region", "purpose"] {
        assert_eq!(column(&report, name)["verdict"]["drifted"], true, "{name}");
    }
    let id = column(&report, "application_id");
    assert_eq!((&id["role"], &id["verdict"]), (&"id".into(), &Value::Null));
    assert!(id["findings"].as_array().is_some_and(|f| f.iter().any(|f| f["kind"] == "not_judged")));
    assert_eq!(column(&report, "approved")["kind"], "boolean");
    let purpose = column(&report, "purpose");
    assert_eq!(purpose["current"]["counts"]["west-wing, \"new\""], 115);
    assert!(purpose["findings"].as_array().is_some_and(|f| f.iter().any(|f| f["kind"] == "new_category")));
}

#[test]
fn exit_codes_follow_fail_on() {
    let folder = with_loans("exit");
    let run = |current: &str, more: &[&str]| {
        let mut arguments = vec!["check", "--reference", "reference.csv", "--current", current];
        arguments.extend(more);
        evenkeel(&folder, &arguments).status.code()
    };
    let mut seen = Vec::new();
    for current in ["quiet.csv", "some.csv", "all.csv"] {
        let report = check_json(&folder, current, &[]);
        let severity = report["dataset"]["severity"].as_str().expect("a severity").to_owned();
        let code = |failed: bool| Some(i32::from(failed));
        assert_eq!(run(current, &[]), Some(0), "without --fail-on drift is no failure");
        assert_eq!(run(current, &["--fail-on", "warning"]), code(severity != "none"), "{current}");
        assert_eq!(run(current, &["--fail-on", "critical"]), code(severity == "critical"), "{current}");
        seen.push(severity);
    }
    assert!(seen.iter().any(|s| s == "critical") && seen.iter().any(|s| s != "critical"), "{seen:?}");
    assert_eq!(run("nowhere.csv", &["--fail-on", "critical"]), Some(2));
    assert_eq!(evenkeel(&folder, &["check"]).status.code(), Some(2));
    assert_eq!(evenkeel(&folder, &["--help"]).status.code(), Some(0));
}

#[test]
fn a_saved_profile_gives_the_same_report_as_its_csv() {
    let folder = with_loans("profile");
    let from_csv = check_json(&folder, "some.csv", &[]);
    let from_profile = |options: &[&str]| -> Value {
        let made =
            evenkeel(&folder, &[&["profile", "reference.csv", "--out", "saved.json"], options].concat());
        assert!(made.status.success(), "{}", stderr(&made));
        let output = evenkeel(
            &folder,
            &["check", "--reference", "saved.json", "--current", "some.csv", "--json", "out.json"],
        );
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(stdout(&output).contains("columns drifted"), "the table still goes to stdout");
        let text = std::fs::read_to_string(folder.join("out.json")).expect("the report was written");
        serde_json::from_str(&text).expect("JSON")
    };
    assert_eq!(from_profile(&["--with-rows"]), from_csv);
    assert_eq!(from_profile(&[])["columns"], from_csv["columns"]);
    let saved = std::fs::read_to_string(folder.join("saved.json")).expect("the profile was written");
    assert!(!saved.contains("\"sample\""), "no rows unless asked for");
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = with_loans("threads");
    let bytes = |threads: &str| {
        evenkeel(
            &folder,
            &[
                "check",
                "--reference",
                "reference.csv",
                "--current",
                "some.csv",
                "--json",
                "-",
                "--threads",
                threads,
            ],
        )
        .stdout
    };
    assert_eq!(bytes("1"), bytes("2"));
    assert_eq!(bytes("2"), bytes("5"));
}

#[test]
fn kinds_roles_and_methods_can_be_set() {
    let folder = with_loans("set");
    let report = check_json(
        &folder,
        "some.csv",
        &[
            "--kind",
            "dependants=numeric",
            "--role",
            "note=ignore",
            "--method",
            "income=psi",
            "--methods",
            "preset",
        ],
    );
    assert_eq!(column(&report, "dependants")["kind"], "numeric");
    assert_eq!(column(&report, "note")["verdict"], Value::Null);
    assert_eq!(column(&report, "income")["verdict"]["method"], "psi");
    assert_eq!(column(&report, "income")["verdict"]["method_from"], "column");
    assert_eq!(report["policy"]["column_rules"]["income"]["method"], "psi");
    let tests = column(&report, "income")["tests"].as_object().expect("tests is a map");
    assert_eq!(tests.keys().collect::<Vec<_>>(), ["psi"]);
}

#[test]
fn what_cannot_be_done_is_one_sentence_with_a_way_out() {
    let folder = with_loans("sentences");
    std::fs::write(folder.join("photo.csv"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").expect("written");
    std::fs::write(folder.join("quote.csv"), "a,b\n1,\"abc\n2,def\n").expect("written");
    std::fs::write(folder.join("head.csv"), "a,b\n").expect("written");
    std::fs::write(
        folder.join("newer.json"),
        r#"{"format":"evenkeel.profile","format_version":99,"profile":{}}"#,
    )
    .expect("written");
    std::fs::write(
        folder.join("damaged.json"),
        r#"{"format":"evenkeel.profile","format_version":1,"profile":{}}"#,
    )
    .expect("written");
    let sentence = |arguments: &[&str]| {
        let output = evenkeel(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let text = stderr(&output);
        assert_eq!(text.trim_end().lines().count(), 1, "one sentence: {text}");
        text
    };
    let check = |reference: &str| sentence(&["check", "--reference", reference, "--current", "some.csv"]);
    assert!(check("nowhere.csv").contains("nowhere.csv"));
    assert!(check("photo.csv").contains("photo.csv is not a CSV file but a PNG image"));
    assert!(check("quote.csv").contains("quote.csv line 2, column b"));
    assert!(check("head.csv").contains("no rows"));
    assert!(check("newer.json").contains("update evenkeel"));
    assert!(check("damaged.json").contains("write it again"));
    let more = |option: &str, value: &str| {
        sentence(&["check", "--reference", "reference.csv", "--current", "some.csv", option, value])
    };
    assert!(more("--kind", "incme=numeric").contains("`income`"), "a close name is offered");
    assert!(more("--kind", "income=number").contains("numeric"), "the kinds are listed");
    assert!(more("--kind", "income").contains("COLUMN=VALUE"));
    assert!(more("--methods", "ks,pse").contains("psi"));
    assert!(more("--method", "income=wasserstein").contains("wasserstein_normed"));
    assert!(more("--threshold", "income=low").contains("`low` is not a number"));
    assert!(more("--threshold", "-1").contains("`threshold` is out of range"));
    assert!(more("--min-effect", "kind:numeric=-1").contains("kind.numeric.min_effect"));
    assert!(more("--correction", "holms").contains("benjamini_hochberg"));
    assert!(more("--policy", "nowhere.toml").contains("nowhere.toml"));
    std::fs::write(folder.join("evenkeel.toml"), "\ntreshold = 1\n").expect("written");
    assert!(more("--policy", "evenkeel.toml").contains("line 2: there is no setting `treshold`"));
    std::fs::write(folder.join("column.toml"), "[column.incme]\nthreshold = 0.1\n").expect("written");
    assert!(more("--policy", "column.toml").contains("did you mean `income`?"));
}

#[test]
fn odd_files_give_reports_of_the_schema() {
    let folder = scratch("odd");
    let schema: Value = serde_json::from_str(evenkeel::report::check_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    for (number, (reference, current)) in [
        ("a\n1\n", "a\n1\n"),
        ("a,b\n1,x\n2,y\n3,x\n", "a,c\n,z\n,z\n"),
        ("x,k\ninf,1\n-inf,1\n1e308,1\n-1e308,1\n", "x,k\n1,1\n2,1\n3,2\n"),
        ("x,y\n,\n,\n", "x,y\n,\n1,a\n"),
        ("\"a\"\"b\",\"two\nlines\"\n1,t\n2,f\n", "\"a\"\"b\",\"two\nlines\"\n9,t\n8,t\n"),
    ]
    .into_iter()
    .enumerate()
    {
        std::fs::write(folder.join("reference.csv"), reference).expect("written");
        std::fs::write(folder.join("current.csv"), current).expect("written");
        for preset in ["robust", "evidently", "nannyml"] {
            let report = check_json(&folder, "current.csv", &["--preset", preset, "--methods", "all"]);
            let errors: Vec<String> =
                validator.iter_errors(&report).map(|e| format!("{e} at {}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{number} {preset}: {errors:#?}");
        }
    }
}

#[test]
fn a_policy_file_holds_and_options_go_before_it() {
    let folder = with_loans("policy");
    std::fs::write(
        folder.join("evenkeel.toml"),
        "preset = 'evidently'\nshare_threshold = 0.9\n[kind.numeric]\nmethod = 'psi'\nthreshold = 0.3\n[column.age]\nmethod = 'ks'\nthreshold = 0.01\n",
    )
    .expect("written");
    let with =
        |more: &[&str]| check_json(&folder, "some.csv", &[&["--policy", "evenkeel.toml"], more].concat());
    let judged = |report: &Value, name: &str| {
        let verdict = &column(report, name)["verdict"];
        Value::from(
            ["method", "method_from", "threshold", "threshold_from"].map(|key| verdict[key].clone()).to_vec(),
        )
    };
    let plain = with(&[]);
    assert_eq!(plain["policy"]["preset"], "evidently");
    assert_eq!(plain["dataset"]["share_threshold"], 0.9);
    assert_eq!(judged(&plain, "income"), serde_json::json!(["psi", "kind", 0.3, "kind"]));
    assert_eq!(judged(&plain, "age"), serde_json::json!(["ks", "column", 0.01, "column"]));

    let line = with(&["--threshold", "age=0.02", "--threshold", "kind:numeric=0.4"]);
    assert_eq!(judged(&line, "income")[2], 0.4);
    assert_eq!(judged(&line, "age"), serde_json::json!(["ks", "column", 0.02, "column"]));

    // Another method does not inherit the line that was drawn for the file's.
    let method = with(&["--method", "age=psi", "--preset", "robust"]);
    assert_eq!(method["policy"]["preset"], "robust");
    assert_eq!(method["policy"]["correction"], "holm");
    assert_eq!(judged(&method, "age")[0], "psi");
    assert_ne!(judged(&method, "age")[2], 0.01);
}

#[test]
fn a_saved_policy_judges_the_same() {
    let folder = with_loans("saved_policy");
    let options = [
        "--preset",
        "evidently",
        "--correction",
        "bonferroni",
        "--min-effect",
        "0.2",
        "--kind",
        "age=numeric",
    ];
    let first = check_json(&folder, "some.csv", &[&options[..], &["--write-policy", "saved.toml"]].concat());
    assert_eq!(check_json(&folder, "some.csv", &["--policy", "saved.toml"]), first);
    let both = evenkeel(
        &folder,
        &[
            "check",
            "--reference",
            "reference.csv",
            "--current",
            "some.csv",
            "--json",
            "-",
            "--write-policy",
            "-",
        ],
    );
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn too_few_rows_are_said_in_table_and_report() {
    let folder = scratch("few");
    let csv = |shift: usize| {
        let rows = (0..8).map(|i| format!("{}.5,{}\n", i + shift, ["a", "b"][i % 2])).collect::<String>();
        format!("x,k\n{rows}")
    };
    std::fs::write(folder.join("reference.csv"), csv(0)).expect("written");
    std::fs::write(folder.join("current.csv"), csv(1)).expect("written");
    let report = check_json(&folder, "current.csv", &[]);
    let verdict = &column(&report, "x")["verdict"];
    assert_eq!((&verdict["outcome"], &verdict["drifted"]), (&"too_few_rows".into(), &false.into()));
    assert!(verdict["rows_needed"].as_u64().is_some_and(|rows| rows > 8));
    assert_eq!(report["dataset"]["too_few_rows"], 2);
    let table =
        stdout(&evenkeel(&folder, &["check", "--reference", "reference.csv", "--current", "current.csv"]));
    assert!(table.contains(&format!("too few rows (needs {})", verdict["rows_needed"])), "{table}");
}

#[test]
fn calibrate_prints_rates_and_sets_thresholds() {
    let folder = with_loans("calibrate");
    let run = |more: &[&str]| {
        evenkeel(&folder, &[&["calibrate", "--reference", "reference.csv", "--rounds", "20"], more].concat())
    };
    let output = run(&["--set", "set.toml"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("20 splits") && text.contains("of the checks have any"), "{text}");
    assert_eq!(stdout(&run(&[])), text, "the same seed gives the same answer");
    let saved = std::fs::read_to_string(folder.join("set.toml")).expect("the policy was written");
    let policy = evenkeel::report::read_policy("set.toml", &saved).expect("a policy");
    assert!(policy.column_rules.values().any(|rule| rule.threshold.is_some()), "{saved}");
    check_json(&folder, "quiet.csv", &["--policy", "set.toml"]);
    for (option, value) in [("--wanted", "1.5"), ("--rounds", "0"), ("--current-rows", "0")] {
        assert_eq!(run(&[option, value]).status.code(), Some(2), "{option}");
    }
}

#[test]
fn one_column_is_the_target() {
    let folder = scratch("targets");
    let csv = |shift: usize| {
        let rows = (0..60).map(|i| format!("{},{},{}\n", i % 2, ["no", "yes"][(i + shift) % 2], i * 7 % 31));
        format!("default,y,x\n{}", rows.collect::<String>())
    };
    std::fs::write(folder.join("reference.csv"), csv(0)).expect("written");
    std::fs::write(folder.join("now.csv"), csv(1)).expect("written");
    let roles = |more: &[&str]| {
        let report = check_json(&folder, "now.csv", more);
        ["default", "y", "x"].map(|name| column(&report, name)["role"].as_str().expect("a role").to_owned())
    };
    assert_eq!(roles(&[]), ["feature", "target", "feature"]);
    assert_eq!(roles(&["--role", "default=target"]), ["target", "feature", "feature"]);
    assert_eq!(roles(&["--role", "y=ignore"]), ["target", "ignore", "feature"]);
}

#[test]
fn all_columns_together_are_compared_on_request() {
    let folder = with_loans("together");
    let schema: Value = serde_json::from_str(evenkeel::report::check_schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let report = check_json(&folder, "some.csv", &["--multivariate"]);
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(report["multivariate"]["domain_classifier"]["drifted"], true);
    assert!(check_json(&folder, "some.csv", &[]).get("multivariate").is_none());
}
