//! The mean of all values so far.

/// A mean that is moved by every value.
///
/// ```text
/// m ← m + (1 / n) · (x − m)
/// ```
///
/// D. H. D. West, *Communications of the ACM* 22 (1979), 532-535. The reciprocal is taken first, so that
/// the result has the same bits as River's.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct RunningMean {
    /// Values, as a number that divides.
    pub(super) n: f64,
    /// Their mean; 0 before the first.
    pub(super) mean: f64,
}

impl RunningMean {
    pub(super) fn update(&mut self, value: f64) {
        self.n += 1.0;
        self.mean += (1.0 / self.n) * (value - self.mean);
    }
}
