//! The numbers that can be set for training: what they are called, what is allowed, where they
//! stand in the settings.

use crate::model::{Algorithm, TrainSettings};

/// What a number may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Least.
    pub min: f64,
    /// Most; infinite where there is no end.
    pub max: f64,
    /// Whether the least itself is not allowed.
    pub above: bool,
    /// Whether only whole numbers are.
    pub whole: bool,
    /// Whether the field may be empty, which means none.
    pub optional: bool,
}

impl Range {
    /// Whole numbers.
    pub const fn whole(min: f64, max: f64) -> Self {
        Self { min, max, above: false, whole: true, optional: false }
    }

    /// Any number of `min` or more.
    pub const fn from(min: f64) -> Self {
        Self { min, max: f64::INFINITY, above: false, whole: false, optional: false }
    }

    /// Any number above `min`, up to `max`.
    pub const fn above(min: f64, max: f64) -> Self {
        Self { min, max, above: true, whole: false, optional: false }
    }

    /// Any number from `min` to `max`.
    pub const fn between(min: f64, max: f64) -> Self {
        Self { min, max, above: false, whole: false, optional: false }
    }

    /// The same, or none.
    pub const fn or_none(self) -> Self {
        Self { optional: true, ..self }
    }

    /// In words, e.g. `a whole number from 1 to 32`.
    pub fn words(self) -> String {
        let noun = if self.whole { "a whole number" } else { "a number" };
        let empty = if self.optional { ", or nothing" } else { "" };
        let ends = match (self.above, self.max.is_finite()) {
            (true, true) => format!("above {} and at most {}", self.min, self.max),
            (true, false) => format!("above {}", self.min),
            (false, true) => format!("from {} to {}", self.min, self.max),
            (false, false) => format!("of {} or more", self.min),
        };
        format!("{noun} {ends}{empty}")
    }

    /// Reads what was typed; a decimal comma is taken as a point, a percentage as a share.
    ///
    /// # Errors
    ///
    /// One sentence that says what is allowed.
    pub fn parse(self, text: &str) -> Result<Option<f64>, String> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            let needed = || format!("Write {}.", self.words());
            return if self.optional { Ok(None) } else { Err(needed()) };
        }
        let (digits, scale) = match trimmed.strip_suffix('%') {
            Some(digits) => (digits.trim_end(), 100.0),
            None => (trimmed, 1.0),
        };
        let read = digits.replace(',', ".").parse::<f64>().ok().filter(|value| value.is_finite());
        let Some(value) = read.map(|value| value / scale) else {
            return Err(format!("“{trimmed}” is not a number: write {}.", self.words()));
        };
        let low = if self.above { value <= self.min } else { value < self.min };
        if low || value > self.max || (self.whole && value.fract() != 0.0) {
            return Err(format!("{trimmed} is not allowed: write {}.", self.words()));
        }
        Ok(Some(value))
    }
}

/// A number of the settings.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Unique among all.
    pub id: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What it does, in a few words.
    pub help: &'static str,
    /// What is allowed.
    pub range: Range,
    /// Reads it.
    pub get: fn(&TrainSettings) -> Option<f64>,
    /// Writes it; the value is within the range.
    pub set: fn(&mut TrainSettings, Option<f64>),
}

macro_rules! param {
    ($id:literal, $label:literal, $help:literal, $range:expr, $($path:ident).+ as u32) => {
        Param { id: $id, label: $label, help: $help, range: $range,
            get: |all| Some(f64::from(all.$($path).+)),
            set: |all, value| if let Some(value) = value { all.$($path).+ = value as u32 } }
    };
    ($id:literal, $label:literal, $help:literal, $range:expr, $($path:ident).+ as f64) => {
        Param { id: $id, label: $label, help: $help, range: $range,
            get: |all| Some(all.$($path).+),
            set: |all, value| if let Some(value) = value { all.$($path).+ = value } }
    };
    ($id:literal, $label:literal, $help:literal, $range:expr, $($path:ident).+ as option) => {
        Param { id: $id, label: $label, help: $help, range: $range.or_none(),
            get: |all| all.$($path).+.map(f64::from),
            set: |all, value| all.$($path).+ = value.map(|value| value as u32) }
    };
}

const MANY: f64 = 1e6;
const DEPTH: Range = Range::whole(1.0, 32.0);
const ROWS: Range = Range::whole(1.0, MANY);
const POSITIVE: Range = Range::above(0.0, f64::INFINITY);
const NOT_NEGATIVE: Range = Range::from(0.0);

const LOGISTIC: [Param; 2] = [
    param!(
        "c",
        "C",
        "Smaller is simpler: weight of the data against the penalty.",
        POSITIVE,
        logistic.c as f64
    ),
    param!(
        "iterations",
        "Most steps",
        "Of the solver.",
        Range::whole(1.0, 100_000.0),
        logistic.iterations as u32
    ),
];

const NAIVE_BAYES: [Param; 1] = [param!(
    "var_smoothing",
    "Variance smoothing",
    "Share of the largest variance that is added to all.",
    POSITIVE,
    naive_bayes.var_smoothing as f64
)];

const FTRL: [Param; 5] = [
    param!("alpha", "Learning rate", "How far each row moves the model.", POSITIVE, ftrl.alpha as f64),
    param!("beta", "Smoothing", "Of the learning rate.", NOT_NEGATIVE, ftrl.beta as f64),
    param!("l1", "Absolute penalty", "Drives weights to zero.", NOT_NEGATIVE, ftrl.l1 as f64),
    param!("l2", "Quadratic penalty", "Keeps weights small.", NOT_NEGATIVE, ftrl.l2 as f64),
    param!("epochs", "Passes", "Over the training part.", Range::whole(1.0, 1_000.0), ftrl.epochs as u32),
];

