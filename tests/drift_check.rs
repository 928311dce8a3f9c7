//! Findings, overrides, one-sided columns and details, on small tables.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::data::{Kind, ReadOptions, Role, TableReader};
use evenkeel::drift::{
    CheckReport, ColumnReport, DatasetProfile, DriftError, FindingKind, Method, Policy, Preset, Rule,
    Severity, TestChoice, check, detail, plan,
};

fn profile(name: &str, csv: &str) -> DatasetProfile {
    let mut reader = TableReader::new(name, &ReadOptions::default());
    reader.push(csv.as_bytes()).unwrap();
    DatasetProfile::from_table(reader.finish().unwrap())
}

/// A column `x` of one cell a row, beside a row number that keeps empty cells from being blank lines.
fn column<T: ToString>(cells: impl IntoIterator<Item = T>) -> DatasetProfile {
    let rows: Vec<String> =
        cells.into_iter().enumerate().map(|(at, cell)| format!("{at}.5,{}", cell.to_string())).collect();
    profile("x.csv", &format!("row,x\n{}\n", rows.join("\n")))
}

fn judged(reference: &DatasetProfile, current: &DatasetProfile, policy: &Policy) -> ColumnReport {
    let report = check(reference, current, policy).unwrap();
    report.columns.into_iter().find(|column| column.name == "x").unwrap()
}

fn evidently() -> Policy {
    Policy::of(Preset::Evidently)
}

fn message(column: &ColumnReport, kind: FindingKind) -> &str {
    column
        .findings
        .iter()
        .find(|finding| finding.kind == kind)
        .map_or_else(|| panic!("no {} in {:?}", kind.id(), column.findings), |finding| &finding.message)
}

#[test]
fn a_shift_is_judged_and_explained() {
    let reference = column((0..100).map(f64::from).map(|x| x + 0.5));
    let current = column((0..100).map(f64::from).map(|x| x + 50.5));
    let report = check(&reference, &current, &evidently()).unwrap();
    let x = report.columns.iter().find(|column| column.name == "x").unwrap();
    let verdict = x.verdict.unwrap();
    // Half of current lies above all of the reference: the gap is exactly 0.5.
    assert_eq!((verdict.method, verdict.drifted, verdict.severity), (Method::Ks, true, Severity::Critical));
    assert_eq!(x.tests[&Method::Ks].statistic, 0.5);
    assert_eq!(x.tests[&Method::Wasserstein].statistic, 50.0);
    let detail = detail(&reference, &current, &report, "x").unwrap();
    assert!(
        detail.sentences[0].starts_with("Current is higher: median 100, was 50"),
        "{:?}",
        detail.sentences
    );
    assert!(
        detail
            .sentences
            .iter()
            .any(|sentence| sentence.contains("the reference has 100 rows (1,000 or fewer)")),
        "{:?}",
        detail.sentences
    );
    let histogram = detail.histogram.unwrap();
    assert_eq!(histogram.reference.iter().sum::<u64>() + histogram.reference_outside, 100);
    assert_eq!(histogram.edges.len(), histogram.current.len() + 1);
    let curves = detail.ecdf.unwrap();
    assert_eq!(curves.reference.last().unwrap().y, 1.0);
    assert_eq!((curves.gap.reference - curves.gap.current).abs(), 0.5);
    assert_eq!(x.sparkline.reference.len(), 24);
    assert!((x.sparkline.current.iter().sum::<f32>() - 1.0).abs() < 1e-5);
}

#[test]
fn missing_share_are_a_finding_beside_the_verdict() {
    let reference = column((0..200).map(|at| f64::from(at) + 0.5));
    let current = column((0..200).map(|at| if at % 5 == 0 { String::new() } else { format!("{at}.5") }));
    let x = judged(&reference, &current, &evidently());
    assert!(!x.verdict.unwrap().drifted);
    assert!(message(&x, FindingKind::NewMissing).starts_with("20 % of `x` is missing in current"));
}

