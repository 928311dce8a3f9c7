//! What must hold of profiles and checks for every table: order, splits, swaps and damage.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::data::{Kind, ReadOptions, TableReader};
use evenkeel::drift::{CheckReport, DatasetProfile, FindingKind, Method, Policy, Preset, check};
use evenkeel::report::{read_profile, write_profile};
use proptest::prelude::*;
use serde_json::Value;

/// Rows of three cells: mostly numbers, mostly texts, and anything.
type Rows = Vec<[String; 3]>;

fn rows() -> impl Strategy<Value = Rows> {
    let number = prop_oneof![
        8 => (-400_i32..400).prop_map(|x| format!("{}", f64::from(x) / 8.0)),
        2 => (0_i32..9).prop_map(|x| x.to_string()),
        1 => Just(String::new()),
        1 => prop_oneof![Just("inf"), Just("-inf"), Just("1e308"), Just("-1e308"), Just("5e-324")].prop_map(str::to_owned),
    ];
    let text = prop_oneof![6 => "[a-e]", 1 => Just("NA".to_owned()), 1 => "[A-Zé ]{1,12}x"];
    let any = prop_oneof![Just("true"), Just("False"), Just("?"), Just("2024-01-31"), Just("7"), Just("")];
    proptest::collection::vec((number, text, any).prop_map(|(a, b, c)| [a, b, c.to_owned()]), 1..120)
}

fn profile(rows: &[[String; 3]]) -> DatasetProfile {
    let mut reader = TableReader::new("t.csv", &ReadOptions::default());
    reader.push(b"a,b,c\n").unwrap();
    for row in rows {
        reader.push(format!("{}\n", row.join(",")).as_bytes()).unwrap();
    }
    DatasetProfile::from_table(reader.finish().unwrap())
}

fn judged_as(kind: Option<Kind>) -> Policy {
    let kinds =
        kind.into_iter().flat_map(|kind| ["a", "b", "c"].map(|name| (name.to_owned(), kind))).collect();
    Policy { kinds, ..Policy::default() }
}

const KINDS: [Option<Kind>; 5] =
    [None, Some(Kind::Numeric), Some(Kind::IntegerCategory), Some(Kind::Categorical), Some(Kind::Boolean)];

fn statistic(report: &CheckReport, column: usize, method: Method) -> Option<f64> {
    report.columns[column].tests.get(&method).map(|test| test.statistic)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn chunks_in_any_order_add_up_to_the_whole(all in rows(), cuts in proptest::collection::vec(0_usize..120, 0..4), turn in any::<bool>()) {
        let mut at: Vec<usize> = cuts.into_iter().map(|cut| cut.min(all.len())).chain([0, all.len()]).collect();
        at.sort_unstable();
        // An empty part cannot be told from a file without rows.
        let mut parts: Vec<DatasetProfile> =
            at.windows(2).filter(|w| w[0] < w[1]).map(|w| profile(&all[w[0]..w[1]])).collect();
        if turn {
            parts.reverse();
        }
        let first = parts.remove(0);
        let merged = parts.iter().try_fold(first, |sum, part| sum.merge(part)).unwrap();
        let whole = profile(&all);
        prop_assert_eq!(merged.rows, whole.rows);
        prop_assert_eq!(merged.columns, whole.columns);
    }

    #[test]
    fn nothing_drifts_from_itself_whatever_its_kind(all in rows()) {
        let reference = profile(&all);
        for kind in KINDS {
            let report = check(&reference, &reference, &judged_as(kind)).unwrap();
            prop_assert_eq!(report.dataset.drifted, 0, "{:?}", kind);
            for column in &report.columns {
                let alarming = [FindingKind::NewCategory, FindingKind::MissingChanged, FindingKind::KindChanged];
                prop_assert!(column.findings.iter().all(|f| !alarming.contains(&f.kind)), "{:?}", column.findings);
                for (method, test) in &column.tests {
                    prop_assert!(
                        test.statistic == 0.0
                            || test.statistic.is_nan()
                            || test.p_value == Some(1.0)
                            // Its table ends at 0.25.
                            || (*method == Method::AndersonDarling && test.p_value == Some(0.25)),
                        "{:?} {}: {:?}", kind, method.id(), test
                    );
                }
            }
        }
    }

    #[test]
    fn the_order_of_rows_says_nothing(a in rows(), b in rows()) {
        let turned = |rows: &Rows| rows.iter().rev().cloned().collect::<Rows>();
        let plain = check(&profile(&a), &profile(&b), &Policy::default()).unwrap();
        let other = check(&profile(&turned(&a)), &profile(&turned(&b)), &Policy::default()).unwrap();
        // Compared as text, since not a number differs from itself.
        prop_assert_eq!(format!("{plain:?}"), format!("{other:?}"));
    }

    #[test]
    fn symmetric_distances_stay_when_the_sides_are_swapped(a in rows(), b in rows()) {
        // PSI bins by exact values or Sturges' rule as the reference says, so both sides get few.
        let few = |rows: Rows| -> Rows { rows.into_iter().map(|[x, y, z]| [x.chars().take(1).filter(char::is_ascii_digit).collect(), y, z]).collect() };
        let (a, b) = (profile(&few(a)), profile(&few(b)));
        for kind in [Kind::Numeric, Kind::Categorical] {
            let policy = judged_as(Some(kind));
            let (forth, back) = (check(&a, &b, &policy).unwrap(), check(&b, &a, &policy).unwrap());
            for column in 0..3 {
                for method in [Method::Ks, Method::JensenShannon, Method::Psi] {
                    let (x, y) = (statistic(&forth, column, method), statistic(&back, column, method));
                    prop_assert_eq!(x.is_some(), y.is_some());
                    if let (Some(x), Some(y)) = (x, y) {
                        prop_assert!((x - y).abs() < 1e-12, "{} {x} {y}", method.id());
                    }
                }
            }
        }
    }

    #[test]
    fn a_damaged_profile_is_refused_or_valid(all in rows(), at in any::<prop::sample::Index>(), how in 0_u8..8, size in any::<u64>()) {
        let whole = profile(&all);
        let mut json: Value = serde_json::from_str(&write_profile(&whole)).unwrap();
        let mut places = Vec::new();
        leaves(&json["profile"], "/profile", &mut places);
        damage(json.pointer_mut(&places[at.index(places.len())]).unwrap(), how, size);
        if let Ok(read) = read_profile("p.json", json.to_string().as_bytes()) {
            prop_assert!(read.columns.iter().all(|column| column.rows == read.rows));
            let report = check(&whole, &read, &Policy::default()).unwrap();
            prop_assert_eq!(report.current.columns, read.columns.len() as u64);
            let _ = read.merge(&read);
            let again = read_profile("p.json", write_profile(&read).as_bytes()).unwrap();
            prop_assert!(again == read);
        }
    }

    #[test]
    fn a_cut_or_garbled_profile_never_panics(all in rows(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = write_profile(&profile(&all)).into_bytes();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        if let Ok(read) = read_profile("p.json", &bytes) {
            let _ = check(&read, &read, &Policy::default()).unwrap();
        }
    }
}

fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| leaves(item, &format!("{path}/{at}"), found))
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, item)| leaves(item, &format!("{path}/{key}"), found))
        }
        _ => {}
    }
}

