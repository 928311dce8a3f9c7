//! Draws that are the same on 32- and 64-bit machines.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::RngCore;

/// A whole number below `count`, which is at least 1 and below 2^32. Its bias is below 2^−32 · count.
pub(super) fn below(draws: &mut Xoshiro256PlusPlus, count: usize) -> usize {
    (((draws.next_u64() >> 32) * count as u64) >> 32) as usize
}