#[test]
fn an_empty_side_is_judged_by_its_missing_share() {
    let full = column((0..40).map(f64::from));
    let empty = column((0..40).map(|_| ""));
    let x = judged(&full, &empty, &evidently());
    let verdict = x.verdict.unwrap();
    assert_eq!((verdict.method, verdict.severity), (Method::TwoProportionZ, Severity::Critical));
    message(&x, FindingKind::Empty);
    message(&x, FindingKind::EvidentlyDiffers);
    let both = judged(&empty, &empty, &evidently()).verdict.unwrap();
    assert_eq!((both.score, both.drifted), (1.0, false));
}

#[test]
fn new_and_vanished_categories_are_named() {
    let reference = column((0..90).map(|at| ["a", "b", "c"][at % 3]));
    let current = column((0..90).map(|at| ["a", "b", "d"][at % 3]));
    let x = judged(&reference, &current, &evidently());
    assert_eq!(x.verdict.unwrap().score, 0.0);
    let new = message(&x, FindingKind::NewCategory);
    assert!(new.starts_with("1 category of `x` is new in current: `d` (33.3 % of its rows)"), "{new}");
    assert!(message(&x, FindingKind::NonFinite).contains("its p is 0"));
    assert!(message(&x, FindingKind::VanishedCategory).contains("`c`"));
}

#[test]
fn question_marks_are_missing_beside_numbers_and_other_texts_stray() {
    let numbers = |text: &'static str| {
        column((0..60).map(move |at| if at == 7 { text.to_owned() } else { format!("{at}.5") }))
    };
    let x = judged(&numbers("?"), &numbers("?"), &evidently());
    assert_eq!((x.kind, x.current.as_ref().unwrap().missing), (Kind::Numeric, 1));
    message(&x, FindingKind::EvidentlyDiffers);
    let policy = Policy { kinds: [("x".to_owned(), Kind::Numeric)].into(), ..evidently() };
    let x = judged(&numbers("7.5"), &numbers("seven"), &policy);
    assert!(message(&x, FindingKind::NotOfKind).contains("`seven`"));
}

#[test]
fn infinite_and_huge_numbers_do_not_panic() {
    let huge = |scale: f64| column((0..50).map(move |at| format!("{:?}", f64::from(at - 25) * scale)));
    let x = judged(&huge(7e306), &huge(6e306), &evidently());
    assert!(x.verdict.is_some());
    let infinite = column((0..50).map(|at| if at < 3 { "inf".to_owned() } else { format!("{at}.5") }));
    let x = judged(&huge(1.5), &infinite, &evidently());
    assert_eq!(x.current.as_ref().unwrap().infinite, 3);
    message(&x, FindingKind::Infinite);
}

#[test]
fn columns_on_one_side_and_unjudged_kinds_say_so() {
    let reference = profile("r.csv", "a,gone,id\n1.5,1,10\n2.5,2,11\n");
    let current = profile("c.csv", "a,added,id\n1.5,x,12\n2.5,y,13\n");
    let report = check(&reference, &current, &evidently()).unwrap();
    let names: Vec<&str> = report.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["a", "gone", "id", "added"]);
    message(&report.columns[1], FindingKind::ColumnVanished);
    message(&report.columns[2], FindingKind::NotJudged);
    message(&report.columns[3], FindingKind::ColumnAdded);
    assert_eq!((report.dataset.columns, report.dataset.severity), (1, Severity::Warning));
    for name in names {
        assert!(!detail(&reference, &current, &report, name).unwrap().sentences.is_empty(), "{name}");
    }
    let policy = Policy { roles: [("id".to_owned(), Role::Feature)].into(), ..evidently() };
    assert!(check(&reference, &current, &policy).unwrap().columns[2].verdict.is_some());
}

