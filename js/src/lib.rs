//! The engine for JavaScript: drift checks, profiles and scores of models.
//!
//! Only the boundary is here. [`binding`] is what WebAssembly exports; the other modules turn what
//! comes from JavaScript (bytes, and options as JSON) into calls of the library and its answers into
//! JSON or numbers. They are plain Rust and are tested natively. What a JavaScript user sees is
//! `package/api.js`, which wraps the exports; its types are `package/index.d.ts`. The task
//! `cargo xtask package` puts all of it together.

pub mod binding;
mod check;
mod error;
mod model;
mod options;
mod profile;
