//! The order of things by hand, and a concept that turns around.

use super::super::prequential::prequential;
use super::*;
use crate::data::{ReadOptions, RowReader, RowView};
use crate::model::classifier::NaiveBayes;
use crate::model::{
    Algorithm, AlgorithmChoice, Classifier, EncodedColumn, Feature, Input, Model, ModelError, NumericInput,
    Part, Preprocessor, Schema, TrainSettings, train,
};
use crate::stream::{DdmSettings, DetectorKind};

fn table(csv: &str) -> RowTable {
    let mut reader = RowReader::new("t.csv", &ReadOptions::default());
    reader.push(csv.as_bytes()).unwrap();
    reader.finish().unwrap()
}

fn schema(classes: [&str; 2]) -> Schema {
    let input = Input::Numeric(NumericInput { mean: 0.0, std: 1.0, ..NumericInput::default() });
    Schema {
        target: "y".to_owned(),
        classes: classes.map(str::to_owned).to_vec(),
        features: vec![Feature { name: "x".to_owned(), input }],
    }
}

/// `a` around 0 and `b` around 10, both of variance 1, known from so many rows each.
fn bayes(rows: f64) -> Model {
    let mut settings = TrainSettings::for_target("y");
    settings.naive_bayes.var_smoothing = 1e-15;
    Model {
        schema: schema(["a", "b"]),
        algorithm: Algorithm::NaiveBayes,
        settings,
        preprocessor: Preprocessor {
            columns: vec![EncodedColumn { feature: 0, part: Part::Value { mean: 0.0, std: 1.0 } }],
        },
        classifier: Classifier::NaiveBayes(NaiveBayes {
            counts: vec![rows; 2],
            log_priors: vec![0.5_f64.ln(); 2],
            means: vec![vec![0.0], vec![10.0]],
            variances: vec![vec![1.0]; 2],
        }),
        calibrator: None,
        threshold: 0.5,
    }
}

fn settings(batch_rows: u32) -> PrequentialSettings {
    PrequentialSettings { batch_rows, average: 2, detector: None, ..PrequentialSettings::default() }
}

fn run(table: &RowTable, model: &Model, settings: &PrequentialSettings) -> PrequentialRun {
    let learner = OnlineLearner::from_model(model.clone()).unwrap();
    prequential(table, "y", Some(model), learner, settings, &mut |_, _| {}).unwrap()
}

fn accuracies(told: &Prequential) -> Vec<Option<f64>> {
    told.points.iter().map(|point| point.learner.accuracy_so_far).collect()
}

/// 4 is nearer to 0 than to 10, so the first `b` at 4 is taken for an `a`. Learned beside the one row known of
/// `b`, it moves its mean to (10 + 4) / 2 = 7 and its variance to (1 + 0 + 6² · ½) / 2 = 9.5; the log-odds of
/// `b` at 4 are then ln 2 − ½ ln 9.5 − 3² / 19 + 4² / 2 = 7.1, where they were (4² − 6²) / 2 = −10.
#[test]
fn every_row_is_predicted_before_it_is_learned() {
    let rows = table("x,y\n4,b\n4,b\n4,b\n4,b\n");
    let one_by_one = run(&rows, &bayes(1.0), &settings(1)).result;
    assert_eq!(accuracies(&one_by_one), [Some(0.0), Some(0.5), Some(2.0 / 3.0), Some(0.75)]);
    let recent: Vec<_> = one_by_one.points.iter().map(|point| point.learner.accuracy).collect();
    assert_eq!(recent, [Some(0.0), Some(0.5), Some(1.0), Some(1.0)]);
    let champion: Vec<_> = one_by_one.points.iter().map(|p| p.champion.unwrap().accuracy_so_far).collect();
    assert_eq!(champion, [Some(0.0); 4]);
    let loss = one_by_one.champion.unwrap().log_loss.unwrap();
    // Log-odds of b at 4: (4² − 6²) / 2 = −10, so the loss of each row is ln(1 + e¹⁰).
    assert!((loss - 10.0_f64.exp().ln_1p()).abs() < 1e-12, "{loss}");

    // In pairs, both rows of the first are predicted before any is learned.
    assert_eq!(accuracies(&run(&rows, &bayes(1.0), &settings(2)).result), [Some(0.0), Some(0.5)]);
    // Labels a row later: the second row is predicted before the first is learned.
    let late = run(&rows, &bayes(1.0), &PrequentialSettings { delay_rows: 1, ..settings(1) }).result;
    assert_eq!(accuracies(&late), [None, Some(0.0), Some(0.0), Some(1.0 / 3.0)]);
    assert_eq!((late.labelled, late.waiting, late.learner.rows), (3, 1, 3));
    assert_eq!(late.points.iter().map(|point| point.rows).collect::<Vec<_>>(), [0, 1, 1, 1]);
}

