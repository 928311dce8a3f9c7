//! Pooled two-sided test of two proportions.

use serde::{Deserialize, Serialize};

use super::significance::normal_two_sided;
use super::{CountPair, StatsError};

/// What [`two_proportion_z`] found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ProportionZ {
    /// The statistic; positive when the last category's share is larger in the reference.
    pub z: f64,
    /// Two-sided p-value.
    pub p_value: f64,
}

/// Pooled two-sided z-test of two proportions.
///
/// ```text
/// z = (p_r − p_c) / sqrt( p (1 − p) (1 / n_r + 1 / n_c) ),   p pooled
/// ```
///
/// The proportion is that of the last of at most two cells. When only one cell has rows on
/// both sides, nothing differs: z = 0 and p = 1.
///
/// # Errors
///
/// [`StatsError::Categories`] above two categories.
///
/// # Source
///
/// Checked in `tests/golden` (`two_proportion_z`, `evidently_methods.z`).
pub fn two_proportion_z(pair: &CountPair) -> Result<ProportionZ, StatsError> {
    let cells = pair.cells();
    if cells > 2 {
        return Err(StatsError::Categories { method: "two_proportion_z".to_owned(), got: cells, need: 2 });
    }
    let same = ProportionZ { z: 0.0, p_value: 1.0 };
    let (&[_, r], &[_, c]) = (pair.reference(), pair.current()) else { return Ok(same) };
    let (n_r, n_c) = (pair.n_reference() as f64, pair.n_current() as f64);
    let pooled = (r as f64 + c as f64) / (n_r + n_c);
    let error = (pooled * (1.0 - pooled) * (1.0 / n_r + 1.0 / n_c)).sqrt();
    if error == 0.0 {
        return Ok(same);
    }
    let z = (r as f64 / n_r - c as f64 / n_c) / error;
    Ok(ProportionZ { z, p_value: normal_two_sided(z) })
}
