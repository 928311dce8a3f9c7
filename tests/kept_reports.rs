//! Reports kept in a workspace: read back, compared, taken in, migrated, deleted; from the command line too.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use evenkeel::data::{ReadOptions, TableReader};
use evenkeel::drift::{CheckReport, DatasetProfile, Policy, Preset, Severity, check};
use evenkeel::lifecycle::{Action, Stamp, Workspace};
use evenkeel::report::{
    ChangeKind, CheckComparison, KeptCheck, ReadCheck, ReportError, check_json, compare_checks,
    comparison_document, comparison_json, document, kept_report, read_check,
};
use evenkeel::store::archive::{self, Limits};
use evenkeel::store::{FolderStore, ready};
use evenkeel::worker::workspace::{act, compare_reports, keep_report};
use proptest::prelude::*;
use support::{Drifted, loans};

fn profile(name: &str, csv: &str) -> DatasetProfile {
    let mut reader = TableReader::new(name, &ReadOptions::default());
    reader.push(csv.as_bytes()).expect("a table");
    DatasetProfile::from_table(reader.finish().expect("a table"))
}

/// Current data against the same reference.
fn loans_check(current: &str, policy: &Policy) -> CheckReport {
    let reference = profile("reference.csv", &loans(800, 1, Drifted::Nothing));
    check(&reference, &profile("current.csv", current), policy).expect("it can be compared")
}

fn read(report: &CheckReport) -> ReadCheck {
    read_check("check.json", check_json(report).as_bytes()).expect("written above")
}

/// Compares two checks that were made at 1 and at 2.
fn compared(earlier: &CheckReport, later: &CheckReport) -> CheckComparison {
    let kept = |report: &CheckReport, number: u64| {
        let mut kept = kept_report(report, &check_json(report), number as i64, "", None);
        kept.number = number;
        kept
    };
    let (before, now) = (read(earlier), read(later));
    compare_checks(
        KeptCheck { kept: &kept(earlier, 1), check: &before },
        KeptCheck { kept: &kept(later, 2), check: &now },
    )
}

/// What happened to each column.
fn changes(comparison: &CheckComparison) -> BTreeMap<&str, ChangeKind> {
    comparison.columns.iter().map(|column| (column.name.as_str(), column.change)).collect()
}

/// A CSV without one of its columns; no cell has a line break or a comma but `purpose`, the sixth.
fn without(csv: &str, name: &str) -> String {
    let header: Vec<&str> = csv.lines().next().expect("a header").split(',').collect();
    let at = header.iter().position(|column| *column == name).expect("it is there");
    assert!(at < 5, "columns behind `purpose` may be cut wrongly");
    let line = |line: &str| {
        let cells: Vec<&str> =
            line.split(',').enumerate().filter(|(here, _)| *here != at).map(|(_, c)| c).collect();
        cells.join(",") + "\n"
    };
    csv.lines().map(line).collect()
}

/// A CSV with one more column in front.
fn with(csv: &str, name: &str) -> String {
    let line = |(at, line): (usize, &str)| match at {
        0 => format!("{name},{line}\n"),
        _ => format!("{},{line}\n", ["a", "b"][at % 2]),
    };
    csv.lines().enumerate().map(line).collect()
}

#[test]
fn a_check_is_read_back_as_it_was_made() {
    let report = loans_check(&loans(800, 4, Drifted::Everything), &Policy::default());
    let json = check_json(&report);
    let read = read_check("check.json", json.as_bytes()).expect("written above");
    assert_eq!((&read.reference, &read.current), (&report.reference, &report.current));
    assert_eq!(read.dataset, report.dataset);
    assert_eq!(read.preset, report.policy.preset.id());
    assert_eq!(read.columns.len(), report.columns.len());
    for (read, column) in read.columns.iter().zip(&report.columns) {
        assert_eq!((&read.name, read.kind), (&column.name, column.kind));
        assert_eq!(read.outcome, column.verdict.map(|verdict| verdict.outcome()));
        assert_eq!(read.score, column.verdict.map(|verdict| verdict.judged_score()));
        assert_eq!(read.effect, column.effect.map(|effect| effect.size));
        let (side, current) =
            (read.current.as_ref().expect("both sides"), column.current.as_ref().expect("both"));
        assert_eq!((side.n, side.missing, side.mean), (current.n, current.missing, current.mean));
    }
    // `note` is empty in every ninth of 800 rows, the first among them.
    let note = read.columns.iter().find(|column| column.name == "note").expect("it is there");
    assert_eq!(note.current.as_ref().and_then(|side| side.missing_share()), Some(89.0 / 800.0));

    let kept = kept_report(&report, &json, 7, "week 1", Some("loan"));
    assert_eq!(kept, read.kept(json.as_bytes(), 7, "week 1", Some("loan")), "page and command keep the same");
    assert_eq!(kept.drifted.len() as u64, report.dataset.drifted);
    assert_eq!(kept.file.bytes, json.len() as u64);
}

