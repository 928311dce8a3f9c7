//! Training as a whole: what is learned from, repeatable bytes, files that read back, sentences.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/labelled.rs"]
mod labelled;

use evenkeel::data::{ReadOptions, RowReader, RowTable};
use evenkeel::model::metrics::Metric;
use evenkeel::model::{
    self, Algorithm, AlgorithmChoice, CalibrationMethod, Model, ModelError, Scorer, SplitBy, TrainSettings,
};
use evenkeel::report::{self, ModelFile};
use evenkeel::worker::training::train_file;
use labelled::{Shape, labelled};
use proptest::prelude::*;

fn table(csv: &str) -> RowTable {
    let mut reader = RowReader::new("data.csv", &ReadOptions::default());
    reader.push(csv.as_bytes()).expect("the test's CSV is sound");
    reader.finish().expect("the test's CSV has rows")
}

fn settings(algorithm: Algorithm) -> TrainSettings {
    let mut settings = TrainSettings::for_target("outcome");
    settings.algorithm = AlgorithmChoice::One(algorithm);
    settings.resamples = 20;
    settings.forest.trees = 20;
    settings.boosting.rounds = 20;
    settings
}

fn train(table: &RowTable, settings: &TrainSettings) -> Result<ModelFile, String> {
    train_file(table, settings, &mut |_, _, _| {}).map_err(|error| error.to_string())
}

fn cases() -> impl Iterator<Item = (Algorithm, Shape)> {
    Algorithm::ALL
        .into_iter()
        .flat_map(|algorithm| [Shape::Two, Shape::Three].map(|shape| (algorithm, shape)))
}

#[test]
fn the_same_rows_settings_and_seed_give_the_same_bytes() {
    for (algorithm, shape) in cases() {
        let table = table(&labelled(400, 1, shape));
        for calibration in [CalibrationMethod::None, CalibrationMethod::Platt, CalibrationMethod::Isotonic] {
            let settings = TrainSettings { calibration, ..settings(algorithm) };
            let written = || report::write_model(&train(&table, &settings).expect("it can be learned"));
            let first = written();
            assert_eq!(first, written(), "{algorithm} {shape:?} {calibration:?}");
            let read = report::read_model("model.json", first.as_bytes()).expect("it reads back");
            assert_eq!(report::write_model(&read), first, "{algorithm}: what is read is what was written");
        }
    }
}

#[test]
fn what_was_planted_is_found_on_rows_that_were_not_learned_from() {
    for (algorithm, shape) in cases() {
        let table = table(&labelled(3_000, 2, shape));
        let mut settings = settings(algorithm);
        if algorithm == Algorithm::Tree {
            // Leaves of one class say 0 and 1: a few wrong rows of them make any log loss.
            settings.calibration = CalibrationMethod::Platt;
        }
        let file = train(&table, &settings).expect("it can be learned");
        let test = file.metrics.test.expect("there is a test part");
        let auc = test.metrics.value(Metric::RocAuc).expect("both classes are in it");
        // The generator's own probabilities reach about 0.89 (two) and 0.87 (three classes).
        assert!(auc > 0.78, "{algorithm} {shape:?}: ROC AUC {auc}");
        let loss = test.metrics.value(Metric::LogLoss).expect("there are probabilities");
        let blind = if shape == Shape::Two { 2.0_f64.ln() } else { 3.0_f64.ln() };
        assert!(loss < blind, "{algorithm} {shape:?}: log loss {loss}");
        let interval = test.intervals.iter().find(|interval| interval.metric == Metric::RocAuc);
        let interval = interval.expect("it has an interval");
        assert!(interval.low < Some(auc) && Some(auc) < interval.high, "{interval:?}");
    }
}

#[test]
fn probabilities_are_shares_whatever_the_row() {
    let odd =
        table("amount,age,region,member,outcome\n,,,,\n1e300,-1e300,nowhere,maybe,\ninf,-inf,NaN,TRUE,\n");
    for (algorithm, shape) in cases() {
        for calibration in [CalibrationMethod::None, CalibrationMethod::Platt, CalibrationMethod::Isotonic] {
            let settings = TrainSettings { calibration, ..settings(algorithm) };
            let file = train(&table(&labelled(400, 3, shape)), &settings).expect("it can be learned");
            let predictions = file.model.score(&odd.view(), "odd.csv").expect("every cell is of its kind");
            for row in 0..predictions.rows() {
                let sum: f64 = predictions.row(row).iter().sum();
                assert!((sum - 1.0).abs() < 1e-9, "{algorithm} {calibration:?}: {:?}", predictions.row(row));
                assert!(predictions.row(row).iter().all(|p| (0.0..=1.0).contains(p)), "{algorithm}");
            }
        }
    }
}

