//! The words of findings and of the sentences in the detail, over made tables.
#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write;

use evenkeel::data::{Kind, ReadOptions, TableReader};
use evenkeel::drift::{DatasetProfile, Method, Policy, Preset, Rule, check, detail};

fn profile(name: &str, columns: &[(&str, Vec<String>)]) -> DatasetProfile {
    let rows = columns.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let mut csv = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",") + "\n";
    for row in 0..rows {
        let cells: Vec<&str> =
            columns.iter().map(|(_, cells)| cells.get(row).map_or("", String::as_str)).collect();
        csv.push_str(&(cells.join(",") + "\n"));
    }
    let mut reader = TableReader::new(name, &ReadOptions::default());
    reader.push(csv.as_bytes()).unwrap();
    DatasetProfile::from_table(reader.finish().unwrap())
}

fn cells<T: ToString>(rows: usize, cell: impl Fn(usize) -> T) -> Vec<String> {
    (0..rows).map(|row| cell(row).to_string()).collect()
}

/// Every finding and sentence, one a line.
fn words(reference: &DatasetProfile, current: &DatasetProfile, policy: &Policy) -> String {
    let report = check(reference, current, policy).unwrap();
    let mut text = String::new();
    for finding in &report.findings {
        writeln!(text, "file  {} {}: {}", finding.kind.id(), finding.severity.id(), finding.message).unwrap();
    }
    for column in &report.columns {
        let verdict = column
            .verdict
            .map_or("not judged".to_owned(), |v| format!("{} {}", v.method.id(), v.outcome().id()));
        writeln!(text, "\n# {} ({}, {verdict})", column.name, column.kind).unwrap();
        for finding in &column.findings {
            writeln!(text, "- {} {}: {}", finding.kind.id(), finding.severity.id(), finding.message).unwrap();
        }
        for sentence in detail(reference, current, &report, &column.name).unwrap().sentences {
            if !column.findings.iter().any(|finding| finding.message == sentence) {
                writeln!(text, "  {sentence}").unwrap();
            }
        }
    }
    text
}

/// A decimal that is not an integer, so that the column is one of floats.
fn decimal(at: usize) -> f64 {
    at as f64 + 0.5
}

fn gaps(every: usize, cell: String, at: usize) -> String {
    if at.is_multiple_of(every) { String::new() } else { cell }
}

#[test]
fn numbers() {
    let pick = |texts: &[&str], at: usize| texts[at % texts.len()].to_owned();
    let reference = [
        ("moved", cells(100, decimal)),
        ("stable", cells(100, decimal)),
        ("wider", cells(100, decimal)),
        ("gaps_now", cells(100, decimal)),
        ("emptied", cells(100, decimal)),
        ("empty", cells(100, |_| "")),
        ("stuck", cells(100, decimal)),
        ("woken", cells(100, |_| 1.5)),
        ("constant", cells(100, |_| 1.5)),
        ("infinite", cells(100, decimal)),
        ("marks", cells(100, |at| if at == 3 { "?".to_owned() } else { decimal(at).to_string() })),
        ("few", cells(100, |at| at % 3)),
        ("few_decimals", cells(100, |at| decimal(at % 4))),
        ("huge", cells(100, |at| (at as f64 - 50.0) * 2e306)),
        ("large_ids", cells(100, |at| 9_007_199_254_740_993_u64 + at as u64 * 1_000)),
        ("now_text", cells(100, |at| at % 4)),
        ("gone", cells(100, decimal)),
        ("row_id", cells(100, |at| at + 1)),
    ];
    let current = [
        ("moved", cells(90, |at| decimal(at + 40))),
        ("stable", cells(90, decimal)),
        ("wider", cells(90, |at| (decimal(at) - 45.0) * 3.0 + 50.0)),
        ("gaps_now", cells(90, |at| gaps(4, decimal(at).to_string(), at))),
        ("emptied", cells(90, |_| "")),
        ("empty", cells(90, |_| "")),
        ("stuck", cells(90, |_| 7.25)),
        ("woken", cells(90, decimal)),
        ("constant", cells(90, |_| 1.5)),
        ("infinite", cells(90, |at| if at < 4 { "inf".to_owned() } else { decimal(at).to_string() })),
        ("marks", cells(90, |at| if at == 5 { "?".to_owned() } else { decimal(at).to_string() })),
        ("few", cells(90, |at| at % 4)),
        ("few_decimals", cells(90, |at| decimal(at % 3))),
        ("huge", cells(90, |at| (at as f64 - 45.0) * 2e306)),
        ("large_ids", cells(90, |at| 9_007_199_254_740_993_u64 + at as u64 * 1_000)),
        ("now_text", cells(90, |at| pick(&["low", "high", "mid"], at))),
        ("added", cells(90, decimal)),
        ("row_id", cells(90, |at| at + 101)),
    ];
    let (reference, current) = (profile("january.csv", &reference), profile("february.csv", &current));
    insta::assert_snapshot!(words(&reference, &current, &Policy::of(Preset::Evidently)));
}

