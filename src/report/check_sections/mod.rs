//! What a report tells of a comparison: verdict, columns, whole rows, and how it was judged.
//!
//! Written once as sections of a [`Document`](super::document::Document), which HTML and Markdown are made of.

mod column_part;
mod column_tables;
mod depth;
mod drift_table;
mod judging;
mod policy_tables;
mod sections;
mod together;
mod verdict;

pub use sections::check_sections;
