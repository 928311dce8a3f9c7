//! Epps-Singleton test of two samples.

use super::significance::chi_square_upper;
use super::walk::{Step, Visit, both_filled, walk};
use super::{Ecdf, StatsError, Test};

/// The characteristic functions are compared at this and at twice this, over half the pooled
/// interquartile range.
const AT: f64 = 0.4;
/// Fewest values of a side.
const FEWEST: u64 = 5;
/// Below this many values on the larger side the statistic is corrected.
const SMALL: u64 = 25;
/// A direction whose variance is below this share of the largest one is left out.
const FLAT: f64 = 1e-15;
/// Numbers per value: cosine and sine at the two places.
const SIDE: usize = 4;

type Vector = [f64; SIDE];
type Matrix = [Vector; SIDE];

/// Epps-Singleton test: do the empirical characteristic functions differ?
///
/// ```text
/// W = N dᵀ Ω⁺ d,   d = ḡ_r − ḡ_c,   Ω = N / n · cov g_r + N / m · cov g_c,
/// g(x) = (cos t₁x, cos t₂x, sin t₁x, sin t₂x),   t = (0.4, 0.8) / (IQR / 2)
/// ```
///
/// χ² with as many degrees of freedom as Ω has rank. Valid for discrete values too, and sees
/// changes of shape that KS misses. With fewer than 25 values on the larger side W is multiplied
/// by `1 / (1 + N^−0.45 + 10.1 (n^−1.7 + m^−1.7))`.
///
/// # Samples that do not vary
///
/// Where the transformed values vary on neither side and differ, W is infinite and p is 0.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values; [`StatsError::Invalid`] with fewer than
/// five values on a side, or when the middle half of all values is one value.
///
/// # Source
///
/// T. W. Epps and K. J. Singleton, *J. Stat. Comput. Simul.* 26 (1986), 177-203. Checked in
/// `tests/golden` (`epps_singleton`, `evidently_methods.es`).
pub fn epps_singleton(reference: &Ecdf, current: &Ecdf) -> Result<Test, StatsError> {
    both_filled(reference, current)?;
    let (n, m) = (reference.n(), current.n());
    if n.min(m) < FEWEST {
        return Err(StatsError::invalid("the Epps-Singleton test needs five values on each side"));
    }
    let quartiles = walk(reference, current, Quartiles::new(n + m))?;
    // Statistic and p do not change with the origin; about the median the angles stay small.
    let (centre, half_range) = (quartiles.middle(), quartiles.half_range());
    let scale = AT / half_range;
    if !(half_range > 0.0 && scale.is_finite()) {
        return Err(StatsError::invalid("the middle half of the values is one value"));
    }
    let (r, c) = (waves(reference, centre, half_range), waves(current, centre, half_range));
    let (n, m) = (n as f64, m as f64);
    let size = n + m;
    let mut omega = [[0.0; SIDE]; SIDE];
    let mut gap = [0.0; SIDE];
    for i in 0..SIDE {
        gap[i] = r.mean[i] - c.mean[i];
        for (j, cell) in omega[i].iter_mut().enumerate() {
            *cell = size / n * r.covariance[i][j] + size / m * c.covariance[i][j];
        }
    }
    let found = quadratic_form(omega, gap);
    if found.rank == 0 && gap != [0.0; SIDE] {
        return Ok(Test { statistic: f64::INFINITY, p_value: 0.0 });
    }
    let mut statistic = size * found.value;
    if n.max(m) < SMALL as f64 {
        statistic /= 1.0 + size.powf(-0.45) + 10.1 * (n.powf(-1.7) + m.powf(-1.7));
    }
    if !statistic.is_finite() {
        return Err(StatsError::invalid("the values are too far apart for the Epps-Singleton test"));
    }
    Ok(Test { statistic, p_value: chi_square_upper(statistic, found.rank) })
}

/// Finds the pooled values at both quartiles and the median.
#[derive(Debug, Clone, Copy)]
struct Quartiles {
    wanted: [u64; 6],
    found: [f64; 6],
    next: usize,
    parts: [f64; 3],
}

impl Quartiles {
    fn new(size: u64) -> Self {
        let last = size - 1;
        let (mut wanted, mut parts) = ([0; 6], [0.0; 3]);
        for (i, p) in [0.25, 0.5, 0.75].into_iter().enumerate() {
            let position = p * last as f64;
            let rank = (position.floor() as u64).min(last);
            parts[i] = position - rank as f64;
            wanted[2 * i] = rank;
            wanted[2 * i + 1] = (rank + 1).min(last);
        }
        Self { wanted, found: [0.0; 6], next: 0, parts }
    }

