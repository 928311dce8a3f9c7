//! What a column's values are.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::ColumnFacts;

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// Numbers that are compared as numbers.
    Numeric,
    /// Integers with few distinct values, compared as categories.
    IntegerCategory,
    /// Texts with few distinct values.
    Categorical,
    /// `true` and `false`.
    Boolean,
    /// Free text; kept out of the drift tests.
    Text,
    /// Dates or dates with time; kept out of the drift tests.
    Datetime,
    /// Names of rows; kept out of the drift tests.
    Identifier,
}

/// By which rule kinds are inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KindRule {
    /// Evidently 0.7's: from the current side alone.
    Evidently,
    /// Ours: from both sides together.
    Both,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 7] = [
        Kind::Numeric,
        Kind::IntegerCategory,
        Kind::Categorical,
        Kind::Boolean,
        Kind::Text,
        Kind::Datetime,
        Kind::Identifier,
    ];

    /// Stable identifier used in reports, policies and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Numeric => "numeric",
            Kind::IntegerCategory => "integer_category",
            Kind::Categorical => "categorical",
            Kind::Boolean => "boolean",
            Kind::Text => "text",
            Kind::Datetime => "datetime",
            Kind::Identifier => "identifier",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Kind::ALL.into_iter().find(|kind| kind.id() == id).ok_or_else(|| UnknownKind { id: id.to_owned() })
    }
}

/// An identifier that names no kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{id:?} is not a kind; use numeric, integer_category, categorical, boolean, text, datetime or identifier"
)]
pub struct UnknownKind {
    /// As given.
    pub id: String,
}

/// Infers a column's kind from what is known of its two sides.
///
/// [`KindRule::Evidently`] looks at the current side alone (at the reference where there
/// is no current side or no usable cell in it) and follows pandas' column types as
/// Evidently 0.7.23 does: all cells integers and none missing → integer → category up to
/// ten distinct values; any other numbers → numeric; `true`/`false` → boolean; texts →
/// text when more than half of the cells are distinct, else categorical. All cells
/// missing → numeric, as pandas reads such a column as floats. Two things differ, both
/// where Evidently fails: short texts in fewer than [`TINY_ROWS`] rows are categorical,
/// and dates are read as any other text unless the caller finds the column to be the
/// timestamp.
///
/// [`KindRule::Both`] pools the two sides. A column stays numeric while at most
/// [`STRAY_SHARE`] of its usable cells are not numbers; `?` counts as missing beside
/// numbers. Integers are a category when neither side has more than ten distinct values
/// and each value occurs twice on average. Texts are dates or UUIDs when 95 % of them
/// are, and free text when most cells are distinct or they are long.
pub fn infer(reference: Option<&ColumnFacts>, current: Option<&ColumnFacts>, rule: KindRule) -> Kind {
    let usable = |facts: &&ColumnFacts| facts.usable() > 0;
    match rule {
        KindRule::Evidently => {
            current.filter(usable).or(reference.filter(usable)).map_or(Kind::Numeric, as_evidently)
        }
        KindRule::Both => {
            let sides: Vec<&ColumnFacts> =
                [reference, current].into_iter().flatten().filter(usable).collect();
            if sides.is_empty() { Kind::Numeric } else { from_both(&sides) }
        }
    }
}

/// Below this many usable rows, short texts are taken as categories.
pub const TINY_ROWS: u64 = 10;
/// Largest share of cells that are no numbers in a numeric column.
pub const STRAY_SHARE: f64 = 0.05;

const FEW_INTEGERS: u64 = 10;
const SHORT_TEXT: f64 = 64.0;

fn as_evidently(facts: &ColumnFacts) -> Kind {
    if facts.texts == 0 {
        let integers = facts.integers == facts.numbers && facts.infinite == 0 && facts.missing == 0;
        return if integers && facts.distinct_numbers <= FEW_INTEGERS {
            Kind::IntegerCategory
        } else {
            Kind::Numeric
        };
    }
    if facts.booleans == facts.texts && facts.numbers + facts.infinite == 0 {
        return Kind::Boolean;
    }
    text_or_category(facts.distinct(), facts.usable(), facts.mean_text_length)
}

fn from_both(sides: &[&ColumnFacts]) -> Kind {
    let sum = |count: fn(&ColumnFacts) -> u64| sides.iter().map(|facts| count(facts)).sum::<u64>();
    let largest = |count: fn(&ColumnFacts) -> u64| sides.iter().map(|facts| count(facts)).max().unwrap_or(0);
    let numbers = sum(|facts| facts.numbers + facts.infinite);
    let texts = sum(|facts| facts.texts);
    let strays = if numbers > 0 { texts - sum(|facts| facts.question_marks) } else { texts };
    if numbers > 0 && strays as f64 <= STRAY_SHARE * (numbers + strays) as f64 {
        let integers = sum(|facts| facts.integers) == numbers;
        let distinct = largest(|facts| facts.distinct_numbers);
        let repeated = distinct * 2 <= largest(|facts| facts.numbers);
        return if integers && strays == 0 && distinct <= FEW_INTEGERS && repeated {
            Kind::IntegerCategory
        } else {
            Kind::Numeric
        };
    }
    let mostly = |count: u64| count as f64 >= 0.95 * (texts + numbers) as f64;
    if numbers == 0 && sum(|facts| facts.booleans) == texts {
        Kind::Boolean
    } else if mostly(sum(|facts| facts.datetimes)) {
        Kind::Datetime
    } else if mostly(sum(|facts| facts.uuids)) {
        Kind::Identifier
    } else {
        let length =
            sides.iter().map(|facts| facts.mean_text_length * facts.texts as f64).sum::<f64>() / texts as f64;
        // The larger side says whether texts repeat; a small one cannot.
        let telling = sides.iter().max_by_key(|facts| facts.usable());
        telling.map_or(Kind::Categorical, |facts| text_or_category(facts.distinct(), facts.usable(), length))
    }
}

