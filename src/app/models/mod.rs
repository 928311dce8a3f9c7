//! The Models tab: the models at hand, how good they are, why, and their predictions.

pub mod decisions;
pub mod file_columns;
pub mod view;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub mod columns_page;
#[cfg(target_arch = "wasm32")]
pub mod compare;
#[cfg(target_arch = "wasm32")]
pub mod compare_tables;
#[cfg(target_arch = "wasm32")]
pub mod data_choice;
#[cfg(target_arch = "wasm32")]
pub mod evaluation;
#[cfg(target_arch = "wasm32")]
pub mod evaluation_view;
#[cfg(target_arch = "wasm32")]
pub mod explain;
#[cfg(target_arch = "wasm32")]
pub mod harm;
#[cfg(target_arch = "wasm32")]
pub mod list;
#[cfg(target_arch = "wasm32")]
pub mod overview;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod predict;
#[cfg(target_arch = "wasm32")]
pub mod running;
#[cfg(target_arch = "wasm32")]
pub mod state;
#[cfg(target_arch = "wasm32")]
pub mod threshold;
