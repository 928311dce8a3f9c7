//! Pairs in which some columns truly drift: how many of them are found, and how many others.

use std::fmt::Write;
use std::path::Path;

use evenkeel::data::ReadOptions;
use evenkeel::drift::{DatasetProfile, Policy, TestChoice, check};
use evenkeel::worker::native::read_file;

use crate::{PRESETS, folders, name};

/// The seed that is shown by itself beside the mean of all.
const SHOWN: &str = "seed_7";

/// Columns found, of those that truly drift and of the others.
#[derive(Default, Clone, Copy)]
struct Found {
    planted: u64,
    others: u64,
}

/// One line a number of rows: found and falsely found, mean over the seeds and for seed 7.
pub(crate) fn table(folder: &Path, drifted: &[String]) -> String {
    let mut text = format!(
        "\n### Planted drift: {} columns truly drift\n\n\
         Found / falsely found: mean over the seeds (seed 7).\n\n| rows | pairs | {} |\n|---|---|{}\n",
        drifted.len(),
        PRESETS.map(|preset| preset.label()).join(" | "),
        "---|".repeat(PRESETS.len())
    );
    let mut sizes = folders(folder);
    sizes.sort_by_key(|size| rows_of(size));
    for size in sizes {
        let mut sums = [Found::default(); PRESETS.len()];
        let mut shown = [None; PRESETS.len()];
        let pairs: Vec<_> =
            folders(&size).into_iter().filter(|pair| pair.join("current.csv").is_file()).collect();
        for pair in &pairs {
            let found = compare(pair, drifted);
            for (place, found) in found.into_iter().enumerate() {
                sums[place].planted += found.planted;
                sums[place].others += found.others;
                if name(pair) == SHOWN {
                    shown[place] = Some(found);
                }
            }
        }
        let mean = |sum: u64| sum as f64 / pairs.len().max(1) as f64;
        let cells: Vec<String> = sums
            .iter()
            .zip(shown)
            .map(|(sum, shown)| {
                let one =
                    shown.map_or_else(String::new, |one| format!(" ({} / {})", one.planted, one.others));
                format!("{:.1} / {:.1}{one}", mean(sum.planted), mean(sum.others))
            })
            .collect();
        let _ = writeln!(text, "| {} | {} | {} |", rows_of(&size), pairs.len(), cells.join(" | "));
    }
    text
}

fn compare(pair: &Path, drifted: &[String]) -> [Found; PRESETS.len()] {
    let side = |file: &str| {
        let table = read_file(&pair.join(file), &ReadOptions::default(), 2, &mut |_| {}).expect("a CSV file");
        let mut profile = DatasetProfile::from_table(table);
        profile.sample = None;
        profile
    };
    let (reference, current) = (side("reference.csv"), side("current.csv"));
    PRESETS.map(|preset| {
        let policy = Policy { tests: TestChoice::Preset, ..Policy::of(preset) };
        let report = check(&reference, &current, &policy).expect("a check of a pair");
        let found = report.columns.iter().filter(|column| column.verdict.is_some_and(|v| v.drifted));
        found.fold(Found::default(), |mut sum, column| {
            let count = if drifted.contains(&column.name) { &mut sum.planted } else { &mut sum.others };
            *count += 1;
            sum
        })
    })
}

/// The number in the name `rows_N`.
fn rows_of(folder: &Path) -> u64 {
    name(folder).trim_start_matches("rows_").parse().unwrap_or(0)
}
