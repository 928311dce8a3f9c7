//! Evenkeel: which columns drifted, does the model still hold, which drift does harm.
//!
//! The rooms and what each may import are described in `ARCHITECTURE.md` and
//! enforced by `tests/layers.rs`.

#[cfg(feature = "page")]
pub mod app;
pub mod chart;
pub mod data;
pub mod drift;
pub mod lifecycle;
pub mod model;
pub mod monitor;
pub mod report;
pub mod stats;
pub mod store;
pub mod stream;
pub mod worker;

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
