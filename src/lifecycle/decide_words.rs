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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_told_exactly_and_what_differs_looks_different() {
        let told = |value, line| {
            let Beside { value, line } = beside(value, line);
            format!("{value} {line}")
        };
        assert_eq!(told(0.71234, 0.8), "0.71 0.80");
        assert_eq!(told(0.7999, 0.8), "0.7999 0.8000");
        assert_eq!(told(0.8, 0.8), "0.80 0.80");
        assert_eq!(told(0.5, 0.125), "0.500 0.125");
        assert_eq!(told(-3.0, 12.0), "-3.00 12.00");
        assert_eq!(told(0.000_000_5, 0.000_000_1), "0.0000005 0.0000001");
        assert_eq!(told(0.799_999_999, 0.8), "0.799999999 0.8");
    }

    #[test]
    fn days_are_rounded_down() {
        assert_eq!([6.999, 7.0, 0.25, 0.0].map(days_passed), ["6.99", "7", "0.25", "0"]);
        assert_eq!(
            [plural(1.0, "day"), plural(1.5, "day"), plural(0.0, "day")],
            ["1 day", "1.5 days", "0 days"]
        );
    }
}
