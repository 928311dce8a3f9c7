//! The one merge over two distribution functions that all numeric tests share.
//!
//! A test is a [`Visit`]or; the walk is compiled once for each set of visitors, so a test that
//! is not asked for costs nothing.

use super::{Ecdf, StatsError};

/// What is known when a distinct value of either side has been taken in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The value.
    pub(super) at: f64,
    /// Whether it occurs in the reference.
    pub(super) in_reference: bool,
    /// Rows of the reference with this value.
    pub(super) reference: u64,
    /// Rows of current with this value.
    pub(super) current: u64,
    /// Rows of the reference up to and with this value.
    pub(super) up_to_reference: u64,
    /// Rows of current up to and with this value.
    pub(super) up_to_current: u64,
    /// F − G just before the value.
    pub(super) gap_before: f64,
    /// F − G at the value.
    pub(super) gap: f64,
}

/// What is gathered on the way.
pub(super) trait Visit {
    /// The stretch that ends at the step's value, from the value before it. The first value has none.
    fn stretch(&mut self, gap: f64, from: f64, to: f64);
    /// One distinct value.
    fn value(&mut self, step: &Step);
}

impl<A: Visit, B: Visit> Visit for (A, B) {
    #[inline(always)]
    fn stretch(&mut self, gap: f64, from: f64, to: f64) {
        self.0.stretch(gap, from, to);
        self.1.stretch(gap, from, to);
    }

    #[inline(always)]
    fn value(&mut self, step: &Step) {
        self.0.value(step);
        self.1.value(step);
    }
}

/// ∫ of a function of the gap; a stretch wider than the largest double is added by its half.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Area {
    whole: f64,
    halves: f64,
}

impl Area {
    #[inline(always)]
    pub(super) fn add(&mut self, height: f64, from: f64, to: f64) {
        let width = to - from;
        if width.is_finite() {
            self.whole += height * width;
        } else {
            self.halves += height * (to * 0.5 - from * 0.5);
        }
    }

    pub(super) fn total(self) -> f64 {
        self.whole + 2.0 * self.halves
    }

    /// sqrt of twice the area, which overflows later than the area does.
    pub(super) fn root_of_twice(self) -> f64 {
        2.0 * (self.whole * 0.5 + self.halves).sqrt()
    }
}

/// Fails where a side has no values.
pub(super) fn both_filled(reference: &Ecdf, current: &Ecdf) -> Result<(), StatsError> {
    if reference.is_empty() {
        return Err(StatsError::empty("reference"));
    }
    if current.is_empty() {
        return Err(StatsError::empty("current"));
    }
    Ok(())
}

/// Takes every distinct value of either side once, ascending.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
pub(super) fn walk<V: Visit>(reference: &Ecdf, current: &Ecdf, mut visit: V) -> Result<V, StatsError> {
    both_filled(reference, current)?;
    let (a, b) = (reference.values(), current.values());
    let mut at = Position {
        last: a[0].min(b[0]),
        gap: 0.0,
        below: (0, 0),
        sizes: (reference.n() as f64, current.n() as f64),
    };
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        let (from_a, from_b) = (x <= y, y <= x);
        let r = reference.count(i) * u64::from(from_a);
        let c = current.count(j) * u64::from(from_b);
        i += usize::from(from_a);
        j += usize::from(from_b);
        at.take(&mut visit, if from_a { x } else { y }, from_a, r, c);
    }
    for (i, &x) in a.iter().enumerate().skip(i) {
        at.take(&mut visit, x, true, reference.count(i), 0);
    }
    for (j, &y) in b.iter().enumerate().skip(j) {
        at.take(&mut visit, y, false, 0, current.count(j));
    }
    Ok(visit)
}

struct Position {
    last: f64,
    gap: f64,
    below: (u64, u64),
    sizes: (f64, f64),
}

impl Position {
    #[inline(always)]
    fn take<V: Visit>(&mut self, visit: &mut V, at: f64, in_reference: bool, reference: u64, current: u64) {
        visit.stretch(self.gap, self.last, at);
        self.last = at;
        self.below.0 += reference;
        self.below.1 += current;
        let gap = self.below.0 as f64 / self.sizes.0 - self.below.1 as f64 / self.sizes.1;
        visit.value(&Step {
            at,
            in_reference,
            reference,
            current,
            up_to_reference: self.below.0,
            up_to_current: self.below.1,
            gap_before: self.gap,
            gap,
        });
        self.gap = gap;
    }
}
