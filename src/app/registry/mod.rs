//! The workspace on the Models tab: registered models and their versions, runs, decisions and audit
//! log, and the evidence of a gate.

pub mod compare_words;
pub mod gate_words;
pub mod log_words;
pub mod registering;
pub mod registry_words;
pub mod runs_words;
pub mod section;
pub mod table;

#[cfg(target_arch = "wasm32")]
pub mod compare_view;
#[cfg(target_arch = "wasm32")]
pub mod deeds;
#[cfg(target_arch = "wasm32")]
pub mod gate;
#[cfg(target_arch = "wasm32")]
pub mod log_page;
#[cfg(target_arch = "wasm32")]
pub mod more;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod pairs;
#[cfg(target_arch = "wasm32")]
pub mod recorder;
#[cfg(target_arch = "wasm32")]
pub mod register;
#[cfg(target_arch = "wasm32")]
pub mod registered;
#[cfg(target_arch = "wasm32")]
pub mod registry_page;
#[cfg(target_arch = "wasm32")]
pub mod run_detail;
#[cfg(target_arch = "wasm32")]
pub mod runs_page;
#[cfg(target_arch = "wasm32")]
pub mod table_view;
#[cfg(target_arch = "wasm32")]
pub mod versions;
