//! Fisher's exact test of a 2 × 2 table.

use serde::{Deserialize, Serialize};

use super::{CountPair, StatsError};

/// Tables within this relative distance of the observed one's probability count as equally likely.
const SAME: f64 = 1e-12;
/// A table this much less likely than the sum so far no longer counts.
const NEGLIGIBLE: f64 = 1e-20;
/// Products below this are carried on with their logarithm set aside.
const SMALL: f64 = 1e-200;

/// What [`fisher_exact`] found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FisherExact {
    /// Odds of the first category in the reference over those in current; infinite when current
    /// has no such odds, and none when neither side tells.
    pub odds_ratio: Option<f64>,
    /// Two-sided p-value.
    pub p_value: f64,
}

/// Fisher's exact test of a 2 × 2 table.
///
/// ```text
/// p = Σ of P(table) over the tables with the same margins that are at most as likely as ours
/// odds ratio = r₁ c₂ / (r₂ c₁)
/// ```
///
/// # One category
///
/// Nothing can differ: p is 1 and there is no odds ratio.
///
/// # Errors
///
/// [`StatsError::Categories`] above two categories.
///
/// # Source
///
/// R. A. Fisher, *J. R. Stat. Soc.* 98 (1935), 39-82. Checked in `tests/golden`
/// (`fisher_exact_2x2`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{CountPair, fisher_exact};
///
/// // Fisher's tea: of the 70 ways to name four of eight cups, 17 at each end go as far.
/// let test = fisher_exact(&CountPair::new(vec![3, 1], vec![1, 3])?)?;
/// assert!((test.p_value - 34.0 / 70.0).abs() < 1e-15);
/// assert_eq!(test.odds_ratio, Some(9.0));
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn fisher_exact(pair: &CountPair) -> Result<FisherExact, StatsError> {
    let cells = pair.cells();
    if cells > 2 {
        return Err(StatsError::Categories { method: "fisher_exact".to_owned(), got: cells, need: 2 });
    }
    let (&[r1, r2], &[c1, c2]) = (pair.reference(), pair.current()) else {
        return Ok(FisherExact { odds_ratio: None, p_value: 1.0 });
    };
    let (up, down) = (r1 as f64 * c2 as f64, r2 as f64 * c1 as f64);
    let odds_ratio = if up == 0.0 && down == 0.0 { None } else { Some(up / down) };
    let margins =
        Margins { row: r1 as f64 + r2 as f64, column: r1 as f64 + c1 as f64, rest: r2 as f64 + c2 as f64 };
    // Equal shares are the likeliest table: all others are no likelier, and the sum is 1 without rounding.
    let p_value = if up == down { 1.0 } else { margins.two_sided(r1 as f64) };
    Ok(FisherExact { odds_ratio, p_value })
}

/// The margins of a table; its upper left count `x` decides the rest.
#[derive(Debug, Clone, Copy)]
struct Margins {
    /// Rows of the reference.
    row: f64,
    /// Rows of the first category.
    column: f64,
    /// Rows of the second category.
    rest: f64,
}

/// Where the steps go.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    Lower,
    Upper,
}

/// A probability over that of the likeliest table: `part · SMALL^times`.
#[derive(Debug, Clone, Copy)]
struct Weight {
    part: f64,
    times: u32,
}

impl Weight {
    fn scaled(mut self, ratio: f64) -> Self {
        self.part *= ratio;
        if self.part < SMALL && self.part > 0.0 {
            self.part /= SMALL;
            self.times += 1;
        }
        self
    }

    /// At most as likely as `other`, or as good as.
    fn at_most(self, other: Self) -> bool {
        if self.times == other.times {
            self.part <= other.part * (1.0 + SAME)
        } else {
            self.times > other.times
        }
    }

    fn value(self) -> f64 {
        self.part * (f64::from(self.times) * SMALL.ln()).exp()
    }
}

impl Margins {
    fn lowest(self) -> f64 {
        (self.row - self.rest).max(0.0)
    }

    fn highest(self) -> f64 {
        self.row.min(self.column)
    }

    /// The likeliest count.
    fn mode(self) -> f64 {
        let x = ((self.row + 1.0) * (self.column + 1.0) / (self.column + self.rest + 2.0)).floor();
        x.clamp(self.lowest(), self.highest())
    }

    /// P(next) / P(x), next being one step to the side; 0 beyond the last table.
    fn ratio(self, x: f64, side: Side) -> f64 {
        match side {
            Side::Upper => {
                (self.column - x) * (self.row - x) / ((x + 1.0) * (self.rest - self.row + x + 1.0))
            }
            Side::Lower => x * (self.rest - self.row + x) / ((self.column - x + 1.0) * (self.row - x + 1.0)),
        }
    }

    /// Sum of the probabilities from `x` on to the side, over that of `x`; they fall on the way.
    fn tail(self, mut x: f64, side: Side) -> f64 {
        let (mut term, mut sum) = (1.0, 1.0);
        loop {
            term *= self.ratio(x, side);
            sum += term;
            x += if side == Side::Upper { 1.0 } else { -1.0 };
            if term <= sum * NEGLIGIBLE {
                return sum;
            }
        }
    }

    fn two_sided(self, observed: f64) -> f64 {
        let mode = self.mode();
        let total = self.tail(mode, Side::Upper) + self.tail(mode, Side::Lower) - 1.0;
        let (near, far) =
            if observed > mode { (Side::Upper, Side::Lower) } else { (Side::Lower, Side::Upper) };
        let mut ours = Weight { part: 1.0, times: 0 };
        let mut x = mode;
        while x != observed {
            ours = ours.scaled(self.ratio(x, near));
            x += if near == Side::Upper { 1.0 } else { -1.0 };
        }
        let mut p = ours.value() * self.tail(observed, near);
        // The first table on the other side of the likeliest that is no likelier than ours.
        let step = if far == Side::Upper { 1.0 } else { -1.0 };
        let (mut other, mut x) = (Weight { part: 1.0, times: 0 }, mode);
        if observed == mode {
            // The likeliest table itself has been counted.
            other = other.scaled(self.ratio(x, far));
            x += step;
        }
        while other.part > 0.0 && !other.at_most(ours) {
            other = other.scaled(self.ratio(x, far));
            x += step;
        }
        if other.part > 0.0 {
            p += other.value() * self.tail(x, far);
        }
        (p / total).clamp(0.0, 1.0)
    }
}