#[test]
fn what_drifted_since_is_what_was_changed() {
    // `loans` moves income, region and purpose in both, and age, dependants, approved in the second only.
    let some = loans_check(&loans(800, 3, Drifted::IncomeAndRegion), &Policy::default());
    let all = loans_check(&loans(800, 4, Drifted::Everything), &Policy::default());
    let since = compared(&some, &all);
    let wanted = [
        ("age", ChangeKind::Drifted),
        ("dependants", ChangeKind::Drifted),
        ("approved", ChangeKind::Drifted),
        ("income", ChangeKind::StillDrifted),
        ("region", ChangeKind::StillDrifted),
        ("purpose", ChangeKind::StillDrifted),
        ("note", ChangeKind::Stable),
        ("application_id", ChangeKind::Stable),
    ];
    assert_eq!(changes(&since), wanted.into());
    assert_eq!(since.notes, Vec::<String>::new());
    assert_eq!((since.earlier.number, since.later.number), (1, 2));
    assert_eq!((since.earlier.drifted, since.later.drifted), (some.dataset.drifted, all.dataset.drifted));
    let order: Vec<ChangeKind> = since.columns.iter().map(|column| column.change).collect();
    assert!(order.is_sorted(), "{order:?}");
    let severities: Vec<Severity> =
        since.of_kind(ChangeKind::Drifted).map(|column| column.severity()).collect();
    assert!(severities.is_sorted_by(|one, next| one >= next), "the worst first: {severities:?}");
    assert_eq!(since.worst_since(), severities.first().copied());

    let back = compared(&all, &some);
    let recovered: Vec<&str> =
        back.of_kind(ChangeKind::Recovered).map(|column| column.name.as_str()).collect();
    assert_eq!(recovered.len(), 3, "{recovered:?}");
    assert!(["age", "dependants", "approved"].iter().all(|name| recovered.contains(name)));
    assert_eq!(back.worst_since(), None);
    let same = compared(&all, &all);
    assert!(
        same.columns
            .iter()
            .all(|column| matches!(column.change, ChangeKind::StillDrifted | ChangeKind::Stable))
    );
}

#[test]
fn columns_come_and_go_and_too_few_rows_recover_nothing() {
    let policy = Policy::default();
    let all = loans(800, 4, Drifted::Everything);
    let whole = loans_check(&all, &policy);
    let gone = loans_check(&without(&all, "age"), &policy);
    assert_eq!(
        changes(&compared(&whole, &gone))["age"],
        ChangeKind::Removed,
        "it had drifted, it did not recover"
    );
    let more = loans_check(&with(&loans(800, 2, Drifted::Nothing), "extra"), &policy);
    let since = compared(&whole, &more);
    assert_eq!(changes(&since)["extra"], ChangeKind::Added);
    let extra = since.columns.iter().find(|column| column.name == "extra").expect("it is there");
    assert_eq!((&extra.earlier, extra.later.as_ref().map(|state| state.drifted)), (&None, Some(None)));
    assert_eq!(changes(&compared(&more, &whole))["extra"], ChangeKind::Removed);
    // Nine rows are fewer than the ten that are judged.
    let nine: String = all.lines().take(10).map(|line| format!("{line}\n")).collect();
    let few = loans_check(&nine, &policy);
    assert_eq!(changes(&compared(&whole, &few))["income"], ChangeKind::NoLongerJudged);
    assert_eq!(compared(&whole, &few).of_kind(ChangeKind::Recovered).count(), 0);
}

