//! Whole numbers in place of floats, so that sums are exact and need no order.
//!
//! Histograms add packed whole numbers: rows in the upper bits of a word, a weight in the lower.
//! Sums of them do not depend on the order of rows, so that a histogram that was made by
//! subtraction is the one that counting would give. Leaf values of fitted trees are multiples of a
//! power of two, for which [`Grid`] stands.

use super::TreeEnsemble;

/// Bits of a 32-bit float's significand.
const FLOAT_BITS: i32 = 24;

/// How rows and weights share a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Packing {
    shift: u32,
    scale: f64,
}

impl Packing {
    /// For so many rows whose weights add up to at most `total`. Whole weights are exact.
    pub(super) fn of(rows: usize, total: f64) -> Self {
        let shift = (rows as u64).leading_zeros().clamp(1, 62);
        let exponent = shift as i32 - 2 - exponent_above(total);
        Self { shift, scale: power_of_two(exponent) }
    }

    /// One row of this weight.
    pub(super) fn row(self, weight: f64) -> u64 {
        (1_u64 << self.shift) | (weight * self.scale) as u64
    }

    /// Rows of a sum.
    pub(super) fn rows(self, packed: u64) -> u64 {
        packed >> self.shift
    }

    /// Weight of a sum, in units of the packing.
    pub(super) fn units(self, packed: u64) -> f64 {
        // By way of i64, for which processors have an instruction.
        (packed & ((1_u64 << self.shift) - 1)) as i64 as f64
    }

    /// Units of a weight of 1.
    pub(super) fn scale(self) -> f64 {
        self.scale
    }
}

/// Multiples of a power of two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grid {
    step: f64,
}

impl Grid {
    /// The finest grid on which sums of size up to `largest` are exact in 32-bit floats, in any
    /// order.
    pub(super) fn for_sums(largest: f64) -> Self {
        Self { step: power_of_two(exponent_above(largest) - FLOAT_BITS) }
    }

    /// The nearest multiple.
    pub(super) fn nearest(self, value: f64) -> f64 {
        (value / self.step).round() * self.step
    }

    /// Weights as shares that add up to 1 exactly: what rounding leaves goes to the largest.
    pub(super) fn shares(self, weights: &[f64]) -> Vec<f32> {
        let total: f64 = weights.iter().sum();
        let even = 1.0 / weights.len().max(1) as f64;
        let share = |&weight: &f64| self.nearest(if total > 0.0 { weight / total } else { even });
        let mut shares: Vec<f64> = weights.iter().map(share).collect();
        let rest = 1.0 - shares.iter().sum::<f64>();
        let mut largest = 0;
        for (at, share) in shares.iter().enumerate() {
            if *share > shares[largest] {
                largest = at;
            }
        }
        if let Some(share) = shares.get_mut(largest) {
            *share += rest;
        }
        shares.into_iter().map(|share| share as f32).collect()
    }
}

impl TreeEnsemble {
    /// Rounds base and leaf values to the finest grid on which all their sums are exact.
    pub(super) fn round_to_grid(&mut self) {
        let base = self.base.iter().map(|value| value.abs()).fold(0.0, f64::max);
        let of_trees: f64 = self
            .trees
            .iter()
            .map(|tree| tree.values.iter().map(|value| f64::from(value.abs())).fold(0.0, f64::max))
            .sum();
        // Rounding moves each by at most half a step: a hundredth more is ample.
        let grid = Grid::for_sums(1.01 * (base + of_trees));
        for value in &mut self.base {
            *value = grid.nearest(*value);
        }
        for value in self.trees.iter_mut().flat_map(|tree| &mut tree.values) {
            *value = grid.nearest(f64::from(*value)) as f32;
        }
    }
}

/// The power of two by which derivatives are multiplied: sums of them, at most `total` in size,
/// stay below 2^60.
pub(super) fn scale_for_signed(total: f64) -> f64 {
    power_of_two(60 - exponent_above(total))
}

/// The least e with value ≤ 2^e, at least −64 and at most 1023.
fn exponent_above(value: f64) -> i32 {
    let mut exponent = -64;
    while exponent < 1023 && power_of_two(exponent) < value {
        exponent += 1;
    }
    exponent
}

/// 2^e, exactly.
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent.clamp(-1022, 1023) + 1023) as u64) << 52)
}
