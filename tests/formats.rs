//! Files for other programs: Evidently's two shapes key by key against Evidently 0.7.23, CSV as a reader
//! gets it back, Markdown of hostile names, text for Prometheus, the status against its schema.
#![cfg(not(target_arch = "wasm32"))]

mod golden_support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use evenkeel::data::{ReadOptions, TableReader};
use evenkeel::drift::{
    CheckReport, DatasetProfile, Method, OwnHistograms, Policy, Preset, Rule, check, own_histograms,
};
use evenkeel::report::{
    check_csv, check_markdown, check_openmetrics, drift_status, drift_status_schema, evidently_legacy,
    evidently_snapshot,
};
use golden_support::profile;
use serde_json::Value;

/// Agreement of numbers; the golden files of every method ask for more where there is more to have.
const RELATIVE: f64 = 1e-9;
const ABSOLUTE: f64 = 1e-12;

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn shape(name: &str) -> Value {
    let path = golden().join("evidently_shapes").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Two profiles, their check, and its histograms.
struct Checked {
    report: CheckReport,
    histograms: Vec<OwnHistograms>,
}

fn checked(reference: &Path, current: &Path, policy: &Policy) -> Checked {
    let read = |path: &Path| profile(&std::fs::read(path).unwrap());
    of_profiles(&read(reference), &read(current), policy)
}

fn of_profiles(reference: &DatasetProfile, current: &DatasetProfile, policy: &Policy) -> Checked {
    let report = check(reference, current, policy).unwrap();
    let histograms = own_histograms(reference, current, &report);
    Checked { report, histograms }
}

fn of_texts(reference: &str, current: &str, policy: &Policy) -> Checked {
    of_profiles(&profile(reference.as_bytes()), &profile(current.as_bytes()), policy)
}

fn of_case(case: &str, policy: &Policy) -> Checked {
    let folder = golden().join(case);
    checked(&folder.join("reference.csv"), &folder.join("current.csv"), policy)
}

/// Every difference of two JSON values: keys and their order, types, texts, numbers. `passed_over` names
/// paths that are not compared.
fn differences(at: &str, got: &Value, want: &Value, passed_over: &[&str], out: &mut Vec<String>) -> usize {
    if passed_over.contains(&at) {
        return 0;
    }
    match (got, want) {
        (Value::Object(got), Value::Object(want)) => {
            let (ours, theirs): (Vec<_>, Vec<_>) = (got.keys().collect(), want.keys().collect());
            if ours != theirs {
                out.push(format!("{at}: keys {ours:?}, want {theirs:?}"));
            }
            let both = want.iter().filter_map(|(key, want)| Some((key, got.get(key)?, want)));
            both.map(|(key, got, want)| differences(&format!("{at}/{key}"), got, want, passed_over, out))
                .sum()
        }
        (Value::Array(got), Value::Array(want)) => {
            if got.len() != want.len() {
                out.push(format!("{at}: {} entries, want {}", got.len(), want.len()));
            }
            let pairs = got.iter().zip(want).enumerate();
            pairs.map(|(i, (got, want))| differences(&format!("{at}/{i}"), got, want, passed_over, out)).sum()
        }
        (Value::Number(ours), Value::Number(theirs)) => {
            let (a, b) = (ours.as_f64().unwrap(), theirs.as_f64().unwrap());
            // A whole number in one and not in the other is another type to whoever reads it.
            if ours.is_f64() != theirs.is_f64() || (a - b).abs() > ABSOLUTE + RELATIVE * b.abs() {
                out.push(format!("{at}: {ours}, want {theirs}"));
            }
            1
        }
        (got, want) => {
            if got != want {
                out.push(format!("{at}: {got}, want {want}"));
            }
            1
        }
    }
}

fn same(name: &str, got: &str, passed_over: &[&str]) {
    let (got, want): (Value, Value) = (serde_json::from_str(got).unwrap(), shape(name));
    let mut wrong = Vec::new();
    let compared = differences("", &got, &want, passed_over, &mut wrong);
    assert!(compared > 50, "{name}: only {compared} values were compared");
    assert!(wrong.is_empty(), "{name}, {} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn both_shapes_are_evidently_s_under_its_preset() {
    for case in ["a_breast_cancer", "d_categorical_small"] {
        let Checked { report, histograms } = of_case(case, &Policy::of(Preset::Evidently));
        same(&format!("{case}.snapshot.json"), &evidently_snapshot(&report, false), &[]);
        same(&format!("{case}.snapshot_tests.json"), &evidently_snapshot(&report, true), &[]);
        // When a report was made is the caller's to say.
        same(&format!("{case}.legacy.json"), &evidently_legacy(&report, &histograms, 0), &["/timestamp"]);
    }
}

/// What was set for `settings.*` in `make_more.py`.
fn settings() -> Policy {
    let rule = |method, threshold| Rule { method, threshold, min_effect: None };
    let mut policy = Policy { share_threshold: 0.3, ..Policy::of(Preset::Evidently) };
    policy.column_rules.extend([
        ("zeta".to_owned(), rule(Some(Method::Psi), Some(0.2))),
        ("größe\ttab".to_owned(), rule(Some(Method::WassersteinNormed), None)),
        ("it's".to_owned(), rule(None, Some(0.01))),
        ("both ' and \"".to_owned(), rule(None, Some(0.000_01))),
    ]);
    policy
}

#[test]
fn settings_stand_where_evidently_has_them() {
    let folder = golden().join("evidently_shapes");
    let sides = (folder.join("settings.reference.csv"), folder.join("settings.current.csv"));
    let Checked { report, histograms } = checked(&sides.0, &sides.1, &settings());
    // How many columns drifted says there what was set for each; ours says it in the columns' own metrics.
    let of_all = [
        "/metrics/0/id",
        "/metrics/0/metric_name",
        "/metrics/0/config",
        "/tests/0/metric_config",
        "/tests/0/bound_test/metric_fingerprint",
    ];
    same("settings.snapshot.json", &evidently_snapshot(&report, false), &of_all);
    same("settings.snapshot_tests.json", &evidently_snapshot(&report, true), &of_all);
    same("settings.legacy.json", &evidently_legacy(&report, &histograms, 0), &["/timestamp"]);

    let share = Policy { share_threshold: 0.3, ..Policy::of(Preset::Evidently) };
    let Checked { report, .. } = checked(&sides.0, &sides.1, &share);
    same("share.snapshot_tests.json", &evidently_snapshot(&report, true), &[]);
}

#[test]
fn the_time_of_an_older_report_is_written_as_python_writes_it() {
    let Checked { report, histograms } = of_case("d_categorical_small", &Policy::of(Preset::Evidently));
    let file: Value =
        serde_json::from_str(&evidently_legacy(&report, &histograms, 1_795_211_962_134)).unwrap();
    // GNU `date -u -d @1795211962 '+%F %T'`.
    assert_eq!(file["timestamp"], "2026-11-20 21:59:22.134000");
}

#[test]
fn unjudged_columns_stay_out_of_evidently_s_shapes() {
    // Free text, times and identifiers are not judged; `gone` stands on one side only.
    let rows = |extra: &str| {
        let row = |at: u32| format!("{},n{},2024-01-{:02},{}\n", at % 7, at % 2, at % 28 + 1, extra);
        (0..200).map(row).collect::<String>()
    };
    let reference = format!("x,word,when,gone\n{}", rows("1"));
    let current = format!("x,word,when,new\n{}", rows("2"));
    for preset in Preset::ALL {
        let Checked { report, histograms } = of_texts(&reference, &current, &Policy::of(preset));
        let snapshot: Value = serde_json::from_str(&evidently_snapshot(&report, true)).unwrap();
        let columns: Vec<&str> = snapshot["metrics"].as_array().unwrap()[1..]
            .iter()
            .map(|metric| metric["config"]["column"].as_str().unwrap())
            .collect();
        assert_eq!(columns.len() as u64, report.dataset.columns, "{preset:?}");
        assert!(!columns.contains(&"gone") && !columns.contains(&"new"), "{columns:?}");
        let legacy: Value = serde_json::from_str(&evidently_legacy(&report, &histograms, 0)).unwrap();
        let table = &legacy["metrics"][1]["result"];
        assert_eq!(table["number_of_columns"], report.dataset.columns);
        assert_eq!(table["drift_by_columns"].as_object().unwrap().len(), columns.len());
    }
}

/// Names and values that a spreadsheet, a page or a terminal might obey.
const HOSTILE: [&str; 12] = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "＝1",
    "'quoted",
    "\ttab",
    "a;=1+1",
    "<img src=x onerror=alert(1)>",
    "pipe | `@tick` \\",
    "@octocat #1 [x](http://example.org)",
    "two\nlines, \"quoted\"",
];

/// A table whose first columns have hostile names, and drifted numbers.
fn hostile() -> CheckReport {
    let header: Vec<String> =
        HOSTILE.iter().map(|name| format!("\"{}\"", name.replace('"', "\"\""))).collect();
    let table = |shift: f64| {
        let row = |at: u32| {
            let cells: Vec<String> = (0..HOSTILE.len())
                .map(|column| format!("{}", f64::from(at % 97) / 7.0 + shift * column as f64))
                .collect();
            format!("{}\n", cells.join(","))
        };
        format!("{}\n{}", header.join(","), (0..400).map(row).collect::<String>())
    };
    of_texts(&table(0.0), &table(1.5), &Policy::default()).report
}

#[test]
fn the_drift_table_reads_back_from_csv() {
    for (case, preset) in [
        ("a_breast_cancer", Preset::Robust),
        ("d_categorical_small", Preset::Evidently),
        ("e_missing", Preset::Robust),
    ] {
        let report = of_case(case, &Policy::of(preset)).report;
        let text = check_csv(&report);
        assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\r'), "{case}");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().clone();
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), report.columns.len(), "{case}");
        for (record, column) in records.iter().zip(&report.columns) {
            let cell = |name: &str| &record[header.iter().position(|title| title == name).unwrap()];
            let number = |name: &str| cell(name).parse::<f64>().ok();
            assert_eq!(cell("column"), column.name);
            assert_eq!((cell("kind"), cell("role")), (column.kind.id(), column.role.id()));
            let outcome = column.verdict.map_or("not_judged", |verdict| verdict.outcome().id());
            assert_eq!(cell("outcome"), outcome, "{case} {}", column.name);
            let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
            assert_eq!(number("score"), finite(column.verdict.map(|verdict| verdict.score)));
            assert_eq!(number("p_adjusted"), finite(column.verdict.and_then(|verdict| verdict.p_adjusted)));
            assert_eq!(number("threshold"), finite(column.verdict.map(|verdict| verdict.threshold)));
            assert_eq!(number("effect"), finite(column.effect.map(|effect| effect.size)));
            let current = column.current.as_ref().unwrap();
            assert_eq!(number("current_n"), Some(current.n as f64));
            assert_eq!(number("current_missing"), Some(current.missing as f64));
            assert_eq!(number("current_mean"), finite(current.mean));
            assert_eq!(number("current_median"), finite(current.quantiles.get(2).map(|(_, value)| *value)));
            assert!(column.findings.iter().all(|finding| cell("findings").contains(&finding.message)));
        }
    }
}

