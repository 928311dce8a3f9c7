//! Distinct texts of a column and how often each occurred, in bounded memory.
//!
//! A bottom-k sketch: the [`KEPT_TEXTS`] texts with the smallest 64-bit hashes are kept
//! with their exact counts, whatever the order in which they come, so sketches of parts
//! of a file merge to the sketch of the file. Up to that many distinct texts everything
//! is exact; beyond, the number of distinct texts is estimated from the k-th smallest
//! hash (Z. Bar-Yossef et al., *Counting distinct elements in a data stream*, RANDOM
//! 2002). The hash is fixed and the same on every platform.

use serde::{Deserialize, Serialize};

/// How many distinct texts are kept with their counts.
pub const KEPT_TEXTS: usize = 131_072;

/// Texts longer than this many bytes are kept by their beginning and their hash.
pub const LONGEST_TEXT: usize = 256;

/// Number of distinct texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distinct {
    /// How many.
    pub count: u64,
    /// `false` when estimated.
    pub exact: bool,
}

/// A text and how often it occurred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextCount<'a> {
    /// The text.
    pub text: &'a str,
    /// Cells.
    pub count: u64,
}

/// Distinct texts of a column and how often each occurred, bounded in memory.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Parts", into = "Parts")]
pub struct TextCounts {
    rows: u64,
    entries: Vec<Entry>,
    /// Open addressing by hash: position in `entries` plus one, or 0.
    slots: Vec<u32>,
    /// Hashes above this are not kept; `None` while nothing was left out.
    ceiling: Option<u64>,
    /// Recently seen positions by the low bits of the hash.
    recent: Vec<u32>,
}

impl TextCounts {
    /// Counts one cell. Bytes that are not UTF-8 are kept with U+FFFD.
    #[inline]
    pub fn add(&mut self, text: &[u8]) {
        self.rows += 1;
        let hash = hash(text);
        // Columns of few values end here.
        if let Some(&at) = self.recent.get(hash as usize & (RECENT - 1))
            && let Some(entry) = self.entries.get_mut(at as usize)
            && entry.hash == hash
            && entry.text.as_bytes() == text
        {
            entry.count += 1;
            return;
        }
        self.add_uncached(hash, text);
    }

    /// Counts `count` cells of the same text.
    pub fn add_many(&mut self, text: &str, count: u64) {
        if count > 0 {
            self.rows += count;
            self.keep(hash(text.as_bytes()), text.as_bytes(), count);
            self.prune_if_large();
        }
    }

    /// Adds what another sketch counted.
    pub fn append(&mut self, other: TextCounts) {
        self.rows += other.rows;
        self.ceiling = match (self.ceiling, other.ceiling) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        for entry in other.entries {
            self.keep_bytes(entry.hash, entry.text.as_bytes(), entry.count);
            self.prune_if_large();
        }
        self.settle();
    }

    /// Drops what is above the limit and gives memory back. The same cells in any order
    /// are equal after this.
    pub fn settle(&mut self) {
        if let Some(ceiling) = self.ceiling {
            self.entries.retain(|entry| entry.hash <= ceiling);
        }
        if self.entries.len() > KEPT_TEXTS {
            self.prune();
        }
        self.entries.shrink_to_fit();
        self.rebuild();
    }

    /// Cells counted.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Cells whose text is not among the kept ones.
    pub fn other_rows(&self) -> u64 {
        self.rows - self.kept().map(|entry| entry.count).sum::<u64>()
    }

    /// The rank above which texts are not kept; `None` while all are. After
    /// [`TextCounts::settle`] exactly the texts with a [`text_rank`] up to this are kept.
    pub fn ceiling(&self) -> Option<u64> {
        self.ceiling
    }

    /// How many distinct texts there are.
    pub fn distinct(&self) -> Distinct {
        let kept = self.kept().count();
        match self.ceiling {
            None if kept <= KEPT_TEXTS => Distinct { count: kept as u64, exact: true },
            _ => {
                let mut hashes: Vec<u64> = self.kept().map(|entry| entry.hash).collect();
                hashes.sort_unstable();
                hashes.truncate(KEPT_TEXTS);
                let estimate = estimated_distinct(hashes.len(), hashes.last().copied().unwrap_or(u64::MAX));
                Distinct { count: estimate.max(kept as u64), exact: false }
            }
        }
    }