#[test]
fn nothing_is_learned_from_the_other_parts() {
    let csv = labelled(400, 4, Shape::Two);
    let mut lines: Vec<String> = csv.lines().map(str::to_owned).collect();
    let by = SplitBy::Time { column: "day".to_owned() };
    for algorithm in Algorithm::ALL {
        let mut settings = settings(algorithm);
        settings.split.by = by.clone();
        let before = train(&table(&csv), &settings).expect("it can be learned");
        // The days ascend, so the last rows are the test part: other numbers, another category.
        let changed = lines.len() - 20;
        for line in &mut lines[changed..] {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            (cells[1], cells[3]) = ("123456".to_owned(), "atlantis".to_owned());
            *line = cells.join(",");
        }
        let after = train(&table(&(lines.join("\n") + "\n")), &settings).expect("it can be learned");
        assert_eq!(before.model, after.model, "{algorithm}");
        assert_ne!(before.metrics.test, after.metrics.test, "{algorithm}");
    }
}

#[test]
fn auto_tries_every_algorithm_and_takes_the_best() {
    let mut settings = settings(Algorithm::Logistic);
    settings.algorithm = AlgorithmChoice::Auto;
    let file = train(&table(&labelled(900, 5, Shape::Two)), &settings).expect("it can be learned");
    let tried = &file.training.facts.tried;
    assert_eq!(tried.len(), Algorithm::ALL.len());
    assert!(tried.is_sorted_by(|a, b| a.log_loss <= b.log_loss));
    assert_eq!(file.model.algorithm, tried[0].algorithm);
}

/// Rows whose first half says `yes` above 0.5 and whose second half says it below.
fn turned() -> RowTable {
    let rows = (0..600).map(|row| {
        let x = f64::from(row * 37 % 101) / 100.0;
        format!("{x},{}\n", if (x > 0.5) == (row < 300) { "yes" } else { "no" })
    });
    table(&format!("x,outcome\n{}", rows.collect::<String>()))
}

fn weighted(
    table: &RowTable,
    settings: &TrainSettings,
    weights: Option<&[f64]>,
) -> Result<Model, ModelError> {
    model::train_weighted(table, settings, weights, &mut |_, _, _| {}).map(|trained| trained.model)
}

#[test]
fn what_weighs_more_is_what_is_learned() {
    let rows = turned();
    let asked = table("x\n0.9\n0.1\n");
    let choices = Algorithm::ALL.map(AlgorithmChoice::One).into_iter().chain([AlgorithmChoice::Auto]);
    for algorithm in choices {
        let settings = TrainSettings { algorithm, ..settings(Algorithm::Tree) };
        for (first, second, want) in [(20.0, 1.0, [1, 0]), (1.0, 20.0, [0, 1])] {
            let weights: Vec<f64> = (0..600).map(|row| if row < 300 { first } else { second }).collect();
            let model = weighted(&rows, &settings, Some(&weights)).expect("it can be learned");
            let predictions = model.score(&asked.view(), "asked.csv").expect("it fits");
            assert_eq!(predictions.labels, want, "{algorithm:?}, weights {first} and {second}");
        }
    }
}

#[test]
fn weights_of_one_change_nothing() {
    let rows = table(&labelled(400, 9, Shape::Three));
    let ones = vec![1.0; rows.rows];
    for algorithm in Algorithm::ALL.map(AlgorithmChoice::One).into_iter().chain([AlgorithmChoice::Auto]) {
        let settings = TrainSettings { algorithm, ..settings(Algorithm::Tree) };
        assert_eq!(
            weighted(&rows, &settings, Some(&ones)),
            weighted(&rows, &settings, None),
            "{algorithm:?}"
        );
    }
}

/// Every row twice has the moments of every row once, so that preprocessing is the same; only sums are
/// rounded in another order.
#[test]
fn weight_two_is_every_row_twice() {
    let rows = table(&labelled(300, 10, Shape::Two));
    let twice = RowTable::stacked(&[rows.clone(), rows.clone()]);
    for algorithm in [Algorithm::Logistic, Algorithm::NaiveBayes, Algorithm::Tree] {
        let mut settings = settings(algorithm);
        settings.features = Some(vec!["amount".to_owned(), "age".to_owned()]);
        (settings.split.validation, settings.split.test) = (0.0, 0.0);
        settings.tree.min_leaf_rows = 1;
        let of_weights = weighted(&rows, &settings, Some(&vec![2.0; rows.rows])).expect("it can be learned");
        let of_rows = weighted(&twice, &settings, None).expect("it can be learned");
        let once = weighted(&rows, &settings, None).expect("it can be learned");
        let score = |model: &Model| model.score(&rows.view(), "rows.csv").expect("it fits").probabilities;
        for (left, right) in score(&of_weights).iter().zip(score(&of_rows)) {
            assert!((left - right).abs() < 1e-9, "{algorithm}: {left} is not {right}");
        }
        // The penalty of logistic regression does not grow with the rows, so that twice is not once.
        assert_eq!(score(&of_weights) == score(&once), algorithm != Algorithm::Logistic, "{algorithm}");
    }
}