#[test]
fn categories() {
    let pick = |texts: &[&str], at: usize| texts[at % texts.len()].to_owned();
    let reference = [
        ("new_and_gone", cells(120, |at| pick(&["red", "green", "blue"], at))),
        ("two", cells(120, |at| pick(&["yes", "no"], at))),
        ("gaps_filled", cells(120, |at| gaps(2, pick(&["a", "b", "c"], at), at))),
        ("words", cells(120, |at| format!("note number {at}"))),
        ("flag", cells(120, |at| pick(&["True", "False"], at))),
        ("spelled", cells(120, |at| pick(&["True", "False"], at))),
        ("one", cells(120, |_| "same")),
        ("when", cells(120, |at| format!("2024-01-{:02}", at % 28 + 1))),
        ("many_new", cells(120, |at| format!("k{}", at % 3))),
    ];
    let current = [
        ("new_and_gone", cells(110, |at| pick(&["red", "green", "black", "white"], at))),
        ("two", cells(110, |at| pick(&["yes", "yes", "no"], at))),
        ("gaps_filled", cells(110, |at| pick(&["a", "b", "c"], at))),
        ("words", cells(110, |at| format!("note number {}", at + 60))),
        ("flag", cells(110, |at| gaps(5, pick(&["True", "False"], at), at))),
        ("spelled", cells(110, |at| pick(&["true", "FALSE"], at))),
        ("one", cells(110, |_| "same")),
        ("when", cells(110, |at| format!("2024-02-{:02}", at % 28 + 1))),
        ("many_new", cells(110, |at| format!("k{}", at % 30))),
    ];
    let (reference, current) = (profile("january.csv", &reference), profile("february.csv", &current));
    insta::assert_snapshot!(words(&reference, &current, &Policy::of(Preset::Evidently)));
}

#[test]
fn above_a_thousand_rows() {
    let reference = [
        ("amount", cells(1_500, |at| decimal(at % 700))),
        ("squares", cells(1_500, |at| decimal(at % 700) * 1e300)),
        ("colour", cells(1_500, |at| ["red", "green", "blue"][at % 3])),
        ("named", cells(1_500, |at| decimal(at % 700))),
        ("set", cells(1_500, |at| at % 7)),
    ];
    let current = [
        ("amount", cells(1_400, |at| decimal(at % 900))),
        ("squares", cells(1_400, |at| decimal(at % 900) * 1e300)),
        ("colour", cells(1_400, |at| ["red", "green", "green", "blue"][at % 4])),
        ("named", cells(1_400, |at| decimal(at % 700))),
        ("set", cells(1_400, |at| at % 7)),
    ];
    let (reference, current) = (profile("january.csv", &reference), profile("february.csv", &current));
    let policy = Policy {
        kinds: [("set".to_owned(), Kind::Numeric)].into(),
        column_rules: [("named".to_owned(), Rule { method: Some(Method::Psi), ..Rule::default() })].into(),
        ..Policy::of(Preset::Evidently)
    };
    insta::assert_snapshot!(words(&reference, &current, &policy));
}

#[test]
fn one_row() {
    let one =
        |number: f64, text: &str| [("number", cells(1, |_| number)), ("text", cells(1, |_| text.to_owned()))];
    let (reference, current) = (profile("a.csv", &one(1.5, "first")), profile("b.csv", &one(9.5, "other")));
    insta::assert_snapshot!(words(&reference, &current, &Policy::of(Preset::Evidently)));
}

/// Columns that robust and NannyML's preset judge each for another reason.
fn reasons() -> [DatasetProfile; 2] {
    let of = |name: &str, moved: f64, gaps: usize| {
        let gap = move |at: usize, text: String| if at % 10 < gaps { String::new() } else { text };
        profile(
            name,
            &[
                ("moved", cells(4_000, |at| decimal(at % 1_000) + moved * 300.0)),
                (
                    "hardly_moved",
                    cells(4_000, |at| decimal(at % 1_000) + moved * 25.0 * f64::from(u8::from(at % 4 < 2))),
                ),
                ("missing_now", cells(4_000, move |at| gap(at, format!("{}.5", at % 997)))),
                ("same", cells(4_000, |at| ["red", "green", "blue"][at % 3])),
                ("flag", cells(4_000, |at| at % 2)),
            ],
        )
    };
    [of("january.csv", 0.0, 0), of("february.csv", 1.0, 3)]
}

#[test]
fn under_robust() {
    let [reference, current] = reasons();
    insta::assert_snapshot!(words(&reference, &current, &Policy::of(Preset::Robust)));
}

#[test]
fn under_nannyml() {
    let [reference, current] = reasons();
    insta::assert_snapshot!(words(&reference, &current, &Policy::of(Preset::Nannyml)));
}

#[test]
fn too_few_rows() {
    let of = |name: &str, rows: usize| profile(name, &[("few", cells(rows, |at| decimal(at % 17)))]);
    insta::assert_snapshot!(words(&of("a.csv", 15), &of("b.csv", 16), &Policy::of(Preset::Robust)));
}
