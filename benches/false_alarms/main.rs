//! How often each preset raises false alarms, and what it finds: the study of `docs/false-alarms.md`.
//!
//! `cargo xtask study --data DIR --pairs DIR` prints Markdown tables. Every number is seeded, so
//! two runs print the same; nothing is asserted, people judge.

mod planted;
mod simulation;
mod splits;

use std::path::PathBuf;

use evenkeel::drift::Preset;

/// The presets side by side, in the order of the tables.
const PRESETS: [Preset; 3] = Preset::ALL;

/// What the study is asked for.
struct Asked {
    /// Folder of folders with a `reference.csv` each.
    data: Option<PathBuf>,
    /// Folder of folders `rows_N/seed_S` with a pair each.
    pairs: Option<PathBuf>,
    /// Columns that truly drift in the pairs.
    drifted: Vec<String>,
    /// Trials of the simulation.
    trials: u32,
    /// Splits of each reference.
    splits: u32,
    /// Decides everything that is drawn.
    seed: u64,
}

fn main() {
    match Asked::from_words(std::env::args().skip(1)) {
        Ok(asked) => run(&asked),
        Err(sentence) => {
            eprintln!("false_alarms: {sentence}");
            std::process::exit(2);
        }
    }
}

fn run(asked: &Asked) {
    if let Some(folder) = &asked.data {
        print!("{}", splits::table(folder, asked.splits, asked.seed));
    }
    if asked.trials > 0 {
        print!("{}", simulation::table(asked.trials, asked.seed));
    }
    if let Some(folder) = &asked.pairs {
        print!("{}", planted::table(folder, &asked.drifted));
    }
}

impl Asked {
    fn from_words(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let planted = (0..6).map(|i| format!("num_{i:02}")).chain((0..2).map(|i| format!("cat_{i:02}")));
        let mut asked =
            Self { data: None, pairs: None, drifted: planted.collect(), trials: 4_000, splits: 200, seed: 1 };
        // Cargo puts `--bench` among the words.
        let mut words = words.filter(|word| word != "--bench");
        while let Some(option) = words.next() {
            let value = words.next().ok_or_else(|| format!("{option} needs a value"))?;
            let number = || value.parse::<u64>().map_err(|_| format!("{option} needs a number"));
            match option.as_str() {
                "--data" => asked.data = Some(value.into()),
                "--pairs" => asked.pairs = Some(value.into()),
                "--drifted" => asked.drifted = value.split(',').map(str::to_owned).collect(),
                "--trials" => asked.trials = number()? as u32,
                "--splits" => asked.splits = number()? as u32,
                "--seed" => asked.seed = number()?,
                _ => return Err(format!("`{option}` is not understood")),
            }
        }
        Ok(asked)
    }
}

/// Folders inside a folder, by name.
fn folders(folder: &std::path::Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Last part of a path.
fn name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// A share in percent, with one decimal.
fn percent(count: u64, of: u64) -> String {
    format!("{:.1} %", 100.0 * count as f64 / of.max(1) as f64)
}
