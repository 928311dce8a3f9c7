//! Both sides of a column made comparable: which texts are counted one by one, and
//! which spellings of true and false are the same.

use std::borrow::Cow;

use super::ColumnProfile;
use super::views::SideView;
use crate::data::{KEPT_TEXTS, Kind, estimated_distinct, text_rank};
use crate::stats::CategoryCounts;

/// Both sides of a column under a kind, with the same categories kept one by one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sides<'a> {
    pub(super) reference: Option<SideView<'a>>,
    pub(super) current: Option<SideView<'a>>,
}

/// Texts of a column and the rank up to which they are kept one by one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Texts {
    pub(super) counts: CategoryCounts,
    pub(super) limit: Option<u64>,
}

/// How true and false are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Booleans {
    /// As they stand in the file.
    AsWritten,
    /// In one spelling, since the sides or rows differ in it.
    Words,
    /// As 1 and 0, since the other side holds numbers.
    Digits,
}

impl<'a> Sides<'a> {
    pub(super) fn of(
        reference: Option<&'a ColumnProfile>,
        current: Option<&'a ColumnProfile>,
        kind: Kind,
    ) -> Self {
        if kind == Kind::Numeric {
            let view = ColumnProfile::as_numeric;
            return Self { reference: reference.map(view), current: current.map(view) };
        }
        let both = [reference, current];
        let limit = both.into_iter().flatten().filter_map(|column| column.text_limit).min();
        let booleans = booleans(&both.into_iter().flatten().collect::<Vec<_>>());
        let view = |column: &'a ColumnProfile| column.view_of_texts(comparable(column, limit, booleans));
        Self { reference: reference.map(view), current: current.map(view) }
    }
}

/// How the texts of each side are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spellings {
    pub(super) reference: Booleans,
    pub(super) current: Booleans,
}

impl Spellings {
    pub(super) fn of(reference: Option<&ColumnProfile>, current: Option<&ColumnProfile>) -> Self {
        let both = [reference, current];
        let booleans = booleans(&both.into_iter().flatten().collect::<Vec<_>>());
        let of = |side: Option<&ColumnProfile>| {
            if side.is_some_and(holds_booleans) { booleans } else { Booleans::AsWritten }
        };
        Self { reference: of(reference), current: of(current) }
    }
}

impl Booleans {
    /// The name of a text of a column that holds nothing but true and false.
    pub(super) fn name(self, text: &str) -> &str {
        match (self, text.eq_ignore_ascii_case("true")) {
            (Booleans::AsWritten, _) => text,
            (Booleans::Digits, true) => "1",
            (Booleans::Digits, false) => "0",
            (Booleans::Words, true) => "True",
            (Booleans::Words, false) => "False",
        }
    }
}

/// Texts of two parts of a column together, bounded as those of each part: exactly the texts
/// that reading both parts as one would have kept.
pub(super) fn merged(one: &ColumnProfile, other: &ColumnProfile) -> Texts {
    let limit = one.text_limit.into_iter().chain(other.text_limit).min();
    let mut counts = limited(&one.texts, limit).merge(&limited(&other.texts, limit));
    let limit = if counts.kept() > KEPT_TEXTS {
        let mut ranks: Vec<u64> = counts.iter().map(|(name, _)| text_rank(name)).collect();
        let (_, &mut highest, _) = ranks.select_nth_unstable(KEPT_TEXTS - 1);
        counts = counts.pooled(|name| text_rank(name) <= highest);
        Some(highest)
    } else {
        limit
    };
    if let Some(highest) = limit {
        let (other_rows, distinct) = (counts.other_rows(), estimated_distinct(counts.kept(), highest));
        counts = counts.with_other(other_rows, distinct);
    }
    Texts { counts, limit }
}

fn comparable(column: &ColumnProfile, limit: Option<u64>, booleans: Booleans) -> Cow<'_, CategoryCounts> {
    if booleans == Booleans::AsWritten || !holds_booleans(column) {
        // The texts of a side that keeps no more than the other are all below the limit.
        let limit = limit.filter(|_| column.text_limit != limit);
        return limited(&column.texts, limit);
    }
    let renamed = column.texts.iter().map(|(text, count)| (booleans.name(text), count));
    Cow::Owned(CategoryCounts::from_counts(renamed))
}

fn limited(counts: &CategoryCounts, limit: Option<u64>) -> Cow<'_, CategoryCounts> {
    match limit {
        None => Cow::Borrowed(counts),
        Some(limit) => Cow::Owned(counts.pooled(|name| text_rank(name) <= limit)),
    }
}

