//! Decision trees, random forests and gradient boosting over one histogram-based learner.
//!
//! Columns are cut into at most 256 bins once; trees are grown on the bins, from histograms of
//! whole numbers, and score raw values. Missing numbers and categories need no encoding. Why this
//! is our own is written in `docs/algorithms.md`.

mod bins;
mod boosting;
mod draw;
mod ensemble;
mod fit;
mod fixed_point;
mod gini;
mod gradient;
mod partition;
mod score;
mod sums;

pub use boosting::fit_boosting;
pub use ensemble::{Link, Tree, TreeEnsemble};
pub use fit::{Watched, fit_forest, fit_tree};

use partition::partition;

#[cfg(test)]
mod tests;
