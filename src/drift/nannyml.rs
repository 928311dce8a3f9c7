//! NannyML's verdict on a column: Jensen-Shannon on bins of the reference alone, held against
//! what chunks of the reference differ from it by.
//!
//! NannyML cuts the reference in file order. A profile has no order, so the chunks are drawn from
//! it at random: ten, its default, of a tenth of the rows each (or as few as current has). Where
//! the reference itself moves over time, NannyML's own line is higher.

use rand::SeedableRng;
use rand::distributions::Distribution;
use rand_distr::Hypergeometric;
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

use super::samples::Samples;
use crate::stats::{self, CountPair, StatsError};

/// Chunks that NannyML cuts by default.
const CHUNKS: u64 = 10;
/// Decides which rows fall into which chunk.
const SEED: u64 = 1;
/// Up to this many categories the line is drawn whatever the preset, so that another can be tried
/// at once.
const FEW_CELLS: usize = 1_000;

/// NannyML's statistic and its line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NannymlEvidence {
    /// Jensen-Shannon distance of current from the reference, base 2, on the reference's bins.
    pub statistic: f64,
    /// Mean + 3 standard deviations of the distances of the reference's chunks.
    pub threshold: f64,
}

/// NannyML's statistic and line; `None` where they cannot be drawn, or, unless `wanted`, where
/// that would take long.
pub(super) fn evidence(samples: &Samples<'_>, wanted: bool) -> Option<NannymlEvidence> {
    let cells = match samples.numbers() {
        Some((reference, current)) => {
            stats::nannyml_bins(reference).and_then(|bins| bins.counted(current)).ok()?
        }
        None => samples.bins().clone(),
    };
    if cells.cells() > FEW_CELLS && !wanted {
        return None;
    }
    let chunk = (cells.n_reference() / CHUNKS).min(cells.n_current());
    let distances = chunk_distances(cells.reference(), chunk).ok()?;
    Some(NannymlEvidence {
        statistic: stats::jensen_shannon_base2(&cells),
        threshold: stats::nannyml_threshold(&distances)?.min(1.0),
    })
}

/// Distances from the reference of chunks drawn from it without replacement.
fn chunk_distances(reference: &[u64], rows: u64) -> Result<Vec<f64>, StatsError> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
    let mut distances = Vec::new();
    for _ in 0..CHUNKS {
        let (mut left, mut wanted) = (reference.iter().sum::<u64>(), rows);
        let mut chunk = Vec::with_capacity(reference.len());
        for &cell in reference {
            let drawn = if wanted == 0 || cell == 0 {
                0
            } else {
                Hypergeometric::new(left, cell, wanted)
                    .map_err(|_| StatsError::invalid("more rows drawn than there are"))?
                    .sample(&mut random)
            };
            chunk.push(drawn);
            left -= cell;
            wanted -= drawn;
        }
        distances.push(stats::jensen_shannon_base2(&CountPair::new(reference.to_vec(), chunk)?));
    }
    Ok(distances)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_hold_as_many_rows_as_asked_for() {
        // A chunk that is the whole reference does not differ from it.
        let whole = chunk_distances(&[10, 20, 30, 0], 60).unwrap();
        assert_eq!(whole, vec![0.0; 10]);
        let tenth = chunk_distances(&[100, 200, 300], 60).unwrap();
        assert!(tenth.iter().all(|distance| (0.0..0.5).contains(distance)));
        assert!(tenth.iter().any(|distance| *distance > 0.0));
        assert!(chunk_distances(&[5, 5], 0).is_err());
    }
}
