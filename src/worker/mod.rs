//! The boundary between page and worker.
//!
//! There are two programs. [`handler`] is the behaviour of reader and judge and [`protocol`] what they
//! and the page say; [`trainer`] is that of trainers, [`trainer_protocol`] and [`model_tasks`] what is
//! said with them. Both run natively too. `native` reads files with threads for the command; `client`
//! and `pool` exist in the browser only.

mod analysis;
mod fingerprints;
pub mod handler;
mod known_model;
pub mod loop_tasks;
pub mod model_tasks;
pub mod online;
mod preview;
pub mod protocol;
pub mod recording;
pub mod registration;
pub mod report_tasks;
pub mod reporting;
pub mod rows;
pub mod source;
mod standings;
mod table_info;
pub mod task_error;
pub mod to_label;
pub mod trainer;
pub mod trainer_protocol;
pub mod training;
pub mod turn;
mod turn_record;
mod turn_training;
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
#[cfg(target_arch = "wasm32")]
mod web_workspace;

/// Version and, where the build sets it, content id of this build. Page and worker
/// compare theirs, since a browser may hold a worker of an earlier deploy in its cache.
pub fn build_id() -> String {
    match build() {
        Some(build) => format!("{}+{build}", env!("CARGO_PKG_VERSION")),
        None => env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// A file of the site as the page asks for it: by an address that names the build, so that no cache can
/// answer with another build's file. A build without an id has plain addresses.
pub fn address_of(file: &str) -> String {
    match build() {
        Some(build) => format!("{file}?build={build}"),
        None => file.to_owned(),
    }
}

fn build() -> Option<&'static str> {
    // Unseen by the optimiser, the id stands in the program in one piece: the end-to-end tests put another in its place.
    option_env!("EVENKEEL_BUILD").map(std::hint::black_box)
}
