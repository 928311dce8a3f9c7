//! The Drift tab: verdict, policy, table, detail, and where the drift is.

pub mod rows;
pub mod show;

#[cfg(target_arch = "wasm32")]
pub mod banner;
#[cfg(target_arch = "wasm32")]
pub mod contributions;
#[cfg(target_arch = "wasm32")]
pub mod detail;
#[cfg(target_arch = "wasm32")]
pub mod detail_tables;
#[cfg(target_arch = "wasm32")]
pub mod multivariate;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod picked_rows;
#[cfg(target_arch = "wasm32")]
pub mod relations;
#[cfg(target_arch = "wasm32")]
pub mod row;
#[cfg(target_arch = "wasm32")]
pub mod table;
#[cfg(target_arch = "wasm32")]
pub mod test_table;
#[cfg(target_arch = "wasm32")]
pub mod toolbar;

pub use crate::report::words::{
    detail_words, formulas, multivariate_words, relations_words, test_lines, verdict_words, where_words,
};
