//! Which drift hurts the model.

#[cfg(target_arch = "wasm32")]
pub mod panel;
#[cfg(target_arch = "wasm32")]
pub mod table;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub use panel::HarmPanel;