#[test]
fn methods_can_be_overridden_where_they_apply() {
    let numbers = column((0..100).map(|at| f64::from(at) + 0.5));
    let texts = column((0..100).map(|at| ["a", "b", "c"][at % 3]));
    let rule = |method| Rule { method: Some(method), ..Rule::default() };
    let own = |method| Policy { column_rules: [("x".to_owned(), rule(method))].into(), ..evidently() };
    let all = |method| Policy { rule: rule(method), ..evidently() };
    let verdict = |data: &DatasetProfile, policy: &Policy| judged(data, data, policy).verdict.unwrap();
    assert_eq!(verdict(&numbers, &own(Method::Psi)).method, Method::Psi);
    assert_eq!(verdict(&numbers, &all(Method::JensenShannon)).threshold, 0.1);
    assert_eq!(verdict(&texts, &all(Method::Ks)).method, Method::ChiSquare);
    let refused = |data: &DatasetProfile, policy: &Policy| check(data, data, policy).unwrap_err();
    assert!(matches!(
        refused(&texts, &own(Method::Ks)),
        DriftError::MethodDoesNotApply { method: Method::Ks, kind: Kind::Categorical, .. }
    ));
    assert!(refused(&numbers, &all(Method::Wasserstein)).to_string().contains("`wasserstein_normed`"));
    let unknown = Policy { kinds: [("xx".to_owned(), Kind::Numeric)].into(), ..evidently() };
    assert_eq!(refused(&numbers, &unknown).to_string(), "there is no column `xx`; did you mean `x`?");
    let share = Policy { share_threshold: f64::NAN, ..evidently() };
    assert!(matches!(refused(&numbers, &share), DriftError::Setting { .. }));
}

#[test]
fn tests_are_limited_to_those_asked_for() {
    let numbers = column((0..100).map(|at| f64::from(at) + 0.5));
    let tests = |tests| {
        let policy = Policy { tests, ..evidently() };
        judged(&numbers, &numbers, &policy).tests.into_keys().collect::<Vec<_>>()
    };
    assert_eq!(tests(TestChoice::Preset), [Method::Ks]);
    assert_eq!(tests(TestChoice::These(vec![Method::Psi, Method::ChiSquare])), [Method::Ks, Method::Psi]);
    // All but those of counts, which numbers with many values are not.
    let all = tests(TestChoice::All);
    assert_eq!(all.len(), 18);
    assert!(
        all.contains(&Method::EppsSingleton) && !tests(TestChoice::Standard).contains(&Method::EppsSingleton)
    );
}

#[test]
fn a_column_that_never_varies_does_not_drift_under_any_preset() {
    let same = column((0..300).map(|_| "0.5"));
    for preset in Preset::ALL {
        let verdict = judged(&same, &same, &Policy::of(preset)).verdict.unwrap();
        assert!(!verdict.drifted, "{preset}: {verdict:?}");
    }
}

#[test]
fn profiles_merge_and_are_checked_when_read_back() {
    let whole = column((0..90).map(|at| if at % 7 == 0 { String::new() } else { format!("{}", at % 13) }));
    let part = |rows: std::ops::Range<i32>| {
        column(rows.map(|at| if at % 7 == 0 { String::new() } else { format!("{}", at % 13) }))
    };
    let merged = part(0..40).merge(&part(40..90)).unwrap();
    assert_eq!(merged.column("x"), whole.column("x"));
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<DatasetProfile>(&json).unwrap(), whole);
    let damaged = json.replace("\"missing\":13", "\"missing\":14");
    let error = serde_json::from_str::<DatasetProfile>(&damaged).unwrap_err().to_string();
    assert!(error.contains("column `x` says it has 90 rows, but its cells add up to 91"), "{error}");
}

#[test]
fn a_plan_compares_in_any_order() {
    fn sendable<T: Send + Sync>(_: &T) {}
    let (reference, current) = (column(0..50), column(10..60));
    let plan = plan(&reference, &current, &evidently()).unwrap();
    sendable(&plan);
    let mut columns: Vec<ColumnReport> = plan.pairs().iter().rev().map(|pair| plan.compare(pair)).collect();
    columns.reverse();
    let report: CheckReport = plan.assemble(columns);
    assert_eq!(report, check(&reference, &current, &evidently()).unwrap());
}
