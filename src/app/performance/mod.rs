//! The Performance tab: how good the model is in each window, with labels and without.

#[cfg(target_arch = "wasm32")]
pub mod groups;
pub mod groups_words;
#[cfg(target_arch = "wasm32")]
pub mod kinds;
#[cfg(target_arch = "wasm32")]
pub mod page;
