//! Numbers in the words of a decision.

/// Most decimals of a number in a sentence.
const MOST_DECIMALS: usize = 6;

/// A value and the line that it is held against, as texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Beside {
    /// The value.
    pub(super) value: String,
    /// The line.
    pub(super) line: String,
}

/// Both with the same decimals: at least two, and so many that the line is told exactly and that two
/// numbers that differ look different. Where six are too few, both in full.
pub(super) fn beside(value: f64, line: f64) -> Beside {
    for decimals in 2..=MOST_DECIMALS {
        let (told, exact) = (format!("{value:.decimals$}"), format!("{line:.decimals$}"));
        let is_exact = exact.parse() == Ok(line);
        if is_exact && (told != exact || value == line) {
            return Beside { value: told, line: exact };
        }
    }
    Beside { value: value.to_string(), line: line.to_string() }
}

/// Days with at most two decimals, rounded down, so that what is not due never looks due.
pub(super) fn days_passed(days: f64) -> String {
    let hundredths = (days * 100.0).floor() / 100.0;
    hundredths.to_string()
}

/// `1 window`, `3 windows`.
pub(super) fn plural(count: f64, one: &str) -> String {
    if count == 1.0 { format!("1 {one}") } else { format!("{count} {one}s") }
}
