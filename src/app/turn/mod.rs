//! The loop on the Retrain tab: its policy, one turn and what came of it, past decisions, the schedule.

pub mod folder_files;
pub mod line_text;
pub mod policy_fields;
pub mod schedule_times;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub mod answer;
#[cfg(target_arch = "wasm32")]
pub mod granted;
#[cfg(target_arch = "wasm32")]
pub mod past;
#[cfg(target_arch = "wasm32")]
pub mod policy_form;
#[cfg(target_arch = "wasm32")]
pub mod schedule;
#[cfg(target_arch = "wasm32")]
pub mod side;
#[cfg(target_arch = "wasm32")]
pub mod start;
#[cfg(target_arch = "wasm32")]
pub mod state;
