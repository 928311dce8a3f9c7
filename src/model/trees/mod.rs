//! Decision trees, random forests and gradient boosting over one histogram-based learner.

mod ensemble;

pub use ensemble::{Link, Tree, TreeEnsemble};