#[test]
fn what_makes_two_hard_to_compare_is_said() {
    let current = profile("current.csv", &loans(800, 3, Drifted::IncomeAndRegion));
    let against = |name: &str, csv: &str, policy: &Policy| {
        check(&profile(name, csv), &current, policy).expect("it can be compared")
    };
    let csv = loans(800, 1, Drifted::Nothing);
    let robust = against("reference.csv", &csv, &Policy::default());
    let renamed = against("reference.json", &csv, &Policy::default());
    assert_eq!(compared(&robust, &renamed).notes, Vec::<String>::new(), "the same data under another name");

    let other = against("reference.csv", &loans(800, 9, Drifted::Nothing), &Policy::default());
    let notes = compared(&robust, &other).notes;
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(
        notes[0].starts_with("the references are both called `reference.csv` and hold other values"),
        "{notes:?}"
    );
    let longer = against("longer.csv", &loans(900, 9, Drifted::Nothing), &Policy::default());
    let notes = compared(&robust, &longer).notes;
    assert!(
        notes[0].contains("`reference.csv` with 800 rows and 8 columns before, `longer.csv` with 900 rows"),
        "{notes:?}"
    );

    let evidently = against("reference.csv", &csv, &Policy::of(Preset::Evidently));
    let notes = compared(&robust, &evidently).notes;
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].contains("`preset` (`robust` before, `evidently` now)"), "{notes:?}");

    let (one, two) = (read(&robust), read(&robust));
    let kept = |number: u64, time: i64, model: &str| {
        let mut kept = kept_report(&robust, "{}", time, "", Some(model));
        kept.number = number;
        kept
    };
    let (earlier, later) = (kept(1, 5, "a"), kept(2, 4, "b"));
    let turned =
        compare_checks(KeptCheck { kept: &earlier, check: &one }, KeptCheck { kept: &later, check: &two });
    let wanted = [
        "report 2 was made after report 1, not before it",
        "the one is about the model `a`, the other about `b`",
    ];
    assert_ne!(turned.notes, wanted, "the one that is named later was made first");
    assert_eq!(turned.notes, ["report 1 was made after report 2, not before it", wanted[1]]);
}

#[test]
fn a_file_that_is_no_check_is_refused_with_the_way_out() {
    let json = check_json(&loans_check(&loans(100, 2, Drifted::Nothing), &Policy::default()));
    let said = |text: &str| read_check("a.json", text.as_bytes()).expect_err("it is none").to_string();
    let newer = json.replacen("\"format_version\": 1", "\"format_version\": 2", 1);
    assert_eq!(
        said(&newer),
        "a.json has check format version 2, this evenkeel reads up to 1: update evenkeel"
    );
    let other = json.replacen("evenkeel.check", "evenkeel.monitor", 1);
    assert!(said(&other).contains("is not a check but `evenkeel.monitor`"));
    assert!(said("").contains("not a usable check"));
    let odd = json.replacen("\"severity\": \"", "\"severity\": \"un", 1);
    assert!(matches!(read_check("a.json", odd.as_bytes()), Err(ReportError::DamagedCheck { .. })));
    // No beginning of the file is taken for the whole.
    for length in (0..json.trim_end().len()).step_by(97) {
        if json.is_char_boundary(length) {
            assert!(read_check("a.json", &json.as_bytes()[..length]).is_err(), "{length} bytes");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in it, reading ends, and what was read can be compared and written.
    #[test]
    fn a_file_with_other_bytes_never_panics(places in prop::collection::vec((0_usize..20_000, any::<u8>()), 1..6)) {
        let report = loans_check(&loans(60, 2, Drifted::Nothing), &Policy::default());
        let mut bytes = check_json(&report).into_bytes();
        for (at, byte) in places {
            let length = bytes.len();
            bytes[at % length] = byte;
        }
        if let Ok(check) = read_check("a.json", &bytes) {
            let kept = check.kept(&bytes, 0, "", None);
            let side = KeptCheck { kept: &kept, check: &check };
            let comparison = compare_checks(side, side);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&comparison_json(&comparison)).is_ok());
        }
    }
}