#[test]
fn rows_without_a_label_are_neither_scored_nor_learned() {
    let with = run(&table("x,y\n4,b\n0,\n4,b\n9,c\n4,b\n"), &bayes(1.0), &settings(1));
    let without = run(&table("x,y\n4,b\n4,b\n4,b\n"), &bayes(1.0), &settings(1));
    assert_eq!(with.learner, without.learner);
    assert_eq!(with.result.learner, without.result.learner);
    assert_eq!((with.result.rows, with.result.labelled, with.result.waiting), (5, 3, 0));
    assert_eq!(with.result.points[1].learner, with.result.points[0].learner);
}

/// The learner's state is what the same rows give when they are learned by hand.
#[test]
fn the_learner_has_learned_every_row_once_and_in_order() {
    let rows = table("x,y\n4,b\n1,a\n6,b\n3,a\n5,b\n");
    let got = run(&rows, &bayes(1.0), &settings(2)).learner;
    let mut want = OnlineLearner::from_model(bayes(1.0)).unwrap();
    for (rows, labels) in
        [("4\n1", [Some(1), Some(0)].as_slice()), ("6\n3", &[Some(1), Some(0)]), ("5", &[Some(1)])]
    {
        want.learn(&table(&format!("x\n{rows}\n")).view(), labels, "t.csv").unwrap();
    }
    assert_eq!(got, want);
}

/// Rows at 0, right as `a` and wrong as `b`, past a learner that so many rows have taught that no row
/// changes its mind. The errors are those of the test in `stream/ddm.rs`: warnings on rows 6 to 8, drift on 9.
const ERRORS: [u8; 12] = [0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0];

fn reset_by(reset: Reset, batch_rows: u32) -> PrequentialRun {
    let rows: String = ERRORS.iter().map(|error| ["0,a\n", "0,b\n"][usize::from(*error)]).collect();
    let ddm = DetectorSettings::Ddm(DdmSettings { warm_start: 4, ..DdmSettings::default() });
    let settings = PrequentialSettings { detector: Some(ddm), reset, ..settings(batch_rows) };
    run(&table(&format!("x,y\n{rows}")), &bayes(1e9), &settings)
}

#[test]
fn a_drift_begins_again_where_the_settings_say() {
    let found = |row, last_row, began_with| LearnerReset {
        row,
        last_row,
        detector: DetectorKind::Ddm,
        warning: Some(6),
        began_with,
    };
    let since = Reset::SinceWarning { keep: 3 };
    assert_eq!(reset_by(since, 1).result.resets, [found(9, 9, 4)]);
    assert_eq!(reset_by(since, 4).result.resets, [found(9, 11, 6)]);
    assert_eq!(reset_by(Reset::Last { keep: 3 }, 1).result.resets, [found(9, 9, 3)]);
    let start = reset_by(Reset::Start, 1);
    assert_eq!(start.result.resets, [found(9, 9, 1)]);
    // The start, and the rows 9 to 11.
    let mut want = OnlineLearner::from_model(bayes(1e9)).unwrap();
    for label in [1, 0, 0] {
        want.learn(&table("x\n0\n").view(), &[Some(label)], "t.csv").unwrap();
    }
    assert_eq!(start.learner, want);
}

