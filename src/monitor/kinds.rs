//! Which kinds of drift a window shows, each with its evidence.

use serde::{Deserialize, Serialize};

/// Which kinds of drift a window shows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DriftKinds {
    /// P(x) moved: the inputs are distributed otherwise.
    pub covariate: KindVerdict,
    /// P(y) moved: the classes have other shares.
    pub prior: KindVerdict,
    /// P(y | x) moved: the same inputs have other outcomes.
    pub concept: KindVerdict,
}

/// Whether one kind of drift is there, and why.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct KindVerdict {
    /// `None` where it cannot be judged; the words say why.
    pub moved: Option<bool>,
    /// The evidence in a sentence.
    pub words: String,
    /// The numbers that it rests on, by name.
    pub numbers: Vec<(String, f64)>,
}
