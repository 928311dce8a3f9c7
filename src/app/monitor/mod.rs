//! The Monitor tab: what moved, alerts, detectors, and where alerts go.

#[cfg(target_arch = "wasm32")]
pub mod page;