const TREE: [Param; 2] = [
    param!("max_depth", "Deepest level", "Of the tree.", DEPTH, tree.max_depth as u32),
    param!("min_leaf_rows", "Least rows in a leaf", "More is simpler.", ROWS, tree.min_leaf_rows as u32),
];

const FOREST: [Param; 4] = [
    param!("trees", "Trees", "More is steadier and slower.", Range::whole(1.0, 2_000.0), forest.trees as u32),
    param!("max_depth", "Deepest level", "Of each tree.", DEPTH, forest.max_depth as u32),
    param!("min_leaf_rows", "Least rows in a leaf", "More is simpler.", ROWS, forest.min_leaf_rows as u32),
    param!(
        "features",
        "Features a split",
        "Nothing takes the square root of their number.",
        Range::whole(1.0, MANY),
        forest.features as option
    ),
];

const BOOSTING: [Param; 7] = [
    param!(
        "rounds",
        "Rounds",
        "Trees that mend one another.",
        Range::whole(1.0, 5_000.0),
        boosting.rounds as u32
    ),
    param!(
        "learning_rate",
        "Learning rate",
        "Smaller wants more rounds.",
        Range::above(0.0, 1.0),
        boosting.learning_rate as f64
    ),
    param!(
        "max_leaves",
        "Most leaves",
        "Of each tree.",
        Range::whole(2.0, 255.0),
        boosting.max_leaves as u32
    ),
    param!("max_depth", "Deepest level", "Of each tree.", DEPTH, boosting.max_depth as u32),
    param!("min_leaf_rows", "Least rows in a leaf", "More is simpler.", ROWS, boosting.min_leaf_rows as u32),
    param!("l2", "Quadratic penalty", "On the leaves’ values.", NOT_NEGATIVE, boosting.l2 as f64),
    param!(
        "patience",
        "Patience",
        "Stop after so many rounds without a better validation loss; nothing never stops.",
        Range::whole(1.0, 5_000.0),
        boosting.patience as option
    ),
];

/// Share of the validation part.
pub const VALIDATION: Param = param!(
    "validation",
    "Validation part",
    "Share of the rows to choose and calibrate on.",
    Range::between(0.0, 0.8),
    split.validation as f64
);

/// Share of the test part.
pub const TEST: Param = param!(
    "test",
    "Test part",
    "Share of the rows to judge the model on.",
    Range::between(0.0, 0.8),
    split.test as f64
);

/// Decides every random choice.
pub const SEED: Param = Param {
    id: "seed",
    label: "Seed",
    help: "The same seed gives the same model.",
    range: Range::whole(0.0, 9_007_199_254_740_991.0),
    get: |all| Some(all.seed as f64),
    set: |all, value| {
        if let Some(value) = value {
            all.seed = value as u64;
        }
    },
};

/// Resamples of the intervals.
pub const RESAMPLES: Param = param!(
    "resamples",
    "Resamples",
    "For the intervals of the metrics; 0 makes none.",
    Range::whole(0.0, 10_000.0),
    resamples as u32
);

/// The hyper-parameters of an algorithm.
pub fn of_algorithm(algorithm: Algorithm) -> &'static [Param] {
    match algorithm {
        Algorithm::Logistic => &LOGISTIC,
        Algorithm::NaiveBayes => &NAIVE_BAYES,
        Algorithm::Ftrl => &FTRL,
        Algorithm::Tree => &TREE,
        Algorithm::Forest => &FOREST,
        Algorithm::Boosting => &BOOSTING,
    }
}

/// A number as it stands in a field; what [`Range::parse`] reads back.
pub fn print(value: Option<f64>) -> String {
    value
        .map(
            |value| {
                if value != 0.0 && value.abs() < 1e-4 { format!("{value:e}") } else { format!("{value}") }
            },
        )
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_within_its_own_range_and_written_where_it_is_read() {
        let mut settings = TrainSettings::for_target("y");
        let before = settings.clone();
        let others = [&VALIDATION, &TEST, &SEED, &RESAMPLES];
        let all = Algorithm::ALL.into_iter().flat_map(of_algorithm).chain(others);
        for param in all {
            let value = (param.get)(&settings);
            assert_eq!(param.range.parse(&print(value)), Ok(value), "{}", param.id);
            (param.set)(&mut settings, value);
            assert_eq!(settings, before, "{}", param.id);
            (param.set)(&mut settings, Some(1.0));
            assert_eq!((param.get)(&settings), Some(1.0), "{}", param.id);
            settings = before.clone();
        }
    }

    #[test]
    fn what_is_not_allowed_is_said_with_what_is() {
        let depth = DEPTH.parse("33").unwrap_err();
        assert_eq!(depth, "33 is not allowed: write a whole number from 1 to 32.");
        assert!(DEPTH.parse("1.5").unwrap_err().contains("whole number"));
        assert!(DEPTH.parse("").unwrap_err().starts_with("Write a whole number"));
        assert!(POSITIVE.parse("0").unwrap_err().contains("a number above 0"));
        assert!(POSITIVE.parse("deep").unwrap_err().starts_with("“deep” is not a number"));
        assert_eq!(Range::between(0.0, 0.8).parse("20 %"), Ok(Some(0.2)));
        assert_eq!(Range::above(0.0, 1.0).parse("0,1"), Ok(Some(0.1)));
        assert_eq!(ROWS.or_none().parse(" "), Ok(None));
    }
}
