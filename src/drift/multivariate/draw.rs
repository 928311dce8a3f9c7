//! Which rows a method looks at.
//!
//! A frame holds distinct rows with how often each occurred. Rows are drawn in proportion to that,
//! so that what is computed is of the file and not of its distinct rows; where the file has no more
//! rows than the method looks at, each occurrence is taken.

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::drift::Frame;

/// Drawn rows of both sides, as places in the frame, shuffled.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    pub(super) reference: Vec<usize>,
    pub(super) current: Vec<usize>,
}

impl Drawn {
    /// At most `most` rows of each side.
    pub(super) fn of(frame: &Frame, most: usize, seed: u64) -> Self {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let (first, all) = (frame.reference_rows, frame.rows());
        Self {
            reference: side(frame, 0, first, most, &mut random),
            current: side(frame, first, all, most, &mut random),
        }
    }
}

/// Systematic sampling of occurrences: equal steps through all of them from a random start.
fn side(frame: &Frame, from: usize, to: usize, most: usize, random: &mut impl Rng) -> Vec<usize> {
    let count = |row: usize| u64::from(frame.counts.get(row).copied().unwrap_or(1));
    let total: u64 = (from..to).map(count).sum();
    let wanted = total.min(most as u64);
    let step = total as f64 / wanted.max(1) as f64;
    let start: f64 = random.r#gen::<f64>() * step;
    let mut drawn = Vec::with_capacity(wanted as usize);
    let mut passed = 0_u64;
    for row in from..to {
        passed += count(row);
        while (drawn.len() as u64) < wanted && start + step * (drawn.len() as f64) < passed as f64 {
            drawn.push(row);
        }
    }
    shuffle(&mut drawn, random);
    drawn
}

/// A random order that is the same on every target: `shuffle` of a slice draws 32 bits where the
/// slice is short enough, whatever the machine's width.
pub(super) fn shuffle<T>(items: &mut [T], random: &mut impl Rng) {
    items.shuffle(random);
}
