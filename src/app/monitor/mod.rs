//! The Monitor tab: what moved, alerts, detectors, and where alerts go.

pub mod command_line;
pub mod destination;
pub mod newly_raised;
pub mod pace;
pub mod stream_form;
pub mod stream_run;
pub mod stream_words;

#[cfg(target_arch = "wasm32")]
pub mod detector_form;
#[cfg(target_arch = "wasm32")]
pub mod detectors;
#[cfg(target_arch = "wasm32")]
pub mod drive;
#[cfg(target_arch = "wasm32")]
pub mod notification;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod replay;
#[cfg(target_arch = "wasm32")]
pub mod sending;
#[cfg(target_arch = "wasm32")]
pub mod signal;
#[cfg(target_arch = "wasm32")]
pub mod stream_state;
#[cfg(target_arch = "wasm32")]
pub mod webhook;