#[test]
fn a_comparison_is_written_and_its_names_stay_text() {
    let name = "<img src=x onerror=alert(1)>";
    let csv = |seed, drifted| loans(400, seed, drifted).replacen("income", name, 1);
    let reference = profile("reference.csv", &csv(1, Drifted::Nothing));
    let made = |seed, drifted| {
        check(&reference, &profile("<b>.csv", &csv(seed, drifted)), &Policy::default())
            .expect("it can be compared")
    };
    let since = compared(&made(2, Drifted::Nothing), &made(4, Drifted::Everything));
    assert_eq!(changes(&since)[name], ChangeKind::Drifted);
    let whole = comparison_document(&since);
    let html = document::html(&whole);
    assert!(!html.contains("<img") && html.contains("&lt;img src=x"));
    assert!(!html.contains("<b>.csv"));
    let markdown = document::markdown(&whole);
    assert!(markdown.contains("drifted since"));
    let json: serde_json::Value = serde_json::from_str(&comparison_json(&since)).expect("JSON");
    assert_eq!(
        (json["format"].as_str(), json["format_version"].as_u64()),
        (Some("evenkeel.comparison"), Some(1))
    );
    let columns = json["columns"].as_array().expect("a list");
    assert_eq!(columns.len(), since.columns.len());
    assert_eq!(json["counts"]["drifted"].as_u64(), Some(since.of_kind(ChangeKind::Drifted).count() as u64));
    assert!(columns.iter().any(|column| column["name"] == name && column["change"] == "drifted"));
}

/// A folder of this test process under the build's temporary folder, emptied first.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kept-reports").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the temporary folder can be made");
    folder
}

fn stamp(time_ms: i64) -> Stamp {
    Stamp { time_ms, actor: "test".to_owned() }
}

fn keep(store: &FolderStore, time_ms: i64, report: &CheckReport) -> Workspace {
    let stamp = stamp(time_ms);
    ready(keep_report(store, &stamp, "week", None, check_json(report).into_bytes()))
        .expect("a folder never waits")
        .expect("it is kept")
}

