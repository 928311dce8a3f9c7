//! Spearman's rank correlation of many columns at once.

/// Rows per block of the matrix: the columns of a block stay in the cache.
const BLOCK: usize = 512;

/// One column's values as places among its distinct values, and standardised ranks where it has
/// no gap.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RankedColumn {
    /// Place of the value among the distinct ones; [`GAP`] where there is none.
    places: Vec<u32>,
    distinct: usize,
    gaps: bool,
    /// `√w · (rank − mean) / norm`: products add up to the correlation. Empty with gaps, and when
    /// there is one value only.
    standardised: Vec<f64>,
}

/// The rank correlation of two columns over the rows in which both have a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PairwiseCorrelation {
    pub(super) r: f64,
    /// Sum of the counts of those rows.
    pub(super) weight: f64,
}

const GAP: u32 = u32::MAX;

impl RankedColumn {
    /// Ranks values; NaN is a gap. `counts` says how often each row occurred.
    pub(super) fn of(values: &[f64], counts: &[u32]) -> Self {
        let mut order: Vec<(u64, u32)> = values
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.is_nan())
            .map(|(row, value)| (ascending(*value), row as u32))
            .collect();
        order.sort_unstable();
        let mut places = vec![GAP; values.len()];
        let mut distinct = 0;
        for at in 0..order.len() {
            distinct += usize::from(at == 0 || order[at].0 != order[at - 1].0);
            places[order[at].1 as usize] = distinct as u32 - 1;
        }
        let gaps = order.len() < values.len();
        let mut column = Self { places, distinct, gaps, standardised: Vec::new() };
        if !gaps && distinct > 1 {
            column.standardised = column.standardised_ranks(counts);
        }
        column
    }

    /// Whether a row has no value.
    pub(super) fn has_gaps(&self) -> bool {
        self.gaps
    }

    fn standardised_ranks(&self, counts: &[u32]) -> Vec<f64> {
        let mut weights = vec![0.0; self.distinct];
        for (&place, &count) in self.places.iter().zip(counts) {
            weights[place as usize] += f64::from(count);
        }
        let total: f64 = weights.iter().sum();
        // The mean of midranks, and midranks less it.
        to_midranks(&mut weights, total);
        let square: f64 = self
            .places
            .iter()
            .zip(counts)
            .map(|(&place, &count)| f64::from(count) * weights[place as usize].powi(2))
            .sum();
        let norm = square.sqrt();
        self.places
            .iter()
            .zip(counts)
            .map(|(&place, &count)| f64::from(count).sqrt() * weights[place as usize] / norm)
            .collect()
    }
}

/// The correlations of every two columns without gaps, row by row; NaN elsewhere and below the
/// diagonal.
pub(super) fn correlation_matrix(columns: &[RankedColumn]) -> Vec<f64> {
    let p = columns.len();
    let usable: Vec<usize> = (0..p).filter(|&at| !columns[at].standardised.is_empty()).collect();
    let mut matrix = vec![f64::NAN; p * p];
    for (second, &j) in usable.iter().enumerate() {
        usable[..second].iter().for_each(|&i| matrix[i * p + j] = 0.0);
    }
    let rows = usable.first().map_or(0, |&at| columns[at].standardised.len());
    for start in (0..rows).step_by(BLOCK) {
        let block = start..(start + BLOCK).min(rows);
        for (second, &j) in usable.iter().enumerate() {
            let b = &columns[j].standardised[block.clone()];
            for &i in &usable[..second] {
                matrix[i * p + j] += dot(&columns[i].standardised[block.clone()], b);
            }
        }
    }
    // Rounding may leave a correlation of 1 a last digit above it.
    matrix.iter_mut().for_each(|r| *r = r.clamp(-1.0, 1.0));
    matrix
}

