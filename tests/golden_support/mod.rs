//! Loads the golden cases and compares numbers.
#![allow(dead_code, unreachable_pub)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use evenkeel::data::{ReadOptions, TableReader};
use evenkeel::drift::DatasetProfile;
use serde_json::Value;

pub struct Case {
    pub name: String,
    pub golden: Value,
    pub reference: DatasetProfile,
    pub current: DatasetProfile,
}

/// Every case of two files to compare.
pub fn cases() -> Vec<Case> {
    let folders = folders(|golden| golden.get("task").is_none_or(|task| task == "drift"));
    assert!(folders.len() >= 21, "golden cases are missing");
    folders.into_iter().map(|(folder, golden)| load(&folder, golden)).collect()
}

/// The folders whose answers are of one task, with them.
pub fn folders(wanted: impl Fn(&Value) -> bool) -> Vec<(PathBuf, Value)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.join("golden.json").exists())
        .collect();
    folders.sort();
    let read = |folder: PathBuf| {
        let text = std::fs::read_to_string(folder.join("golden.json")).unwrap();
        (folder, serde_json::from_str::<Value>(&text).unwrap())
    };
    folders.into_iter().map(read).filter(|(_, golden)| wanted(golden)).collect()
}

fn load(folder: &Path, golden: Value) -> Case {
    Case {
        name: golden["case"].as_str().unwrap().to_owned(),
        golden,
        reference: profile(&std::fs::read(folder.join("reference.csv")).unwrap()),
        current: profile(&std::fs::read(folder.join("current.csv")).unwrap()),
    }
}

pub fn profile(csv: &[u8]) -> DatasetProfile {
    let mut reader = TableReader::new("table.csv", &ReadOptions::default());
    reader.push(csv).unwrap();
    DatasetProfile::from_table(reader.finish().unwrap())
}

/// How many numbers were compared, and the largest relative error, per method.
#[derive(Default)]
pub struct Tally {
    rows: BTreeMap<String, (usize, f64)>,
    wrong: Vec<String>,
}

impl Tally {
    pub fn close(&mut self, method: &str, at: &str, got: f64, want: &Value, rel: f64, abs: f64) {
        let Some(want) = want.as_f64() else {
            self.wrong.push(format!("{at} {method}: {want} is no number"));
            return;
        };
        let row = self.rows.entry(method.to_owned()).or_default();
        row.0 += 1;
        let gap = (got - want).abs();
        // Where the absolute tolerance governs, a relative error says nothing.
        if want != 0.0 && want.abs() >= 1e6 * abs {
            row.1 = row.1.max(gap / want.abs());
        }
        let tiny = method.starts_with("ks") && method.contains(" p") && want < 1e-280 && got < 1e-250;
        if !(tiny || gap <= abs + rel * want.abs()) {
            self.wrong.push(format!("{at} {method}: got {got:?}, want {want:?}"));
        }
    }

    pub fn equal<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, at: &str, got: T, want: T) {
        self.rows.entry(what.to_owned()).or_default().0 += 1;
        if got != want {
            self.wrong.push(format!("{at} {what}: got {got:?}, want {want:?}"));
        }
    }

    pub fn fail(&mut self, sentence: String) {
        self.wrong.push(sentence);
    }

    pub fn finish(self) {
        let width = self.rows.keys().map(|method| method.chars().count()).max().unwrap_or(0);
        println!("{:width$}  compared  largest relative error", "method");
        for (method, (n, worst)) in &self.rows {
            println!("{method:width$}  {n:8}  {worst:.1e}");
        }
        let all: usize = self.rows.values().map(|row| row.0).sum();
        println!("{:width$}  {all:8}", "all");
        assert!(self.wrong.is_empty(), "{} wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}
