//! Counts per category.

use serde::{Deserialize, Serialize};

use super::StatsError;

/// How often each category occurred, in code-point order of the names.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct CategoryCounts {
    names: Vec<String>, // Invariant: ascending.
    counts: Vec<u64>,   // Invariant: one per name, all > 0.
    other_rows: u64,
    distinct: u64, // Invariant: from the number of names to that and `other_rows`.
}

/// One category on both sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CategoryPair<'a> {
    /// Name of the category.
    pub name: &'a str,
    /// Rows in the reference.
    pub reference: u64,
    /// Rows in current.
    pub current: u64,
}

#[derive(Deserialize)]
struct Parts {
    names: Vec<String>,
    counts: Vec<u64>,
    other_rows: u64,
    distinct: u64,
}

impl CategoryCounts {
    /// From names in any order; equal names are added up, empty ones left out.
    pub fn from_counts<S: Into<String>>(counts: impl IntoIterator<Item = (S, u64)>) -> Self {
        let mut all: Vec<(String, u64)> = counts.into_iter().map(|(name, c)| (name.into(), c)).collect();
        all.retain(|c| c.1 > 0);
        if !all.is_sorted_by(|a, b| a.0 < b.0) {
            all.sort();
            all.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 += next.1;
                }
                same
            });
        }
        let distinct = all.len() as u64;
        let (names, counts) = all.into_iter().unzip();
        Self { names, counts, other_rows: 0, distinct }
    }

    /// Adds rows whose categories are not kept one by one, and how many categories there are
    /// in all: an estimate, cut to what the rows allow.
    pub fn with_other(mut self, other_rows: u64, distinct: u64) -> Self {
        self.other_rows = other_rows;
        let kept = self.names.len() as u64;
        self.distinct = distinct.clamp(kept, kept.saturating_add(other_rows));
        self
    }

    /// These counts with the rows of every category that `keeps` refuses pooled in
    /// [`CategoryCounts::other_rows`].
    pub fn pooled(&self, keeps: impl Fn(&str) -> bool) -> Self {
        let (mut names, mut counts, mut other_rows) = (Vec::new(), Vec::new(), self.other_rows);
        for (name, count) in self.iter() {
            if keeps(name) {
                names.push(name.to_owned());
                counts.push(count);
            } else {
                other_rows += count;
            }
        }
        Self { names, counts, other_rows, distinct: self.distinct }
    }

    /// Both samples taken together. Where a side has [`CategoryCounts::other_rows`], both have
    /// to pool the same categories: see [`CategoryCounts::pooled`].
    pub fn merge(&self, other: &Self) -> Self {
        let pairs = self.paired(other).map(|p| (p.name, p.reference + p.current));
        let merged = Self::from_counts(pairs);
        let distinct = if self.other_rows + other.other_rows == 0 {
            merged.distinct
        } else {
            merged.distinct.max(self.distinct).max(other.distinct)
        };
        merged.with_other(self.other_rows + other.other_rows, distinct)
    }

    /// Rows of one category.
    pub fn get(&self, name: &str) -> u64 {
        self.names.binary_search_by(|n| n.as_str().cmp(name)).map_or(0, |i| self.counts[i])
    }

    /// Rows in all.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum::<u64>() + self.other_rows
    }

    /// Rows of categories that are not kept one by one.
    pub fn other_rows(&self) -> u64 {
        self.other_rows
    }

    /// Distinct categories; an estimate when there are [`CategoryCounts::other_rows`].
    pub fn distinct(&self) -> u64 {
        self.distinct
    }

    /// Categories that are kept one by one.
    pub fn kept(&self) -> usize {
        self.names.len()
    }

    /// Names and counts, in code-point order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> + '_ {
        self.names.iter().map(String::as_str).zip(self.counts.iter().copied())
    }

    /// Every category of either side once, in code-point order.
    pub fn paired<'a>(&'a self, current: &'a Self) -> impl Iterator<Item = CategoryPair<'a>> + 'a {
        let (mut i, mut j) = (0, 0);
        std::iter::from_fn(move || {
            let (a, b) = (self.names.get(i), current.names.get(j));
            let name = match (a, b) {
                (None, None) => return None,
                (Some(a), None) => a,
                (None, Some(b)) => b,
                (Some(a), Some(b)) => a.min(b),
            };
            let mut pair = CategoryPair { name, reference: 0, current: 0 };
            if a == Some(name) {
                pair.reference = self.counts[i];
                i += 1;
            }
            if b == Some(name) {
                pair.current = current.counts[j];
                j += 1;
            }
            Some(pair)
        })
    }
}

impl TryFrom<Parts> for CategoryCounts {
    type Error = StatsError;

    fn try_from(parts: Parts) -> Result<Self, StatsError> {
        let Parts { names, counts, other_rows, distinct } = parts;
        if names.len() != counts.len() {
            return Err(StatsError::invalid("as many counts as categories are needed"));
        }
        if !names.windows(2).all(|w| w[0] < w[1]) {
            return Err(StatsError::invalid("the categories are not in order"));
        }
        if counts.contains(&0) {
            return Err(StatsError::invalid("a count is zero"));
        }
        if counts.iter().try_fold(other_rows, |n, &c| n.checked_add(c)).is_none() {
            return Err(StatsError::invalid("the counts are too large"));
        }
        let kept = names.len() as u64;
        if !(kept..=kept.saturating_add(other_rows)).contains(&distinct) {
            return Err(StatsError::invalid("the number of distinct categories contradicts their rows"));
        }
        Ok(Self { names, counts, other_rows, distinct })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_by_name() {
        let a = CategoryCounts::from_counts([("b", 2), ("a", 1), ("b", 1)]);
        let b = CategoryCounts::from_counts([("c", 4), ("b", 1)]);
        let m = a.merge(&b);
        assert_eq!(m.iter().collect::<Vec<_>>(), [("a", 1), ("b", 4), ("c", 4)]);
        assert_eq!((m.total(), m.distinct(), m.get("b"), m.get("z")), (9, 3, 4, 0));
    }

    #[test]
    fn a_saved_one_is_checked() {
        let bad = r#"{"names":["b","a"],"counts":[1,1],"other_rows":0,"distinct":2}"#;
        assert!(serde_json::from_str::<CategoryCounts>(bad).is_err());
    }
}