fn damage(value: &mut Value, how: u8, size: u64) {
    match (how, &mut *value) {
        (0, _) => *value = Value::Null,
        (1, _) => *value = size.into(),
        (2, _) => *value = u64::MAX.into(),
        (3, _) => *value = (-1.5e300).into(),
        (4, Value::Array(items)) if !items.is_empty() => items.push(items[0].clone()),
        (5, Value::Array(items)) => items.reverse(),
        (6, Value::Array(items)) => drop(items.pop()),
        (7, Value::Number(number)) => *value = (number.as_f64().unwrap_or(0.0) + 1.0).into(),
        (_, Value::String(text)) => text.push('x'),
        _ => *value = Value::Array(Vec::new()),
    }
}

/// One cell a row, counted as a category.
fn texts(names: impl Iterator<Item = String>) -> DatasetProfile {
    let mut reader = TableReader::new("t.csv", &ReadOptions::default());
    reader.push(b"x\n").unwrap();
    let cells: Vec<String> = names.collect();
    reader.push((cells.join("\n") + "\n").as_bytes()).unwrap();
    DatasetProfile::from_table(reader.finish().unwrap())
}

fn categories(reference: &DatasetProfile, current: &DatasetProfile) -> CheckReport {
    let policy =
        Policy { kinds: [("x".to_owned(), Kind::Categorical)].into(), ..Policy::of(Preset::Evidently) };
    check(reference, current, &policy).unwrap()
}

#[test]
fn three_hundred_thousand_texts_do_not_drift_from_the_same_distribution() {
    let reference = texts((0..300_000).map(|at| format!("t{at}")));
    // The same texts, all twice, in another order: other rows, the same shares.
    let current = texts((0..600_000_u64).map(|at| format!("t{}", (at * 7_919) % 300_000)));
    let report = categories(&reference, &current);
    let column = &report.columns[0];
    let verdict = column.verdict.unwrap();
    assert!(verdict.score < 1e-7 && !verdict.drifted, "{verdict:?}");
    let many = column.findings.iter().find(|f| f.kind == FindingKind::ManyCategories).unwrap();
    assert!(many.message.starts_with("`x` has about"), "{}", many.message);
}

#[test]
fn texts_pooled_on_one_side_only_are_compared_like_with_like() {
    // 130,000 texts are all kept, of 133,000 some are pooled.
    let reference = texts((0..130_000).map(|at| format!("t{at}")));
    let current = texts((0..133_000).map(|at| format!("t{at}")));
    assert_eq!((reference.columns[0].text_limit, current.columns[0].text_limit.is_some()), (None, true));
    let column = categories(&reference, &current).columns.remove(0);
    // What the whole tables say: the kept texts are a fair sample of all.
    let (p, q): (f64, f64) = (1.0 / 130_000.0, 1.0 / 133_000.0);
    let m = (p + q) / 2.0;
    let divergence = 130_000.0 * (p * (p / m).ln() + q * (q / m).ln()) / 2.0 + 1_500.0 * q * 2_f64.ln();
    let score = column.verdict.unwrap().score;
    assert!((score / divergence.sqrt() - 1.0).abs() < 0.05, "{score} {}", divergence.sqrt());
    assert!((column.effect.unwrap().size / (3_000.0 * q) - 1.0).abs() < 0.1, "{:?}", column.effect);
}
