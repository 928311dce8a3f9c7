//! What is usual: the reference cut into windows like current data, and windows drawn from it.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::panes::{WindowRows, windows_of};
use super::usual::WINDOWS_MIN;
use super::{Band, MonitorError, Pane, Series, WindowRule};

/// Windows that are drawn at most, and at least.
const DRAWN: (u64, u64) = (200, 40);
/// Cells that may be profiled for them together.
const DRAWN_CELLS: u64 = 40_000_000;
/// Rows of the reference, as a multiple of a window's, above which what they leave unknown is nothing beside
/// what a window does: a hundredth of the variance.
const MANY: u64 = 100;
/// Largest reference of which the rows outside a drawn window are compared with it; of a larger one
/// all are, since the window is a small part.
pub(super) const REST_MAX: usize = 20_000;

/// Rows in the middle one of the windows by size.
pub(super) fn usual_rows(windows: &[WindowRows]) -> u64 {
    let mut sizes: Vec<u64> = windows.iter().map(|window| window.window.rows).collect();
    sizes.sort_unstable();
    sizes.get(sizes.len() / 2).copied().unwrap_or(1).max(1)
}

/// Cuts the reference like current data: by the calendar where both have times, else into windows of
/// the usual number of rows.
///
/// # Errors
///
/// Those of [`windows_of`], but that a reference smaller than one window gives none.
pub(super) fn reference_windows(
    rule: WindowRule,
    name: &str,
    rows: u64,
    times: Option<&[Option<i64>]>,
    usual: u64,
) -> Result<Vec<WindowRows>, MonitorError> {
    let pane = match rule.pane {
        pane if pane.is_calendar() && times.is_some() => pane,
        Pane::Rows(size) => Pane::Rows(size),
        _ => Pane::Rows(usual.div_ceil(u64::from(rule.panes.max(1)))),
    };
    match windows_of(WindowRule { pane, panes: rule.panes }, &[(name.to_owned(), rows)], times) {
        Ok(found) => Ok(found.windows),
        Err(MonitorError::TooFewPanes { .. } | MonitorError::NoTimes) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Windows drawn at random from rows of the reference.
pub(super) struct Drawn {
    random: Xoshiro256PlusPlus,
    /// How many to draw.
    pub(super) windows: u64,
}

impl Drawn {
    /// As many windows as may be profiled, of so many rows and columns each.
    pub(super) fn new(rows: u64, columns: u64, seed: u64) -> Self {
        let fits = DRAWN_CELLS / (rows.max(1) * columns.max(1));
        Self {
            random: Xoshiro256PlusPlus::seed_from_u64(seed ^ 0xD12A),
            windows: fits.clamp(DRAWN.1, DRAWN.0),
        }
    }

    /// A new window of the population that `rows` were drawn from. Those are drawn again first, unless they
    /// are many: so windows of n rows vary around what m rows tell by σ² · (1/n + 1/m), as new ones do.
    pub(super) fn again(&mut self, rows: &[u32], size: u64) -> Vec<u32> {
        if rows.len() as u64 > MANY * size {
            return self.of(rows, size);
        }
        let population = self.of(rows, rows.len() as u64);
        self.of(&population, size)
    }

    /// So many of `rows`, each drawn from all of them.
    fn of(&mut self, rows: &[u32], size: u64) -> Vec<u32> {
        let draw = |_| {
            let at = self.random.gen_range(0..rows.len() as u64);
            rows.get(at as usize).copied().unwrap_or(0)
        };
        if rows.is_empty() { Vec::new() } else { (0..size).map(draw).collect() }
    }

    /// So many of `rows` without one twice, at most half of them, and the others.
    pub(super) fn apart(&mut self, rows: &[u32], size: u64) -> (Vec<u32>, Vec<u32>) {
        let mut rows = rows.to_vec();
        let size = (size as usize).min(rows.len() / 2);
        for at in 0..size {
            let other = self.random.gen_range(at as u64..rows.len() as u64) as usize;
            rows.swap(at, other);
        }
        let rest = rows.split_off(size);
        (rows, rest)
    }
}

/// Mean and standard deviation over the reference's windows where there are enough, else over drawn
/// ones.
pub(super) fn band(series: &Series) -> Option<Band> {
    let own: Vec<f64> = series.reference.iter().copied().flatten().collect();
    let drawn: Vec<f64> = series.null.iter().copied().flatten().collect();
    let (values, is_drawn) =
        if own.len() >= WINDOWS_MIN || drawn.len() < 2 { (own, false) } else { (drawn, true) };
    if values.len() < 2 {
        return None;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let std = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
    Some(Band { mean, std, windows: values.len() as u64, drawn: is_drawn })
}

/// A band of a share that never varied, widened to what its `rows` rows leave unknown of windows of `size`:
///
/// ```text
/// √(p (1 − p) (1 / size + 1 / rows)),   p = (rows · mean + 1) / (rows + 2)
/// ```
///
/// with p by Laplace's rule of succession. No error among 45 rows is no promise of none among the next.
pub(super) fn varied(band: Band, rows: u64, size: u64) -> Band {
    if band.std > 0.0 || rows == 0 || size == 0 {
        return band;
    }
    let (rows, size) = (rows as f64, size as f64);
    let p = (rows * band.mean + 1.0) / (rows + 2.0);
    Band { std: (p * (1.0 - p) * (1.0 / size + 1.0 / rows)).max(0.0).sqrt(), ..band }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_varied_is_not_taken_as_certain() {
        let band = |std| Band { mean: 1.0, std, windows: 200, drawn: true };
        // By hand: p = 99 / 100, p (1 − p) = 0.0099, 1/49 + 1/98 = 3/98.
        let found = varied(band(0.0), 98, 49);
        assert!((found.std - (0.0099_f64 * 3.0 / 98.0).sqrt()).abs() < 1e-15, "{found:?}");
        assert_eq!(varied(band(0.01), 98, 49), band(0.01));
        assert_eq!(varied(band(0.0), 0, 49), band(0.0));
    }

    /// Variance of a mean of n fresh values around the mean of m others, σ² (1/n + 1/m), by hand.
    #[test]
    fn drawn_windows_vary_as_new_ones_do() {
        let rows: Vec<u32> = (0..50).collect();
        let spread = |size: u64, expected: f64| {
            let mut drawn = Drawn::new(size, 1, 7);
            let means: Vec<f64> = (0..4_000)
                .map(|_| {
                    drawn.again(&rows, size).iter().map(|&row| f64::from(row)).sum::<f64>() / size as f64
                })
                .collect();
            let mean = means.iter().sum::<f64>() / 4_000.0;
            let variance = means.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 4_000.0;
            // The variance of 4,000 values has a standard error of 2.2 %; the draws' own is (1 − 1/m)
            // of the formula's second term.
            assert!((variance / expected - 1.0).abs() < 0.09, "{size}: {variance} for {expected}");
        };
        // Of 0 to 49: (50² − 1) / 12.
        let sigma = 2_499.0 / 12.0;
        spread(25, sigma * (1.0 / 25.0 + 1.0 / 50.0));
        spread(100, sigma * (1.0 / 100.0 + 1.0 / 50.0));
    }
}