/// The rank correlation over the rows in which both have a value, ranked among those; the first
/// `counts.len()` rows are looked at. `None` when a column has one value there, or none.
pub(super) fn pairwise(a: &RankedColumn, b: &RankedColumn, counts: &[u32]) -> Option<PairwiseCorrelation> {
    let rows = || {
        a.places
            .iter()
            .zip(&b.places)
            .zip(counts)
            .filter(|((x, y), _)| **x != GAP && **y != GAP)
            .map(|((x, y), count)| (*x as usize, *y as usize, f64::from(*count)))
    };
    let (mut left, mut right) = (vec![0.0; a.distinct], vec![0.0; b.distinct]);
    let mut total = 0.0;
    for (x, y, weight) in rows() {
        left[x] += weight;
        right[y] += weight;
        total += weight;
    }
    to_midranks(&mut left, total);
    to_midranks(&mut right, total);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y, weight) in rows() {
        xx += weight * left[x] * left[x];
        yy += weight * right[y] * right[y];
        xy += weight * left[x] * right[y];
    }
    let r = xy / (xx * yy).sqrt();
    (xx > 0.0 && yy > 0.0 && r.is_finite())
        .then_some(PairwiseCorrelation { r: r.clamp(-1.0, 1.0), weight: total })
}

/// Turns the weights of ascending values into their midranks less the mean rank.
fn to_midranks(weights: &mut [f64], total: f64) {
    let mut below = 0.0;
    for weight in weights {
        let here = *weight;
        *weight = below + here / 2.0 - total / 2.0;
        below += here;
    }
}

/// In eight sums, which the compiler adds up side by side.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (blocks_a, rest_a) = a.as_chunks::<8>();
    let (blocks_b, rest_b) = b.as_chunks::<8>();
    for (x, y) in blocks_a.iter().zip(blocks_b) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f64>() + rest_a.iter().zip(rest_b).map(|(x, y)| x * y).sum::<f64>()
}

/// Bits whose order as integers is the order of the numbers.
fn ascending(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: f64 = f64::NAN;

    fn both_ways(a: &[f64], b: &[f64], counts: &[u32]) -> [f64; 2] {
        let columns = [RankedColumn::of(a, counts), RankedColumn::of(b, counts)];
        [correlation_matrix(&columns)[1], pairwise(&columns[0], &columns[1], counts).unwrap().r]
    }

    /// `scipy.stats.spearmanr`, SciPy 1.17.1, of the eight pairs, and with `nan_policy="omit"`.
    const SCIPY: [f64; 2] = [0.8192771084337348, 0.898645105261295];

    #[test]
    fn as_scipy_ranks() {
        let a = [3.0, 1.0, 2.0, 2.0, 5.0, 8.0, 7.0, 0.5];
        let b = [2.5, 2.5, 1.0, 4.0, 6.0, 5.0, 9.0, -1.0];
        assert!(both_ways(&a, &b, &[1; 8]).iter().all(|r| (r - SCIPY[0]).abs() < 1e-14));
        let (a, b) = (
            RankedColumn::of(&[3.0, NONE, 2.0, 2.0, 5.0, 8.0, 7.0, 0.5], &[1; 8]),
            RankedColumn::of(&[2.5, 2.5, 1.0, 4.0, 6.0, NONE, 9.0, -1.0], &[1; 8]),
        );
        let got = pairwise(&a, &b, &[1; 8]).unwrap();
        assert!((got.r - SCIPY[1]).abs() < 1e-14 && got.weight == 6.0, "{got:?}");
    }

    #[test]
    fn a_count_stands_for_as_many_rows() {
        let (a, b) = ([1.0, 4.0, 2.0, 2.5], [3.0, 1.0, 2.0, 5.0]);
        let weighted = both_ways(&a, &b, &[2, 1, 3, 1]);
        let repeat = |values: &[f64; 4]| -> Vec<f64> {
            [0, 0, 1, 2, 2, 2, 3].into_iter().map(|at: usize| values[at]).collect()
        };
        let listed = both_ways(&repeat(&a), &repeat(&b), &[1; 7]);
        for (weighted, listed) in weighted.into_iter().zip(listed) {
            assert!((weighted - listed).abs() < 1e-14);
        }
    }

    #[test]
    fn one_value_has_no_correlation() {
        let columns =
            [RankedColumn::of(&[1.0, 1.0, 1.0], &[1; 3]), RankedColumn::of(&[1.0, 2.0, NONE], &[1; 3])];
        assert!(correlation_matrix(&columns)[1].is_nan());
        assert_eq!(pairwise(&columns[0], &columns[1], &[1; 3]), None);
    }
}
