//! Keeps the rows of lowest rank while a file is parsed, as text; cells are made of them at the end.
//!
//! The rank is a fixed hash of the record's bytes without its line end: four lanes of eight
//! bytes, each multiplied and rotated, so that it costs little beside parsing. It is the same
//! on every platform and in every build, because saved samples are merged.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::row_sample::within_bounds;
use super::{RowSample, SAMPLE_BYTES, SampledRow};

/// Rows of lowest rank, as text.
#[derive(Debug, Clone, Default)]
pub(super) struct RowSampler {
    capacity: usize,
    rows: u64,
    /// The highest rank that may still be kept.
    ceiling: u64,
    /// Whether a distinct row was left out.
    pruned: bool,
    entries: Vec<Entry>,
    /// Place in `entries` by rank.
    places: FxHashMap<u64, u32>,
    /// The texts of the entries, and of some that were dropped.
    texts: Vec<u8>,
}

#[derive(Debug, Clone)]
struct Entry {
    rank: u64,
    count: u64,
    text: Range<usize>,
}

impl RowSampler {
    /// A sampler of the rows of a file with that many columns.
    pub(super) fn new(columns: usize) -> Self {
        Self { capacity: RowSample::capacity(columns), ceiling: u64::MAX, ..Self::default() }
    }

    /// Takes a record, without its line end.
    #[inline]
    pub(super) fn add(&mut self, record: &[u8]) {
        self.rows += 1;
        let rank = rank(record);
        if rank <= self.ceiling {
            self.keep(rank, 1, record);
        }
    }

    /// Adds the rows of another part of the same file.
    pub(super) fn append(&mut self, other: Self) {
        if self.rows == 0 {
            *self = other;
            return;
        }
        if other.rows == 0 {
            return;
        }
        self.rows += other.rows;
        self.pruned |= other.pruned;
        if other.ceiling < self.ceiling {
            self.ceiling = other.ceiling;
            self.settle();
        }
        for entry in &other.entries {
            if entry.rank <= self.ceiling {
                self.keep(entry.rank, entry.count, &other.texts[entry.text.clone()]);
            }
        }
    }

    /// Rows seen.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Gives back what need not be kept.
    pub(super) fn settle(&mut self) {
        self.entries.retain(|entry| entry.rank <= self.ceiling);
        self.entries.sort_unstable_by_key(|entry| entry.rank);
        let mut bytes = 0;
        let kept = self
            .entries
            .iter()
            .enumerate()
            .take_while(|(at, entry)| {
                bytes += entry.text.len() as u64;
                within_bounds(*at, bytes, self.capacity)
            })
            .count();
        if kept < self.entries.len() {
            self.entries.truncate(kept);
            self.pruned = true;
            self.ceiling = self.entries.last().map_or(0, |entry| entry.rank);
        }
        // Moved down in place: a second buffer of this size, freed again and again, would make
        // the allocator keep the columns' growing memory in pieces.
        self.entries.sort_unstable_by_key(|entry| entry.text.start);
        let mut end = 0;
        for entry in &mut self.entries {
            let length = entry.text.len();
            self.texts.copy_within(entry.text.clone(), end);
            entry.text = end..end + length;
            end += length;
        }
        self.texts.truncate(end);
        self.entries.sort_unstable_by_key(|entry| entry.rank);
        self.places.clear();
        self.places.extend(self.entries.iter().enumerate().map(|(at, entry)| (entry.rank, at as u32)));
    }

    /// Whether every distinct row is kept; after [`RowSampler::settle`].
    pub(super) fn is_whole(&self) -> bool {
        !self.pruned
    }

    /// The kept rows and their texts in order of rank; after [`RowSampler::settle`].
    pub(super) fn kept(&self) -> impl Iterator<Item = (SampledRow, &[u8])> {
        self.entries.iter().map(|entry| {
            let size = u32::try_from(entry.text.len()).unwrap_or(u32::MAX);
            (SampledRow { rank: entry.rank, count: entry.count, size }, &self.texts[entry.text.clone()])
        })
    }

