//! Histograms of derivatives: whole numbers, two words a bin.

use super::bins::MOST_BINS;
use super::fixed_point::Packing;

/// Sums of a bin or node: the first derivatives as a signed whole number in the first word; rows
/// and second derivatives, packed, in the second.
pub(super) type Sums = [u64; 2];

/// Turns derivatives into [`Sums`] and back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Derivatives {
    pub(super) gradient_scale: f64,
    pub(super) packing: Packing,
}

impl Derivatives {
    /// Of one row.
    #[inline]
    pub(super) fn row(self, gradient: f64, hessian: f64) -> Sums {
        [(gradient * self.gradient_scale) as i64 as u64, self.packing.row(hessian)]
    }

    #[inline]
    pub(super) fn gradient(self, sums: Sums) -> f64 {
        sums[0] as i64 as f64
    }

    #[inline]
    pub(super) fn hessian(self, sums: Sums) -> f64 {
        self.packing.units(sums[1])
    }

    #[inline]
    pub(super) fn rows(self, sums: Sums) -> u64 {
        self.packing.rows(sums[1])
    }
}

/// The slots of one feature, and those behind it up to 256: the compiler then knows that every bin
/// is within.
pub(super) fn window(histogram: &mut [Sums], offset: usize) -> &mut [Sums] {
    &mut histogram[offset..offset + MOST_BINS]
}

/// Adds all rows.
pub(super) fn count(slots: &mut [Sums], bins: &[u8], of_rows: &[Sums]) {
    let Some(slots) = slots.first_chunk_mut::<MOST_BINS>() else { return };
    for (&bin, &sums) in bins.iter().zip(of_rows) {
        let slot = &mut slots[usize::from(bin)];
        *slot = plus(*slot, sums);
    }
}

/// Adds the rows named, whose sums are in the same order.
pub(super) fn count_some(slots: &mut [Sums], bins: &[u8], rows: &[u32], ordered: &[Sums]) {
    let Some(slots) = slots.first_chunk_mut::<MOST_BINS>() else { return };
    for (&row, &sums) in rows.iter().zip(ordered) {
        let slot = &mut slots[usize::from(bins[row as usize])];
        *slot = plus(*slot, sums);
    }
}

#[inline]
pub(super) fn plus(left: Sums, right: Sums) -> Sums {
    [left[0].wrapping_add(right[0]), left[1].wrapping_add(right[1])]
}

#[inline]
pub(super) fn minus(left: Sums, right: Sums) -> Sums {
    [left[0].wrapping_sub(right[0]), left[1].wrapping_sub(right[1])]
}
