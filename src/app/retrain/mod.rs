//! The Retrain tab: what to learn, how, and what came of it.

#[cfg(target_arch = "wasm32")]
pub mod page;
