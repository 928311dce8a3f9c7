//! Policies: which rule holds, and that judging again says what judging anew says.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::data::{Kind, ReadOptions, TableReader};
use evenkeel::drift::{
    CheckReport, Correction, DatasetProfile, Level, Method, Outcome, Policy, Preset, Rule, TestChoice, check,
    rows_needed,
};
use proptest::prelude::*;

fn profile(csv: &str) -> DatasetProfile {
    let mut reader = TableReader::new("t.csv", &ReadOptions::default());
    reader.push(csv.as_bytes()).unwrap();
    DatasetProfile::from_table(reader.finish().unwrap())
}

/// Numbers, few numbers, categories and gaps; `shift` moves all of them.
fn table(rows: usize, shift: usize) -> DatasetProfile {
    let mut csv = "amount,few,level,gaps,flag\n".to_owned();
    for at in 0..rows {
        let level = ["a", "b", "c", "d"][(at * 7 + at / 9 * shift) % 4];
        let gap = if at % (11 - shift) == 0 { String::new() } else { format!("{}.5", at * 13 % 101) };
        csv.push_str(&format!(
            "{}.25,{}.5,{level},{gap},{}\n",
            at * 37 % 211 + shift * 20,
            (at + shift * (at % 2)) % 3,
            at % 2
        ));
    }
    profile(&csv)
}

fn rule(method: Option<Method>, threshold: Option<f64>, min_effect: Option<f64>) -> Rule {
    Rule { method, threshold, min_effect }
}

/// Presets, corrections and rules, some of which need tests that are not made by default.
fn policies() -> impl Strategy<Value = Policy> {
    let method = || {
        proptest::option::of(proptest::sample::select(
            Method::ALL.into_iter().filter(|method| method.threshold().is_some()).collect::<Vec<_>>(),
        ))
    };
    let a_rule = move || {
        (method(), proptest::option::of(0.001..1.0_f64), proptest::option::of(0.0..0.5_f64))
            .prop_map(|(method, threshold, min_effect)| rule(method, threshold, min_effect))
    };
    (
        proptest::sample::select(Preset::ALL.to_vec()),
        proptest::option::of(proptest::sample::select(Correction::ALL.to_vec())),
        a_rule(),
        proptest::option::of(a_rule()),
        0.0..1.0_f64,
    )
        .prop_map(|(preset, correction, rule, of_kind, share_threshold)| Policy {
            preset,
            correction,
            rule,
            kind_rules: of_kind.into_iter().map(|rule| (Kind::Numeric, rule)).collect(),
            share_threshold,
            ..Policy::default()
        })
}

/// The verdicts and findings of a report, without the tests that one of two ways may have made more of.
fn said(report: &CheckReport) -> String {
    let columns: Vec<_> =
        report.columns.iter().map(|column| (&column.name, &column.verdict, &column.findings)).collect();
    format!("{:?} {columns:?}", report.dataset)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn judging_again_says_what_judging_anew_says(first in policies(), second in policies(), rows in 30_usize..400, shift in 0_usize..3) {
        let (reference, current) = (table(rows, 0), table(rows + 50, shift));
        let mut report = check(&reference, &current, &first).unwrap();
        let before = report.clone();
        let anew = check(&reference, &current, &second).unwrap();
        if report.judge_again(&second) {
            prop_assert_eq!(said(&report), said(&anew));
            prop_assert!(report.judge_again(&first));
            prop_assert_eq!(said(&report), said(&before));
        } else {
            prop_assert_eq!(format!("{report:?}"), format!("{before:?}"), "refused and yet changed");
        }
    }

    #[test]
    fn adjusted_p_values_are_never_below_the_raw_ones(policy in policies(), rows in 30_usize..200) {
        let report = check(&table(rows, 0), &table(rows, 1), &policy).unwrap();
        for verdict in report.columns.iter().filter_map(|column| column.verdict) {
            if let Some(adjusted) = verdict.p_adjusted {
                prop_assert!(adjusted >= verdict.score && adjusted <= 1.0, "{:?}", verdict);
                prop_assert!(verdict.score_is_p);
            }
            prop_assert!(!(verdict.drifted && verdict.rows_needed.is_some()));
        }
    }
}

fn verdict_of(policy: &Policy, column: &str) -> evenkeel::drift::ColumnVerdict {
    let report = check(&table(300, 0), &table(300, 1), policy).unwrap();
    report.columns.iter().find(|found| found.name == column).unwrap().verdict.unwrap()
}