#[test]
fn no_cell_of_the_csv_runs_as_a_formula() {
    let report = hostile();
    let text = check_csv(&report);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
    for (cell, name) in names.iter().zip(HOSTILE) {
        // As the documentation says to read it: one `'` at the beginning is ours.
        assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), name);
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{cell}");
    }
    // A text stands in quotes, so that no other separator splits it; a bare cell is one of our numbers.
    assert!(text.contains("\"a;=1+1\",") && text.contains("\"'=cmd|' /C calc'!A0\","));
    let mut in_quotes = false;
    for part in text.split_inclusive(['"', ',', '\n']) {
        let bare = part.trim_end_matches(['"', ',', '\n', '\r']);
        if !in_quotes && !bare.is_empty() {
            assert!(bare.parse::<f64>().is_ok(), "{bare} stands without quotes");
        }
        in_quotes ^= part.ends_with('"');
    }
}

/// The rules that OpenMetrics and the older Prometheus format share: a family's type, unit and help before
/// its samples, each family once, each sample once, nothing but gauges, `# EOF` at the end.
fn samples(text: &str) -> Vec<(String, f64)> {
    let mut samples: Vec<(String, f64)> = Vec::new();
    let (mut family, mut families) = (String::new(), Vec::new());
    let body = text.strip_suffix("# EOF\n").expect("an end");
    for line in body.lines() {
        if let Some(typed) = line.strip_prefix("# TYPE ") {
            family = typed.strip_suffix(" gauge").expect("a gauge").to_owned();
            assert!(!families.contains(&family), "{family} twice");
            families.push(family.clone());
        } else if let Some(unit) = line.strip_prefix("# UNIT ") {
            assert_eq!(unit, format!("{family} ratio"));
            assert!(family.ends_with("_ratio"));
        } else if let Some(help) = line.strip_prefix("# HELP ") {
            assert!(help.starts_with(&format!("{family} ")));
        } else {
            let (name, value) = line.rsplit_once(' ').expect("a value");
            assert!(name == family || name.starts_with(&format!("{family}{{")), "{line} in {family}");
            assert!(name == family || name.ends_with('}'), "{line}");
            assert!(!samples.iter().any(|(other, _)| other == name), "{name} twice");
            samples.push((name.to_owned(), value.parse().expect("a number")));
        }
    }
    samples
}

