//! Metrics of a classifier, with the definitions of scikit-learn; zero divisions give 0.

mod confusion;
mod metric;
mod ranking;
mod scored_rows;
mod summary;

pub use metric::Metric;
pub(super) use ranking::Above;
pub(super) use scored_rows::{CALIBRATION_BINS, ClassRanking, ScoredRows, calibration_bin, row_log_loss};
pub use summary::{Averaged, BinaryMetrics, ClassMetrics, ClassificationMetrics, MulticlassMetrics};
