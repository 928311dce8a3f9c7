//! The Monitor tab: what moved, alerts, detectors, and where alerts go.

pub mod pace;
#[cfg(target_arch = "wasm32")]
pub mod page;
pub mod stream_form;
pub mod stream_run;
