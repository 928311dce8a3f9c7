//! What whole rows tell: repeated rows, correlations, segments, and the rows behind a condition.
#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write;

use evenkeel::data::{ReadOptions, TableReader};
use evenkeel::drift::{
    CheckReport, Condition, DatasetProfile, FindingKind, Pick, Policy, Relations, Severity, SimulatedDrift,
    Simulation, check, picked_rows, simulate,
};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

fn profile(csv: &str) -> DatasetProfile {
    let mut reader = TableReader::new("r.csv", &ReadOptions::default());
    reader.push(csv.as_bytes()).unwrap();
    DatasetProfile::from_table(reader.finish().unwrap())
}

fn compared(reference: &DatasetProfile, current: &DatasetProfile) -> CheckReport {
    check(reference, current, &Policy::default()).unwrap()
}

fn relations(reference: &str, current: &str) -> Relations {
    compared(&profile(reference), &profile(current)).relations.unwrap()
}

/// Three numbers, of which `b` follows `a` by `follow`, and two letters that agree with
/// probability `agree`.
fn planted(rows: usize, seed: u64, follow: f64, agree: f64) -> String {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut csv = "a,b,c,u,v\n".to_owned();
    for _ in 0..rows {
        let [a, noise, c]: [f64; 3] = std::array::from_fn(|_| random.r#gen::<f64>() - 0.5);
        let b = follow * a + (1.0 - follow.abs()) * noise;
        let u = random.r#gen::<bool>();
        let v = if random.r#gen::<f64>() < agree { u } else { !u };
        let letter = |yes: bool| if yes { "yes" } else { "no" };
        writeln!(csv, "{a:.6},{b:.6},{c:.6},{},{}", letter(u), letter(v)).unwrap();
    }
    csv
}

#[test]
fn a_correlation_that_turned_is_the_first_and_a_warning() {
    let (reference, current) =
        (profile(&planted(2_000, 1, 0.6, 0.5)), profile(&planted(2_000, 2, -0.6, 0.5)));
    let report = compared(&reference, &current);
    let relations = report.relations.as_ref().unwrap();
    assert_eq!(relations.correlations.len(), 1, "{:?}", relations.correlations);
    let change = &relations.correlations[0];
    assert_eq!((change.first.as_str(), change.second.as_str()), ("a", "b"));
    assert!(change.reference > 0.7 && change.current < -0.7 && change.p_adjusted < 1e-6, "{change:?}");
    let finding =
        report.findings.iter().find(|finding| finding.kind == FindingKind::CorrelationChanged).unwrap();
    assert_eq!(finding.severity, Severity::Warning);
    assert!(
        finding.message.starts_with("The rank correlation of `a` and `b` is −0.8"),
        "{}",
        finding.message
    );
}

#[test]
fn data_of_one_source_seldom_shows_a_change() {
    let (mut correlations, mut segments) = (0, 0);
    for seed in 0..20 {
        let found = relations(&planted(1_500, 100 + seed, 0.5, 0.7), &planted(1_500, 200 + seed, 0.5, 0.7));
        correlations += usize::from(!found.correlations.is_empty());
        segments += usize::from(!found.segments.is_empty());
    }
    // Each is held to 5 % of data sets: 20 of them show more than 4 with P = 0.26 %.
    assert!(correlations <= 4 && segments <= 4, "{correlations} and {segments} of 20");
}

#[test]
fn a_pair_is_listed_when_its_parts_do_not_tell() {
    // Both letters are half and half on both sides; that they agree goes from 50 % to 80 %.
    let found = relations(&planted(4_000, 3, 0.5, 0.5), &planted(4_000, 4, 0.5, 0.8));
    assert_eq!(found.segments.len(), 4, "{:?}", found.segments);
    for segment in &found.segments {
        let names: Vec<&str> = segment.conditions.iter().map(|condition| condition.column.as_str()).collect();
        assert_eq!(names, ["u", "v"]);
        let agree = segment.conditions[0].pick == segment.conditions[1].pick;
        assert!((segment.current - if agree { 0.4 } else { 0.1 }).abs() < 0.03, "{segment:?}");
    }
}

#[test]
fn a_pair_that_follows_from_its_parts_is_not_listed() {
    let rows = |share: usize| -> String {
        let mut csv = "u,v,x\n".to_owned();
        for at in 0..4_000 {
            let u = if at % 100 < share { "p" } else { "q" };
            writeln!(csv, "{u},{},{}", ["k", "l"][at / 100 % 2], at).unwrap();
        }
        csv
    };
    let found = relations(&rows(50), &rows(80));
    let single = |segment: &evenkeel::drift::Segment| segment.conditions.len() == 1;
    assert!(found.segments.iter().all(single), "{:?}", found.segments);
    let change = |name: &str| {
        let pick = Pick::Category(name.to_owned());
        let segment = found.segments.iter().find(|segment| segment.conditions[0].pick == pick).unwrap();
        (segment.reference, segment.current)
    };
    assert_eq!((change("p"), change("q")), ((0.5, 0.8), (0.5, 0.2)));
}

#[test]
fn repeated_rows_are_counted_and_judged() {
    // 3 of 4 rows are new in the reference; 1 of 4 in current.
    let (reference, current) = (profile("a,b\n1,x\n2,x\n3,x\n1,x\n"), profile("a,b\n1,x\n1,x\n1,x\n1,x\n"));
    let report = compared(&reference, &current);
    let repeated = report.relations.as_ref().unwrap().repeated;
    assert_eq!((repeated.reference, repeated.current, repeated.exact), (0.25, 0.75, true));
    let finding = report.findings.iter().find(|finding| finding.kind == FindingKind::RepeatedRows).unwrap();
    assert_eq!(finding.severity, Severity::Warning);
    assert!(finding.message.starts_with("75 % of current's rows repeat an earlier row, 25 %"), "{finding:?}");
    let back = compared(&current, &reference);
    let finding = back.findings.iter().find(|finding| finding.kind == FindingKind::RepeatedRows).unwrap();
    assert_eq!(finding.severity, Severity::None);
}

#[test]
fn repeated_rows_of_a_sampled_file_are_estimated() {
    // Every row of 40,000 stands there twice.
    let csv: String = (0..80_000).fold("a,b\n".to_owned(), |csv, at| csv + &format!("{},x\n", at % 40_000));
    let reference = profile(&csv);
    let repeated = compared(&reference, &reference).relations.unwrap().repeated;
    assert_eq!((repeated.reference, repeated.exact), (0.5, false));
}

#[test]
fn numbers_outside_the_range_are_a_finding() {
    let column = |from: i32, to: i32| -> DatasetProfile {
        profile(&(from..to).fold("row,x\n".to_owned(), |csv, at| csv + &format!("r{at},{at}.5\n")))
    };
    let finding = |current: &DatasetProfile| {
        let report = compared(&column(0, 1000), current);
        let x = report.columns.into_iter().find(|column| column.name == "x").unwrap();
        x.findings.into_iter().find(|finding| finding.kind == FindingKind::OutOfRange)
    };
    assert_eq!(finding(&column(0, 1000)), None);
    assert_eq!(finding(&column(0, 1005)), None, "as chance would have it");
    let few = finding(&column(0, 1020)).unwrap();
    assert_eq!(few.severity, Severity::None);
    let many = finding(&column(-100, 1100)).unwrap();
    assert_eq!(many.severity, Severity::Warning);
    assert!(many.message.starts_with("16.7 % of the values of `x` in current lie outside the reference's range, 0.5 to 1,000 (8.3 % below, 8.3 % above)."), "{}", many.message);
}

#[test]
fn rows_are_picked_by_every_condition() {
    let reference = profile("a,t,only\n1,x,p\n2,y,p\n3,x,q\n,x,q\n");
    let current = profile("a,t\n2,x\n2.5,x\n3,x\n3,y\n");
    let report = compared(&reference, &current);
    let a = |pick: Pick| Condition { column: "a".to_owned(), pick };
    let t = |name: &str| Condition { column: "t".to_owned(), pick: Pick::Category(name.to_owned()) };
    let picked = |conditions: &[Condition]| picked_rows(&reference, &current, &report, conditions, 50);
    let range = |closed| a(Pick::Range { from: 2.0, to: 3.0, closed });
    let rows = picked(&[range(false), t("x")]);
    assert_eq!(rows.columns, ["a", "t", "only"]);
    assert_eq!((rows.reference_total, rows.current_total), (0, 2));
    assert!(rows.current.contains(&["2.5", "x", ""].map(str::to_owned).to_vec()), "{rows:?}");
    let rows = picked(&[range(true), t("x")]);
    assert_eq!((rows.reference, rows.current_total), (vec![["3", "x", "q"].map(str::to_owned).to_vec()], 3));
    assert_eq!(picked(&[a(Pick::Missing)]).reference_total, 1);
    assert_eq!((picked(&[]).reference_total, picked(&[]).reference_sampled), (4, 4));
    let rows = picked_rows(&reference, &current, &report, &[], 2);
    assert_eq!((rows.current.len(), rows.current_total), (2, 4));
    let other = Condition { column: "nothing".to_owned(), pick: Pick::Missing };
    assert_eq!(picked(&[other]).current_total, 0);
    let bare = DatasetProfile { sample: None, ..reference.clone() };
    let rows = picked_rows(&bare, &current, &report, &[t("x")], 50);
    assert_eq!((rows.reference_sampled, rows.reference_total, rows.current_total), (0, 0, 3));
}

#[test]
fn contributions_and_rows_agree_however_booleans_are_written() {
    let letters = |yes: &str, no: &str, share: usize| -> DatasetProfile {
        let cell = |at: usize| if at % 100 < share { yes } else { no };
        profile(&(0..400).fold("row,x\n".to_owned(), |csv, at| csv + &format!("{at}.5,{}\n", cell(at))))
    };
    let (reference, current) = (letters("True", "False", 20), letters("TRUE", "FALSE", 70));
    let report = compared(&reference, &current);
    let detail = evenkeel::drift::detail(&reference, &current, &report, "x").unwrap();
    assert_eq!(detail.contributions.len(), 2);
    for entry in &detail.contributions {
        let condition = Condition { column: "x".to_owned(), pick: entry.pick.clone() };
        let rows = picked_rows(&reference, &current, &report, &[condition], 50);
        assert_eq!((rows.reference_total, rows.current_total), (entry.reference, entry.current));
    }
}

#[test]
fn simulated_rows_keep_how_columns_go_together() {
    let reference = profile(&planted(2_000, 5, 0.6, 0.7));
    let settings = |drift, amount, column: &str| Simulation {
        drift,
        amount,
        columns: vec![column.to_owned()],
        rows: 1_000,
        seed: 9,
    };
    let shifted = simulate(&reference, &settings(SimulatedDrift::Shift, 1.0, "c")).unwrap();
    let sample = shifted.sample.as_ref().unwrap();
    assert_eq!((sample.rows, sample.len(), sample.limit), (1_000, 1_000, None));
    let found = compared(&reference, &shifted).relations.unwrap();
    assert!(found.correlations.is_empty(), "{:?}", found.correlations);
    assert!(found.segments.iter().any(|segment| segment.conditions[0].column == "c"), "{:?}", found.segments);
    let dropped = simulate(&reference, &settings(SimulatedDrift::Drop, 0.5, "u")).unwrap();
    let missing = Condition { column: "u".to_owned(), pick: Pick::Missing };
    let report = compared(&reference, &dropped);
    let rows = picked_rows(&reference, &dropped, &report, &[missing], 50);
    assert!((400..600).contains(&rows.current_total), "{}", rows.current_total);
    let bare = DatasetProfile { sample: None, ..reference };
    assert_eq!(simulate(&bare, &settings(SimulatedDrift::Drop, 0.5, "u")).unwrap().sample, None);
}
