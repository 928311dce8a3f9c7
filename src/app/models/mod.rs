//! The Models tab: the models at hand, how good they are, why, and their predictions.

#[cfg(target_arch = "wasm32")]
pub mod bar_cell;
pub mod bars;
#[cfg(target_arch = "wasm32")]
pub mod data_choice;
pub mod explain;
pub mod harm;
#[cfg(target_arch = "wasm32")]
pub mod keeper;
#[cfg(target_arch = "wasm32")]
pub mod kept;
#[cfg(target_arch = "wasm32")]
pub mod page;
pub mod predict;
#[cfg(target_arch = "wasm32")]
pub mod running;
#[cfg(target_arch = "wasm32")]
pub mod state;
#[cfg(target_arch = "wasm32")]
pub mod store_models;
