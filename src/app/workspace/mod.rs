//! The workspace on the page: registry, runs, decisions and audit log as they are kept.

#[cfg(target_arch = "wasm32")]
pub mod other_tabs;
#[cfg(target_arch = "wasm32")]
pub mod room;
#[cfg(target_arch = "wasm32")]
pub mod state;
