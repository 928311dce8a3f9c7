//! The boundary between page and worker.
//!
//! [`protocol`] is what they say to each other; `native` reads files with threads for the
//! command.

pub mod protocol;

#[cfg(not(target_arch = "wasm32"))]
pub mod native;
