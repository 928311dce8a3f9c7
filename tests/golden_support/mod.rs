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

pub fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.join("golden.json").exists())
        .collect();
    folders.sort();
    assert!(folders.len() >= 21, "golden cases are missing");
    folders.iter().map(|f| load(f)).collect()
}

fn load(folder: &Path) -> Case {
    let golden: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("golden.json")).unwrap()).unwrap();
    Case {
        name: golden["case"].as_str().unwrap().to_owned(),
        golden,
        reference: profile(&folder.join("reference.csv")),
        current: profile(&folder.join("current.csv")),
    }
}

fn profile(path: &Path) -> DatasetProfile {
    let mut reader = TableReader::new(&path.file_name().unwrap().to_string_lossy(), &ReadOptions::default());
    reader.push(&std::fs::read(path).unwrap()).unwrap();
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
        if want != 0.0 {
            row.1 = row.1.max(gap / want.abs());
        }
        let tiny = method.contains("ks p") && want < 1e-280 && got < 1e-250;
        if !(tiny || gap <= abs + rel * want.abs()) {
            self.wrong.push(format!("{at} {method}: got {got}, want {want}"));
        }
    }

    pub fn equal<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, at: &str, got: T, want: T) {
        self.rows.entry(what.to_owned()).or_default().0 += 1;
        if got != want {
            self.wrong.push(format!("{at} {what}: got {got:?}, want {want:?}"));
        }
    }

    pub fn finish(self) {
        for (method, (n, worst)) in &self.rows {
            println!("{method}: {n} compared, largest relative error {worst:.1e}");
        }
        assert!(self.wrong.is_empty(), "{} wrong:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}