fn value(samples: &[(String, f64)], name: &str) -> Option<f64> {
    samples.iter().find(|(other, _)| other == name).map(|(_, value)| *value)
}

#[test]
fn verdicts_are_written_for_prometheus() {
    let report = of_case("e_missing", &Policy::default()).report;
    let found = samples(&check_openmetrics(&report, &[("model".to_owned(), "churn \"2\"".to_owned())]));
    let of = |name: &str| value(&found, &format!("{name}{{model=\"churn \\\"2\\\"\"}}"));
    assert_eq!(of("evenkeel_check_drift"), Some(f64::from(u8::from(report.dataset.drift))));
    assert_eq!(of("evenkeel_check_columns_drifted"), Some(report.dataset.drifted as f64));
    assert_eq!(of("evenkeel_check_columns_left_out"), Some(0.0));
    for column in &report.columns {
        let label = format!("model=\"churn \\\"2\\\"\",column=\"{}\"", column.name);
        let drifted = value(&found, &format!("evenkeel_check_column_drifted{{{label}}}"));
        let judged = column.verdict.filter(|verdict| verdict.rows_needed.is_none());
        assert_eq!(drifted, judged.map(|verdict| f64::from(u8::from(verdict.drifted))), "{}", column.name);
        let side = column.current.as_ref().unwrap();
        let cells = (side.n + side.missing + side.infinite) as f64;
        let missing =
            value(&found, &format!("evenkeel_check_column_missing_ratio{{{label},data=\"current\"}}"));
        assert_eq!(missing, Some(side.missing as f64 / cells), "{}", column.name);
    }
}

