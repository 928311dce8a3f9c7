//! One column of categories, both sides drawn from the same shares: false alarms at 5 %.

use std::fmt::Write;

use evenkeel::data::{Kind, ReadOptions, TableReader};
use evenkeel::drift::{DatasetProfile, Method, Policy, Preset, Rule, TestChoice, check};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::{PRESETS, percent};

/// Levels, rows of the reference, rows of current.
struct Design {
    levels: usize,
    reference: usize,
    current: usize,
}

const DESIGNS: [Design; 4] = [
    Design { levels: 3, reference: 500, current: 500 },
    Design { levels: 5, reference: 1_000, current: 1_000 },
    Design { levels: 20, reference: 1_000, current: 1_000 },
    Design { levels: 5, reference: 200, current: 1_000 },
];

/// One line a design: the share of trials in which the column drifted.
pub(crate) fn table(trials: u32, seed: u64) -> String {
    let mut policies: Vec<Policy> = PRESETS.map(Policy::of).into();
    let tests = [Method::ChiSquare, Method::ChiSquareContingency];
    policies.extend(tests.map(|method| Policy {
        rule: Rule { method: Some(method), ..Rule::default() },
        ..Policy::of(Preset::Evidently)
    }));
    for policy in &mut policies {
        policy.tests = TestChoice::Preset;
        policy.kinds = [("x".to_owned(), Kind::Categorical)].into();
    }
    let mut text = format!(
        "\n### Categories from the same shares, {trials} trials each\n\n\
         | levels | rows | {} | {} |\n|---|---|{}\n",
        PRESETS.map(|preset| preset.label()).join(" | "),
        tests.map(|method| format!("`{method}` alone")).join(" | "),
        "---|".repeat(policies.len())
    );
    for design in DESIGNS {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut alarms = vec![0_u64; policies.len()];
        for _ in 0..trials {
            let reference = sample(&mut random, design.levels, design.reference);
            let current = sample(&mut random, design.levels, design.current);
            for (policy, alarms) in policies.iter().zip(&mut alarms) {
                let report = check(&reference, &current, policy).expect("a check of two samples");
                *alarms += report.dataset.drifted;
            }
        }
        let cells: Vec<String> = alarms.iter().map(|alarms| percent(*alarms, u64::from(trials))).collect();
        let Design { levels, reference, current } = design;
        let _ = writeln!(text, "| {levels} | {reference} / {current} | {} |", cells.join(" | "));
    }
    text
}

/// Rows of equally likely levels.
fn sample(random: &mut Xoshiro256PlusPlus, levels: usize, rows: usize) -> DatasetProfile {
    let csv = (0..rows).fold("x\n".to_owned(), |mut csv, _| {
        let _ = writeln!(csv, "level {}", random.gen_range(0..levels));
        csv
    });
    let mut reader = TableReader::new("sample.csv", &ReadOptions::default());
    reader.push(csv.as_bytes()).expect("a CSV text");
    let mut profile = DatasetProfile::from_table(reader.finish().expect("a CSV text"));
    profile.sample = None;
    profile
}
