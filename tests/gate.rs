//! The gate on data of which the truth is known.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::data::{Cell, CellColumn, RowTable, RowView};
use evenkeel::lifecycle::{
    Contender, Evidence, GatePart, GatePolicy, GateReport, RowOrigin, Standing, TrainingSet, judge,
};
use evenkeel::model::metrics::Metric;
use evenkeel::model::{Feature, Input, ModelError, NumericInput, Predictions, Schema, Scorer};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Says the probability of `yes` that stands in a column.
struct Stated {
    schema: Schema,
    /// Whether its first class is the positive one.
    is_turned: bool,
}

impl Stated {
    fn of(column: &str) -> Self {
        Self::with(column, ["no", "yes"])
    }

    fn with(column: &str, classes: [&str; 2]) -> Self {
        let features =
            vec![Feature { name: column.to_owned(), input: Input::Numeric(NumericInput::default()) }];
        let is_turned = classes[0] == "yes";
        let classes = classes.map(str::to_owned).to_vec();
        Self { schema: Schema { target: "y".to_owned(), classes, features }, is_turned }
    }
}

impl Scorer for Stated {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn score(&self, rows: &RowView<'_>, _: &str) -> Result<Predictions, ModelError> {
        let column = rows.column(&self.schema.features[0].name).expect("the column is there");
        let both = |p: &f64| if self.is_turned { [*p, 1.0 - p] } else { [1.0 - p, *p] };
        Ok(Predictions::of(2, column.numbers().iter().flat_map(both).collect(), 0.5))
    }
}

