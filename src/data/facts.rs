//! What kind and role inference need to know of one side of a column.

use serde::{Deserialize, Serialize};

use super::datetime::{self, DayOrder};

/// Counts about one side of a column.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ColumnFacts {
    /// Cells.
    pub rows: u64,
    /// Missing cells.
    pub missing: u64,
    /// Cells that are finite numbers.
    pub numbers: u64,
    /// Cells that are `inf` or `-inf`.
    pub infinite: u64,
    /// Number cells written as integers.
    pub integers: u64,
    /// Distinct finite numbers.
    pub distinct_numbers: u64,
    /// Smallest and largest finite number.
    pub range: Option<Range>,
    /// Cells that are neither missing nor a number.
    pub texts: u64,
    /// Distinct texts.
    pub distinct_texts: u64,
    /// Text cells that are `true` or `false` (any case).
    pub booleans: u64,
    /// Text cells that parse as a date or date and time.
    pub datetimes: u64,
    /// Text cells that look like a UUID.
    pub uuids: u64,
    /// Mean length of the text cells, in characters.
    pub mean_text_length: f64,
    /// Text cells that are exactly `?`.
    pub question_marks: u64,
}

/// Smallest and largest value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// Smallest.
    pub min: f64,
    /// Largest.
    pub max: f64,
}

impl ColumnFacts {
    /// Adds text cells, given as distinct texts and how often each occurred: counts them
    /// and those that are booleans, dates, UUIDs or `?`, and their mean length. The
    /// caller sets `distinct_texts` where texts were left out.
    pub fn add_texts<'a>(&mut self, texts: impl IntoIterator<Item = (&'a str, u64)>) {
        let mut length = self.mean_text_length * self.texts as f64;
        let (mut day_first, mut month_first) = (0, 0);
        for (text, count) in texts {
            self.texts += count;
            self.distinct_texts += 1;
            length += text.chars().count() as f64 * count as f64;
            if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
                self.booleans += count;
            } else if text == "?" {
                self.question_marks += count;
            } else if is_uuid(text) {
                self.uuids += count;
            } else {
                day_first += if datetime::parse(text, DayOrder::DayFirst).is_some() { count } else { 0 };
                month_first += if datetime::parse(text, DayOrder::MonthFirst).is_some() { count } else { 0 };
            }
        }
        // One order holds for the whole column.
        self.datetimes += day_first.max(month_first);
        self.mean_text_length = if self.texts > 0 { length / self.texts as f64 } else { 0.0 };
    }

    /// Cells that are not missing.
    pub fn usable(&self) -> u64 {
        self.numbers + self.infinite + self.texts
    }

    /// Distinct values that are not missing.
    pub fn distinct(&self) -> u64 {
        self.distinct_numbers + self.distinct_texts
    }
}

/// 8-4-4-4-12 hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