    fn quartile(&self, i: usize) -> f64 {
        self.found[2 * i] * (1.0 - self.parts[i]) + self.found[2 * i + 1] * self.parts[i]
    }

    fn middle(&self) -> f64 {
        self.quartile(1)
    }

    fn half_range(&self) -> f64 {
        self.quartile(2) * 0.5 - self.quartile(0) * 0.5
    }
}

impl Visit for Quartiles {
    #[inline(always)]
    fn stretch(&mut self, _: f64, _: f64, _: f64) {}

    #[inline(always)]
    fn value(&mut self, step: &Step) {
        let seen = step.up_to_reference + step.up_to_current;
        while self.next < self.wanted.len() && self.wanted[self.next] < seen {
            self.found[self.next] = step.at;
            self.next += 1;
        }
    }
}

/// Means and covariances (over n) of one side's transformed values.
struct Waves {
    mean: Vector,
    covariance: Matrix,
}

fn waves(sample: &Ecdf, centre: f64, half_range: f64) -> Waves {
    let n = sample.n() as f64;
    let mut sum = [0.0; SIDE];
    let mut products = [[0.0; SIDE]; SIDE];
    // Products are summed about the first value, so that a constant side has covariance zero.
    let mut origin = None;
    for point in sample.points() {
        let g = transformed((point.value - centre) / half_range);
        let origin = *origin.get_or_insert(g);
        let count = point.count as f64;
        let d = [g[0] - origin[0], g[1] - origin[1], g[2] - origin[2], g[3] - origin[3]];
        for i in 0..SIDE {
            let weighted = d[i] * count;
            sum[i] += weighted;
            for j in 0..=i {
                products[i][j] += weighted * d[j];
            }
        }
    }
    let origin = origin.unwrap_or_default();
    let mut covariance = [[0.0; SIDE]; SIDE];
    for i in 0..SIDE {
        for j in 0..=i {
            covariance[i][j] = products[i][j] / n - sum[i] / n * (sum[j] / n);
            covariance[j][i] = covariance[i][j];
        }
    }
    let mean = [0, 1, 2, 3].map(|i: usize| origin[i] + sum[i] / n);
    Waves { mean, covariance }
}

fn transformed(x: f64) -> Vector {
    let (sin, cos) = (AT * x).sin_cos();
    // The second place is at twice the first.
    [cos, (cos - sin) * (cos + sin), sin, 2.0 * sin * cos]
}

struct Form {
    value: f64,
    rank: u64,
}

/// `dᵀ Ω⁺ d` and the rank of Ω, by Jacobi's rotations.
fn quadratic_form(mut omega: Matrix, gap: Vector) -> Form {
    let mut basis = [[0.0; SIDE]; SIDE];
    for (i, row) in basis.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for _ in 0..60 {
        let mut largest = 0.0_f64;
        for p in 0..SIDE {
            for q in p + 1..SIDE {
                let small = f64::EPSILON * 1e-4 * (omega[p][p] * omega[q][q]).abs().sqrt();
                if omega[p][q].abs() > small && omega[p][q] != 0.0 {
                    largest = largest.max(omega[p][q].abs());
                    rotate(&mut omega, &mut basis, p, q);
                }
            }
        }
        if largest == 0.0 {
            break;
        }
    }
    let most = (0..SIDE).map(|i| omega[i][i]).fold(0.0, f64::max);
    let mut form = Form { value: 0.0, rank: 0 };
    for i in 0..SIDE {
        if omega[i][i] > most * FLAT {
            let along: f64 = (0..SIDE).map(|k| basis[k][i] * gap[k]).sum();
            form.value += along * along / omega[i][i];
            form.rank += 1;
        }
    }
    form
}

/// Turns the axes p and q so that their covariance vanishes.
fn rotate(omega: &mut Matrix, basis: &mut Matrix, p: usize, q: usize) {
    let theta = (omega[q][q] - omega[p][p]) / (2.0 * omega[p][q]);
    let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cos = 1.0 / t.hypot(1.0);
    let sin = t * cos;
    let turned = |a: f64, b: f64| [cos * a - sin * b, sin * a + cos * b];
    for row in omega.iter_mut().chain(basis) {
        [row[p], row[q]] = turned(row[p], row[q]);
    }
    for (k, (a, b)) in omega[p].into_iter().zip(omega[q]).enumerate() {
        [omega[p][k], omega[q][k]] = turned(a, b);
    }
    omega[p][q] = 0.0;
    omega[q][p] = 0.0;
}
