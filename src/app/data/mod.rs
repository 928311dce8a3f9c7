//! The Data tab: files, columns, preview, simulator.

pub mod column_rows;

#[cfg(target_arch = "wasm32")]
pub mod columns;
#[cfg(target_arch = "wasm32")]
pub mod drop_zone;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod preview;
#[cfg(target_arch = "wasm32")]
pub mod reading_options;
#[cfg(target_arch = "wasm32")]
pub mod simulator;
#[cfg(target_arch = "wasm32")]
pub mod slots_panel;
