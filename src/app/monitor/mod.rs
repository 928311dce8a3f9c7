//! The Monitor tab: what moved, alerts, detectors, and where alerts go.

#[cfg(target_arch = "wasm32")]
pub mod alert_log;
pub mod alert_rows;
#[cfg(target_arch = "wasm32")]
pub mod page;
