//! Population stability index.

use super::{CountPair, Ecdf, StatsError};

/// Stands in for a share of zero.
const ZERO_SHARE: f64 = 1e-4;
/// Where a share is that small already, zero shares become the smallest one over this.
const SMALLER_BY: f64 = 1e6;

/// Population stability index, as Evidently defines it.
///
/// ```text
/// PSI = Σᵢ (rᵢ − cᵢ) · ln(rᵢ / cᵢ)
/// ```
///
/// `r` and `c` are the shares of reference and current in nats; 0 when they agree.
///
/// # Empty cells
///
/// A share of zero becomes 0.0001, or the smallest share of its side over 10⁶ where that is
/// at most 0.0001. The shares are not normalised again.
///
/// # Source
///
/// The Jeffreys divergence: H. Jeffreys, *Proc. R. Soc. A* 186 (1946), 453-461.
/// Checked in `tests/golden` (`evidently_methods.psi`).
///
/// # Example
///
/// ```
/// use evenkeel::stats::{CountPair, psi};
///
/// let pair = CountPair::new(vec![1, 1], vec![3, 1])?;
/// // ¼ · ln 1.5 + ¼ · ln 2
/// assert!((psi(&pair) - 3_f64.ln() / 4.0).abs() < 1e-15);
/// # Ok::<(), evenkeel::stats::StatsError>(())
/// ```
pub fn psi(pair: &CountPair) -> f64 {
    index(&filled(pair.reference_shares()), &filled(pair.current_shares()))
}

/// Population stability index with every zero share taken as 0.0001, whatever the others are.
///
/// # Source
///
/// As [`psi`]. Checked in `tests/golden` (`psi_floor_1e-4`).
pub fn psi_floored(pair: &CountPair) -> f64 {
    index(&floored(pair.reference_shares()), &floored(pair.current_shares()))
}

/// What [`psi_deciles`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct PsiDeciles {
    /// The index.
    pub psi: f64,
    /// Distinct deciles of the reference: the edges between the cells, ascending.
    pub inner_edges: Vec<f64>,
    /// Rows below the first edge, from each edge to the next, and from the last edge on.
    pub cells: CountPair,
}

/// Population stability index over the reference's deciles, as credit scoring has it.
///
/// ```text
/// PSI = Σᵢ (rᵢ − cᵢ) · ln(rᵢ / cᵢ)
/// ```
///
/// The nine deciles (type 7, equal ones once) cut the line into at most ten cells, each with its
/// lower edge. Usual reading: below 0.1 stable, above 0.25 shifted.
///
/// # Empty cells
///
/// A share of zero becomes 0.0001; the shares are not normalised again.
///
/// # Errors
///
/// [`StatsError::EmptySample`] if a side has no values.
///
/// # Source
///
/// N. Siddiqi, *Credit Risk Scorecards* (2006). Checked in `tests/golden` (`psi_decile`).
pub fn psi_deciles(reference: &Ecdf, current: &Ecdf) -> Result<PsiDeciles, StatsError> {
    let tenths: Vec<f64> = (1..10).map(|i| f64::from(i) / 10.0).collect();
    let mut inner_edges = reference.quantiles(&tenths);
    inner_edges.dedup();
    let cells = CountPair::new(between(reference, &inner_edges), between(current, &inner_edges))?;
    Ok(PsiDeciles { psi: psi_floored(&cells), inner_edges, cells })
}

/// Rows below the first edge, from each edge to the next, and from the last edge on.
fn between(sample: &Ecdf, edges: &[f64]) -> Vec<u64> {
    let mut below: Vec<u64> = edges.iter().map(|&edge| sample.count_below(edge)).collect();
    below.push(sample.n());
    let before = std::iter::once(0).chain(below.iter().copied());
    before.zip(&below).map(|(before, &upto)| upto - before).collect()
}

fn index(r: &[f64], c: &[f64]) -> f64 {
    r.iter().zip(c).map(|(r, c)| (r - c) * (r / c).ln()).sum()
}

fn floored(mut shares: Vec<f64>) -> Vec<f64> {
    shares.iter_mut().filter(|s| **s == 0.0).for_each(|s| *s = ZERO_SHARE);
    shares
}

/// Shares with the zeros filled, as [`psi`] and [`kl`](super::kl()) need them.
pub(super) fn filled(mut shares: Vec<f64>) -> Vec<f64> {
    let smallest = shares.iter().copied().filter(|&s| s > 0.0).fold(f64::INFINITY, f64::min);
    let fill = if smallest <= ZERO_SHARE { smallest / SMALLER_BY } else { ZERO_SHARE };
    for s in &mut shares {
        if *s == 0.0 {
            *s = fill;
        }
    }
    shares
}