/// ADWIN hears that errors end. That is no reason to forget.
#[test]
fn fewer_errors_are_no_reason_to_begin_again() {
    let rows: String =
        (0..800).map(|row| if row < 400 && row % 2 == 0 { "0,b\n" } else { "0,a\n" }).collect();
    let detector = Some(DetectorKind::Adwin.settings());
    let told =
        run(&table(&format!("x,y\n{rows}")), &bayes(1e9), &PrequentialSettings { detector, ..settings(10) });
    assert!(told.result.resets.is_empty() && !told.result.improved.is_empty(), "{:?}", told.result.resets);
    assert!(told.result.improved.iter().all(|row| *row >= 400));
}

/// Says `b` with nine tenths, and knows the classes in another order.
struct Always(Schema);

impl Scorer for Always {
    fn schema(&self) -> &Schema {
        &self.0
    }

    fn score(&self, rows: &RowView<'_>, _: &str) -> Result<Predictions, ModelError> {
        let probabilities = [0.9, 0.1].repeat(rows.rows);
        Ok(Predictions { classes: 2, probabilities, labels: vec![0; rows.rows] })
    }
}

#[test]
fn a_champion_may_have_its_classes_in_another_order() {
    let rows = table("x,y\n0,a\n0,b\n0,b\n0,b\n");
    let learner = || OnlineLearner::from_model(bayes(1.0)).unwrap();
    let against =
        |champion: &Always| prequential(&rows, "y", Some(champion), learner(), &settings(1), &mut |_, _| {});
    let champion = against(&Always(schema(["b", "a"]))).unwrap().result.champion.unwrap();
    assert_eq!(champion.accuracy, Some(0.75));
    let want = -(0.1_f64.ln() + 3.0 * 0.9_f64.ln()) / 4.0;
    assert!((champion.log_loss.unwrap() - want).abs() < 1e-15);
    let error = against(&Always(schema(["b", "c"]))).unwrap_err();
    assert!(error.to_string().starts_with("the champion does not know the class `a`"), "{error}");
}

