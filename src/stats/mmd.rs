//! Maximum mean discrepancy, with a permutation test.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use super::{Ecdf, StatsError};

/// Most rows over both sides: their kernel takes 8 bytes a pair.
pub const MMD_ROWS_MAX: usize = 4_000;
/// Permutations that are added up together.
const AT_ONCE: u32 = 256;

/// What [`mmd`] found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mmd {
    /// Unbiased estimate of the squared discrepancy; about 0, and below it by chance, when
    /// nothing differs.
    pub statistic: f64,
    /// Width of the kernel, in the unit of the values.
    pub sigma: f64,
    /// Share of the permutations that part the rows at least as far; none were asked for gives 1.
    pub p_value: f64,
}

/// Maximum mean discrepancy of two tables of numbers, unbiased, with a Gaussian kernel.
///
/// ```text
/// MMD² = mean over i ≠ j of k(rᵢ, rⱼ) + mean over i ≠ j of k(cᵢ, cⱼ) − 2 mean k(rᵢ, cⱼ)
/// k(a, b) = exp(−|a − b|² / (2 σ²)),   σ² = ½ · median |rᵢ − rⱼ|²
/// ```
///
/// The median runs over all pairs of reference rows, those of a row with itself included; of two
/// middle ones the larger counts, and where it is 0 it is taken as 1. Standardise columns of
/// different units first.
///
/// | argument | shape | |
/// |---|---|---|
/// | `reference` | `[n · n_columns]` | row after row |
/// | `current` | `[m · n_columns]` | row after row |
/// | `permutations` | | how often the rows are dealt anew; the p-value is at least 1 / (1 + this) |
/// | `seed` | | decides the permutations |
///
/// # p-value
///
/// ```text
/// p = (1 + #{MMD² of a permutation ≥ ours}) / (1 + permutations)
/// ```
///
/// The kernel is computed once; a permutation adds up what it needs of it.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no rows; [`StatsError::Invalid`] if a side has one
/// row, the slices are no whole number of rows, a value is not finite, or there are more than
/// [`MMD_ROWS_MAX`] rows: draw a sample then.
///
/// # Source
///
/// A. Gretton et al., *J. Mach. Learn. Res.* 13 (2012), 723-773, lemma 6. Statistic and width
/// checked in `tests/golden` (`mmd`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::mmd;
///
/// let low: Vec<f64> = (0..40).map(|i| f64::from(i) / 10.0).collect();
/// let high: Vec<f64> = low.iter().map(|x| x + 5.0).collect();
/// let test = mmd(&low, &high, 1, 99, 7)?;
/// assert!(test.statistic > 0.5 && test.p_value == 0.01);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn mmd(
    reference: &[f64],
    current: &[f64],
    n_columns: usize,
    permutations: u32,
    seed: u64,
) -> Result<Mmd, StatsError> {
    let (n, m) = (rows(reference, n_columns, "reference")?, rows(current, n_columns, "current")?);
    if n + m > MMD_ROWS_MAX {
        return Err(StatsError::invalid("MMD compares at most 4,000 rows; draw a sample"));
    }
    let sigma = width(reference, n_columns);
    let kernel = Kernel::new(&[reference, current].concat(), n_columns, sigma);
    let statistic = kernel.discrepancies(&[(0..n as u32).collect()])[0];
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut order: Vec<u32> = (0..(n + m) as u32).collect();
    // The measure is symmetric: dealing the smaller side takes the fewest sums.
    let (smaller, mut as_far, mut left) = (n.min(m), 0_u32, permutations);
    // Rounding must not decide between ours and a permutation that parts the rows the same.
    let line = statistic - 1e-12 * statistic.abs().max(1.0);
    while left > 0 {
        let deals: Vec<Vec<u32>> =
            (0..left.min(AT_ONCE)).map(|_| dealt(&mut order, smaller, &mut random)).collect();
        left -= deals.len() as u32;
        as_far += kernel.discrepancies(&deals).into_iter().filter(|&found| found >= line).count() as u32;
    }
    let p_value = (1.0 + f64::from(as_far)) / (1.0 + f64::from(permutations));
    Ok(Mmd { statistic, sigma, p_value })
}

/// [`mmd`] of two samples of one column.
///
/// # Errors
///
/// As [`mmd`].
pub fn mmd_of_values(
    reference: &Ecdf,
    current: &Ecdf,
    permutations: u32,
    seed: u64,
) -> Result<Mmd, StatsError> {
    if reference.n().saturating_add(current.n()) > MMD_ROWS_MAX as u64 {
        return Err(StatsError::invalid("MMD compares at most 4,000 rows; draw a sample"));
    }
    let spread = |sample: &Ecdf| -> Vec<f64> {
        sample.points().flat_map(|p| std::iter::repeat_n(p.value, p.count as usize)).collect()
    };
    mmd(&spread(reference), &spread(current), 1, permutations, seed)
}

