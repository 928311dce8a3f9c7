//! A model card: what a model is for, what it learned from, how good it is and for whom, what happened since.
//!
//! After M. Mitchell et al., *Model Cards for Model Reporting* (2019), as far as a tool can know it. What is
//! not known is said to be unknown, with the way to make it known.

mod data;
mod details;
mod facts;
mod history;
mod limits;
mod quality;
mod sections;
mod segments;

pub use facts::ModelCardFacts;
pub use sections::{model_card, model_card_sections};
