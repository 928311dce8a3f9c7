//! The Retrain tab: what to learn, how, and what came of it.

pub mod columns;
pub mod params;
pub mod weights;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub mod column_list;
#[cfg(target_arch = "wasm32")]
pub mod form;
#[cfg(target_arch = "wasm32")]
pub mod how;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod param_field;
#[cfg(target_arch = "wasm32")]
pub mod result;
#[cfg(target_arch = "wasm32")]
pub mod state;
