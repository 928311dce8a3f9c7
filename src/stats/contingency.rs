//! Tests of a 2 × k table of counts, which take both sides as samples.

use serde::{Deserialize, Serialize};

use super::significance::chi_square_upper;
use super::{CountPair, StatsError, Test};

/// What a test of a table found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Contingency {
    /// The statistic.
    pub statistic: f64,
    /// Degrees of freedom: cells that have rows − 1.
    pub df: u64,
    /// Upper tail probability.
    pub p_value: f64,
    /// Smallest expected count; below 5 the p-value is rough.
    pub min_expected: f64,
}

/// Cramér's V of a table.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CramersV {
    /// sqrt(χ² / N).
    pub plain: f64,
    /// The same less what chance alone adds.
    pub bias_corrected: f64,
}

/// χ² test of homogeneity, without Yates' correction.
///
/// ```text
/// χ² = Σ over both sides and all cells of (o − e)² / e,   e = n_side · (rᵢ + cᵢ) / N,   df = k − 1
/// ```
///
/// Unlike [`chi_square`](super::chi_square()) it takes the reference as a sample too, so its
/// false alarms keep to the level. Cells without rows on either side are left out.
///
/// # One cell
///
/// Nothing can differ: the statistic is 0 and p is 1.
///
/// # Source
///
/// K. Pearson, *Phil. Mag.* 50 (1900), 157-175; R. A. Fisher, *J. R. Stat. Soc.* 85 (1922),
/// 87-94. Checked in `tests/golden` (`chi2_contingency`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{CountPair, chi_square_contingency};
///
/// let pair = CountPair::new(vec![30, 10], vec![10, 30])?;
/// // Every expected count is 20.
/// assert_eq!(chi_square_contingency(&pair).statistic, 20.0);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn chi_square_contingency(pair: &CountPair) -> Contingency {
    tested(pair, |observed, expected| (observed - expected) * (observed - expected) / expected)
}

/// G-test (likelihood ratio) of homogeneity.
///
/// ```text
/// G = 2 Σ over both sides and all cells of o · ln(o / e)
/// ```
///
/// Expected counts, degrees of freedom and the case of one cell are those of
/// [`chi_square_contingency`].
///
/// # Source
///
/// S. S. Wilks, *Ann. Math. Stat.* 6 (1935), 190-196. Checked in `tests/golden`
/// (`g_test_contingency`).
pub fn g_test(pair: &CountPair) -> Contingency {
    tested(
        pair,
        |observed, expected| {
            if observed > 0.0 { 2.0 * observed * (observed / expected).ln() } else { 0.0 }
        },
    )
}

/// χ² test of a 2 × 2 table with Yates' correction: every gap is brought half a row nearer.
///
/// ```text
/// χ² = Σ max(|o − e| − ½, 0)² / e
/// ```
///
/// # Errors
///
/// [`StatsError::Categories`] above two cells. With one cell nothing can differ: 0 and p = 1.
///
/// # Source
///
/// F. Yates, *Suppl. J. R. Stat. Soc.* 1 (1934), 217-235. Checked in `tests/golden`
/// (`chi2_yates_2x2`).
pub fn chi_square_yates(pair: &CountPair) -> Result<Test, StatsError> {
    let cells = pair.cells();
    if cells > 2 {
        return Err(StatsError::Categories { method: "chi_square_yates".to_owned(), got: cells, need: 2 });
    }
    let found = tested(pair, |observed, expected| {
        let gap = ((observed - expected).abs() - 0.5).max(0.0);
        gap * gap / expected
    });
    Ok(Test { statistic: found.statistic, p_value: found.p_value })
}

/// Cramér's V: how much the shares differ, whatever the number of rows.
///
/// ```text
/// V = sqrt(χ² / N),   corrected: sqrt( max(0, χ²/N − (k − 1)/(N − 1)) / min(k̃ − 1, 1̃) ),
/// k̃ = k − (k − 1)² / (N − 1),   1̃ = 1 − 1 / (N − 1)
/// ```
///
/// Between 0 (same shares) and 1 (nothing in common); the corrected one is 0 on average when
/// nothing differs. 0 when there is one cell, and the corrected one for two rows.
///
/// # Source
///
/// H. Cramér, *Mathematical Methods of Statistics* (1946), 282; W. Bergsma, *J. Korean Stat.
/// Soc.* 42 (2013), 323-328. Checked in `tests/golden` (`cramers_v`).
pub fn cramers_v(pair: &CountPair) -> CramersV {
    let found = chi_square_contingency(pair);
    if found.df == 0 {
        return CramersV { plain: 0.0, bias_corrected: 0.0 };
    }
    let rows = pair.n_reference() as f64 + pair.n_current() as f64;
    let (phi2, k) = (found.statistic / rows, found.df as f64 + 1.0);
    let chance = (k - 1.0) / (rows - 1.0);
    let least = (k - (k - 1.0) * chance).min(2.0 - 1.0 / (rows - 1.0)) - 1.0;
    let left = (phi2 - chance).max(0.0);
    let bias_corrected = if left == 0.0 || least <= 0.0 { 0.0 } else { (left / least).sqrt() };
    CramersV { plain: phi2.sqrt(), bias_corrected }
}

fn tested(pair: &CountPair, term: impl Fn(f64, f64) -> f64) -> Contingency {
    let (n_r, n_c) = (pair.n_reference() as f64, pair.n_current() as f64);
    let rows = n_r + n_c;
    let (mut statistic, mut cells, mut min_expected) = (0.0, 0_u64, f64::INFINITY);
    for (&r, &c) in pair.reference().iter().zip(pair.current()) {
        let column = r as f64 + c as f64;
        if column == 0.0 {
            continue;
        }
        cells += 1;
        for (observed, side) in [(r as f64, n_r), (c as f64, n_c)] {
            let expected = side * column / rows;
            min_expected = min_expected.min(expected);
            statistic += term(observed, expected);
        }
    }
    let df = cells.saturating_sub(1);
    let statistic = if df == 0 { 0.0 } else { statistic.max(0.0) };
    Contingency { statistic, df, p_value: chi_square_upper(statistic, df), min_expected }
}
