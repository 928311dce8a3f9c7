//! The Monitor tab: what moved, alerts, detectors, and where alerts go.

pub mod command_line;
pub mod destination;
pub mod newly_raised;
pub mod pace;
#[cfg(target_arch = "wasm32")]
pub mod page;
pub mod stream_form;
pub mod stream_run;
pub mod stream_words;
