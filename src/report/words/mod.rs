//! What page and report say in the same words: evaluations, the state of a watched model, kinds of drift,
//! the evidence of a gate, decisions.
//!
//! Plain functions of plain values. Nothing here knows of a page or of a document.

pub mod alerts;
pub mod decisions;
pub mod evaluations;
pub mod gates;
pub mod health;
pub mod kinds;
pub mod series;
pub mod settings;
pub mod times;
