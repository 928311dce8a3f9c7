//! Our rates of groups and their gaps against fairlearn's.
//! How the case was made: `scripts/fairness_reference.py`.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::data::{Cell, CellColumn, Kind};
use evenkeel::monitor::{Answers, FairnessPoint, Gap, GroupColumn, fairness};
use serde_json::Value;

const TOLERANCE: f64 = 1e-12;

struct Rows {
    groups: CellColumn,
    actual: Vec<Option<u32>>,
    predicted: Vec<Option<u32>>,
}

impl Rows {
    fn answers(&self) -> Answers<'_> {
        Answers { predicted: &self.predicted, actual: &self.actual }
    }
}

fn golden() -> Value {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/fairness.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// All windows one after the other; the group `missing` as missing cells.
fn rows(windows: &[Value]) -> Rows {
    let texts = |key: &str| windows.iter().map(|window| window[key].as_str().unwrap()).collect::<Vec<_>>();
    let classes =
        |key: &str| texts(key).concat().chars().map(|class| class.to_digit(10)).collect::<Vec<Option<u32>>>();
    let groups = texts("groups").join(" ");
    let cell = |name| if name == "missing" { Cell::Missing } else { Cell::Text(name) };
    let (actual, predicted) = (classes("actual"), classes("predicted"));
    Rows { groups: CellColumn::from_cells("group", groups.split(' ').map(cell)), actual, predicted }
}

/// The names of the groups, and a point for each window of the file: the first as reference.
fn points(windows: &[Value]) -> (Vec<String>, Vec<FairnessPoint>) {
    let (first, others) = (rows(&windows[..1]), rows(&windows[1..]));
    let groups = GroupColumn::of(&first.groups, &others.groups, Kind::Categorical);
    let mut from = 0;
    let places: Vec<Vec<u32>> = windows[1..]
        .iter()
        .map(|window| {
            let to = from + window["actual"].as_str().unwrap().len() as u32;
            let rows = (from..to).collect();
            from = to;
            rows
        })
        .collect();
    let slices: Vec<&[u32]> = places.iter().map(Vec::as_slice).collect();
    let found = fairness(&groups, (1, "1"), first.answers(), others.answers(), &slices);
    (found.groups, [vec![found.reference], found.windows].concat())
}

/// Compares, and says whether ours is there.
fn same(at: &str, got: Option<f64>, want: &Value) -> bool {
    let Some(got) = got else { return false };
    let want = want.as_f64().unwrap_or_else(|| panic!("{at}: ours is {got}, fairlearn's {want}"));
    assert!((got - want).abs() <= TOLERANCE, "{at}: ours is {got}, fairlearn's {want}");
    true
}

fn gaps(point: &FairnessPoint) -> [(&'static str, Gap); 4] {
    [
        ("demographic_parity", point.demographic_parity),
        ("equal_opportunity", point.equal_opportunity),
        ("equalized_odds", point.equalised_odds),
        ("accuracy", point.accuracy),
    ]
}

#[test]
fn every_rate_and_gap_is_what_fairlearn_says() {
    let golden = golden();
    let windows = golden["windows"].as_array().unwrap();
    let (names, points) = points(windows);
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(sorted, ["a", "b", "c", "missing"]);
    let (mut compared, mut undefined) = (0, Vec::new());
    for (window, point) in windows.iter().zip(&points) {
        let name = window["name"].as_str().unwrap();
        let mut take = |at: String, got: Option<f64>, want: &Value| {
            if same(&at, got, want) {
                compared += 1;
            } else {
                undefined.push((at, want.clone()));
            }
        };
        for (group, rates) in names.iter().zip(&point.groups) {
            let want = &window["by_group"][group.as_str()];
            assert_eq!(want.as_object().unwrap().len(), 5, "keys");
            assert_eq!(rates.rows as f64, want["rows"].as_f64().unwrap(), "{name}: {group}");
            assert_eq!(rates.labelled, rates.rows);
            for (rate, got) in [
                ("selection_rate", rates.selection_rate),
                ("true_positive_rate", rates.true_positive_rate),
                ("false_positive_rate", rates.false_positive_rate),
                ("accuracy", rates.accuracy),
            ] {
                take(format!("{name}: {group} {rate}"), got, &want[rate]);
            }
        }
        assert_eq!(window["gaps"].as_object().unwrap().len(), 8, "keys");
        for (gap, got) in gaps(point) {
            // Of a group without positives fairlearn's gaps are another thing: compared below.
            if name == "no positives in b" && gap.starts_with("equal") {
                continue;
            }
            take(
                format!("{name}: {gap} difference"),
                got.difference,
                &window["gaps"][format!("{gap}_difference")],
            );
            take(format!("{name}: {gap} ratio"), got.ratio, &window["gaps"][format!("{gap}_ratio")]);
        }
    }
    assert_eq!(compared, 88);
    let nan = Value::from("nan");
    let expected = [
        ("no positives in b: b true_positive_rate", Value::from(0.0)),
        ("nobody selected: demographic_parity ratio", nan.clone()),
        ("nobody selected: equal_opportunity ratio", nan.clone()),
        ("nobody selected: equalized_odds ratio", nan),
    ];
    assert_eq!(undefined, expected.map(|(at, want)| (at.to_owned(), want)));
}

/// Without the group that has no positives, fairlearn's own rates give the gap.
#[test]
fn a_group_without_positives_is_left_out_of_the_gap() {
    let golden = golden();
    let windows = golden["windows"].as_array().unwrap();
    let window = &windows[2];
    assert_eq!(window["gaps"]["equal_opportunity_ratio"], 0.0, "fairlearn counts the group as never found");
    let rates = |rate: &str, groups: &[&str]| {
        let of = |group: &&str| window["by_group"][*group][rate].as_f64().unwrap();
        let rates: Vec<f64> = groups.iter().map(of).collect();
        let least = rates.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = rates.iter().copied().fold(0.0, f64::max);
        (greatest - least, least / greatest)
    };
    let found = rates("true_positive_rate", &["a", "c", "missing"]);
    let wrong = rates("false_positive_rate", &["a", "b", "c", "missing"]);
    let (_, points) = points(windows);
    let close = |got: Option<f64>, want: f64| assert!((got.unwrap() - want).abs() <= TOLERANCE);
    close(points[2].equal_opportunity.difference, found.0);
    close(points[2].equal_opportunity.ratio, found.1);
    close(points[2].equalised_odds.difference, found.0.max(wrong.0));
    close(points[2].equalised_odds.ratio, found.1.min(wrong.1));
}