    /// The kept texts and their counts, in order of the text.
    pub fn sorted(&self) -> Vec<TextCount<'_>> {
        let mut all: Vec<_> =
            self.kept().map(|entry| TextCount { text: &entry.text, count: entry.count }).collect();
        all.sort_unstable_by(|a, b| a.text.cmp(b.text));
        all
    }

    /// How often a text occurred; 0 when it did not, or is not kept.
    pub fn count(&self, text: &str) -> u64 {
        let key = key(hash(text.as_bytes()), text.as_bytes());
        self.kept().find(|entry| *entry.text == *key).map_or(0, |entry| entry.count)
    }

    fn kept(&self) -> impl Iterator<Item = &Entry> {
        let ceiling = self.ceiling.unwrap_or(u64::MAX);
        self.entries.iter().filter(move |entry| entry.hash <= ceiling)
    }

    #[cold]
    #[inline(never)]
    fn add_uncached(&mut self, hash: u64, text: &[u8]) {
        self.keep(hash, text, 1);
        self.prune_if_large();
    }

    fn keep(&mut self, hash: u64, text: &[u8], count: u64) {
        if text.len() > LONGEST_TEXT || std::str::from_utf8(text).is_err() {
            // Ranked by what is kept of it, so that a rank can be found from the kept text.
            self.keep_key(&key(hash, text), count);
        } else {
            self.keep_bytes(hash, text, count);
        }
    }

    fn keep_key(&mut self, key: &str, count: u64) {
        self.keep_bytes(text_rank(key), key.as_bytes(), count);
    }

    fn keep_bytes(&mut self, hash: u64, key: &[u8], count: u64) {
        if self.ceiling.is_some_and(|ceiling| hash > ceiling) {
            return;
        }
        if self.slots.len() < (self.entries.len() + 1) * 2 {
            self.rebuild();
        }
        if self.recent.is_empty() {
            self.recent = vec![u32::MAX; RECENT];
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            match self.slots[slot] {
                0 => break,
                taken => {
                    let at = taken as usize - 1;
                    let entry = &mut self.entries[at];
                    if entry.hash == hash && entry.text.as_bytes() == key {
                        entry.count += count;
                        self.recent[hash as usize & (RECENT - 1)] = at as u32;
                        return;
                    }
                    slot = (slot + 1) & mask;
                }
            }
        }
        let text = String::from_utf8_lossy(key).into_owned().into_boxed_str();
        self.recent[hash as usize & (RECENT - 1)] = self.entries.len() as u32;
        self.entries.push(Entry { hash, count, text });
        self.slots[slot] = self.entries.len() as u32;
    }

    fn prune_if_large(&mut self) {
        if self.entries.len() >= KEPT_TEXTS * 2 {
            self.prune();
            self.rebuild();
        }
    }

    /// Keeps the texts with the smallest hashes. What is dropped here is not among the
    /// smallest of what was seen so far, so it cannot be among the smallest of all.
    fn prune(&mut self) {
        self.entries.sort_unstable_by(|a, b| (a.hash, &a.text).cmp(&(b.hash, &b.text)));
        self.entries.truncate(KEPT_TEXTS);
        self.ceiling = self.entries.last().map(|entry| entry.hash);
    }

    fn rebuild(&mut self) {
        let size = (self.entries.len() * 4).next_power_of_two().max(16);
        self.slots.clear();
        self.slots.resize(size, 0);
        self.slots.shrink_to_fit();
        for (at, entry) in self.entries.iter().enumerate() {
            let mut slot = entry.hash as usize & (size - 1);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = at as u32 + 1;
        }
        self.recent.fill(u32::MAX);
    }
}

/// Where a kept text stands in the order by which texts are kept: the lowest
/// [`KEPT_TEXTS`] ranks are. A fixed hash, the same in every build and on every platform.
pub fn text_rank(kept: &str) -> u64 {
    hash(kept.as_bytes())
}

/// A text as it is kept: its beginning and its hash where it is long, and valid UTF-8.
pub(super) fn kept_text(text: &[u8]) -> std::borrow::Cow<'_, str> {
    if text.len() <= LONGEST_TEXT
        && let Ok(text) = std::str::from_utf8(text)
    {
        return text.into();
    }
    key(hash(text), text)
}

/// How many distinct texts there are, estimated from how many are kept and the largest
/// rank among them: `(k − 1) / h₍ₖ₎` with the hash as a share of its range.
pub fn estimated_distinct(kept: usize, largest_rank: u64) -> u64 {
    let share = largest_rank.max(1) as f64 / 2_f64.powi(64);
    (kept.saturating_sub(1) as f64 / share).round() as u64
}

impl PartialEq for TextCounts {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows && self.distinct() == other.distinct() && self.sorted() == other.sorted()
    }
}

impl std::fmt::Debug for TextCounts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let texts = self.sorted().into_iter().map(|entry| (entry.text, entry.count));
        out.write_str("TextCounts ")?;
        out.debug_map().entries(texts).finish()
    }
}

#[derive(Clone)]
struct Entry {
    hash: u64,
    count: u64,
    text: Box<str>,
}

/// What is written: the kept texts in order.
#[derive(Serialize, Deserialize)]
struct Parts {
    rows: u64,
    ceiling: Option<u64>,
    entries: Vec<PartsEntry>,
}

#[derive(Serialize, Deserialize)]
struct PartsEntry {
    count: u64,
    text: String,
}

impl From<TextCounts> for Parts {
    fn from(mut counts: TextCounts) -> Self {
        counts.settle();
        let mut entries: Vec<PartsEntry> = counts
            .entries
            .into_iter()
            .map(|entry| PartsEntry { count: entry.count, text: entry.text.into() })
            .collect();
        entries.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        Self { rows: counts.rows, ceiling: counts.ceiling, entries }
    }
}

