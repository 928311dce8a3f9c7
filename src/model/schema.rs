//! What goes into a model and what comes out.

use serde::{Deserialize, Serialize};

/// Target, classes and inputs of a model.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Schema {
    /// Name of the target's column.
    pub target: String,
    /// The classes: in order of their numbers if all are numbers, else in code-point order. Of two,
    /// the second is the positive one.
    pub classes: Vec<String>,
    /// The inputs, in the order of the training file.
    pub features: Vec<Feature>,
}

/// One input of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// Name of the column.
    pub name: String,
    /// What it holds, as learned on the training part.
    pub input: Input,
}

/// What an input holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Numbers.
    Numeric(NumericInput),
    /// One of several texts.
    Categorical(CategoricalInput),
}

/// A numeric input, in the column's own unit. Values are rounded to 32-bit floats, as in ONNX.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NumericInput {
    /// Mean of the training part.
    pub mean: f64,
    /// Standard deviation of the training part (ddof 0).
    pub std: f64,
    /// Median of the training part.
    pub median: f64,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Missing rows of the training part, infinite values among them.
    pub missing: u64,
}

impl NumericInput {
    /// Whether a training part stands behind the figures: a model from elsewhere has none, and all are 0.
    pub fn is_told(&self) -> bool {
        self.max > self.min || self.max != 0.0
    }
}

/// A categorical input.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CategoricalInput {
    /// The levels, in code-point order. Code of a level is its place here.
    pub levels: Vec<String>,
    /// Rows of the training part of each level.
    pub counts: Vec<u64>,
    /// Rows of the training part whose text was too rare for a level of its own; they are learned
    /// as the unseen level.
    pub unseen: u64,
    /// Missing rows of the training part.
    pub missing: u64,
    /// Whether the levels are spellings of true and false, compared without case.
    pub boolean: bool,
}

impl CategoricalInput {
    /// Code of a text that is no level.
    pub fn unseen_code(&self) -> u32 {
        self.levels.len() as u32
    }

    /// Code of a missing cell.
    pub fn missing_code(&self) -> u32 {
        self.levels.len() as u32 + 1
    }

    /// How many codes there are.
    pub fn codes(&self) -> usize {
        self.levels.len() + 2
    }

    /// Code of a text.
    pub fn code(&self, text: &str) -> u32 {
        if let Ok(at) = self.levels.binary_search_by(|level| level.as_str().cmp(text)) {
            return at as u32;
        }
        let same = |level: &String| self.boolean && level.eq_ignore_ascii_case(text);
        self.levels.iter().position(same).map_or(self.unseen_code(), |at| at as u32)
    }
}
