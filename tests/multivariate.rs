//! Multivariate methods against scikit-learn and NannyML, on splits of one sample, and at the edges.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use evenkeel::data::{Kind, Role};
use evenkeel::drift::multivariate::{
    MultivariateReport, MultivariateSettings, Reconstruction, domain_classifier, multivariate,
    out_of_fold_auc,
};
use evenkeel::drift::{Frame, FrameColumn, FrameValues};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde_json::Value;

/// The `domain_classifier` of the breast-cancer case, by scikit-learn 1.9.1: `StandardScaler`,
/// `LogisticRegression(C=1)`, `cross_val_predict` over `StratifiedKFold(5)`, `roc_auc_score`.
const BREAST_CANCER_AUC: f64 = 0.987575;
const SETTINGS: MultivariateSettings = MultivariateSettings { seed: 1, permutations: 99, chunks: 10 };

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Header and cells of a CSV without quotes.
fn cells(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = fs::read_to_string(path).expect("the case is there");
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    (lines.next().expect("a header"), lines.collect())
}

fn column(name: &str, kind: Kind, values: FrameValues) -> FrameColumn {
    FrameColumn { name: name.to_owned(), kind, role: Role::Feature, values }
}

fn numbers(name: &str, values: Vec<f64>) -> FrameColumn {
    column(name, Kind::Numeric, FrameValues::Numbers(values))
}

fn categories(name: &str, cells: &[&str]) -> FrameColumn {
    let names: BTreeSet<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    let code = |cell: &&str| {
        names.iter().position(|name| name == cell).map_or(FrameValues::NO_CATEGORY, |at| at as u32)
    };
    let codes = cells.iter().map(code).collect();
    column(name, Kind::Categorical, FrameValues::Categories { codes, names })
}

fn frame(reference_rows: usize, current_rows: usize, columns: Vec<FrameColumn>) -> Frame {
    Frame { reference_rows, current_rows, counts: vec![1; reference_rows + current_rows], columns }
}

fn run(frame: &Frame) -> MultivariateReport {
    multivariate(frame, &SETTINGS, &mut |_, done, total| assert!(done <= total))
}

