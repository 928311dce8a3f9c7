//! Empirical distribution function: the heart of every numeric method.
//!
//! Built once per column and side; every two-sample method is one merge over two of them.

use serde::{Deserialize, Serialize};

use super::{StatsError, sort};

/// Empirical distribution function: sorted distinct finite values and how often each occurred.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Ecdf {
    values: Vec<f64>,
    counts: Vec<u32>, // Invariant: empty when every value occurs once, else one per value, all > 0.
    n: u64,           // Invariant: the sum of the counts.
}

/// One distinct value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The value.
    pub value: f64,
    /// How often it occurred.
    pub count: u64,
}

/// An [`Ecdf`] as written, before it has been checked.
#[derive(Deserialize)]
struct Parts {
    values: Vec<f64>,
    counts: Vec<u32>,
    n: u64,
}

impl Ecdf {
    /// Counts and sorts values in place; `-0.0` and `0.0` are one value.
    ///
    /// # Errors
    ///
    /// [`StatsError::Invalid`] if a value is not finite: the caller counts those apart.
    pub fn from_values(values: Vec<f64>) -> Result<Self, StatsError> {
        if !values.iter().all(|x| x.is_finite()) {
            return Err(StatsError::invalid("a value is not a finite number"));
        }
        let mut values = sort::sorted(values);
        let n = values.len() as u64;
        let distinct = values.chunk_by(|a, b| a == b).count();
        if distinct == values.len() {
            return Ok(Self { values, counts: Vec::new(), n });
        }
        let mut counts = Vec::with_capacity(distinct);
        for run in values.chunk_by(|a, b| a == b) {
            let count = u32::try_from(run.len()).map_err(|_| too_often())?;
            counts.push(count);
        }
        values.dedup();
        values.shrink_to_fit();
        Ok(Self { values, counts, n })
    }

    /// From ascending distinct values and how often each occurred.
    ///
    /// # Errors
    ///
    /// [`StatsError::Invalid`] if a value is not finite, the values do not ascend, a count is
    /// zero or beyond 32 bits, or the two slices differ in length.
    pub fn from_weighted_sorted(values: Vec<f64>, counts: Vec<u64>) -> Result<Self, StatsError> {
        let n = counts.iter().try_fold(0_u64, |n, &c| n.checked_add(c)).ok_or_else(too_often)?;
        let counts: Result<Vec<u32>, _> = counts.into_iter().map(u32::try_from).collect();
        let counts = counts.map_err(|_| too_often())?;
        if counts.len() != values.len() {
            return Err(StatsError::invalid("as many counts as values are needed"));
        }
        Self::try_from(Parts { values, counts, n })
    }

    /// Both samples taken together; exact, associative and commutative.
    ///
    /// # Errors
    ///
    /// [`StatsError::Invalid`] if one value then occurs more than 4,294,967,295 times.
    pub fn merge(&self, other: &Self) -> Result<Self, StatsError> {
        let size = self.values.len() + other.values.len();
        let (mut values, mut counts) = (Vec::with_capacity(size), Vec::with_capacity(size));
        let mut repeated = false;
        let (mut i, mut j) = (0, 0);
        while i < self.values.len() || j < other.values.len() {
            let a = self.values.get(i).copied().unwrap_or(f64::INFINITY);
            let b = other.values.get(j).copied().unwrap_or(f64::INFINITY);
            let mut count = 0_u64;
            if a <= b {
                count += self.count(i);
                i += 1;
            }
            if b <= a {
                count += other.count(j);
                j += 1;
            }
            values.push(a.min(b));
            repeated |= count > 1;
            counts.push(u32::try_from(count).map_err(|_| too_often())?);
        }
        values.shrink_to_fit();
        if !repeated {
            counts = Vec::new();
        }
        counts.shrink_to_fit();
        Ok(Self { values, counts, n: self.n + other.n })
    }

    /// Takes `other` into this one; see [`Ecdf::merge`].
    ///
    /// # Errors
    ///
    /// As [`Ecdf::merge`]; then nothing has changed.
    pub fn merge_into(&mut self, other: &Self) -> Result<(), StatsError> {
        if self.n == 0 {
            self.clone_from(other);
        } else if other.n > 0 {
            *self = self.merge(other)?;
        }
        Ok(())
    }

