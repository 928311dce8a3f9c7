//! A profile as seen through a kind: which cells are values, which are missing.

use std::borrow::Cow;

use super::ColumnProfile;
use crate::data::number_name;
use crate::stats::{CategoryCounts, Ecdf};

/// One side of a column under a kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SideView<'a> {
    /// Cells.
    pub(super) rows: u64,
    /// Cells without a value: missing, and not of the column's kind.
    pub(super) missing: u64,
    /// Infinite cells.
    pub(super) infinite: u64,
    /// Cells among `missing` that hold a text where numbers belong, `?` aside.
    pub(super) strays: u64,
    /// The usable values.
    pub(super) values: Values<'a>,
}

/// The usable values of one side.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values<'a> {
    Numbers(&'a Ecdf),
    Categories(Cow<'a, CategoryCounts>),
}

impl ColumnProfile {
    /// Numbers are values; texts are missing.
    pub(super) fn as_numeric(&self) -> SideView<'_> {
        let texts = self.texts.total();
        SideView {
            rows: self.rows,
            missing: self.missing + texts,
            infinite: self.infinite(),
            strays: texts - self.texts.get("?"),
            values: Values::Numbers(&self.numbers),
        }
    }

    /// Texts are values, and so are numbers by their shortest text: `007`, `7.0` and `+7` beside
    /// texts are one category here, three in pandas. Infinite cells are values named
    /// `inf` and `-inf` beside texts, as pandas reads such a column; else they are infinite.
    pub(super) fn as_categorical(&self) -> SideView<'_> {
        self.view_of_texts(Cow::Borrowed(&self.texts))
    }

    /// As [`ColumnProfile::as_categorical`], with `texts` in place of the column's own.
    pub(super) fn view_of_texts<'a>(&'a self, texts: Cow<'a, CategoryCounts>) -> SideView<'a> {
        let beside_texts = self.texts.total() > 0;
        let infinite = if beside_texts { 0 } else { self.infinite() };
        let named = self.infinite() - infinite;
        let counts = if self.numbers.is_empty() && named == 0 {
            texts
        } else {
            let numbers = named_numbers(&self.numbers);
            let distinct = numbers.distinct() + texts.distinct();
            let all = numbers
                .iter()
                .chain(texts.iter())
                .chain(
                    [("inf", self.positive_infinite), ("-inf", self.negative_infinite)]
                        .into_iter()
                        .filter(|_| beside_texts),
                )
                .map(|(name, count)| (name.to_owned(), count));
            Cow::Owned(CategoryCounts::from_counts(all).with_other(texts.other_rows(), distinct))
        };
        SideView {
            rows: self.rows,
            missing: self.missing,
            infinite,
            strays: 0,
            values: Values::Categories(counts),
        }
    }
}

impl SideView<'_> {
    /// Usable cells.
    pub(super) fn n(&self) -> u64 {
        match &self.values {
            Values::Numbers(numbers) => numbers.n(),
            Values::Categories(counts) => counts.total(),
        }
    }

    /// Distinct usable values.
    pub(super) fn distinct(&self) -> u64 {
        match &self.values {
            Values::Numbers(numbers) => numbers.distinct() as u64,
            Values::Categories(counts) => counts.distinct(),
        }
    }

    /// The categories, unless these are numbers.
    pub(super) fn categories(&self) -> Option<&CategoryCounts> {
        match &self.values {
            Values::Numbers(_) => None,
            Values::Categories(counts) => Some(counts),
        }
    }

    /// The numbers, unless these are categories.
    pub(super) fn numbers(&self) -> Option<&Ecdf> {
        match &self.values {
            Values::Numbers(numbers) => Some(numbers),
            Values::Categories(_) => None,
        }
    }

    /// Share of cells without a value; 0 without cells.
    pub(super) fn missing_share(&self) -> f64 {
        if self.rows == 0 { 0.0 } else { self.missing as f64 / self.rows as f64 }
    }
}

/// Numbers as categories, each named by its text.
pub(super) fn named_numbers(numbers: &Ecdf) -> CategoryCounts {
    CategoryCounts::from_counts(numbers.points().map(|point| (number_name(point.value), point.count)))
}

/// Distinct values over both sides, counted up to `limit + 1`.
pub(super) fn pooled_distinct(reference: &Values, current: &Values, limit: u64) -> u64 {
    match (reference, current) {
        (Values::Numbers(a), Values::Numbers(b)) => {
            if a.distinct().max(b.distinct()) as u64 > limit {
                return limit + 1;
            }
            let new = b.values().iter().filter(|value| !a.values().contains(value)).count();
            ((a.distinct() + new) as u64).min(limit + 1)
        }
        (Values::Categories(a), Values::Categories(b)) => {
            if a.distinct().max(b.distinct()) > limit {
                return limit + 1;
            }
            (a.paired(b).count() as u64).min(limit + 1)
        }
        _ => limit + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(numbers: &[f64], texts: &[(&str, u64)]) -> ColumnProfile {
        ColumnProfile {
            rows: 100,
            missing: 5,
            positive_infinite: 2,
            numbers: Ecdf::from_values(numbers.to_vec()).unwrap(),
            texts: CategoryCounts::from_counts(texts.iter().map(|(name, n)| ((*name).to_owned(), *n))),
            ..ColumnProfile::default()
        }
    }

    #[test]
    fn texts_are_missing_among_numbers() {
        let column = profile(&[1.0, 2.0], &[("?", 3), ("ten", 1)]);
        let view = column.as_numeric();
        assert_eq!((view.n(), view.missing, view.infinite, view.strays), (2, 9, 2, 1));
    }

    #[test]
    fn numbers_are_named_among_texts() {
        let column = profile(&[1.0, 2.5, 1.0, 1e300], &[("1", 3), ("ten", 1)]);
        let view = column.as_categorical();
        let Values::Categories(counts) = &view.values else { panic!("categories expected") };
        let got: Vec<_> = counts.iter().collect();
        assert_eq!(got, [("1", 5), ("1e300", 1), ("2.5", 1), ("inf", 2), ("ten", 1)]);
        assert_eq!((view.missing, view.infinite), (5, 0));
    }

    #[test]
    fn infinite_cells_stay_out_of_categories_of_numbers() {
        let column = profile(&[1.0, 2.0], &[]);
        let view = column.as_categorical();
        assert_eq!((view.n(), view.infinite), (2, 2));
    }

    #[test]
    fn distinct_values_are_pooled() {
        let (a, b) = (profile(&[1.0, 2.0], &[]), profile(&[2.0, 3.0], &[]));
        assert_eq!(pooled_distinct(&a.as_numeric().values, &b.as_numeric().values, 5), 3);
        assert_eq!(pooled_distinct(&a.as_categorical().values, &b.as_categorical().values, 5), 3);
        assert_eq!(pooled_distinct(&a.as_numeric().values, &b.as_numeric().values, 1), 2);
    }
}
