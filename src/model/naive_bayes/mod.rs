//! Gaussian naive Bayes: fitted at once, or going on from what it has learned.
//!
//! Rows of one class that weigh alike are fitted by the learning library; rows that weigh apart, and
//! rows that come later, by merging weighted means and variances. Both are scikit-learn's `GaussianNB`.

mod fit;
mod update;

pub use fit::fit_naive_bayes;