#[test]
fn names_for_prometheus_are_escaped_and_columns_are_capped() {
    let text = check_openmetrics(&hostile(), &[]);
    let found = samples(&text);
    let name = "evenkeel_check_column_drifted{column=\"two\\nlines, \\\"quoted\\\"\"}";
    assert!(value(&found, name).is_some(), "{text}");
    let name = "evenkeel_check_column_drifted{column=\"pipe | `@tick` \\\\\"}";
    assert!(value(&found, name).is_some(), "{text}");

    let mut wide = hostile();
    let column = wide.columns[1].clone();
    wide.columns = (0..1_200)
        .map(|at| evenkeel::drift::ColumnReport { name: format!("c{at}"), ..column.clone() })
        .collect();
    let found = samples(&check_openmetrics(&wide, &[]));
    let drifted = found.iter().filter(|(name, _)| name.starts_with("evenkeel_check_column_drifted{"));
    assert_eq!(drifted.count(), 1_000);
    assert_eq!(value(&found, "evenkeel_check_columns_left_out"), Some(200.0));
}

#[test]
fn the_status_validates_and_names_the_worst_first() {
    let schema: Value = serde_json::from_str(drift_status_schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (case, preset) in [
        ("a_breast_cancer", Preset::Evidently),
        ("e_missing", Preset::Robust),
        ("f_single_row", Preset::Robust),
    ] {
        let report = of_case(case, &Policy::of(preset)).report;
        let status: Value = serde_json::from_str(&drift_status(&report)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&status).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{case}: {errors:?}");
        assert_eq!(status["drift"], report.dataset.drift, "{case}");
        assert_eq!(status["severity"], report.dataset.severity.id(), "{case}");
        let names: Vec<&str> =
            status["drifted_columns"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let of = |name: &&str| report.columns.iter().find(|column| column.name == **name).unwrap();
        assert_eq!(names.len() as u64, report.dataset.drifted, "{case}");
        assert!(names.iter().all(|name| of(name).verdict.unwrap().drifted), "{case}");
        let severity = |name: &&str| of(name).verdict.unwrap().severity;
        assert!(names.windows(2).all(|pair| severity(&pair[0]) >= severity(&pair[1])), "{case}: {names:?}");
    }
    let mut broken: Value = serde_json::from_str(&drift_status(&hostile())).unwrap();
    broken["severity"] = "fine".into();
    assert!(!validator.is_valid(&broken));
}

/// A text without its code: elements, and spans from a run of backticks to the next of the same length, as
/// CommonMark 6.1 has it; an escaped sign begins none.
fn outside_code(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['`', '\\', '<']) {
        let (before, here) = rest.split_at(start);
        out.push_str(before);
        let length = here.chars().take_while(|c| *c == '`').count();
        let end = if let Some(inside) = here.strip_prefix("<code>") {
            inside.find("</code>").map(|at| "<code></code>".len() + at)
        } else {
            let fence = &here[..length];
            let mut ends = here[length..].match_indices(fence).map(|(at, _)| length + at);
            let is_whole = |at: &usize| !here[..*at].ends_with('`') && !here[at + length..].starts_with('`');
            ends.find(is_whole).filter(|_| length > 0).map(|at| at + length)
        };
        // What begins no code stands for itself, an escape with what it escapes.
        let kept = if here.starts_with('\\') {
            here.char_indices().nth(2)
        } else {
            here.char_indices().nth(length.max(1))
        };
        let next = end.unwrap_or_else(|| kept.map_or(here.len(), |(at, _)| at));
        if end.is_none() {
            out.push_str(&here[..next]);
        }
        rest = &here[next..];
    }
    out + rest
}

#[test]
fn markdown_is_short_and_nothing_of_the_data_is_markup() {
    let report = hostile();
    assert!(report.dataset.drifted >= 8, "the table drifts");
    let text = check_markdown(&report);
    let outside = outside_code(&text);
    for raw in ["<img", "](", "octocat", "@tick", "@SUM", "onerror", "\ntwo", "\nlines"] {
        assert!(!outside.contains(raw), "{raw:?} in\n{outside}");
    }
    for name in [
        "`<img src=x onerror=alert(1)>`",
        "`@octocat #1 [x](http://example.org)`",
        "| <code>pipe &#124; \\`@tick\\` \\\\</code> |",
    ] {
        assert!(text.contains(name), "{name} is missing in\n{text}");
    }
    // Rows of a table have as many bars that are not escaped as its heading.
    let bars = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert!(rows.len() > 8 && rows.iter().all(|row| bars(row) == bars(rows[0])), "{text}");

    let mut wide = report;
    let column = wide.columns[HOSTILE.len() - 1].clone();
    assert!(column.verdict.unwrap().drifted);
    wide.columns = (0..35)
        .map(|at| evenkeel::drift::ColumnReport { name: format!("c{at}"), ..column.clone() })
        .collect();
    let text = check_markdown(&wide);
    assert_eq!((0..35).filter(|at| text.contains(&format!("`c{at}`"))).count(), 20, "{text}");
    assert!(text.contains("and 15 more"), "{text}");
}

fn evenkeel(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1795211962")
        .args(arguments)
        .output()
        .expect("the command starts")
}

#[test]
fn the_command_writes_what_the_library_writes() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for file in ["reference.csv", "current.csv"] {
        std::fs::copy(golden().join("d_categorical_small").join(file), folder.join(file)).unwrap();
    }
    let start = [
        "check",
        "--reference",
        "reference.csv",
        "--current",
        "current.csv",
        "--preset",
        "evidently",
        "--quiet",
    ];
    let with = |more: &[&str]| evenkeel(&folder, &[&start[..], more].concat());
    let out = with(&[
        "--csv",
        "table.csv",
        "--markdown",
        "summary.md",
        "--openmetrics",
        "drift.prom",
        "--openmetrics-label",
        "model=churn",
        "--status",
        "drift_status.json",
        "--evidently",
        "snapshot.json",
        "--evidently-tests",
        "--evidently-legacy",
        "legacy.json",
    ]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let named = |file: &str| {
        let mut reader = TableReader::new(file, &ReadOptions::default());
        reader.push(&std::fs::read(folder.join(file)).unwrap()).unwrap();
        DatasetProfile::from_table(reader.finish().unwrap())
    };
    let policy = Policy::of(Preset::Evidently);
    let Checked { report, histograms } = of_profiles(&named("reference.csv"), &named("current.csv"), &policy);
    let labels = [("model".to_owned(), "churn".to_owned())];
    for (file, want) in [
        ("table.csv", check_csv(&report)),
        ("summary.md", check_markdown(&report)),
        ("drift.prom", check_openmetrics(&report, &labels)),
        ("drift_status.json", drift_status(&report)),
        ("snapshot.json", evidently_snapshot(&report, true)),
        ("legacy.json", evidently_legacy(&report, &histograms, 1_795_211_962_000)),
    ] {
        assert!(std::fs::read_to_string(folder.join(file)).unwrap() == want, "{file} is another");
    }

    let status = with(&["--status", "-"]);
    assert_eq!(String::from_utf8(status.stdout).unwrap(), drift_status(&report));
    let two = with(&["--status", "-", "--csv", "-"]);
    assert_eq!(two.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&two.stderr).contains("--csv and --status"));
    let label = with(&["--openmetrics", "-", "--openmetrics-label", "column=x"]);
    assert_eq!(label.status.code(), Some(2));
}
