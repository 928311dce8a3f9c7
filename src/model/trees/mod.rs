//! Decision trees, random forests and gradient boosting over one histogram-based learner.

mod ensemble;
mod fit;

pub use ensemble::{Link, Tree, TreeEnsemble};
pub use fit::{Watched, fit_boosting, fit_forest, fit_tree};
