//! What kind and role inference need to know of a profile.

use super::ColumnProfile;
use crate::data::datetime::{self, DayOrder};
use crate::data::{ColumnFacts, Range};

impl ColumnProfile {
    /// What kind and role inference need to know of this column. Where a column has more
    /// texts than are counted one by one, the rest is taken to be like those.
    pub fn facts(&self) -> ColumnFacts {
        let range = match (self.numbers.min(), self.numbers.max()) {
            (Some(min), Some(max)) => Some(Range { min, max }),
            _ => None,
        };
        let mut facts = ColumnFacts {
            rows: self.rows,
            missing: self.missing,
            numbers: self.numbers.n(),
            infinite: self.infinite(),
            integers: self.integers,
            distinct_numbers: self.numbers.distinct() as u64,
            range,
            texts: self.texts.total(),
            distinct_texts: self.texts.distinct(),
            question_marks: self.texts.get("?"),
            ..ColumnFacts::default()
        };
        let order = DayOrder::of(self.texts.iter().map(|(text, _)| text));
        let (mut listed, mut letters) = (0, 0.0);
        for (text, count) in self.texts.iter() {
            listed += count;
            letters += text.chars().count() as f64 * count as f64;
            if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
                facts.booleans += count;
            } else if is_uuid(text) {
                facts.uuids += count;
            } else if datetime::parse(text, order).is_some() {
                facts.datetimes += count;
            }
        }
        if listed > 0 {
            facts.mean_text_length = letters / listed as f64;
            let scaled = |count: u64| (count as f64 / listed as f64 * facts.texts as f64).round() as u64;
            (facts.uuids, facts.datetimes) = (scaled(facts.uuids), scaled(facts.datetimes));
        }
        facts
    }
}

/// `8-4-4-4-12` hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{CategoryCounts, Ecdf};

    #[test]
    fn texts_are_told_apart() {
        let texts = [("True", 2), ("2024-01-31", 3), ("?", 1), ("6ba7b810-9dad-11d1-80b4-00c04fd430c8", 4)];
        let profile = ColumnProfile {
            rows: 13,
            missing: 1,
            integers: 1,
            numbers: Ecdf::from_values(vec![1.0, 2.5]).unwrap(),
            texts: CategoryCounts::from_counts(texts.map(|(text, count)| (text.to_owned(), count))),
            ..ColumnProfile::default()
        };
        let facts = profile.facts();
        assert_eq!(
            (facts.booleans, facts.datetimes, facts.uuids, facts.question_marks, facts.texts),
            (2, 3, 4, 1, 10)
        );
        assert_eq!(facts.range, Some(Range { min: 1.0, max: 2.5 }));
        assert!((facts.mean_text_length - (8.0 + 30.0 + 1.0 + 144.0) / 10.0).abs() < 1e-12);
    }
}
