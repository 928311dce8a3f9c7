//! Words and numbers that page and reports share.
//!
//! Plain functions: a change of a word is made once, and page, report and Markdown say the same.

pub mod alerts;
pub mod decisions;
pub mod detail_words;
pub mod effect_sizes;
pub mod evaluations;
pub mod format;
pub mod formulas;
pub mod gates;
pub mod health;
pub mod kinds;
pub mod labels;
pub mod multivariate_words;
pub mod order;
pub mod policy_words;
pub mod relations_words;
pub mod series;
pub mod settings;
pub mod test_lines;
pub mod times;
pub mod verdict_words;
pub mod where_words;