fn rows(table: &[f64], n_columns: usize, side: &str) -> Result<usize, StatsError> {
    if n_columns == 0 || !table.len().is_multiple_of(n_columns) {
        return Err(StatsError::invalid("the values are no whole number of rows"));
    }
    if !table.iter().all(|x| x.is_finite()) {
        return Err(StatsError::invalid("a value is not a finite number"));
    }
    match table.len() / n_columns {
        0 => Err(StatsError::empty(side)),
        1 => Err(StatsError::invalid("MMD needs two rows on each side")),
        rows => Ok(rows),
    }
}

/// Half the median squared distance, as a width.
fn width(table: &[f64], n_columns: usize) -> f64 {
    let rows: Vec<&[f64]> = table.chunks_exact(n_columns).collect();
    let n = rows.len();
    let mut pairs = Vec::with_capacity(n * (n - 1) / 2);
    for (i, a) in rows.iter().enumerate() {
        pairs.extend(rows[..i].iter().map(|b| squared_distance(a, b)));
    }
    // Sorted, the n zeros of a row with itself come first and every other pair twice.
    let middle = (n * n / 2).saturating_sub(n) / 2;
    let (_, median, _) = pairs.select_nth_unstable_by(middle, f64::total_cmp);
    let median = if *median == 0.0 { 1.0 } else { *median };
    (median / 2.0).sqrt()
}

fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// A random choice of rows, ascending.
fn dealt(order: &mut [u32], size: usize, random: &mut impl Rng) -> Vec<u32> {
    for i in 0..size {
        // 64 bits whatever the machine's width, so that wasm deals as native does.
        let other = random.gen_range(i as u64..order.len() as u64) as usize;
        order.swap(i, other);
    }
    let mut chosen = order[..size].to_vec();
    chosen.sort_unstable();
    chosen
}

/// k of every pair of rows; 0 on the diagonal.
struct Kernel {
    cells: Vec<f64>,
    side: usize,
    sums: Vec<f64>,
    total: f64,
}

impl Kernel {
    fn new(table: &[f64], n_columns: usize, sigma: f64) -> Self {
        let rows: Vec<&[f64]> = table.chunks_exact(n_columns).collect();
        let side = rows.len();
        let mut cells = vec![0.0; side * side];
        for (i, a) in rows.iter().enumerate() {
            for (j, b) in rows[..i].iter().enumerate() {
                let mut exponent = 0.0;
                for (a, b) in a.iter().zip(*b) {
                    let gap = (a - b) / sigma;
                    exponent += gap * gap;
                }
                let value = (-0.5 * exponent).exp();
                cells[i * side + j] = value;
                cells[j * side + i] = value;
            }
        }
        let sums: Vec<f64> = cells.chunks_exact(side).map(|row| row.iter().sum()).collect();
        let total = sums.iter().sum();
        Self { cells, side, sums, total }
    }

    /// MMD² between each choice of rows (ascending) and the others. Kernel row by kernel row, so
    /// that each comes from memory once for all choices.
    fn discrepancies(&self, choices: &[Vec<u32>]) -> Vec<f64> {
        let mut within = vec![0.0_f64; choices.len()];
        let mut touching = vec![0.0_f64; choices.len()];
        let mut taken = vec![0_usize; choices.len()];
        for (i, row) in self.cells.chunks_exact(self.side).enumerate() {
            for (p, choice) in choices.iter().enumerate() {
                if choice.get(taken[p]).is_some_and(|&next| next as usize == i) {
                    within[p] += choice[..taken[p]].iter().map(|&j| row[j as usize]).sum::<f64>();
                    touching[p] += self.sums[i];
                    taken[p] += 1;
                }
            }
        }
        let found = within.iter().zip(&touching).zip(&taken);
        found.map(|((&half, &touching), &n)| self.parted(2.0 * half, touching, n)).collect()
    }

    /// MMD² from the sum within a choice of `n` rows and the sum of all that touches them.
    fn parted(&self, within: f64, touching: f64, n: usize) -> f64 {
        let (between, rest) = (touching - within, self.total - 2.0 * touching + within);
        let (n, m) = (n as f64, (self.side - n) as f64);
        within / (n * (n - 1.0)) + rest / (m * (m - 1.0)) - 2.0 * between / (n * m)
    }
}