    /// At most `points` of the distinct values standing for all of them, each for its
    /// neighbours: no rank is then off by more than about n / `points`, and smallest and largest
    /// value stay. As it is where it has no more points than that.
    #[must_use]
    pub fn condensed(&self, points: usize) -> Self {
        let points = points.max(2);
        if self.distinct() <= points {
            return self.clone();
        }
        let (mut values, mut counts) = (Vec::with_capacity(points), Vec::with_capacity(points));
        let last = self.distinct() - 1;
        // The ends stand for themselves, the others for equal numbers of rows between them.
        let inner = self.n - self.count(0) - self.count(last);
        let groups = points as u64 - 2;
        let (mut seen, mut waiting, mut done) = (0_u64, 0_u64, 0_u64);
        values.push(self.values[0]);
        counts.push(self.count(0));
        for at in 1..last {
            seen += self.count(at);
            waiting += self.count(at);
            // Groups that are full when these rows are in.
            let full = (u128::from(seen) * u128::from(groups) / u128::from(inner.max(1))) as u64;
            if full > done || at + 1 == last {
                values.push(self.values[at]);
                counts.push(waiting);
                (waiting, done) = (0, full);
            }
        }
        values.push(self.values[last]);
        counts.push(self.count(last));
        Self::from_weighted_sorted(values, counts).unwrap_or_else(|_| self.clone())
    }

    /// Values counted.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Distinct values.
    pub fn distinct(&self) -> usize {
        self.values.len()
    }

    /// True when no value was counted.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// The distinct values, ascending.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Smallest value.
    pub fn min(&self) -> Option<f64> {
        self.values.first().copied()
    }

    /// Largest value.
    pub fn max(&self) -> Option<f64> {
        self.values.last().copied()
    }

    /// Distinct values, ascending, with their counts.
    pub fn points(&self) -> impl Iterator<Item = Point> + '_ {
        self.values.iter().enumerate().map(|(i, &value)| Point { value, count: self.count(i) })
    }

    /// How often the `i`-th distinct value occurred; 0 beyond the last.
    pub(super) fn count(&self, i: usize) -> u64 {
        if self.counts.is_empty() {
            u64::from(i < self.values.len())
        } else {
            self.counts.get(i).map_or(0, |&c| u64::from(c))
        }
    }

    /// Values ≤ `x`.
    pub fn count_at_most(&self, x: f64) -> u64 {
        self.count_first(self.values.partition_point(|&v| v <= x))
    }

    /// Values < `x`.
    pub fn count_below(&self, x: f64) -> u64 {
        self.count_first(self.values.partition_point(|&v| v < x))
    }

    /// Share of the values ≤ `x`; 0 for an empty sample.
    pub fn cdf(&self, x: f64) -> f64 {
        if self.n == 0 { 0.0 } else { self.count_at_most(x) as f64 / self.n as f64 }
    }

    /// Values in each bin `[eᵢ, eᵢ₊₁)`, the last one closed, as `numpy.histogram` counts.
    /// Values outside the edges are in no bin. `edges` ascend.
    pub fn histogram(&self, edges: &[f64]) -> Vec<u64> {
        let Some(last) = edges.len().checked_sub(1).filter(|&last| last > 0) else { return Vec::new() };
        let mut below = Vec::with_capacity(edges.len());
        if self.counts.is_empty() {
            below.extend(edges[..last].iter().map(|&e| self.count_below(e)));
        } else {
            let (mut i, mut seen) = (0, 0);
            for &edge in &edges[..last] {
                let end = self.values.partition_point(|&v| v < edge).max(i);
                seen += self.counts[i..end].iter().map(|&c| u64::from(c)).sum::<u64>();
                i = end;
                below.push(seen);
            }
        }
        below.push(self.count_at_most(edges[last]));
        below.windows(2).map(|w| w[1].saturating_sub(w[0])).collect()
    }

    /// Quantiles of type 7 (linear interpolation, numpy's default), one per entry of `p`,
    /// in its order; empty for an empty sample. `p` outside 0 to 1 is cut.
    pub fn quantiles(&self, p: &[f64]) -> Vec<f64> {
        if self.n == 0 {
            return Vec::new();
        }
        let last = self.n - 1;
        let mut wanted: Vec<(u64, f64, usize)> = Vec::with_capacity(p.len());
        for (slot, &p) in p.iter().enumerate() {
            let position = p.clamp(0.0, 1.0) * last as f64;
            let rank = (position.floor() as u64).min(last);
            wanted.push((rank, position - rank as f64, slot));
        }
        wanted.sort_by_key(|w| w.0);
        let mut out = vec![0.0; p.len()];
        let (mut i, mut end) = (0, self.count(0)); // `end`: ranks below it are ≤ values[i].
        for (rank, part, slot) in wanted {
            if self.counts.is_empty() {
                i = rank as usize;
                end = rank + 1;
            }
            while rank >= end {
                i += 1;
                end += self.count(i);
            }
            let low = self.values[i];
            let high = if rank < last && rank + 1 >= end { self.values[i + 1] } else { low };
            out[slot] = between(low, high, part);
        }
        out
    }

    /// One quantile; see [`Ecdf::quantiles`].
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.quantiles(&[p]).first().copied()
    }

    fn count_first(&self, k: usize) -> u64 {
        if self.counts.is_empty() { k as u64 } else { self.counts[..k].iter().map(|&c| u64::from(c)).sum() }
    }
}