    #[inline(never)]
    fn keep(&mut self, rank: u64, count: u64, record: &[u8]) {
        if let Some(&at) = self.places.get(&rank)
            && let Some(entry) = self.entries.get_mut(at as usize)
        {
            entry.count += count;
            return;
        }
        let start = self.texts.len();
        self.texts.extend_from_slice(record);
        self.places.insert(rank, self.entries.len() as u32);
        self.entries.push(Entry { rank, count, text: start..self.texts.len() });
        // Twice as many as are needed, so that sorting them out is rare.
        if self.entries.len() >= self.capacity * 2 || self.texts.len() as u64 >= SAMPLE_BYTES * 2 {
            self.settle();
        }
    }
}

/// Two samplers are equal when they keep the same.
impl PartialEq for RowSampler {
    fn eq(&self, other: &Self) -> bool {
        let (mut one, mut two) = (self.clone(), other.clone());
        one.settle();
        two.settle();
        one.rows == two.rows && one.pruned == two.pruned && one.kept().eq(two.kept())
    }
}

const PRIMES: [u64; 4] =
    [0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03, 0x8CB9_2BA7_2F3D_8DD7, 0xAEF1_7502_108E_F2D9];

/// The rank of a record.
#[inline]
fn rank(record: &[u8]) -> u64 {
    let mut lanes = PRIMES;
    let (blocks, rest) = record.as_chunks::<32>();
    for block in blocks {
        absorb(&mut lanes, block);
    }
    if !rest.is_empty() {
        let mut block = [0; 32];
        block[..rest.len()].copy_from_slice(rest);
        absorb(&mut lanes, &block);
    }
    let mut hash = record.len() as u64;
    for lane in lanes {
        hash = mix(hash ^ lane);
    }
    hash
}

#[inline]
fn absorb(lanes: &mut [u64; 4], block: &[u8; 32]) {
    let (words, _) = block.as_chunks::<8>();
    for ((lane, word), prime) in lanes.iter_mut().zip(words).zip(PRIMES) {
        *lane = (*lane ^ u64::from_le_bytes(*word)).wrapping_mul(prime).rotate_left(29);
    }
}

/// Spreads every bit over all.
#[inline]
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ hash >> 32).wrapping_mul(PRIMES[1]);
    hash = (hash ^ hash >> 29).wrapping_mul(PRIMES[0]);
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_never_changes() {
        // Saved samples of one build are merged by another: these are a contract.
        assert_eq!([rank(b""), rank(b"1,2"), rank(&[b'x'; 70])], RANKS);
    }

    /// By the same formula in Python's integers.
    const RANKS: [u64; 3] = [3_209_235_364_939_225_043, 3_416_898_153_725_323_885, 5_556_340_909_388_687_146];

    #[test]
    fn ranks_of_similar_rows_are_spread_evenly() {
        let mut cells = [0_u32; 64];
        for at in 0..64_000_u32 {
            let row = format!("{},{},level {}", at / 250, at % 250, at % 7);
            cells[(rank(row.as_bytes()) >> 58) as usize] += 1;
        }
        // Pearson's chi-square of 64 cells: mean 63, standard deviation 11.2; 5 of them.
        let chi: f64 = cells.iter().map(|&n| (f64::from(n) - 1000.0).powi(2) / 1000.0).sum();
        assert!(chi < 119.0, "{chi}");
    }

    #[test]
    fn huge_rows_are_bounded_by_their_bytes_and_parts_agree() {
        let row = |at: usize| format!("{at},{}", "y".repeat(1 << 20)).into_bytes();
        let mut whole = RowSampler::new(2);
        let mut halves = [RowSampler::new(2), RowSampler::new(2)];
        for at in 0..100 {
            whole.add(&row(at % 80));
            halves[at % 2].add(&row(at % 80));
        }
        let [mut left, right] = halves;
        left.append(right);
        assert!(left == whole);
        whole.settle();
        assert_eq!((whole.kept().count(), whole.is_whole(), whole.rows()), (31, false, 100));
        assert!(whole.kept().all(|(row, _)| row.rank <= whole.ceiling));
    }

    #[test]
    fn one_row_is_always_kept() {
        let mut sampler = RowSampler::new(1);
        sampler.add(&vec![b'x'; (SAMPLE_BYTES + 1) as usize]);
        sampler.settle();
        assert_eq!((sampler.kept().count(), sampler.is_whole()), (1, true));
    }
}
