//! Metrics of a classifier, with the definitions of scikit-learn; zero divisions give 0.

mod metric;
mod summary;

pub use metric::Metric;
pub use summary::{Averaged, BinaryMetrics, ClassMetrics, ClassificationMetrics, MulticlassMetrics};
