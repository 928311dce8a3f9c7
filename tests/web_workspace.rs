//! The workspace in a real browser's database, on the page's own thread.
//!
//! Run by `cargo xtask test` through `wasm-pack test --headless --chrome`.
#![cfg(target_arch = "wasm32")]

#[path = "web_workspace/cases.rs"]
mod cases;
#[path = "web_workspace/records.rs"]
mod records;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
