//! What every detector does.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

/// Reads a stream one value at a time and says when it has changed.
///
/// After a drift the detector forgets what it has seen: the next value is the first of a new stream.
/// Detectors are pure: the same settings and values give the same signals.
pub trait Detector: Debug + Send {
    /// Takes the next value, which is finite; [`Watch`](super::Watch) leaves out what is not.
    fn update(&mut self, value: f64) -> Signal;

    /// Forgets all values.
    fn reset(&mut self);
}

/// What a detector says after a value.
///
/// Both flags may be up at once: EDDM leaves the warning standing on the row of the drift, and a
/// two-sided detector may warn on one side and find drift on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Signal {
    /// A change may be under way.
    pub warning: bool,
    /// The stream has changed.
    pub drift: bool,
}

/// A [`Signal`] in one word, the worse one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Nothing to see.
    Stable,
    /// A change may be under way.
    Warning,
    /// The stream has changed.
    Drift,
}

impl Signal {
    /// Drift before warning before nothing.
    pub fn status(self) -> Status {
        match self {
            Self { drift: true, .. } => Status::Drift,
            Self { warning: true, .. } => Status::Warning,
            Self { .. } => Status::Stable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drift_outweighs_a_warning() {
        assert_eq!(Signal { warning: true, drift: true }.status(), Status::Drift);
        assert_eq!(Signal { warning: true, drift: false }.status(), Status::Warning);
        assert_eq!(Signal::default().status(), Status::Stable);
    }
}