/// Rows whose outcome has the probability in `truth`. `flat` knows nothing; `shuffled` has the truth of other
/// rows; `sharp` ranks as the truth and overstates it; `no_south` knows nothing of the south, which is every
/// fourth row. The last `newest` rows are the newest window.
fn set(rows: usize, newest: usize) -> TrainingSet {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
    let truth: Vec<f64> = (0..rows).map(|_| random.r#gen()).collect();
    let labels: Vec<Cell<'_>> =
        truth.iter().map(|p| Cell::Text(if random.r#gen::<f64>() < *p { "yes" } else { "no" })).collect();
    let is_south = |row: usize| row.is_multiple_of(4);
    let sharp = |p: &f64| if *p > 0.5 { 0.99 + 0.01 * p } else { 0.01 * p };
    let columns = vec![
        CellColumn::from_numbers("flat", truth.iter().map(|_| random.r#gen::<f64>()).collect()),
        CellColumn::from_numbers("shuffled", (0..rows).map(|row| truth[(row + 1) % rows]).collect()),
        CellColumn::from_numbers("sharp", truth.iter().map(sharp).collect()),
        CellColumn::from_numbers(
            "no_south",
            truth.iter().enumerate().map(|(row, p)| if is_south(row) { 0.5 } else { *p }).collect(),
        ),
        CellColumn::from_cells(
            "region",
            (0..rows).map(|row| Cell::Text(if is_south(row) { "south" } else { "north" })),
        ),
        CellColumn::from_numbers("truth", truth),
        CellColumn::from_cells("y", labels),
    ];
    let origin = |row: usize| RowOrigin::Current { row: row as u32, in_newest: row >= rows - newest };
    TrainingSet {
        table: RowTable { name: "rows.csv".to_owned(), rows, columns, ..RowTable::default() },
        origins: (0..rows).map(origin).collect(),
        ..TrainingSet::default()
    }
}

/// All rows are test rows of the challenger that the champion never saw, but for those of `standings`.
fn run(set: &TrainingSet, champion: Option<&Stated>, challenger: &Stated, policy: &GatePolicy) -> GateReport {
    let unseen = vec![Standing::Unseen; set.table.rows];
    run_with(set, champion, challenger, policy, [&unseen, &unseen])
}

fn run_with(
    set: &TrainingSet,
    champion: Option<&Stated>,
    challenger: &Stated,
    policy: &GatePolicy,
    standings: [&[Standing]; 2],
) -> GateReport {
    let no_segments: Vec<String> =
        ["flat", "shuffled", "sharp", "no_south", "truth"].map(str::to_owned).to_vec();
    let [theirs, own] = standings;
    let evidence = Evidence {
        champion: champion.map(|scorer| Contender { name: "loan version 1", scorer, standings: theirs }),
        challenger: Contender { name: "challenger", scorer: challenger, standings: own },
        set,
        target: "y",
        validation_used: false,
        no_segments: &no_segments,
        resamples: 50,
        seed: 1,
    };
    judge(&evidence, policy, Vec::new(), &mut |_, _| ()).expect("the rows can be judged")
}

fn failed(report: &GateReport) -> Vec<&str> {
    report.rules.iter().filter(|rule| !rule.holds).map(|rule| rule.id.as_str()).collect()
}

fn test_part(report: &GateReport) -> &GatePart {
    report.parts.iter().find(|part| part.name == "test").expect("there is a test part")
}

#[test]
fn a_model_against_itself_is_no_worse_by_any_margin() {
    let set = set(600, 100);
    for metric in Metric::ALL {
        let policy = GatePolicy { metric, margin: 1e-12, ..GatePolicy::default() };
        let found = run(&set, Some(&Stated::of("truth")), &Stated::of("truth"), &policy);
        assert!(found.passed, "{}: {}", metric.id(), found.headline);
        let names: Vec<&str> = found.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(names, ["test", "newest window"], "no row is of the validation part");
    }
    let strict = GatePolicy { margin: 0.0, ..GatePolicy::default() };
    let found = run(&set, Some(&Stated::of("truth")), &Stated::of("truth"), &strict);
    assert_eq!(failed(&found), ["non_inferior"], "a margin of 0 asks for better");
}

#[test]
fn one_that_learned_shuffled_labels_is_rejected_and_a_much_better_one_passes() {
    let set = set(600, 100);
    let policy = GatePolicy::default();
    let found = run(&set, Some(&Stated::of("truth")), &Stated::of("shuffled"), &policy);
    assert_eq!((found.passed, failed(&found)), (false, vec!["non_inferior"]));
    assert!(
        found.headline.starts_with("rejected: gain over the champion in ROC AUC: −0."),
        "{}",
        found.headline
    );
    // The truth has an AUC of 5/6 (∫∫ over two uniform probabilities), the other of 1/2.
    let rule = found.rules.iter().find(|rule| rule.id == "non_inferior").unwrap();
    assert!(rule.have.unwrap() < -0.25 && rule.want == Some(-0.02), "{rule:?}");
    let found = run(&set, Some(&Stated::of("flat")), &Stated::of("truth"), &policy);
    assert!(found.passed, "{}", found.headline);
    assert!(found.rules.iter().find(|rule| rule.id == "non_inferior").unwrap().have.unwrap() > 0.0);
    // 5/6 less 1/2, on 600 rows.
    let both = test_part(&found).comparison.as_ref().unwrap();
    let auc = both.metrics.iter().find(|found| found.metric == Metric::RocAuc).unwrap();
    assert!(auc.low < 1.0 / 3.0 && 1.0 / 3.0 < auc.high && auc.low > 0.2, "{auc:?}");
    // Lower is better of a log loss, and the direction turns with it.
    let loss = GatePolicy { metric: Metric::LogLoss, ..GatePolicy::default() };
    assert!(run(&set, Some(&Stated::of("sharp")), &Stated::of("truth"), &loss).passed);
    assert!(!run(&set, Some(&Stated::of("truth")), &Stated::of("sharp"), &loss).passed);
}

#[test]
fn values_are_those_of_the_rows() {
    let set = set(400, 0);
    let found = run(&set, Some(&Stated::of("flat")), &Stated::of("truth"), &GatePolicy::default());
    let part = test_part(&found);
    let labels = set.table.column("y").unwrap();
    let is_yes: Vec<bool> = (0..400).map(|row| labels.cell(row) == Cell::Text("yes")).collect();
    for (column, evaluation) in [("flat", part.champion.as_ref().unwrap()), ("truth", &part.challenger)] {
        let p = set.table.column(column).unwrap().numbers();
        // By the definitions: share of right labels, share of pairs in the right order.
        let right = p.iter().zip(&is_yes).filter(|(p, yes)| (**p > 0.5) == **yes).count();
        let (mut won, mut pairs) = (0.0, 0.0);
        for (a, _) in p.iter().zip(&is_yes).filter(|(_, yes)| **yes) {
            for (b, _) in p.iter().zip(&is_yes).filter(|(_, yes)| !**yes) {
                pairs += 1.0;
                won += if a > b {
                    1.0
                } else if a == b {
                    0.5
                } else {
                    0.0
                };
            }
        }
        assert!((evaluation.metrics.accuracy - right as f64 / 400.0).abs() < 1e-12);
        assert!((evaluation.metrics.value(Metric::RocAuc).unwrap() - won / pairs).abs() < 1e-12);
    }
    assert_eq!((part.rows, part.judged), (400, true));
}

#[test]
fn the_order_of_the_champions_classes_does_not_count() {
    let set = set(300, 0);
    let policy = GatePolicy { margin: 1e-12, ..GatePolicy::default() };
    let turned = Stated::with("truth", ["yes", "no"]);
    let found = run(&set, Some(&turned), &Stated::of("truth"), &policy);
    assert!(found.passed, "{}", found.headline);
    let other = Stated::with("truth", ["no", "perhaps"]);
    let found = run(&set, Some(&other), &Stated::of("truth"), &policy);
    assert!(failed(&found).contains(&"same_classes") && !found.passed);
}

#[test]
fn too_few_rows_fail_the_gate_and_a_small_newest_window_is_shown_only() {
    let small = set(29, 0);
    let policy = GatePolicy { margin: 1.0, ..GatePolicy::default() };
    let found = run(&small, Some(&Stated::of("truth")), &Stated::of("truth"), &policy);
    assert_eq!(failed(&found), ["min_rows"]);
    assert_eq!(found.headline, "rejected: 29 in test held-out rows; 30 are needed");
    let found = run(&set(300, 12), Some(&Stated::of("truth")), &Stated::of("truth"), &policy);
    assert!(found.passed);
    let newest = found.parts.iter().find(|part| part.name == "newest window").unwrap();
    assert_eq!((newest.rows, newest.judged), (12, false));
    assert_eq!(
        found.notes,
        ["The newest window has 12 held-out rows of 30: it is shown, and the test part judges alone."]
    );
}

#[test]
fn rows_that_either_learned_from_are_left_out() {
    let set = set(400, 100);
    let mut own = vec![Standing::Learned; 400];
    // The challenger kept 100 rows to stop by and 100 to test on; the champion learned 40 of the latter.
    own[200..300].fill(Standing::Validated);
    own[300..].fill(Standing::Unseen);
    let mut theirs = vec![Standing::Unseen; 400];
    theirs[300..340].fill(Standing::Learned);
    let policy = GatePolicy { margin: 1.0, ..GatePolicy::default() };
    let (champion, challenger) = (Stated::of("truth"), Stated::of("truth"));
    let found = run_with(&set, Some(&champion), &challenger, &policy, [&theirs, &own]);
    let rows: Vec<(&str, u64, bool)> =
        found.parts.iter().map(|part| (part.name.as_str(), part.rows, part.judged)).collect();
    assert_eq!(rows, [("validation", 100, false), ("test", 60, true), ("newest window", 60, true)]);
    assert_eq!(
        found.notes,
        ["40 rows held out by the challenger are left out, since the champion may have learned from them."]
    );
}

#[test]
fn a_segment_that_is_worse_fails_the_gate_and_so_does_a_group() {
    let set = set(1_200, 0);
    let policy = GatePolicy { margin: 1.0, segment_margin: Some(0.1), ..GatePolicy::default() };
    let (truth, no_south) = (Stated::of("truth"), Stated::of("no_south"));
    let found = run(&set, Some(&truth), &no_south, &policy);
    assert_eq!(failed(&found), ["segments"]);
    // The log loss of 0.5 is ln 2 = 0.693, that of the truth 1/2 in the mean: worse by 0.19.
    let rule = found.rules.iter().find(|rule| rule.id == "segments").unwrap();
    assert!((rule.have.unwrap() - 0.193).abs() < 0.06, "{rule:?}");
    assert!(rule.words.starts_with("`region` south is worse in Log loss by 0."), "{}", rule.words);
    assert!(run(&set, Some(&no_south), &truth, &policy).passed);
    let groups = GatePolicy { groups: Some("region".to_owned()), ..policy.clone() };
    assert_eq!(failed(&run(&set, Some(&truth), &no_south, &groups)), ["groups"]);
    let missing = GatePolicy { groups: Some("sex".to_owned()), ..policy };
    assert!(failed(&run(&set, Some(&truth), &truth, &missing)).contains(&"groups"));
}

#[test]
fn calibration_and_a_minimum_are_asked_of_the_challenger_alone() {
    let set = set(800, 0);
    let policy = GatePolicy { margin: 1.0, max_ece: Some(0.1), minimum: Some(0.7), ..GatePolicy::default() };
    let (truth, sharp) = (Stated::of("truth"), Stated::of("sharp"));
    assert!(run(&set, Some(&truth), &truth, &policy).passed);
    assert_eq!(failed(&run(&set, Some(&truth), &sharp, &policy)), ["max_ece"]);
    // Without a champion these are all the rules.
    let first = run(&set, None, &truth, &policy);
    let ids: Vec<&str> = first.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!((ids, first.passed), (vec!["minimum", "max_ece"], true));
    assert_eq!(failed(&run(&set, None, &Stated::of("flat"), &policy)), ["minimum", "max_ece"]);
    assert!(run(&set, None, &sharp, &GatePolicy::default()).passed, "no rule, no reason");
}
