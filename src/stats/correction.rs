//! Corrections for testing many columns at once.

use serde::{Deserialize, Serialize};

/// How p-values are adjusted for their number. An adjusted p is compared with the same level as
/// a raw one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Correction {
    /// Each p times their number: bounds the chance of any false alarm.
    Bonferroni,
    /// The same bound step by step, never weaker: R. Holm, *Scand. J. Stat.* 6 (1979), 65-70.
    Holm,
    /// Bounds the expected share of false ones among the alarms, for independent tests:
    /// Y. Benjamini and Y. Hochberg, *J. R. Stat. Soc. B* 57 (1995), 289-300.
    BenjaminiHochberg,
    /// The same for tests that depend on each other in any way: Y. Benjamini and D. Yekutieli,
    /// *Ann. Stat.* 29 (2001), 1165-1188.
    BenjaminiYekutieli,
}

impl Correction {
    /// Adjusted p-values, in the order of `p`.
    ///
    /// ```text
    /// Bonferroni           n pᵢ
    /// Holm                 max over j ≤ i of (n − j + 1) p₍ⱼ₎
    /// Benjamini-Hochberg   min over j ≥ i of n / j · p₍ⱼ₎
    /// Benjamini-Yekutieli  the same times Σ 1/k, k from 1 to n
    /// ```
    ///
    /// all cut at 1; p₍ⱼ₎ is the j-th smallest. Never below the raw p, and in the same order.
    ///
    /// # Source
    ///
    /// See the variants. Checked in `tests/golden` (`multiple_testing`).
    ///
    /// # Example
    ///
    /// ```
    /// use evenkeel::stats::Correction;
    ///
    /// assert_eq!(Correction::Holm.adjusted(&[0.25, 0.125, 0.5]), [0.5, 0.375, 0.5]);
    /// ```
    pub fn adjusted(self, p: &[f64]) -> Vec<f64> {
        let n = p.len() as f64;
        match self {
            Self::Bonferroni => p.iter().map(|p| (p * n).min(1.0)).collect(),
            Self::Holm => stepped(p, |rank| n - rank + 1.0, Direction::Up),
            Self::BenjaminiHochberg => stepped(p, |rank| n / rank, Direction::Down),
            Self::BenjaminiYekutieli => {
                let harmonic: f64 = (1..=p.len()).map(|k| 1.0 / k as f64).sum();
                stepped(p, |rank| harmonic * n / rank, Direction::Down)
            }
        }
    }
}

/// Šidák's adjustment, for independent tests: 1 − (1 − p)ⁿ.
///
/// # Source
///
/// Z. Šidák, *J. Am. Stat. Assoc.* 62 (1967), 626-633. Checked in `tests/golden`
/// (`multiple_testing.sidak`).
pub fn sidak(p: &[f64]) -> Vec<f64> {
    let n = p.len() as f64;
    p.iter().map(|p| if *p >= 1.0 { 1.0 } else { -(n * (-p).ln_1p()).exp_m1() }).collect()
}

/// Hommel's adjustment: Simes' test over every set of hypotheses, closed. Never weaker than
/// Holm's where the tests are independent. Takes time in the square of the number of tests.
///
/// # Source
///
/// G. Hommel, *Biometrika* 75 (1988), 383-386; S. P. Wright, *Biometrics* 48 (1992), 1005-1013.
/// Checked in `tests/golden` (`multiple_testing.hommel`).
pub fn hommel(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let n = p.len();
    let sorted: Vec<f64> = order.iter().map(|&i| p[i]).collect();
    // Simes' p of the whole set, then of every set of `size` hypotheses that holds a given one.
    let simes = |size: usize, from: usize| {
        let ranked = sorted[from..].iter().zip(size - (n - from) + 1..);
        ranked.map(|(p, rank)| size as f64 * p / rank as f64).fold(f64::INFINITY, f64::min)
    };
    let mut adjusted: Vec<f64> = sorted.clone();
    for size in (2..=n).rev() {
        // The least favourable such set holds the largest of the others.
        let largest = simes(size, n - size + 1);
        for (i, best) in adjusted.iter_mut().enumerate() {
            let alone = size as f64 * sorted[i.min(n - size)];
            *best = best.max(alone.min(largest));
        }
    }
    let mut out = vec![0.0; n];
    for (&slot, adjusted) in order.iter().zip(adjusted) {
        out[slot] = adjusted.min(1.0);
    }
    out
}

enum Direction {
    /// Running maximum from the smallest p on.
    Up,
    /// Running minimum from the largest p down.
    Down,
}

fn stepped(p: &[f64], factor: impl Fn(f64) -> f64, direction: Direction) -> Vec<f64> {
    let order = ascending(p);
    let scaled = |rank: usize| p[order[rank]] * factor(rank as f64 + 1.0);
    let mut out = vec![0.0; p.len()];
    match direction {
        Direction::Up => {
            let mut most = 0.0_f64;
            for (rank, &slot) in order.iter().enumerate() {
                most = most.max(scaled(rank));
                out[slot] = most.min(1.0);
            }
        }
        Direction::Down => {
            let mut least = 1.0_f64;
            for (rank, &slot) in order.iter().enumerate().rev() {
                least = least.min(scaled(rank));
                out[slot] = least;
            }
        }
    }
    out
}

fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    order
}