/// As pandas reads them: `true`, `True` and `TRUE` are one value, which equals the number 1.
fn booleans(sides: &[&ColumnProfile]) -> Booleans {
    let holds_values = |column: &&&ColumnProfile| column.rows > column.missing;
    let told: Vec<&ColumnProfile> = sides.iter().filter(holds_values).copied().collect();
    if !told.iter().any(|column| holds_booleans(column)) {
        return Booleans::AsWritten;
    }
    if told.iter().any(|column| !holds_booleans(column)) {
        let numbers_or_booleans =
            |column: &&ColumnProfile| column.texts.total() == 0 || holds_booleans(column);
        return if told.iter().all(numbers_or_booleans) { Booleans::Digits } else { Booleans::AsWritten };
    }
    let mut spellings: Vec<&str> =
        told.iter().flat_map(|column| column.texts.iter()).map(|(text, _)| text).collect();
    spellings.sort_unstable();
    spellings.dedup();
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let several = spellings.iter().enumerate().any(|(at, a)| spellings[..at].iter().any(|b| same(a, b)));
    if several { Booleans::Words } else { Booleans::AsWritten }
}

/// Whether every value of the column is true or false, in letters.
fn holds_booleans(column: &ColumnProfile) -> bool {
    let is_boolean = |text: &str| text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
    column.texts.total() > 0
        && column.texts.other_rows() == 0
        && column.numbers.is_empty()
        && column.infinite() == 0
        && column.texts.iter().all(|(text, _)| is_boolean(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::TextCounts;

    fn column(texts: impl Iterator<Item = String>) -> ColumnProfile {
        let mut counts = TextCounts::default();
        texts.for_each(|text| counts.add(text.as_bytes()));
        ColumnProfile::from_column(crate::data::Column {
            name: "x".to_owned(),
            texts: counts,
            ..crate::data::Column::default()
        })
    }

    fn categories<'v>(side: &'v Option<SideView<'_>>) -> &'v CategoryCounts {
        side.as_ref().unwrap().categories().unwrap()
    }

    #[test]
    fn the_same_texts_are_kept_on_both_sides() {
        let many = column((0..300_000).map(|at| format!("t{at}")));
        let fewer = column((0..131_000).map(|at| format!("t{at}")));
        assert_eq!((many.texts.kept(), fewer.text_limit), (KEPT_TEXTS, None));
        let sides = Sides::of(Some(&many), Some(&fewer), Kind::Categorical);
        let (left, right) = (categories(&sides.reference), categories(&sides.current));
        assert_eq!((left.total(), right.total()), (300_000, 131_000));
        // Every kept text of the smaller side stands in the larger one, none only there.
        assert!(right.kept() > 50_000 && right.iter().all(|(name, _)| left.get(name) == 1));
        assert_eq!(left.kept(), KEPT_TEXTS);
    }

    #[test]
    fn merged_parts_keep_what_the_whole_keeps() {
        let part = |from: u32, to: u32| column((from..to).map(|at| format!("t{}", at % 250_000)));
        let whole = part(0, 400_000);
        let (a, b, c) = (part(0, 90_000), part(90_000, 290_000), part(290_000, 400_000));
        assert!(whole.text_limit.is_some());
        for merged in [
            a.merge(&b).unwrap().merge(&c).unwrap(),
            c.merge(&a).unwrap().merge(&b).unwrap(),
            c.merge(&b.merge(&a).unwrap()).unwrap(),
        ] {
            assert_eq!((merged.rows, merged.text_limit), (whole.rows, whole.text_limit));
            assert!(merged == whole);
        }
    }

    #[test]
    fn true_is_one_value_however_it_is_written() {
        let written = |words: &[&str]| column(words.iter().map(|word| (*word).to_owned()));
        let (a, b) = (written(&["True", "true", "False"]), written(&["TRUE", "FALSE", "FALSE"]));
        let sides = Sides::of(Some(&a), Some(&b), Kind::Boolean);
        assert_eq!(categories(&sides.reference).iter().collect::<Vec<_>>(), [("False", 1), ("True", 2)]);
        assert_eq!(categories(&sides.current).iter().collect::<Vec<_>>(), [("False", 2), ("True", 1)]);
        let digits = ColumnProfile {
            rows: 2,
            numbers: crate::stats::Ecdf::from_values(vec![0.0, 1.0]).unwrap(),
            ..ColumnProfile::default()
        };
        let sides = Sides::of(Some(&a), Some(&digits), Kind::Boolean);
        assert_eq!(categories(&sides.reference).iter().collect::<Vec<_>>(), [("0", 1), ("1", 2)]);
        let yes = written(&["true", "maybe"]);
        let other = written(&["true"]);
        let sides = Sides::of(Some(&yes), Some(&other), Kind::Categorical);
        assert_eq!(categories(&sides.current).get("true"), 1);
    }
}
