//! What is taken away of a comparison: files in many formats, reports that are kept, and what drifted from
//! one kept report to the next.

pub mod history_words;
pub mod menu_words;

#[cfg(target_arch = "wasm32")]
pub mod card;
#[cfg(target_arch = "wasm32")]
pub mod desk;
#[cfg(target_arch = "wasm32")]
pub mod history;
#[cfg(target_arch = "wasm32")]
pub mod history_compare;
#[cfg(target_arch = "wasm32")]
pub mod keep;
#[cfg(target_arch = "wasm32")]
pub mod menu;
