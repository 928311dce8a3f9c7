//! Why a model answers as it does: which columns it needs, and how its answer follows one of them.

#[cfg(target_arch = "wasm32")]
pub mod dependence;
#[cfg(target_arch = "wasm32")]
pub mod importance;
#[cfg(target_arch = "wasm32")]
pub mod panel;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub use panel::ExplainPanel;