impl TryFrom<Parts> for Ecdf {
    type Error = StatsError;

    fn try_from(parts: Parts) -> Result<Self, StatsError> {
        let Parts { mut values, mut counts, n } = parts;
        if !values.iter().all(|x| x.is_finite()) {
            return Err(StatsError::invalid("a value is not a finite number"));
        }
        if !values.windows(2).all(|w| w[0] < w[1]) {
            return Err(StatsError::invalid("the values do not ascend"));
        }
        if !counts.is_empty() && counts.len() != values.len() {
            return Err(StatsError::invalid("as many counts as values are needed"));
        }
        if counts.contains(&0) {
            return Err(StatsError::invalid("a count is zero"));
        }
        if counts.iter().all(|&c| c == 1) {
            counts = Vec::new();
        }
        let sum =
            if counts.is_empty() { values.len() as u64 } else { counts.iter().map(|&c| u64::from(c)).sum() };
        if sum != n {
            return Err(StatsError::invalid("the counts do not add up to the number of values"));
        }
        for x in &mut values {
            *x += 0.0; // One spelling of zero.
        }
        Ok(Self { values, counts, n })
    }
}

fn too_often() -> StatsError {
    StatsError::invalid("one value occurs more than 4,294,967,295 times")
}

/// numpy's interpolation, which stays exact at both ends; wide ranges do not overflow.
fn between(low: f64, high: f64, part: f64) -> f64 {
    let gap = high - low;
    if !gap.is_finite() {
        return low * (1.0 - part) + high * part;
    }
    if part >= 0.5 { high - gap * (1.0 - part) } else { low + gap * part }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_repeated_values_and_both_zeros_once() {
        let e = Ecdf::from_values(vec![2.0, -0.0, 0.0, 2.0, 1.0]).unwrap();
        assert_eq!((e.values(), e.n(), e.count_at_most(0.0)), (&[0.0, 1.0, 2.0][..], 5, 2));
        assert_eq!(e.quantiles(&[1.0, 0.5, 0.0, 0.625]), [2.0, 1.0, 0.0, 1.5]);
        assert_eq!(e.histogram(&[0.0, 1.0, 2.0]), [2, 3]);
    }

    #[test]
    fn rejects_what_is_no_distribution() {
        assert!(Ecdf::from_values(vec![f64::NAN]).is_err());
        for bad in [
            r#"{"values":[2.0,1.0],"counts":[],"n":2}"#,
            r#"{"values":[1.0,2.0],"counts":[1],"n":1}"#,
            r#"{"values":[1.0,2.0],"counts":[1,0],"n":1}"#,
            r#"{"values":[1.0],"counts":[],"n":2}"#,
        ] {
            assert!(serde_json::from_str::<Ecdf>(bad).is_err(), "{bad}");
        }
    }
}
