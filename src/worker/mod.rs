//! The boundary between page and worker.
//!
//! [`protocol`] is what they say to each other, [`handler`] is all behaviour and runs
//! natively, `client` and `pool` exist in the browser only.

pub mod protocol;
