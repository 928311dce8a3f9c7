//! Learning online on the Monitor tab: a champion that stays as it is beside a learner that goes on.

pub mod form;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub mod panel;
#[cfg(target_arch = "wasm32")]
pub mod state;