/// `yes` above a half with some noise, and below it from row `turn` on. Seeded by place.
fn turning(rows: Range<usize>, turn: usize) -> RowTable {
    let line = |row: usize| {
        let mixed = (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let (x, noise) = ((mixed >> 40) as f64 / (1 << 24) as f64, ((mixed >> 8) % 100) as f64 / 500.0 - 0.1);
        let is_yes = (x + noise > 0.5) == (row < turn);
        format!("{x:.4},{}\n", if is_yes { "yes" } else { "no" })
    };
    table(&format!("x,y\n{}", rows.map(line).collect::<String>()))
}

#[test]
fn where_the_concept_turns_the_champion_falls_and_a_reset_recovers_sooner() {
    const TURN: u64 = 600;
    let stream = turning(1_000..3_000, 1_000 + TURN as usize);
    for algorithm in OnlineLearner::ALGORITHMS {
        let how =
            TrainSettings { algorithm: AlgorithmChoice::One(algorithm), ..TrainSettings::for_target("y") };
        let champion = train(&turning(0..1_000, 9_999), &how, &mut |_, _, _| {}).unwrap().model;
        let settings =
            |detector| PrequentialSettings { average: 100, detector, ..PrequentialSettings::default() };
        let without = run(&stream, &champion, &settings(None)).result;
        let with = run(&stream, &champion, &settings(Some(DetectorKind::HddmA.settings()))).result;

        let before = without.points.iter().rfind(|point| point.last_row < TURN).unwrap();
        assert!(before.champion.unwrap().accuracy > Some(0.85), "{algorithm}: {before:?}");
        let last = with.points.last().unwrap();
        assert!(last.champion.unwrap().accuracy < Some(0.15), "{algorithm}: {last:?}");
        assert!(last.learner.accuracy > Some(0.85), "{algorithm}: {last:?}");
        assert_eq!(with.champion, without.champion);

        assert!(with.resets.first().is_some_and(|reset| (TURN..TURN + 200).contains(&reset.row)), "{with:?}");
        let recovered = |told: &Prequential| {
            let back =
                |point: &&PrequentialPoint| point.last_row > TURN + 100 && point.learner.accuracy > Some(0.8);
            told.points.iter().find(back).map_or(u64::MAX, |point| point.last_row)
        };
        assert!(recovered(&with) < recovered(&without), "{algorithm}: {:?}", accuracies(&without));
        assert!(with.learner.accuracy > without.learner.accuracy, "{algorithm}");
    }
}

#[test]
fn what_is_told_of_the_first_rows_does_not_depend_on_the_others() {
    let how =
        TrainSettings { algorithm: AlgorithmChoice::One(Algorithm::Ftrl), ..TrainSettings::for_target("y") };
    let champion = train(&turning(0..400, 9_999), &how, &mut |_, _, _| {}).unwrap().model;
    let stream = turning(400..1_400, 800);
    let settings = PrequentialSettings { delay_rows: 30, ..PrequentialSettings::default() };
    let whole = run(&stream, &champion, &settings).result;
    assert!(!whole.resets.is_empty(), "{:?} {:?}", whole.improved, accuracies(&whole));
    for until in [50, 650, 1_000] {
        let first =
            run(&stream, &champion, &PrequentialSettings { until_row: Some(until), ..settings.clone() });
        let first = first.result;
        let before = whole.points.iter().filter(|point| point.last_row < until).cloned();
        assert_eq!(first.points, before.collect::<Vec<_>>());
        let resets = whole.resets.iter().filter(|reset| reset.last_row < until).cloned();
        assert_eq!(first.resets, resets.collect::<Vec<_>>());
        assert_eq!((first.rows, first.labelled, first.waiting), (until, until - 30, 30));
    }
    let sent = postcard::to_stdvec(&whole).unwrap();
    assert_eq!(postcard::from_bytes::<Prequential>(&sent).unwrap(), whole);
    let sent = postcard::to_stdvec(&settings).unwrap();
    assert_eq!(postcard::from_bytes::<PrequentialSettings>(&sent).unwrap(), settings);
}

#[test]
fn settings_out_of_range_are_named() {
    let rows = table("x,y\n0,a\n");
    let sentence = |settings: PrequentialSettings| {
        let learner = OnlineLearner::from_model(bayes(1.0)).unwrap();
        prequential(&rows, "y", None, learner, &settings, &mut |_, _| {}).unwrap_err().to_string()
    };
    assert_eq!(sentence(settings(0)), "`rows of a mini-batch` is 0, allowed is 1 or more");
    let average = PrequentialSettings { average: 0, ..settings(1) };
    assert_eq!(sentence(average), "`rows of the moving average` is 0, allowed is 1 or more");
    let reset = PrequentialSettings { reset: Reset::Last { keep: 0 }, ..settings(1) };
    assert_eq!(sentence(reset), "`rows to begin anew with` is 0, allowed is 1 or more");
    let ddm = DetectorSettings::Ddm(DdmSettings { warm_start: 0, ..DdmSettings::default() });
    assert!(sentence(PrequentialSettings { detector: Some(ddm), ..settings(1) }).contains("warm_start"));
}

/// Ten errors after many right rows are a change for the worse, whatever came long before; their end is one
/// for the better.
#[test]
fn the_likeliest_change_says_whether_errors_rose() {
    let rows = |parts: &[(usize, usize)]| -> Vec<bool> {
        // Of each part so many rows, every n-th wrong; 0 is none.
        let part = |(rows, every): &(usize, usize)| {
            let every = *every;
            (0..*rows).map(move |row| every > 0 && row % every == 0).collect::<Vec<_>>()
        };
        parts.iter().flat_map(part).collect()
    };
    assert!(super::errs_more(&rows(&[(1_000, 5), (1_000, 9), (10, 1)])));
    assert!(super::errs_more(&rows(&[(300, 10), (300, 2)])));
    assert!(!super::errs_more(&rows(&[(300, 2), (300, 10)])));
    assert!(!super::errs_more(&rows(&[(20, 1), (200, 0)])));
}
