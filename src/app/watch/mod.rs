//! What the Performance and the Monitor tab share: form, history, verdict.

#[cfg(target_arch = "wasm32")]
pub mod banner;
pub mod form;
#[cfg(target_arch = "wasm32")]
pub mod frame;
#[cfg(target_arch = "wasm32")]
pub mod keeping;
#[cfg(target_arch = "wasm32")]
pub mod open_window;
pub mod open_words;
#[cfg(target_arch = "wasm32")]
pub mod policy_changes;
#[cfg(target_arch = "wasm32")]
pub mod setup;
#[cfg(target_arch = "wasm32")]
pub mod state;
#[cfg(target_arch = "wasm32")]
pub mod window_chart;
