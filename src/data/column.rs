//! One column as read, before anyone has decided what kind it is.

use serde::{Deserialize, Serialize};

use super::TextCounts;

/// One column as read: numbers apart from texts, so that its kind can be decided
/// (and decided again) after the whole file has been seen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Column {
    /// Header, made unique (`a`, `a.1`) and never blank (`Unnamed: 3`), as pandas does.
    pub name: String,
    /// Finite numbers, in row order when one thread read the file.
    pub numbers: Vec<f64>,
    /// Cells written as integers: optional sign and digits only, within 64 bits.
    pub integers: u64,
    /// Cells that read as `inf`, `infinity` and their like.
    pub positive_infinite: u64,
    /// Cells that read as `-inf` and its like.
    pub negative_infinite: u64,
    /// Missing cells: empty, or a missing token.
    pub missing: u64,
    /// All other cells.
    pub texts: TextCounts,
}

impl Column {
    /// A column without cells.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Cells of every sort.
    pub fn rows(&self) -> u64 {
        self.numbers.len() as u64
            + self.positive_infinite
            + self.negative_infinite
            + self.missing
            + self.texts.rows()
    }

    /// Adds the cells of the same column of another part of the file.
    pub fn append(&mut self, mut other: Column) {
        if self.numbers.is_empty() {
            self.numbers = other.numbers;
        } else {
            self.numbers.reserve_exact(other.numbers.len());
            self.numbers.append(&mut other.numbers);
        }
        self.integers += other.integers;
        self.positive_infinite += other.positive_infinite;
        self.negative_infinite += other.negative_infinite;
        self.missing += other.missing;
        if self.texts.rows() == 0 {
            self.texts = other.texts;
        } else {
            self.texts.append(other.texts);
        }
    }
}
