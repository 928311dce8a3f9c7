//! Predictions of one row and of files, and the log of all of them.

#[cfg(target_arch = "wasm32")]
pub mod answer;
#[cfg(target_arch = "wasm32")]
pub mod batch;
#[cfg(target_arch = "wasm32")]
pub mod form;
#[cfg(target_arch = "wasm32")]
pub mod log;
#[cfg(target_arch = "wasm32")]
pub mod panel;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub use log::LogPanel;
#[cfg(target_arch = "wasm32")]
pub use panel::PredictPanel;