/// About normal, mean 0, standard deviation 1.
fn normal(random: &mut impl Rng) -> f64 {
    (0..12).map(|_| random.r#gen::<f64>()).sum::<f64>() - 6.0
}

/// Four numbers, two of them correlated, and a category; from row `n` on changed by `change`.
fn mixed(n: usize, m: usize, seed: u64, change: impl Fn(&mut [f64; 4])) -> Frame {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut table: Vec<Vec<f64>> = vec![Vec::new(); 4];
    let mut names = Vec::new();
    for row in 0..n + m {
        let base = normal(&mut random);
        let mut cells = [base, base + 0.5 * normal(&mut random), normal(&mut random), 0.0];
        cells[3] = normal(&mut random);
        if row >= n {
            change(&mut cells);
        }
        table.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
        names.push(["a", "b", "c"][random.gen_range(0..3)]);
    }
    let mut columns: Vec<FrameColumn> =
        table.into_iter().zip(["a", "b", "c", "d"]).map(|(values, name)| numbers(name, values)).collect();
    columns.push(categories("kind", &names));
    frame(n, m, columns)
}

#[test]
fn the_domain_classifier_agrees_with_scikit_learn() {
    let case = folder("golden/a_breast_cancer");
    let golden: Value =
        serde_json::from_str(&fs::read_to_string(case.join("golden.json")).expect("golden")).expect("JSON");
    let want = golden["domain_classifier"]["auc"].as_f64().unwrap_or(BREAST_CANCER_AUC);
    let mut rows = Vec::new();
    let mut current = Vec::new();
    let mut width = 0;
    for (file, is_current) in [("reference.csv", false), ("current.csv", true)] {
        let (header, lines) = cells(&case.join(file));
        // The 30 measurements come first; what follows is no number in the golden case.
        width = header.iter().take_while(|name| name.as_str() != "target").count();
        for line in lines {
            let numbers: Vec<f64> = line[..width].iter().filter_map(|cell| cell.parse().ok()).collect();
            if numbers.len() == width {
                rows.extend(numbers);
                current.push(is_current);
            }
        }
    }
    assert_eq!((width, current.len()), (30, 400), "as the golden case counts columns and rows");
    let got = out_of_fold_auc(&rows, width, &current).expect("it can be fitted");
    println!("domain classifier: AUC {got}, scikit-learn {want}");
    assert!((got - want).abs() <= 0.02, "got {got}, want {want}");
}

#[test]
fn the_reconstruction_error_agrees_with_nannyml_in_every_chunk() {
    let case = folder("golden_nannyml_pca");
    let (header, reference) = cells(&case.join("reference.csv"));
    let (_, current) = cells(&case.join("current.csv"));
    let all: Vec<&Vec<String>> = reference.iter().chain(&current).collect();
    let cell = |row: &Vec<String>, name: &str| {
        let at = header.iter().position(|other| other == name).expect("the column is there");
        row[at].clone()
    };
    let number = |name: &str| {
        numbers(name, all.iter().map(|row| cell(row, name).parse().unwrap_or(f64::NAN)).collect())
    };
    let segment: Vec<String> = all.iter().map(|row| cell(row, "segment")).collect();
    let segment: Vec<&str> = segment.iter().map(String::as_str).collect();
    let columns = vec![number("x1"), number("x2"), categories("segment", &segment), number("y_proba")];
    let frame = frame(reference.len(), current.len(), columns);
    let rows: Vec<usize> = (0..reference.len()).collect();
    let model = Reconstruction::fit(&frame, &rows).expect("it can be fitted");

    let (mut compared, mut worst) = (0, 0.0_f64);
    let mut close = |what: &str, got: f64, want: f64| {
        let gap = (got - want).abs() / want.abs();
        assert!(gap <= 1e-9, "{what}: got {got}, want {want}");
        (compared, worst) = (compared + 1, worst.max(gap));
    };
    for file in ["n_chunk_size.json", "n_monthly.json"] {
        let golden: Value =
            serde_json::from_str(&fs::read_to_string(case.join(file)).expect("golden")).expect("JSON");
        let chunks = golden["pca_reconstruction_error"].as_array().expect("chunks");
        let mut of_reference = Vec::new();
        for chunk in chunks {
            let index = |key: &str| chunk["chunk"][key].as_u64().expect("an index") as usize;
            let is_reference = chunk["chunk"]["period"] == "reference";
            let from = if is_reference { 0 } else { reference.len() };
            let rows: Vec<usize> = (from + index("start_index")..=from + index("end_index")).collect();
            let error = model.errors(&frame, &rows).mean();
            if is_reference {
                of_reference.push(error);
            }
            close(
                &format!("{file} {}", chunk["chunk"]["key"]),
                error,
                chunk["value"].as_f64().expect("a number"),
            );
        }
        let n = of_reference.len() as f64;
        let mean = of_reference.iter().sum::<f64>() / n;
        let std = (of_reference.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
        close("upper", mean + 3.0 * std, chunks[0]["upper_threshold"].as_f64().expect("a number"));
        close("lower", mean - 3.0 * std, chunks[0]["lower_threshold"].as_f64().expect("a number"));
    }
    println!("reconstruction error: {compared} compared, largest relative error {worst:.1e}");
    assert_eq!(compared, 12 + 2 + 14 + 2);
}

/// At a true rate of 5 %, 19 or more alarms in 200 splits come once in 170 times.
#[test]
fn one_sample_split_in_two_is_rarely_told_apart() {
    const SPLITS: u64 = 200;
    let alarms = (0..SPLITS)
        .filter(|seed| {
            let frame = mixed(150, 120, 1_000 + seed, |_| ());
            domain_classifier(&frame, &SETTINGS, &mut |_, _| ()).expect("enough rows").drifted
        })
        .count();
    println!("domain classifier: {alarms} false alarms in {SPLITS} splits");
    assert!(alarms <= 18, "{alarms} of {SPLITS}");
}

#[test]
fn a_moved_column_gives_the_sides_away() {
    let report = run(&mixed(800, 600, 5, |cells| cells[2] += 1.0));
    let classifier = report.domain_classifier.expect("it was computed");
    assert!(classifier.drifted && classifier.auc > 0.7, "{classifier:?}");
    assert_eq!(classifier.columns[0].name, "c");
    assert!(report.mmd.expect("it was computed").drifted);
    assert!(report.skipped.is_empty(), "{:?}", report.skipped);
}

#[test]
fn a_wider_spread_gives_the_sides_away() {
    let report = run(&mixed(800, 600, 6, |cells| cells[3] *= 2.0));
    let classifier = report.domain_classifier.expect("it was computed");
    assert!(classifier.drifted, "{classifier:?}");
    assert_eq!(classifier.columns[0].name, "d");
}

#[test]
fn a_broken_correlation_shows_in_the_reconstruction_only() {
    // Columns a and b keep their distributions, but a is turned against b.
    let report = run(&mixed(2_000, 1_500, 7, |cells| cells[0] = -cells[0]));
    let pca = report.pca.expect("it was computed");
    assert!(pca.drifted && pca.current > pca.upper, "{pca:?}");
    assert!(pca.columns.iter().take(2).all(|column| ["a", "b"].contains(&column.name.as_str())), "{pca:?}");
}

#[test]
fn the_same_seed_gives_the_same_report() {
    let frame = mixed(300, 300, 8, |_| ());
    assert_eq!(run(&frame), run(&frame));
}

#[test]
fn ids_times_and_free_text_do_not_take_part() {
    let n = 200;
    let mut frame = mixed(n, n, 9, |_| ());
    let places: Vec<f64> = (0..2 * n).map(|row| row as f64).collect();
    for (name, role, kind) in [
        ("id", Role::Id, Kind::Numeric),
        ("when", Role::Timestamp, Kind::Numeric),
        ("part", Role::Split, Kind::Numeric),
        ("model", Role::Version, Kind::Numeric),
        ("note", Role::Feature, Kind::Text),
    ] {
        let mut column = numbers(name, places.clone());
        (column.role, column.kind) = (role, kind);
        frame.columns.push(column);
    }
    let report = run(&frame);
    let classifier = report.domain_classifier.expect("it was computed");
    assert!(classifier.auc < 0.65, "{}", classifier.auc);
    assert!(report.skipped.iter().any(|sentence| sentence.contains("`id`")), "{:?}", report.skipped);
}

#[test]
fn repeated_rows_count_as_often_as_they_occurred() {
    // Three distinct rows a side; only how often they occurred differs.
    let names = ["a", "b", "c", "a", "b", "c"];
    let mut frame = frame(3, 3, vec![categories("kind", &names)]);
    frame.counts = vec![300, 300, 300, 100, 100, 700];
    let classifier = run(&frame).domain_classifier.expect("it was computed");
    assert_eq!((classifier.reference_rows, classifier.current_rows), (900, 900));
    assert!(classifier.drifted && classifier.auc > 0.65, "{classifier:?}");
}

#[test]
fn frames_with_nothing_to_compare_are_explained() {
    let nan = f64::NAN;
    let cases = [
        ("nothing", Frame::default()),
        ("no columns", frame(50, 50, Vec::new())),
        ("one row", frame(1, 1, vec![numbers("x", vec![1.0, 2.0])])),
        ("one side", frame(50, 0, vec![numbers("x", (0..50).map(f64::from).collect())])),
        ("constant", frame(50, 50, vec![numbers("x", vec![3.0; 100]), categories("k", &["a"; 100])])),
        ("all missing", frame(50, 50, vec![numbers("x", vec![nan; 100]), categories("k", &[""; 100])])),
        ("columns too short", frame(50, 50, vec![numbers("x", vec![1.0, 2.0])])),
    ];
    for (name, frame) in cases {
        let report = run(&frame);
        let made = [report.domain_classifier.is_some(), report.pca.is_some(), report.mmd.is_some()];
        assert_eq!(made.iter().filter(|made| !**made).count(), report.skipped.len(), "{name}: {report:?}");
    }
}

#[test]
fn extreme_numbers_give_finite_results() {
    let mut cells: Vec<f64> = (0..200).map(|row| f64::from(row % 17)).collect();
    (cells[0], cells[1], cells[150]) = (f64::MAX, f64::MIN, 1e-300);
    let report = run(&frame(100, 100, vec![numbers("x", cells)]));
    let classifier = report.domain_classifier.expect("it was computed");
    assert!(classifier.auc.is_finite());
    assert!(report.pca.is_none_or(|pca| pca.current.is_finite() && pca.upper.is_finite()));
    assert!(report.mmd.is_none_or(|mmd| mmd.mmd2.is_finite()));
}

#[test]
fn a_missing_side_shows() {
    let mut frame = mixed(300, 300, 10, |_| ());
    if let FrameValues::Numbers(values) = &mut frame.columns[0].values {
        values[300..450].fill(f64::NAN);
    }
    let classifier = run(&frame).domain_classifier.expect("it was computed");
    assert!(classifier.drifted, "{classifier:?}");
    assert_eq!(classifier.columns[0].name, "a");
}
