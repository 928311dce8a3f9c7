//! False-alarm rates by splitting a reference against itself.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::data::{ReadOptions, TableReader};
use evenkeel::drift::{
    Calibration, CalibrationSettings, DatasetProfile, DriftError, Frame, Policy, Preset, RateOf, Rule,
    calibrate, plan,
};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

fn profile(header: &str, rows: impl Iterator<Item = String>) -> DatasetProfile {
    let mut reader = TableReader::new("reference.csv", &ReadOptions::default());
    reader.push(format!("{header}\n").as_bytes()).unwrap();
    for row in rows {
        reader.push(format!("{row}\n").as_bytes()).unwrap();
    }
    DatasetProfile::from_table(reader.finish().unwrap())
}

/// Three even levels beside a number that makes every row its own.
fn levels(rows: u64) -> DatasetProfile {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(11);
    profile(
        "level,row",
        (0..rows).map(move |at| format!("{},{at}.5", ["a", "b", "c"][random.gen_range(0..3)])),
    )
}

/// Eight columns of noise.
fn noise(rows: u64) -> DatasetProfile {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(5);
    let header: Vec<String> = (0..8).map(|column| format!("x{column}")).collect();
    let row = move |_| (0..8).map(|_| random.r#gen::<f64>().to_string()).collect::<Vec<_>>().join(",");
    profile(&header.join(","), (0..rows).map(row))
}

fn frame(reference: &DatasetProfile, policy: &Policy) -> Frame {
    plan(reference, reference, policy).unwrap().frame().unwrap()
}

fn measured(reference: &DatasetProfile, policy: &Policy, settings: CalibrationSettings) -> Calibration {
    let mut told = Vec::new();
    let found = calibrate(&frame(reference, policy), policy, &settings, &mut |done, total| {
        told.push((done, total));
    })
    .unwrap();
    let rounds = u64::from(settings.rounds);
    assert_eq!((told.first().copied(), told.last().copied()), (Some((0, rounds)), Some((rounds, rounds))));
    found
}

fn rate(found: &Calibration, column: &str) -> f64 {
    found.columns.iter().find(|entry| entry.name == column).unwrap().rate
}

#[test]
fn evidently_s_chi_square_alarms_as_often_as_it_is_known_to() {
    // 22.8 % of 4,000 simulated pairs of 500 rows and three levels, by SciPy's `chisquare`.
    // A split without replacement is of 1,000 given rows, so its rate is near that, not equal.
    let settings = CalibrationSettings { rounds: 600, ..CalibrationSettings::default() };
    let reference = levels(1_000);
    let evidently = measured(&reference, &Policy::of(Preset::Evidently), settings);
    assert_eq!((evidently.reference_rows, evidently.current_rows), (500, 500));
    let share = rate(&evidently, "level");
    assert!((0.16..0.30).contains(&share), "{share}");
    let robust = measured(&reference, &Policy::default(), settings);
    assert!(rate(&robust, "level") <= 0.06 && robust.per_check <= 0.07, "{robust:?}");
}

#[test]
fn thresholds_give_the_wanted_rate_on_other_splits() {
    let reference = noise(800);
    for of in [RateOf::Column, RateOf::Check] {
        let mut policy = Policy::of(Preset::Evidently);
        let settings = CalibrationSettings { rounds: 400, seed: 1, wanted: 0.2, of };
        let found = measured(&reference, &policy, settings);
        assert!(found.achieved <= 0.2 && found.achieved > 0.1, "{of:?}: {}", found.achieved);
        assert_eq!(found.columns.len(), 8);
        for (name, threshold) in found.thresholds() {
            policy
                .column_rules
                .insert(name.to_owned(), Rule { threshold: Some(threshold), ..Rule::default() });
        }
        let again = measured(&reference, &policy, CalibrationSettings { seed: 2, ..settings });
        let rate = match of {
            RateOf::Column => again.per_column,
            RateOf::Check => again.per_check,
        };
        // Four standard errors of a share of 0.2 in 400 rounds are 0.08.
        assert!((rate - 0.2).abs() < 0.08, "{of:?}: {rate}");
    }
}

#[test]
fn the_same_seed_gives_the_same_answer() {
    let reference = noise(200);
    let settings = CalibrationSettings { rounds: 20, ..CalibrationSettings::default() };
    let of = |seed| measured(&reference, &Policy::default(), CalibrationSettings { seed, ..settings });
    assert_eq!(of(7), of(7));
}

#[test]
fn what_cannot_be_calibrated_is_refused() {
    let reference = noise(200);
    let policy = Policy::default();
    let refused = |frame: &Frame, settings: CalibrationSettings| {
        calibrate(frame, &policy, &settings, &mut |_, _| {}).unwrap_err()
    };
    let usual = CalibrationSettings::default();
    let whole = frame(&reference, &policy);
    assert!(matches!(
        refused(&whole, CalibrationSettings { wanted: 0.0, ..usual }),
        DriftError::Setting { .. }
    ));
    assert!(matches!(
        refused(&whole, CalibrationSettings { rounds: 0, ..usual }),
        DriftError::Setting { .. }
    ));
    assert!(matches!(refused(&Frame::default(), usual), DriftError::TooFewToSplit { rows: 0 }));
}
