//! A reference against itself: its rows halved at random, so that every alarm is a false one.

use std::fmt::Write;
use std::path::Path;

use evenkeel::data::{ReadOptions, TableReader};
use evenkeel::drift::{DatasetProfile, Policy, TestChoice, check};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::{PRESETS, folders, name, percent};

/// What one preset said over all splits.
#[derive(Default, Clone, Copy)]
struct Alarms {
    columns: u64,
    drifted: u64,
    any: u64,
    dataset: u64,
}

/// One line a data set: alarms of every preset on `splits` halvings of its reference.
pub(crate) fn table(folder: &Path, splits: u32, seed: u64) -> String {
    let mut text = format!(
        "\n### Reference against reference, {splits} random halvings each\n\n\
         Shares of: columns that drifted / checks with any / checks whose data set drifted.\n\n\
         | data | rows a side | {} |\n|---|---|{}\n",
        PRESETS.map(|preset| preset.label()).join(" | "),
        "---|".repeat(PRESETS.len())
    );
    for data in folders(folder) {
        let Ok(csv) = std::fs::read(data.join("reference.csv")) else { continue };
        let lines = records(&csv);
        let Some((header, rows)) = lines.split_first() else { continue };
        let alarms = halve(header, rows, splits, seed);
        let cells = alarms.map(|alarms| {
            format!(
                "{} / {} / {}",
                percent(alarms.drifted, alarms.columns),
                percent(alarms.any, u64::from(splits)),
                percent(alarms.dataset, u64::from(splits))
            )
        });
        let _ = writeln!(text, "| {} | {} | {} |", name(&data), rows.len() / 2, cells.join(" | "));
    }
    text
}

fn halve(header: &[u8], rows: &[&[u8]], splits: u32, seed: u64) -> [Alarms; PRESETS.len()] {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut alarms = [Alarms::default(); PRESETS.len()];
    for _ in 0..splits {
        order.shuffle(&mut random);
        let (left, right) = order.split_at(rows.len() / 2);
        let (reference, current) = (profile(header, rows, left), profile(header, rows, right));
        for (preset, alarms) in PRESETS.into_iter().zip(&mut alarms) {
            let policy = Policy { tests: TestChoice::Preset, ..Policy::of(preset) };
            let verdict = check(&reference, &current, &policy).expect("a check of two halves").dataset;
            alarms.columns += verdict.columns;
            alarms.drifted += verdict.drifted;
            alarms.any += u64::from(verdict.drifted > 0);
            alarms.dataset += u64::from(verdict.drift);
        }
    }
    alarms
}

fn profile(header: &[u8], rows: &[&[u8]], chosen: &[usize]) -> DatasetProfile {
    let mut csv = header.to_vec();
    chosen.iter().for_each(|row| csv.extend_from_slice(rows[*row]));
    let mut reader = TableReader::new("half.csv", &ReadOptions::default());
    reader.push(&csv).expect("a part of a CSV file");
    // The whole rows' sample is not judged by, and costs the most.
    let mut profile = DatasetProfile::from_table(reader.finish().expect("a part of a CSV file"));
    profile.sample = None;
    profile
}

/// Lines with their ends; a line break inside quotes does not end one.
fn records(csv: &[u8]) -> Vec<&[u8]> {
    let mut quoted = false;
    csv.split_inclusive(|byte| {
        quoted ^= *byte == b'"';
        *byte == b'\n' && !quoted
    })
    .filter(|line| !line.trim_ascii().is_empty())
    .collect()
}
