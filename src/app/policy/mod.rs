//! The policy on the page: what the user decided about judging, how it is changed, undone, linked to,
//! kept in a file and calibrated.

pub mod history;
pub mod lines;
pub mod link;
pub mod rule_of;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub mod bar;
#[cfg(target_arch = "wasm32")]
pub mod calibrate;
#[cfg(target_arch = "wasm32")]
mod changes;
#[cfg(target_arch = "wasm32")]
pub mod column_controls;
#[cfg(target_arch = "wasm32")]
pub mod dialog;
#[cfg(target_arch = "wasm32")]
pub mod line_field;
#[cfg(target_arch = "wasm32")]
pub mod overrides;
#[cfg(target_arch = "wasm32")]
pub mod rule_fields;
