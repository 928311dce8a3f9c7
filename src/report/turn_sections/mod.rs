//! What a report tells of a turn of the loop: the decision with its reasons, and of a retraining the evidence
//! before and after.

mod before_after;
mod checks;
mod decision;
mod sections;

pub use sections::turn_sections;
