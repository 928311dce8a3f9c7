//! Exact null distribution of the two-sample Cramér-von Mises statistic, for small samples.
//!
//! Every order of n and m values is a path of steps to the right and up; all are equally likely.
//! A path's statistic is the sum over its points (i, j) of (i·a − j·b)², with a = L / n, b = L / m
//! and L their least common multiple, so that everything is a whole number.

use super::Ecdf;
use super::walk::{Step, Visit, walk};

/// Partial sums of paths to a point, ascending, and how many paths have each.
type Ways = Vec<(u64, f64)>;

/// P(T ≥ ours) if there were no ties, for at most 40 values on a side.
pub(super) fn p_value(reference: &Ecdf, current: &Ecdf) -> f64 {
    let (n, m) = (reference.n(), current.n());
    let Ok(ranks) = walk(reference, current, RankSquares { n, m, four_u: 0 }) else { return 1.0 };
    let lattice = Lattice::new(n, m);
    lattice.at_least(lattice.squares_of(ranks.four_u))
}

/// Gathers 4 U in whole numbers; midranks are halves.
struct RankSquares {
    n: u64,
    m: u64,
    four_u: u64,
}

impl Visit for RankSquares {
    fn stretch(&mut self, _: f64, _: f64, _: f64) {}

    fn value(&mut self, step: &Step) {
        // A tied value's midrank, less its place on its own side, is the other side's rows below
        // it, with it by half, less how far the value stands from the middle of its tie.
        let squares = |own: u64, other: u64, up_to_other: u64| {
            let middle = 2 * up_to_other - other;
            own * middle * middle + own * (own * own).saturating_sub(1) / 3
        };
        self.four_u += self.n * squares(step.reference, step.current, step.up_to_current);
        self.four_u += self.m * squares(step.current, step.reference, step.up_to_reference);
    }
}

struct Lattice {
    n: u64,
    m: u64,
    a: u64,
    b: u64,
}

impl Lattice {
    fn new(n: u64, m: u64) -> Self {
        let divisor = gcd(n, m);
        Self { n, m, a: m / divisor, b: n / divisor }
    }

    /// The sum of squares whose statistic is that of `four_u`, rounded down where ties leave a
    /// fraction: T = n m / (N² L²) · sum.
    fn squares_of(&self, four_u: u64) -> u64 {
        let (pairs, size) = (u128::from(self.n * self.m), u128::from(self.n + self.m));
        let multiple = u128::from(self.n * self.a);
        let (six_u, least) = (6 * u128::from(four_u), 4 * pairs * (4 * pairs - 1));
        let over = multiple * multiple * size * six_u.saturating_sub(least);
        (over / (24 * pairs * pairs)) as u64
    }

    fn square(&self, i: u64, j: u64) -> u64 {
        let gap = (i * self.a).abs_diff(j * self.b);
        gap * gap
    }

    /// Share of the paths whose sum is at least `wanted`.
    ///
    /// Row by row. A path that is there already, or that can no longer get there, is settled at
    /// once, which keeps the lists short at both ends of the distribution.
    fn at_least(&self, wanted: u64) -> f64 {
        if wanted == 0 {
            return 1.0;
        }
        let most = self.most_to_come();
        let left = |i: u64, j: u64| choose(self.n - i + self.m - j, self.n - i);
        let mut reached = 0.0;
        let mut row: Vec<Ways> = vec![Vec::new(); self.m as usize + 1];
        for i in 0..=self.n {
            for j in 0..=self.m {
                let at = j as usize;
                let before = if (i, j) == (0, 0) {
                    vec![(0, 1.0)]
                } else if j == 0 {
                    std::mem::take(&mut row[0])
                } else {
                    merged(&row[at], &row[at - 1])
                };
                let (square, ahead) = (self.square(i, j), most[i as usize][at]);
                let mut kept = Vec::with_capacity(before.len());
                for (sum, ways) in before {
                    let sum = sum + square;
                    if sum >= wanted {
                        reached += ways * left(i, j);
                    } else if sum + ahead >= wanted {
                        kept.push((sum, ways));
                    }
                }
                row[at] = kept;
            }
        }
        (reached / choose(self.n + self.m, self.n)).clamp(0.0, 1.0)
    }

    /// The most that the points after each point can add.
    fn most_to_come(&self) -> Vec<Vec<u64>> {
        let (n, m) = (self.n as usize, self.m as usize);
        let mut most = vec![vec![0_u64; m + 1]; n + 1];
        for i in (0..=n).rev() {
            for j in (0..=m).rev() {
                let right = if i < n { most[i + 1][j] + self.square(i as u64 + 1, j as u64) } else { 0 };
                let up = if j < m { most[i][j + 1] + self.square(i as u64, j as u64 + 1) } else { 0 };
                most[i][j] = right.max(up);
            }
        }
        most
    }
}

fn merged(a: &Ways, b: &Ways) -> Ways {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        if x.0 == y.0 {
            out.push((x.0, x.1 + y.1));
        } else if x.0 < y.0 {
            out.push(x);
        } else {
            out.push(y);
        }
        i += usize::from(x.0 <= y.0);
        j += usize::from(y.0 <= x.0);
    }
    out.extend_from_slice(&a[i..]);
    out.extend_from_slice(&b[j..]);
    out
}

/// Binomial coefficient, exact below 2⁵³.
fn choose(n: u64, k: u64) -> f64 {
    (1..=k.min(n - k)).fold(1.0, |ways, i| (ways * (n + 1 - i) as f64 / i as f64).round())
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