#[test]
fn kept_reports_are_compared_deleted_and_never_numbered_again() {
    let store = FolderStore::new(scratch("numbers").join("w"));
    let some = loans_check(&loans(300, 3, Drifted::IncomeAndRegion), &Policy::default());
    let all = loans_check(&loans(300, 4, Drifted::Everything), &Policy::default());
    keep(&store, 1, &some);
    let there = keep(&store, 2, &all);
    assert_eq!(there.reports.iter().map(|report| report.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(there.audit.last().map(|entry| entry.action.as_str()), Some("keep_report"));
    assert_eq!(there, store.read().expect("it is whole"));
    assert_eq!(there.artifacts().len(), 2);
    let since = ready(compare_reports(&store, 1, 2)).expect("never waits").expect("both are there");
    assert_eq!(since.columns, compared(&some, &all).columns);

    let deleted = |number| ready(act(&store, &stamp(3), &[Action::DeleteReport { number }], Vec::new()));
    deleted(2).expect("never waits").expect("it is there");
    let error = deleted(2).expect("never waits").expect_err("it is gone").to_string();
    assert_eq!(error, "there is no kept report `2`; there is `1`");
    let error =
        ready(compare_reports(&store, 1, 2)).expect("never waits").expect_err("it is gone").to_string();
    assert_eq!(error, "there is no kept report `2`; there is `1`");
    let there = store.read().expect("it is whole");
    let gone = evenkeel::lifecycle::digest(check_json(&all).as_bytes());
    assert_eq!(store.read_artifact(&gone), Ok(None), "its file is swept");
    assert_eq!(there.head.last_report, 2);
    let again = keep(&store, 4, &all);
    assert_eq!(again.reports.last().map(|report| report.number), Some(3));
    // All is forgotten, but for the number.
    store.keep(&again.cleared(&stamp(5)), &[]).expect("it can be cleared");
    assert_eq!(store.read().expect("it is whole").reports, []);
    assert_eq!(keep(&store, 6, &some).reports[0].number, 4);

    let unknown = ready(keep_report(&store, &stamp(7), "", Some("lone"), check_json(&some).into_bytes()));
    let error = unknown.expect("never waits").expect_err("no such model").to_string();
    assert_eq!(error, "there is no registered model `lone`; there are none");
    let damaged = ready(keep_report(&store, &stamp(7), "", None, b"{}".to_vec()));
    assert!(damaged.expect("never waits").is_err());
}

#[test]
fn reports_come_in_with_a_zip_file_once() {
    let (here, there) =
        (FolderStore::new(scratch("here").join("w")), FolderStore::new(scratch("there").join("w")));
    let some = loans_check(&loans(300, 3, Drifted::IncomeAndRegion), &Policy::default());
    let all = loans_check(&loans(300, 4, Drifted::Everything), &Policy::default());
    keep(&here, 1, &some);
    keep(&there, 1, &some);
    let theirs = keep(&there, 2, &all);
    let artifacts = theirs.artifacts().into_iter().map(|digest| {
        let bytes = there.read_artifact(&digest).expect("it can be read").expect("it is there");
        (digest, bytes)
    });
    let zip = archive::write(&theirs, &artifacts.collect()).expect("all is there");
    let taken = archive::read("w.zip", &zip, &Limits::default()).expect("written above");
    assert_eq!(taken.workspace, theirs);
    for reports in [2, 2] {
        let ours = here.read().expect("it is whole");
        let merged = ours.merge(&taken.workspace, "w.zip", &stamp(9)).expect("it holds together");
        let bytes: Vec<Vec<u8>> =
            merged.change.new_artifacts.iter().map(|digest| taken.artifacts[digest].clone()).collect();
        here.keep(&merged.change, &bytes).expect("it can be kept");
        let ours = here.read().expect("it is whole");
        assert_eq!(ours.reports.len(), reports);
        assert_eq!(ours.reports[0], theirs.reports[0], "one that is there on both sides is one");
        assert_eq!(ours.head.last_report, 2);
    }
}

/// A folder as version 1 wrote it: a model without an intended use, a head without a number of reports.
#[test]
fn a_workspace_of_version_1_opens_and_is_kept() {
    let folder = scratch("version-1").join("w");
    let files = [
        ("workspace.json", r#"{ "format": "evenkeel.workspace", "format_version": 1, "revision": 5 }"#),
        (
            "models/loan.json",
            r#"{ "format": "evenkeel.model", "format_version": 1, "name": "loan", "description": "d", "tags": {},
                "created_ms": 1, "updated_ms": 2, "aliases": {}, "past_champions": [], "last_version": 3 }"#,
        ),
        (
            "audit/00000001.json",
            r#"{ "format": "evenkeel.audit", "format_version": 1, "number": 1, "time_ms": 1, "actor": "a",
                "action": "set_policy", "subject": "policy", "words": "w" }"#,
        ),
        ("policy.json", r#"{ "format": "evenkeel.policy", "format_version": 1, "text": "[retrain]\n" }"#),
    ];
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    let store = FolderStore::new(&folder);
    let before = store.read().expect("it opens");
    assert_eq!((before.head.revision, before.head.last_report), (5, 0));
    assert_eq!(before.models["loan"].intended_use, "");
    assert_eq!(before.policy.as_deref(), Some("[retrain]\n"));

    let report = loans_check(&loans(100, 2, Drifted::Nothing), &Policy::default());
    let after = keep(&store, 1, &report);
    assert_eq!((after.head.revision, after.reports.len(), after.audit.len()), (6, 1, 2));
    let uses = Action::IntendUse { model: "loan".to_owned(), text: "to rank".to_owned() };
    ready(act(&store, &stamp(2), &[uses], Vec::new())).expect("never waits").expect("it can be done");
    let now = store.read().expect("it is whole");
    assert_eq!(now.models["loan"].intended_use, "to rank");
    assert_eq!(now.models["loan"].description, "d");
    let text = |path: &str| fs::read_to_string(folder.join(path)).expect("it is there");
    assert!(text("workspace.json").contains("\"format_version\": 2"), "an earlier build refuses it now");
    assert!(text("models/loan.json").contains("\"format_version\": 2"));
    assert!(text("policy.json").contains("\"format_version\": 1"), "what did not change was not touched");
}

fn evenkeel(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evenkeel"))
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1700000000")
        .args(arguments)
        .output()
        .expect("the command starts")
}

/// What the command prints, where it ends well.
fn said(folder: &Path, arguments: &[&str]) -> String {
    let output = evenkeel(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn failed(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = evenkeel(folder, arguments);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stderr).expect("UTF-8")
}

#[test]
fn the_command_keeps_lists_compares_and_deletes() {
    let folder = scratch("command");
    for (file, seed, drifted) in [
        ("reference.csv", 1, Drifted::Nothing),
        ("some.csv", 3, Drifted::IncomeAndRegion),
        ("all.csv", 4, Drifted::Everything),
    ] {
        fs::write(folder.join(file), loans(800, seed, drifted)).expect("it can be written");
    }
    fs::write(folder.join("use.txt"), "to rank applications\n").expect("it can be written");
    let check = |current: &'static str, more: &[&'static str]| {
        let begin = ["check", "--reference", "reference.csv", "--current", current, "--workspace", "w"];
        begin.into_iter().chain(more.iter().copied()).collect::<Vec<_>>()
    };
    let error = failed(&folder, &check("some.csv", &["--model", "loan"]), 2);
    assert!(error.contains("there is no registered model `loan`"), "{error}");
    assert!(!folder.join("w").exists(), "nothing was kept");
    let without = ["check", "--reference", "reference.csv", "--current", "all.csv", "--keep", "x"];
    assert!(failed(&folder, &without, 2).contains("--workspace"));

    let json = said(&folder, &check("some.csv", &["--keep", "week 1", "--json", "-", "--quiet"]));
    let output = evenkeel(&folder, &check("all.csv", &["--keep", "week 2"]));
    assert!(String::from_utf8_lossy(&output.stderr).contains("report 2 is kept in w"));

    let w = ["workspace", "--workspace", "w"];
    let run = |arguments: &[&str]| said(&folder, &[&w[..], arguments].concat());
    let list = run(&["reports"]);
    assert!(
        list.contains("week 1") && list.contains("week 2") && list.contains("2023-11-14 22:13"),
        "{list}"
    );
    let value: serde_json::Value = serde_json::from_str(&run(&["reports", "--json"])).expect("JSON");
    assert_eq!(value["format"], "evenkeel.reports");
    assert_eq!(value["reports"].as_array().map(Vec::len), Some(2));
    assert_eq!(run(&["report", "1", "--json", "-"]), json, "the bytes of the check");
    assert!(run(&["report", "1"]).contains("some.csv, 800 rows, 8 columns"));

    let text = run(&["compare-reports", "1", "2"]);
    assert!(text.contains("3 drifted since, 3 still drifted, 2 stable"), "{text}");
    let value: serde_json::Value =
        serde_json::from_str(&run(&["compare-reports", "1", "2", "--json", "-"])).expect("JSON");
    assert_eq!(value["counts"]["drifted"], 3);
    assert!(run(&["compare-reports", "1", "2", "--markdown", "-"]).contains("What drifted since"));
    run(&["compare-reports", "1", "2", "--html", "since.html"]);
    assert!(fs::read_to_string(folder.join("since.html")).expect("it is there").contains("drifted since"));
    let fails = |arguments: &[&str], code| failed(&folder, &[&w[..], arguments].concat(), code);
    fails(&["compare-reports", "1", "2", "--fail-on-new"], 1);
    run(&["compare-reports", "2", "1", "--fail-on-new"]);
    let error = fails(&["compare-reports", "1", "2", "--json", "-", "--markdown", "-"], 2);
    assert!(error.contains("only one of --json and --markdown can go to stdout"), "{error}");
    assert!(
        fails(&["compare-reports", "1", "7"], 2).contains("there is no kept report `7`; there are `1`, `2`")
    );

    assert!(fails(&["delete-report", "2"], 2).contains("--yes"));
    assert_eq!(run(&["delete-report", "2", "--yes"]), "report 2 was deleted\n");
    assert!(fails(&["intended-use", "loan", "x"], 2).contains("there is no registered model `loan`"));
    assert!(fails(&["intended-use", "loan", "@none.txt"], 2).contains("none.txt"));
}
