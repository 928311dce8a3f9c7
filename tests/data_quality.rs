//! Findings about the quality of data, each with its severity.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::data::{ReadOptions, TableReader};
use evenkeel::drift::{DatasetProfile, Finding, FindingKind, Policy, Preset, Severity, check};

fn column<T: ToString>(cells: impl IntoIterator<Item = T>) -> DatasetProfile {
    let rows: Vec<String> =
        cells.into_iter().enumerate().map(|(at, cell)| format!("{at}.5,{}", cell.to_string())).collect();
    let mut reader = TableReader::new("x.csv", &ReadOptions::default());
    reader.push(format!("row,x\n{}\n", rows.join("\n")).as_bytes()).unwrap();
    DatasetProfile::from_table(reader.finish().unwrap())
}

fn finding(reference: &DatasetProfile, current: &DatasetProfile, kind: FindingKind) -> Finding {
    let report = check(reference, current, &Policy::of(Preset::Evidently)).unwrap();
    let x = report.columns.into_iter().find(|column| column.name == "x").unwrap();
    let listed = format!("{:?}", x.findings);
    x.findings.into_iter().find(|finding| finding.kind == kind).unwrap_or_else(|| panic!("{listed}"))
}

#[test]
fn a_column_that_stopped_or_began_to_vary_is_a_warning() {
    let (varied, constant) = (column((0..200).map(|at| at % 50)), column([7; 200]));
    let stopped = finding(&varied, &constant, FindingKind::Constant);
    assert!(stopped.severity == Severity::Warning && stopped.message.contains("single value in current"));
    let began = finding(&constant, &varied, FindingKind::Constant);
    assert!(began.severity == Severity::Warning && began.message.contains("single value in the reference"));
}

#[test]
fn a_changed_kind_is_a_warning() {
    let (numbers, texts) = (column((0..200).map(|at| at * 3)), column((0..200).map(|at| ["a", "b"][at % 2])));
    let found = finding(&numbers, &texts, FindingKind::KindChanged);
    assert!(found.severity == Severity::Warning && found.message.contains("numbers in the reference"));
}

#[test]
fn new_categories_warn_and_vanished_ones_by_their_share() {
    let cells = |last: &'static str, times: usize| {
        column((0..200).map(move |at| if at < times { last } else { ["a", "b"][at % 2] }))
    };
    let plain = cells("a", 0);
    assert_eq!(finding(&plain, &cells("c", 1), FindingKind::NewCategory).severity, Severity::Warning);
    assert_eq!(finding(&cells("c", 20), &plain, FindingKind::VanishedCategory).severity, Severity::Warning);
    assert_eq!(finding(&cells("c", 2), &plain, FindingKind::VanishedCategory).severity, Severity::None);
}

#[test]
fn missing_share_are_judged_by_how_many_came() {
    let gaps = |times: usize| {
        column((0..1_000).map(move |at| if at < times { String::new() } else { (at % 97).to_string() }))
    };
    let severity = |before: usize, now: usize, kind| finding(&gaps(before), &gaps(now), kind).severity;
    assert_eq!(severity(0, 5, FindingKind::NewMissing), Severity::None);
    assert_eq!(severity(0, 100, FindingKind::NewMissing), Severity::Warning);
    assert_eq!(severity(50, 150, FindingKind::MissingChanged), Severity::Warning);
    assert_eq!(severity(50, 600, FindingKind::MissingChanged), Severity::Critical);
}