#[test]
fn weights_that_are_none_are_named() {
    let rows = turned();
    let sentence = |weights: &[f64]| {
        weighted(&rows, &settings(Algorithm::Tree), Some(weights)).expect_err("it cannot be").to_string()
    };
    let mut weights = vec![1.0; 600];
    assert_eq!(sentence(&weights[1..]), "`data.csv` has 600 rows and 599 weights: give one weight a row");
    for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        weights[2] = wrong;
        assert_eq!(
            sentence(&weights),
            format!("`the weight of row 3` is {wrong}, allowed is a number above 0")
        );
    }
    weights[2] = f64::MAX;
    assert!(sentence(&weights).contains("bring the weights nearer to 1"));
}

#[test]
fn rows_in_the_test_part_by_content_stay_there_when_more_come() {
    let csv = labelled(400, 11, Shape::Two);
    let mut settings = settings(Algorithm::Tree);
    settings.split.by = SplitBy::Content { id: Some("customer_id".to_owned()) };
    let parts = |table: &RowTable| {
        model::train(table, &settings, &mut |_, _, _| {}).expect("it can be learned").parts
    };
    let before = parts(&table(&csv));
    let more = labelled(700, 12, Shape::Two);
    let more: Vec<&str> = more.lines().skip(401).collect();
    let after = parts(&table(&format!("{csv}{}\n", more.join("\n"))));
    for (before, after) in [
        (&before.training, &after.training),
        (&before.validation, &after.validation),
        (&before.test, &after.test),
    ] {
        assert!(before.len() > 30);
        assert_eq!(*before, after.iter().copied().filter(|row| *row < 400).collect::<Vec<_>>());
    }
}

#[test]
fn what_cannot_be_learned_is_said_with_the_way_out() {
    let sound = labelled(60, 6, Shape::Two);
    let header = sound.lines().next().expect("there is a header").to_owned();
    let only = |label: &str| {
        let kept = sound.lines().skip(1).filter(|line| line.ends_with(label));
        std::iter::once(header.as_str()).chain(kept).collect::<Vec<_>>().join("\n") + "\n"
    };
    let unlabelled: String = sound
        .lines()
        .map(|line| {
            if line == header {
                format!("{line}\n")
            } else {
                format!("{},\n", line.rsplit_once(',').unwrap().0)
            }
        })
        .collect();
    let sentence = |csv: &str, change: &dyn Fn(&mut TrainSettings)| {
        let mut settings = settings(Algorithm::Tree);
        change(&mut settings);
        train(&table(csv), &settings).expect_err("it cannot be learned")
    };
    insta::assert_snapshot!(
        [
            sentence(&only("yes"), &|_| {}),
            sentence(&unlabelled, &|_| {}),
            sentence(&sound, &|settings| settings.target = "result".to_owned()),
            sentence(&sound, &|settings| settings.target = "amount".to_owned()),
            sentence(&sound, &|settings| settings.features = Some(vec!["customer_id".to_owned()])),
            sentence(&sound, &|settings| settings.features = Some(vec!["income".to_owned()])),
            sentence(&sound, &|settings| settings.split.test = 0.95),
            sentence(&sound, &|settings| settings.split.by = SplitBy::Time { column: "region".to_owned() }),
            sentence(&sound, &|settings| settings.tree.max_depth = 0),
            sentence(&sound, &|settings| {
                settings.calibration = CalibrationMethod::Platt;
                settings.split.validation = 0.0;
            }),
            sentence("a,outcome\n1,yes\n1,no\n1,yes\n1,no\n1,yes\n1,no\n", &|_| {}),
        ]
        .join("\n")
    );
}

#[test]
fn a_text_among_numbers_is_named_when_rows_are_scored() {
    let file =
        train(&table(&labelled(200, 7, Shape::Two)), &settings(Algorithm::Tree)).expect("it can be learned");
    let wrong = table("amount,age,region,member\n1,2,north,true\n1,old,north,true\n");
    let error = file.model.score(&wrong.view(), "new.csv").expect_err("`old` is no number");
    assert_eq!(error, ModelError::NotANumber { column: "age".to_owned(), text: "old".to_owned(), row: 2 });
    let short = table("amount,region,member\n1,north,true\n");
    let error = file.model.score(&short.view(), "new.csv").expect_err("a column is missing");
    assert!(matches!(error, ModelError::MissingInput { ref column, .. } if column == "age"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_damaged_model_file_is_refused_or_scores_without_a_panic(
        at in any::<prop::sample::Index>(),
        byte in prop::sample::select(&b"0123456789-.e,[]{}\"ntx"[..]),
        algorithm in prop::sample::select(&Algorithm::ALL[..]),
    ) {
        let rows = table(&labelled(80, 8, Shape::Three));
        let mut settings = settings(algorithm);
        settings.forest.trees = 2;
        settings.boosting.rounds = 2;
        settings.calibration = CalibrationMethod::Isotonic;
        let file = train(&rows, &settings).expect("it can be learned");
        let mut bytes = report::write_model(&file).into_bytes();
        // Past the head, inside the model.
        let start = bytes.windows(12).position(|w| w == b"\"classifier\"").unwrap_or(0);
        let at = start + at.index(bytes.len() - start);
        bytes[at] = byte;
        if let Ok(read) = report::read_model("model.json", &bytes) {
            let _ = read.model.score(&rows.view(), "data.csv");
        }
    }
}
