//! The Leptos user interface.
//!
//! One folder per page, `components` for what several pages draw, `state` for what is
//! known, `engine` for what can be done. Words, numbers, ordering, routes and the
//! arithmetic of virtual rows are plain functions that compile and are tested natively;
//! all that touches the browser exists for wasm32 only.

pub mod data;
pub mod drift;
pub mod format;
pub mod labels;
pub mod models;
pub mod monitor;
pub mod named_spans;
pub mod online;
pub mod performance;
pub mod policy;
pub mod registry;
pub mod reports;
pub mod retrain;
pub mod route;
pub mod slot_keys;
pub mod slots;
pub mod theme;
pub mod turn;
pub mod virtual_rows;
pub mod watch;
pub mod workspace;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod components;
#[cfg(target_arch = "wasm32")]
pub mod engine;
#[cfg(target_arch = "wasm32")]
pub mod question;
#[cfg(target_arch = "wasm32")]
pub mod shell;
#[cfg(target_arch = "wasm32")]
pub mod state;

#[cfg(target_arch = "wasm32")]
pub use shell::App;
