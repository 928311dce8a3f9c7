//! The Drift tab: verdict, table, detail.

pub mod detail_words;
pub mod rows;
pub mod spark_path;

#[cfg(target_arch = "wasm32")]
pub mod banner;
#[cfg(target_arch = "wasm32")]
pub mod detail;
#[cfg(target_arch = "wasm32")]
pub mod detail_tables;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod row;
#[cfg(target_arch = "wasm32")]
pub mod table;
#[cfg(target_arch = "wasm32")]
pub mod toolbar;
