//! The workspace on the Models tab: registered models and their versions, runs, decisions and audit
//! log, and the evidence of a gate.

pub mod gate_words;
pub mod table;
pub mod times;

#[cfg(target_arch = "wasm32")]
pub mod gate;
#[cfg(target_arch = "wasm32")]
pub mod table_view;