impl From<Parts> for TextCounts {
    fn from(parts: Parts) -> Self {
        let mut counts = Self { rows: parts.rows, ceiling: parts.ceiling, ..Self::default() };
        for entry in parts.entries {
            counts.keep_key(&entry.text, entry.count);
        }
        // A damaged file must not make the kept cells outnumber all cells.
        let kept = counts.kept().fold(0_u64, |sum, entry| sum.saturating_add(entry.count));
        counts.rows = counts.rows.max(kept);
        counts
    }
}

const RECENT: usize = 512;

fn key(hash: u64, text: &[u8]) -> std::borrow::Cow<'_, str> {
    let whole = String::from_utf8_lossy(text);
    if whole.len() <= LONGEST_TEXT {
        return whole;
    }
    let mut end = 200;
    while !whole.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…{hash:016x}", &whole[..end]).into()
}

/// A fixed 64-bit hash: 8 little-endian bytes at a time, folded 128-bit products.
#[inline]
fn hash(text: &[u8]) -> u64 {
    const A: u64 = 0x9E37_79B9_7F4A_7C15;
    const B: u64 = 0xD1B5_4A32_D192_ED03;
    let mut state = A ^ text.len() as u64;
    let mut chunks = text.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0_u64, |word, &byte| word << 8 | u64::from(byte));
        state = fold(state ^ word, A).rotate_left(23) ^ word;
    }
    let word = chunks.remainder().iter().rev().fold(0_u64, |word, &byte| word << 8 | u64::from(byte));
    fold(fold(state ^ word, B) ^ A, B)
}

#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counted<'a>(texts: impl IntoIterator<Item = &'a str>) -> TextCounts {
        let mut counts = TextCounts::default();
        texts.into_iter().for_each(|text| counts.add(text.as_bytes()));
        counts.settle();
        counts
    }

    #[test]
    fn few_texts_are_exact_and_sorted() {
        let counts = counted(["b", "a", "b", "c", "b"]);
        let sorted: Vec<_> = counts.sorted().iter().map(|entry| (entry.text, entry.count)).collect();
        assert_eq!(sorted, [("a", 1), ("b", 3), ("c", 1)]);
        assert_eq!(counts.distinct(), Distinct { count: 3, exact: true });
        assert_eq!((counts.rows(), counts.other_rows(), counts.count("b"), counts.count("z")), (5, 0, 3, 0));
    }

    #[test]
    fn many_texts_are_bounded_estimated_and_independent_of_order() {
        let texts: Vec<String> = (0..400_000).map(|i| format!("id-{i}")).collect();
        let forward = counted(texts.iter().map(String::as_str));
        let mut halves = counted(texts[200_000..].iter().rev().map(String::as_str));
        halves.append(counted(texts[..200_000].iter().map(String::as_str)));
        assert!(forward == halves);
        let distinct = forward.distinct();
        assert!(!distinct.exact);
        // The estimate's relative standard error is 1/√k = 0.28 %; 4 of them.
        assert!((distinct.count as f64 / 400_000.0 - 1.0).abs() < 0.011, "{distinct:?}");
        assert_eq!(forward.sorted().len(), KEPT_TEXTS);
        assert_eq!(forward.other_rows(), 400_000 - KEPT_TEXTS as u64);
    }

    #[test]
    fn long_texts_are_told_apart_by_their_hash() {
        let (a, b) = (format!("{}a", "é".repeat(300)), format!("{}b", "é".repeat(300)));
        let counts = counted([a.as_str(), b.as_str(), a.as_str()]);
        assert_eq!(counts.distinct().count, 2);
        assert_eq!((counts.count(&a), counts.count(&b)), (2, 1));
        let kept = counts.sorted();
        assert!(
            kept.iter().all(|entry| entry.text.starts_with(&"é".repeat(100)) && entry.text.contains('…'))
        );
        assert!(kept.iter().all(|entry| entry.text.len() == 200 + '…'.len_utf8() + 16));
    }

    #[test]
    fn the_hash_never_changes() {
        // Profiles saved by one build are read by another: these are a contract.
        assert_eq!([hash(b""), hash(b"a"), hash(b"evenkeel-data")], HASHES);
    }

    /// By the same formula in Python's integers.
    const HASHES: [u64; 3] =
        [9_641_121_506_062_286_432, 4_814_901_355_959_740_786, 7_568_597_172_249_901_891];

    proptest! {
        #[test]
        fn any_split_merges_to_the_whole(texts in proptest::collection::vec("[a-d]{0,3}", 0..200), at in 0_usize..200) {
            let at = at.min(texts.len());
            let whole = counted(texts.iter().map(String::as_str));
            let mut left = counted(texts[at..].iter().map(String::as_str));
            left.append(counted(texts[..at].iter().map(String::as_str)));
            prop_assert_eq!(&left, &whole);
            let wire = serde_json::to_string(&whole).unwrap();
            prop_assert_eq!(&serde_json::from_str::<TextCounts>(&wire).unwrap(), &whole);
            prop_assert_eq!(serde_json::to_string(&left).unwrap(), wire);
        }
    }
}