fn text_or_category(distinct: u64, usable: u64, mean_length: f64) -> Kind {
    let tiny = usable < TINY_ROWS && mean_length <= SHORT_TEXT;
    if distinct * 2 > usable && !tiny { Kind::Text } else { Kind::Categorical }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(rows: u64, distinct: u64, integers: bool, missing: u64) -> ColumnFacts {
        let numbers = rows - missing;
        let integers = if integers { numbers } else { 0 };
        ColumnFacts { rows, missing, numbers, integers, distinct_numbers: distinct, ..ColumnFacts::default() }
    }

    fn texts(distinct: u64, each: u64, prefix: &str) -> ColumnFacts {
        let names: Vec<String> = (0..distinct).map(|i| format!("{prefix}{i}")).collect();
        let mut facts = ColumnFacts { rows: distinct * each, ..ColumnFacts::default() };
        facts.add_texts(names.iter().map(|name| (name.as_str(), each)));
        facts
    }

    fn cells(values: &[(&str, u64)]) -> ColumnFacts {
        let mut facts =
            ColumnFacts { rows: values.iter().map(|value| value.1).sum(), ..ColumnFacts::default() };
        facts.add_texts(values.iter().copied());
        facts
    }

    fn evidently(current: &ColumnFacts) -> Kind {
        infer(None, Some(current), KindRule::Evidently)
    }

    fn both(side: &ColumnFacts) -> Kind {
        infer(Some(side), Some(side), KindRule::Both)
    }

    /// The shapes of columns in the golden cases, and the types that Evidently 0.7.23 gave
    /// them: "num" or "cat".
    #[test]
    fn as_evidently_typed_the_golden_columns() {
        for (column, facts, expected) in [
            ("b_small_ties.dice_int", numbers(60, 6, true, 0), Kind::IntegerCategory),
            ("b_small_ties.int_wide", numbers(60, 50, true, 0), Kind::Numeric),
            ("b_tiny.int_wide", numbers(8, 8, true, 0), Kind::IntegerCategory),
            ("b_small_ties.three_vals", numbers(60, 3, false, 0), Kind::Numeric),
            ("e_missing.few_missing", numbers(100, 4, true, 20), Kind::Numeric),
            ("d_categorical_small.levels_200", texts(200, 3, "level "), Kind::Categorical),
            ("d_categorical_small.bool", cells(&[("True", 9), ("False", 40)]), Kind::Boolean),
            ("f_all_missing.empty_both", numbers(50, 0, true, 50), Kind::Numeric),
        ] {
            assert_eq!(evidently(&facts), expected, "{column}");
        }
        assert_eq!(evidently(&texts(100, 1, "note ")), Kind::Text);
        assert_eq!(evidently(&texts(3, 1, "k")), Kind::Categorical, "tiny");
    }

    #[test]
    fn evidently_looks_at_the_current_side_unless_it_is_empty() {
        let (few, many, empty) =
            (numbers(50, 3, true, 0), numbers(50, 40, true, 0), numbers(50, 0, true, 50));
        let kind = |reference, current| infer(Some(reference), Some(current), KindRule::Evidently);
        assert_eq!(kind(&many, &few), Kind::IntegerCategory);
        assert_eq!(kind(&few, &many), Kind::Numeric);
        assert_eq!(kind(&few, &empty), Kind::IntegerCategory);
    }

    #[test]
    fn both_sides_count_under_our_rule() {
        let (few, many) = (numbers(50, 3, true, 0), numbers(50, 40, true, 0));
        assert_eq!(infer(Some(&many), Some(&few), KindRule::Both), Kind::Numeric);
        assert_eq!(both(&numbers(100, 4, true, 20)), Kind::IntegerCategory);
        assert_eq!(both(&numbers(8, 8, true, 0)), Kind::Numeric);
        assert_eq!(both(&cells(&[("2024-01-01", 5), ("2024-01-31", 5)])), Kind::Datetime);
        assert_eq!(both(&cells(&[("true", 5), ("FALSE", 5)])), Kind::Boolean);
        assert_eq!(both(&cells(&[("123e4567-e89b-12d3-a456-426614174000", 1)])), Kind::Identifier);
        assert_eq!(infer(None, None, KindRule::Both), Kind::Numeric);
    }

    #[test]
    fn strays_and_question_marks_do_not_make_numbers_texts() {
        let mut marked = numbers(60, 50, false, 0);
        (marked.rows, marked.texts, marked.question_marks, marked.distinct_texts) = (100, 40, 40, 1);
        assert_eq!((both(&marked), evidently(&marked)), (Kind::Numeric, Kind::Text));
        let mut stray = numbers(96, 90, false, 0);
        (stray.rows, stray.texts, stray.distinct_texts) = (100, 4, 2);
        assert_eq!(both(&stray), Kind::Numeric);
        (stray.rows, stray.texts) = (130, 34);
        assert_ne!(both(&stray), Kind::Numeric);
    }

    #[test]
    fn identifiers_read_back() {
        assert!(Kind::ALL.into_iter().all(|kind| kind.id().parse() == Ok(kind)));
        assert!("num".parse::<Kind>().is_err());
    }
}
