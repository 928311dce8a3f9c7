//! The boundary between page and worker.
//!
//! [`protocol`] is what they say to each other, [`model_tasks`] what of it concerns models;
//! [`handler`] is all behaviour and runs natively, [`trainer`] that of models; `native` reads files with threads for the command; `client` and `pool`
//! exist in the browser only.

mod analysis;
pub mod handler;
pub mod loop_tasks;
pub mod model_tasks;
mod preview;
pub mod protocol;
pub mod registration;
pub mod rows;
pub mod source;
mod table_info;
pub mod trainer;
pub mod training;
pub mod watching;
pub mod workspace;
pub mod workspace_tasks;

#[cfg(not(target_arch = "wasm32"))]
pub mod file_source;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;

#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod pool;
#[cfg(target_arch = "wasm32")]
pub mod web;

/// Version and, where the build sets it, content id of this build. Page and worker
/// compare theirs, since a browser may hold a worker of an earlier deploy in its cache.
pub fn build_id() -> String {
    match option_env!("EVENKEEL_BUILD") {
        Some(build) => format!("{}+{build}", env!("CARGO_PKG_VERSION")),
        None => env!("CARGO_PKG_VERSION").to_owned(),
    }
}
