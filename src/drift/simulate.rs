//! Drift simulator: what each kind of drift looks like, on the loaded reference.

use serde::{Deserialize, Serialize};

/// What to simulate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Simulation {
    /// What happens to the columns.
    pub drift: SimulatedDrift,
    /// How much: standard deviations for a shift, the factor minus 1 for a scale, a share for
    /// dropped and relabelled cells.
    pub amount: f64,
    /// To which columns, by name.
    pub columns: Vec<String>,
    /// Rows drawn, with replacement, from the reference.
    pub rows: u64,
    /// Seed of the draw.
    pub seed: u64,
}

/// What happens to a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SimulatedDrift {
    /// Numbers move by `amount` reference standard deviations.
    Shift,
    /// Numbers spread around the mean by the factor `1 + amount`.
    Scale,
    /// A share `amount` of the cells becomes missing.
    Drop,
    /// A share `amount` of the cells gets another value of the same column, all the same one
    /// (categories: the rarest; numbers: the maximum).
    Relabel,
}
