//! The Drift tab: verdict, policy, table, detail, and where the drift is.

pub mod detail_words;
pub mod effect_sizes;
pub mod formulas;
pub mod multivariate_words;
pub mod rows;
pub mod show;
pub mod test_lines;
pub mod where_words;

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
