//! The workspace in a real browser's database, in a worker: where the tool keeps it, and where files are
//! written in another way than on the page's thread.
//!
//! Run by `cargo xtask test` through `wasm-pack test --headless --chrome`.
#![cfg(target_arch = "wasm32")]

#[path = "web_workspace/cases.rs"]
mod cases;
#[path = "web_workspace/records.rs"]
mod records;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