#[test]
fn a_column_s_rule_goes_before_its_kind_s_before_the_one_for_all() {
    let mut policy = Policy { rule: rule(Some(Method::Psi), Some(0.3), None), ..Policy::default() };
    let found = |policy: &Policy| {
        let verdict = verdict_of(policy, "amount");
        (verdict.method, verdict.method_from, verdict.threshold, verdict.threshold_from)
    };
    assert_eq!(found(&policy), (Method::Psi, Level::Global, 0.3, Level::Global));
    policy.kind_rules.insert(Kind::Numeric, rule(Some(Method::CramerVonMises), None, None));
    // The line for all was PSI's: another method does not take it.
    assert_eq!(found(&policy), (Method::CramerVonMises, Level::Kind, 0.05, Level::Preset));
    policy.column_rules.insert("amount".to_owned(), rule(None, Some(0.01), Some(0.4)));
    assert_eq!(found(&policy), (Method::CramerVonMises, Level::Kind, 0.01, Level::Column));
    let effect = verdict_of(&policy, "amount").effect.unwrap();
    assert_eq!((effect.threshold, effect.threshold_from), (0.4, Level::Column));
    // Categories cannot be judged by it: the next wider rule that can, holds.
    assert_eq!(verdict_of(&policy, "level").method, Method::Psi);
}

#[test]
fn significant_is_not_enough_for_robust() {
    // Every value a hundredth of the spread higher: with enough rows significant, and never material.
    let of = |moved: f64| {
        let cells: Vec<String> =
            (0..60_000).map(|at| format!("{}", f64::from(at % 5_000) * 0.001 + moved)).collect();
        profile(&format!("x\n{}\n", cells.join("\n")))
    };
    let report = check(&of(0.0), &of(0.05), &Policy::default()).unwrap();
    let verdict = report.columns[0].verdict.unwrap();
    assert!(verdict.p_adjusted.unwrap() < 0.05 && !verdict.drifted, "{verdict:?}");
    let large = check(&of(0.0), &of(0.5), &Policy::default()).unwrap();
    assert!(large.columns[0].verdict.unwrap().drifted);
}

#[test]
fn too_few_rows_is_a_verdict_of_its_own() {
    let report = check(&table(15, 0), &table(15, 0), &Policy::default()).unwrap();
    let verdict = report.columns[0].verdict.unwrap();
    assert_eq!(verdict.outcome(), Outcome::TooFewRows);
    // Five columns, one of them with gaps that are judged too.
    assert_eq!(verdict.rows_needed, Some(rows_needed(0.05, 6)));
    assert_eq!((report.dataset.columns, report.dataset.too_few_rows), (0, 5));
    // Other presets judge whatever there is.
    let evidently = check(&table(15, 0), &table(15, 0), &Policy::of(Preset::Evidently)).unwrap();
    assert_eq!((evidently.dataset.columns, evidently.dataset.too_few_rows), (5, 0));
}

#[test]
fn a_method_without_a_result_is_said_not_to_judge() {
    let of = |rows: usize| profile(&format!("x,y\n{}", "1.5,2\n2.5,1\n3.5,2\n".repeat(rows)));
    let policy = Policy {
        column_rules: [("x".to_owned(), rule(Some(Method::EppsSingleton), None, None))].into(),
        ..Policy::default()
    };
    let report = check(&of(1), &of(40), &policy).unwrap();
    assert_eq!(report.columns[0].verdict, None);
    let said = &report.columns[0].findings.last().unwrap().message;
    assert!(said.contains("Epps-Singleton cannot be computed from 3 and 120 usable rows"), "{said}");
}

#[test]
fn cells_that_went_missing_are_drift_under_robust() {
    let gaps = |every: usize| {
        let cells: Vec<String> =
            (0..1_000).map(|at| if at % every == 0 { String::new() } else { format!("{at}.5") }).collect();
        profile(&format!(
            "row,x\n{}\n",
            cells.iter().map(|x| format!("1.5,{x}")).collect::<Vec<_>>().join("\n")
        ))
    };
    let report = check(&gaps(1_000), &gaps(5), &Policy::default()).unwrap();
    let verdict = report.columns[1].verdict.unwrap();
    let missing = verdict.missing.unwrap();
    assert!(verdict.drifted && missing.drifted && verdict.p_adjusted.unwrap() > 0.05, "{verdict:?}");
    assert!((missing.change - 0.199).abs() < 1e-12);
}

#[test]
fn everything_is_computed_when_everything_is_asked_for() {
    let policy = Policy { tests: TestChoice::All, ..Policy::default() };
    let report = check(&table(200, 0), &table(200, 1), &policy).unwrap();
    let made: std::collections::BTreeSet<Method> =
        report.columns.iter().flat_map(|column| column.tests.keys().copied()).collect();
    assert_eq!(made.into_iter().collect::<Vec<_>>(), {
        let mut all = Method::ALL.to_vec();
        all.sort();
        all
    });
}
